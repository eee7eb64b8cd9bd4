/* Counting, rule by rule, over tables filled by hand; tests/e2e/summary.py does it at large. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/summary/private.h"
#include "tests/store/summary/by_hand.h"

/* --- the table of rules --------------------------------------------------------- */

/* The codes after "result topic" or "result topics" in a source. */
static void test_rules_follow_the_columns(void **state)
{
	int rates = 0, slots = 0, typed = 0;

	(void)state;
	assert_int_equal(summary_rule_count, catalog_column_count);
	for (size_t i = 0; i < summary_rule_count; i++) {
		const struct rule *rule = &summary_rules[i];
		const char *source = catalog_columns[i].source;
		char *expected = NULL;

		assert_string_equal(rule->column, catalog_columns[i].code);
		rates += rule->kind == RULE_STATUS_RATE;
		typed += rule->kind == RULE_TYPED_SUM || rule->kind == RULE_TYPED_LAST;
		assert_int_equal(column_is_typed(&catalog_columns[i]),
				 rule->kind == RULE_TYPED_SUM || rule->kind == RULE_TYPED_LAST);
		if (rule_slot(rule) >= 0)
			assert_int_equal(rule_slot(rule), slots++);
		assert_int_equal(!strncmp(source, "result topic", 12), rule->kind == RULE_RESULT);
		if (rule->kind == RULE_RESULT)
			assert_int_equal(asprintf(&expected, "result topic%s %s",
						  strchr(rule->topics, ',') ? "s" : "",
						  rule->topics) > 0, 1);
		else if (rule->kind == RULE_TOPIC_PEOPLE)
			assert_true(asprintf(&expected,
				"people of sessions with topic %s, once per session",
				rule->topics) > 0);
		else if (rule->kind == RULE_GROUP_PEOPLE)
			assert_true(asprintf(&expected,
				"people of sessions with a topic of group %s, once per session",
				rule->topics) > 0);
		if (expected)
			assert_string_equal(source, expected);
		free(expected);
		for (const char *t = rule->kind == RULE_RESULT ? rule->topics : NULL; t;) {
			char code[16];

			snprintf(code, sizeof code, "%.*s", (int)strcspn(t, ","), t);
			assert_non_null(topic_find(code));
			t = strchr(t, ',');
			t += t != NULL;
		}
	}
	assert_true(slots <= RULE_SLOTS);
	assert_int_equal(rates, RATES);
	assert_int_equal(typed, TYPED);
}

static void test_axis_names(void **state)
{
	(void)state;
	for (int axis = SUMMARY_UNIT; axis < SUMMARY_AXES; axis++)
		assert_int_equal(summary_axis_find(summary_axis_name(axis)), axis);
	assert_int_equal(summary_axis_find("team"), SUMMARY_TEAM);
	assert_int_equal(summary_axis_find(""), SUMMARY_AXES);
	assert_int_equal(summary_axis_find("area"), SUMMARY_AXES);
}

/* --- what is not known is not 0 --------------------------------------------------- */

static void test_silence_is_not_zero(void **state)
{
	static const char *const counts[] = {"ho_tham", "ho_lan_dau", "ho_luy_ke", "so_luot",
					     "so_khong", "so_buoi", "kq_hoadon", "hen", "qua_han"};
	static const char *const sums[] = {"so_nguoi", "so_nu", "so_60", "nguoi_buoi", "gio_hd",
					   "kq_vneid2", "kq_atm", "ln_dvc", "kq_kcbtx"};
	size_t i;

	(void)state;
	count("2026-W47", SUMMARY_WHOLE);
	for (i = 0; i < sizeof counts / sizeof *counts; i++)
		assert_cell(counts[i], "-");
	for (i = 0; i < sizeof sums / sizeof *sums; i++)
		assert_cell(sums[i], "-");
	assert_cell("tong_ho", "-");
	assert_cell("so_to", "-");
	assert_cell("don_vi", "Phường Tam Long");
	assert_cell("ngay_lap", "21/11/2026");
	assert_cell("ky", "-");

	/* "Không có hoạt động" is a zero, in its week and in what holds it, not beside it. */
	report("2026-W47", "T01", 1);
	count("2026-W47", SUMMARY_WHOLE);
	for (i = 0; i < sizeof counts / sizeof *counts; i++)
		assert_cell(counts[i], "0");
	for (i = 0; i < sizeof sums / sizeof *sums; i++)
		assert_cell(sums[i], "-");
	count("2026-11", SUMMARY_WHOLE);
	assert_cell("so_luot", "0");
	count("2026-W48", SUMMARY_WHOLE);
	assert_cell("so_luot", "-");
	assert_cell("ho_luy_ke", "0");
	assert_cell("hen", "0");
	count("2026-W46", SUMMARY_WHOLE);
	assert_cell("so_luot", "-");
	assert_cell("ho_luy_ke", "-");
	assert_cell("hen", "-");
	run("UPDATE report SET voided = 1");
	count("2026-W47", SUMMARY_WHOLE);
	assert_cell("so_luot", "-");
}

