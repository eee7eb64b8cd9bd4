/* Batches: whole in whatever order they come, what they hold, and what check says of them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/ledger/batches.h"
#include "tests/store/ledger/ledger.h"

/* ---- whole ---- */

/* 1 ← 2 ← 3 ← 4, and 3' with another hash beside 3. */
static const struct {
	int hash, prev;
	int64_t number;
} family[] = {
	{ 1, 0, 1 }, { 2, 1, 2 }, { 3, 2, 3 }, { 4, 3, 4 }, { 13, 2, 3 },
};
enum { FAMILY = sizeof family / sizeof family[0] };

/* Whether all that leads from a member to the first is among those that are here. */
static bool leads_down(unsigned here, int i)
{
	for (;;) {
		int prev = family[i].prev;

		if (!(here & 1U << i))
			return false;
		if (!prev)
			return true;
		for (i = 0; family[i].hash != prev; i++)
			;
	}
}

static void look(struct desk *desk, unsigned here, const int64_t *keys)
{
	for (int i = 0; i < FAMILY; i++) {
		struct batch b;
		struct fault f;

		if (!(here & 1U << i))
			continue;
		assert_int_equal(batches_get(book_db(desk->book), keys[i], &b, &f), FAULT_OK);
		if (b.whole != leads_down(here, i))
			fail_msg("batch %d of those in %x: whole %d", family[i].hash, here, b.whole);
	}
}

/* All orders of those that are not here yet. */
static void come(struct desk *desk, int64_t lane, unsigned here, int64_t *keys, int *orders)
{
	struct fault f;

	look(desk, here, keys);
	if (here == (1U << FAMILY) - 1)
		++*orders;
	for (int i = 0; i < FAMILY; i++) {
		struct batch b = { .lane = lane, .number = family[i].number, .unread = true,
				   .held = HELD_NEWER };

		if (here & 1U << i)
			continue;
		ledger_hash(b.hash, family[i].hash);
		ledger_hash(b.prev, family[i].prev);
		b.has_prev = family[i].prev != 0;
		/* Each level its own savepoint of the same name: the innermost is the one taken back. */
		assert_int_equal(db_exec(book_db(desk->book), "SAVEPOINT one", &f), FAULT_OK);
		keys[i] = ledger_batch(desk, &b);
		come(desk, lane, here | 1U << i, keys, orders);
		assert_int_equal(db_exec(book_db(desk->book), "ROLLBACK TO one; RELEASE one", &f), FAULT_OK);
	}
}

static void whole_in_whatever_order_they_come(void **state)
{
	struct desk *desk = *state;
	int64_t keys[FAMILY] = { 0 };
	int orders = 0;

	ledger_begin(desk);
	come(desk, ledger_lane(desk, 7), 0, keys, &orders);
	assert_int_equal(orders, 120);
	book_rollback(desk->book);
}

static void another_lane_or_number_leads_nowhere(void **state)
{
	struct desk *desk = *state;
	struct batch first = { .number = 1, .unread = true, .held = HELD_NEWER }, b;
	struct fault f;
	int64_t key;

	ledger_begin(desk);
	first.lane = ledger_lane(desk, 7);
	ledger_hash(first.hash, 1);
	b = first;
	b.has_prev = true;
	ledger_hash(b.prev, 1);
	b.number = 3;
	ledger_hash(b.hash, 3);
	key = ledger_batch(desk, &b);
	ledger_batch(desk, &first);
	assert_int_equal(batches_get(book_db(desk->book), key, &b, &f), FAULT_OK);
	assert_false(b.whole);
	b.number = 2;
	b.lane = ledger_lane(desk, 8);
	ledger_hash(b.hash, 4);
	key = ledger_batch(desk, &b);
	assert_int_equal(batches_get(book_db(desk->book), key, &b, &f), FAULT_OK);
	assert_false(b.whole);
	/* Number 1 that names one before it is the first of nothing. */
	b.number = 1;
	ledger_hash(b.hash, 5);
	key = ledger_batch(desk, &b);
	assert_int_equal(batches_get(book_db(desk->book), key, &b, &f), FAULT_OK);
	assert_false(b.whole);
	book_rollback(desk->book);
}

/* ---- what one holds ---- */

struct held_ops {
	struct desk *desk;
	int64_t first;
	int n, bare, local;
};

