/*
 * Whatever is taken out of what came, put aside or with its import, is as if it had never come;
 * taken back, as if it had never been out. Compared by tables and by all that people get to see.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/record/conflicts.h"
#include "store/record/record.h"
#include "store/upkeep/check.h"
#include "tests/store/record/exchange.h"
#include "tests/store/record/views.h"

static int sets = 50; /* of each kind; 350 under $HEAVY */

static const struct lane commune = { .level = LEVEL_COMMUNE, .unit = "26572", .codes = "26572" };
static const struct lane team_1 = { .level = LEVEL_TEAM, .unit = "26572", .team = "T01", .codes = "26572" };
static const struct lane team_2 = { .level = LEVEL_TEAM, .unit = "26572", .team = "T02", .codes = "26572" };
static const struct lane upper = { .level = LEVEL_UPPER, .unit = "77", .codes = "26572,26575" };
static const struct lane elsewhere = { .level = LEVEL_TEAM, .unit = "26575", .team = "T01", .codes = "26575" };

static struct parcel all;
static int n_plain; /* the first so many are no erasures, and name nothing of another unit */

/*
 * ---- what came: every type of record, of a commune, two of its teams and the level above, with
 * changes, conflicts, joined households and erasures ----
 */

static void take(struct desk *to, struct desk *from, const struct lane *as)
{
	struct parcel its = parcel_of(from, 0, as);

	desk_take(to, &its);
	parcel_release(&its);
}

static rec_t the(struct desk *desk, const char *sql)
{
	rec_t rec = desk_count(desk, sql);

	assert_true(rec > 0);
	return rec;
}

static void join(struct desk *desk, rec_t household, rec_t same)
{
	struct fault f;

	assert_int_equal(book_begin(desk->book, "household_same", &f), 0);
	assert_int_equal(record_join(desk->book, household, same, &f), 0);
	assert_int_equal(book_commit(desk->book, NULL, &f), 0);
}

static void write_registers(struct desk *office)
{
	desk_add(office, TYPE_VILLAGE, "{\"code\":\"26572-01\",\"name\":\"Ấp Bắc Một\",\"households\":210}");
	desk_add(office, TYPE_VILLAGE, "{\"code\":\"26572-02\",\"name\":\"Thôn Hòa Bình\",\"households\":88}");
	desk_void(office, desk_add(office, TYPE_VILLAGE, "{\"code\":\"26572-04\",\"name\":\"Nhầm\"}"));
	desk_add(office, TYPE_TEAM, "{\"code\":\"T01\",\"name\":\"Tổ Một\",\"villages\":[\"26572-01\"]}");
	desk_add(office, TYPE_TEAM, "{\"code\":\"T02\",\"name\":\"Tổ Hai\",\"villages\":[\"26572-01\","
		 "\"26572-02\"]}");
	desk_add(office, TYPE_MEMBER, "{\"code\":\"Minh\",\"name\":\"Trần Minh\",\"team\":\"T01\"}");
	desk_add(office, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H001\",\"hint\":"
		 "\"gần chợ nổi\",\"kinds\":[\"ngheo\"]}");
	desk_void(office, desk_add(office, TYPE_HOUSEHOLD, "{\"village\":\"26572-02\",\"code\":\"H077\"}"));
	desk_add(office, TYPE_TOPIC, "{\"code\":\"CAYXOAI\",\"short\":\"Cây xoài\",\"vi\":"
		 "\"Cây xoài điện tử\",\"group\":\"khac\",\"cap\":\"people\",\"status\":\"bank\"}");
	desk_add(office, TYPE_CAMPAIGN, "{\"code\":\"TH11\",\"name\":\"Tháng mười một\",\"from\":"
		 "\"2026-11-01\",\"to\":\"2026-11-30\",\"tag\":\"lớp\",\"targets\":[{\"code\":\"so_luot\","
		 "\"team\":\"T01\",\"number\":50}]}");
	desk_add(office, TYPE_TARGET, "{\"set\":\"RIENG\",\"code\":\"XH02\",\"number\":80.5}");
	desk_add(office, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"time\":\"08:00\",\"village\":\"26572-01\","
		 "\"household\":\"H001\",\"channel\":\"tai_nha\",\"people\":3,\"topics\":[{\"topic\":"
		 "\"CAYXOAI\",\"outcome\":\"hoan_thanh\",\"count\":2}],\"note\":\"Nhà máy cũ\"}");
	desk_add(office, TYPE_REPORT, "{\"period\":\"2026-W47\",\"kho_khan\":\"Sóng yếu\",\"so_tin\":4}");
}

