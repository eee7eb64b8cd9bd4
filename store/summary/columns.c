#include "config.h"
#include "store/summary/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/buffer.h"
#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/summary/reports.h"

/* One row being filled. */
struct filling {
	struct engine *e;
	const struct group *group;
	bool reported, reported_year, reported_ever; /* else nobody said 0 */
	uint32_t number; /* of the group */
};

static void set_int(struct summary_value *value, bool known, int64_t integer)
{
	if (known)
		*value = (struct summary_value){.type = SUMMARY_INT, .integer = integer};
}

static void set_figure(struct summary_value *value, const struct figure *figure)
{
	set_int(value, figure->carrying > 0, figure->sum);
}

/* part / whole, neither below 0, to 4 decimals, half up: counted in whole numbers, so exact. */
static void set_ratio(struct summary_value *value, bool known, int64_t part, int64_t whole)
{
	if (known && whole > 0)
		*value = (struct summary_value){
			.type = SUMMARY_REAL,
			.real = (double)((part * 20000 + whole) / (whole * 2)) / 1e4,
		};
}

static void set_rate(struct summary_value *value, bool known, int64_t part, int64_t whole)
{
	set_ratio(value, known, part * 100, whole);
}

/* Takes the text; NULL and "" are not known. */
static void set_text(struct summary_value *value, char *text)
{
	if (text && *text)
		*value = (struct summary_value){.type = SUMMARY_TEXT, .text = text};
	else
		free(text);
}

static void set_copy(struct summary_value *value, const char *text)
{
	set_text(value, memory_strdup(text));
}

/* A blocker and how many sessions have it. */
struct blocker {
	const struct met_blocker *met;
	uint32_t sessions;
};

/* The most frequent first, then in the catalogue's order, then by code. */
static int compare_blockers(const void *a, const void *b)
{
	const struct blocker *x = a, *y = b;
	const struct vocab *xv = x->met->known, *yv = y->met->known;

	if (x->sessions != y->sessions)
		return x->sessions > y->sessions ? -1 : 1;
	if (xv && yv)
		return xv < yv ? -1 : xv > yv;
	if (xv || yv)
		return xv ? -1 : 1;
	return strcmp(x->met->code, y->met->code);
}

/* Write the top blockers of a row. */
static void print_blockers(const struct filling *row, bool english, struct buffer *to)
{
	const struct engine *e = row->e;
	struct blocker *list = memory_alloc_zero(e->met_count + 1, sizeof *list);
	size_t count = 0;

	for (uint32_t i = 0; i < e->met_count; i++) {
		uint32_t sessions = summary_map_get(&e->blockers, row->number, i + 1);

		if (sessions)
			list[count++] = (struct blocker){&e->met[i], sessions};
	}
	qsort(list, count, sizeof *list, compare_blockers);
	for (size_t i = 0; i < count && i < TOP_BLOCKERS; i++) {
		const struct met_blocker *met = list[i].met;

		buffer_print(to, "%s%s (%u)", i ? "; " : "",
			     met->known ? vocab_label(met->known, english) : met->code,
			     list[i].sessions);
	}
	free(list);
}

/* "Điện thoại cũ, không cài được (5); …", then what the reports say. */
static int set_difficulties(const struct filling *row, const char *field,
			    struct summary_value *value, struct fault *f)
{
	char *said;
	int rc = report_texts(row->e, row->group->id, field, &said, f);

	if (rc)
		return rc;
	for (int english = 0; english < 2; english++) {
		struct buffer text = { 0 };

		print_blockers(row, english, &text);
		if (said)
			buffer_print(&text, "%s%s", text.len ? "\n" : "", said);
		if (!english)
			set_text(value, buffer_take(&text, NULL));
		else if (value->type == SUMMARY_TEXT)
			value->text_en = buffer_take(&text, NULL);
		buffer_release(&text);
	}
	free(said);
	return FAULT_OK;
}

static int set_narrative(const struct filling *row, const char *field,
			 struct summary_value *value, struct fault *f)
{
	char *text;
	int rc = report_texts(row->e, row->group->id, field, &text, f);

	if (!rc)
		set_text(value, text);
	return rc;
}

static int set_prepared_by(const struct filling *row, struct summary_value *value,
			   struct fault *f)
{
	struct statement st = statement_of(row->e->db,
		"SELECT m.name FROM member m CROSS JOIN op ON op.k = m.rec"
		" WHERE m.code = (SELECT k FROM sym WHERE s = ?1)"
		" ORDER BY m.voided, " BY_STANDING("op") " LIMIT 1", f);

	bind_text(&st, row->e->in->member);
	if (row_next(&st))
		set_copy(value, row_text(&st, 0));
	return statement_end(&st);
}

/* The cells that are words. */
static int fill_text(const struct filling *row, const struct rule *rule,
		     struct summary_value *value, struct fault *f)
{
	char date[DATE_SIZE];

	switch (rule->kind) {
	case RULE_UNIT_NAME:
		set_copy(value, row->e->in->unit_name);
		return FAULT_OK;
	case RULE_DIFFICULTIES:
		return set_difficulties(row, rule->column, value, f);
	case RULE_NARRATIVE:
		return set_narrative(row, rule->column, value, f);
	case RULE_PREPARED_BY:
		return set_prepared_by(row, value, f);
	case RULE_PREPARED_ON:
		date_format_vn(date, row->e->in->today);
		set_copy(value, date);
		return FAULT_OK;
	default:
		return FAULT_OK;
	}
}

