/*
 * private: the app as its own files see it: app.c has the stack and what
 * is said, loop.c runs it. Everybody else goes through their functions.
 */
#ifndef TUI_APP_PRIVATE_H
#define TUI_APP_PRIVATE_H

#include "tui/app/app.h"

enum { APP_VIEWS_MAX = 24 };

struct app {
	const struct launch *launch;
	const struct app_routes *routes;
	struct book *book; /* NULL while locked */
	struct view *stack[APP_VIEWS_MAX + 1]; /* one more for the lock over all of them */
	int depth;
	int status; /* exit code to leave with */
	bool leaving;
	char message[256];     /* until the next key */
	enum app_tone tone;
	char change[256];      /* what the last change was, until the next one */
	enum app_tone change_tone;
	bool astray;           /* letters that are no keys here came since the last other key */
	int64_t undo_floor;    /* transactions up to this one are taken back at the second u */
	int64_t undo_asked;    /* the one that a second u takes back; 0 none */
	unsigned idle_minutes;
	bool never_locks;
	bool date_declined;
	bool warnings_seen; /* of this opening */
};

#endif
