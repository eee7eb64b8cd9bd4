/* What goes down to a team's laptop: when it is another, and what is said to be put aside. */
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
#include "store/ledger/laptops.h"
#include "store/ledger/share.h"
#include "tests/store/ledger/ledger.h"

static const struct lane team = { .level = LEVEL_TEAM, .unit = "26572", .team = "T01", .codes = "26572" };
static const uint8_t sign[LEDGER_KEY] = { 7 };
#define SIGN "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
static const struct share laptop = { .sign = sign, .code = "T01" };

/* What its registers come to up to a key; 0: up to the end. */
static void sum_of(struct desk *desk, int64_t upto, uint8_t out[ID_BYTES])
{
	struct fault f;

	if (!upto)
		assert_int_equal(share_end(desk->book, &upto, &f), FAULT_OK);
	assert_int_equal(share_sum(desk->book, &laptop, upto, out, &f), FAULT_OK);
}

static void registers_are_others_by_what_is_of_them(void **state)
{
	struct desk *desk = *state;
	rec_t village = desk_count(desk, "SELECT min(rec) FROM village");
	rec_t of_team = desk_count(desk, "SELECT rec FROM team");
	int64_t end = desk_count(desk, "SELECT max(k) FROM op");
	uint8_t before[ID_BYTES], now[ID_BYTES];

	sum_of(desk, 0, before);
	desk_add(desk, TYPE_SESSION, desk_visit); /* is in no register */
	sum_of(desk, 0, now);
	assert_memory_equal(now, before, ID_BYTES);
	desk_edit(desk, village, "{\"households\":211}");
	sum_of(desk, 0, now);
	assert_memory_not_equal(now, before, ID_BYTES);
	sum_of(desk, end, now);
	assert_memory_equal(now, before, ID_BYTES);
	/* Households that were there go down with the village it got. */
	desk_edit(desk, of_team, "{\"villages\":[\"26572-01\",\"26572-02\"]}");
	sum_of(desk, end, now);
	assert_memory_not_equal(now, before, ID_BYTES);
}

/* One operation is said to be put aside, by both questions; NULL: none. */
static void assert_aside(struct desk *desk, int64_t lane, const struct id *wanted)
{
	struct id *ids;
	struct fault f;
	int64_t count;
	size_t n;

	assert_int_equal(share_aside(desk->book, &laptop, &ids, &n, &f), FAULT_OK);
	assert_int_equal(n, wanted != NULL);
	if (wanted)
		assert_memory_equal(ids[0].b, wanted->b, ID_BYTES);
	free(ids);
	assert_int_equal(share_count_aside(book_db(desk->book), lane, &count, &f), FAULT_OK);
	assert_int_equal(count, wanted != NULL);
}

static void what_went_with_its_batch_is_not_said_to_be_put_aside(void **state)
{
	struct desk *here = *state, there;
	int64_t import, lane, aside;
	struct parcel all;
	struct fault f;
	bool fits;

	desk_open(&there);
	desk_add(&there, TYPE_SESSION, desk_visit);
	all = parcel_of(&there, 0, &team);
	import = desk_take(here, &all);
	aside = desk_op(here, &all.lines[all.n - 1].id);
	ledger_begin(here);
	assert_int_equal(lane_intern(book_db(here->book), all.lines[0].lane.id, &lane, &f), FAULT_OK);
	assert_int_equal(laptops_bind_lane(book_db(here->book), lane, sign, &fits, &f), FAULT_OK);
	assert_true(fits);
	ledger_commit(here);
	assert_aside(here, lane, NULL);
	ledger_begin(here);
	assert_int_equal(intake_put_aside(here->book, aside, true, &f), FAULT_OK);
	ledger_commit(here);
	assert_aside(here, lane, &all.lines[all.n - 1].id);
	desk_stands(here, import, STANDS_NOT_REVOKED);
	assert_aside(here, lane, NULL);
	desk_stands(here, import, STANDS_NOT_UNDONE);
	assert_aside(here, lane, NULL);
	desk_stands(here, import, STANDS);
	assert_aside(here, lane, &all.lines[all.n - 1].id);
	parcel_release(&all);
	desk_close(&there);
}

/* Whether something behind a key goes down, by a walk of its own and by the look over all. */
static void assert_any(struct desk *desk, const struct share *to, int64_t after, bool wanted)
{
	struct fault f;
	bool any, ever;

	assert_int_equal(share_any(desk->book, to, 0, &ever, &f), FAULT_OK);
	assert_int_equal(share_any(desk->book, to, after, &any, &f), FAULT_OK);
	assert_int_equal(any, wanted);
	share_look(desk->book, after);
	assert_int_equal(share_any(desk->book, to, after, &any, &f), FAULT_OK);
	assert_int_equal(any, wanted);
	/* What is older than that is walked for. */
	assert_int_equal(share_any(desk->book, to, 0, &any, &f), FAULT_OK);
	assert_int_equal(any, ever);
	share_look_end(desk->book);
}

