/*
 * places: folders where a person may want to put a file.
 */
#ifndef TUI_ENV_PLACES_H
#define TUI_ENV_PLACES_H

enum { PLACES_MAX = 8 };

struct file_place {
	char *path; /* malloc'ed */
	char *name; /* of a stick, malloc'ed; NULL: the home folder */
};

/* The home folder, then each stick or disk mounted for this person; how many there are. */
int places_list(struct file_place out[PLACES_MAX]);
void places_release(struct file_place *places, int n);

#endif
