/* Records: what is taken, what is refused and why, editing, voiding, undo, finding, checking. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/check.h"
#include "store/find.h"
#include "store/list.h"
#include "store/list_register.h"
#include "store/list_sessions.h"
#include "store/record.h"
#include "store/record_read.h"
#include "store/step.h"
#include "store/topics.h"
#include "store/undo.h"
#include "store/vault_slots.h"
#include "tests/store/desk.h"

static int open_desk(void **state)
{
	struct desk *desk = calloc(1, sizeof *desk);

	desk_open(desk);
	*state = desk;
	return 0;
}

static int close_desk(void **state)
{
	desk_close(*state);
	free(*state);
	return 0;
}

static const char visit[] =
	"{\"date\":\"2026-11-17\",\"time\":\"14:30\",\"village\":\"26572-01\",\"household\":\"H001\","
	"\"channel\":\"tai_nha\",\"minutes\":25,\"people\":2,\"female\":1,\"over60\":0,"
	"\"attempt\":null,\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"hoan_thanh\",\"count\":1,"
	"\"blocker\":null}],\"followups\":[{\"kind\":\"den_lai\",\"due\":\"2026-11-24\","
	"\"topic\":\"VNEID2\"}],\"note\":\"Bà tự làm được\",\"by\":[\"Lan\"],\"tags\":[]}";

static void what_goes_in_comes_out(void **state)
{
	struct desk *desk = *state;
	char *text = desk_read(desk, desk_add(desk, KIND_SESSION, visit));

	assert_string_equal(text, visit);
	free(text);
	desk_check(desk);
}

static void tables_hold_what_was_entered(void **state)
{
	static const struct {
		const char *sql;
		int64_t value;
	} cells[] = {
		{ "SELECT day FROM session", 20774 }, /* 2026-11-17 */
		{ "SELECT minute FROM session", 14 * 60 + 30 },
		{ "SELECT minutes * 1000 + people * 100 + female * 10 + over60 FROM session", 25210 },
		{ "SELECT count(*) FROM session s JOIN household h ON h.rec = s.household"
		  " JOIN sym v ON v.k = s.village WHERE h.code = 'H001' AND v.s = '26572-01'"
		  " AND h.village = s.village", 1 },
		{ "SELECT count(*) FROM session_topic t JOIN sym o ON o.k = t.outcome"
		  " WHERE o.s = 'hoan_thanh' AND t.count = 1 AND t.blocker IS NULL", 1 },
		{ "SELECT due FROM followup WHERE closed IS NULL", 20781 },
		{ "SELECT day FROM status", 20773 },
		{ "SELECT residents * 100 + eid2 * 10 + shop FROM status WHERE adults IS NULL", 421 },
		{ "SELECT guided_since FROM household WHERE code = 'G1'", 2025 * 12 + 2 },
		{ "SELECT first * 100 + (last - first) FROM report", 2076606 },
		{ "SELECT nil FROM report WHERE period = '2026-W46'", 1 },
	};
	struct desk *desk = *state;

	desk_add(desk, KIND_SESSION, visit);
	desk_add(desk, KIND_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		 "\"2026-11-16\",\"residents\":4,\"eid2\":2,\"shop\":1}");
	desk_add(desk, KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"G1\","
		 "\"guided_since\":\"2025-03\"}");
	desk_add(desk, KIND_REPORT, "{\"period\":\"2026-W46\",\"team\":\"T01\",\"nil\":true}");
	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
		if (desk_count(desk, cells[i].sql) != cells[i].value)
			fail_msg("%s: %lld", cells[i].sql, (long long)desk_count(desk, cells[i].sql));
	desk_check(desk);
}

static void defaults_and_missing_fields(void **state)
{
	struct desk *desk = *state;
	char *text = desk_read(desk, desk_add(desk, KIND_SESSION,
		"{\"date\":\"2026-11-21\",\"village\":\"26572-02\",\"channel\":\"cho\","
		"\"topics\":[{\"topic\":\"ATLD\",\"outcome\":\"chi_tuyen_truyen\"}],\"note\":\"\"}"));

	assert_string_equal(text,
		"{\"date\":\"2026-11-21\",\"time\":null,\"village\":\"26572-02\",\"household\":null,"
		"\"channel\":\"cho\",\"minutes\":null,\"people\":null,\"female\":null,"
		"\"over60\":null,\"attempt\":null,\"topics\":[{\"topic\":\"ATLD\","
		"\"outcome\":\"chi_tuyen_truyen\",\"count\":null,\"blocker\":null}],"
		"\"followups\":[],\"note\":null,\"by\":[\"Lan\"],\"tags\":[]}");
	free(text);
}

