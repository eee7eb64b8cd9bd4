/* Lists of sessions: what a figure counts, pages from both ends, how many there are. */
#include "config.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/db/schema.h"
#include "store/query/list_sessions.h"
#include "store/record/record.h"
#include "store/db/statement.h"
#include "store/book/transaction.h"
#include "store/summary/make.h"
#include "store/summary/drilldown.h"
#include "tests/store/desk.h"

enum { SESSIONS = 600 /* drawn, and two more */, MOST = 2000 };

static struct desk desk;
static unsigned seed = 11;

/* ---- invented work ---- */

static unsigned draw(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

static const char *one_of(const char *const *list, size_t n)
{
	return list[draw((unsigned)n)];
}
#define ONE_OF(list) one_of(list, sizeof list / sizeof *list)

static json_t *topics(int64_t people)
{
	static const char *const codes[] = { "VNEID1", "VNEID2", "DVCNOP", "DVCHT", "TTNH", "TTHD",
					     "TTHDVT", "YTTX", "TMMUA", "ATBC", "APPDP", "SMARTBR" };
	static const char *const outcomes[] = { "hoan_thanh", "tu_lam", "mot_phan", "hen_lai",
						"chi_tuyen_truyen" };
	static const char *const blockers[] = { "dt_cu", "khong_mang", "khac" };
	json_t *list = json_array();
	size_t first = draw(12);

	for (unsigned i = 0, n = 1 + draw(3); i < n; i++) {
		size_t outcome = draw(5);
		json_t *entry = json_pack("{ss ss}", "topic", codes[(first + i * 5) % 12], "outcome",
					  outcomes[outcome]);

		if (outcome < 3 && people > 0 && draw(3))
			json_object_set_new(entry, "count", json_integer(draw(2)));
		if (!draw(3))
			json_object_set_new(entry, "blocker", json_string(ONE_OF(blockers)));
		json_array_append_new(list, entry);
	}
	return list;
}

static json_t *members(void)
{
	static const char *const codes[] = { "Lan", "Minh", "Tú", "Hoa" };
	json_t *by = json_array();
	size_t first = draw(4);

	for (unsigned i = 0, n = 1 + draw(2); i < n; i++)
		json_array_append_new(by, json_string(codes[(first + i) % 4]));
	return by;
}

static void add_figures(json_t *session, int64_t people)
{
	if (people >= 0)
		json_object_set_new(session, "people", json_integer(people));
	if (people > 0 && draw(2))
		json_object_set_new(session, "female", json_integer(draw((unsigned)people + 1)));
	if (people > 0 && draw(2))
		json_object_set_new(session, "over60", json_integer(draw((unsigned)people + 1)));
	if (draw(2))
		json_object_set_new(session, "minutes", json_integer(5 + draw(90)));
}

/* Any day from November 2025 to today; half of them untimed, so that many are of one time. */
static json_t *session(void)
{
	static const char *const villages[] = { "26572-01", "26572-02", "26572-03" };
	static const char *const homes[][2] = { { "H001", "H002" }, { "H001", "X9" }, { "H001", "H005" } };
	static const char *const channels[] = { "lop_nhom", "hop_thon", "cho", "zalo" };
	static const char *const attempts[] = { "vang", "tu_choi", "hen_lai" };
	static const char *const notes[] = { "sóng yếu", "máy cũ", "nhờ con giúp" };
	unsigned village = draw(3), back = draw(draw(4) ? 40 : 380);
	bool home = draw(3), attempt = home && !draw(5);
	int64_t people = home && !draw(4) ? -1 : 1 + (int64_t)draw(9);
	day_t today;
	char text[DATE_SIZE], time[TIME_SIZE];
	json_t *s;

	date_parse(&today, DESK_TODAY);
	date_format(text, today - (day_t)back);
	s = json_pack("{ss ss ss so}", "date", text, "village", villages[village], "channel",
		      home ? "tai_nha" : ONE_OF(channels), "by", members());
	if (home || !draw(3))
		if (home || !strcmp(json_string_value(json_object_get(s, "channel")), "zalo"))
			json_object_set_new(s, "household", json_string(homes[village][draw(2)]));
	if (draw(2)) {
		time_format(time, (int)(8 * 60 + draw(8)));
		json_object_set_new(s, "time", json_string(time));
	}
	if (attempt)
		json_object_set_new(s, "attempt", json_string(ONE_OF(attempts)));
	else
		json_object_set_new(s, "topics", topics(people));
	add_figures(s, attempt ? -1 : people);
	if (draw(2))
		json_object_set_new(s, "note", json_string(ONE_OF(notes)));
	if (!draw(4)) {
		date_format(text, today - (day_t)back + (day_t)draw(30));
		json_object_set_new(s, "followups", json_pack("[{ss ss}, {ss}]", "kind", "den_lai", "due",
							      text, "kind", "goi_lai"));
	}
	return s;
}

static void fill(void)
{
	struct fault f = { 0 };
	rec_t rec, voided[8] = { 0 };

	desk_add(&desk, TYPE_VILLAGE, "{\"code\":\"26572-03\",\"name\":\"Xóm Mới\",\"households\":50}");
	desk_add(&desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-03\",\"code\":\"H001\","
		 "\"guided_since\":\"2025-03\"}");
	desk_add(&desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-03\",\"code\":\"H005\","
		 "\"guided_since\":\"2026-11\"}");
	/* First guided in the month they say, and before a week that begins in it. */
	for (int i = 0; i < 2; i++) {
		char text[256];

		snprintf(text, sizeof text, "{\"village\":\"26572-03\",\"code\":\"H00%d\","
			 "\"guided_since\":\"2026-1%d\"}", 6 + i, 1 - i);
		desk_add(&desk, TYPE_HOUSEHOLD, text);
		snprintf(text, sizeof text, "{\"date\":\"2026-11-%s\",\"village\":\"26572-03\","
			 "\"household\":\"H00%d\",\"channel\":\"tai_nha\",\"topics\":"
			 "[{\"topic\":\"ATBC\",\"outcome\":\"chi_tuyen_truyen\"}]}",
			 i ? "01" : "10", 6 + i);
		desk_add(&desk, TYPE_SESSION, text);
	}
	desk_add(&desk, TYPE_TEAM, "{\"code\":\"T02\",\"name\":\"Tổ Hòa Bình\","
		 "\"villages\":[\"26572-02\",\"26572-01\"]}");
	desk_add(&desk, TYPE_MEMBER, "{\"code\":\"Hoa\",\"name\":\"Hoa\",\"team\":\"T02\"}");
	desk_add(&desk, TYPE_TOPIC, "{\"code\":\"SMARTBR\",\"short\":\"Smart BRVT\",\"vi\":"
		 "\"Ứng dụng Smart BRVT\",\"group\":\"dia_phuong\"}");
	assert_int_equal(book_begin(desk.book, "log", &f), 0);
	for (int i = 0; i < SESSIONS; i++) {
		json_t *s = session();

		if (record_add(desk.book, TYPE_SESSION, s, &rec, &f))
			fail_msg("%s: %s", json_dumps(s, 0), f.field);
		if (i % 80 == 0)
			voided[i / 80] = rec;
		json_decref(s);
	}
	assert_int_equal(book_commit(desk.book, NULL, &f), 0);
	for (int i = 0; i < 8; i++)
		desk_void(&desk, voided[i]);
}

static int begin(void **state)
{
	(void)state;
	desk_open(&desk);
	fill();
	return 0;
}

static int end(void **state)
{
	(void)state;
	desk_close(&desk);
	return 0;
}

/* ---- what is behind a figure ---- */

static const struct column *column_of(const struct rule *rule)
{
	return column_find(rule->column);
}

/* What the figure should be, as list_sessions_sum() gives it; -1 where it is not known. */
static int64_t expected(const struct rule *rule, const struct summary_row *row)
{
	const struct rule *of = rule->kind == RULE_COVERAGE ? rule_of_column("ho_luy_ke") : rule;
	const struct summary_value *value = summary_value(row, column_of(of));

	if (value->type == SUMMARY_REAL)
		return (int64_t)(value->real * 60 + 0.5);
	return value->type == SUMMARY_INT ? value->integer : -1;
}

static int count_one(void *arg, rec_t rec)
{
	(void)rec;
	++*(int *)arg;
	return 0;
}

/* Returns how many sessions there were. */
static int64_t compare(const struct summary *s, const struct summary_row *row,
		       const struct rule *rule)
{
	struct session_filter filter = { .ranged = true, .from = s->period.from, .to = s->period.to,
					 .newest_first = true, .column = rule->column,
					 .axis = row == &s->whole ? SUMMARY_WHOLE : s->axis,
					 .key = row->key };
	int64_t sessions = -1, sum = -1, want = expected(rule, row);
	struct fault f = { 0 };
	int listed = 0;

	/* Nothing is said of a team that is silent in the period, whatever it did before. */
	if (s->axis == SUMMARY_TEAM && row != &s->whole &&
	    summary_value(row, column_find("so_luot"))->type == SUMMARY_NULL)
		return 0;
	assert_int_equal(list_sessions_sum(desk.book, &filter, &sessions, &sum, &f), 0);
	assert_int_equal(list_sessions(desk.book, &filter, count_one, &listed, &f), 0);
	if (listed != sessions || sum != (want < 0 ? 0 : want) || (want < 0 && sessions))
		fail_msg("%s by %s %s in %s: %" PRId64 ", but %d listed, %" PRId64
			 " counted come to %" PRId64, rule->column, summary_axis_name(s->axis),
			 row->key ? row->key : "(whole)", s->period.label, want, listed, sessions, sum);
	return sessions;
}

static void what_is_listed_adds_up_to_every_figure(void **state)
{
	static const char *const periods[] = { "2026-W47", "2026-W46", "2026-W44", "2026-11", "2026-Q4",
					       "2026", "2025-W52" };
	struct fault f = { 0 };
	int64_t compared = 0, sessions = 0, of_none = 0;

	(void)state;
	for (size_t p = 0; p < sizeof periods / sizeof *periods; p++)
		for (int axis = SUMMARY_WHOLE; axis < SUMMARY_AXES; axis++) {
			struct period period;
			struct summary s;

			if (!summary_axis_is_for(desk.book, (enum summary_axis)axis))
				continue;
			assert_int_equal(period_parse_key(&period, periods[p]), 0);
			assert_int_equal(summary_make(desk.book, &period, (enum summary_axis)axis, &s, &f), 0);
			for (size_t i = 0; i < summary_rule_count; i++) {
				if (!drilldown_lists(&summary_rules[i]))
					continue;
				sessions += compare(&s, &s.whole, &summary_rules[i]);
				for (size_t g = 0; g < summary_rows(&s); g++, compared++)
					sessions += compare(&s, summary_row_at(&s, g), &summary_rules[i]);
				of_none += s.no_team != NULL;
			}
			summary_release(&s);
		}
	/* It was no empty comparison. */
	assert_true(compared > 5000);
	assert_true(of_none > 50);
	assert_true(sessions > 100000);
}

static void a_summary_of_the_period_alone_says_the_same(void **state)
{
	static const char *const own[] = { "so_luot", "so_khong", "so_nguoi", "ho_tham", "ho_lan_dau",
					   "gio_hd", "kq_dvc_hs", "kq_hoadon", "ln_dvc" };
	static const char *const not[] = { "ho_luy_ke", "tl_ho", "hen", "qua_han", "so_to", "tt_lon" };
	struct fault f = { 0 };
	struct period period;
	struct summary all, alone;

	(void)state;
	assert_int_equal(period_parse_key(&period, "2026-W47"), 0);
	assert_int_equal(summary_make(desk.book, &period, SUMMARY_WHOLE, &all, &f), 0);
	assert_int_equal(summary_make_period(desk.book, &period, SUMMARY_WHOLE, &alone, &f), 0);
	for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
		const struct summary_value *a = summary_value(&all.whole, column_find(own[i]));
		const struct summary_value *b = summary_value(&alone.whole, column_find(own[i]));

		assert_int_equal(a->type, b->type);
		assert_int_equal(a->integer, b->integer);
		assert_true(a->type != SUMMARY_NULL);
	}
	for (size_t i = 0; i < sizeof not / sizeof *not; i++)
		assert_int_equal(summary_value(&alone.whole, column_find(not[i]))->type, SUMMARY_NULL);
	summary_release(&all);
	summary_release(&alone);
}

