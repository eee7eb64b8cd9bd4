#include "config.h"
#include "store/summary/make.h"

#include "store/book/now.h"
#include "store/record/read.h"
#include "store/record/scope.h"
#include "store/record/topics.h"
#include "store/summary/count.h"

static json_t *read_report(void *arg, rec_t rec, struct fault *f)
{
	return record_read(arg, rec, f);
}

/* As it is called here. */
static const struct topic *topic_of(void *arg, const char *code)
{
	return book_topic(arg, code);
}

bool summary_axis_is_for(const struct book *book, enum summary_axis axis)
{
	return axis != SUMMARY_UNIT || book_level(book) == LEVEL_UPPER;
}

static int make(struct book *book, const struct period *period, enum summary_axis axis,
		bool period_only, struct summary *out, struct fault *f)
{
	char team[LANE_TEAM] = "";
	const struct summary_input in = {
		.db = book_db(book),
		.today = book_now(book)->day,
		.unit = book_unit(book),
		.unit_name = book_unit_name(book),
		.member = book_member(book),
		.read_report = read_report,
		.topic = topic_of,
		.arg = book,
		.period_only = period_only,
		.team = team,
	};
	struct fault own;
	int rc;

	if (!f)
		f = &own;
	if (!summary_axis_is_for(book, axis))
		return fault_set(f, FAULT_USAGE, NULL);
	rc = scope_own_team(book, team, f);
	if (!rc && axis == SUMMARY_TOPIC)
		rc = topics_load(book, f);
	return rc ? rc : summary_count(&in, period, axis, out, f);
}

int summary_make(struct book *book, const struct period *period, enum summary_axis axis,
		 struct summary *out, struct fault *f)
{
	return make(book, period, axis, false, out, f);
}

int summary_make_period(struct book *book, const struct period *period, enum summary_axis axis,
			struct summary *out, struct fault *f)
{
	return make(book, period, axis, true, out, f);
}
