#include "config.h"
#include "store/summary/drilldown.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/buffer.h"
#include "store/base/memory.h"
#include "store/catalog/catalog.h"
#include "store/db/interned.h"
#include "store/db/statement.h"
#include "store/record/qualify.h"
#include "store/summary/private.h"

const struct rule *rule_of_column(const char *column)
{
	for (size_t i = 0; i < summary_rule_count; i++)
		if (!strcmp(summary_rules[i].column, column))
			return &summary_rules[i];
	return NULL;
}

bool drilldown_lists(const struct rule *rule)
{
	switch (rule->kind) {
	case RULE_VISITED:
	case RULE_FIRST:
	case RULE_YEAR_TO_DATE:
	case RULE_COVERAGE:
	case RULE_SESSIONS:
	case RULE_ATTEMPTS:
	case RULE_PEOPLE:
	case RULE_FEMALE:
	case RULE_OVER60:
	case RULE_GATHERINGS:
	case RULE_GATHERED:
	case RULE_HOURS:
	case RULE_RESULT:
	case RULE_BILLS:
	case RULE_TOPIC_PEOPLE:
	case RULE_GROUP_PEOPLE:
	case RULE_OPEN:
	case RULE_OVERDUE:
		return true;
	default:
		return false;
	}
}

/* SQL being written; the first fault stays. */
struct writing {
	struct book *book;
	struct buffer *to;
	int rc;
	struct fault *f;
};

/* The key of a code as a literal; -1, which no row has, when no record has used it. */
static void put_key(struct writing *w, const char *code)
{
	int64_t key = 0;

	if (!w->rc && code_find(book_db(w->book), code, &key, w->f))
		w->rc = (int)w->f->code;
	buffer_print(w->to, "%" PRId64, key ? key : -1);
}

/* A text as a literal. */
static void put_text(struct writing *w, const char *text)
{
	buffer_put_char(w->to, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			buffer_put_char(w->to, '\'');
		buffer_put_char(w->to, *text);
	}
	buffer_put_char(w->to, '\'');
}

/* "(1,2,3)" of codes with commas between. */
static void put_keys(struct writing *w, const char *codes)
{
	char code[64];

	buffer_put_char(w->to, '(');
	for (const char *at = codes; *at;) {
		size_t n = strcspn(at, ",");

		snprintf(code, sizeof code, "%.*s", (int)n, at);
		buffer_put(w->to, at > codes ? "," : "");
		put_key(w, code);
		at += n + (at[n] == ',');
	}
	buffer_put_char(w->to, ')');
}

/* The same of all codes that mean a person, of which this is one (record/qualify.h). */
static void put_person(struct writing *w, const char *code)
{
	struct statement st = statement_of(book_db(w->book), "SELECT p.k FROM sym s CROSS JOIN sym p"
		" ON p.k IN " CODES_OF_PERSON("s.k") " WHERE s.s = ?1", w->f);
	int rc;

	buffer_put(w->to, "(-1");
	bind_text(&st, code);
	while (row_next(&st))
		buffer_print(w->to, ",%" PRId64, row_int(&st, 0));
	rc = statement_end(&st);
	if (!w->rc)
		w->rc = rc;
	buffer_put_char(w->to, ')');
}

/* The same of the codes of a list that are so. */
static void put_keys_of(struct writing *w, const char *list, bool (*is)(const char *code))
{
	const char *between = "";
	size_t n;
	const struct vocab *v = vocab_list(list, &n);

	buffer_put_char(w->to, '(');
	for (size_t i = 0; i < n; i++)
		if (is(v[i].code)) {
			buffer_put(w->to, between);
			put_key(w, v[i].code);
			between = ",";
		}
	buffer_put_char(w->to, ')');
}

/* The topics of a group: the catalogue's, and those added here that the catalogue lacks. */
static void put_topics_of(struct writing *w, const char *group)
{
	buffer_put(w->to, "(-1");
	for (size_t i = 0; i < catalog_topic_count; i++)
		if (!strcmp(catalog_topics[i].group, group)) {
			buffer_put_char(w->to, ',');
			put_key(w, catalog_topics[i].code);
		}
	buffer_put(w->to, ") OR (t.topic NOT IN (-1");
	for (size_t i = 0; i < catalog_topic_count; i++) {
		buffer_put_char(w->to, ',');
		put_key(w, catalog_topics[i].code);
	}
	buffer_put(w->to, ") AND (SELECT g.grp FROM topic g CROSS JOIN op ON op.k = g.rec WHERE g.code = t.topic"
	      " ORDER BY g.voided, " BY_STANDING("op") " LIMIT 1) = ");
	put_key(w, group);
	buffer_put_char(w->to, ')');
}

/* ---- groups ---- */

