/* What kind a household was when, and campaigns and targets as records. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/crypto.h"
#include "store/record/lookup.h"
#include "tests/store/desk.h"

static rec_t household(struct desk *desk, const char *path)
{
	struct fault f;
	rec_t rec;

	assert_int_equal(household_lookup(desk->book, path, &rec, &f), FAULT_OK);
	return rec;
}

/* The kind's days of a household as "from..to", "-" where it has no end. */
static void assert_kind(struct desk *desk, rec_t house, const char *kind, const char *days)
{
	char sql[600];

	snprintf(sql, sizeof sql,
		 "SELECT ifnull((SELECT group_concat(iif(since < 0, '', date(since * 86400, 'unixepoch'))"
		 " || '..' || iif(until > 100000, '', date(until * 86400, 'unixepoch')), ' ')"
		 " FROM (SELECT * FROM household_kind WHERE household = %lld AND kind ="
		 " (SELECT k FROM sym WHERE s = '%s') ORDER BY since)), '-') = '%s'",
		 (long long)house, kind, days);
	if (!desk_count(desk, sql))
		fail_msg("%s is not %s: %s", kind, days, sql);
}

/* Open it again on that day. */
static void on(struct desk *desk, const char *day)
{
	char now[32];

	snprintf(now, sizeof now, "%sT09:00", day);
	setenv("SOTAY_NOW", now, 1);
	desk_reopen(desk, "Lan");
}

static void a_kind_holds_from_the_day_it_was_given(void **state)
{
	struct desk *desk = *state;
	rec_t business = household(desk, "26572-01/H002"), none = household(desk, "26572-01/H001");

	assert_kind(desk, business, "kinh_doanh", ".."); /* as it was registered: for all days */
	assert_kind(desk, none, "kinh_doanh", "-");
	on(desk, "2026-11-25");
	desk_edit(desk, none, "{\"kinds\":[\"kinh_doanh\",\"ngheo\"]}");
	desk_edit(desk, business, "{\"hint\":\"gần chợ\"}"); /* which says nothing of kinds */
	on(desk, "2026-12-01");
	desk_edit(desk, none, "{\"kinds\":[\"ngheo\"]}");
	desk_edit(desk, business, "{\"kinds\":[]}");
	assert_kind(desk, none, "kinh_doanh", "2026-11-25..2026-11-30");
	assert_kind(desk, none, "ngheo", "2026-11-25..2026-11-30 2026-12-01..");
	assert_kind(desk, business, "kinh_doanh", "..2026-11-30");
	on(desk, "2026-12-05");
	desk_edit(desk, business, "{\"kinds\":[\"can_ngheo\"]}");
	desk_edit(desk, business, "{\"kinds\":[\"kinh_doanh\"]}"); /* the same day: the last one */
	assert_kind(desk, business, "kinh_doanh", "..2026-11-30 2026-12-05..");
	assert_kind(desk, business, "can_ngheo", "-");
	desk_check(desk);
}

static void an_older_file_gets_its_kinds_when_it_is_opened(void **state)
{
	struct desk *desk = *state;
	rec_t business = household(desk, "26572-01/H002"), none = household(desk, "26572-01/H001");

	on(desk, "2026-11-25");
	desk_edit(desk, none, "{\"kinds\":[\"kinh_doanh\"]}");
	desk_take_back_to_3(desk);
	desk_reopen(desk, "Lan");
	assert_kind(desk, none, "kinh_doanh", "2026-11-25..");
	assert_kind(desk, business, "kinh_doanh", "..");
	desk_check(desk);
}

#define CAMPAIGN "\"code\":\"NGAY1010\",\"name\":\"Ngày Chuyển đổi số\",\"tag\":\"10/10\""
#define DAYS "\"from\":\"2026-10-01\",\"to\":\"2026-10-31\""

