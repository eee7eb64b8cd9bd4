/*
 * followup_row: a follow-up as a row of a list: due, where, what, which topic; and closing it.
 */
#ifndef TUI_RECORDS_FOLLOWUP_ROW_H
#define TUI_RECORDS_FOLLOWUP_ROW_H

#include <jansson.h>

#include "tui/app/app.h"
#include "tui/records/stay.h"
#include "tui/widgets/rows.h"

/* The session a follow-up came from (new reference), and its household, 0 none; NULL when it cannot be read. */
json_t *followup_session(struct book *book, rec_t rec, rec_t *household);

/* How the place of one is shown: where there are several villages, and in how many columns. */
struct followup_place {
	bool several;
	int width;
};

/* Append it, as read, with the cells due date, place, kind, topic, note of its session. */
void followup_row_add(struct rows *rows, struct book *book, rec_t rec, const json_t *own, int tag,
		      struct followup_place place);

/*
 * Done, or cancelled, as the action says; the row stays. What is not open any more is left, and
 * said to be so.
 */
void followup_settle(struct app *app, struct stay *stay, const struct row *row, enum action action);

#endif
