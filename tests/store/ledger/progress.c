/* How far a record has come: at a team, at a commune, at an upper level's desk. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/ledger/progress.h"
#include "store/record/read.h"
#include "tests/store/ledger/ledger.h"

static const struct lane team = { .level = LEVEL_TEAM, .unit = "26572", .team = "T02", .codes = "26572" };

static void assert_state(struct desk *desk, rec_t rec, const char *wanted)
{
	struct record_facts facts;
	struct fault f;

	assert_int_equal(record_facts(desk->book, rec, &facts, &f), FAULT_OK);
	assert_string_equal(facts.state, wanted);
}

static int64_t last_n(struct desk *desk)
{
	return desk_count(desk, "SELECT max(n) FROM op WHERE source IS NULL");
}

static void at_a_team_the_least_of_what_was_made_here(void **state)
{
	struct desk *desk = *state;
	rec_t visit = desk_add(desk, TYPE_SESSION, desk_visit);
	int64_t n = last_n(desk), first, second;
	struct fault f;

	assert_state(desk, visit, "da_luu");
	ledger_begin(desk);
	ledger_laptop(desk, 1, LEVEL_COMMUNE, "26572");
	first = ledger_own(desk, 1, 1, n);
	ledger_own(desk, 2, n + 1, 0);
	assert_state(desk, visit, "da_goi");
	batches_sent(book_db(desk->book), first, "usb", 5, &f);
	assert_state(desk, visit, "da_gui_di");
	ledger_acknowledge(desk, first, 1, false);
	assert_state(desk, visit, "xa_da_nhan");
	ledger_commit(desk);

	/* A change of it begins at the beginning, until it has come as far. */
	desk_edit(desk, visit, "{\"people\":3}");
	assert_state(desk, visit, "da_luu");
	ledger_begin(desk);
	second = ledger_own(desk, 3, n + 1, 1);
	assert_state(desk, visit, "da_goi");
	ledger_acknowledge(desk, second, 1, false);
	ledger_acknowledge(desk, second, 1, true);
	assert_state(desk, visit, "xa_da_nhan");
	ledger_acknowledge(desk, first, 1, true);
	assert_state(desk, visit, "cap_tren_da_nhan");
	/* Who said so counts no more: it is as far as one knows oneself. */
	ledger_exec(desk, "UPDATE laptop SET revoked = 1");
	assert_state(desk, visit, "da_goi");
	ledger_exec(desk, "UPDATE laptop SET revoked = 0");
	assert_state(desk, visit, "cap_tren_da_nhan");
	ledger_exec(desk, "DELETE FROM laptop");
	assert_state(desk, visit, "da_goi");
	ledger_commit(desk);
	desk_check(desk);
}

static void at_a_team_what_came_is_at_the_commune(void **state)
{
	struct desk *here = *state, there;
	struct parcel all;
	rec_t rec;

	desk_open(&there);
	all = parcel_of(&there, 0, &team);
	desk_take(here, &all);
	rec = desk_op(here, &all.lines[0].id);
	assert_state(here, rec, "xa_da_nhan");
	parcel_release(&all);
	desk_close(&there);
}

/* A batch of its own that comes back after a restore need not have reached anybody. */
static void at_a_team_what_came_back_is_where_its_batch_is(void **state)
{
	struct desk *here = *state, there;
	struct progress_counts counts;
	struct parcel all;
	int64_t import, batch, document;
	struct fault f;
	rec_t visit;

	desk_open(&there);
	desk_add(&there, TYPE_SESSION, desk_visit);
	all = parcel_of(&there, 0, &team);
	import = desk_take(here, &all);
	document = desk_take(here, &all);
	assert_int_not_equal(document, import);
	visit = desk_count(here, "SELECT max(rec) FROM session");
	ledger_begin(here);
	ledger_laptop(here, 1, LEVEL_COMMUNE, "26572");
	batch = ledger_brought(here, &all.lines[0].lane, import, 1, all.n);
	ledger_exec(here, "UPDATE lane SET own = 1 WHERE level = 0");
	assert_state(here, visit, "da_goi");
	assert_int_equal(progress_count(here->book, &counts, &f), FAULT_OK);
	assert_int_equal(counts.sessions[PROGRESS_PACKED], 1);
	ledger_acknowledge(here, batch, 1, false);
	assert_state(here, visit, "xa_da_nhan");
	assert_int_equal(progress_count(here->book, &counts, &f), FAULT_OK);
	assert_int_equal(counts.sessions[PROGRESS_COMMUNE], 1);
	ledger_exec(here, "DELETE FROM acknowledged");
	assert_state(here, visit, "da_goi");
	/* The commune has what it sends down. */
	ledger_exec(here, "INSERT INTO document(hash, sign, whole, made, at, intake)"
			  " VALUES(x'00', x'00', 1, 0, 0, (SELECT max(k) FROM intake))");
	assert_state(here, visit, "xa_da_nhan");
	book_rollback(here->book);
	parcel_release(&all);
	desk_close(&there);
}