#define VISIT_TO(village, household) "{\"date\":\"2026-11-20\",\"village\":\"" village "\"," \
	"\"household\":\"" household "\",\"channel\":\"tai_nha\","
#define ATTEMPT(village, household) VISIT_TO(village, household) "\"attempt\":\"vang\"}"
#define GUIDED(village, household) VISIT_TO(village, household) \
	"\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}"

static void write_a_week(struct desk *desk, const char *report)
{
	rec_t visit = desk_add(desk, TYPE_SESSION, desk_visit), other, household;

	household = desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H050\",\"hint\":"
			     "\"nhà có cây xoài\",\"guided_since\":\"2026-10\"}");
	desk_edit(desk, visit, "{\"people\":5,\"note\":\"Ông bà tự làm được\"}");
	other = desk_add(desk, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"village\":\"26572-01\","
			 "\"household\":\"H050\",\"channel\":\"tai_nha\",\"people\":1,\"topics\":"
			 "[{\"topic\":\"TTQR\",\"outcome\":\"hoan_thanh\",\"count\":1}],\"by\":[\"Minh\"],"
			 "\"followups\":[{\"kind\":\"goi_lai\"},{\"kind\":\"den_lai\",\"due\":"
			 "\"2026-11-20\"},{\"kind\":\"den_lai\",\"due\":\"2026-11-25\"}]}");
	desk_edit(desk, the(desk, "SELECT max(rec) FROM followup"),
		  "{\"status\":\"xong\",\"closed\":\"2026-11-20\"}");
	desk_edit(desk, household, "{\"hint\":\"sau đình\",\"kinds\":[\"kinh_doanh\"]}");
	desk_void(desk, other);
	desk_add(desk, TYPE_SESSION, "{\"date\":\"2026-11-19\",\"village\":\"26572-01\",\"household\":"
		 "\"H050\",\"channel\":\"tai_nha\",\"attempt\":\"vang\"}");
	/* Twice on one day, no time noted: first nobody there, then somebody; and the other way round. */
	desk_add(desk, TYPE_SESSION, ATTEMPT("26572-01", "H002"));
	desk_add(desk, TYPE_SESSION, GUIDED("26572-01", "H002"));
	desk_add(desk, TYPE_SESSION, GUIDED("26572-02", "X9"));
	desk_add(desk, TYPE_SESSION, ATTEMPT("26572-02", "X9"));
	desk_add(desk, TYPE_SESSION, "{\"date\":\"2026-11-19\",\"village\":\"26572-02\",\"channel\":"
		 "\"lop_nhom\",\"people\":12,\"minutes\":90,\"topics\":[{\"topic\":\"TTQR\",\"outcome\":"
		 "\"tu_lam\",\"blocker\":\"khong_mang\"}],\"tags\":[\"lớp\"],\"note\":\"mưa to\"}");
	desk_add(desk, TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H050\",\"date\":"
		 "\"2026-11-18\",\"residents\":4,\"adults\":3,\"eid1\":0,\"eid2\":2,\"biz_epay\":1}");
	desk_add(desk, TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		 "\"2026-11-17\",\"residents\":5,\"adults\":2,\"smartphones\":2,\"bank\":1}");
	desk_add(desk, TYPE_REPORT, report);
}

