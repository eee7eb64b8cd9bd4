/* What JSON and CSV make of a summary that is filled by hand. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>

#include "sync/report/profile.h"
#include "sync/report/csv.h"
#include "sync/report/json.h"
#include "sync/report/words.h"

static struct summary sum;
static struct fault fault;

static void fill_row(struct summary_row *row, const char *key, const char *label)
{
	row->key = key ? strdup(key) : NULL;
	row->label = label ? strdup(label) : NULL;
	row->values = calloc(catalog_column_count, sizeof *row->values);
	assert_non_null(row->values);
}

static struct summary_value *at(struct summary_row *row, const char *column)
{
	return &row->values[column_find(column) - catalog_columns];
}

static void put_int(struct summary_row *row, const char *column, int64_t integer)
{
	*at(row, column) = (struct summary_value){.type = SUMMARY_INT, .integer = integer};
}

static void put_real(struct summary_row *row, const char *column, double real)
{
	*at(row, column) = (struct summary_value){.type = SUMMARY_REAL, .real = real};
}

static void put_text(struct summary_row *row, const char *column, const char *text)
{
	*at(row, column) = (struct summary_value){.type = SUMMARY_TEXT, .text = strdup(text)};
}

static int setup(void **state)
{
	(void)state;
	period_parse_key(&sum.period, "2026-W47");
	sum.unit = strdup("26572");
	sum.unit_name = strdup("Phường Tam Long");
	fill_row(&sum.whole, NULL, NULL);
	put_int(&sum.whole, "so_luot", 40);
	put_int(&sum.whole, "so_khong", 0);
	put_int(&sum.whole, "so_nguoi", 92);
	put_real(&sum.whole, "gio_hd", 7.0667);
	put_real(&sum.whole, "tl_ho", 12.5);
	put_real(&sum.whole, "tl_dd", 1234567.8);
	put_text(&sum.whole, "kho_khan", "=1+1\n\"Máy\" cũ, hỏng");
	put_text(&sum.whole, "don_vi", "Phường Tam Long");
	put_text(&sum.whole, "nguoi_lap", "Lan");
	put_text(&sum.whole, "ngay_lap", "21/11/2026");
	sum.whole.sessions = 40;
	sum.whole.carrying[FILLED_PEOPLE] = 37;
	sum.teams = 3;
	sum.missing = calloc(1, sizeof *sum.missing);
	sum.missing_count = 1;
	sum.missing[0].code = strdup("T03");
	sum.missing[0].name = strdup("Tổ Ba");
	return 0;
}

static int setup_groups(void **state)
{
	setup(state);
	sum.axis = SUMMARY_VILLAGE;
	sum.groups = calloc(3, sizeof *sum.groups);
	sum.group_count = 3;
	fill_row(&sum.groups[0], "v1", "Ấp 1");
	fill_row(&sum.groups[1], "v2", "Ấp 1");
	fill_row(&sum.groups[2], "v3", "-Xóm Bãi");
	sum.groups[0].label_code = strdup("Ấp 1 (v1)");
	sum.groups[1].label_code = strdup("Ấp 1 (v2)");
	put_int(&sum.groups[0], "so_luot", 30);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	summary_release(&sum);
	return 0;
}

static void test_json(void **state)
{
	static const char begins[] =
		"{\"period\":{\"kind\":\"week\",\"label\":\"2026-W47\",\"from\":\"2026-11-16\","
		"\"to\":\"2026-11-22\"},\"unit\":{\"code\":\"26572\",\"name\":\"Phường Tam Long\"},"
		"\"columns\":{\"ky\":\"Tuần 47 (16/11/2026 - 22/11/2026)\",\"don_vi\":\"Phường Tam Long\",";
	static const char ends[] =
		"\"filled\":{\"so_nguoi\":[37,40],\"so_nu\":[0,40],\"so_60\":[0,40],"
		"\"gio_hd\":[0,40]},\"teams\":{\"expected\":3,\"closed\":2,\"missing\":[\"T03\"]}}\n";
	struct buffer out = { 0 };
	char *text;
	size_t len, i = 0;
	json_t *object, *columns, *value;
	const char *key;

	(void)state;
	summary_json(&out, &sum);
	text = buffer_take(&out, &len);
	assert_int_equal(strlen(text), len);
	assert_memory_equal(text, begins, sizeof begins - 1);
	assert_string_equal(text + len - (sizeof ends - 1), ends);
	assert_non_null(strstr(text, "\"gio_hd\":7.0667,"));
	assert_non_null(strstr(text, "\"tl_ho\":12.5,\"tl_dd\":1234567.8,"));
	assert_non_null(strstr(text, "\"so_khong\":0,\"so_nguoi\":92,\"so_nu\":null,"));
	object = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	columns = json_object_get(object, "columns");
	assert_int_equal(json_object_size(columns), catalog_column_count);
	json_object_foreach(columns, key, value)
		assert_string_equal(key, catalog_columns[i++].code);
	assert_null(json_object_get(object, "by"));
	json_decref(object);
	free(text);
}

static void test_json_groups(void **state)
{
	struct buffer out = { 0 };
	char *text;
	size_t len;
	json_t *object, *groups, *group;

	(void)state;
	summary_json(&out, &sum);
	text = buffer_take(&out, &len);
	assert_non_null(strstr(text, "\"missing\":[\"T03\"]},\"by\":\"village\",\"groups\":["
				     "{\"key\":\"v1\",\"label\":\"Ấp 1\",\"columns\":{\"ky\":\"Tuần 47"));
	object = json_loads(text, 0, NULL);
	groups = json_object_get(object, "groups");
	assert_int_equal(json_array_size(groups), 3);
	group = json_object_get(json_array_get(groups, 0), "columns");
	assert_int_equal(json_integer_value(json_object_get(group, "so_luot")), 30);
	json_decref(object);
	free(text);
}

#define ORIGIN ",Đơn vị,Người lập báo cáo,Ngày lập"
#define MADE ",Phường Tam Long,Lan,21/11/2026"
#define WEEK ",Tuần 47 (16/11/2026 - 22/11/2026)" MADE
#define CLOSED ",Chốt kỳ"
#define OPEN ",chưa chốt; tổ đã chốt: 2/3"

static struct standing unit = {.own = true};

static void assert_csv_of(const struct standing *standing, const char *codes, const char *expected)
{
	struct profile profile;
	struct buffer out = { 0 };
	char *text;
	size_t len;

	assert_int_equal(profile_codes(&profile, codes, &fault), FAULT_OK);
	summary_csv(&out, &sum, &profile, standing);
	text = buffer_take(&out, &len);
	assert_int_equal(strlen(text), len);
	assert_string_equal(text, expected);
	free(text);
	profile_release(&profile);
}

static void assert_csv(const char *codes, const char *expected)
{
	assert_csv_of(&unit, codes, expected);
}

static void test_csv(void **state)
{
	(void)state;
	assert_csv("so_luot,so_nu,gio_hd,tl_ho",
		   "\xEF\xBB\xBFKỳ báo cáo,Số lượt hướng dẫn,Trong đó: nữ,"
		   "Tổng thời gian hướng dẫn,Tỷ lệ hộ được tiếp cận" CLOSED ORIGIN "\r\n"
		   "Tuần 47 (16/11/2026 - 22/11/2026),40,,\"7,0667\",\"12,5\"" OPEN MADE "\r\n");
	assert_csv("so_luot,ky", "\xEF\xBB\xBFSố lượt hướng dẫn,Kỳ báo cáo" CLOSED ORIGIN
				 "\r\n40,Tuần 47 (16/11/2026 - 22/11/2026)" OPEN MADE "\r\n");
	assert_csv("ky,kho_khan",
		   "\xEF\xBB\xBFKỳ báo cáo,\"Khó khăn, vướng mắc\"" CLOSED ORIGIN "\r\n"
		   "Tuần 47 (16/11/2026 - 22/11/2026),\"'=1+1\n\"\"Máy\"\" cũ, hỏng\"" OPEN MADE
		   "\r\n");
	/* What the table says already is not said again. */
	assert_csv("ngay_lap,don_vi,so_luot",
		   "\xEF\xBB\xBFKỳ báo cáo,Ngày lập,Đơn vị,Số lượt hướng dẫn,Chốt kỳ,Người lập báo cáo\r\n"
		   "Tuần 47 (16/11/2026 - 22/11/2026),21/11/2026,Phường Tam Long,40" OPEN ",Lan\r\n");
}

