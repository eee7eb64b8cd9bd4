#include "config.h"
#include "tui/words/record_brief.h"

#include <stdio.h>
#include <string.h>

#include "store/record/lookup.h"
#include "store/record/read.h"
#include "tui/words/out.h"
#include "tui/words/summary_text.h"
#include "tui/words/text_value.h"

/* Columns of a household's face: what follows it is to be seen, too. */
enum { SPOT_COLS = 32 };

/* Where, and on which day: of a session or a snapshot. */
static void brief_day(char *out, size_t size, struct book *book, const json_t *object)
{
	char spot[SPOT_SIZE], date[DATE_SIZE];

	text_spot(spot, sizeof spot, book, object, false, SPOT_COLS);
	out_date(date, text_string(object, "date"));
	snprintf(out, size, "%s, %s", spot, date);
}

/* What was promised, and where. */
static void brief_followup(char *out, size_t size, struct book *book, const json_t *object)
{
	const char *kind = text_code("followup", text_string(object, "kind"));
	char spot[SPOT_SIZE] = "";
	json_t *session = NULL;
	struct fault f;
	rec_t rec;

	if (!record_lookup(book, TYPE_SESSION, text_string(object, "session"), &rec, &f))
		session = record_read(book, rec, &f);
	if (session)
		text_spot(spot, sizeof spot, book, session, false, SPOT_COLS);
	snprintf(out, size, "%s%s%s", spot, *spot ? ": " : "", kind);
	json_decref(session);
}

static void brief_report(char *out, size_t size, const json_t *object)
{
	const char *key = text_string(object, "period");
	char words[PERIOD_TEXT_SIZE];
	struct period period;

	if (period_parse_key(&period, key))
		snprintf(words, sizeof words, "%s", key);
	else
		period_text(words, &period);
	snprintf(out, size, "%s", words);
}

static void brief(char *out, size_t size, struct book *book, enum record_type type,
		  const json_t *object)
{
	const char *code = text_string(object, "code"), *name = text_string(object, "name");
	const char *more = type == TYPE_HOUSEHOLD ? text_string(object, "hint")
			   : type == TYPE_TOPIC	  ? text_string(object, "short")
						  : name;

	switch (type) {
	case TYPE_SESSION:
	case TYPE_STATUS:
		brief_day(out, size, book, object);
		break;
	case TYPE_FOLLOWUP:
		brief_followup(out, size, book, object);
		break;
	case TYPE_REPORT:
		brief_report(out, size, object);
		break;
	default:
		snprintf(out, size, "%s%s%s", code, *more && strcmp(more, code) ? " " : "",
			 strcmp(more, code) ? more : "");
	}
}

void record_brief(char *out, size_t size, struct book *book, rec_t rec)
{
	struct record_facts facts;
	struct fault f = { 0 };
	json_t *object = NULL;

	*out = 0;
	if (rec && !record_facts(book, rec, &facts, &f))
		object = record_read(book, rec, &f);
	if (object)
		brief(out, size, book, facts.type, object);
	json_decref(object);
}