static void test_attempts_are_no_guidance(void **state)
{
	long long h = household("v1", "H1", "NULL");

	(void)state;
	session((struct visit_row){.date = "2026-11-17", .attempt = "vang", .household = h,
				   .minutes = "5"});
	count("2026-W47", SUMMARY_VILLAGE);
	assert_cell("so_khong", "1");
	assert_cell("so_luot", "0");
	assert_cell("ho_tham", "0");
	assert_cell("ho_luy_ke", "0");
	assert_cell("gio_hd", "-");
	assert_groups("v1");
	assert_group("v1", "so_khong", "1");
	assert_group("v1", "so_nguoi", "-");
	count("2026-W47", SUMMARY_TOPIC);
	assert_int_equal(sum.group_count, 0);

	/* A first guidance after an attempt is still the first. */
	entry(session((struct visit_row){.date = "2026-11-24", .household = h}), "VNEID2",
	      "hoan_thanh", "1", NULL);
	count("2026-W48", SUMMARY_WHOLE);
	assert_cell("ho_tham", "1");
	assert_cell("ho_lan_dau", "1");
}

static void test_figures_and_how_many_carry_them(void **state)
{
	long long s = session((struct visit_row){.date = "2026-11-17", .people = "3",
						 .female = "0", .minutes = "25"});

	(void)state;
	entry(s, "VNEID2", "hoan_thanh", "2", NULL);
	entry(s, "ATLD", "chi_tuyen_truyen", NULL, NULL);
	entry(s, "ATMK", "hoan_thanh", "3", NULL);
	s = session((struct visit_row){.date = "2026-11-18", .people = "40",
				       .channel = "lop_nhom"});
	entry(s, "VNEID2", "mot_phan", NULL, NULL);
	entry(s, "TTQR", "chuyen", "5", NULL);
	s = session((struct visit_row){.date = "2026-11-18"});
	entry(s, "DVCNOP", "tu_lam", "0", NULL);
	entry(s, "TTHD", "mot_phan", "2", NULL);
	count("2026-W47", SUMMARY_WHOLE);
	assert_cell("so_luot", "3");
	assert_cell("so_nguoi", "43");
	assert_cell("so_nu", "0");
	assert_cell("so_60", "-");
	assert_cell("gio_hd", "0.4167r");
	assert_cell("so_buoi", "1");
	assert_cell("nguoi_buoi", "40");
	assert_cell("kq_vneid2", "2");  /* the class gave no count */
	assert_cell("kq_gd", "2");      /* a count beside "chuyen" is none */
	assert_cell("kq_dvc_hs", "0");
	assert_cell("kq_atm", "3");     /* two topics of the group, one session */
	assert_cell("ln_tt", "40");
	assert_cell("ln_dvc", "-");     /* nobody knows how many people */
	assert_cell("kq_hoadon", "0");
	assert_int_equal(sum.whole.sessions, 3);
	assert_int_equal(sum.whole.carrying[FILLED_PEOPLE], 2);
	assert_int_equal(sum.whole.carrying[FILLED_FEMALE], 1);
	assert_int_equal(sum.whole.carrying[FILLED_OVER60], 0);
	assert_int_equal(sum.whole.carrying[FILLED_HOURS], 1);
}

static void test_voided_counts_nowhere(void **state)
{
	long long h = household("v1", "H1", "NULL"), s;

	(void)state;
	s = session((struct visit_row){.date = "2026-11-10", .household = h, .people = "2"});
	entry(s, "VNEID2", "hoan_thanh", "1", "dt_cu");
	promise(s, "2026-11-12", NULL);
	run("UPDATE session SET voided = 1 WHERE rec = %lld", s);
	s = session((struct visit_row){.date = "2026-11-17", .household = h});
	entry(s, "KNDT", "hoan_thanh", "1", NULL);
	count("2026-11", SUMMARY_TOPIC);
	assert_cell("so_luot", "1");
	assert_cell("so_nguoi", "-");
	assert_cell("ho_lan_dau", "1");
	assert_cell("hen", "0");
	assert_cell("kho_khan", "-");
	assert_groups("KNDT");
	count("2026-W46", SUMMARY_WHOLE);
	assert_cell("so_luot", "-");
}

/* --- households -------------------------------------------------------------------- */

static void test_households_count_once_and_once_a_year(void **state)
{
	long long a = household("v1", "A", "NULL"), b = household("v1", "B", "NULL");
	long long c = household("v2", "C", "NULL");

	(void)state;
	/* 2026-W53 runs from 28/12/2026 to 3/1/2027: its year is 2027. */
	session((struct visit_row){.date = "2026-12-27", .household = b, .channel = "zalo"});
	session((struct visit_row){.date = "2026-12-28", .household = a});
	session((struct visit_row){.date = "2026-12-31", .household = b});
	session((struct visit_row){.date = "2027-01-01", .household = a});
	session((struct visit_row){.date = "2027-01-03", .household = c, .channel = "cho",
				   .village = "v2"});
	session((struct visit_row){.date = "2027-01-03", .channel = "lop_nhom", .people = "9"});
	count("2026-W53", SUMMARY_VILLAGE);
	assert_cell("ho_tham", "2");
	assert_cell("ho_lan_dau", "1"); /* B was reached by Zalo the week before */
	assert_cell("ho_luy_ke", "2");  /* A and C */
	assert_group("v1", "ho_luy_ke", "1");
	assert_group("v2", "ho_luy_ke", "1");
	assert_group("v2", "ho_tham", "0");
	count("2026", SUMMARY_WHOLE);
	assert_cell("ho_luy_ke", "2");
	assert_cell("ho_lan_dau", "2");
	count("2026-12-27..2027-01-01", SUMMARY_WHOLE);
	assert_cell("ho_luy_ke", "1");
	count("2027-W01", SUMMARY_WHOLE); /* nothing that week, but known for the year */
	assert_cell("ho_tham", "-");
	assert_cell("ho_luy_ke", "2");
}