/* What an officer makes of it: changes, conflicts, households that are one. */
static void look_through(struct desk *office, struct desk *one, struct desk *two)
{
	rec_t visit = the(office, "SELECT min(rec) FROM session WHERE people = 5");
	struct fault f;

	desk_edit(one, the(one, "SELECT min(rec) FROM session WHERE people = 5"), "{\"people\":4,\"minutes\":30}");
	desk_edit(office, visit, "{\"people\":6,\"note\":\"Đã gọi lại\"}");
	take(office, one, &team_1);
	assert_int_equal(desk_count(office, "SELECT count(*) FROM conflict"), 1);
	assert_int_equal(book_begin(office->book, "conflict", &f), 0);
	assert_int_equal(conflicts_resolve(office->book, visit, "people", 2, &f), 0);
	assert_int_equal(book_commit(office->book, NULL, &f), 0);
	desk_edit(two, the(two, "SELECT max(rec) FROM session WHERE people = 5"), "{\"minutes\":15}");
	desk_edit(office, the(office, "SELECT max(rec) FROM session WHERE people = 5"), "{\"minutes\":45}");
	desk_void(office, the(office, "SELECT max(rec) FROM session WHERE people = 12"));
	desk_edit(office, the(office, "SELECT min(rec) FROM village WHERE name = 'Ấp Bắc Một'"),
		  "{\"name\":\"Ấp Bắc\",\"households\":212}");
	/* Both teams' H001 are the office's, one through the other; then one more way round. */
	join(office, the(office, "SELECT rec FROM household WHERE code = 'H001' ORDER BY rec DESC LIMIT 1 OFFSET 1"),
	     the(office, "SELECT min(rec) FROM household WHERE code = 'H001'"));
	join(office, the(office, "SELECT max(rec) FROM household WHERE code = 'H050'"),
	     the(office, "SELECT min(rec) FROM household WHERE code = 'H050'"));
	join(office, the(office, "SELECT min(rec) FROM household WHERE code = 'H050'"),
	     the(office, "SELECT min(rec) FROM household WHERE code = 'H001'"));
}

/* Lines that do not count, or of which this program knows half. */
static void add_strange(struct parcel *to)
{
	static const char *const lines[] = {
		"{\"n\":901,\"type\":\"session\",\"set\":{\"date\":\"2026-11-17\",\"village\":\"26572-01\","
		"\"channel\":\"lop_nhom\",\"people\":9223372036854775807},\"hlc\":5,\"clk\":\"ok\","
		"\"who\":\"Lan\",\"salt\":\"1\"}",
		"{\"n\":902,\"type\":\"card\",\"set\":{\"code\":\"X\"},\"hlc\":5,\"clk\":\"ok\",\"who\":\"Lan\","
		"\"salt\":\"2\"}",
		"{\"n\":903,\"type\":\"session\",\"set\":{\"date\":\"2026-11-17\",\"village\":\"26572-01\","
		"\"channel\":\"loa_phat\",\"people\":7,\"weather\":\"nắng\",\"topics\":[{\"topic\":\"MOI\",\"outcome\":"
		"\"xong_roi\"}]},\"hlc\":5,\"clk\":\"bad\",\"who\":\"Ai đó\",\"salt\":\"3\"}",
		"{\"n\":904,\"type\":\"village\",\"set\":{\"code\":\"26572-03\",\"name\":\"Khóm Đông\"},"
		"\"hlc\":5,\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"4\"}",
	};
	struct lane one = team_1, other = elsewhere;

	one.id[0] = 9;
	other.id[0] = 8;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		parcel_add(to, i == 3 ? &other : &one, lines[i]);
}

/* The id of the first line that has all of this. */
static void find_line(char id[ID_TEXT], const struct parcel *lines, const char *one, const char *other)
{
	for (int i = 0; i < lines->n; i++)
		if (strstr(lines->lines[i].text, one) && strstr(lines->lines[i].text, other)) {
			id_text(id, &lines->lines[i].id);
			return;
		}
	fail_msg("no line has %s and %s", one, other);
}

/* The office has a household erased, the level above a visit; another unit names a household. */
static void add_erasures(struct parcel *to)
{
	const struct lane *by[] = { &commune, &upper, &elsewhere };
	static const char *const lines[] = {
		"{\"n\":911,\"type\":\"erase\",\"set\":{\"records\":[\"%s\"]},\"hlc\":7,\"clk\":\"ok\","
		"\"who\":\"Ba\",\"salt\":\"5\"}",
		"{\"n\":912,\"type\":\"erase\",\"set\":{\"records\":[\"%s\"]},\"hlc\":7,\"clk\":\"ok\","
		"\"who\":\"Ba\",\"salt\":\"6\"}",
		"{\"n\":913,\"type\":\"session\",\"set\":{\"date\":\"2026-11-20\",\"village\":\"26575-01\","
		"\"household\":\"%s\",\"channel\":\"tai_nha\",\"people\":2,\"topics\":[{\"topic\":\"TTQR\","
		"\"outcome\":\"tu_lam\"}]},\"hlc\":7,\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"7\"}",
	};
	char ids[3][ID_TEXT], line[512];

	find_line(ids[0], to, "\"household\"", "\"code\":\"H002\"");
	find_line(ids[1], to, "\"session\"", "\"people\":12");
	find_line(ids[2], to, "\"household\"", "\"code\":\"H050\"");
	for (int i = 0; i < 3; i++) {
		struct lane lane = *by[i];

		lane.id[0] = (uint8_t)(5 + i);
		snprintf(line, sizeof line, lines[i], ids[i]);
		parcel_add(to, &lane, line);
	}
}