static void a_campaign_is_held_to_its_bounds(void **state)
{
	static const struct {
		const char *json, *field;
		enum fault_reason reason;
	} bad[] = {
		{ "{\"code\":\"a b\",\"name\":\"x\",\"tag\":\"x\"," DAYS "}", "code", REASON_BAD_SHORT_CODE },
		{ "{\"name\":\"x\",\"tag\":\"x\"," DAYS "}", "code", REASON_BAD_SHORT_CODE },
		{ "{\"code\":\"A\",\"name\":\"x\"," DAYS "}", "tag", REASON_BAD_TEXT },
		{ "{" CAMPAIGN ",\"from\":\"2026-10-01\"}", "to", REASON_BAD_DATE },
		{ "{" CAMPAIGN ",\"from\":\"2026-10-02\",\"to\":\"2026-10-01\"}", "to", REASON_BAD_DATE },
		{ "{" CAMPAIGN ",\"from\":\"2026-01-01\",\"to\":\"2027-01-02\"}", "to", REASON_BAD_DATE },
		{ "{" CAMPAIGN ",\"from\":\"2019-12-31\",\"to\":\"2020-01-02\"}", "from", REASON_BAD_DATE },
		{ "{" CAMPAIGN "," DAYS ",\"targets\":[{\"code\":\"tl_ho\",\"number\":1}]}",
		  "targets[0].code", REASON_UNKNOWN_CODE },
		{ "{" CAMPAIGN "," DAYS ",\"targets\":[{\"code\":\"so_tin\",\"number\":1}]}",
		  "targets[0].code", REASON_UNKNOWN_CODE },
		/* What reaches back to New Year, or further, is no figure of a campaign's days. */
		{ "{" CAMPAIGN "," DAYS ",\"targets\":[{\"code\":\"ho_luy_ke\",\"number\":1}]}",
		  "targets[0].code", REASON_UNKNOWN_CODE },
		{ "{" CAMPAIGN "," DAYS ",\"targets\":[{\"code\":\"ho_lan_dau\",\"number\":1}]}",
		  "targets[0].code", REASON_UNKNOWN_CODE },
		{ "{" CAMPAIGN "," DAYS ",\"targets\":[{\"code\":\"so_luot\"}]}", "targets[0].number",
		  REASON_BAD_NUMBER },
		{ "{" CAMPAIGN "," DAYS ",\"targets\":[{\"code\":\"so_luot\",\"number\":1.234}]}",
		  "targets[0].number", REASON_BAD_NUMBER },
		{ "{" CAMPAIGN "," DAYS ",\"targets\":[{\"code\":\"so_luot\",\"number\":1,"
		  "\"team\":\"T09\"}]}", "targets[0].team", REASON_UNKNOWN_TEAM },
		{ "{" CAMPAIGN "," DAYS ",\"targets\":[{\"code\":\"so_luot\",\"number\":1},"
		  "{\"code\":\"so_luot\",\"number\":2}]}", "targets[1].code", REASON_BAD_CODE },
	};
	struct desk *desk = *state;
	char *read;
	rec_t rec;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct fault f = desk_refused(desk, TYPE_CAMPAIGN, 0, bad[i].json);

		if (f.code != FAULT_FIELD || strcmp(f.field, bad[i].field) || f.reason != bad[i].reason)
			fail_msg("%s: fault %d, %s, %s", bad[i].json, f.code, f.field,
				 fault_reason_name(f.reason));
	}
	rec = desk_add(desk, TYPE_CAMPAIGN, "{" CAMPAIGN "," DAYS ",\"targets\":["
		       "{\"code\":\"so_luot\",\"number\":500},"
		       "{\"code\":\"so_luot\",\"team\":\"T01\",\"number\":12.5}]}");
	assert_int_equal(desk_refused(desk, TYPE_CAMPAIGN, 0, "{" CAMPAIGN "," DAYS "}").reason,
			 REASON_TAKEN_CODE); /* there is one of that code */
	read = desk_read(desk, rec);
	assert_non_null(strstr(read, "\"targets\":[{\"code\":\"so_luot\",\"team\":null,"
				     "\"number\":500.0},{\"code\":\"so_luot\",\"team\":\"T01\","
				     "\"number\":12.5}]"));
	free(read);
	desk_edit(desk, rec, "{\"to\":\"2026-11-05\"}");
	desk_check(desk);
	desk_void(desk, rec);
	desk_add(desk, TYPE_CAMPAIGN, "{" CAMPAIGN "," DAYS "}");
	desk_check(desk);
}