static void test_first_time_and_month_of_first_guidance(void **state)
{
	char since[16];
	long long old, same, later;

	(void)state;
	snprintf(since, sizeof since, "%d", 2026 * 12 + 2); /* March 2026 */
	old = household("v1", "OLD", since);
	snprintf(since, sizeof since, "%d", 2026 * 12 + 10); /* November */
	same = household("v1", "SAME", since);
	snprintf(since, sizeof since, "%d", 2027 * 12);
	later = household("v1", "LATER", since);
	session((struct visit_row){.date = "2026-11-17", .household = old});
	session((struct visit_row){.date = "2026-11-17", .household = same});
	session((struct visit_row){.date = "2026-11-17", .household = later});
	count("2026-W47", SUMMARY_WHOLE);
	assert_cell("ho_tham", "3");
	assert_cell("ho_lan_dau", "2");
	count("2026", SUMMARY_WHOLE); /* March lies in the year */
	assert_cell("ho_lan_dau", "3");
	count("2026-Q4", SUMMARY_WHOLE);
	assert_cell("ho_lan_dau", "2");
}

static void test_bills(void **state)
{
	long long a = household("v1", "A", "NULL"), b = household("v1", "B", "NULL"), s;

	(void)state;
	s = session((struct visit_row){.date = "2026-11-17", .household = a});
	entry(s, "TTHD", "hoan_thanh", "1", NULL);
	entry(s, "TTHDN", "tu_lam", "1", NULL);
	entry(session((struct visit_row){.date = "2026-11-18", .household = a}), "TTHDVT", "tu_lam",
	      NULL, NULL);
	entry(session((struct visit_row){.date = "2026-11-18", .household = b}), "TTHD", "mot_phan",
	      "1", NULL);
	entry(session((struct visit_row){.date = "2026-11-18", .channel = "cho"}), "TTHD",
	      "hoan_thanh", "1", NULL);
	count("2026-W47", SUMMARY_WHOLE);
	assert_cell("kq_hoadon", "1");
	assert_cell("kq_gd", "4");
}

/* --- groups -------------------------------------------------------------------------- */

static void test_members_and_teams(void **state)
{
	(void)state;
	village("v1", "Ấp Bắc", "100");
	village("v2", "Ấp Nam", "50");
	team("T02", "Tổ Nam", "v2 v1");
	team("T01", "Tổ Bắc", "v1");
	member("an", "Trần Thị Ẩn", "T01");
	member("lan", "Nguyễn Lan", "T02");
	member("anh", "Lê Anh", NULL);
	session((struct visit_row){.date = "2026-11-17", .by = "lan an"});
	session((struct visit_row){.date = "2026-11-17", .by = "anh"});      /* no team: v1's */
	session((struct visit_row){.date = "2026-11-17", .village = "v9"});  /* nobody's */
	session((struct visit_row){.date = "2026-11-17", .village = "v2", .attempt = "vang"});
	count("2026-W47", SUMMARY_MEMBER);
	assert_groups("anh an lan"); /* by given name: Anh, Ẩn (a before â), Lan */
	assert_group("an", "so_luot", "1");
	assert_group("lan", "so_luot", "1");
	assert_cell("so_luot", "3");
	assert_string_equal(group("an")->label, "Trần Thị Ẩn");
	assert_group("an", "tong_ho", "-");
	count("2026-W47", SUMMARY_TEAM);
	assert_groups("T01 T02");
	assert_group("T01", "so_luot", "1");
	assert_group("T02", "so_luot", "1");
	assert_group("T02", "so_khong", "1");
	assert_group("T01", "tong_ho", "100"); /* v1 is both's, so T01's where nobody says */
	assert_group("T02", "tong_ho", "150");
	assert_group("T01", "so_tv", "1");
	assert_group("T01", "so_to", "1");
	assert_cell("tong_ho", "150");
	assert_cell("so_to", "2");
	assert_cell("so_tv", "3");
	assert_int_equal(sum.teams, 2);
	assert_int_equal(sum.missing_count, 2);
	assert_string_equal(sum.missing[0].code, "T01");

	/* A team that closed with no activity has a row of zeros; one that did not knows nothing. */
	report("2026-W48", "T01", 1);
	run("UPDATE report SET voided = 1");
	report("2026-W48", "T02", 1);
	count("2026-W48", SUMMARY_TEAM);
	assert_groups("T01 T02");
	assert_group("T01", "so_luot", "-");
	assert_group("T01", "ho_luy_ke", "-");
	assert_group("T01", "don_vi", "Phường Tam Long");
	assert_string_equal(group("T01")->label, "Tổ Bắc");
	assert_false(group("T01")->closed);
	assert_group("T02", "so_luot", "0");
	assert_true(group("T02")->closed);
	assert_int_equal(sum.missing_count, 1);
	assert_string_equal(sum.missing[0].name, "Tổ Bắc");

	/* Of a month: the weeks with a report, of those that end in it. */
	report("2026-W46", "T02", 1);
	count("2026-11", SUMMARY_TEAM);
	assert_int_equal(group("T02")->weeks, 5);
	assert_int_equal(group("T02")->weeks_closed, 2);
	assert_int_equal(sum.missing[1].weeks_closed, 2);
	assert_int_equal(sum.missing[0].weeks_closed, 0);
}