static void append_of(struct parcel *to, struct desk *desk, const struct lane *as)
{
	struct parcel its = parcel_of(desk, 0, as);

	parcel_append(to, &its);
	parcel_release(&its);
}

static struct parcel everything(void)
{
	struct desk office, one, two, above;
	struct parcel lines = { 0 };

	desk_open_as(&office, LEVEL_COMMUNE, "26572");
	desk_open(&one);
	desk_open(&two);
	desk_open_as(&above, LEVEL_UPPER, "77");
	desk_joins(&one, "T01");
	desk_joins(&two, "T02");
	write_registers(&office);
	desk_add(&above, TYPE_TOPIC, "{\"code\":\"CAPTREN\",\"short\":\"Trên\",\"vi\":\"Của cấp trên\","
		 "\"group\":\"khac\"}");
	desk_add(&above, TYPE_CAMPAIGN, "{\"code\":\"TH11\",\"name\":\"Cả tỉnh\",\"from\":\"2026-11-01\","
		 "\"to\":\"2026-11-30\",\"tag\":\"lớp\"}");
	desk_add(&above, TYPE_TARGET, "{\"set\":\"RIENG\",\"code\":\"XH02\",\"number\":90}");
	take(&office, &above, &upper);
	take(&one, &office, &commune);
	take(&two, &office, &commune);
	desk_add(&two, TYPE_MEMBER, "{\"code\":\"Hoa\",\"name\":\"Lê Hoa\",\"team\":\"T02\"}");
	write_a_week(&one, "{\"period\":\"2026-W47\",\"team\":\"T01\",\"ke_hoach\":\"Tuần sau đi tiếp\"}");
	write_a_week(&two, "{\"period\":\"2026-W47\",\"team\":\"T02\",\"so_tin\":2}");
	/* A household of the office's, as a team found it. */
	desk_edit(&two, the(&two, "SELECT min(h.rec) FROM household h JOIN op o ON o.k = h.rec"
				  " WHERE o.source IS NOT NULL AND code = 'H001'"),
		  "{\"kinds\":[\"can_ngheo\"],\"hint\":\"nhà ngói mới\"}");
	take(&office, &one, &team_1);
	take(&office, &two, &team_2);
	look_through(&office, &one, &two);
	append_of(&lines, &office, &commune);
	append_of(&lines, &one, &team_1);
	append_of(&lines, &two, &team_2);
	append_of(&lines, &above, &upper);
	add_strange(&lines);
	n_plain = lines.n;
	add_erasures(&lines);
	desk_close(&office);
	desk_close(&one);
	desk_close(&two);
	desk_close(&above);
	return lines;
}

static int make_all(void **state)
{
	(void)state;
	all = everything();
	return 0;
}

static int release_all(void **state)
{
	(void)state;
	parcel_release(&all);
	return 0;
}

/* ---- two desks: one takes all and has some taken out, one never gets these ---- */

struct both {
	struct desk here, never;
	char *before, *whole; /* tables of `here` before all came, and after */
	uint32_t seed;
	int n; /* sets compared so far */
};

static uint32_t below(struct both *b, uint32_t n)
{
	b->seed = b->seed * 1664525 + 1013904223;
	return (b->seed >> 8) % n;
}

static void begin(struct desk *desk)
{
	struct fault f;

	assert_int_equal(book_begin(desk->book, "import", &f), 0);
}

static int setup(void **state)
{
	struct both *b = calloc(1, sizeof *b);

	desk_open_as(&b->here, LEVEL_COMMUNE, "26572");
	desk_open_as(&b->never, LEVEL_COMMUNE, "26572");
	take(&b->here, &b->never, &commune);
	take(&b->never, &b->here, &commune);
	b->before = desk_tables(&b->here);
	/* What reading words needs is made outside of transactions, and stays. */
	free(desk_tables(&b->never));
	assert_int_equal(book_check_projections(b->here.book, &(struct fault){ 0 }), 0);
	b->seed = 42;
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct both *b = *state;

	desk_close(&b->here);
	desk_close(&b->never);
	free(b->before);
	free(b->whole);
	free(b);
	return 0;
}

