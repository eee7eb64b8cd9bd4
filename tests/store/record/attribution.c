/* Whose a session, a person, a team, a household is, when several laptops wrote. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/buffer.h"
#include "store/base/memory.h"
#include "store/book/transaction.h"
#include "store/query/list_register.h"
#include "store/query/list_sessions.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/record.h"
#include "store/record/topics.h"
#include "store/record/undo.h"
#include "store/record/unit_codes.h"
#include "store/summary/make.h"
#include "tests/store/record/exchange.h"

static const struct lane team_1 = { .level = LEVEL_TEAM, .unit = "26572", .team = "T01", .codes = "26572" };
static const struct lane team_2 = { .level = LEVEL_TEAM, .unit = "26572", .team = "T02", .codes = "26572" };
static const struct lane elsewhere = { .level = LEVEL_TEAM, .unit = "26575", .team = "T01", .codes = "26575" };

/* "KEY=sessions" of every group, in the order of the summary. */
static char *by(struct desk *desk, enum summary_axis axis)
{
	struct buffer out = { 0 };
	struct summary summary;
	struct period week;
	struct fault f;
	size_t column = (size_t)(column_find("so_luot") - catalog_columns);

	assert_int_equal(period_parse_key(&week, "2026-W47"), 0);
	assert_int_equal(summary_make(desk->book, &week, axis, &summary, &f), 0);
	for (size_t i = 0; i < summary.group_count; i++)
		buffer_print(&out, "%s%s=%d", i ? " " : "", summary.groups[i].key,
			     (int)summary.groups[i].values[column].integer);
	summary_release(&summary);
	return buffer_take(&out, NULL);
}

static int64_t figure(struct desk *desk, const char *code)
{
	struct summary summary;
	struct period week;
	struct fault f;
	int64_t value;

	assert_int_equal(period_parse_key(&week, "2026-W47"), 0);
	assert_int_equal(summary_make(desk->book, &week, SUMMARY_WHOLE, &summary, &f), 0);
	value = summary.whole.values[column_find(code) - catalog_columns].integer;
	summary_release(&summary);
	return value;
}

static void expect_by(struct desk *desk, enum summary_axis axis, const char *wanted)
{
	char *got = by(desk, axis);

	assert_string_equal(got, wanted);
	free(got);
}

/* A commune's desk, and teams of which each has a Lan, a T01 and a household H001. */
struct three {
	struct desk commune, one, two;
};

static void visits(struct desk *desk, int n)
{
	while (n--)
		desk_add(desk, TYPE_SESSION, desk_visit);
}

static int setup(void **state)
{
	struct three *t = calloc(1, sizeof *t);

	desk_open_as(&t->commune, LEVEL_COMMUNE, "26572");
	desk_open(&t->one);
	desk_open(&t->two);
	visits(&t->one, 3);
	visits(&t->two, 2);
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	struct three *t = *state;

	desk_close(&t->commune);
	desk_close(&t->one);
	desk_close(&t->two);
	free(t);
	return 0;
}

static int64_t take(struct desk *to, struct desk *from, const struct lane *as)
{
	struct parcel all = parcel_of(from, 0, as);
	int64_t import = desk_take(to, &all);

	parcel_release(&all);
	return import;
}

/* All of T01's visits counted for T02 because each has a Lan. */
static void a_visit_counts_for_the_team_that_wrote_it(void **state)
{
	struct three *t = *state;

	take(&t->commune, &t->one, &team_1);
	take(&t->commune, &t->two, &team_2);
	expect_by(&t->commune, SUMMARY_TEAM, "T01=3 T02=2");
	expect_by(&t->commune, SUMMARY_MEMBER, "T01/Lan=3 T02/Lan=2");
	desk_check(&t->commune);
}

/* Two communes' T01 became one. */
static void the_teams_of_two_communes_are_two(void **state)
{
	struct three *t = *state;
	struct desk there, upper;

	desk_open_as(&there, LEVEL_TEAM, "26575");
	desk_open_as(&upper, LEVEL_UPPER, "77");
	desk_add(&there, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"village\":\"26575-01\",\"channel\":"
		 "\"lop_nhom\",\"people\":9,\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}");
	take(&upper, &t->one, &team_1);
	take(&upper, &there, &elsewhere);
	expect_by(&upper, SUMMARY_TEAM, "26572/T01=3 26575/T01=1");
	expect_by(&upper, SUMMARY_MEMBER, "26572/T01/Lan=3 26575/T01/Lan=1");
	expect_by(&upper, SUMMARY_TOPIC, "VNEID2=3 TTQR=1");
	desk_check(&upper);
	desk_close(&there);
	desk_close(&upper);
}

