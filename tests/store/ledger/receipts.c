/* Receipts: epochs that only grow, and acknowledgements that count while their issuer does. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/ledger/documents.h"
#include "store/ledger/files.h"
#include "store/ledger/receipts.h"
#include "store/record/open.h"
#include "tests/store/ledger/ledger.h"

static int64_t epoch_of(struct book *book)
{
	struct fault f;
	int64_t epoch;

	assert_int_equal(receipts_epoch(book, &epoch, &f), FAULT_OK);
	return epoch;
}

static void set_epoch(struct desk *desk, const char *name, int64_t epoch)
{
	struct addressee a;
	struct fault f;

	assert_int_equal(addressee_get(book_db(desk->book), name, &a, &f), FAULT_OK);
	a.epoch = epoch;
	a.owed = false;
	assert_int_equal(addressee_put(book_db(desk->book), &a, &f), FAULT_OK);
	addressee_release(&a);
}

static void epochs_only_grow(void **state)
{
	struct desk *desk = *state;
	struct addressee a;
	struct fault f;
	int64_t first;

	ledger_begin(desk);
	first = epoch_of(desk->book);
	assert_int_equal(first, 1795226400000); /* 2026-11-21T09:00 in Viet Nam */
	assert_int_equal(epoch_of(desk->book), first);
	set_epoch(desk, "26575", first);
	assert_int_equal(receipts_new_epoch(desk->book, 0, &f), FAULT_OK);
	assert_int_equal(epoch_of(desk->book), first + 1);
	assert_int_equal(addressee_get(book_db(desk->book), "26575", &a, &f), FAULT_OK);
	assert_true(a.owed);
	addressee_release(&a);
	/* Said to somebody, heard of: whatever it was, the next is greater. */
	set_epoch(desk, "26575", first + 1000);
	assert_int_equal(receipts_new_epoch(desk->book, first + 500, &f), FAULT_OK);
	assert_int_equal(epoch_of(desk->book), first + 1001);
	assert_int_equal(receipts_new_epoch(desk->book, first + 5000, &f), FAULT_OK);
	assert_int_equal(epoch_of(desk->book), first + 5001);
	ledger_commit(desk);

	/* A clock that is put back, or that says nothing sensible. */
	setenv("SOTAY_NOW", "2026-11-20T09:00", 1);
	desk_reopen(desk, "Lan");
	ledger_begin(desk);
	assert_int_equal(receipts_new_epoch(desk->book, 0, &f), FAULT_OK);
	assert_int_equal(epoch_of(desk->book), first + 5002);
	ledger_commit(desk);
	setenv("SOTAY_NOW", "2031-01-01T09:00", 1);
	desk_reopen(desk, "Lan");
	ledger_begin(desk);
	assert_int_equal(receipts_new_epoch(desk->book, 0, &f), FAULT_OK);
	assert_true(epoch_of(desk->book) > first + (int64_t)4 * 365 * 86400000);
	/* The end of all numbers is not passed. */
	assert_int_equal(receipts_new_epoch(desk->book, ((int64_t)1 << 53) - 1, &f), FAULT_OK);
	assert_int_equal(epoch_of(desk->book), ((int64_t)1 << 53) - 1);
	book_rollback(desk->book);
	assert_int_equal(epoch_of(desk->book), first + 5002);
}

static void a_restored_desk_begins_another(void **state)
{
	static const struct vault_pass pass = { "mat khau", 8 };
	struct desk *desk = *state;
	char to[128];
	struct book *copy;
	struct addressee *all;
	struct fault f;
	int64_t before;
	size_t n;

	ledger_begin(desk);
	before = epoch_of(desk->book);
	set_epoch(desk, "l-00", before);
	set_epoch(desk, "l-01", before);
	ledger_commit(desk);
	snprintf(to, sizeof to, "%s/copy.vault", desk->dir);
	book_close(desk->book);
	assert_int_equal(records_restore(desk->path, to, "Lan", pass, &copy, &f), FAULT_OK);
	assert_true(epoch_of(copy) > before);
	assert_int_equal(addressees_all(book_db(copy), &all, &n, &f), FAULT_OK);
	assert_int_equal(n, 2);
	assert_true(all[0].owed && all[1].owed);
	addressees_free(all, n);
	book_close(copy);
	assert_int_equal(records_open(desk->path, "Lan", pass, &desk->book, &f), FAULT_OK);
	assert_int_equal(epoch_of(desk->book), before);
}

