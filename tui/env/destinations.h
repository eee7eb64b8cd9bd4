/*
 * destinations: folders where a person may want to put a file.
 */
#ifndef TUI_ENV_DESTINATIONS_H
#define TUI_ENV_DESTINATIONS_H

enum { DESTINATIONS_MAX = 8 };

struct destination {
	char *path; /* malloc'ed */
	char *name; /* of a stick, malloc'ed; NULL: the home folder */
};

/* The home folder, then each stick or disk mounted for this person; how many there are. */
int destinations_list(struct destination out[DESTINATIONS_MAX]);
void destinations_release(struct destination *destinations, int n);

#endif