/* Each line is the good visit with one thing wrong. */
static const struct {
	const char *field, *value; /* what is set in the visit; NULL value takes it out */
	const char *where;
	enum fault_reason reason;
} refusals[] = {
	{ "date", NULL, "date", REASON_BAD_DATE },
	{ "date", "\"2026-11-22\"", "date", REASON_BAD_DATE },
	{ "date", "\"2019-12-31\"", "date", REASON_BAD_DATE },
	{ "date", "\"2026-02-29\"", "date", REASON_BAD_DATE },
	{ "date", "\"17/11/2026\"", "date", REASON_BAD_DATE },
	{ "date", "20261117", "date", REASON_BAD_DATE },
	{ "time", "\"25:61\"", "time", REASON_BAD_TIME },
	{ "time", "\"24:00\"", "time", REASON_BAD_TIME },
	{ "time", "930", "time", REASON_BAD_TIME },
	{ "village", NULL, "village", REASON_UNKNOWN_VILLAGE },
	{ "village", "\"26572-99\"", "village", REASON_UNKNOWN_VILLAGE },
	{ "household", "\"H999\"", "household", REASON_UNKNOWN_HOUSEHOLD },
	{ "household", "\"X9\"", "household", REASON_UNKNOWN_HOUSEHOLD }, /* in the other village */
	{ "household", "null", "household", REASON_UNKNOWN_HOUSEHOLD },
	{ "channel", NULL, "channel", REASON_UNKNOWN_CODE },
	{ "channel", "\"telegram\"", "channel", REASON_UNKNOWN_CODE },
	{ "minutes", "1441", "minutes", REASON_BAD_NUMBER },
	{ "minutes", "-1", "minutes", REASON_BAD_NUMBER },
	{ "minutes", "25.5", "minutes", REASON_BAD_NUMBER },
	{ "minutes", "\"25\"", "minutes", REASON_BAD_NUMBER },
	{ "people", "0", "people", REASON_BAD_NUMBER },
	{ "people", "5001", "people", REASON_BAD_NUMBER },
	{ "people", "true", "people", REASON_BAD_NUMBER },
	{ "female", "3", "female", REASON_TOO_MANY },
	{ "female", "-1", "female", REASON_BAD_NUMBER },
	{ "over60", "3", "over60", REASON_TOO_MANY },
	{ "attempt", "\"vang\"", "attempt", REASON_ATTEMPT_WITH_TOPICS },
	{ "attempt", "\"ngu\"", "attempt", REASON_UNKNOWN_CODE },
	{ "topics", NULL, "topics", REASON_NO_TOPICS },
	{ "topics", "[]", "topics", REASON_NO_TOPICS },
	{ "topics", "{}", "topics", REASON_NO_TOPICS },
	{ "topics", "[1]", "topics[0]", REASON_NO_TOPICS },
	{ "topics", "[{\"outcome\":\"tu_lam\"}]", "topics[0].topic", REASON_UNKNOWN_TOPIC },
	{ "topics", "[{\"topic\":\"NOPE\",\"outcome\":\"tu_lam\"}]", "topics[0].topic",
	  REASON_UNKNOWN_TOPIC },
	{ "topics", "[{\"topic\":\"VNEID2\"}]", "topics[0].outcome", REASON_UNKNOWN_CODE },
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"count\":-1}]",
	  "topics[0].count", REASON_BAD_COUNT },
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"count\":3}]",
	  "topics[0].count", REASON_BAD_COUNT }, /* more than the people present */
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"hen_lai\",\"count\":1}]",
	  "topics[0].count", REASON_BAD_COUNT },
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\"},"
		    "{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\"}]",
	  "topics[1].topic", REASON_NO_TOPICS },
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"blocker\":\"x\"}]",
	  "topics[0].blocker", REASON_UNKNOWN_CODE },
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"extra\":1}]",
	  "topics[0].extra", REASON_UNKNOWN_FIELD },
	{ "followups", "[{\"kind\":\"x\"}]", "followups[0].kind", REASON_UNKNOWN_CODE },
	{ "followups", "[{\"kind\":\"den_lai\",\"due\":\"2026-11-16\"}]", "followups[0].due",
	  REASON_BAD_DATE },
	{ "followups", "[{\"kind\":\"den_lai\",\"due\":\"2028-11-18\"}]", "followups[0].due",
	  REASON_BAD_DATE },
	{ "followups", "[{\"kind\":\"den_lai\",\"topic\":\"ATLD\"}]", "followups[0].topic",
	  REASON_UNKNOWN_TOPIC },
	{ "followups", "3", "followups", REASON_BAD_FOLLOWUP },
	{ "note", "\"a\\u0007b\"", "note", REASON_BAD_TEXT },
	{ "note", "\"a\\u001b[31mb\"", "note", REASON_BAD_TEXT },
	{ "note", "\"a\\u009bb\"", "note", REASON_BAD_TEXT },
	{ "note", "7", "note", REASON_BAD_TEXT },
	{ "by", "[\"Nobody\"]", "by", REASON_UNKNOWN_MEMBER },
	{ "by", "[\"Lan\",\"Lan\"]", "by", REASON_UNKNOWN_MEMBER },
	{ "tags", "[\"123456789012345678901234567890123\"]", "tags", REASON_BAD_TEXT },
	{ "cccd", "\"1\"", "cccd", REASON_UNKNOWN_FIELD },
};

static void bad_values_are_named(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		json_t *o = json_loads(visit, 0, NULL);
		struct fault f;
		char *text;

		if (refusals[i].value)
			json_object_set_new(o, refusals[i].field,
					    json_loads(refusals[i].value, JSON_DECODE_ANY, NULL));
		else
			json_object_del(o, refusals[i].field);
		text = json_dumps(o, JSON_COMPACT);
		f = desk_refused(desk, KIND_SESSION, 0, text);
		if (f.code != FAULT_FIELD || strcmp(f.field, refusals[i].where) ||
		    f.reason != refusals[i].reason)
			fail_msg("%s %s: %s [%s], not %s [%s]", refusals[i].field,
				 refusals[i].value, f.field, fault_reason_name(f.reason),
				 refusals[i].where, fault_reason_name(refusals[i].reason));
		free(text);
		json_decref(o);
	}
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM session"), 0);
	desk_check(desk);
}