static void test_csv_reals(void **state)
{
	static const struct {
		double real;
		const char *text;
	} cases[] = {{0, "0"},        {6, "6"},           {0.0001, "\"0,0001\""},
		     {10.5, "\"10,5\""}, {100, "100"},    {-0.25, "\"-0,25\""},
		     {66.6667, "\"66,6667\""}, {-0.00001, "0"}};
	char expected[256];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		put_real(&sum.whole, "gio_hd", cases[i].real);
		snprintf(expected, sizeof expected,
			 "\xEF\xBB\xBFKỳ báo cáo,Tổng thời gian hướng dẫn" CLOSED ORIGIN "\r\n"
			 "Tuần 47 (16/11/2026 - 22/11/2026),%s" OPEN MADE "\r\n", cases[i].text);
		assert_csv("gio_hd", expected);
	}
}

static void test_csv_groups(void **state)
{
	(void)state;
	/* Two villages of one name are told apart; a name that would be a formula is not one. */
	assert_csv("so_luot", "\xEF\xBB\xBF\"Thôn, ấp, khu phố\",Số lượt hướng dẫn,Chốt kỳ,Kỳ báo cáo" ORIGIN
			      "\r\nẤp 1 (v1),30" OPEN WEEK "\r\nẤp 1 (v2)," OPEN WEEK
			      "\r\n'-Xóm Bãi," OPEN WEEK "\r\nTổng cộng,40" OPEN WEEK "\r\n");
}

