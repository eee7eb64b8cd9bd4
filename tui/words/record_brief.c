#include "config.h"
#include "tui/words/record_brief.h"

#include <stdio.h>
#include <string.h>

#include "store/base/text.h"
#include "store/query/list_register.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "tui/words/fit.h"
#include "tui/words/out.h"
#include "tui/words/summary_text.h"
#include "tui/words/text_value.h"

/* Columns of a place that is left anything. */
enum { SPOT_LEAST = 6 };

/* What is left of the columns beside a text, and what stands between. */
static int left_of(int width, const char *beside)
{
	int left = width - text_width(beside, strlen(beside)) - 2;

	return left < SPOT_LEAST ? SPOT_LEAST : left;
}

/* Villages: which one it is is said where there is room. */
static bool has_several(struct book *book)
{
	struct fault f;
	int villages;

	return !list_count(book, TYPE_VILLAGE, &villages, &f) && villages > 1;
}

/* Where, and on which day: of a session or a snapshot. */
static void brief_day(char *out, size_t size, struct book *book, rec_t rec, const json_t *object,
		      int width)
{
	char spot[SPOT_SIZE], date[DATE_SIZE];

	out_date(date, text_string(object, "date"));
	text_spot(spot, sizeof spot, book, rec, object, has_several(book), left_of(width, date));
	snprintf(out, size, "%s, %s", spot, date);
}

/* What was promised, and where. */
static void brief_followup(char *out, size_t size, struct book *book, const json_t *object,
			   int width)
{
	const char *kind = text_code("followup", text_string(object, "kind"));
	char spot[SPOT_SIZE] = "";
	json_t *session = NULL;
	struct fault f;
	rec_t rec;

	if (!record_lookup(book, TYPE_SESSION, text_string(object, "session"), &rec, &f))
		session = record_read(book, rec, &f);
	if (session)
		text_spot(spot, sizeof spot, book, rec, session, has_several(book),
			  left_of(width, kind));
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

static void brief(char *out, size_t size, struct book *book, rec_t rec,
		  enum record_type type, const json_t *object, int width)
{
	const char *code = text_string(object, "code"), *name = text_string(object, "name");
	const char *more = type == TYPE_HOUSEHOLD ? text_string(object, "hint")
			   : type == TYPE_TOPIC	  ? text_string(object, "short")
						  : name;

	switch (type) {
	case TYPE_SESSION:
	case TYPE_STATUS:
		brief_day(out, size, book, rec, object, width);
		break;
	case TYPE_FOLLOWUP:
		brief_followup(out, size, book, object, width);
		break;
	case TYPE_REPORT:
		brief_report(out, size, object);
		break;
	default:
		snprintf(out, size, "%s%s%s", code, *more && strcmp(more, code) ? " " : "",
			 strcmp(more, code) ? more : "");
		fit_end(out, size, width);
	}
}

void record_brief(char *out, size_t size, struct book *book, rec_t rec, int width)
{
	struct record_facts facts;
	struct fault f = { 0 };
	json_t *object = NULL;

	*out = 0;
	if (rec && !record_facts(book, rec, &facts, &f))
		object = record_read(book, rec, &f);
	if (object)
		brief(out, size, book, rec, facts.type, object, width);
	json_decref(object);
}
