#include "config.h"
#include "store/record/aims.h"

#include <stdio.h>
#include <string.h>

#include "store/base/date.h"
#include "store/catalog/catalog.h"
#include "store/db/statement.h"
#include "store/record/field.h"

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static int check_days(const json_t *campaign, struct fault *f)
{
	const char *last = text_of(campaign, "to");
	day_t from = 0, to = 0;

	date_parse(&from, text_of(campaign, "from"));
	date_parse(&to, last);
	return to < from || to - from >= CAMPAIGN_DAYS
		       ? fault_field(f, "to", REASON_BAD_DATE, last) : FAULT_OK;
}

int aims_check_campaign(const struct becoming *b, struct fault *f)
{
	const json_t *targets = json_object_get(b->full, "targets");
	char name[48];

	for (size_t i = 0; i < json_array_size(targets); i++) {
		const json_t *it = json_array_get(targets, i);

		for (size_t k = 0; k < i; k++) {
			const json_t *other = json_array_get(targets, k);

			if (!same_text(text_of(it, "code"), text_of(other, "code")) ||
			    !same_text(text_of(it, "team"), text_of(other, "team")))
				continue;
			snprintf(name, sizeof name, "targets[%zu].code", i);
			return fault_field(f, name, REASON_BAD_CODE, text_of(it, "code"));
		}
	}
	return check_days(b->full, f);
}

int aims_check_target(struct book *book, const struct becoming *b, struct fault *f)
{
	const char *set = text_of(b->full, "set"), *code = text_of(b->full, "code");
	const struct indicator *indicator = indicator_find(code);
	struct statement st;

	if (!b->old && vocab_find("target_set", set) && (!indicator || strcmp(indicator->set, set)))
		return fault_field(f, "code", REASON_UNKNOWN_CODE, code);
	if (b->old && !b->back) /* set, code and team are fixed */
		return FAULT_OK;
	st = statement_of(book_db(book),
		"SELECT 1 FROM target WHERE bundle = (SELECT k FROM sym WHERE s = ?)"
		" AND code = (SELECT k FROM sym WHERE s = ?) AND NOT voided AND rec <> ?"
		" AND team IS (SELECT k FROM sym WHERE s = ?)", f);
	bind_text(&st, set);
	bind_text(&st, code);
	bind_int(&st, b->rec);
	bind_text(&st, text_of(b->full, "team"));
	if (row_next(&st))
		st.rc = fault_set(f, FAULT_EXISTS, code);
	return statement_end(&st);
}