/* In order, each the one of its number. */
static int each_op(void *arg, const struct batch_op *op, struct fault *f)
{
	struct held_ops *ops = arg;
	struct op parsed;

	(void)f;
	assert_int_equal(op->n, ops->first + ops->n);
	ops->n++;
	ops->bare += !op->bytes;
	ops->local += op->local;
	if (op->bytes) {
		assert_int_equal(op_parse(&parsed, op->bytes, op->len), 0);
		assert_int_equal(parsed.n, op->n);
		assert_memory_equal(parsed.id.b, op->id.b, ID_BYTES);
		op_release(&parsed);
	}
	return FAULT_OK;
}

static struct held_ops ops_of(struct desk *desk, int64_t key)
{
	struct held_ops ops = { .desk = desk };
	struct batch b;
	struct fault f;

	assert_int_equal(batches_get(book_db(desk->book), key, &b, &f), FAULT_OK);
	ops.first = b.first;
	assert_int_equal(batches_ops(book_db(desk->book), &b, each_op, &ops, &f), FAULT_OK);
	return ops;
}

static void own_ones_hold_what_was_made_here(void **state)
{
	struct desk *desk = *state;
	int64_t n, key;
	struct held_ops ops;

	desk_add(desk, TYPE_SESSION, desk_visit);
	n = desk_count(desk, "SELECT max(n) FROM op");
	ledger_begin(desk);
	ledger_own(desk, 1, 1, 4);
	key = ledger_own(desk, 2, 5, n - 4);
	ledger_own(desk, 3, n + 1, 0);
	ledger_commit(desk);
	desk_check(desk);
	ops = ops_of(desk, key);
	assert_int_equal(ops.n, n - 4);
	assert_int_equal(ops.bare, 0);
	assert_true(ops.local > 0); /* a hint is among them */
	ledger_begin(desk);
	ledger_exec(desk, "UPDATE op SET bytes = x'' WHERE n = 5"); /* as an erasure leaves it */
	assert_int_equal(ops_of(desk, key).bare, 1);
	book_rollback(desk->book);
}

static void others_hold_what_their_import_brought(void **state)
{
	struct desk *here = *state, there;
	const struct lane is = { .level = LEVEL_TEAM, .unit = "26572", .team = "T02", .codes = "26572" };
	struct parcel all, bare;
	struct held_ops ops;
	int64_t import, key, other;

	desk_open(&there);
	desk_add(&there, TYPE_SESSION, desk_visit);
	all = parcel_of(&there, 0, &is);
	bare = parcel_of(&there, 0, &is);
	for (int i = 0; i < bare.n; i += 2) {
		free(bare.lines[i].text);
		bare.lines[i].text = NULL;
		bare.lines[i].local = true;
	}
	import = desk_take(here, &all);
	ledger_begin(here);
	key = ledger_brought(here, &all.lines[0].lane, import, 1, all.n);
	ledger_commit(here);
	ops = ops_of(here, key);
	assert_int_equal(ops.n, all.n);
	assert_int_equal(ops.bare, 0);
	assert_int_equal(ops.local, 1);

	/* The same lines again, half of them by their ids alone: each import has what came with it. */
	import = desk_take(here, &bare);
	ledger_begin(here);
	other = ledger_brought(here, &all.lines[0].lane, import, 2, all.n);
	ledger_exec(here, "UPDATE batch SET first = 1 WHERE number = 2");
	ledger_commit(here);
	ops = ops_of(here, other);
	assert_int_equal(ops.n, all.n);
	assert_int_equal(ops.bare, (all.n + 1) / 2);
	assert_true(ops.local >= (all.n + 1) / 2);
	ops = ops_of(here, key);
	assert_int_equal(ops.bare, 0);
	assert_int_equal(ops.local, 1);
	parcel_release(&all);
	parcel_release(&bare);
	desk_close(&there);
}