enum stands { ABSENT, ID_ALONE, WHOLE };

/* `here` must be as a desk that took those lines and no others. */
static void as_if_only(struct both *b, const enum stands *stands, const char *what)
{
	struct parcel those = { calloc((size_t)all.n + 1, sizeof *those.lines), 0 };
	char where[64], *here, *there;

	snprintf(where, sizeof where, "%s, set %d", what, b->n);
	for (int i = 0; i < all.n; i++) {
		if (stands[i] != ABSENT)
			those.lines[those.n++] = all.lines[i];
		if (stands[i] == ID_ALONE)
			those.lines[those.n - 1].text = NULL;
	}
	begin(&b->never);
	desk_take_within(&b->never, &those);
	there = desk_tables(&b->never);
	here = desk_tables(&b->here);
	assert_same_views(here, there, where);
	free(here);
	free(there);
	there = desk_views(&b->never, b->n);
	here = desk_views(&b->here, b->n++);
	assert_same_views(here, there, where);
	free(here);
	free(there);
	book_rollback(b->never.book);
	if (b->n % 10 == 0)
		assert_int_equal(book_check_projections(b->here.book, &(struct fault){ 0 }), 0);
	free(those.lines);
}

static void as_it_was(struct both *b, const char *tables)
{
	char *here = desk_tables(&b->here);

	assert_same_views(here, tables, "afterwards");
	free(here);
	assert_int_equal(book_check_projections(b->here.book, &(struct fault){ 0 }), 0);
}

/* Two desks that took the same in other orders show the same. */
static void what_came_first_is_not_seen(void **state)
{
	struct both *b = *state;
	enum stands *stands = calloc((size_t)all.n, sizeof *stands);
	struct parcel shuffled = { 0 };

	parcel_append(&shuffled, &all);
	for (int i = 0; i < all.n; i++)
		stands[i] = WHOLE;
	for (int round = 0; round < 4; round++) {
		parcel_shuffle(&shuffled, &b->seed);
		begin(&b->here);
		desk_take_within(&b->here, &shuffled);
		as_if_only(b, stands, "in another order");
		book_rollback(b->here.book);
	}
	parcel_release(&shuffled);
	free(stands);
}

static void put_aside(struct both *b, int line, bool aside)
{
	struct fault f;

	if (intake_put_aside(b->here.book, desk_op(&b->here, &all.lines[line].id), aside, &f))
		fail_msg("fault %d putting aside %s", f.code, all.lines[line].text);
}

/* Sets of the first n lines: from one to the next by few operations or by many. */
static void put_sets_aside(struct both *b, int n, enum stands aside)
{
	enum stands *stands = calloc((size_t)all.n, sizeof *stands);
	struct parcel those = { all.lines, n };

	for (int i = 0; i < n; i++)
		stands[i] = WHOLE;
	desk_take(&b->here, &those);
	b->whole = desk_tables(&b->here);
	assert_int_equal(desk_count(&b->here, "SELECT count(*) FROM op WHERE aside IN (1, 4)"), 2);
	assert_int_equal(desk_count(&b->here, "SELECT count(*) FROM conflict"), 1);
	assert_true(desk_count(&b->here, "SELECT count(*) FROM session WHERE named IS NOT NULL") >= 4);
	assert_true(desk_count(&b->here, "SELECT count(*) FROM op WHERE aside = 10") >= (n > n_plain ? 5 : 0));
	begin(&b->here);
	while (b->n < sets) {
		uint32_t one_in = 1 + below(b, 8);

		for (int i = 0; i < n; i++) {
			if (below(b, one_in))
				continue;
			put_aside(b, i, stands[i] == WHOLE);
			stands[i] = stands[i] == WHOLE ? aside : WHOLE;
		}
		as_if_only(b, stands, "put aside");
	}
	for (int i = 0; i < n; i++)
		if (stands[i] != WHOLE)
			put_aside(b, i, false);
	as_it_was(b, b->whole);
	assert_int_equal(book_commit(b->here.book, NULL, &(struct fault){ 0 }), 0);
	desk_check(&b->here);
	free(stands);
}

