/*
 * launch: what the program was started with that command line and screen share:
 * the data file, who unlocks it, whether a language was asked for.
 *
 * Invariants: filled in once, before anything is opened, and only read after
 * that. The vault's path is malloc'ed, the rest borrowed from main() and the environment.
 */
#ifndef TUI_ENV_LAUNCH_H
#define TUI_ENV_LAUNCH_H

#include <stdbool.h>

enum { LAUNCH_INPUTS = 6 };

struct launch {
	char *vault;           /* path of the data file; NULL: nobody named it and there is no home */
	bool vault_is_default; /* nobody named it: the folders on its way may be made */
	const char *member;    /* who unlocks; NULL: nobody was named */
	bool language_given;   /* what the data file has as its language does not count */
	const char *inputs[LAUNCH_INPUTS + 1]; /* files that are read, up to NULL; never written over */
};

/*
 * vault: the path that was asked for, or NULL: then SOTAY_VAULT or else the
 * default place. member: "" is NULL.
 */
void launch_init(struct launch *launch, const char *vault, const char *member,
		 bool language_given);

/* A file that was named to be read; NULL, "" and "-" are none. */
void launch_reads(struct launch *launch, const char *path);

void launch_release(struct launch *launch);

#endif
