/*
 * close_kept: the first item of the form that closes: what was logged in the period, as a note.
 *
 * Where the period is closed and something else is counted now, it asks which figures are to
 * stand; those that were closed stay unless somebody says otherwise, so that mending a word
 * confirms no figure.
 */
#ifndef TUI_REPORTS_CLOSE_KEPT_H
#define TUI_REPORTS_CLOSE_KEPT_H

#include "store/report/changed.h"
#include "tui/widgets/form.h"

struct app;

struct close_kept {
	struct report_changes changes; /* report 0: the period is not closed */
	struct form_choice choices[2];
	char words[256]; /* how one chooses, and what changed */
};

/* Read it of a team's report (NULL: of the unit's), and make the item what it is to be. */
int close_kept_load(struct book *book, struct close_kept *kept, const struct period *period,
		    const char *team, struct form_item *item, struct fault *f);

/* Whether closing keeps the figures of now. */
bool close_kept_anew(const struct form_item *item);

/* Which figures stand after closing: those there were no others beside, the old or the new. */
enum close_outcome { CLOSED_PLAINLY, CLOSED_KEEPING, CLOSED_ANEW };
enum close_outcome close_kept_outcome(const struct form_item *item);

/* Say that a period, in words, was closed, and so; in place of the team of that name, "" of none. */
void close_kept_say(struct app *app, enum close_outcome outcome, const char *team,
		    const char *period);

#endif