#define FIRST_BY "(SELECT b.member FROM session_by b WHERE b.session = s.rec ORDER BY b.pos LIMIT 1)"
#define TEAM_MEMBERS(which) "(SELECT m.code FROM member m WHERE m.team " which " AND m.rec =" \
	" (SELECT d.rec FROM member d CROSS JOIN op ON op.k = d.rec WHERE d.code = m.code" \
	" ORDER BY d.voided, " BY_STANDING("op") " LIMIT 1))"

/*
 * As engine_group_id(): the team whose laptop wrote it, that of the first who was there, else of
 * the village; "": of none.
 */
static void put_team(struct writing *w, const char *key)
{
	buffer_put(w->to, " AND CASE WHEN s.team IS NOT NULL THEN ");
	if (*key) {
		buffer_put(w->to, "s.team = ");
		put_key(w, key);
	} else {
		buffer_put(w->to, "0");
	}
	buffer_put(w->to, " WHEN " FIRST_BY " IN " TEAM_MEMBERS("IS NOT NULL"));
	if (!*key) {
		buffer_put(w->to, " THEN 0 ELSE NOT EXISTS(SELECT 1 FROM team t JOIN team_village v"
		      " ON v.team = t.rec WHERE v.village = s.village AND "
		      STANDS_FOR_CODE("team", "t") ") END");
		return;
	}
	buffer_put(w->to, " THEN " FIRST_BY " IN ");
	buffer_put(w->to, "(SELECT m.code FROM member m WHERE m.team = ");
	put_key(w, key);
	buffer_put(w->to, " AND m.rec = (SELECT d.rec FROM member d CROSS JOIN op ON op.k = d.rec"
	      " WHERE d.code = m.code ORDER BY d.voided, " BY_STANDING("op") " LIMIT 1))"
	      " ELSE s.village IN (SELECT v.village FROM team t JOIN team_village v"
	      " ON v.team = t.rec WHERE t.code = ");
	put_key(w, key);
	buffer_put(w->to, " AND " STANDS_FOR_CODE("team", "t") " AND NOT EXISTS(SELECT 1 FROM team u"
	      " JOIN team_village x ON x.team = u.rec JOIN sym c ON c.k = u.code"
	      " WHERE x.village = v.village AND " STANDS_FOR_CODE("team", "u")
	      " AND c.s < (SELECT o.s FROM sym o WHERE o.k = t.code))) END");
}

/* As engine_unit_of_team() and engine_unit_of_lane(). */
static void put_unit(struct writing *w, const char *key)
{
	bool own = !strcmp(key, book_unit(w->book));
	char *begin = memory_format("%s/", key);

	buffer_put(w->to, " AND CASE WHEN s.team IS NOT NULL THEN"
		   " s.team IN (SELECT k FROM sym WHERE ");
	if (own)
		buffer_put(w->to, "instr(s, '/') = 0 OR ");
	buffer_put(w->to, "substr(s, 1, ");
	buffer_print(w->to, "%zu) = ", strlen(begin));
	put_text(w, begin);
	buffer_put(w->to, ") ELSE (SELECT o.lane FROM op o WHERE o.k = s.rec)"
		   " IN (SELECT k FROM lane WHERE ");
	if (own)
		buffer_put(w->to, "own IS 1 OR ifnull(unit, '') = '' OR ");
	buffer_put(w->to, "(own IS NOT 1 AND unit = ");
	put_text(w, key);
	buffer_put(w->to, ")) END");
	free(begin);
}

static void put_group(struct writing *w, enum summary_axis axis, const char *key)
{
	static const char *const begin[SUMMARY_AXES] = {
		[SUMMARY_VILLAGE] = "s.village = ",
		[SUMMARY_CHANNEL] = "s.channel = ",
		[SUMMARY_TOPIC] = "EXISTS(SELECT 1 FROM session_topic t WHERE t.session = s.rec"
				  " AND t.topic = ",
		[SUMMARY_OUTCOME] = "EXISTS(SELECT 1 FROM session_topic t WHERE t.session = s.rec"
				    " AND t.outcome = ",
		[SUMMARY_BLOCKER] = "EXISTS(SELECT 1 FROM session_topic t WHERE t.session = s.rec"
				    " AND t.blocker = ",
	};

	if (axis == SUMMARY_UNIT) {
		put_unit(w, key);
	} else if (axis == SUMMARY_TEAM) {
		put_team(w, key);
	} else if (axis == SUMMARY_GROUP) {
		buffer_put(w->to, " AND EXISTS(SELECT 1 FROM session_topic t WHERE t.session = s.rec"
		      " AND (t.topic IN ");
		put_topics_of(w, key);
		buffer_put(w->to, "))");
	} else if (axis == SUMMARY_MEMBER) {
		buffer_put(w->to, " AND EXISTS(SELECT 1 FROM session_by b WHERE b.session = s.rec"
		      " AND b.member IN ");
		put_person(w, key);
		buffer_put_char(w->to, ')');
	} else if (axis == SUMMARY_DAY) {
		day_t day = DAY_MIN; /* of a key that is none: there is no session */

		date_parse(&day, key);
		buffer_print(w->to, " AND s.day = %d", (int)day);
	} else if (begin[axis]) {
		buffer_print(w->to, " AND %s", begin[axis]);
		put_key(w, key);
		buffer_put(w->to, strchr(begin[axis], '(') ? ")" : "");
	}
}

