/*
 * private: what the main screen holds; for home_view.c, which reads it, and
 * home_draw.c, which draws.
 */
#ifndef TUI_HOME_PRIVATE_H
#define TUI_HOME_PRIVATE_H

#include <stdbool.h>

#include "store/report/changed.h"
#include "store/summary/summary.h"
#include "store/upkeep/book_backup.h"
#include "tui/app/view.h"

enum { HOME_TODAY = 6 };

struct home_view {
	struct view view;
	struct summary week, before;
	bool have_week, have_before;
	bool week_closed, before_closed;
	struct period changed;          /* the newest closed week whose figures are others now */
	struct report_changes changes;  /* and how; of no report where there is none */
	bool unread; /* something of this could not be read: no advice is built on it */
	/* Counts are -1 where they could not be read. */
	int today;                 /* sessions and attempts of today */
	char *lines[HOME_TODAY];   /* the latest of them, worded; malloc'ed */
	int drafts;                /* of everybody */
	/* New ones of who unlocked at a team's desk that wait for the officer's number: no forms these. */
	int numberless_villages, numberless_teams;
	bool own_visit;            /* one of them a new session of who unlocked */
	char *drafts_of;           /* what they are about, and whose; malloc'ed */
	char *drafts_by;           /* how many of whom; malloc'ed */
	int64_t due, overdue;
	int visits;
	int64_t logged; /* sessions that count, in the whole logbook */
	struct book_backups backups;
	bool backup_due;           /* two weeks of work are in no backup */
	bool logs;                 /* a team's desk: visits are logged here as a rule */
	int villages, teams, members; /* registered */
};

#endif