static void at_a_commune_what_came_and_what_is_its_own(void **state)
{
	struct desk *there = *state, here;
	const struct lane above = { .level = LEVEL_UPPER, .unit = "77", .id = { 9 } };
	rec_t visit = desk_add(there, TYPE_SESSION, desk_visit), own;
	struct parcel all = parcel_of(there, 0, &team), down = { 0 };
	int64_t import, batch, again;

	(void)visit;
	desk_open_as(&here, LEVEL_COMMUNE, "26572");
	own = desk_add(&here, TYPE_TEAM, "{\"code\":\"T09\",\"name\":\"Tổ Chín\",\"villages\":[]}");
	assert_state(&here, own, "da_luu");
	import = desk_take(&here, &all);
	visit = desk_op(&here, &all.lines[all.n - 1].id);
	visit = desk_count(&here, "SELECT max(rec) FROM session");
	ledger_begin(&here);
	ledger_laptop(&here, 3, LEVEL_UPPER, "77");
	batch = ledger_brought(&here, &all.lines[0].lane, import, 1, all.n);
	assert_state(&here, visit, "xa_da_nhan");
	ledger_acknowledge(&here, batch, 3, false);
	assert_state(&here, visit, "cap_tren_da_nhan");
	ledger_exec(&here, "DELETE FROM acknowledged");
	ledger_commit(&here);

	/* Two imports carry it: one of them acknowledged is enough. */
	again = desk_take(&here, &all);
	ledger_begin(&here);
	batch = ledger_brought(&here, &all.lines[0].lane, again, 2, all.n);
	assert_state(&here, visit, "xa_da_nhan");
	ledger_acknowledge(&here, batch, 3, false);
	assert_state(&here, visit, "cap_tren_da_nhan");

	batch = ledger_own(&here, 1, 1, last_n(&here));
	assert_state(&here, own, "da_goi");
	ledger_acknowledge(&here, batch, 3, false);
	assert_state(&here, own, "cap_tren_da_nhan");
	ledger_commit(&here);

	/* What the commune adds to a team's record is its own again. */
	desk_edit(&here, visit, "{\"people\":4}");
	assert_state(&here, visit, "da_luu");

	parcel_add(&down, &above, "{\"n\":1,\"lane\":\"0900000000000000\",\"type\":\"topic\",\"set\":"
		   "{\"code\":\"QUAYSO\",\"short\":\"Quay số\",\"vi\":\"Quay số\",\"group\":\"dich_vu_cong\"},"
		   "\"hlc\":1,\"clk\":\"ok\",\"who\":\"Ai\"}");
	desk_take(&here, &down);
	assert_state(&here, desk_op(&here, &down.lines[0].id), "cap_tren_da_nhan");
	parcel_release(&down);
	parcel_release(&all);
	desk_close(&here);
}

static void at_an_upper_desk_what_came_is_there(void **state)
{
	struct desk *there = *state, here;
	struct parcel all;
	rec_t own;

	desk_add(there, TYPE_SESSION, desk_visit);
	all = parcel_of(there, 0, &team);
	desk_open_as(&here, LEVEL_UPPER, "77");
	own = desk_add(&here, TYPE_TOPIC, "{\"code\":\"QUAYSO\",\"short\":\"Quay số\",\"vi\":\"Quay số\","
		       "\"group\":\"dich_vu_cong\",\"cap\":\"people\",\"status\":\"dvc\"}");
	desk_take(&here, &all);
	assert_state(&here, desk_count(&here, "SELECT max(rec) FROM session"), "cap_tren_da_nhan");
	assert_state(&here, own, "da_luu");
	parcel_release(&all);
	desk_close(&here);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(at_a_team_the_least_of_what_was_made_here),
		DESK_CASE(at_a_team_what_came_is_at_the_commune),
		DESK_CASE(at_a_team_what_came_back_is_where_its_batch_is),
		DESK_CASE(at_a_commune_what_came_and_what_is_its_own),
		DESK_CASE(at_an_upper_desk_what_came_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
