/*
 * close: closing a period.
 *
 * A team has one report a period; the unit itself has one with no team, at an
 * officer's desk beside those of its teams, at a team's only where no team is
 * registered. Closing again brings that report up to what is given. With the
 * words the figures of that moment are kept (figures.h); closing again for a word
 * leaves them, so that what changed since is told until somebody has confirmed it.
 *
 * Functions return FAULT_OK or the fault they have filled in. One thread: that
 * of the book.
 */
#ifndef STORE_REPORT_CLOSE_H
#define STORE_REPORT_CLOSE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "store/base/date.h"
#include "store/book/book.h"

/*
 * The columns a report carries are of two kinds: texts, and figures that no session has,
 * typed in (column_is_typed() of the catalogue; those of the last kind are the unit's own).
 * The columns a team writes in its own words; the last one is for notes.
 */
enum { REPORT_TEXTS = 6, REPORT_NOTES = REPORT_TEXTS - 1 };
extern const char *const report_columns[REPORT_TEXTS];

/*
 * Whose reports this desk closes: at a team's desk the team it is enrolled for; before it is, that
 * of who unlocked, or the only one there is, malloc'ed in *team; NULL: none of these, or the unit
 * itself, as at every other desk.
 */
int report_team(struct book *book, char **team, struct fault *f);

/*
 * Of the one team a team's desk is of code and name, malloc'ed: that it is enrolled for, else the
 * one it knows; NULL at other desks, and where it knows none or several. *teams: how many they are.
 */
int report_only_team(struct book *book, char **code, char **name, int *teams, struct fault *f);

/* Whether closing a team's period at this desk is doing so in its place. */
bool report_speaks_for(const struct book *book, const char *team);

/* Whether any team is registered: then at a team's desk every report is some team's. */
int report_any_team(struct book *book, bool *any, struct fault *f);

/*
 * The report of a team (NULL: of the unit itself) on the period of that key,
 * the newest where there are several; *out is 0 when there is none.
 */
int report_find(struct book *book, const char *period, const char *team, rec_t *out,
		struct fault *f);

/* Guidance sessions and attempts of a team (NULL: of all) in a period. */
int report_activity(struct book *book, const struct period *period, const char *team,
		    int64_t *sessions, int64_t *attempts, struct fault *f);

/*
 * Close, as one transaction. texts: an object of report_columns and their words, and of typed
 * columns and their numbers; what it lacks stays as it was, null empties it. nil: "no activity";
 * whoever calls has seen that there was none. anew: of a period that is closed already the figures
 * as they are now are kept, too; else those kept with it stay. The same once more is no fault.
 */
int report_close(struct book *book, const struct period *period, const char *team, bool nil,
		 bool anew, const json_t *texts, rec_t *out, struct fault *f);

#endif