static int64_t end_of(struct desk *desk)
{
	return desk_count(desk, "SELECT max(k) FROM op");
}

/* A laptop's lane, of which a batch is here: what it writes now is the one whose first came last. */
static void is_written(struct desk *desk, const struct parcel *all, int64_t import)
{
	int64_t lane;
	struct fault f;
	bool fits;

	ledger_begin(desk);
	assert_int_equal(lane_intern(book_db(desk->book), all->lines[0].lane.id, &lane, &f), FAULT_OK);
	assert_int_equal(laptops_bind_lane(book_db(desk->book), lane, sign, &fits, &f), FAULT_OK);
	ledger_brought(desk, &all->lines[0].lane, import, 1, (int64_t)all->n);
	ledger_commit(desk);
}

static void the_look_over_all_finds_what_a_walk_finds(void **state)
{
	struct desk *here = *state, there, restored;
	int64_t before, import;
	struct parcel all;

	before = end_of(here);
	desk_add(here, TYPE_SESSION, desk_visit);
	assert_any(here, &laptop, before, false);
	desk_edit(here, desk_count(here, "SELECT min(rec) FROM village"), "{\"households\":212}");
	assert_any(here, &laptop, before, true);
	/* What it writes itself does not, what becomes of that here does. */
	desk_open(&there);
	desk_edit(&there, desk_add(&there, TYPE_SESSION, desk_visit), "{\"note\":\"x\"}");
	all = parcel_of(&there, 0, &team);
	before = end_of(here);
	import = desk_take(here, &all);
	is_written(here, &all, import);
	parcel_release(&all);
	assert_any(here, &laptop, before, false);
	before = end_of(here) - 1;
	ledger_exec(here, "UPDATE op SET lane = (SELECT k FROM lane WHERE own) WHERE k ="
			  " (SELECT max(k) FROM op) AND rec <> k");
	assert_any(here, &laptop, before, true);
	assert_any(here, &laptop, end_of(here), false);
	ledger_exec(here, "UPDATE op SET lane = (SELECT c.lane FROM op c WHERE c.k = op.rec)"
			  " WHERE k = (SELECT max(k) FROM op)");
	/* It goes on in a new lane: what it wrote before goes down. */
	before = desk_count(here, "SELECT max(rec) - 1 FROM session");
	desk_open(&restored);
	desk_add(&restored, TYPE_SESSION, desk_visit);
	all = parcel_of(&restored, 0, &team);
	import = desk_take(here, &all);
	is_written(here, &all, import);
	parcel_release(&all);
	assert_any(here, &laptop, before, true);
	desk_close(&restored);
	desk_close(&there);
}

/* What an upper level says of what it has erased goes down to all, its word on a unit's key to units alone. */
static void the_look_over_all_finds_what_rules(void **state)
{
	static const struct share unit = { .code = "26572" };
	struct lane above = { .id = { 9 }, .known = true, .level = LEVEL_UPPER, .unit = "79", .codes = "26572" };
	struct desk *here = *state;
	int64_t before = end_of(here);
	struct parcel down = { 0 };
	char of[ID_TEXT], line[256];
	struct id id = { { 5 } };

	parcel_add(&down, &above, "{\"n\":1,\"lane\":\"0900000000000000\",\"type\":\"key\",\"set\":{\"sign\":\"" SIGN "\",\"cert\":\"QQ\"},"
				  "\"hlc\":1,\"clk\":\"ok\",\"who\":\"Ai\"}");
	desk_take(here, &down);
	parcel_release(&down);
	assert_any(here, &laptop, before, false);
	assert_any(here, &unit, before, true);
	before = end_of(here);
	assert_any(here, &unit, before, false);
	id_text(of, &id);
	snprintf(line, sizeof line, "{\"n\":2,\"lane\":\"0900000000000000\",\"type\":\"erase\",\"set\":{\"records\":[\"%s\"]},"
				    "\"hlc\":2,\"clk\":\"ok\",\"who\":\"Ai\"}", of);
	parcel_add(&down, &above, line);
	desk_take(here, &down);
	parcel_release(&down);
	assert_any(here, &laptop, before, true);
	assert_any(here, &unit, before, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(registers_are_others_by_what_is_of_them),
		DESK_CASE(the_look_over_all_finds_what_a_walk_finds),
		DESK_CASE(the_look_over_all_finds_what_rules),
		DESK_CASE(what_went_with_its_batch_is_not_said_to_be_put_aside),
	};

	return cmocka_run_group_tests_name("share", tests, NULL, NULL);
}