static void any_set_may_be_put_aside(void **state)
{
	put_sets_aside(*state, n_plain, ABSENT);
}

/*
 * An erasure covers what names a record of its unit, and what names one of another unit reads as
 * none: for that, what is put aside is as a line whose id alone came. It says whose it is.
 */
static void what_is_put_aside_still_says_whose_it_is(void **state)
{
	put_sets_aside(*state, all.n, ID_ALONE);
}

/* ---- imports ---- */

enum { IMPORTS = 12, STEPS = 15 };

struct parts {
	struct import {
		int64_t key;
		bool undone;
		bool *has; /* of each line, whether it brought that */
	} each[IMPORTS];
	bool *aside;
	enum stands *stands;
};

static void take_part(struct both *b, struct import *import)
{
	struct parcel part = { calloc((size_t)all.n, sizeof *part.lines), 0 };

	for (int i = 0; i < all.n; i++)
		if (import->has[i])
			part.lines[part.n++] = all.lines[i];
	parcel_shuffle(&part, &b->seed);
	import->key = desk_take_within(&b->here, &part);
	free(part.lines);
}

/* Every line comes with one import, some with two or three, in any order. */
static void take_in_parts(struct both *b, struct parts *parts)
{
	size_t n = (size_t)all.n;

	*parts = (struct parts){ .aside = calloc(n, 1), .stands = calloc(n, sizeof *parts->stands) };
	for (int i = 0; i < IMPORTS; i++)
		parts->each[i].has = calloc(n, 1);
	for (size_t line = 0; line < n; line++)
		for (uint32_t times = 1 + below(b, 8) / 6; times; times--)
			parts->each[below(b, IMPORTS)].has[line] = true;
	for (int i = 0; i < IMPORTS; i++)
		take_part(b, &parts->each[i]);
}

static void turn(struct both *b, struct import *import)
{
	struct fault f;

	import->undone = !import->undone;
	if (intake_undo(b->here.book, import->key, import->undone ? STANDS_NOT_UNDONE : STANDS, &f))
		fail_msg("fault %d taking back", f.code);
}

static void find_standing(struct parts *parts)
{
	for (int line = 0; line < all.n; line++) {
		bool carried = false;

		for (int i = 0; i < IMPORTS; i++)
			carried |= parts->each[i].has[line] && !parts->each[i].undone;
		parts->stands[line] = !carried ? ABSENT : parts->aside[line] ? ID_ALONE : WHOLE;
	}
}

/* Imports taken back and put in again; a few lines are put aside besides. */
static void change(struct both *b, struct parts *parts)
{
	uint32_t one_in = 1 + below(b, 6);

	for (int i = 0; i < IMPORTS; i++)
		if (!below(b, one_in))
			turn(b, &parts->each[i]);
	for (int line = 0; line < all.n; line++)
		if (!below(b, 30)) {
			parts->aside[line] = !parts->aside[line];
			put_aside(b, line, parts->aside[line]);
		}
	find_standing(parts);
}

static void take_all_back(struct both *b, struct parts *parts)
{
	for (int i = 0; i < IMPORTS; i++) {
		if (!parts->each[i].undone)
			turn(b, &parts->each[i]);
		free(parts->each[i].has);
	}
	as_it_was(b, b->before);
	free(parts->aside);
	free(parts->stands);
}

static void any_import_may_be_taken_back(void **state)
{
	struct both *b = *state;

	while (b->n < sets) {
		struct parts parts;

		begin(&b->here);
		take_in_parts(b, &parts);
		find_standing(&parts);
		as_if_only(b, parts.stands, "taken in");
		for (int step = 1; step < STEPS && b->n < sets; step++) {
			change(b, &parts);
			as_if_only(b, parts.stands, "taken back");
		}
		take_all_back(b, &parts);
		book_rollback(b->here.book);
	}
	desk_check(&b->here);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(what_came_first_is_not_seen),
		CASE(any_set_may_be_put_aside),
		CASE(what_is_put_aside_still_says_whose_it_is),
		CASE(any_import_may_be_taken_back),
	};
	const char *heavy = getenv("HEAVY");

	if (heavy && *heavy)
		sets = 350;
	return cmocka_run_group_tests(tests, make_all, release_all);
}