/* Every registered team has its row, and who has closed stands in it. */
static void a_silent_team_stands_in_the_files(void **state)
{
	struct buffer out = { 0 };
	char *text;

	(void)state;
	sum.axis = SUMMARY_TEAM;
	sum.groups[0].closed = true;
	assert_csv("so_luot", "\xEF\xBB\xBFTổ công nghệ số cộng đồng,Số lượt hướng dẫn,Chốt kỳ,"
			      "Kỳ báo cáo" ORIGIN "\r\nẤp 1 (v1),30,đã chốt" WEEK
			      "\r\nẤp 1 (v2),,chưa chốt" WEEK "\r\n'-Xóm Bãi,,chưa chốt" WEEK
			      "\r\nTổng cộng,40,2/3" WEEK "\r\n");
	sum.groups[1].weeks = 5;
	sum.groups[1].weeks_closed = 3;
	assert_csv("ky", "\xEF\xBB\xBFTổ công nghệ số cộng đồng,Kỳ báo cáo,Chốt kỳ" ORIGIN
			 "\r\nẤp 1 (v1),Tuần 47 (16/11/2026 - 22/11/2026),đã chốt" MADE
			 "\r\nẤp 1 (v2),Tuần 47 (16/11/2026 - 22/11/2026),chưa chốt (3/5 tuần)" MADE
			 "\r\n'-Xóm Bãi,Tuần 47 (16/11/2026 - 22/11/2026),chưa chốt" MADE
			 "\r\nTổng cộng,Tuần 47 (16/11/2026 - 22/11/2026),2/3" MADE "\r\n");
	summary_json(&out, &sum);
	text = buffer_take(&out, NULL);
	assert_non_null(strstr(text, "\"closed\":true},{\"key\":\"v2\""));
	assert_non_null(strstr(text, "\"closed\":false}]}"));
	free(text);
}

/* Ten teams hand in ten files: each says whose it is, and whether it is what was reported. */
static void a_teams_file_names_it_and_says_whether_it_is_closed(void **state)
{
	struct standing team = {.team_code = (char[]){"T03"}, .team_name = (char[]){"Tổ Ấp Ba"}, .own = true};
	struct standing several = {.own = false};

	(void)state;
	sum.teams = 1;
	assert_csv_of(&team, "so_luot", "\xEF\xBB\xBFTổ,Kỳ báo cáo,Số lượt hướng dẫn" CLOSED ORIGIN
		      "\r\nTổ Ấp Ba (T03),Tuần 47 (16/11/2026 - 22/11/2026),40,chưa chốt" MADE "\r\n");
	team.closed = team.changed = true;
	assert_csv_of(&team, "so_luot,ky", "\xEF\xBB\xBFSố lượt hướng dẫn,Kỳ báo cáo,Chốt kỳ,Tổ" ORIGIN
		      "\r\n40,Tuần 47 (16/11/2026 - 22/11/2026),\"đã chốt, sau đó số liệu đổi\","
		      "Tổ Ấp Ba (T03)" MADE "\r\n");
	team.changed = false;
	team.weeks = team.weeks_closed = 4;
	sum.running = true;
	assert_csv_of(&team, "so_luot", "\xEF\xBB\xBFTổ,Kỳ báo cáo,Số lượt hướng dẫn" CLOSED ORIGIN
		      "\r\nTổ Ấp Ba (T03),Tuần 47 (16/11/2026 - 22/11/2026),40,"
		      "\"đã chốt (4/4 tuần, chưa hết kỳ)\"" MADE "\r\n");
	sum.running = false;
	sum.axis = SUMMARY_TEAM; /* by team the rows say it */
	assert_csv_of(&team, "ky", "\xEF\xBB\xBFTổ công nghệ số cộng đồng,Kỳ báo cáo" CLOSED ORIGIN
		      "\r\nTổng cộng,Tuần 47 (16/11/2026 - 22/11/2026),0/1" MADE "\r\n");
	sum.axis = SUMMARY_WHOLE;
	sum.teams = 3;
	assert_csv_of(&several, "ky", "\xEF\xBB\xBFKỳ báo cáo" CLOSED ORIGIN
		      "\r\nTuần 47 (16/11/2026 - 22/11/2026),tổ đã chốt: 2/3" MADE "\r\n");
}