static void test_values_of_entries(void **state)
{
	long long s = session((struct visit_row){.date = "2026-11-17", .people = "2"});

	(void)state;
	entry(s, "VNEID2", "hoan_thanh", "2", NULL);
	entry(s, "VNEID1", "chuyen", NULL, "dt_cu");
	entry(s, "TTQR", "chuyen", NULL, "dt_cu");
	promise(s, "2026-11-20", NULL);
	entry(session((struct visit_row){.date = "2026-11-18", .people = "5"}), "TTQR", "tu_lam",
	      "1", "khong_mang");
	run("INSERT INTO topic VALUES(%lld, %lld, 'Sổ đỏ', 'Sổ đỏ số', NULL, %lld, NULL, NULL,"
	    " NULL, 0)", op(5), interned("SODO"), interned("an_toan"));
	entry(session((struct visit_row){.date = "2026-11-18", .people = "7"}), "SODO", "tu_lam",
	      "1", NULL);
	count("2026-W47", SUMMARY_TOPIC);
	assert_groups("VNEID1 VNEID2 TTQR SODO");
	assert_group("TTQR", "so_luot", "2");
	assert_group("TTQR", "so_nguoi", "7");
	assert_group("VNEID1", "kq_vneid2", "2"); /* all of the session */
	assert_group("VNEID1", "hen", "1");
	assert_string_equal(group("SODO")->label, "Sổ đỏ số");
	assert_cell("kq_atm", "7"); /* an own topic of the group an_toan */
	count("2026-W47", SUMMARY_GROUP);
	assert_groups("dinh_danh thanh_toan an_toan");
	assert_group("dinh_danh", "so_luot", "1"); /* once, with two topics of it */
	assert_group("dinh_danh", "hen", "1");
	count("2026-W47", SUMMARY_OUTCOME);
	assert_groups("hoan_thanh tu_lam chuyen");
	assert_group("chuyen", "so_luot", "1");
	assert_group("chuyen", "qua_han", "1");
	assert_string_equal(group("chuyen")->label_en, "Referred elsewhere");
	count("2026-W47", SUMMARY_BLOCKER);
	assert_groups("dt_cu khong_mang");
	assert_group("dt_cu", "so_luot", "1");
	assert_cell("kho_khan", "Điện thoại cũ, không cài được (1); Không có mạng, sóng yếu (1)");
	count("2026-W47", SUMMARY_CHANNEL);
	assert_groups("tai_nha");
	assert_group("tai_nha", "hen", "1");
}

static void test_year_to_date_by_group(void **state)
{
	long long a = household("v1", "A", "NULL"), b = household("v1", "B", "NULL");

	(void)state;
	entry(session((struct visit_row){.date = "2026-01-05", .household = a}), "VNEID2",
	      "hoan_thanh", NULL, NULL);
	entry(session((struct visit_row){.date = "2026-02-05", .household = b}), "TTQR",
	      "hoan_thanh", NULL, NULL);
	entry(session((struct visit_row){.date = "2026-11-17", .household = b}), "VNEID2",
	      "hoan_thanh", NULL, NULL);
	session((struct visit_row){.date = "2026-03-05", .attempt = "vang",
				   .household = household("v1", "C", "NULL")});
	count("2026-W47", SUMMARY_TOPIC);
	assert_groups("VNEID2");
	assert_group("VNEID2", "ho_luy_ke", "2");
	assert_group("VNEID2", "ho_tham", "1");
	assert_group("VNEID2", "ho_lan_dau", "0"); /* first for the household, not for the topic */
	assert_cell("ho_luy_ke", "2");
}

/* --- as of the period's end -------------------------------------------------------------- */

static void test_followups_as_of_the_end(void **state)
{
	long long s = session((struct visit_row){.date = "2026-11-17"});

	(void)state;
	promise(s, "2026-11-20", NULL);         /* overdue at the end of the week */
	promise(s, "2026-11-22", NULL);         /* due that very day: not yet */
	promise(s, "2026-11-18", "2026-11-22"); /* closed in time for the count */
	promise(s, "2026-11-18", "2026-11-23"); /* open then */
	promise(session((struct visit_row){.date = "2026-11-23"}), "2026-11-24", NULL);
	count("2026-W47", SUMMARY_WHOLE);
	assert_cell("hen", "3");
	assert_cell("qua_han", "2");
	count("2026-W48", SUMMARY_WHOLE);
	assert_cell("hen", "3");
	assert_cell("qua_han", "3");
	run("UPDATE followup SET voided = 1");
	count("2026-W48", SUMMARY_WHOLE);
	assert_cell("hen", "0");
}

/* Figures in the order of the table, commas between. */
static void status(int rank, long long h, const char *date, const char *figures)
{
	/* born: the same for all, so that the id decides in the end. */
	run("INSERT INTO status(rec, household, day, residents, adults, age15plus, smartphones,"
	    " fibre, eid1, eid2, dvc, bank, ewallet, signature, health_record, vssid, telehealth,"
	    " shop, voided) VALUES(%lld, %lld, %d, %s, 0)", op(rank), h, day(date), figures);
}

