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
	char message[256];
	enum app_tone tone;
	unsigned idle_minutes;
	bool never_locks;
	bool date_declined;
	bool warnings_seen; /* of this opening */
};

#endif
