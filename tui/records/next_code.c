#include "config.h"
#include "tui/records/next_code.h"

#include <stdio.h>

#include "store/query/list_register.h"
#include "store/record/read.h"
#include "tui/app/app.h"
#include "tui/words/code_series.h"

struct reading {
	struct book *book;
	struct fault *fault;
	struct code_series series;
};

static int see_record(void *arg, rec_t rec)
{
	struct reading *r = arg;
	json_t *object = record_read(r->book, rec, r->fault);
	const char *code = json_string_value(json_object_get(object, "code"));

	if (code)
		code_series_see(&r->series, code);
	json_decref(object);
	return object ? FAULT_OK : (int)r->fault->code;
}

static int see_household(void *arg, const struct list_household *household)
{
	struct reading *r = arg;

	code_series_see(&r->series, household->code);
	return 0;
}

bool next_code_is_asked(struct app *app, enum record_type type)
{
	return book_level(app_book(app)) == LEVEL_TEAM &&
	       (type == TYPE_VILLAGE || type == TYPE_TEAM);
}

/* The series of codes of a type, before any was seen. */
static struct code_series series_of(struct book *book, enum record_type type)
{
	if (type == TYPE_HOUSEHOLD)
		return code_series_of_households();
	return type == TYPE_VILLAGE ? code_series_of_villages(book_unit(book))
				    : code_series_of_teams();
}

void next_code_complete(struct app *app, enum record_type type, const char *typed, char *out,
			size_t size)
{
	const struct code_series series = series_of(app_book(app), type);

	if (type == TYPE_VILLAGE || type == TYPE_TEAM)
		code_series_complete(&series, typed, out, size);
	else
		snprintf(out, size, "%s", typed);
}

void next_code(struct app *app, enum record_type type, const char *village, char *out, size_t size)
{
	struct book *book = app_book(app);
	struct fault f;
	struct reading r = { .book = book, .fault = &f, .series = series_of(book, type) };
	int rc;

	if (next_code_is_asked(app, type)) {
		snprintf(out, size, "%s", r.series.stem);
		return;
	}
	if (type == TYPE_HOUSEHOLD)
		rc = list_households(book, village, see_household, &r, &f);
	else
		rc = list_register(book, type, village, see_record, &r, &f);
	if (rc) /* of codes that could not be read any may be taken */
		snprintf(out, size, "%s", "");
	else
		code_series_next(&r.series, out, size);
}