/* Communes that became one: what was another unit's is judged, and named, as this one's. */
static void codes_of_a_unit_that_grows_are_its_own(void **state)
{
	struct three *t = *state;
	struct desk there;
	struct fault f;

	desk_open_as(&there, LEVEL_TEAM, "26575");
	desk_add(&there, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"village\":\"26575-01\",\"channel\":"
		 "\"lop_nhom\",\"people\":9,\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}");
	take(&t->commune, &there, &elsewhere);
	expect_by(&t->commune, SUMMARY_TEAM, "26575/T01=1");
	assert_int_equal(unit_codes_set(t->commune.book, "26575", &f), 0);
	expect_by(&t->commune, SUMMARY_TEAM, "T01=1");
	expect_by(&t->commune, SUMMARY_MEMBER, "T01/Lan=1");
	desk_check(&t->commune);
	desk_close(&there);
}

/* Undo goes past what was changed of a record that is not there any more. */
static void undo_goes_past_what_is_gone(void **state)
{
	struct three *t = *state;
	int64_t import = take(&t->commune, &t->one, &team_1);
	struct fault f;
	char verb[33];
	int count, left;

	desk_add(&t->commune, TYPE_VILLAGE, "{\"code\":\"26572-08\",\"name\":\"Ấp Tám\"}");
	desk_edit(&t->commune, desk_count(&t->commune, "SELECT min(rec) FROM session"), "{\"people\":3}");
	desk_take_back(&t->commune, import, true);
	assert_int_equal(book_undo(t->commune.book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 0);
	assert_int_equal(left, 1);
	assert_int_equal(book_undo(t->commune.book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 1);
	assert_int_equal(desk_count(&t->commune, "SELECT count(*) FROM village WHERE NOT voided"), 0);
	desk_check(&t->commune);
}

/* H001 typed on two laptops counted twice. */
static void a_household_written_twice_is_joined(void **state)
{
	struct three *t = *state;
	int64_t from_one, from_two;
	rec_t first, second;
	char verb[33];
	struct fault f;
	int count, left;

	from_one = take(&t->commune, &t->one, &team_1);
	from_two = take(&t->commune, &t->two, &team_2);
	(void)from_one;
	assert_int_equal(figure(&t->commune, "ho_tham"), 2);
	first = desk_count(&t->commune, "SELECT min(household) FROM session");
	second = desk_count(&t->commune, "SELECT max(household) FROM session");
	assert_int_equal(book_begin(t->commune.book, "household_same", &f), 0);
	assert_int_equal(record_join(t->commune.book, second, first, &f), 0);
	assert_int_equal(book_commit(t->commune.book, NULL, &f), 0);
	assert_int_equal(figure(&t->commune, "ho_tham"), 1);
	assert_int_equal(desk_count(&t->commune, "SELECT count(DISTINCT household) FROM session"), 1);
	desk_check(&t->commune);
	/* What it was joined to goes, and comes again. */
	desk_take_back(&t->commune, from_two, true);
	assert_int_equal(figure(&t->commune, "so_luot"), 3);
	desk_check(&t->commune);
	desk_take_back(&t->commune, from_two, false);
	assert_int_equal(figure(&t->commune, "ho_tham"), 1);
	desk_check(&t->commune);
	assert_int_equal(book_undo(t->commune.book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "household_same");
	assert_int_equal(figure(&t->commune, "ho_tham"), 2);
	desk_check(&t->commune);
}

static int found_by(struct desk *desk, const char *word)
{
	char sql[128];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM session_fts WHERE session_fts MATCH '%s'", word);
	return (int)desk_count(desk, sql);
}

/* The words of a joined household and of the one it counts for both find its sessions. */
static void a_joined_household_is_found_by_both(void **state)
{
	struct three *t = *state;
	int64_t from_one = take(&t->commune, &t->one, &team_1);
	rec_t joined, root;
	struct fault f;

	root = desk_count(&t->commune, "SELECT rec FROM household WHERE code = 'H002'");
	take(&t->commune, &t->two, &team_2);
	joined = desk_count(&t->commune, "SELECT max(household) FROM session");
	assert_int_equal(found_by(&t->commune, "dinh"), 0);
	assert_int_equal(book_begin(t->commune.book, "household_same", &f), 0);
	assert_int_equal(record_join(t->commune.book, joined, root, &f), 0);
	assert_int_equal(book_commit(t->commune.book, NULL, &f), 0);
	assert_int_equal(found_by(&t->commune, "dinh"), 2);
	assert_int_equal(found_by(&t->commune, "h001"), 5);
	desk_check(&t->commune);
	/* Either of them gets other words. */
	desk_edit(&t->commune, joined, "{\"hint\":\"sau trường\"}");
	desk_edit(&t->commune, root, "{\"hint\":\"gần chợ\"}");
	assert_int_equal(found_by(&t->commune, "dinh"), 0);
	assert_int_equal(found_by(&t->commune, "truong"), 2);
	assert_int_equal(found_by(&t->commune, "cho"), 2);
	desk_check(&t->commune);
	/* The one it counts for goes, and comes again. */
	desk_take_back(&t->commune, from_one, true);
	assert_int_equal(found_by(&t->commune, "cho"), 0);
	assert_int_equal(found_by(&t->commune, "truong"), 2);
	desk_check(&t->commune);
	desk_take_back(&t->commune, from_one, false);
	assert_int_equal(found_by(&t->commune, "cho"), 2);
	desk_check(&t->commune);
	/* Joined to itself it is parted. */
	assert_int_equal(book_begin(t->commune.book, "household_same", &f), 0);
	assert_int_equal(record_join(t->commune.book, joined, joined, &f), 0);
	assert_int_equal(book_commit(t->commune.book, NULL, &f), 0);
	assert_int_equal(found_by(&t->commune, "cho"), 0);
	desk_check(&t->commune);
}

/* The commune's record of a village or household goes before a team's of the same code. */
static void the_communes_record_stands_first(void **state)
{
	struct three *t = *state;
	struct fault f;
	rec_t village, household, found;

	village = desk_add(&t->commune, TYPE_VILLAGE, "{\"code\":\"26572-01\",\"name\":\"Ấp Bắc Một\"}");
	household = desk_add(&t->commune, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H001\"}");
	take(&t->commune, &t->one, &team_1);
	take(&t->commune, &t->two, &team_2);
	assert_int_equal(record_lookup_code(t->commune.book, TYPE_VILLAGE, "26572-01", &found, &f), 0);
	assert_int_equal(found, village);
	assert_int_equal(household_lookup(t->commune.book, "26572-01/H001", &found, &f), 0);
	assert_int_equal(found, household);
	desk_check(&t->commune);
}

static rec_t a_session_of(struct desk *desk, const char *member)
{
	char sql[256];

	snprintf(sql, sizeof sql, "SELECT max(b.session) FROM session_by b JOIN sym s ON s.k = b.member"
		 " WHERE s.s = '%s'", member);
	return desk_count(desk, sql);
}

/* record_read()'s field, as JSON. */
static void expect_field(struct desk *desk, rec_t rec, const char *field, const char *wanted)
{
	struct fault f;
	json_t *object = record_read(desk->book, rec, &f);
	char *got = json_dumps(json_object_get(object, field), JSON_ENCODE_ANY | JSON_COMPACT);

	assert_string_equal(got, wanted);
	free(got);
	json_decref(object);
}

/* What people see of other teams' records, and give back, is qualified; what is stored stays. */
static void codes_of_other_teams_are_qualified(void **state)
{
	struct three *t = *state;
	struct fault f;
	rec_t visit;
	char *text;
	json_t *object, *history;

	take(&t->commune, &t->one, &team_1);
	take(&t->commune, &t->two, &team_2);
	visit = a_session_of(&t->commune, "T02/Lan");
	expect_field(&t->commune, visit, "by", "[\"T02/Lan\"]");
	history = record_history(t->commune.book, visit, &f);
	assert_string_equal(json_string_value(json_object_get(json_array_get(history, 0), "by")), "T02/Lan");
	json_decref(history);
	/* Given back as it was read, nothing changes. */
	text = desk_read(&t->commune, visit);
	object = json_loads(text, 0, NULL);
	assert_int_equal(book_begin(t->commune.book, "edit", &f), 0);
	assert_int_equal(record_edit(t->commune.book, visit, object, &f), FAULT_NOTHING);
	book_rollback(t->commune.book);
	json_decref(object);
	free(text);
	/* Others of that team can be added, by either code; none of another, nor this desk's own. */
	desk_edit(&t->commune, visit, "{\"by\":[\"T02/Lan\",\"T02/Minh\"]}");
	desk_edit(&t->commune, visit, "{\"by\":[\"T02/Lan\",\"T02/Minh\",\"Tú\"]}");
	expect_field(&t->commune, visit, "by", "[\"T02/Lan\",\"T02/Minh\",\"T02/Tú\"]");
	assert_int_equal(desk_refused(&t->commune, TYPE_SESSION, visit,
				      "{\"by\":[\"T02/Lan\",\"T01/Minh\"]}").reason, REASON_UNKNOWN_MEMBER);
	desk_add(&t->commune, TYPE_MEMBER, "{\"code\":\"Hoa\",\"name\":\"Hoa\"}");
	assert_int_equal(desk_refused(&t->commune, TYPE_SESSION, visit,
				      "{\"by\":[\"T02/Lan\",\"Hoa\"]}").reason, REASON_UNKNOWN_MEMBER);
	/* What is entered here names none of them. */
	assert_int_equal(desk_refused(&t->commune, TYPE_SESSION, 0,
		"{\"date\":\"2026-11-18\",\"village\":\"26572-01\",\"channel\":\"cho\",\"by\":[\"T02/Lan\"],"
		"\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}").reason, REASON_UNKNOWN_MEMBER);
	desk_check(&t->commune);
}

/* Sessions of that group of the week's summary. */
static int listed_of(struct desk *desk, const char *member)
{
	struct session_filter q = { .column = "so_luot", .axis = SUMMARY_MEMBER, .key = member };
	int64_t count;
	struct fault f;

	date_parse(&q.from, "2026-11-16");
	date_parse(&q.to, "2026-11-22");
	assert_int_equal(list_sessions_count(desk->book, &q, &count, &f), 0);
	return (int)count;
}

/* Whom the commune registered with his team is the one of whom that team's laptop writes. */
static void who_is_registered_is_one(void **state)
{
	static const char lan[] = "{\"code\":\"Lan\",\"name\":\"Lan\",\"team\":\"T01\"}";
	struct three *t = *state;
	rec_t visit;
	int members;
	struct fault f;

	take(&t->commune, &t->one, &team_1);
	desk_add(&t->commune, TYPE_MEMBER, lan); /* before the second team's come, after the first's */
	take(&t->commune, &t->two, &team_2);
	expect_by(&t->commune, SUMMARY_MEMBER, "Lan=3 T02/Lan=2");
	expect_by(&t->commune, SUMMARY_TEAM, "T01=3 T02=2");
	assert_int_equal(listed_of(&t->commune, "Lan"), 3);
	assert_int_equal(listed_of(&t->commune, "T02/Lan"), 2);
	visit = a_session_of(&t->commune, "T01/Lan");
	expect_field(&t->commune, visit, "by", "[\"Lan\"]");
	desk_edit(&t->commune, visit, "{\"note\":\"sửa\",\"by\":[\"Lan\"]}");
	expect_by(&t->commune, SUMMARY_MEMBER, "Lan=3 T02/Lan=2");
	/* Three of T01, Lan once, and three of T02. */
	assert_int_equal(list_count(t->commune.book, TYPE_MEMBER, &members, &f), 0);
	assert_int_equal(members, 6);
	/* He goes over to another team: what he wrote for the first stays there. */
	desk_add(&t->commune, TYPE_TEAM, "{\"code\":\"T02\",\"name\":\"Tổ 2\"}");
	desk_edit(&t->commune, desk_count(&t->commune, "SELECT max(m.rec) FROM member m JOIN sym s"
		  " ON s.k = m.code WHERE s.s = 'Lan'"), "{\"team\":\"T02\"}");
	expect_by(&t->commune, SUMMARY_MEMBER, "Lan=2 T01/Lan=3");
	desk_check(&t->commune);
}

/* Who may change only what he wrote himself may not change what his namesake of a team wrote. */
static void a_namesake_is_another_person(void **state)
{
	struct three *t = *state;
	char visit[512];
	struct fault f;
	rec_t rec, minh;

	snprintf(visit, sizeof visit, "%s", desk_visit);
	memcpy(strstr(visit, "[\"Lan\"]"), "[\"Minh\"],    ", 8); /* the rest of it are defaults */
	strcpy(strstr(visit, "[\"Minh\"]") + 8, "}");
	desk_add(&t->two, TYPE_SESSION, visit);
	take(&t->commune, &t->two, &team_2);
	rec = a_session_of(&t->commune, "T02/Minh");
	minh = desk_add(&t->commune, TYPE_MEMBER, "{\"code\":\"Minh\",\"name\":\"Minh\"}");
	desk_add(&t->commune, TYPE_TEAM, "{\"code\":\"T02\",\"name\":\"Tổ 2\"}");
	desk_slot(&t->commune, "Minh");
	desk_reopen(&t->commune, "Minh");
	f = desk_refused(&t->commune, TYPE_SESSION, rec, "{\"note\":\"sửa\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	assert_string_equal(f.who, "Lan"); /* and not T02's leader, who is not at this desk */
	desk_reopen(&t->commune, "Lan");
	desk_edit(&t->commune, minh, "{\"team\":\"T02\"}");
	desk_reopen(&t->commune, "Minh");
	desk_edit(&t->commune, rec, "{\"note\":\"sửa\"}");
	desk_reopen(&t->commune, "Lan");
	desk_check(&t->commune);
}

/* At the upper level both are of that commune, and still one. */
static void who_is_registered_is_one_above(void **state)
{
	static const struct lane commune = { .level = LEVEL_COMMUNE, .unit = "26572", .codes = "26572" };
	struct three *t = *state;
	struct desk upper;

	desk_add(&t->commune, TYPE_TEAM, "{\"code\":\"T01\",\"name\":\"Tổ 1\"}");
	desk_add(&t->commune, TYPE_MEMBER, "{\"code\":\"Lan\",\"name\":\"Lan\",\"team\":\"T01\"}");
	desk_open_as(&upper, LEVEL_UPPER, "77");
	take(&upper, &t->one, &team_1);
	take(&upper, &t->commune, &commune);
	take(&upper, &t->two, &team_2);
	expect_by(&upper, SUMMARY_MEMBER, "26572/Lan=3 26572/T02/Lan=2");
	assert_int_equal(listed_of(&upper, "26572/Lan"), 3);
	expect_field(&upper, a_session_of(&upper, "26572/T01/Lan"), "by", "[\"26572/Lan\"]");
	desk_check(&upper);
	desk_close(&upper);
}

/* A topic of a unit below is found by its words, and by its code. */
static void a_topic_of_another_unit_is_found(void **state)
{
	struct three *t = *state;
	struct session_filter q = { .search = "rieng" };
	struct desk upper;
	struct fault f;
	int64_t n;

	desk_add(&t->one, TYPE_TOPIC, "{\"code\":\"RIENG\",\"short\":\"Riêng\",\"vi\":\"Riêng của tổ\","
		 "\"group\":\"khac\"}");
	desk_add(&t->one, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"village\":\"26572-01\",\"channel\":\"cho\","
		 "\"topics\":[{\"topic\":\"RIENG\",\"outcome\":\"tu_lam\"}]}");
	desk_open_as(&upper, LEVEL_UPPER, "77");
	take(&upper, &t->one, &team_1);
	assert_int_equal(list_sessions_count(upper.book, &q, &n, &f), 0);
	assert_int_equal(n, 1);
	q.search = NULL;
	q.topic = "26572/RIENG";
	assert_int_equal(list_sessions_count(upper.book, &q, &n, &f), 0);
	assert_int_equal(n, 1);
	expect_field(&upper, desk_count(&upper, "SELECT max(rec) FROM session"), "topics",
		     "[{\"topic\":\"26572/RIENG\",\"outcome\":\"tu_lam\",\"count\":null,\"blocker\":null}]");
	desk_check(&upper);
	desk_close(&upper);
}

#define TOPIC_SAYS(vi) "{\"code\":\"VNEID2\",\"short\":\"x\",\"vi\":\"" vi "\",\"group\":\"dinh_danh\"}"

static void expect_topic(struct desk *desk, const char *code, const char *vi)
{
	struct summary summary;
	struct period week;
	struct fault f;
	bool found = false;

	assert_string_equal(book_topic(desk->book, code)->vi, vi);
	assert_int_equal(period_parse_key(&week, "2026-W47"), 0);
	assert_int_equal(summary_make(desk->book, &week, SUMMARY_TOPIC, &summary, &f), 0);
	for (size_t i = 0; i < summary.group_count; i++) {
		if (strcmp(summary.groups[i].key, code))
			continue;
		found = true;
		assert_string_equal(summary.groups[i].label, vi);
	}
	assert_true(found);
	summary_release(&summary);
}

static void words_of(struct desk *desk, const char *vneid2, const char *own)
{
	desk_open_as(desk, LEVEL_COMMUNE, "26572");
	desk_add(desk, TYPE_TOPIC, vneid2);
	for (int i = 0; i < 4; i++) { /* whichever is the older by its id */
		char *topic = memory_format("{\"code\":\"RIENG%d\",\"short\":\"x\",\"vi\":\"%s\","
					    "\"group\":\"khac\"}", i, own);

		desk_add(desk, TYPE_TOPIC, topic);
		free(topic);
	}
}

static void expect_own(struct desk *desk, const char *before, const char *vi)
{
	for (int i = 0; i < 4; i++) {
		char *code = memory_format("%sRIENG%d", before, i);

		assert_string_equal(book_topic(desk->book, code)->vi, vi);
		free(code);
	}
}

/*
 * A team's record of a code of the catalogue renamed it for everybody, and of the commune's own
 * topics where it was the older.
 */
static void a_team_renames_no_topic_of_others(void **state)
{
	static const struct lane commune = { .level = LEVEL_COMMUNE, .unit = "26572", .codes = "26572" };
	struct three *t = *state;
	const char *official = topic_find("VNEID2")->vi;
	struct desk team, office, upper;
	struct fault f = desk_refused(&t->one, TYPE_TOPIC, 0, TOPIC_SAYS("Của tổ"));
	rec_t rec;

	assert_int_equal(f.reason, REASON_TAKEN_CODE);
	words_of(&team, TOPIC_SAYS("Của tổ"), "Của tổ");
	words_of(&office, TOPIC_SAYS("Của xã"), "Của xã");
	desk_open_as(&upper, LEVEL_UPPER, "77");
	take(&t->commune, &t->one, &team_1);
	take(&t->commune, &team, &team_1);
	expect_topic(&t->commune, "VNEID2", official);
	expect_own(&t->commune, "", "Của tổ");
	assert_int_equal(record_lookup_code(t->commune.book, TYPE_TOPIC, "VNEID2", &rec, &f),
			 FAULT_NOT_FOUND);
	take(&t->commune, &office, &commune);
	take(&t->two, &office, &commune);
	take(&t->two, &team, &team_1);
	for (int i = 0; i < 2; i++) {
		expect_topic(i ? &t->two : &t->commune, "VNEID2", "Của xã");
		expect_own(i ? &t->two : &t->commune, "", "Của xã");
	}
	take(&upper, &t->one, &team_1);
	take(&upper, &team, &team_1);
	take(&upper, &office, &commune);
	expect_topic(&upper, "VNEID2", official); /* another unit's words are its own */
	expect_own(&upper, "26572/", "Của xã");
	desk_check(&t->commune);
	desk_check(&upper);
	desk_close(&team);
	desk_close(&office);
	desk_close(&upper);
}

/* A household of another unit reads as none, in the record as in the tables. */
static void a_household_of_another_unit_reads_as_none(void **state)
{
	struct lane lane = elsewhere;
	struct three *t = *state;
	struct parcel parcel = { 0 };
	char line[512], household[ID_TEXT];
	struct desk upper;
	struct id id;
	struct fault f;

	desk_open_as(&upper, LEVEL_UPPER, "77");
	take(&upper, &t->one, &team_1);
	assert_int_equal(op_id(book_db(upper.book), desk_count(&upper, "SELECT min(household) FROM session"),
			       &id, &f), 0);
	id_text(household, &id);
	lane_parse(lane.id, "00112233445566aa");
	snprintf(line, sizeof line, "{\"n\":1,\"lane\":\"00112233445566aa\",\"type\":\"session\",\"set\":{"
		 "\"date\":\"2026-11-18\",\"village\":\"26575-01\",\"household\":\"%s\",\"channel\":\"tai_nha\","
		 "\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]},\"hlc\":116923469824000001,"
		 "\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"00000000000000000000000000\"}", household);
	parcel_add(&parcel, &lane, line);
	desk_take(&upper, &parcel);
	parcel_release(&parcel);
	expect_field(&upper, desk_count(&upper, "SELECT max(rec) FROM session"), "household", "null");
	expect_field(&upper, desk_count(&upper, "SELECT min(rec) FROM session"), "household", "\"H001\"");
	assert_int_equal(found_by(&upper, "h001"), 3);
	desk_check(&upper);
	desk_close(&upper);
}

/* What other desks would put aside is not entered. */
static void what_others_may_not_change_is_refused(void **state)
{
	static const struct lane commune = { .level = LEVEL_COMMUNE, .unit = "26572", .codes = "26572" };
	struct three *t = *state;
	struct desk upper;
	rec_t visit, village;
	struct fault f;

	desk_add(&t->commune, TYPE_VILLAGE, "{\"code\":\"26572-03\",\"name\":\"Ấp Nam\"}");
	desk_open_as(&upper, LEVEL_UPPER, "77");
	take(&upper, &t->one, &team_1);
	visit = a_session_of(&upper, "26572/T01/Lan");
	assert_int_equal(desk_refused(&upper, TYPE_SESSION, visit, "{\"note\":\"sửa\"}").code,
			 FAULT_NOT_PERMITTED);
	desk_close(&upper);
	/* A team of what the commune made; the commune of what a team made. */
	take(&t->one, &t->commune, &commune);
	village = desk_count(&t->one, "SELECT max(rec) FROM village");
	assert_int_equal(desk_refused(&t->one, TYPE_VILLAGE, village, "{\"name\":\"khác\"}").code,
			 FAULT_NOT_PERMITTED);
	take(&t->commune, &t->one, &team_1);
	desk_edit(&t->commune, a_session_of(&t->commune, "T01/Lan"), "{\"note\":\"sửa\"}");
	/* Nobody joins households on a team's laptop. */
	assert_int_equal(book_begin(t->two.book, "household_same", &f), 0);
	assert_int_equal(record_join(t->two.book, desk_count(&t->two, "SELECT min(rec) FROM household"),
				     desk_count(&t->two, "SELECT rec FROM household ORDER BY rec LIMIT 1 OFFSET 1"), &f),
			 FAULT_NOT_PERMITTED);
	book_rollback(t->two.book);
}

/* What this laptop made stays, whoever else would put it aside, when all is judged again. */
static void what_was_made_here_stays(void **state)
{
	struct three *t = *state;
	struct fault f;

	desk_add_unasked(&t->one, TYPE_MEMBER, "{\"code\":\"Ba\",\"name\":\"Ba\",\"role\":\"can_bo_xa\"}");
	take(&t->one, &t->two, &team_2);
	assert_int_equal(unit_codes_set(t->one.book, "26575", &f), 0);
	assert_int_equal(desk_count(&t->one, "SELECT count(*) FROM op WHERE source IS NULL AND aside IS NOT NULL"), 0);
	desk_check(&t->one);
}

/* A register lists a code once, whoever wrote it. */
static void a_register_has_a_code_once(void **state)
{
	struct three *t = *state;
	struct fault f;
	int n;

	take(&t->commune, &t->one, &team_1);
	take(&t->commune, &t->two, &team_2);
	assert_int_equal(list_count(t->commune.book, TYPE_VILLAGE, &n, &f), 0);
	assert_int_equal(n, 2);
	assert_int_equal(list_count(t->commune.book, TYPE_TEAM, &n, &f), 0);
	assert_int_equal(n, 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_visit_counts_for_the_team_that_wrote_it),
		CASE(the_teams_of_two_communes_are_two),
		CASE(codes_of_a_unit_that_grows_are_its_own),
		CASE(undo_goes_past_what_is_gone),
		CASE(a_household_written_twice_is_joined),
		CASE(a_joined_household_is_found_by_both),
		CASE(the_communes_record_stands_first),
		CASE(codes_of_other_teams_are_qualified),
		CASE(who_is_registered_is_one),
		CASE(a_namesake_is_another_person),
		CASE(who_is_registered_is_one_above),
		CASE(a_topic_of_another_unit_is_found),
		CASE(a_team_renames_no_topic_of_others),
		CASE(a_household_of_another_unit_reads_as_none),
		CASE(what_others_may_not_change_is_refused),
		CASE(what_was_made_here_stays),
		CASE(a_register_has_a_code_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