static void long_texts(void **state)
{
	static const char form[] = "{\"date\":\"2026-11-21\",\"village\":\"26572-01\",\"channel\":"
		"\"cho\",\"topics\":[{\"topic\":\"ATLD\",\"outcome\":\"tu_lam\"}],\"note\":\"%s%s\"}";
	static char note[3 * 2000 + 1], line[sizeof form + sizeof note + 1];
	struct desk *desk = *state;
	struct fault f;

	for (int i = 0; i < 2000; i++)
		memcpy(note + 3 * i, "ế", 3);
	snprintf(line, sizeof line, form, note, "");
	desk_add(desk, KIND_SESSION, line);
	snprintf(line, sizeof line, form, note, "x");
	f = desk_refused(desk, KIND_SESSION, 0, line);
	assert_string_equal(f.field, "note");
	assert_int_equal(f.reason, REASON_BAD_TEXT);
}

static void texts_are_composed(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, KIND_SESSION,
		"{\"date\":\"2026-11-21\",\"village\":\"26572-01\",\"channel\":\"cho\","
		"\"topics\":[{\"topic\":\"ATLD\",\"outcome\":\"tu_lam\"}],"
		"\"note\":\"Tie\xcc\x82\xcc\x81ng Vie\xcc\xa3\xcc\x82t\"}");
	char *text = desk_read(desk, rec);

	assert_non_null(strstr(text, "\"note\":\"Tiếng Việt\""));
	free(text);
}

static void registers_refuse_what_is_wrong(void **state)
{
	static const struct {
		enum kind kind;
		const char *json, *field;
		enum fault_reason reason;
	} cases[] = {
		{ KIND_VILLAGE, "{\"code\":\"26572-01\",\"name\":\"x\"}", "code", REASON_BAD_CODE },
		{ KIND_VILLAGE, "{\"code\":\"2657-01\",\"name\":\"x\"}", "code", REASON_BAD_CODE },
		{ KIND_VILLAGE, "{\"code\":\"26572-00001\",\"name\":\"x\"}", "code", REASON_BAD_CODE },
		{ KIND_VILLAGE, "{\"code\":\"26572-03\",\"name\":\" \"}", "name", REASON_BAD_TEXT },
		{ KIND_VILLAGE, "{\"code\":\"26572-03\",\"name\":\"x\",\"households\":20001}",
		  "households", REASON_BAD_NUMBER },
		{ KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H001\"}", "code",
		  REASON_BAD_CODE },
		{ KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"h7\"}", "code",
		  REASON_BAD_CODE },
		{ KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H7\",\"guided_since\":"
		  "\"2026-12\"}", "guided_since", REASON_BAD_DATE },
		{ KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H7\",\"kinds\":[\"thuong\","
		  "\"thuong\"]}", "kinds", REASON_UNKNOWN_CODE },
		{ KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H7\",\"hint\":"
		  "\"12345678901234567890123456789012345678901\"}", "hint", REASON_BAD_TEXT },
		{ KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H7\",\"name\":\"x\"}",
		  "name", REASON_UNKNOWN_FIELD },
		{ KIND_TEAM, "{\"code\":\"T01\",\"name\":\"x\"}", "code", REASON_BAD_CODE },
		{ KIND_TEAM, "{\"code\":\"T02\",\"name\":\"x\",\"villages\":[\"26572-09\"]}",
		  "villages", REASON_UNKNOWN_VILLAGE },
		{ KIND_MEMBER, "{\"code\":\"Minh\",\"name\":\"x\"}", "code", REASON_BAD_CODE },
		{ KIND_MEMBER, "{\"code\":\"Hoa\",\"name\":\"x\",\"team\":\"T09\"}", "team",
		  REASON_UNKNOWN_TEAM },
		{ KIND_MEMBER, "{\"code\":\"Hoa\",\"name\":\"x\",\"role\":\"vua\"}", "role",
		  REASON_UNKNOWN_CODE },
		{ KIND_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		  "\"2026-11-17\",\"residents\":3,\"adults\":4}", "adults", REASON_TOO_MANY },
		{ KIND_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		  "\"2026-11-17\",\"adults\":3,\"age15plus\":2}", "adults", REASON_TOO_MANY },
		{ KIND_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		  "\"2026-11-17\",\"adults\":3,\"eid1\":2,\"eid2\":2}", "eid2", REASON_TOO_MANY },
		{ KIND_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		  "\"2026-11-17\",\"fibre\":2}", "fibre", REASON_BAD_NUMBER },
		{ KIND_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\"}", "date",
		  REASON_BAD_DATE },
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct fault f = desk_refused(desk, cases[i].kind, 0, cases[i].json);

		if (f.code != FAULT_FIELD || strcmp(f.field, cases[i].field) ||
		    f.reason != cases[i].reason)
			fail_msg("%s: %s [%s]", cases[i].json, f.field, fault_reason_name(f.reason));
	}
}

