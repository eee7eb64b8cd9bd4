#include "config.h"
#include "store/summary_count.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One row being filled. */
struct filling {
	struct engine *e;
	const struct group *group;
	struct registers registers;
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

/* Rounded to 4 decimals, half away from zero. */
static void set_real(struct summary_value *value, bool known, double real)
{
	if (known)
		*value = (struct summary_value){.type = SUMMARY_REAL,
						.real = round(real * 1e4) / 1e4};
}

static void set_rate(struct summary_value *value, bool known, int64_t part, int64_t whole)
{
	set_real(value, known && whole > 0, (double)part * 100 / (double)whole);
}

/* Takes the text; NULL and "" are not known. */
static void set_text(struct summary_value *value, char *text)
{
	if (text && *text)
		*value = (struct summary_value){.type = SUMMARY_TEXT, .text = text};
	else
		free(text);
}

static int set_copy(struct summary_value *value, const char *text, struct fault *f)
{
	char *copy = strdup(text);

	if (!copy)
		return fault_set(f, FAULT_NOMEM, NULL);
	set_text(value, copy);
	return FAULT_OK;
}

/* A blocker and how many sessions have it. */
struct blocker {
	const struct vocab *known; /* NULL: a code the catalogue lacks */
	char *code;
	int64_t sessions;
};

/* The most frequent first, then in the catalogue's order, then by code. */
static int compare_blockers(const void *a, const void *b)
{
	const struct blocker *x = a, *y = b;

	if (x->sessions != y->sessions)
		return x->sessions > y->sessions ? -1 : 1;
	if (x->known && y->known)
		return x->known < y->known ? -1 : 1;
	if (x->known || y->known)
		return x->known ? -1 : 1;
	return strcmp(x->code, y->code);
}

/* The blockers of a row; the caller frees the codes and the list. */
static int list_blockers(const struct filling *row, struct blocker **out, size_t *count,
			 struct fault *f)
{
	const struct summary_map *map = &row->e->blockers;
	int rc = FAULT_OK;

	*count = 0;
	*out = calloc(map->used + 1, sizeof **out);
	if (!*out)
		return fault_set(f, FAULT_NOMEM, NULL);
	for (size_t i = 0; !rc && i < map->size; i++) {
		const struct summary_map_entry *entry = &map->entries[i];
		struct blocker *blocker = &(*out)[*count];

		if (!entry->id || entry->group != row->number)
			continue;
		rc = engine_text(row->e, "SELECT s FROM sym WHERE k = ?1", entry->id,
				 &blocker->code, f);
		if (rc || !blocker->code)
			continue;
		blocker->known = vocab_find("blocker", blocker->code);
		blocker->sessions = entry->value;
		++*count;
	}
	qsort(*out, *count, sizeof **out, compare_blockers);
	return rc;
}

/* "Điện thoại cũ, không cài được (5); …", then what the reports say. */
static int set_difficulties(const struct filling *row, const char *field,
			    struct summary_value *value, struct fault *f)
{
	struct blocker *blockers;
	size_t count, len = 0;
	char *said = NULL, *text = NULL;
	int rc = list_blockers(row, &blockers, &count, f);
	FILE *to = rc ? NULL : open_memstream(&text, &len);

	if (!rc && !to)
		rc = fault_set(f, FAULT_NOMEM, NULL);
	for (size_t i = 0; !rc && i < count && i < TOP_BLOCKERS; i++)
		fprintf(to, "%s%s (%lld)", i ? "; " : "",
			blockers[i].known ? blockers[i].known->vi : blockers[i].code,
			(long long)blockers[i].sessions);
	if (!rc)
		rc = report_texts(row->e, row->group->id, field, &said, f);
	if (!rc && said)
		fprintf(to, "%s%s", count ? "\n" : "", said);
	if (to && fclose(to) && !rc)
		rc = fault_set(f, FAULT_NOMEM, NULL);
	if (rc)
		free(text);
	else
		set_text(value, text);
	free(said);
	for (size_t i = 0; blockers && i < count; i++)
		free(blockers[i].code);
	free(blockers);
	return rc;
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
	sqlite3_stmt *stmt = db_stmt(row->e->db,
		"SELECT m.name FROM member m JOIN sym s ON s.k = m.code JOIN op ON op.k = m.rec"
		" WHERE s.s = ?1 ORDER BY m.voided, op.id LIMIT 1", f);
	int rc;

	if (!stmt)
		return (int)f->code;
	db_bind_text(stmt, 1, row->e->in->member);
	rc = db_step(row->e->db, stmt, f);
	if (rc < 0)
		return (int)f->code;
	rc = rc == SQLITE_ROW ? set_copy(value, (const char *)sqlite3_column_text(stmt, 0), f)
			      : FAULT_OK;
	sqlite3_reset(stmt);
	return rc;
}

/* The cells that are words. */
static int fill_text(const struct filling *row, const struct rule *rule,
		     struct summary_value *value, struct fault *f)
{
	char date[DATE_SIZE];

	switch (rule->kind) {
	case RULE_UNIT_NAME:
		return set_copy(value, row->e->in->unit_name, f);
	case RULE_DIFFICULTIES:
		return set_difficulties(row, rule->column, value, f);
	case RULE_NARRATIVE:
		return set_narrative(row, rule->column, value, f);
	case RULE_PREPARED_BY:
		return set_prepared_by(row, value, f);
	case RULE_PREPARED_ON:
		date_format_vn(date, row->e->in->today);
		return set_copy(value, date, f);
	default:
		return FAULT_OK;
	}
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
	const struct registers *r = &row->registers;
	int rate;

	switch (rule->kind) {
	case RULE_TEAMS:
		set_int(value, r->teams >= 0, r->teams);
		break;
	case RULE_MEMBERS:
		set_int(value, r->members >= 0, r->members);
		break;
	case RULE_HOUSEHOLDS:
		set_int(value, r->households >= 0, r->households);
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
		set_real(value, t->minutes.carrying > 0, (double)t->minutes.sum / 60);
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
		set_rate(value, row->reported_year && r->households >= 0, t->guided,
			 r->households);
		break;
	case RULE_STATUS_RATE:
		rate = rate_number(rule);
		set_rate(value, true, t->status.rate[rate].part, t->status.rate[rate].whole);
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
	int rc = count_registers(e, row.group->id, &row.registers, f);

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