static void test_csv_default_and_own_headers(void **state)
{
	static const char rows[] = "1\tso_luot\tCột \"1\"\n2\tkho_khan\t@x\n";
	struct profile profile;
	struct buffer out = { 0 };
	char *text;
	size_t len;
	int commas = 0;

	(void)state;
	assert_int_equal(profile_parse(&profile, rows, sizeof rows - 1, &fault), FAULT_OK);
	summary_csv(&out, &sum, &profile, &unit);
	text = buffer_take(&out, &len);
	assert_non_null(strstr(text, "Kỳ báo cáo,\"Cột \"\"1\"\"\",'@x" CLOSED ORIGIN "\r\n"));
	free(text);
	profile_release(&profile);

	profile_default(&profile);
	assert_int_equal(profile.count, 12);
	sum.whole.values[column_find("kho_khan") - catalog_columns].text[0] = ' ';
	summary_csv(&out, &sum, &profile, &unit);
	text = buffer_take(&out, &len);
	for (const char *c = strchr(text, '\n') + 1; *c != '"'; c++)
		commas += *c == ',';
	assert_int_equal(commas, 12); /* the period's, and twelve; then the difficulties */
	free(text);
	profile_release(&profile);
}

static void test_period_words(void **state)
{
	static const struct {
		const char *key, *words;
	} cases[] = {
		{"2026-W47", "Tuần 47 (16/11/2026 - 22/11/2026)"},
		{"2026-W53", "Tuần 53 (28/12/2026 - 03/01/2027)"},
		{"2026-W01", "Tuần 1 (29/12/2025 - 04/01/2026)"},
		{"2024-02", "Tháng 02/2024 (01/02/2024 - 29/02/2024)"},
		{"2026-Q4", "Quý IV/2026 (01/10/2026 - 31/12/2026)"},
		{"2026-H1", "6 tháng đầu năm 2026 (01/01/2026 - 30/06/2026)"},
		{"2026-H2", "6 tháng cuối năm 2026 (01/07/2026 - 31/12/2026)"},
		{"2026-9M", "9 tháng đầu năm 2026 (01/01/2026 - 30/09/2026)"},
		{"2026", "Năm 2026 (01/01/2026 - 31/12/2026)"},
		{"2026-11-16..2026-11-17", "16/11/2026 - 17/11/2026"},
	};
	char words[PERIOD_WORDS_SIZE];
	struct period p;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(period_parse_key(&p, cases[i].key), FAULT_OK);
		period_words(words, &p);
		assert_string_equal(words, cases[i].words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_json, setup, teardown),
		cmocka_unit_test_setup_teardown(test_json_groups, setup_groups, teardown),
		cmocka_unit_test_setup_teardown(test_csv, setup, teardown),
		cmocka_unit_test_setup_teardown(test_csv_reals, setup, teardown),
		cmocka_unit_test_setup_teardown(test_csv_groups, setup_groups, teardown),
		cmocka_unit_test_setup_teardown(a_silent_team_stands_in_the_files, setup_groups,
						teardown),
		cmocka_unit_test_setup_teardown(a_teams_file_names_it_and_says_whether_it_is_closed,
						setup, teardown),
		cmocka_unit_test_setup_teardown(test_csv_default_and_own_headers, setup, teardown),
		cmocka_unit_test(test_period_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