static void they_count_while_their_issuer_does(void **state)
{
	struct desk *desk = *state;
	struct acknowledgement got;
	struct fault f;
	int64_t batch;

	ledger_begin(desk);
	batch = ledger_own(desk, 1, 1, 3);
	ledger_acknowledge(desk, batch, 1, false);
	assert_int_equal(acknowledged(book_db(desk->book), batch, &got, &f), FAULT_OK);
	assert_false(got.here || got.up); /* nobody knows that laptop */
	ledger_laptop(desk, 1, LEVEL_COMMUNE, "26572");
	assert_int_equal(acknowledged(book_db(desk->book), batch, &got, &f), FAULT_OK);
	assert_true(got.here && !got.up && got.by[0] == 1);
	ledger_acknowledge(desk, batch, 1, true);
	assert_int_equal(acknowledged(book_db(desk->book), batch, &got, &f), FAULT_OK);
	assert_true(got.here && got.up);
	ledger_exec(desk, "UPDATE laptop SET revoked = 1");
	assert_int_equal(acknowledged(book_db(desk->book), batch, &got, &f), FAULT_OK);
	assert_false(got.here || got.up);
	ledger_exec(desk, "UPDATE laptop SET revoked = 0");
	assert_int_equal(acknowledged_forget(book_db(desk->book), 1, &f), FAULT_OK);
	assert_int_equal(acknowledged(book_db(desk->book), batch, &got, &f), FAULT_OK);
	assert_false(got.here || got.up);
	book_rollback(desk->book);
}

static void the_newest_takes_the_place_of_the_one_before(void **state)
{
	struct desk *desk = *state;
	struct db *db = book_db(desk->book);
	struct issuer one = { .epoch = 5, .number = 2, .made = 20000, .at = 7, .token = { 9 },
			      .body = { (uint8_t *)"a\n", 2 } }, got, *all;
	struct fault f;
	int64_t key, again;
	size_t n;
	bool there, owed;

	ledger_begin(desk);
	ledger_hash(one.sign, 1);
	assert_int_equal(receipts_find(db, one.sign, &got, &there, &f), FAULT_OK);
	assert_false(there);
	assert_int_equal(receipts_put(db, &one, &key, &f), FAULT_OK);
	one.epoch = 6;
	one.body = (struct ledger_bytes){ NULL, 0 };
	assert_int_equal(receipts_put(db, &one, &again, &f), FAULT_OK);
	assert_int_equal(again, key);
	assert_int_equal(receipts_find(db, one.sign, &got, &there, &f), FAULT_OK);
	assert_true(there && got.epoch == 6 && got.number == 2 && got.token[0] == 9 && !got.body.n);
	issuer_release(&got);
	ledger_hash(one.sign, 2);
	one.at = 8;
	assert_int_equal(receipts_put(db, &one, &again, &f), FAULT_OK);
	assert_int_equal(receipts_all(db, &all, &n, &f), FAULT_OK);
	assert_int_equal(n, 2);
	assert_int_equal(all[0].sign[0], 2);
	receipts_free(all, n);

	assert_int_equal(seen_find(db, one.sign, &there, &f), FAULT_OK);
	assert_false(there);
	assert_int_equal(seen_put(db, one.sign, 1, 5, &f), FAULT_OK);
	assert_int_equal(seen_put(db, one.sign, 1, 6, &f), FAULT_OK);
	assert_int_equal(seen_find(db, one.sign, &there, &f), FAULT_OK);
	assert_true(there);
	assert_int_equal(receipts_hello(desk->book, &owed, &f), FAULT_OK);
	assert_false(owed);
	assert_int_equal(receipts_set_hello(desk->book, true, &f), FAULT_OK);
	assert_int_equal(receipts_hello(desk->book, &owed, &f), FAULT_OK);
	assert_true(owed);
	book_rollback(desk->book);
	assert_int_equal(receipts_hello(desk->book, &owed, &f), FAULT_OK);
	assert_false(owed);
}

static void addressees_keep_what_was_said(void **state)
{
	struct desk *desk = *state;
	struct db *db = book_db(desk->book);
	struct addressee a, b;
	struct fault f;

	ledger_begin(desk);
	assert_int_equal(addressee_get(db, "26575", &a, &f), FAULT_OK);
	assert_true(!a.epoch && !a.number && !a.owed && !a.has_named && !a.has_hash && !a.body.bytes);
	a.epoch = 3;
	a.number = 4;
	a.has_named = a.has_hash = true;
	ledger_hash(a.named, 1);
	ledger_hash(a.hash, 2);
	a.made = 20001;
	a.body = (struct ledger_bytes){ (uint8_t *)"lines", 5 };
	assert_int_equal(addressee_put(db, &a, &f), FAULT_OK);
	assert_int_equal(addressee_get(db, "26575", &b, &f), FAULT_OK);
	assert_true(b.key == a.key && b.epoch == 3 && b.number == 4 && b.named[0] == 1 && b.hash[0] == 2 &&
		    b.made == 20001 && b.body.n == 5 && !b.sealed.bytes && !b.owed);
	addressee_release(&b);
	assert_int_equal(addressee_get(db, "26578", &b, &f), FAULT_OK);
	addressee_release(&b);
	assert_int_equal(addressee_owe(db, "26575", &f), FAULT_OK);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM addressee WHERE owed"), 1);
	assert_int_equal(addressee_owe(db, NULL, &f), FAULT_OK);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM addressee WHERE owed"), 2);
	book_rollback(desk->book);
}

