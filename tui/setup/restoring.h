/*
 * restoring: a backup becomes the logbook of a laptop that has none.
 *
 * By a password or by the recovery code, with which a new password is set before anything
 * appears: nothing, or the whole logbook, which somebody can unlock. Of the backup
 * nothing is changed.
 */
#ifndef TUI_SETUP_RESTORING_H
#define TUI_SETUP_RESTORING_H

#include "store/vault/pass.h"
#include "tui/app/app.h"

struct restoring {
	const char *from;        /* the backup */
	struct vault_pass code;  /* text NULL: by the password alone */
	const char *member;      /* who opens it; with a code whose password is set */
	struct vault_pass pass;  /* his, or with a code his new one */
	struct fault fault;      /* why not, or what failed after it was there */
	bool there;              /* the logbook is in its place */

	const struct launch *launch; /* from here on its own */
	struct book *book;
	int rc;
};

/* Do it, as long work. there: restoring_enter() follows; else fault says why not, and nothing is left. */
void restoring_run(struct app *app, struct restoring *r);

/*
 * Show the logbook that is there, or where it could not be opened its lock screen. `done`
 * (translated) is said. All views are gone after this.
 */
void restoring_enter(struct app *app, struct restoring *r, const char *done);

/* What is wrong with the backup, or with making a logbook of it: malloc'ed. */
char *restoring_why(const struct restoring *r);

#endif