static void edit_checks_the_whole_record(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, KIND_SESSION, visit);
	struct fault f = desk_refused(desk, KIND_SESSION, rec, "{\"people\":1,\"female\":2}");
	char *text;

	assert_string_equal(f.field, "female");
	f = desk_refused(desk, KIND_SESSION, rec, "{\"village\":\"26572-02\",\"note\":\"x\"}");
	assert_int_equal(f.reason, REASON_UNKNOWN_HOUSEHOLD); /* H001 of the other village */
	f = desk_refused(desk, KIND_SESSION, rec, "{\"people\":2}");
	assert_int_equal(f.code, FAULT_NOTHING);
	desk_edit(desk, rec, "{\"village\":\"26572-02\",\"household\":\"X9\",\"note\":null,"
		  "\"followups\":[{\"kind\":\"goi_lai\"}],\"by\":[\"Minh\",\"Tú\"]}");
	text = desk_read(desk, rec);
	assert_non_null(strstr(text, "\"village\":\"26572-02\",\"household\":\"X9\""));
	assert_non_null(strstr(text, "\"note\":null,\"by\":[\"Minh\",\"Tú\"]"));
	assert_non_null(strstr(text, "\"followups\":[{\"kind\":\"goi_lai\",\"due\":null,"
				     "\"topic\":null}]"));
	free(text);
	f = desk_refused(desk, KIND_VILLAGE, 0, "{}");
	assert_true(f.missing);
	desk_check(desk);
}

static void undo_takes_back_step_by_step(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, KIND_SESSION, visit);
	char *before = desk_read(desk, rec), *after, verb[33];
	struct record_facts facts;
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"people\":5,\"female\":null,\"followups\":[]}");
	desk_void(desk, rec);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "void");
	assert_int_equal(record_facts(desk->book, rec, &facts, &f), 0);
	assert_false(facts.voided);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "edit");
	after = desk_read(desk, rec);
	assert_string_equal(after, before);
	free(after);
	desk_reopen(desk, "Lan"); /* across runs */
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "log");
	assert_int_equal(record_facts(desk->book, rec, &facts, &f), 0);
	assert_true(facts.voided);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM session WHERE NOT voided"), 0);
	free(before);
	desk_check(desk);
}

static void undo_leaves_what_others_changed(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, KIND_SESSION, visit);
	char verb[33], *text;
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"people\":5,\"minutes\":30}");
	assert_int_equal(vault_slot_add(book_vault(desk->book), "Tú",
					(struct vault_pass){ "mat khau", 8 }, &VAULT_KDF_FLOOR, &f),
			 0);
	desk_reopen(desk, "Tú");
	desk_edit(desk, rec, "{\"people\":6}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	text = desk_read(desk, rec);
	assert_non_null(strstr(text, "\"minutes\":25,\"people\":6"));
	free(text);
	desk_check(desk);
}

static void undo_goes_back_over_undone_steps(void **state)
{
	static const char *const notes[] = { "C", "B", "A" };
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, KIND_SESSION, visit);
	char verb[33], want[32], *text;
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"note\":\"A\"}");
	desk_edit(desk, rec, "{\"note\":\"B\"}");
	desk_edit(desk, rec, "{\"note\":\"C\"}");
	for (int i = 0; i < 3; i++) {
		text = desk_read(desk, rec);
		snprintf(want, sizeof want, "\"note\":\"%s\"", notes[i]);
		assert_non_null(strstr(text, want));
		free(text);
		assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
		assert_int_equal(count, 1);
		assert_int_equal(left, 0);
	}
	text = desk_read(desk, rec);
	assert_string_equal(text, visit);
	free(text);
	desk_edit(desk, rec, "{\"note\":\"D\"}"); /* and on from there */
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 1);
	text = desk_read(desk, rec);
	assert_string_equal(text, visit);
	free(text);
	desk_check(desk);
}

/* Another member, with the same passphrase. */
static void slot(struct desk *desk, const char *name)
{
	struct vault_pass pass = { "mat khau", 8 };
	struct fault f;

	assert_int_equal(vault_slot_add(book_vault(desk->book), name, pass, &VAULT_KDF_FLOOR, &f), 0);
}

static void undo_keeps_a_session_and_its_promises_together(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, KIND_SESSION, visit);
	char verb[33], *before, *after;
	struct fault f;
	int count, left;

	slot(desk, "Tú");
	desk_reopen(desk, "Tú");
	desk_edit(desk, rec, "{\"note\":\"của Tú\"}");
	before = desk_read(desk, rec);
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 0);
	assert_int_equal(left, 2);
	after = desk_read(desk, rec);
	assert_string_equal(after, before);
	free(before);
	free(after);
}

static void undo_makes_nothing_that_could_not_be_entered(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, KIND_SESSION, visit), first, second;
	char verb[33];
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"people\":5}");
	slot(desk, "Tú");
	desk_reopen(desk, "Tú");
	desk_edit(desk, rec, "{\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"count\":5}]}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(left, 1); /* two people cannot have five accounts */
	first = desk_add(desk, KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"Z1\"}");
	desk_void(desk, first);
	desk_reopen(desk, "Tú");
	second = desk_add(desk, KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"Z1\"}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(left, 1); /* the code is taken */
	assert_int_not_equal(first, second);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM household WHERE code = 'Z1'"
					  " AND NOT voided"), 1);
}

static void places_with_visits_cannot_be_voided(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, KIND_SESSION, visit), household;
	struct fault f;

	assert_int_equal(household_find(desk->book, "26572-01/H001", &household, &f), 0);
	assert_int_equal(book_begin(desk->book, "void", &f), 0);
	assert_int_equal(record_void(desk->book, household, true, &f), FAULT_USED);
	book_rollback(desk->book);
	f = desk_refused(desk, KIND_HOUSEHOLD, household, "{\"village\":\"26572-02\"}");
	assert_int_equal(f.reason, REASON_FIXED);
	desk_void(desk, rec);
	desk_void(desk, household);
}