/* ---- figures ---- */

/* The entries of a session that a rule about topics looks at, as FROM … WHERE …. */
static void put_entries(struct writing *w, const struct rule *rule)
{
	buffer_put(w->to, "FROM session_topic t WHERE t.session = s.rec AND ");
	if (rule->kind == RULE_GROUP_PEOPLE) {
		buffer_put(w->to, "(t.topic IN ");
		put_topics_of(w, rule->topics);
		buffer_put_char(w->to, ')');
	} else {
		buffer_put(w->to, "t.topic IN ");
		put_keys(w, rule->topics);
	}
	if (rule->kind == RULE_BILLS) {
		buffer_put(w->to, " AND t.outcome IN ");
		put_keys_of(w, "outcome", outcome_is_whole);
	}
	if (rule->kind == RULE_RESULT) {
		buffer_put(w->to, " AND t.count >= 0 AND t.outcome IN ");
		put_keys_of(w, "outcome", outcome_is_success);
	}
}

/* Year × 12 + month - 1 of a day. */
static int month_of(day_t day)
{
	int year, month;

	date_split(day, &year, &month, NULL);
	return year * 12 + month - 1;
}

#define FIRST_DAY "(SELECT min(x.day) FROM session x WHERE x.household = s.household" \
	" AND x.attempt IS NULL AND x.voided = 0)"
#define SINCE "(SELECT h.guided_since FROM household h WHERE h.rec = s.household)"
/* Within a format of printf. */
#define MONTH_OF(day) "(strftime('%%Y', " day " * 86400, 'unixepoch') * 12" \
	" + strftime('%%m', " day " * 86400, 'unixepoch') - 1)"

/* As guided_first() of the counting engine. */
static void put_first(struct writing *w, day_t from, day_t to)
{
	int mday;

	date_split(from, NULL, NULL, &mday);
	buffer_print(w->to, " AND CASE WHEN " SINCE " < " MONTH_OF(FIRST_DAY)
		" THEN " SINCE " BETWEEN %d AND %d ELSE " FIRST_DAY " BETWEEN %d AND %d END",
		month_of(from) + (mday > 1), month_of(to), (int)from, (int)to);
}

/* Follow-ups of a session open at the end of day `to`, as FROM … WHERE …. */
static void put_promised(struct writing *w, const struct rule *rule, day_t to)
{
	buffer_print(w->to, "FROM followup f WHERE f.voided = 0 AND (f.closed IS NULL OR f.closed > %d)",
		(int)to);
	if (rule->kind == RULE_OVERDUE)
		buffer_print(w->to, " AND f.due < %d", (int)to);
}

/* The conditions on sessions of the range. */
static void put_rule(struct writing *w, const struct rule *rule, day_t from, day_t to)
{
	switch (rule->kind) {
	case RULE_FIRST:
		put_first(w, from, to);
		/* fall through */
	case RULE_VISITED:
		buffer_put(w->to, " AND s.household IS NOT NULL AND s.channel IN ");
		put_keys(w, "tai_nha");
		break;
	case RULE_YEAR_TO_DATE:
	case RULE_COVERAGE:
		buffer_put(w->to, " AND s.household IS NOT NULL");
		break;
	case RULE_PEOPLE:
		buffer_put(w->to, " AND s.people >= 0");
		break;
	case RULE_FEMALE:
		buffer_put(w->to, " AND s.female >= 0");
		break;
	case RULE_OVER60:
		buffer_put(w->to, " AND s.over60 >= 0");
		break;
	case RULE_HOURS:
		buffer_put(w->to, " AND s.minutes >= 0");
		break;
	case RULE_GATHERED:
		buffer_put(w->to, " AND s.people >= 0");
		/* fall through */
	case RULE_GATHERINGS:
		buffer_put(w->to, " AND s.channel IN ");
		put_keys_of(w, "channel", channel_is_group);
		break;
	case RULE_BILLS:
		buffer_put(w->to, " AND s.household IS NOT NULL");
		/* fall through */
	case RULE_RESULT:
	case RULE_TOPIC_PEOPLE:
	case RULE_GROUP_PEOPLE:
		if (rule->kind == RULE_TOPIC_PEOPLE || rule->kind == RULE_GROUP_PEOPLE)
			buffer_put(w->to, " AND s.people >= 0");
		buffer_put(w->to, " AND EXISTS(SELECT 1 ");
		put_entries(w, rule);
		buffer_put_char(w->to, ')');
		break;
	case RULE_OPEN:
	case RULE_OVERDUE:
		buffer_put(w->to, " AND s.rec IN (SELECT f.session ");
		put_promised(w, rule, to);
		buffer_put_char(w->to, ')');
		break;
	default:
		break;
	}
}

