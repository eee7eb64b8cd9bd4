/* What a terminal shows of a summary that is filled by hand. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/text.h"
#include "tui/env/lang.h"
#include "tui/words/summary_text.h"

static struct summary sum;
static char *text;

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

static void put_text(struct summary_row *row, const char *column, const char *words)
{
	*at(row, column) = (struct summary_value){.type = SUMMARY_TEXT, .text = strdup(words)};
}

static int setup(void **state)
{
	(void)state;
	lang_set("vi");
	period_parse_key(&sum.period, "2026-W47");
	sum.unit = strdup("26572");
	sum.unit_name = strdup("Phường\x1B Tam Long");
	fill_row(&sum.whole, NULL, NULL);
	put_int(&sum.whole, "so_luot", 1234);
	put_int(&sum.whole, "so_khong", 0);
	put_int(&sum.whole, "so_nguoi", 92);
	*at(&sum.whole, "gio_hd") = (struct summary_value){.type = SUMMARY_REAL, .real = 1234.5678};
	sum.whole.sessions = 40;
	sum.whole.carrying[FILLED_PEOPLE] = 37;
	sum.whole.carrying[FILLED_HOURS] = 40;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(text);
	text = NULL;
	summary_release(&sum);
	return 0;
}

/* Show it; no line may be wider than the terminal, none may end in spaces. */
static void show(const char *codes)
{
	struct profile profile;
	struct fault fault;
	struct buffer out = { 0 };

	free(text);
	if (codes)
		assert_int_equal(profile_codes(&profile, codes, &fault), FAULT_OK);
	else
		profile_default(&profile);
	summary_text(&out, &sum, &profile, &profile);
	text = buffer_take(&out, NULL);
	profile_release(&profile);
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
		if (line[0] == ' ' && line[strcspn(line, "\n") - 1] == ' ')
			fail_msg("ends in spaces: %.*s", (int)strcspn(line, "\n"), line);
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
		if (text_width(line, strcspn(line, "\n")) > SUMMARY_TEXT_WIDTH)
			fail_msg("too wide: %.*s", (int)strcspn(line, "\n"), line);
}