/* ---- pages ---- */

struct keys {
	rec_t rec[MOST];
	int n;
};

static int take(void *arg, rec_t rec)
{
	struct keys *keys = arg;

	assert_true(keys->n < MOST);
	keys->rec[keys->n++] = rec;
	return 0;
}

static void list(const struct session_filter *filter, struct keys *keys)
{
	struct fault f = { 0 };

	assert_int_equal(list_sessions(desk.book, filter, take, keys, &f), 0);
}

/* All pages of so many, one after the other. */
static void page_through(struct session_filter filter, int size, struct keys *keys)
{
	int before;

	keys->n = 0;
	filter.limit = size;
	do {
		before = keys->n;
		filter.after = before ? keys->rec[before - 1] : 0;
		list(&filter, keys);
	} while (keys->n - before == size);
}

static void pages_of_any_size_make_the_whole_from_both_ends(void **state)
{
	static struct keys all, back, paged;
	struct session_filter filters[] = {
		{ .newest_first = true },
		{ .newest_first = true, .voided = true },
		{ .newest_first = true, .village = "26572-01" },
		{ .newest_first = true, .topic = "VNEID2" },
		{ .newest_first = true, .search = "song" },
		{ .newest_first = true, .search = "s h", .village = "26572-02" },
		{ .newest_first = true, .column = "so_nguoi", .ranged = true },
		{ .newest_first = true, .ranged = true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		struct session_filter f = filters[i];
		struct fault fault;
		int64_t total;

		date_parse(&f.from, "2026-10-01");
		date_parse(&f.to, "2026-11-15");
		all.n = back.n = 0;
		list(&f, &all);
		assert_true(all.n >= 8);
		assert_int_equal(list_sessions_total(desk.book, &f, &total, &fault), 0);
		if (total >= 0)
			assert_int_equal(total, all.n);
		else
			assert_true(f.search || f.topic || f.column);
		for (int size = 1; size < 30; size += 7) {
			page_through(f, size, &paged);
			assert_int_equal(paged.n, all.n);
			assert_memory_equal(paged.rec, all.rec, (size_t)all.n * sizeof(rec_t));
		}
		f.newest_first = false;
		f.oldest_first = true;
		page_through(f, 13, &back);
		assert_int_equal(back.n, all.n);
		for (int k = 0; k < all.n; k++)
			assert_int_equal(back.rec[k], all.rec[all.n - 1 - k]);
	}
}

static void a_place_that_is_gone_is_said(void **state)
{
	struct session_filter filter = { .newest_first = true, .after = 1 };
	static struct keys keys;
	struct fault f = { 0 };

	(void)state;
	keys.n = 0;
	assert_int_equal(list_sessions(desk.book, &filter, take, &keys, &f), FAULT_NOT_FOUND);
	filter = (struct session_filter){ .newest_first = true, .column = "so_to", .ranged = true };
	assert_int_equal(list_sessions(desk.book, &filter, take, &keys, &f), FAULT_USAGE);
}

/* ---- a data file of before the index of voided sessions ---- */

static void an_older_data_file_gets_the_index(void **state)
{
	struct fault f = { 0 };
	int64_t total, version = 0;

	(void)state;
	desk_take_back_to_3(&desk);
	assert_int_equal(db_exec(book_db(desk.book), "DROP INDEX session_voided;"
				 " PRAGMA user_version = 1", &f), 0);
	desk_reopen(&desk, "Lan");
	assert_int_equal(read_int(book_db(desk.book), "PRAGMA user_version", &version, &f), 0);
	assert_int_equal(version, schema_version());
	assert_int_equal(desk_count(&desk, "SELECT count(*) FROM sqlite_schema"
					   " WHERE name = 'session_voided'"), 1);
	assert_int_equal(list_sessions_total(desk.book, &(struct session_filter){ .voided = false },
					     &total, &f), 0);
	assert_int_equal(total, SESSIONS + 2 - 8);
	desk_check(&desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_listed_adds_up_to_every_figure),
		cmocka_unit_test(a_summary_of_the_period_alone_says_the_same),
		cmocka_unit_test(pages_of_any_size_make_the_whole_from_both_ends),
		cmocka_unit_test(a_place_that_is_gone_is_said),
		cmocka_unit_test(an_older_data_file_gets_the_index),
	};

	return cmocka_run_group_tests_name("list_sessions", tests, begin, end);
}