static void test_status_is_the_newest(void **state)
{
	long long a = household("v1", "A", "NULL"), b = household("v2", "B", "NULL");

	(void)state;
	village("v1", "Một", "3");
	village("v2", "Hai", "NULL");
	team("T1", "Tổ", "v1 v2");
	session((struct visit_row){.date = "2026-11-17", .household = a, .by = "x"});
	session((struct visit_row){.date = "2026-11-17", .household = b, .village = "v2"});
	/*            res ad 15 sp fi e1 e2 dvc bk ew sg hr vs te sh */
	status(5, a, "2026-11-01", "4, 3, 3, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0");
	status(9, a, "2026-11-10", "4, 3, 3, 2, 1, 0, 2, 1, 2, 0, 0, 2, 1, 0, 0");
	status(3, a, "2026-11-10", "4, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0");
	status(5, a, "2026-12-01", "9, 9, 9, 9, 0, 9, 0, 9, 9, 9, 9, 9, 9, 9, 0");
	status(5, b, "2026-11-10",
	       "2, NULL, 2, NULL, 0, NULL, 1, 1, NULL, 0, 0, NULL, 0, 0, 0");
	status(5, household("v2", "C", "NULL"), "2026-11-11",
	       "NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
	       " NULL, NULL");
	count("2026-W47", SUMMARY_VILLAGE);
	assert_cell("tt_smart", "1");
	assert_cell("tt_cq", "1");
	assert_cell("tt_dd", "2");  /* one level of B and C is not known, so neither is the sum */
	assert_cell("tt_dvc", "2");
	assert_cell("tt_lon", "3");
	assert_cell("tt_15", "5");
	assert_cell("tl_dd", "66.6667r");
	assert_cell("tl_dvc", "33.3333r"); /* B has no adults to go with */
	assert_cell("tl_tk", "66.6667r");
	assert_cell("tong_ho", "-");
	assert_cell("tl_ho", "-");
	assert_group("v1", "tong_ho", "3");
	assert_group("v1", "tl_ho", "33.3333r");
	assert_group("v2", "tt_smart", "-");
	assert_group("v2", "tt_cq", "0");
	assert_group("v2", "tt_dd", "-");
	assert_group("v2", "tl_dd", "-");
	assert_group("v1", "so_to", "1");
	assert_group("v1", "so_tv", "-");
	count("2026-W47", SUMMARY_TEAM);
	assert_group("T1", "tt_15", "5");
	assert_group("T1", "tong_ho", "-");
	count("2026-W47", SUMMARY_CHANNEL);
	assert_group("tai_nha", "tt_15", "-");
	count("2026-10", SUMMARY_WHOLE);
	assert_cell("tt_15", "-");
	run("UPDATE household SET voided = 1 WHERE rec = %lld", b);
	count("2026-W47", SUMMARY_WHOLE);
	assert_cell("tt_15", "3");
}

static void test_rates_round_half_up(void **state)
{
	long long h = household("v1", "A", "NULL");

	(void)state;
	village("v1", "Một", "128");
	session((struct visit_row){.date = "2026-11-17", .household = h});
	count("2026-W47", SUMMARY_WHOLE);
	assert_cell("tl_ho", "0.7813r"); /* 0.78125 */
}

static void test_a_code_counts_once(void **state)
{
	long long first, second;

	(void)state;
	first = village("v1", "Hai", "7");
	second = village("v1", "Một", "5");
	run("UPDATE op SET id = x'00' WHERE k = %lld", second); /* the smaller id stands for it */
	team("T1", "Tổ", "v1");
	team("T1", "Tổ kia", "v1");
	member("a", "An", "T1");
	member("a", "An", "T1");
	session((struct visit_row){.date = "2026-11-17", .by = "a"});
	count("2026-W47", SUMMARY_VILLAGE);
	assert_cell("tong_ho", "5");
	assert_cell("so_to", "1");
	assert_cell("so_tv", "1");
	assert_int_equal(sum.teams, 1);
	assert_string_equal(group("v1")->label, "Một");
	run("UPDATE village SET voided = 1 WHERE rec = %lld", second);
	count("2026-W47", SUMMARY_VILLAGE);
	assert_cell("tong_ho", "7");
	run("UPDATE village SET voided = 1 WHERE rec = %lld", first);
	count("2026-W47", SUMMARY_VILLAGE);
	assert_cell("tong_ho", "-");
	assert_string_equal(group("v1")->label, "Một"); /* its sessions keep its name */
}

/* A snapshot of some figures: "biz_epay = 1, app = 2". */
static void figures(long long h, const char *date, const char *some)
{
	long long rec = op(5);

	run("INSERT INTO status(rec, household, day, voided) VALUES(%lld, %lld, %d, 0)", rec, h,
	    day(date));
	run("UPDATE status SET %s WHERE rec = %lld", some, rec);
}

static void kind(long long h, const char *code, const char *since, const char *until)
{
	run("INSERT INTO household_kind VALUES(%lld, %lld, %d, %d)", h, interned(code),
	    since ? day(since) : DAY_MIN, until ? day(until) : DAY_MAX);
}

