/* What holds between the fields of a record, whichever way it becomes what it is. */
#include "config.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/crypto.h"
#include "store/book/transaction.h"
#include "store/record/append.h"
#include "store/record/lookup.h"
#include "store/record/record.h"
#include "store/record/undo.h"
#include "store/record/unit_codes.h"
#include "tests/store/desk.h"

static void refused(struct desk *desk, enum record_type type, rec_t rec, const char *json,
		    const char *field, enum fault_reason reason)
{
	struct fault f = desk_refused(desk, type, rec, json);

	if (f.code != FAULT_FIELD || strcmp(f.field, field) || f.reason != reason)
		fail_msg("%s: %d %s [%s]", json, f.code, f.field, fault_reason_name(f.reason));
}

/* A change to desk_visit, which is wrong as entry and must be wrong as change. */
static const struct {
	const char *changes, *field;
	enum fault_reason reason;
} wrong[] = {
	{ "{\"date\":\"2026-11-21\",\"followups\":[{\"kind\":\"den_lai\",\"due\":\"2026-11-20\"}]}",
	  "followups[0].due", REASON_BAD_DATE },
	{ "{\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}", "followups[0].topic",
	  REASON_UNKNOWN_TOPIC },
	{ "{\"people\":3,\"over60\":4}", "over60", REASON_TOO_MANY },
	{ "{\"female\":null,\"over60\":null,\"people\":1,\"topics\":[{\"topic\":\"VNEID2\","
	  "\"outcome\":\"hoan_thanh\",\"count\":2}]}", "topics[0].count", REASON_BAD_COUNT },
	{ "{\"female\":9}", "female", REASON_TOO_MANY },
	{ "{\"household\":null}", "household", REASON_UNKNOWN_HOUSEHOLD },
	{ "{\"village\":\"26572-02\",\"household\":\"H002\"}", "household",
	  REASON_UNKNOWN_HOUSEHOLD },
	{ "{\"attempt\":\"vang\"}", "attempt", REASON_ATTEMPT_WITH_TOPICS },
	{ "{\"topics\":null}", "topics", REASON_NO_TOPICS },
	{ "{\"channel\":\"lop_nhom\",\"people\":null,\"female\":null,\"over60\":null}", "people",
	  REASON_BAD_NUMBER },
};

static void a_change_is_held_to_what_entry_is(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit);

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		json_t *whole = json_loads(desk_visit, 0, NULL);
		json_t *changes = json_loads(wrong[i].changes, 0, NULL);
		char *text;

		json_object_update(whole, changes);
		text = json_dumps(whole, 0);
		refused(desk, TYPE_SESSION, 0, text, wrong[i].field, wrong[i].reason);
		refused(desk, TYPE_SESSION, rec, wrong[i].changes, wrong[i].field, wrong[i].reason);
		free(text);
		json_decref(changes);
		json_decref(whole);
	}
	/* A household of the other village bears the same code: the visit was not to that one. */
	refused(desk, TYPE_SESSION, rec, "{\"village\":\"26572-02\"}", "household",
		REASON_UNKNOWN_HOUSEHOLD);
	desk_edit(desk, rec, "{\"village\":\"26572-02\",\"household\":\"H001\"}");
	desk_check(desk);
}

/* A visit on 10 November with a promise for the 12th. */
static rec_t promised(struct desk *desk)
{
	return desk_add(desk, TYPE_SESSION,
		"{\"date\":\"2026-11-10\",\"village\":\"26572-01\",\"channel\":\"cho\",\"topics\":"
		"[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\"}],\"followups\":[{\"kind\":"
		"\"den_lai\",\"due\":\"2026-11-12\",\"topic\":\"VNEID2\"}]}");
}

static void a_date_stays_before_what_was_promised_on_it(void **state)
{
	struct desk *desk = *state;
	rec_t rec = promised(desk), promise = desk_count(desk, "SELECT rec FROM followup");

	refused(desk, TYPE_SESSION, rec, "{\"date\":\"2026-11-13\"}", "followups[0].due",
		REASON_BAD_DATE);
	refused(desk, TYPE_SESSION, rec, "{\"date\":\"2024-11-11\"}", "followups[0].due",
		REASON_BAD_DATE);
	desk_edit(desk, rec, "{\"date\":\"2026-11-12\"}");
	desk_edit(desk, rec, "{\"date\":\"2026-11-13\",\"followups\":[{\"kind\":\"den_lai\","
			     "\"due\":\"2026-11-14\"}]}");
	promise = desk_count(desk, "SELECT rec FROM followup WHERE NOT voided");
	desk_edit(desk, promise, "{\"due\":null,\"status\":\"xong\",\"closed\":\"2026-11-15\"}");
	refused(desk, TYPE_SESSION, rec, "{\"date\":\"2026-11-16\"}", "date", REASON_BAD_DATE);
	desk_edit(desk, rec, "{\"date\":\"2026-11-15\"}");
	desk_check(desk);
}