static void promises_can_always_be_closed(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, KIND_SESSION, visit), promise = 0;
	struct fault f;

	desk_edit(desk, rec, "{\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}");
	promise = desk_count(desk, "SELECT rec FROM followup");
	f = desk_refused(desk, KIND_FOLLOWUP, promise, "{\"closed\":\"2026-11-18\"}");
	assert_string_equal(f.field, "closed"); /* open ones have no such day */
	f = desk_refused(desk, KIND_FOLLOWUP, promise,
			 "{\"status\":\"xong\",\"closed\":\"2026-11-16\"}");
	assert_string_equal(f.field, "closed"); /* before the session */
	desk_edit(desk, promise, "{\"status\":\"xong\"}");
	assert_int_equal(desk_count(desk, "SELECT closed FROM followup"), 20778);
	desk_edit(desk, promise, "{\"status\":\"mo\"}");
	assert_int_equal(desk_count(desk, "SELECT closed IS NULL FROM followup"), 1);
	desk_edit(desk, promise, "{\"status\":\"huy\",\"closed\":\"2026-11-19\"}");
	assert_int_equal(desk_count(desk, "SELECT closed FROM followup"), 20776);
	desk_check(desk);
}

static int take_one(void *arg, rec_t rec)
{
	*(rec_t *)arg = rec;
	return 1;
}

static void the_later_snapshot_of_a_day_counts(void **state)
{
	struct desk *desk = *state;
	rec_t household, newest = 0, last = 0;
	struct fault f;

	assert_int_equal(household_find(desk->book, "26572-01/H001", &household, &f), 0);
	for (int i = 0; i < 6; i++) {
		char line[160];

		snprintf(line, sizeof line, "{\"village\":\"26572-01\",\"household\":\"H001\","
			 "\"date\":\"2026-11-17\",\"dvc\":%d}", i);
		last = desk_add(desk, KIND_STATUS, line);
		assert_int_equal(list_status(desk->book, household, take_one, &newest, &f), 1);
		assert_int_equal(newest, last);
	}
	desk_check(desk);
}

static void silence_is_a_team_s_own(void **state)
{
	struct desk *desk = *state;
	struct fault f = desk_refused(desk, KIND_REPORT, 0, "{\"period\":\"2026-W46\"}");

	assert_string_equal(f.field, "team");
	f = desk_refused(desk, KIND_TOPIC, 0, "{\"code\":\"VNEID2\",\"short\":\"x\",\"vi\":\"x\","
			 "\"group\":\"thanh_toan\"}");
	assert_string_equal(f.field, "group");
}