static void test_rates_of_the_new_figures(void **state)
{
	long long a = household("v1", "A", "NULL"), b = household("v1", "B", "NULL");
	long long c = household("v1", "C", "NULL");

	(void)state;
	figures(a, "2026-11-10", "residents = 5, adults = 3, eid2 = 2, welfare = 1, bank18 = 3,"
		" literate = 0, cashless = 2, app = 4, phone2g = 1, signature = 1, health_record = 5");
	figures(b, "2026-11-11", "residents = 2, adults = NULL, eid2 = 2, bank18 = 1, phone2g = 0,"
		" app = 1, smartphones = 0, fibre = 1");
	figures(c, "2026-11-12", "smartphones = 2, fibre = 0");
	count("2026-W46", SUMMARY_WHOLE);
	assert_cell("tt_dd2", "4");
	assert_cell("tl_dd2", "66.6667r"); /* B's adults are not known */
	assert_cell("tl_as", "33.3333r");
	assert_cell("tt_tk18", "4");
	assert_cell("tl_tk18", "100r");
	assert_cell("tt_phocap", "0");
	assert_cell("tl_phocap", "0r");
	assert_cell("tl_kdtm", "66.6667r");
	assert_cell("tt_app", "5");
	assert_cell("tl_app", "71.4286r");
	assert_cell("tt_2g", "1");
	assert_cell("tl_cks", "33.3333r");
	assert_cell("tl_sk", "100r");
	assert_cell("tl_smart", "50r"); /* of B and C: A said nothing */
	assert_cell("tl_cq", "50r");
	assert_cell("tl_hkd", "-");
	count("2026-W45", SUMMARY_WHOLE);
	assert_cell("tl_smart", "-");
	assert_cell("tt_2g", "-");
}

static void test_businesses_at_the_end_of_the_period(void **state)
{
	long long a = household("v1", "A", "NULL"), b = household("v1", "B", "NULL");
	long long c = household("v1", "C", "NULL"), d = household("v2", "D", "NULL");

	(void)state;
	village("v1", "Một", "3");
	session((struct visit_row){.date = "2026-11-10", .household = a});
	session((struct visit_row){.date = "2026-11-17", .household = a});
	figures(a, "2026-11-02", "biz_epay = 1");
	figures(b, "2026-11-02", "biz_epay = 0");
	figures(c, "2026-11-02", "biz_epay = 1"); /* no business: it is not asked of it */
	figures(d, "2026-11-02", "residents = 1");
	kind(a, "kinh_doanh", NULL, NULL);
	kind(a, "uu_tien", NULL, NULL);
	kind(b, "kinh_doanh", "2026-11-16", NULL);
	kind(c, "kinh_doanh", NULL, "2026-11-14");
	kind(d, "kinh_doanh", NULL, NULL);
	count("2026-W46", SUMMARY_VILLAGE); /* ends on the 15th */
	assert_cell("tl_hkd", "100r");
	assert_group("v1", "tl_hkd", "100r");
	count("2026-W47", SUMMARY_VILLAGE);
	assert_cell("tl_hkd", "50r");
	count("2026-11-09..2026-11-14", SUMMARY_WHOLE);
	assert_cell("tl_hkd", "100r");
	count("2026-10", SUMMARY_WHOLE);
	assert_cell("tl_hkd", "-");
}

static void test_by_day(void **state)
{
	const struct summary_input in = {.db = &db, .today = today, .unit = "", .unit_name = "",
					 .member = ""};
	struct period p;
	long long h = household("v1", "A", "NULL");

	(void)state;
	promise(session((struct visit_row){.date = "2026-11-17", .household = h, .people = "2"}),
		"2026-11-19", NULL);
	session((struct visit_row){.date = "2026-11-17", .household = h});
	session((struct visit_row){.date = "2026-11-16", .attempt = "vang", .household = h});
	session((struct visit_row){.date = "2026-11-23"});
	report("2026-11-18..2026-11-18", NULL, 1); /* nothing: no row */
	count("2026-W47", SUMMARY_DAY);
	assert_groups("2026-11-16 2026-11-17");
	assert_string_equal(group("2026-11-17")->label, "17/11/2026");
	assert_group("2026-11-16", "so_khong", "1");
	assert_group("2026-11-16", "so_luot", "0");
	assert_group("2026-11-17", "so_luot", "2");
	assert_group("2026-11-17", "so_nguoi", "2");
	assert_group("2026-11-17", "ho_tham", "1");
	assert_group("2026-11-17", "hen", "1");
	assert_group("2026-11-16", "hen", "0");
	assert_group("2026-11-17", "so_to", "-");
	assert_group("2026-11-17", "so_tin", "-");
	count("2024", SUMMARY_DAY); /* 366 days */
	assert_int_equal(sum.group_count, 0);
	period_parse_key(&p, "2026-01-01..2027-01-02");
	summary_release(&sum);
	assert_int_equal(summary_count(&in, &p, SUMMARY_DAY, &sum, &fault), FAULT_USAGE);
}

/* --- reports ------------------------------------------------------------------------------- */