static void assert_shows(const char *part)
{
	if (!strstr(text, part))
		fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void test_columns(void **state)
{
	(void)state;
	show("so_luot,so_khong,so_nguoi,so_nu,gio_hd");
	assert_string_equal(text,
		"Phường\xE2\x90\x9B Tam Long (26572)\n"
		"Tuần 47 (16/11/2026 - 22/11/2026)\n\n"
		"Số lượt hướng dẫn                        1.234\n"
		"Lượt đến không gặp, bị từ chối, hẹn lại  0\n"
		"Số lượt người được hướng dẫn             92 (37/40 lượt ghi)\n"
		"Trong đó: nữ                             —\n"
		"Tổng thời gian hướng dẫn                 1.234,6\n");
	lang_set("en");
	put_text(&sum.whole, "nguoi_lap", "Lan");
	put_text(&sum.whole, "ngay_lap", "21/11/2026");
	show("so_luot,gio_hd");
	assert_shows("(16/11/2026 - 22/11/2026)\nPrepared by: Lan, 21/11/2026\n\n");
	assert_shows("Guidance sessions  1,234\nGuidance hours     1,234.6\n");
	show(NULL);
	assert_shows("Difficulties");
}

static void test_long_words(void **state)
{
	char words[2000] = "";

	(void)state;
	put_int(&sum.whole, "so_nguoi", 999999999999);
	for (int i = 0; i < 40; i++)
		strcat(words, "khó khăn\nđường ");
	for (int i = 0; i < 200; i++)
		strcat(words, "ề");
	put_text(&sum.whole, "kho_khan", words);
	show(NULL);
	put_text(&sum.whole, "ke_hoach", "Thăm 20 hộ");
	show("kq_atm,ke_hoach");
	assert_shows("Kế hoạch kỳ tới                                             Thăm 20 hộ\n");
	show("ky,don_vi");
	assert_shows("Kỳ báo cáo  Tuần 47 (16/11/2026 - 22/11/2026)\nĐơn vị      —\n");
}

static void test_groups(void **state)
{
	(void)state;
	sum.axis = SUMMARY_TEAM;
	sum.groups = calloc(4, sizeof *sum.groups);
	sum.group_count = 4;
	fill_row(&sum.groups[3], "T4", "Tổ Bốn");
	fill_row(&sum.groups[0], "T1", "Tổ Một");
	fill_row(&sum.groups[1], "T2", "Tổ Hai có một cái tên rất dài và nữa");
	fill_row(&sum.groups[2], "T3", "Tổ Ba");
	put_int(&sum.groups[0], "so_luot", 1000);
	put_int(&sum.groups[1], "so_luot", 1);
	put_int(&sum.groups[2], "so_luot", 0);
	sum.teams = 4;
	sum.missing_count = 2;
	sum.missing = calloc(2, sizeof *sum.missing);
	sum.missing[0] = (struct summary_team){.code = strdup("T2"), .name = strdup("Tổ Hai")};
	sum.missing[1] = (struct summary_team){.code = strdup("T4"), .name = strdup("Tổ Bốn")};
	show("so_luot,ho_tham,ho_lan_dau");
	assert_shows("Tổ đã chốt kỳ: 2/4\nChưa chốt: T2 Tổ Hai; T4 Tổ Bốn\n");
	assert_shows(
		"Tổ                                                Lượt HD Hộ đến thăm Hộ lần đầu\n");
	assert_shows(
		"Tổ Một                       ████████████████████   1.000           —          —\n");
	assert_shows(
		"Tổ Hai có một cái tên rất d…*▌                          1           —          —\n");
	assert_shows(
		"Tổ Ba                                                   0           —          —\n");
	assert_shows(
		"Tổ Bốn                      *chưa chốt                  —           —          —\n"
		"* chưa chốt kỳ\n");
	sum.missing[1].weeks = 5;
	sum.missing[1].weeks_closed = 4;
	show("ho_tham,so_luot,kho_khan");
	sum.missing[0].weeks = 5;
	show("so_luot");
	assert_shows("Chưa chốt đủ tuần: T2 Tổ Hai 0/5; T4 Tổ Bốn 4/5\n");
	show("ho_tham,so_luot,kho_khan");
	assert_shows(" Hộ đến thăm Lượt HD\n");
	assert_shows("* chưa chốt kỳ\nKhông có trong bảng: Khó khăn\n");
	show("so_luot,so_nguoi,ho_tham,ho_lan_dau,so_khong,so_nu,hen");
	assert_shows(" Lượt HD Lượt người Hộ đến thăm Hộ lần đầu Nữ\n");
	assert_shows("Không có trong bảng: ");
	lang_set("en");
	show("so_luot,so_nguoi,ho_tham");
	assert_shows("               Guidance People guided Households\n"
		     "Team                                           sessions (attendances)"
		     "    visited\n");
	show("kho_khan"); /* nothing to draw */
}

static void test_topic_labels(void **state)
{
	(void)state;
	sum.axis = SUMMARY_TOPIC;
	sum.groups = calloc(1, sizeof *sum.groups);
	sum.group_count = 1;
	fill_row(&sum.groups[0], "TTHD", "Thanh toán hóa đơn tiền điện không dùng tiền mặt");
	sum.groups[0].label_en = strdup("Pay electricity bills cashless");
	show("so_luot");
	assert_shows("\nHóa đơn tiền điện  ");
	lang_set("en");
	show("so_luot");
	assert_shows("\nElectricity bills  ");
}

/* What people had difficulties with is of the catalogue, and in its language. */
static void difficulties_are_in_english(void **state)
{
	(void)state;
	put_text(&sum.whole, "kho_khan", "Điện thoại cũ, không cài được (5)\nSóng yếu");
	at(&sum.whole, "kho_khan")->text_en = strdup("Phone too old (5)\nSóng yếu");
	show("kho_khan");
	assert_shows("Điện thoại cũ, không cài được (5)");
	lang_set("en");
	show("kho_khan");
	assert_shows("Phone too old (5)");
	assert_shows("Sóng yếu");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_columns, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long_words, setup, teardown),
		cmocka_unit_test_setup_teardown(test_groups, setup, teardown),
		cmocka_unit_test_setup_teardown(test_topic_labels, setup, teardown),
		cmocka_unit_test_setup_teardown(difficulties_are_in_english, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