/* Which of those typed in a rule is, in the table's order. */
static int typed_number(const struct rule *rule)
{
	int number = 0;

	for (const struct rule *r = summary_rules; r < rule; r++)
		number += r->kind == RULE_TYPED_SUM || r->kind == RULE_TYPED_LAST;
	return number;
}

/* Which of the rates a rule is, in the table's order. */
static int rate_number(const struct rule *rule)
{
	int number = 0;

	for (const struct rule *r = summary_rules; r < rule; r++)
		number += r->kind == RULE_STATUS_RATE;
	return number;
}

/* The cells that are figures. */
static void fill_figure(const struct filling *row, const struct rule *rule,
			struct summary_value *value)
{
	const struct tally *t = &row->group->tally;
	const struct registers *r = &t->registers;
	bool sized = r->villages > 0 && r->sized == r->villages;
	int rate, typed;

	switch (rule->kind) {
	case RULE_TEAMS:
		set_int(value, r->teams > 0, r->teams);
		break;
	case RULE_MEMBERS:
		set_int(value, r->members > 0, r->members);
		break;
	case RULE_HOUSEHOLDS:
		set_int(value, sized, r->households);
		break;
	case RULE_VISITED:
		set_int(value, row->reported, t->visited);
		break;
	case RULE_FIRST:
		set_int(value, row->reported, t->first);
		break;
	case RULE_YEAR_TO_DATE:
		set_int(value, row->reported_year, t->guided);
		break;
	case RULE_SESSIONS:
		set_int(value, row->reported, t->sessions);
		break;
	case RULE_ATTEMPTS:
		set_int(value, row->reported, t->attempts);
		break;
	case RULE_PEOPLE:
		set_figure(value, &t->people);
		break;
	case RULE_FEMALE:
		set_figure(value, &t->female);
		break;
	case RULE_OVER60:
		set_figure(value, &t->over60);
		break;
	case RULE_GATHERINGS:
		set_int(value, row->reported, t->gatherings);
		break;
	case RULE_GATHERED:
		set_figure(value, &t->gathered);
		break;
	case RULE_HOURS:
		set_ratio(value, t->minutes.carrying > 0, t->minutes.sum, 60);
		break;
	case RULE_RESULT:
	case RULE_TOPIC_PEOPLE:
	case RULE_GROUP_PEOPLE:
		set_figure(value, &t->slot[rule_slot(rule)]);
		break;
	case RULE_BILLS:
		set_int(value, row->reported, t->bills);
		break;
	case RULE_STATUS_HAVING:
		set_int(value, t->status.figure[rule->figure].carrying > 0,
			t->status.having[rule->figure]);
		break;
	case RULE_STATUS_SUM:
		set_figure(value, &t->status.figure[rule->figure]);
		break;
	case RULE_COVERAGE:
		set_rate(value, row->reported_year && sized, t->guided, r->households);
		break;
	case RULE_STATUS_RATE:
		rate = rate_number(rule);
		set_rate(value, true, t->status.rate[rate].part, t->status.rate[rate].whole);
		break;
	case RULE_STATUS_SHARE:
		set_rate(value, true, t->status.having[rule->figure],
			 t->status.figure[rule->figure].carrying);
		break;
	case RULE_TYPED_SUM:
		typed = typed_number(rule);
		set_int(value, t->typed[typed].known, (int64_t)t->typed[typed].value);
		break;
	case RULE_TYPED_LAST:
		typed = typed_number(rule);
		if (t->typed[typed].known)
			*value = (struct summary_value){.type = SUMMARY_REAL,
							.real = t->typed[typed].value};
		break;
	case RULE_OPEN:
		set_int(value, row->reported_ever, t->open);
		break;
	case RULE_OVERDUE:
		set_int(value, row->reported_ever, t->overdue);
		break;
	default:
		break;
	}
}

int fill_values(struct engine *e, uint32_t group, struct summary_row *out, struct fault *f)
{
	const struct tally *t = &e->groups[group].tally;
	struct filling row = {
		.e = e,
		.group = &e->groups[group],
		.number = group,
		/* A group is there because something was reported of it. */
		.reported = group || e->reported,
		.reported_year = group || e->reported_year,
		.reported_ever = group || e->reported_ever,
	};
	int rc = FAULT_OK;

	/* That of no team is also there for its people and villages. */
	if (row.group->id == NO_TEAM && !t->sessions && !t->attempts) {
		row.reported = false;
		row.reported_year = t->guided;
		row.reported_ever = t->open;
	}

	out->sessions = t->sessions;
	out->carrying[FILLED_PEOPLE] = t->people.carrying;
	out->carrying[FILLED_FEMALE] = t->female.carrying;
	out->carrying[FILLED_OVER60] = t->over60.carrying;
	out->carrying[FILLED_HOURS] = t->minutes.carrying;
	for (size_t i = 0; !rc && i < catalog_column_count && i < summary_rule_count; i++) {
		fill_figure(&row, &summary_rules[i], &out->values[i]);
		rc = fill_text(&row, &summary_rules[i], &out->values[i], f);
	}
	return rc;
}
