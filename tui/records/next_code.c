#include "config.h"
#include "tui/records/next_code.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/query/list_register.h"
#include "store/record/read.h"
#include "tui/app/app.h"

struct highest {
	struct book *book;
	struct fault *fault;
	char stem[40]; /* the code without its number */
	int digits;
	unsigned long number;
};

static void see_code(struct highest *h, const char *code)
{
	size_t n = strlen(code), start = n;
	unsigned long number;

	while (start > 0 && isdigit((unsigned char)code[start - 1]))
		start--;
	number = start < n ? strtoul(code + start, NULL, 10) : 0;
	if (number > h->number && n - start <= 8 && start < sizeof h->stem) {
		h->number = number;
		h->digits = (int)(n - start);
		snprintf(h->stem, sizeof h->stem, "%.*s", (int)start, code);
	}
}

static int see_record(void *arg, rec_t rec)
{
	struct highest *h = arg;
	json_t *object = record_read(h->book, rec, h->fault);
	const char *code = json_string_value(json_object_get(object, "code"));

	if (code)
		see_code(h, code);
	json_decref(object);
	return object ? FAULT_OK : (int)h->fault->code;
}

static int see_household(void *arg, const struct list_household *household)
{
	see_code(arg, household->code);
	return 0;
}

bool next_code_is_asked(struct app *app, enum record_type type)
{
	return book_level(app_book(app)) == LEVEL_TEAM &&
	       (type == TYPE_VILLAGE || type == TYPE_TEAM);
}

void next_code(struct app *app, enum record_type type, const char *village, char *out, size_t size)
{
	struct fault f;
	struct highest h = { .book = app_book(app), .fault = &f, .stem = "H", .digits = 3 };
	int rc;

	if (type != TYPE_HOUSEHOLD)
		h.digits = 2;
	if (type == TYPE_VILLAGE)
		snprintf(h.stem, sizeof h.stem, "%s-", book_unit(app_book(app)));
	else if (type == TYPE_TEAM)
		snprintf(h.stem, sizeof h.stem, "T");
	if (next_code_is_asked(app, type)) {
		snprintf(out, size, "%s", h.stem);
		return;
	}
	if (type == TYPE_HOUSEHOLD)
		rc = list_households(app_book(app), village, see_household, &h, &f);
	else
		rc = list_register(app_book(app), type, village, see_record, &h, &f);
	if (rc) /* of codes that could not be read any may be taken */
		snprintf(out, size, "%s", "");
	else
		snprintf(out, size, "%s%0*lu", h.stem, h.digits, h.number + 1);
}
