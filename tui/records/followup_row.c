#include "config.h"
#include "tui/records/followup_row.h"

#include <string.h>

#include "store/record/joined.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "tui/env/translate.h"
#include "tui/records/change.h"
#include "tui/words/out.h"
#include "tui/words/text_value.h"

/* The session a follow-up came from; NULL when it cannot be read. */
static json_t *session_of(struct book *book, const json_t *followup, rec_t *rec)
{
	const char *id = json_string_value(json_object_get(followup, "session"));
	struct fault f;

	return id && !record_lookup(book, TYPE_SESSION, id, rec, &f) ? record_read(book, *rec, &f)
								     : NULL;
}

json_t *followup_session(struct book *book, rec_t rec, rec_t *household)
{
	struct fault f;
	json_t *own = record_read(book, rec, &f), *session;
	rec_t of;

	*household = 0;
	session = session_of(book, own, &of);
	if (session && joined_named(book, of, household, &f)) {
		json_decref(session);
		session = NULL;
	}

	json_decref(own);
	return session;
}

static bool is_open(const json_t *followup)
{
	const char *status = text_string(followup, "status");

	return !strcmp(status, "mo") || !strcmp(status, "dang");
}

void followup_row_add(struct rows *rows, struct book *book, rec_t rec, const json_t *own, int tag,
		      struct followup_place place)
{
	rec_t of;
	json_t *session = session_of(book, own, &of);
	const char *due = json_string_value(json_object_get(own, "due"));
	const char *kind = json_string_value(json_object_get(own, "kind"));
	const char *topic = json_string_value(json_object_get(own, "topic"));
	char date[DATE_SIZE], spot[SPOT_SIZE] = "—";
	struct row row = { .tag = tag, .rec = rec };

	out_date(date, due);
	if (session)
		text_spot(spot, sizeof spot, book, of, session, place.several, place.width);
	row.cell[0] = due ? date : "—";
	row.cell[1] = spot;
	row.cell[2] = text_code("followup", kind);
	row.cell[3] = text_topic(book, topic);
	row.cell[4] = text_string(session, "note");
	row.struck = !is_open(own);
	if (row.struck) /* what has become of it stands where it would be due */
		row.cell[0] = text_code("followup_status", text_string(own, "status"));
	rows_add(rows, &row);
	json_decref(session);
}

void followup_settle(struct app *app, struct stay *stay, const struct row *row, enum action action)
{
	if (row->struck) {
		app_say(app, TONE_PLAIN, _("It is not open any more; u takes that back"));
		return;
	}
	stay_add(stay, row->rec);
	change_followup(app, row->rec, action == ACT_DONE ? "xong" : "huy");
}