static void test_who_has_closed(void **state)
{
	static const char *const weeks[] = {"2026-W44", "2026-W45", "2026-W46"};

	(void)state;
	team("T1", "Tổ Một", "v1");
	team("T2", "Tổ Hai", "v2");
	/* Sundays of November up to the 21st: the 1st (W44), 8th and 15th. */
	for (int i = 0; i < 3; i++)
		report(weeks[i], "T1", 0);
	report("2026-W45", "T2", 0);
	count("2026-11", SUMMARY_WHOLE);
	assert_int_equal(sum.missing_count, 1);
	assert_string_equal(sum.missing[0].code, "T2");
	report("2026-11", "T2", 0);
	count("2026-11", SUMMARY_WHOLE);
	assert_int_equal(sum.missing_count, 0);
	count("2026-W46", SUMMARY_WHOLE);
	assert_int_equal(sum.missing_count, 1);
	today = day("2026-11-22"); /* W47 is over, and nobody has closed it */
	count("2026-11-02..2026-11-30", SUMMARY_WHOLE);
	assert_int_equal(sum.missing_count, 2);
	today = day("2026-10-31"); /* nothing is over yet, so nothing is closed */
	count("2026-11-02..2026-11-30", SUMMARY_WHOLE);
	assert_int_equal(sum.missing_count, 2);
	assert_true(sum.running);
	today = day("2026-11-13"); /* before its week is over, a team that has closed all has closed */
	count("2026-11-10..2026-11-15", SUMMARY_WHOLE);
	assert_int_equal(sum.missing_count, 1);
	assert_string_equal(sum.missing[0].code, "T2");
	assert_true(sum.running);
	today = day("2026-11-15");
	count("2026-11-10..2026-11-15", SUMMARY_WHOLE);
	assert_false(sum.running);
	run("UPDATE report SET voided = 1");
	today = day("2026-11-21");
	count("2026-11", SUMMARY_WHOLE);
	assert_int_equal(sum.missing_count, 2);
}

/* Figures typed in with a report: "so_tin = 3, tl_hstt = 61.5". */
static void typed(const char *key, const char *of, const char *some)
{
	run("UPDATE report SET %s WHERE rec = %lld", some, report(key, of, 0));
}

static void test_typed_in(void **state)
{
	(void)state;
	team("T1", "Tổ Một", "v1");
	team("T2", "Tổ Hai", "v2");
	typed("2026-W45", "T1", "so_tin = 3, tl_hstt = 10");
	typed("2026-W46", "T1", "so_tin = 4");
	typed("2026-W46", "T2", "so_tin = 0, tl_sohoa = 99");
	typed("2026-W47", "T2", "nil = 0");
	count("2026-W46", SUMMARY_TEAM);
	assert_cell("so_tin", "4"); /* over teams */
	assert_group("T1", "so_tin", "4");
	assert_group("T2", "so_tin", "0");
	assert_cell("tl_sohoa", "-"); /* never made from teams' */
	assert_group("T2", "tl_sohoa", "-");
	count("2026-W47", SUMMARY_TEAM);
	assert_cell("so_tin", "-");
	assert_group("T2", "so_tin", "-");
	count("2026-11", SUMMARY_VILLAGE);
	assert_cell("so_tin", "7"); /* over periods */
	/* The month's own stands for its weeks, and for one that lies half in it. */
	typed("2026-W44", "T1", "so_tin = 100");
	typed("2026-11", "T1", "so_tin = 20");
	count("2026-11", SUMMARY_TEAM);
	assert_group("T1", "so_tin", "20");
	assert_cell("so_tin", "20");
	count("2026-Q4", SUMMARY_TEAM);
	assert_group("T1", "so_tin", "20");
	/* The unit's own last one; of those that end together the longest. */
	typed("2026-W46", NULL, "so_tin = 1, tl_hstt = 61.5");
	typed("2026-W47", NULL, "tl_hstt = 62.25, tl_sohoa = 40");
	typed("2026-W48", NULL, "nil = 0");
	count("2026-11", SUMMARY_TEAM);
	assert_cell("tl_hstt", "62.25r");
	assert_cell("tl_sohoa", "40r");
	assert_cell("so_tin", "21");
	assert_group("T1", "tl_hstt", "-");
	typed("2026-11-09..2026-11-22", NULL, "tl_hstt = 70");
	count("2026-11", SUMMARY_WHOLE);
	assert_cell("tl_hstt", "70r");
	count("2026-W47", SUMMARY_WHOLE);
	assert_cell("tl_hstt", "62.25r");
	count("2026-W48", SUMMARY_WHOLE);
	assert_cell("tl_hstt", "-");
	run("UPDATE report SET voided = 1");
	count("2026-11", SUMMARY_WHOLE);
	assert_cell("tl_hstt", "-");
	assert_cell("so_tin", "-");
}

static int weeks_across(const char *key)
{
	count(key, SUMMARY_WHOLE);
	return sum.across_count;
}

/* What a week says that lies across an end of a period is not in it, and that is told. */
static void test_weeks_across_an_end(void **state)
{
	(void)state;
	team("T1", "Tổ Một", "v1");
	report("2026-W44", "T1", 0); /* 26/10 - 01/11 */
	report("2026-W45", "T1", 0);
	assert_int_equal(weeks_across("2026-11"), 0); /* it says nothing */
	said = "Mưa";
	assert_int_equal(weeks_across("2026-11"), 1);
	assert_string_equal(sum.across[0].label, "2026-W44");
	assert_int_equal(weeks_across("2026-10"), 1);
	report("2026-W49", NULL, 0); /* 30/11 - 06/12 */
	report("2026-W49", "T1", 0); /* once, whoever said it */
	assert_int_equal(weeks_across("2026-11"), 2);
	assert_string_equal(sum.across[1].label, "2026-W49");
	assert_int_equal(weeks_across("2026-Q4"), 0);
	assert_int_equal(weeks_across("2026-W44"), 0);
	assert_int_equal(weeks_across("2026-W49"), 0);
	assert_int_equal(weeks_across("2026-12-01..2026-12-02"), 1); /* a part of the week lacks them, too */
	run("UPDATE report SET voided = 1");
	assert_int_equal(weeks_across("2026-11"), 0);
	said = NULL;
}