static void what_comes_once_more_fills_in(void **state)
{
	struct desk *here = *state, there;
	const struct lane is = { .level = LEVEL_TEAM, .unit = "26572", .team = "T02", .codes = "26572" };
	struct parcel all, bare;
	struct intake in;
	struct fault f;
	enum taken taken;
	int64_t import, key;
	char *clean, *filled;

	desk_open(&there);
	desk_add(&there, TYPE_SESSION, desk_visit);
	all = parcel_of(&there, 0, &is);
	bare = parcel_of(&there, 0, &is);
	for (int i = 0; i < bare.n; i += 2) {
		free(bare.lines[i].text);
		bare.lines[i].text = NULL;
	}
	import = desk_take(here, &bare);
	ledger_begin(here);
	key = ledger_brought(here, &all.lines[0].lane, import, 1, all.n);
	assert_int_equal(ops_of(here, key).bare, (all.n + 1) / 2);
	assert_int_equal(intake_begin_again(&in, here->book, import + 1, &f), FAULT_NOT_FOUND);
	assert_int_equal(intake_begin_again(&in, here->book, import, &f), FAULT_OK);
	assert_int_equal(intake_lane(&in, &all.lines[0].lane, &f), FAULT_OK);
	for (int i = 0; i < all.n; i += 2) {
		assert_int_equal(intake_line(&in, all.lines[i].text, all.lines[i].len, all.lines[i].local,
					     &taken, &f), FAULT_OK);
		assert_int_equal(taken, TAKEN_FILLED);
	}
	assert_int_equal(intake_end(&in, &f), FAULT_OK);
	intake_release(&in);
	ledger_commit(here);
	assert_int_equal(ops_of(here, key).n, all.n);
	assert_int_equal(ops_of(here, key).bare, 0);
	filled = desk_tables(here);
	/* It is one import: taken back, nothing of it stands. */
	desk_stands(here, import, STANDS_NOT_UNDONE);
	assert_int_equal(desk_count(here, "SELECT count(*) FROM op WHERE source IS NOT NULL"
					  " AND aside IS NULL"), 0);
	desk_take(here, &all);
	clean = desk_tables(here);
	assert_string_equal(clean, filled);
	free(filled);
	free(clean);
	parcel_release(&all);
	parcel_release(&bare);
	desk_close(&there);
}

/* ---- what is kept of one ---- */

static void what_is_kept_comes_back(void **state)
{
	struct desk *desk = *state;
	struct db *db = book_db(desk->book);
	struct batch b = { .number = 1, .count = 3, .first = 2, .made = 20000, .at = 77 }, got;
	struct sealed_batch sealed = { .file = { (uint8_t *)"file", 4 } }, back;
	struct ledger_bytes bytes;
	uint8_t signature[LEDGER_SIGNATURE];
	char carrier[LEDGER_NAME];
	struct fault f;
	int64_t key, at;
	bool there;

	ledger_begin(desk);
	b.lane = book_lane(desk->book);
	ledger_hash(b.hash, 9);
	memset(sealed.body, 3, sizeof sealed.body);
	memset(sealed.recipient, 4, sizeof sealed.recipient);
	key = ledger_batch(desk, &b);
	assert_int_equal(batches_find(db, b.hash, &got, &there, &f), FAULT_OK);
	assert_true(there && got.key == key && got.own && got.first == 2 && got.count == 3 && !got.unread &&
		    got.made == 20000 && got.at == 77 && !got.held && !got.again && !got.forwarded);
	assert_int_equal(batches_manifest(db, key, &bytes, signature, &f), FAULT_OK);
	assert_int_equal(bytes.n, strlen(LEDGER_MANIFEST));
	assert_memory_equal(bytes.bytes, LEDGER_MANIFEST, bytes.n);
	free(bytes.bytes);

	assert_int_equal(batches_set_held(db, key, HELD_REVOKED, &f), FAULT_OK);
	assert_int_equal(batches_set_again(db, key, &f), FAULT_OK);
	assert_int_equal(batches_set_forwarded(db, key, &f), FAULT_OK);
	assert_int_equal(batches_set_read(db, key, 5, 6, &f), FAULT_OK);
	assert_int_equal(batches_get(db, key, &got, &f), FAULT_OK);
	assert_true(got.held == HELD_REVOKED && got.again && got.forwarded && got.first == 5 && got.count == 6);
	assert_string_equal(held_name(got.held), "revoked");
	assert_int_equal(batches_set_held(db, key, HELD_NOT, &f), FAULT_OK);

	assert_int_equal(batches_keep(db, key, "a\0b", 3, &f), FAULT_OK);
	assert_int_equal(batches_kept(db, key, &bytes, &f), FAULT_OK);
	assert_int_equal(bytes.n, 3);
	assert_memory_equal(bytes.bytes, "a\0b", 3);
	free(bytes.bytes);
	assert_int_equal(batches_keep(db, key, NULL, 0, &f), FAULT_OK);
	assert_int_equal(batches_kept(db, key, &bytes, &f), FAULT_OK);
	assert_int_equal(bytes.n, 0);

	assert_int_equal(batches_seal(db, key, &sealed, &f), FAULT_OK);
	assert_int_equal(batches_sealed(db, key, &back, &f), FAULT_OK);
	assert_int_equal(back.file.n, 4);
	assert_memory_equal(back.body, sealed.body, sizeof back.body);
	assert_memory_equal(back.recipient, sealed.recipient, sizeof back.recipient);
	free(back.file.bytes);
	assert_int_equal(batches_unseal(db, key, &f), FAULT_OK);
	assert_int_equal(batches_sealed(db, key, &back, &f), FAULT_OK);
	assert_int_equal(back.file.n, 0);

	assert_int_equal(batches_last_sent(db, key, &at, carrier, &f), FAULT_OK);
	assert_int_equal(at, 0);
	batches_sent(db, key, "usb A", 5, &f);
	batches_sent(db, key, "usb B", 9, &f);
	assert_int_equal(batches_last_sent(db, key, &at, carrier, &f), FAULT_OK);
	assert_int_equal(at, 9);
	assert_string_equal(carrier, "usb B");
	batches_sent(db, key, "usb A", 12, &f);
	assert_int_equal(batches_last_sent(db, key, &at, carrier, &f), FAULT_OK);
	assert_string_equal(carrier, "usb A");
	book_rollback(desk->book);
}