static void another_cap_leaves_earlier_sessions_editable(void **state)
{
	struct desk *desk = *state;
	rec_t topic = desk_add(desk, TYPE_TOPIC, "{\"code\":\"RIENG\",\"short\":\"Riêng\",\"vi\":"
			       "\"Riêng\",\"group\":\"khac\",\"cap\":\"none\"}"), rec;
	char verb[33];
	struct fault f;
	int count, left;

	rec = desk_add(desk, TYPE_SESSION, "{\"date\":\"2026-11-10\",\"village\":\"26572-01\","
		"\"channel\":\"cho\",\"people\":2,\"topics\":[{\"topic\":\"RIENG\",\"outcome\":"
		"\"tu_lam\",\"count\":9}]}");
	desk_edit(desk, topic, "{\"cap\":\"people\"}");
	desk_edit(desk, rec, "{\"note\":\"sửa\",\"date\":\"2026-11-11\",\"people\":2}");
	desk_edit(desk, rec, "{\"topics\":[{\"topic\":\"RIENG\",\"outcome\":\"tu_lam\",\"count\":9},"
			     "{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\",\"count\":1}]}");
	refused(desk, TYPE_SESSION, rec, "{\"people\":3}", "topics[0].count", REASON_BAD_COUNT);
	refused(desk, TYPE_SESSION, rec, "{\"topics\":[{\"topic\":\"RIENG\",\"outcome\":\"tu_lam\","
		"\"count\":8}]}", "topics[0].count", REASON_BAD_COUNT);
	desk_void(desk, rec);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(left, 0); /* it comes back as it was */
	desk_edit(desk, rec, "{\"people\":9}");
	desk_check(desk);
}

static void who_has_left_stays_where_he_was(void **state)
{
	struct desk *desk = *state;
	rec_t rec, minh;
	struct fault f;

	rec = desk_add(desk, TYPE_SESSION, "{\"date\":\"2026-11-10\",\"village\":\"26572-01\","
		"\"channel\":\"cho\",\"by\":[\"Minh\"],\"topics\":[{\"topic\":\"TTQR\","
		"\"outcome\":\"tu_lam\"}]}");
	assert_int_equal(record_lookup_code(desk->book, TYPE_MEMBER, "Minh", &minh, &f), 0);
	desk_void(desk, minh);
	desk_edit(desk, rec, "{\"by\":[\"Minh\"],\"note\":\"a\"}"); /* as the screen sends it */
	desk_edit(desk, rec, "{\"by\":[\"Lan\",\"Minh\"]}");
	desk_edit(desk, rec, "{\"by\":[\"Lan\"]}");
	refused(desk, TYPE_SESSION, rec, "{\"by\":[\"Minh\"]}", "by", REASON_UNKNOWN_MEMBER);
}

/* ---- codes ---- */

static void codes_differ_by_more_than_capitals(void **state)
{
	static const char *const taken[] = { "minh", "MINH", "tú", "TÚ", "\\u00A0Lan", "lan\\u3164" };
	struct desk *desk = *state;
	char line[128];

	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
		snprintf(line, sizeof line, "{\"code\":\"%s\",\"name\":\"x\",\"role\":null}", taken[i]);
		if (i == 4) /* who set the laptop up is filled in, however it is written */
			desk_add(desk, TYPE_MEMBER, line);
		else
			refused(desk, TYPE_MEMBER, 0, line, "code", REASON_TAKEN_CODE);
	}
	refused(desk, TYPE_TEAM, 0, "{\"code\":\"t01\",\"name\":\"x\"}", "code", REASON_TAKEN_CODE);
	desk_add(desk, TYPE_MEMBER, "{\"code\":\"Đạt\",\"name\":\"x\"}");
	refused(desk, TYPE_MEMBER, 0, "{\"code\":\"\u00F0ạt\",\"name\":\"x\"}", "code", REASON_TAKEN_CODE);
	desk_add(desk, TYPE_MEMBER, "{\"code\":\"Dạt\",\"name\":\"x\"}");
}