static void leaders_keep_to_their_team(void **state)
{
	struct desk *desk = *state;
	rec_t lan, minh, other;
	struct fault f;

	desk_add(desk, KIND_TEAM, "{\"code\":\"T02\",\"name\":\"Tổ Hòa Bình\","
				  "\"villages\":[\"26572-02\"]}");
	other = desk_add(desk, KIND_SESSION,
			 "{\"date\":\"2026-11-20\",\"village\":\"26572-02\",\"channel\":\"cho\","
			 "\"topics\":[{\"topic\":\"KNDT\",\"outcome\":\"hen_lai\"}],"
			 "\"followups\":[{\"kind\":\"goi_lai\"}]}");
	(void)other;
	assert_int_equal(record_find_code(desk->book, KIND_MEMBER, "Lan", &lan, &f), 0);
	assert_int_equal(record_find_code(desk->book, KIND_MEMBER, "Minh", &minh, &f), 0);
	slot(desk, "Tú");
	desk_reopen(desk, "Tú"); /* leads T01 */
	desk_edit(desk, minh, "{\"name\":\"Minh Hai\"}");
	f = desk_refused(desk, KIND_MEMBER, minh, "{\"role\":\"quan_tri\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	f = desk_refused(desk, KIND_MEMBER, minh, "{\"team\":\"T02\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	f = desk_refused(desk, KIND_MEMBER, lan, "{\"name\":\"x\"}"); /* of no team */
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	f = desk_refused(desk, KIND_FOLLOWUP, desk_count(desk, "SELECT rec FROM followup"),
			 "{\"status\":\"xong\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED); /* promised in a village of T02 */
	desk_reopen(desk, "Lan");
	desk_void(desk, desk_count(desk, "SELECT rec FROM member WHERE name = 'Tú'"));
	desk_reopen(desk, "Tú"); /* has the slot still, but is nobody now */
	f = desk_refused(desk, KIND_SESSION, 0, visit);
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
}

static void household_with_visits_stays(void **state)
{
	struct desk *desk = *state;
	char verb[33];
	struct fault f;
	int count, left;
	rec_t rec = desk_add(desk, KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H003\"}");

	assert_int_equal(vault_slot_add(book_vault(desk->book), "Minh",
					(struct vault_pass){ "mat khau", 8 }, &VAULT_KDF_FLOOR, &f),
			 0);
	desk_reopen(desk, "Minh");
	desk_add(desk, KIND_SESSION,
		 "{\"date\":\"2026-11-20\",\"village\":\"26572-01\",\"household\":\"H003\","
		 "\"channel\":\"tai_nha\",\"attempt\":\"vang\"}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 0);
	(void)rec;
	assert_int_equal(desk_count(desk, "SELECT voided FROM household WHERE code = 'H003'"), 0);
}

static void roles_are_kept(void **state)
{
	struct desk *desk = *state;
	rec_t lans = desk_add(desk, KIND_SESSION, visit);
	struct vault_pass pass = { "mat khau", 8 };
	struct fault f;

	assert_int_equal(vault_slot_add(book_vault(desk->book), "Minh", pass, &VAULT_KDF_FLOOR, &f),
			 0);
	desk_reopen(desk, "Minh");
	f = desk_refused(desk, KIND_VILLAGE, 0, "{\"code\":\"26572-03\",\"name\":\"Ấp Nam\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	f = desk_refused(desk, KIND_SESSION, lans, "{\"people\":1}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	f = desk_refused(desk, KIND_SESSION, 0,
			 "{\"date\":\"2026-11-17\",\"village\":\"26572-02\",\"channel\":\"cho\","
			 "\"topics\":[{\"topic\":\"ATLD\",\"outcome\":\"tu_lam\"}]}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED); /* not a village of team T01 */
	f = desk_refused(desk, KIND_REPORT, 0, "{\"period\":\"2026-W46\",\"team\":\"T01\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED); /* the team has a leader */
	desk_edit(desk, desk_add(desk, KIND_SESSION, visit), "{\"people\":1,\"female\":1}");
}

static void the_first_member_is_filled_in(void **state)
{
	struct desk *desk = *state;
	struct fault f;
	rec_t lan;

	desk_add(desk, KIND_MEMBER, "{\"code\":\"Lan\",\"name\":\"Nguyễn Thị Lan\",\"role\":"
		 "\"thanh_vien\",\"team\":\"T01\"}");
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM member"), 3);
	assert_int_equal(record_find_code(desk->book, KIND_MEMBER, "Lan", &lan, &f), 0);
	f = desk_refused(desk, KIND_MEMBER, 0, "{\"code\":\"Lan\",\"name\":\"khác\"}");
	assert_int_equal(f.reason, REASON_BAD_CODE);
}

/* ---- finding ---- */

struct found {
	rec_t rec[64];
	int n;
};

static int collect(void *arg, rec_t rec)
{
	struct found *found = arg;

	found->rec[found->n++] = rec;
	return 0;
}

static rec_t note(struct desk *desk, const char *text)
{
	char line[512];

	snprintf(line, sizeof line, "{\"date\":\"2026-11-20\",\"village\":\"26572-01\","
		 "\"channel\":\"cho\",\"topics\":[{\"topic\":\"KNDT\",\"outcome\":\"tu_lam\"}],"
		 "\"note\":\"%s\"}", text);
	return desk_add(desk, KIND_SESSION, line);
}

static int hits(struct desk *desk, const char *words, struct found *found)
{
	struct session_filter q = { .search = words };
	struct fault f;

	found->n = 0;
	assert_int_equal(list_sessions(desk->book, &q, collect, found, &f), 0);
	return found->n;
}

static void search_needs_no_marks(void **state)
{
	struct desk *desk = *state;
	struct found found;
	rec_t dao = note(desk, "Vườn Đào"), nguyen = note(desk, "Phố Nguyễn"),
	      old_style = note(desk, "thuận Hòa"), new_style = note(desk, "thuận Hoà");

	assert_int_equal(hits(desk, "dao", &found), 1);
	assert_int_equal(found.rec[0], dao);
	assert_int_equal(hits(desk, "NGUYEN", &found), 1);
	assert_int_equal(found.rec[0], nguyen);
	assert_int_equal(hits(desk, "thuan hoa", &found), 2);
	assert_int_equal(found.rec[0] + found.rec[1], old_style + new_style);
	assert_int_equal(hits(desk, "thuận hoà", &found), 2);
	assert_int_equal(hits(desk, "ngu pho", &found), 1);   /* prefixes, any order */
	assert_int_equal(hits(desk, "dien thoai", &found), 4); /* a topic's label */
	assert_int_equal(hits(desk, "ap bac dao v", &found), 1); /* village, note */
	assert_int_equal(hits(desk, "khong co", &found), 0);
	assert_int_equal(hits(desk, "\"' OR * NEAR(", &found), 0);
	desk_edit(desk, dao, "{\"note\":\"Vườn Mận\",\"date\":\"2026-11-19\"}");
	assert_int_equal(hits(desk, "vuon dao", &found), 0);
	assert_int_equal(hits(desk, "vuon man", &found), 1);
	desk_check(desk);
}

static void search_follows_renamed_places(void **state)
{
	struct desk *desk = *state;
	struct found found;
	rec_t village, household;
	struct fault f;

	desk_add(desk, KIND_SESSION,
		 "{\"date\":\"2026-11-20\",\"village\":\"26572-01\",\"household\":\"H002\","
		 "\"channel\":\"tai_nha\",\"attempt\":\"vang\"}");
	assert_int_equal(hits(desk, "dong hai", &found), 1);
	assert_int_equal(household_find(desk->book, "H002", &household, &f), 0);
	assert_int_equal(household_find(desk->book, "H001", &household, &f), FAULT_AMBIGUOUS);
	assert_int_equal(household_find(desk->book, "26572-01/H002", &household, &f), 0);
	desk_edit(desk, household, "{\"hint\":\"sau chợ\",\"code\":\"H020\"}");
	assert_int_equal(hits(desk, "dong hai", &found), 0);
	assert_int_equal(hits(desk, "h020 cho", &found), 1);
	assert_int_equal(record_find_code(desk->book, KIND_VILLAGE, "26572-01", &village, &f), 0);
	desk_edit(desk, village, "{\"name\":\"Ấp Mới\"}");
	assert_int_equal(hits(desk, "ap bac", &found), 0);
	assert_int_equal(hits(desk, "ap moi", &found), 1);
	desk_check(desk);
}

static void own_topics_are_known(void **state)
{
	struct desk *desk = *state;
	struct found found;
	char verb[33];
	struct fault f;
	int count, left;

	desk_add(desk, KIND_TOPIC, "{\"code\":\"SMARTBR\",\"short\":\"Smart BRVT\",\"vi\":"
		 "\"Cài ứng dụng Smart BRVT\",\"group\":\"dia_phuong\",\"unit\":\"lượt\","
		 "\"cap\":\"people\"}");
	assert_non_null(book_topic(desk->book, "SMARTBR"));
	desk_add(desk, KIND_SESSION, "{\"date\":\"2026-11-20\",\"village\":\"26572-01\",\"channel\":"
		 "\"cho\",\"people\":1,\"topics\":[{\"topic\":\"SMARTBR\",\"outcome\":\"tu_lam\","
		 "\"count\":1}]}");
	assert_int_equal(hits(desk, "smart ung", &found), 1);
	desk_check(desk);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_null(book_topic(desk->book, "SMARTBR"));
	desk_check(desk);
}

static void ids_and_prefixes(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, KIND_SESSION, visit), found;
	struct record_facts facts;
	char prefix[ID_TEXT];
	struct fault f;

	assert_int_equal(record_facts(desk->book, rec, &facts, &f), 0);
	assert_int_equal(record_find(desk->book, KIND_SESSION, facts.id, &found, &f), 0);
	assert_int_equal(found, rec);
	for (size_t n = 0; n < ID_TEXT; n++) {
		memcpy(prefix, facts.id, n);
		prefix[n] = 0;
		assert_int_equal(record_find(desk->book, KIND_SESSION, prefix, &found, &f),
				 n < 6 ? FAULT_USAGE : 0);
	}
	assert_int_equal(record_find(desk->book, KIND_HOUSEHOLD, facts.id, &found, &f),
			 FAULT_NOT_FOUND);
	assert_int_equal(record_find(desk->book, KIND_ANY, "uuuuuu", &found, &f), FAULT_USAGE);
	assert_int_equal(record_find(desk->book, KIND_ANY, "zzzzzzzz", &found, &f),
			 FAULT_NOT_FOUND);
}

static void lists_are_in_order(void **state)
{
	static const char *const files[] = { "names_sorted.txt", "places_sorted.txt" };
	static const enum kind kinds[] = { KIND_MEMBER, KIND_VILLAGE };
	struct desk *desk = *state;
	const char *srcdir = getenv("srcdir");

	for (int k = 0; k < 2; k++) {
		char path[512], names[64][80], line[256];
		struct found found = { .n = 0 };
		struct fault f;
		FILE *in;
		int n = 0, at = 0;

		snprintf(path, sizeof path, "%s/tests/data/%s", srcdir ? srcdir : ".", files[k]);
		in = fopen(path, "r");
		assert_non_null(in);
		for (; fgets(names[n], sizeof names[n], in); n++)
			names[n][strcspn(names[n], "\n")] = 0;
		fclose(in);
		for (int i = 0; i < n; i++) { /* entered in another order than they must come out */
			const char *name = names[i * 17 % n];

			snprintf(line, sizeof line, k ? "{\"code\":\"26572-%03d\",\"name\":\"%s\"}" :
				 "{\"code\":\"M%d\",\"name\":\"%s\"}", i + 100, name);
			desk_add(desk, kinds[k], line);
		}
		assert_int_equal(list_register(desk->book, kinds[k], NULL, collect, &found, &f), 0);
		for (int i = 0; i < found.n; i++) {
			char *text = desk_read(desk, found.rec[i]), want[128];

			snprintf(want, sizeof want, "\"name\":\"%s\"", names[at]);
			if (strstr(text, want))
				at++;
			free(text);
		}
		assert_int_equal(at, n);
	}
}

struct households {
	struct desk *desk;
	struct found found; /* in the order of list_register() */
	int n;
	bool seen_edited, seen_visited;
};

/* Each as its record says. */
static int same_as_record(void *arg, const struct list_household *h)
{
	struct households *all = arg;
	struct fault f;
	json_t *object = record_read(all->desk->book, h->rec, &f);
	const json_t *kinds = json_object_get(object, "kinds");
	const char *hint = json_string_value(json_object_get(object, "hint"));

	assert_int_equal(h->rec, all->found.rec[all->n++]);
	assert_string_equal(h->code, json_string_value(json_object_get(object, "code")));
	assert_string_equal(h->village, json_string_value(json_object_get(object, "village")));
	assert_string_equal(h->hint, hint ? hint : "");
	assert_true(json_equal(h->kinds, kinds) ||
		    (!json_array_size(h->kinds) && !json_array_size(kinds)));
	all->seen_edited = all->seen_edited || (json_array_size(h->kinds) == 2);
	if (h->last) {
		day_t day;

		assert_true(date_parse(&day, "2026-11-18"));
		assert_int_equal(h->last, day);
		all->seen_visited = true;
	}
	json_decref(object);
	return 0;
}

static void households_are_listed_as_they_are(void **state)
{
	struct desk *desk = *state;
	struct households all = { .desk = desk };
	struct fault f;
	rec_t first, gone, last = 0;
	int n;

	first = desk_add(desk, KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"K10\","
			 "\"kinds\":[\"thuong\"],\"hint\":\"nh\u00e0 \\\"xanh\\\"\"}");
	desk_add(desk, KIND_HOUSEHOLD, "{\"village\":\"26572-02\",\"code\":\"K2\"}");
	desk_add(desk, KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"K2\","
		 "\"kinds\":[\"kinh_doanh\"]}");
	gone = desk_add(desk, KIND_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"K3\"}");
	desk_void(desk, gone);
	desk_edit(desk, first, "{\"kinds\":[\"thuong\",\"nong_nghiep\"],\"code\":\"K1\"}");
	for (int day = 17; day < 20; day++) {
		char line[256];

		snprintf(line, sizeof line, "{\"date\":\"2026-11-%d\",\"village\":\"26572-01\","
			 "\"household\":\"K1\",\"channel\":\"tai_nha\",\"attempt\":\"vang\"}", day);
		last = desk_add(desk, KIND_SESSION, line);
	}
	desk_void(desk, last);
	for (int village = 0; village < 2; village++) {
		const char *code = village ? "26572-01" : NULL;

		all.n = all.found.n = 0;
		assert_int_equal(list_register(desk->book, KIND_HOUSEHOLD, code, collect,
					       &all.found, &f), 0);
		assert_int_equal(list_households(desk->book, code, same_as_record, &all, &f), 0);
		assert_int_equal(all.n, all.found.n);
		if (!village) {
			assert_int_equal(list_count(desk->book, KIND_HOUSEHOLD, &n, &f), 0);
			assert_int_equal(n, all.n);
		}
	}
	assert_true(all.seen_edited && all.seen_visited);
}

/* ---- check ---- */

static void check_sees_tampering(void **state)
{
	static const struct {
		const char *sql, *subject;
	} cases[] = {
		{ "UPDATE session SET people = people + 1", "session" },
		{ "DELETE FROM session_topic", "session_topic" },
		{ "UPDATE household SET voided = 1 WHERE code = 'X9'", "household" },
		{ "UPDATE audit SET member = 'Ai' WHERE n = 2", "audit" },
		{ "DELETE FROM audit WHERE n = 2", "audit" },
		{ "UPDATE op SET bytes = CAST(replace(CAST(bytes AS TEXT), 'hoan_thanh',"
		  " 'mot_phan') AS BLOB)", "operations" },
		{ "INSERT INTO session_fts(session_fts) VALUES('delete-all')", "session_fts" },
		{ "UPDATE session SET village = 999", "references" },
	};
	struct desk *desk = *state;

	desk_add(desk, KIND_SESSION, visit);
	desk_check(desk);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct check_report report;
		struct fault f;

		memset(&f, 0, sizeof f);
		assert_int_equal(db_exec(book_db(desk->book), "SAVEPOINT tamper", &f), 0);
		assert_int_equal(db_exec(book_db(desk->book), cases[i].sql, &f), 0);
		assert_int_equal(db_exec(book_db(desk->book), "RELEASE tamper", &f), 0);
		if (book_check(desk->book, &report, &f) != FAULT_DAMAGED ||
		    strcmp(f.subject, cases[i].subject))
			fail_msg("%s: %d %s", cases[i].sql, f.code, f.subject);
		desk_close(desk);
		desk_open(desk);
		desk_add(desk, KIND_SESSION, visit);
	}
}

static void a_newer_book_is_left_alone(void **state)
{
	struct desk *desk = *state;
	struct book *book = NULL;
	struct fault f;

	assert_int_equal(db_exec(book_db(desk->book), "PRAGMA user_version = 99", &f), 0);
	book_close(desk->book);
	desk->book = NULL;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(book_open(desk->path, "Lan", (struct vault_pass){ "mat khau", 8 },
					   &book, &f), FAULT_NEWER);
		assert_null(book);
	}
}

static void a_wrong_clock_is_not_trusted(void **state)
{
	struct desk *desk = *state;
	struct fault f;

	unsetenv("SOTAY_NOW");
	setenv("SOTAY_NOW", "nonsense", 1);
	assert_int_equal(book_begin(desk->book, "log", &f), FAULT_USAGE);
	setenv("SOTAY_NOW", DESK_TODAY "T09:00", 1);
	assert_int_equal(book_begin(desk->book, "log", &f), 0);
	book_rollback(desk->book);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)
	const struct CMUnitTest tests[] = {
		CASE(what_goes_in_comes_out),
		CASE(tables_hold_what_was_entered),
		CASE(defaults_and_missing_fields),
		CASE(bad_values_are_named),
		CASE(long_texts),
		CASE(texts_are_composed),
		CASE(registers_refuse_what_is_wrong),
		CASE(edit_checks_the_whole_record),
		CASE(undo_takes_back_step_by_step),
		CASE(undo_leaves_what_others_changed),
		CASE(undo_goes_back_over_undone_steps),
		CASE(undo_keeps_a_session_and_its_promises_together),
		CASE(undo_makes_nothing_that_could_not_be_entered),
		CASE(places_with_visits_cannot_be_voided),
		CASE(promises_can_always_be_closed),
		CASE(the_later_snapshot_of_a_day_counts),
		CASE(silence_is_a_team_s_own),
		CASE(leaders_keep_to_their_team),
		CASE(household_with_visits_stays),
		CASE(roles_are_kept),
		CASE(the_first_member_is_filled_in),
		CASE(search_needs_no_marks),
		CASE(search_follows_renamed_places),
		CASE(own_topics_are_known),
		CASE(ids_and_prefixes),
		CASE(lists_are_in_order),
		CASE(households_are_listed_as_they_are),
		CASE(check_sees_tampering),
		CASE(a_newer_book_is_left_alone),
		CASE(a_wrong_clock_is_not_trusted),
	};

	if (hash_init())
		return 1;
	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