/* By team the rows, with that of no team, are all there is. */
static void test_what_is_of_no_team(void **state)
{
	(void)state;
	village("v1", "Ấp Bắc", "100");
	village("v2", "Ấp Nam", "50");
	member("An", "An", "T1");
	member("Lan", "Lan", NULL);
	member("Ba", "Ba", NULL);
	count("2026-W47", SUMMARY_TEAM); /* without teams nobody is outside them */
	assert_null(sum.no_team);
	team("T1", "Tổ Một", "v1");
	session((struct visit_row){.date = "2026-11-17", .people = "2", .by = "An"});
	count("2026-W47", SUMMARY_TEAM);
	assert_groups("T1");
	assert_cell("so_tv", "3");
	assert_group("T1", "so_tv", "1");
	assert_non_null(sum.no_team);
	assert_string_equal(sum.no_team->key, "");
	assert_string_equal(cell_of(sum.no_team, "so_tv"), "2");
	assert_string_equal(cell_of(sum.no_team, "tong_ho"), "50");
	assert_string_equal(cell_of(sum.no_team, "so_luot"), "-"); /* nobody said 0 */
	assert_string_equal(cell_of(sum.no_team, "hen"), "-");
	session((struct visit_row){.date = "2026-11-18", .village = "v2", .people = "3", .by = "Lan"});
	session((struct visit_row){.date = "2026-11-18", .village = "v1", .people = "4", .by = "Lan"});
	count("2026-W47", SUMMARY_TEAM); /* the second is of the village's team */
	assert_cell("so_nguoi", "9");
	assert_group("T1", "so_nguoi", "6");
	assert_string_equal(cell_of(sum.no_team, "so_nguoi"), "3");
	assert_string_equal(cell_of(sum.no_team, "so_luot"), "1");
	/* The unit's own report is no team's either. */
	typed("2026-W47", NULL, "so_tin = 5");
	typed("2026-W47", "T1", "so_tin = 2");
	count("2026-W47", SUMMARY_TEAM);
	assert_cell("so_tin", "7");
	assert_string_equal(cell_of(sum.no_team, "so_tin"), "5");
	run("UPDATE member SET team = %lld", interned("T1"));
	run("UPDATE session SET village = %lld", interned("v1"));
	run("UPDATE report SET voided = 1");
	run("UPDATE village SET voided = 1 WHERE name = 'Ấp Nam'");
	count("2026-W47", SUMMARY_TEAM);
	assert_null(sum.no_team);
}

static void test_difficulties(void **state)
{
	static const char *const blockers[] = {"khac", "khong_dt", "dt_cu", "dt_cu", "chi_phi",
					       "chi_phi", "quen_mk"};

	(void)state;
	for (size_t i = 0; i < sizeof blockers / sizeof *blockers; i++)
		entry(session((struct visit_row){.date = "2026-11-17"}), "KNDT", "hen_lai", NULL,
		      blockers[i]);
	team("T1", "Tổ Một", "v1");
	report("2026-W47", "T1", 0);
	report("2026-W47", "T2", 0);
	member("Lan", "Nguyễn Thị Lan", "T1");
	said = "Mạng yếu";
	count("2026-W47", SUMMARY_TEAM);
	assert_cell("kho_khan", "Điện thoại cũ, không cài được (2); Lo ngại chi phí (2);"
				" Không có điện thoại thông minh (1)\nMạng yếu\nMạng yếu");
	assert_group("T2", "kho_khan", "Mạng yếu");
	assert_cell("ke_hoach", "-");
	assert_cell("nguoi_lap", "Nguyễn Thị Lan");
	said = NULL;
	count("2026-W47", SUMMARY_TEAM);
	assert_group("T2", "kho_khan", "-");
}

static void test_damage_is_a_fault(void **state)
{
	const struct summary_input in = {.db = &db, .today = today, .unit = "", .unit_name = "",
					 .member = ""};
	struct period p;

	(void)state;
	period_parse_key(&p, "2026-W47");
	assert_int_equal(summary_count(&in, &p, SUMMARY_AXES, &sum, &fault), FAULT_USAGE);
	run("DROP TABLE session_by");
	assert_int_equal(summary_count(&in, &p, SUMMARY_TEAM, &sum, &fault), FAULT_INTERNAL);
	assert_null(sum.whole.values);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules_follow_the_columns),
		cmocka_unit_test(test_axis_names),
		EACH(test_silence_is_not_zero),
		EACH(test_attempts_are_no_guidance),
		EACH(test_figures_and_how_many_carry_them),
		EACH(test_voided_counts_nowhere),
		EACH(test_households_count_once_and_once_a_year),
		EACH(test_first_time_and_month_of_first_guidance),
		EACH(test_bills),
		EACH(test_members_and_teams),
		EACH(test_values_of_entries),
		EACH(test_year_to_date_by_group),
		EACH(test_followups_as_of_the_end),
		EACH(test_status_is_the_newest),
		EACH(test_rates_round_half_up),
		EACH(test_rates_of_the_new_figures),
		EACH(test_businesses_at_the_end_of_the_period),
		EACH(test_by_day),
		EACH(test_typed_in),
		EACH(test_a_code_counts_once),
		EACH(test_who_has_closed),
		EACH(test_weeks_across_an_end),
		EACH(test_what_is_of_no_team),
		EACH(test_difficulties),
		EACH(test_damage_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