/* As an older program took them. */
static rec_t old_member(struct desk *desk, const char *code)
{
	json_t *set = json_pack("{ss ss}", "code", code, "name", code);
	struct fault f;
	rec_t rec;

	assert_int_equal(book_begin(desk->book, "member_add", &f), 0);
	assert_int_equal(record_append(desk->book, 0, TYPE_MEMBER, set, &rec, &f), 0);
	assert_int_equal(book_commit(desk->book, NULL, &f), 0);
	json_decref(set);
	return rec;
}

static void members_of_before_work_on(void **state)
{
	struct desk *desk = *state;
	rec_t lan = old_member(desk, "lan"), dat = old_member(desk, "\u00D0ạt"), found;
	struct fault f;
	char *text;

	desk_slot(desk, "\u00D0ạt");
	desk_reopen(desk, "Đạt"); /* as the command line evens it out */
	assert_string_equal(book_member(desk->book), "\u00D0ạt");
	desk_reopen(desk, "Lan");
	desk_edit(desk, lan, "{\"name\":\"Lan nhỏ\",\"code\":\"lan\"}");
	assert_int_equal(record_lookup_code(desk->book, TYPE_MEMBER, "lan", &found, &f), 0);
	assert_int_equal(found, lan);
	assert_int_equal(record_lookup_code(desk->book, TYPE_MEMBER, "Đạt", &found, &f), 0);
	assert_int_equal(found, dat);
	assert_int_equal(record_lookup_code(desk->book, TYPE_MEMBER, "LAN", &found, &f), FAULT_NOT_FOUND);
	desk_edit(desk, dat, "{\"team\":\"T01\"}");
	text = desk_read(desk, desk_add(desk, TYPE_SESSION,
		"{\"date\":\"2026-11-10\",\"village\":\"26572-01\",\"channel\":\"cho\",\"by\":[\"lan\","
		"\"Đạt\"],\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}"));
	assert_non_null(strstr(text, "[\"lan\",\"\u00D0ạt\"]")); /* by the code their records have */
	free(text);
	desk_check(desk);
}

static void names_have_nothing_invisible(void **state)
{
	static const char *const bad[] = { "a\u200Bb", "a\u3164b", "a\u2800b", "a\u00ADb", "\u3164" };
	struct desk *desk = *state;
	char line[128], *text;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(line, sizeof line, "{\"code\":\"T%zu\",\"name\":\"%s\"}", i, bad[i]);
		refused(desk, TYPE_TEAM, 0, line, "name", REASON_BAD_TEXT);
		snprintf(line, sizeof line, "{\"code\":\"%s\",\"name\":\"x\"}", bad[i]);
		refused(desk, TYPE_TEAM, 0, line, "code", REASON_BAD_CODE);
	}
	text = desk_read(desk, desk_add(desk, TYPE_TEAM, "{\"code\":\" T\u00A09\u2800\",\"name\":"
		"\"\uFEFFTổ\u2003\u0189ông \",\"villages\":[\"\u00A026572-01\"]}"));
	assert_string_equal(text, "{\"code\":\"T 9\",\"name\":\"Tổ Đông\",\"villages\":[\"26572-01\"]}");
	free(text);
}

/* ---- villages of the unit ---- */

