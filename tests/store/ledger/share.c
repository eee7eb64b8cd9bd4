/* What goes down to a team's laptop: when it is another, and what is said to be put aside. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/ledger/laptops.h"
#include "store/ledger/share.h"
#include "tests/store/ledger/ledger.h"

static const struct lane team = { .level = LEVEL_TEAM, .unit = "26572", .team = "T01", .codes = "26572" };
static const uint8_t sign[LEDGER_KEY] = { 7 };
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(registers_are_others_by_what_is_of_them),
		DESK_CASE(what_went_with_its_batch_is_not_said_to_be_put_aside),
	};

	return cmocka_run_group_tests_name("share", tests, NULL, NULL);
}
