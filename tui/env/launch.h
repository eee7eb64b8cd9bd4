/*
 * launch: what the program was started with that command line and screen share:
 * the data file, who unlocks it, whether a language was asked for.
 *
 * Invariants: filled in once, before anything is opened, and only read after
 * that. The vault's path is malloc'ed, the rest borrowed from main().
 */
#ifndef TUI_ENV_LAUNCH_H
#define TUI_ENV_LAUNCH_H

#include <stdbool.h>

struct launch {
	char *vault;           /* path of the data file */
	bool vault_is_default; /* nobody named it: the folders on its way may be made */
	const char *member;    /* who unlocks; NULL: nobody was named */
	bool language_given;   /* what the data file has as its language does not count */
};

/*
 * vault: the path that was asked for, or NULL: then SOTAY_VAULT or else the
 * default place. member: "" is NULL.
 */
void launch_init(struct launch *launch, const char *vault, const char *member,
		 bool language_given);
void launch_release(struct launch *launch);

#endif