/* What the figure is over them. */
static void put_sum(struct writing *w, const struct rule *rule, day_t to)
{
	switch (rule->kind) {
	case RULE_VISITED:
	case RULE_FIRST:
	case RULE_YEAR_TO_DATE:
	case RULE_COVERAGE:
	case RULE_BILLS:
		buffer_put(w->to, "count(DISTINCT s.household)");
		break;
	case RULE_PEOPLE:
	case RULE_GATHERED:
	case RULE_TOPIC_PEOPLE:
	case RULE_GROUP_PEOPLE:
		buffer_put(w->to, "sum(s.people)");
		break;
	case RULE_FEMALE:
		buffer_put(w->to, "sum(s.female)");
		break;
	case RULE_OVER60:
		buffer_put(w->to, "sum(s.over60)");
		break;
	case RULE_HOURS:
		buffer_put(w->to, "sum(s.minutes)");
		break;
	case RULE_RESULT:
		buffer_put(w->to, "sum((SELECT sum(t.count) ");
		put_entries(w, rule);
		buffer_put(w->to, "))");
		break;
	case RULE_OPEN:
	case RULE_OVERDUE:
		buffer_put(w->to, "sum((SELECT count(*) ");
		put_promised(w, rule, to);
		buffer_put(w->to, " AND f.session = s.rec))");
		break;
	default:
		buffer_put(w->to, "count(*)");
		break;
	}
}

/* ---- both ---- */

static bool by_entries(enum summary_axis axis)
{
	return axis == SUMMARY_TOPIC || axis == SUMMARY_GROUP || axis == SUMMARY_OUTCOME ||
	       axis == SUMMARY_BLOCKER;
}

/* Attempts count in so_khong alone; what was promised at one counts in hen, too. */
static void put_attempts(struct writing *w, const struct rule *rule, enum summary_axis axis)
{
	if (rule->kind == RULE_ATTEMPTS)
		buffer_put(w->to, by_entries(axis) ? " AND 0" : " AND s.attempt IS NOT NULL");
	else if (rule->kind != RULE_OPEN && rule->kind != RULE_OVERDUE)
		buffer_put(w->to, " AND s.attempt IS NULL");
}

/* The year's first day is that of the period's last day. */
day_t drilldown_from(const struct rule *rule, day_t from, day_t to)
{
	if (rule && (rule->kind == RULE_YEAR_TO_DATE || rule->kind == RULE_COVERAGE))
		return date_year_start(to);
	return rule && (rule->kind == RULE_OPEN || rule->kind == RULE_OVERDUE) ? DAY_MIN : from;
}

static int write_where(struct book *book, const struct rule *rule, day_t from, day_t to,
		       enum summary_axis axis, const char *key, struct drilldown *out,
		       struct fault *f)
{
	struct buffer sql = { 0 }, adds_up = { 0 };
	struct writing w = { .book = book, .to = &sql, .f = f };

	buffer_put(&sql, "1");
	if (rule) {
		put_attempts(&w, rule, axis);
		put_rule(&w, rule, from, to);
	}
	if (axis != SUMMARY_WHOLE)
		put_group(&w, axis, key);
	w.to = &adds_up;
	if (rule)
		put_sum(&w, rule, to);
	else
		buffer_put(&adds_up, "count(*)");
	out->sql = buffer_take(&sql, NULL);
	out->adds_up = buffer_take(&adds_up, NULL);
	return w.rc;
}

int drilldown_make(struct book *book, const char *column, day_t from, day_t to,
		   enum summary_axis axis, const char *key, struct drilldown *out,
		   struct fault *f)
{
	const struct rule *rule = column ? rule_of_column(column) : NULL;
	int rc;

	memset(out, 0, sizeof *out);
	if (column && (!rule || !drilldown_lists(rule)))
		return fault_set(f, FAULT_USAGE, column);
	out->from = drilldown_from(rule, from, to);
	out->to = to;
	rc = write_where(book, rule, from, to, axis, key, out, f);
	if (rc)
		drilldown_release(out);
	return rc;
}

void drilldown_release(struct drilldown *drilldown)
{
	free(drilldown->sql);
	free(drilldown->adds_up);
	memset(drilldown, 0, sizeof *drilldown);
}
