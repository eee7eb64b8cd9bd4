#include "config.h"
#include "store/summary/count.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/collate.h"
#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/summary/axis.h"
#include "store/summary/columns.h"
#include "store/summary/private.h"
#include "store/summary/registers.h"
#include "store/summary/reports.h"
#include "store/summary/sessions.h"
#include "store/summary/status.h"
#include "store/summary/typed.h"
#include "store/summary/units.h"
#include "store/summary/year.h"

/* Of the live records of a code the one with the smallest id, else of those taken out. */
#define NAME_OF(column, table) \
	"SELECT " column " FROM " table " CROSS JOIN op ON op.k = " table ".rec WHERE code = ?1" \
	" ORDER BY voided, " BY_STANDING("op") " LIMIT 1"

/* Where the groups of an axis have their names from. */
static const struct {
	const char *list;     /* the vocabulary their codes are of */
	const char *name_sql; /* else what a group is called; ?1 is the code's key */
} names[SUMMARY_AXES] = {
	[SUMMARY_VILLAGE] = {NULL, NAME_OF("name", "village")},
	[SUMMARY_TEAM] = {NULL, NAME_OF("name", "team")},
	[SUMMARY_MEMBER] = {NULL, NAME_OF("name", "member")},
	[SUMMARY_GROUP] = {"topic_group", NULL},
	[SUMMARY_TOPIC] = {NULL, NAME_OF("vi", "topic")},
	[SUMMARY_CHANNEL] = {"channel", NULL},
	[SUMMARY_OUTCOME] = {"outcome", NULL},
	[SUMMARY_BLOCKER] = {"blocker", NULL},
};

/* Label a row from the catalogue; place is its order there. False when it is not in it. */
static bool label_known(const struct engine *e, struct summary_row *row, size_t *place)
{
	const char *vi, *en;

	if (e->axis == SUMMARY_TOPIC) {
		const struct topic *topic = topic_find(row->key);

		if (!topic)
			return false;
		*place = (size_t)(topic - catalog_topics);
		if (e->in->topic && e->in->topic(e->in->arg, row->key))
			topic = e->in->topic(e->in->arg, row->key);
		vi = topic->vi;
		en = topic->en;
	} else {
		const char *list = names[e->axis].list;
		const struct vocab *v = list ? vocab_find(list, row->key) : NULL;

		if (!v)
			return false;
		*place = (size_t)(v - catalog_vocab);
		vi = v->vi;
		en = v->en;
	}
	row->label = memory_strdup(vi);
	row->label_en = memory_strdup(en);
	return true;
}

/* "2026-11-17", and as Viet Nam writes it. */
static void name_day(day_t day, struct summary_row *row)
{
	char date[DATE_SIZE];

	date_format(date, day);
	row->key = memory_strdup(date);
	date_format_vn(date, day);
	row->label = memory_strdup(date);
}

/* Key and label of a group; place orders it where the catalogue does. */
static int name_group(struct engine *e, int64_t id, struct summary_row *row, size_t *place,
		      struct fault *f)
{
	size_t count;
	int rc = FAULT_OK;

	*place = SIZE_MAX;
	if (id == NO_TEAM && e->axis == SUMMARY_TEAM) {
		row->key = memory_strdup("");
		row->label = memory_strdup("");
		return FAULT_OK;
	}
	if (e->axis == SUMMARY_DAY) {
		name_day((day_t)id, row);
		return FAULT_OK;
	}
	if (e->axis == SUMMARY_UNIT) {
		row->key = memory_strdup(e->units[id - 1].code);
		return engine_unit_name(e, id, &row->label, f);
	}
	if (e->axis == SUMMARY_GROUP)
		row->key = memory_strdup(vocab_list("topic_group", &count)[id - 1].code);
	else
		rc = read_text_of(e->db, "SELECT s FROM sym WHERE k = ?1", id, &row->key, f);
	if (!rc && !row->key)
		rc = fault_set(f, FAULT_DAMAGED, "sym");
	if (rc || label_known(e, row, place))
		return rc;
	if (names[e->axis].name_sql)
		rc = read_text_of(e->db, names[e->axis].name_sql, id, &row->label, f);
	if (!rc && !row->label)
		row->label = memory_strdup(row->key);
	return rc;
}

/* A group that is named but not yet counted out, for sorting. */
struct named {
	struct summary_row row;
	size_t place;
	uint32_t group;
	bool person;
};

static int compare_named(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = 0;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->person)
		order = collate_compare_names(x->row.label, strlen(x->row.label), y->row.label,
					      strlen(y->row.label));
	return order ? order : strcmp(x->row.key, y->row.key);
}

/* The cells of a row. */
static int fill_row(struct engine *e, uint32_t group, struct summary_row *row, struct fault *f)
{
	row->values = memory_alloc_zero(catalog_column_count, sizeof *row->values);
	return fill_values(e, group, row, f);
}