static void a_village_is_of_its_unit(void **state)
{
	struct desk *desk = *state;
	struct fault f;
	rec_t rec;

	refused(desk, TYPE_VILLAGE, 0, "{\"code\":\"99999-01\",\"name\":\"x\"}", "code", REASON_NOT_OURS);
	assert_string_equal(fault_reason_name(REASON_NOT_OURS), "bad_code");
	assert_int_equal(unit_codes_set(desk->book, "2657", &f), FAULT_FIELD);
	assert_int_equal(unit_codes_set(desk->book, "26572;26575", &f), FAULT_FIELD);
	assert_int_equal(unit_codes_set(desk->book, " 26572, 26575,26575 ", &f), 0);
	assert_string_equal(book_setting(desk->book, UNIT_CODES_SETTING), "26572,26575");
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM audit WHERE verb = 'settings'"
					  " AND detail = 'codes 26572,26575'"), 1);
	rec = desk_add(desk, TYPE_VILLAGE, "{\"code\":\"26575-01\",\"name\":\"x\"}");
	refused(desk, TYPE_VILLAGE, 0, "{\"code\":\"2657-501\",\"name\":\"x\"}", "code",
		REASON_BAD_VILLAGE_CODE);
	refused(desk, TYPE_VILLAGE, 0, "{\"code\":\"26576-01\",\"name\":\"x\"}", "code", REASON_NOT_OURS);
	assert_int_equal(unit_codes_set(desk->book, "26572,26575", &f), FAULT_NOTHING);
	assert_int_equal(unit_codes_set(desk->book, "", &f), FAULT_USED); /* what is there keeps its code */
	assert_string_equal(f.subject, "26575-01");
	desk_edit(desk, rec, "{\"name\":\"y\"}");
	desk_void(desk, rec);
	assert_int_equal(unit_codes_set(desk->book, "", &f), 0);
	refused(desk, TYPE_VILLAGE, 0, "{\"code\":\"26575-02\",\"name\":\"x\"}", "code", REASON_NOT_OURS);
	desk_check(desk);
}

static void only_who_edits_villages_sets_codes(void **state)
{
	struct desk *desk = *state;
	struct fault f;

	desk_slot(desk, "Tú");
	desk_reopen(desk, "Tú");
	assert_int_equal(unit_codes_set(desk->book, "26575", &f), FAULT_NOT_PERMITTED);
	assert_null(book_setting(desk->book, UNIT_CODES_SETTING));
}

static void units_have_codes(void **state)
{
	(void)state;
	assert_true(unit_code_fits(LEVEL_TEAM, "26572"));
	assert_true(unit_code_fits(LEVEL_COMMUNE, "26572"));
	assert_true(unit_code_fits(LEVEL_UPPER, "7"));
	assert_true(unit_code_fits(LEVEL_UPPER, "26572"));
	assert_true(unit_code_fits(LEVEL_UPPER, "BRVT"));
	assert_false(unit_code_fits(LEVEL_TEAM, "ABC"));
	assert_false(unit_code_fits(LEVEL_TEAM, "2657"));
	assert_false(unit_code_fits(LEVEL_COMMUNE, "265720"));
	assert_false(unit_code_fits(LEVEL_COMMUNE, "2657A"));
	assert_false(unit_code_fits(LEVEL_UPPER, ""));
	assert_false(unit_code_fits(LEVEL_UPPER, "123456"));
	assert_false(unit_code_fits(LEVEL_UPPER, "A-1"));
}

/* ---- what stays ---- */

static int void_of(struct desk *desk, enum record_type type, const char *code)
{
	struct fault f;
	rec_t rec;
	int rc;

	assert_int_equal(record_lookup_code(desk->book, type, code, &rec, &f), 0);
	assert_int_equal(book_begin(desk->book, "void", &f), 0);
	rc = record_void(desk->book, rec, true, &f);
	book_rollback(desk->book);
	return rc;
}

static void who_can_unlock_is_not_taken_out(void **state)
{
	struct desk *desk = *state;

	assert_int_equal(void_of(desk, TYPE_MEMBER, "Lan"), FAULT_HAS_KEY);
	assert_int_equal(void_of(desk, TYPE_MEMBER, "Tú"), FAULT_OK);
	desk_slot(desk, "Tú");
	assert_int_equal(void_of(desk, TYPE_MEMBER, "Tú"), FAULT_HAS_KEY);
	assert_int_equal(void_of(desk, TYPE_TEAM, "T01"), FAULT_USED);
	assert_int_equal(void_of(desk, TYPE_MEMBER, "Minh"), FAULT_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(a_change_is_held_to_what_entry_is),
		DESK_CASE(a_date_stays_before_what_was_promised_on_it),
		DESK_CASE(another_cap_leaves_earlier_sessions_editable),
		DESK_CASE(who_has_left_stays_where_he_was),
		DESK_CASE(codes_differ_by_more_than_capitals),
		DESK_CASE(members_of_before_work_on),
		DESK_CASE(names_have_nothing_invisible),
		DESK_CASE(a_village_is_of_its_unit),
		DESK_CASE(only_who_edits_villages_sets_codes),
		cmocka_unit_test(units_have_codes),
		DESK_CASE(who_can_unlock_is_not_taken_out),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