static void a_target_is_one_a_set_indicator_and_team(void **state)
{
	struct desk *desk = *state;
	struct fault f;
	rec_t unit, own, found;

	unit = desk_add(desk, TYPE_TARGET, "{\"set\":\"HCM-2026\",\"code\":\"HCM01\",\"number\":95.5}");
	own = desk_add(desk, TYPE_TARGET, "{\"set\":\"HCM-2026\",\"code\":\"HCM01\","
					  "\"team\":\"T01\",\"number\":90}");
	desk_add(desk, TYPE_TARGET, "{\"set\":\"TAMLONG-27\",\"code\":\"XH02\",\"number\":80}");
	f = desk_refused(desk, TYPE_TARGET, 0, "{\"set\":\"HCM-2026\",\"code\":\"HCM01\",\"number\":1}");
	assert_int_equal(f.code, FAULT_EXISTS);
	f = desk_refused(desk, TYPE_TARGET, 0, "{\"set\":\"HCM-2026\",\"code\":\"XH02\",\"number\":1}");
	assert_int_equal(f.reason, REASON_UNKNOWN_CODE); /* of another set */
	f = desk_refused(desk, TYPE_TARGET, 0, "{\"set\":\"A\",\"code\":\"XH99\",\"number\":1}");
	assert_int_equal(f.reason, REASON_UNKNOWN_CODE);
	f = desk_refused(desk, TYPE_TARGET, 0, "{\"set\":\"A\",\"code\":\"XH02\",\"number\":-1}");
	assert_int_equal(f.reason, REASON_BAD_NUMBER);
	f = desk_refused(desk, TYPE_TARGET, unit, "{\"team\":\"T01\"}");
	assert_int_equal(f.reason, REASON_FIXED);
	assert_int_equal(target_lookup(desk->book, "HCM-2026/HCM01", &found, &f), FAULT_OK);
	assert_int_equal(found, unit);
	assert_int_equal(target_lookup(desk->book, "HCM-2026/HCM01/T01", &found, &f), FAULT_OK);
	assert_int_equal(found, own);
	assert_int_equal(target_lookup(desk->book, "HCM-2026/HCM01/T09", &found, &f), FAULT_NOT_FOUND);
	assert_int_equal(target_lookup(desk->book, "HCM-2026", &found, &f), FAULT_NOT_FOUND);
	desk_edit(desk, unit, "{\"number\":97}");
	desk_check(desk);
}

static void aims_are_an_officers(void **state)
{
	struct desk *desk = *state;
	struct fault f;

	desk_slot(desk, "Tú");
	desk_reopen(desk, "Tú"); /* leads T01 */
	f = desk_refused(desk, TYPE_CAMPAIGN, 0, "{" CAMPAIGN "," DAYS "}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	f = desk_refused(desk, TYPE_TARGET, 0, "{\"set\":\"A\",\"code\":\"XH02\",\"number\":1}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	desk_reopen(desk, "Lan");
	desk_add_unasked(desk, TYPE_MEMBER, "{\"code\":\"Hà\",\"name\":\"Hà\",\"role\":\"can_bo_xa\"}");
	desk_slot(desk, "Hà");
	desk_reopen(desk, "Hà");
	desk_add(desk, TYPE_CAMPAIGN, "{" CAMPAIGN "," DAYS "}");
	desk_add(desk, TYPE_TARGET, "{\"set\":\"A\",\"code\":\"XH02\",\"number\":1}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(a_kind_holds_from_the_day_it_was_given),
		DESK_CASE(an_older_file_gets_its_kinds_when_it_is_opened),
		DESK_CASE(a_campaign_is_held_to_its_bounds),
		DESK_CASE(a_target_is_one_a_set_indicator_and_team),
		DESK_CASE(aims_are_an_officers),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("kinds", tests, NULL, NULL);
}