/* ---- documents and files ---- */

static void the_newest_whole_document_is_found(void **state)
{
	struct desk *desk = *state;
	struct db *db = book_db(desk->book);
	struct document_row row = { .made = 20000, .at = 5 }, got;
	struct document_out out = { .upto = 9, .state = (char *)"26572-01", .made = 20000, .at = 6,
				    .sealed = { (uint8_t *)"f", 1 } }, last, *waiting;
	struct addressee a;
	struct fault f;
	size_t n;
	bool there;

	ledger_begin(desk);
	ledger_hash(row.sign, 1);
	for (int i = 1; i <= 3; i++) {
		ledger_hash(row.hash, i);
		row.has_previous = i == 3; /* of one that is not here */
		memset(row.previous, 99, sizeof row.previous);
		assert_int_equal(documents_add(db, &row, &f), FAULT_OK);
	}
	assert_int_equal(documents_newest(db, row.sign, &got, &there, &f), FAULT_OK);
	assert_true(there && got.hash[0] == 2 && got.whole && got.at == 5);
	assert_int_equal(documents_find(db, row.hash, &got, &there, &f), FAULT_OK);
	assert_true(there && !got.whole);

	assert_int_equal(addressee_get(db, "26575", &a, &f), FAULT_OK);
	out.addressee = a.key;
	addressee_release(&a);
	for (int i = 1; i <= 2; i++) {
		ledger_hash(out.hash, i);
		assert_int_equal(documents_out_add(db, &out, false, &f), FAULT_OK);
	}
	assert_int_equal(documents_out_last(db, out.addressee, &last, &there, &f), FAULT_OK);
	assert_true(there && last.hash[0] == 2 && last.sealed.n == 1 && last.upto == 9);
	assert_string_equal(last.state, "26572-01");
	document_out_release(&last);
	ledger_hash(out.hash, 1);
	assert_int_equal(documents_out_find(db, out.addressee, out.hash, &last, &there, &f), FAULT_OK);
	assert_true(there && !last.sealed.n); /* only what is to be sent is kept as it was sealed */
	document_out_release(&last);
	ledger_hash(out.hash, 3); /* it goes on from the second: both are to be sent */
	assert_int_equal(documents_out_add(db, &out, true, &f), FAULT_OK);
	assert_int_equal(documents_out_waiting(db, out.addressee, &waiting, &n, &f), FAULT_OK);
	assert_int_equal(n, 2);
	assert_true(waiting[0].hash[0] == 2 && waiting[1].hash[0] == 3);
	documents_out_free(waiting, n);
	ledger_hash(out.hash, 1);
	assert_int_equal(documents_out_find(db, out.addressee + 1, out.hash, &last, &there, &f), FAULT_OK);
	assert_false(there);
	document_out_release(&last);
	book_rollback(desk->book);
}

static void the_same_file_has_one_row(void **state)
{
	struct desk *desk = *state;
	struct file_row row = { .name = (char *)"a.stb", .size = 10, .verdict = (char *)"damaged",
				.reason = (char *)"cut" }, got, *all;
	struct fault f;
	int64_t one, other;
	size_t n;

	ledger_begin(desk);
	assert_int_equal(files_add(desk->book, &row, &one, &f), FAULT_OK);
	assert_int_equal(files_add(desk->book, &row, &other, &f), FAULT_OK);
	assert_int_equal(one, other);
	row.size = 11;
	assert_int_equal(files_add(desk->book, &row, &other, &f), FAULT_OK);
	assert_int_not_equal(one, other);
	ledger_exec(desk, "INSERT INTO intake(k, at, undone) VALUES(77, 1, 1)");
	row.intake = 77;
	row.format = (char *)"batch";
	assert_int_equal(files_add(desk->book, &row, &other, &f), FAULT_OK);
	assert_int_equal(files_get(book_db(desk->book), other, &got, &f), FAULT_OK);
	assert_true(got.undone && got.intake == 77 && got.size == 11);
	assert_string_equal(got.member, "Lan");
	assert_string_equal(got.format, "batch");
	file_release(&got);
	ledger_exec(desk, "UPDATE intake SET undone = 2 WHERE k = 77");
	assert_int_equal(files_all(book_db(desk->book), &all, &n, &f), FAULT_OK);
	assert_int_equal(n, 3);
	assert_false(all[2].undone); /* nobody took it back: its laptop is revoked */
	assert_null(all[0].format);
	files_free(all, n);
	assert_int_equal(files_get(book_db(desk->book), 1000, &got, &f), FAULT_NOT_FOUND);
	book_rollback(desk->book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(epochs_only_grow),
		DESK_CASE(a_restored_desk_begins_another),
		DESK_CASE(they_count_while_their_issuer_does),
		DESK_CASE(the_newest_takes_the_place_of_the_one_before),
		DESK_CASE(addressees_keep_what_was_said),
		DESK_CASE(the_newest_whole_document_is_found),
		DESK_CASE(the_same_file_has_one_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
