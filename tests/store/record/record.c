/* Records added, changed, taken out, and the tables that follow them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/record/lookup.h"
#include "store/base/crypto.h"
#include "store/query/list.h"
#include "store/record/record.h"
#include "store/book/transaction.h"
#include "tests/store/desk.h"

static void what_goes_in_comes_out(void **state)
{
	struct desk *desk = *state;
	char *text = desk_read(desk, desk_add(desk, TYPE_SESSION, desk_visit));

	assert_string_equal(text, desk_visit);
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

	desk_add(desk, TYPE_SESSION, desk_visit);
	desk_add(desk, TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		 "\"2026-11-16\",\"residents\":4,\"eid2\":2,\"shop\":1}");
	desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"G1\","
		 "\"guided_since\":\"2025-03\"}");
	desk_add(desk, TYPE_REPORT, "{\"period\":\"2026-W46\",\"team\":\"T01\",\"nil\":true}");
	for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
		if (desk_count(desk, cells[i].sql) != cells[i].value)
			fail_msg("%s: %lld", cells[i].sql, (long long)desk_count(desk, cells[i].sql));
	desk_check(desk);
}

static void edit_checks_the_whole_record(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit);
	struct fault f = desk_refused(desk, TYPE_SESSION, rec, "{\"people\":1,\"female\":2}");
	char *text;

	assert_string_equal(f.field, "female");
	f = desk_refused(desk, TYPE_SESSION, rec, "{\"village\":\"26572-02\",\"note\":\"x\"}");
	assert_int_equal(f.reason, REASON_UNKNOWN_HOUSEHOLD); /* H001 of the other village */
	f = desk_refused(desk, TYPE_SESSION, rec, "{\"people\":2}");
	assert_int_equal(f.code, FAULT_NOTHING);
	desk_edit(desk, rec, "{\"village\":\"26572-02\",\"household\":\"X9\",\"note\":null,"
		  "\"followups\":[{\"kind\":\"goi_lai\"}],\"by\":[\"Minh\",\"Tú\"]}");
	text = desk_read(desk, rec);
	assert_non_null(strstr(text, "\"village\":\"26572-02\",\"household\":\"X9\""));
	assert_non_null(strstr(text, "\"note\":null,\"by\":[\"Minh\",\"Tú\"]"));
	assert_non_null(strstr(text, "\"followups\":[{\"kind\":\"goi_lai\",\"due\":null,"
				     "\"topic\":null}]"));
	free(text);
	f = desk_refused(desk, TYPE_VILLAGE, 0, "{}");
	assert_true(f.missing);
	desk_check(desk);
}

static void places_with_visits_cannot_be_voided(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit), household;
	struct fault f;

	assert_int_equal(household_lookup(desk->book, "26572-01/H001", &household, &f), 0);
	assert_int_equal(book_begin(desk->book, "void", &f), 0);
	assert_int_equal(record_void(desk->book, household, true, &f), FAULT_USED);
	book_rollback(desk->book);
	f = desk_refused(desk, TYPE_HOUSEHOLD, household, "{\"village\":\"26572-02\"}");
	assert_int_equal(f.reason, REASON_FIXED);
	desk_void(desk, rec);
	desk_void(desk, household);
}

static void promises_can_always_be_closed(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit), promise = 0;
	struct fault f;

	f = desk_refused(desk, TYPE_SESSION, rec,
			 "{\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}");
	assert_string_equal(f.field, "followups[0].topic");
	promise = desk_count(desk, "SELECT rec FROM followup");
	f = desk_refused(desk, TYPE_FOLLOWUP, promise, "{\"closed\":\"2026-11-18\"}");
	assert_string_equal(f.field, "closed"); /* open ones have no such day */
	f = desk_refused(desk, TYPE_FOLLOWUP, promise,
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
	return LIST_STOP;
}

static void the_later_snapshot_of_a_day_counts(void **state)
{
	struct desk *desk = *state;
	rec_t household, newest = 0, last = 0;
	struct fault f;

	assert_int_equal(household_lookup(desk->book, "26572-01/H001", &household, &f), 0);
	for (int i = 0; i < 6; i++) {
		char line[160];

		snprintf(line, sizeof line, "{\"village\":\"26572-01\",\"household\":\"H001\","
			 "\"date\":\"2026-11-17\",\"dvc\":%d}", i);
		last = desk_add(desk, TYPE_STATUS, line);
		assert_int_equal(list_status(desk->book, household, take_one, &newest, &f), 0);
		assert_int_equal(newest, last);
	}
	desk_check(desk);
}

static void the_first_member_is_filled_in(void **state)
{
	struct desk *desk = *state;
	struct fault f;
	rec_t lan;

	desk_add(desk, TYPE_MEMBER, "{\"code\":\"Lan\",\"name\":\"Nguyễn Thị Lan\",\"role\":"
		 "\"thanh_vien\",\"team\":\"T01\"}");
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM member"), 3);
	assert_int_equal(record_lookup_code(desk->book, TYPE_MEMBER, "Lan", &lan, &f), 0);
	f = desk_refused(desk, TYPE_MEMBER, 0, "{\"code\":\"Lan\",\"name\":\"khác\"}");
	assert_int_equal(f.reason, REASON_TAKEN_CODE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(what_goes_in_comes_out),
		DESK_CASE(tables_hold_what_was_entered),
		DESK_CASE(edit_checks_the_whole_record),
		DESK_CASE(places_with_visits_cannot_be_voided),
		DESK_CASE(promises_can_always_be_closed),
		DESK_CASE(the_later_snapshot_of_a_day_counts),
		DESK_CASE(the_first_member_is_filled_in),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