static void the_last_packed_is_of_this_laptop(void **state)
{
	struct desk *desk = *state;
	struct batch b = { .number = 9, .count = 1, .first = 1, .held = HELD_UNDONE }, last;
	struct fault f;
	bool there;

	ledger_begin(desk);
	assert_int_equal(batches_last(book_db(desk->book), book_lane(desk->book), &last, &there, &f), FAULT_OK);
	assert_false(there);
	ledger_own(desk, 1, 1, 2);
	ledger_own(desk, 2, 3, 0);
	b.lane = ledger_lane(desk, 7);
	ledger_hash(b.hash, 50);
	ledger_batch(desk, &b);
	assert_int_equal(batches_last(book_db(desk->book), book_lane(desk->book), &last, &there, &f), FAULT_OK);
	assert_true(there);
	assert_int_equal(last.number, 2);
	assert_int_equal(batches_last(book_db(desk->book), b.lane, &last, &there, &f), FAULT_OK);
	assert_false(there);
	book_rollback(desk->book);
}

/* ---- what check says ---- */

static void check_sees_batches_that_disagree(void **state)
{
	static const char *const wrong[] = {
		"UPDATE batch SET whole = 0 WHERE number = 1",
		"UPDATE batch SET whole = 1 WHERE held = 2",
		"UPDATE batch SET number = 7 WHERE number = 2 AND intake IS NULL AND held IS NULL",
		"UPDATE batch SET first = first + 1 WHERE number = 2 AND intake IS NULL AND held IS NULL",
		"UPDATE batch SET count = 1000 WHERE number = 2 AND intake IS NULL AND held IS NULL",
		"UPDATE batch SET held = NULL WHERE held = 2",
		"UPDATE batch SET held = 4 WHERE intake IS NOT NULL",
		"UPDATE intake SET undone = 2",
		"DELETE FROM batch_kept",
	};
	struct desk *desk = *state, there;
	const struct lane is = { .level = LEVEL_TEAM, .unit = "26572", .team = "T02", .codes = "26572" };
	struct batch held = { .number = 5, .unread = true, .has_prev = true, .held = HELD_EXPIRED };
	struct parcel all;
	struct fault f;
	int64_t import, key;

	desk_open(&there);
	all = parcel_of(&there, 0, &is);
	import = desk_take(desk, &all);
	ledger_begin(desk);
	ledger_own(desk, 1, 1, 4);
	ledger_own(desk, 2, 5, 1);
	ledger_brought(desk, &all.lines[0].lane, import, 1, all.n);
	held.lane = ledger_lane(desk, 7);
	ledger_hash(held.hash, 60);
	key = ledger_batch(desk, &held);
	assert_int_equal(batches_keep(book_db(desk->book), key, "x", 1, &f), FAULT_OK);
	ledger_commit(desk);
	desk_check(desk);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		ledger_begin(desk);
		ledger_exec(desk, wrong[i]);
		if (batches_check(book_db(desk->book), &f) != FAULT_DAMAGED || strcmp(f.subject, "batches") != 0)
			fail_msg("%s is not seen", wrong[i]);
		book_rollback(desk->book);
	}
	parcel_release(&all);
	desk_close(&there);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(whole_in_whatever_order_they_come),
		DESK_CASE(another_lane_or_number_leads_nowhere),
		DESK_CASE(own_ones_hold_what_was_made_here),
		DESK_CASE(others_hold_what_their_import_brought),
		DESK_CASE(what_comes_once_more_fills_in),
		DESK_CASE(what_is_kept_comes_back),
		DESK_CASE(the_last_packed_is_of_this_laptop),
		DESK_CASE(check_sees_batches_that_disagree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