/* Name, order and fill the groups. Those not yet handed to *out are freed on a fault. */
static int fill_groups(struct engine *e, struct summary *out, struct fault *f)
{
	size_t count = e->group_count - 1;
	struct named *named = memory_alloc_zero(count + 1, sizeof *named);
	int rc = FAULT_OK;

	out->groups = memory_alloc_zero(count + 1, sizeof *out->groups);
	for (size_t i = 0; !rc && i < count; i++) {
		named[i].group = (uint32_t)i + 1;
		named[i].person = e->axis == SUMMARY_MEMBER;
		rc = name_group(e, e->groups[i + 1].id, &named[i].row, &named[i].place, f);
	}
	if (!rc)
		qsort(named, count, sizeof *named, compare_named);
	for (size_t i = 0; i < count; i++) {
		struct summary_row *row = &out->groups[out->group_count++];

		*row = named[i].row;
		if (!rc)
			rc = fill_row(e, named[i].group, row, f);
	}
	free(named);
	return rc;
}

static int compare_labels(const void *a, const void *b)
{
	const struct summary_row *const *x = a, *const *y = b;

	return strcmp((*x)->label, (*y)->label);
}

/* Two teams each have a Lan: a label that several groups have goes with the key. */
static void tell_apart(struct summary *out)
{
	struct summary_row **rows = memory_alloc_zero(out->group_count + 1, sizeof *rows);

	for (size_t i = 0; i < out->group_count; i++)
		rows[i] = &out->groups[i];
	qsort(rows, out->group_count, sizeof *rows, compare_labels);
	for (size_t i = 0, n; i < out->group_count; i += n) {
		for (n = 1; i + n < out->group_count; n++)
			if (compare_labels(&rows[i], &rows[i + n]))
				break;
		for (size_t j = i; n > 1 && j < i + n; j++)
			rows[j]->label_code = memory_format("%s (%s)", rows[j]->label, rows[j]->key);
	}
	free(rows);
}

/*
 * What is of no team, for those who add the rows up: by its empty key the first group. It has a
 * row where it has anything, and there are teams to tell it from.
 */
static void take_no_team(struct engine *e, struct summary *out)
{
	const struct tally *t = &e->groups[summary_map_get(&e->group_of, 0, NO_TEAM)].tally;
	struct summary_row row;

	if (out->axis != SUMMARY_TEAM)
		return;
	row = out->groups[0];
	memmove(out->groups, out->groups + 1, --out->group_count * sizeof *out->groups);
	if (!out->teams || !(t->sessions || t->attempts || t->registers.members ||
			     t->registers.villages || t->typed[0].known)) {
		summary_row_release(&row);
		return;
	}
	out->no_team = memory_alloc_zero(1, sizeof *out->no_team);
	*out->no_team = row;
}

static int fill_summary(struct engine *e, struct summary *out, struct fault *f)
{
	int rc;

	out->unit = memory_strdup(e->in->unit);
	out->unit_name = memory_strdup(e->in->unit_name);
	rc = fill_row(e, 0, &out->whole, f);
	if (!rc)
		rc = fill_groups(e, out, f);
	if (!rc)
		rc = count_missing(e, out, f);
	if (!rc)
		take_no_team(e, out);
	if (!rc)
		tell_apart(out);
	if (!rc && !e->in->period_only)
		rc = count_across(e, out, f);
	return rc;
}

static void engine_init(struct engine *e, const struct summary_input *in,
			const struct period *period, enum summary_axis axis)
{
	*e = (struct engine){
		.in = in,
		.db = in->db,
		.period = period,
		.axis = axis,
		.year_start = date_year_start(period->to),
		.group_room = 16,
		.group_count = 1,
	};
	e->groups = memory_alloc_zero(e->group_room, sizeof *e->groups);
}

static void engine_release(struct engine *e)
{
	free(e->groups);
	free(e->topics);
	for (uint32_t i = 0; i < e->met_count; i++)
		free(e->met[i].code);
	free(e->met);
	summary_map_release(&e->met_of);
	summary_map_release(&e->group_of);
	summary_map_release(&e->households);
	summary_map_release(&e->blockers);
	summary_map_release(&e->topic_of);
	summary_map_release(&e->member_team);
	summary_map_release(&e->person_of);
	summary_map_release(&e->village_team);
	engine_units_release(e);
}

int summary_count(const struct summary_input *in, const struct period *period,
		  enum summary_axis axis, struct summary *out, struct fault *f)
{
	struct engine e;
	int rc;

	memset(out, 0, sizeof *out);
	if (axis >= SUMMARY_AXES ||
	    (axis == SUMMARY_DAY && period->to - period->from >= SUMMARY_DAYS_MAX))
		return fault_set(f, FAULT_USAGE, NULL);
	out->period = *period;
	out->running = period->to > in->today;
	out->axis = axis;
	engine_init(&e, in, period, axis);
	rc = engine_units(&e, f);
	if (!rc)
		rc = count_closed(&e, f);
	if (!rc)
		rc = count_sessions(&e, f);
	if (!rc && !in->period_only)
		rc = count_year(&e, f);
	if (!rc && !in->period_only)
		rc = count_followups(&e, f);
	if (!rc)
		count_households(&e);
	if (!rc && !in->period_only)
		rc = count_status(&e, f);
	if (!rc && !in->period_only)
		rc = count_registers(&e, f);
	if (!rc && !in->period_only)
		rc = count_typed(&e, f);
	if (!rc)
		rc = fill_summary(&e, out, f);
	engine_release(&e);
	if (rc)
		summary_release(out);
	return rc;
}
