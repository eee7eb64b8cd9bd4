/*
 * backups: data files that lie where a person puts them: in the home folder, on sticks and in
 * the folders of a stick.
 */
#ifndef TUI_ENV_BACKUPS_H
#define TUI_ENV_BACKUPS_H

#include <stdbool.h>

enum { BACKUPS_MAX = 24 };

/*
 * Those that is_one() says are some, by name from the last to the first (names end in a date), the
 * last BACKUPS_MAX where there are more; how many there are. The paths are malloc'ed.
 */
int backups_find(char *out[BACKUPS_MAX], bool (*is_one)(const char *path));
void backups_release(char *paths[BACKUPS_MAX], int n);

#endif
