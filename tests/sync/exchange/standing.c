#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/keys.h"
#include "store/book/transaction.h"
#include "store/ledger/receipts.h"
#include "sync/exchange/counted.h"
#include "sync/exchange/sealing.h"
#include "sync/exchange/standing.h"
#include "sync/identity/revoke.h"
#include "tests/sync/exchange/parties.h"

static struct party commune;
static struct fault fault;
static struct ghost ghost;
static struct buffer files[4];
static uint8_t hashes[4][HASH_BYTES];

/* A laptop that packed four batches, of a village each. */
static int begin(void **state)
{
	(void)state;
	party_open(&commune, LEVEL_COMMUNE, "26572");
	stick_new();
	ghost_new(&ghost, &commune, 51);
	for (int i = 0; i < 4; i++) {
		char code[20];

		snprintf(code, sizeof code, "26572-0%d", i + 1);
		ghost_line(&ghost, code);
		files[i] = ghost_batch(&ghost);
		memcpy(hashes[i], ghost.hash, HASH_BYTES);
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	desk_check(&commune.desk);
	for (int i = 0; i < 4; i++)
		buffer_release(&files[i]);
	ghost_release(&ghost);
	stick_remove();
	party_close(&commune);
	return 0;
}

static const char *comes(int i)
{
	stick_put("x.stb", &files[i]);
	return party_verdict(&commune, stick_path("x.stb"));
}

/* Which of the villages are here: "124". Static. */
static const char *villages(void)
{
	static char text[8];

	*text = 0;
	for (int i = 1; i <= 4; i++) {
		char sql[160];

		snprintf(sql, sizeof sql, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					  " WHERE s.s = '26572-0%d'", i);
		if (party_count(&commune, sql))
			snprintf(text + strlen(text), 3, "%d", i);
	}
	return text;
}

/* Revoke it; tip: the batch that stays, with those before it; <0 none does. */
static void revoke(int tip)
{
	char lane[LANE_TEXT], hash[2 * HEX_BYTES + 1];
	json_t *keep = json_array();

	lane_text(lane, ghost.keys.lane);
	if (tip >= 0) {
		hex_text(hash, hashes[tip], HASH_BYTES);
		json_array_append_new(keep, json_pack("[sis]", lane, tip + 1, hash));
	}
	assert_int_equal(enrol_revoke(commune.desk.book, &commune.id, ghost.key.sign_pk, keep, &fault), 0);
	json_decref(keep);
	assert_int_equal(exchange_settle(commune.desk.book, &commune.id, &fault), 0);
}

static void what_was_taken_goes_out_but_for_what_is_kept(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		assert_string_equal(comes(i), "accepted");
	assert_string_equal(villages(), "1234");
	revoke(1);
	assert_string_equal(villages(), "12");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held = 1"), 2);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM op WHERE aside = 6"), 2);
	/* It is no other when it comes again. */
	assert_string_equal(comes(3), "already");
	assert_string_equal(comes(0), "already");
}

static void what_comes_after_it_is_held_and_its_chain_waits_for_the_batch_between(void **state)
{
	(void)state;
	assert_string_equal(comes(0), "accepted");
	revoke(2);
	/* 1 goes before 3, but 2 between them is not here. */
	assert_string_equal(villages(), "");
	assert_string_equal(comes(3), "quarantined revoked");
	assert_string_equal(comes(2), "accepted");
	assert_string_equal(villages(), "3");
	assert_string_equal(comes(1), "accepted");
	assert_string_equal(villages(), "123");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch_kept"), 1);
}

static void set_keep(const char *value)
{
	char sql[160];

	snprintf(sql, sizeof sql, "UPDATE key_record SET keep = %s"
				  " WHERE rec IN (SELECT rec FROM key_record ORDER BY rec DESC LIMIT 1)", value);
	assert_int_equal(db_exec(book_db(commune.desk.book), sql, &fault), 0);
}

/* The tables are what operations say: at its end a test calls not_taken_back(). */
static void take_back_the_revocation(void)
{
	assert_int_equal(book_begin(commune.desk.book, "device_revoke", &fault), 0);
	set_keep("NULL");
	assert_int_equal(trust_set_stale(book_db(commune.desk.book), true, &fault), 0);
	assert_int_equal(book_commit(commune.desk.book, NULL, &fault), 0);
	assert_int_equal(exchange_settle(commune.desk.book, &commune.id, &fault), 0);
}

static void not_taken_back(void)
{
	set_keep("'[]'");
}

static void a_revocation_that_is_taken_back_leaves_no_trace(void **state)
{
	(void)state;
	assert_string_equal(comes(0), "accepted");
	revoke(-1);
	assert_string_equal(villages(), "");
	assert_string_equal(comes(1), "quarantined revoked");
	take_back_the_revocation();
	assert_string_equal(villages(), "12");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held IS NOT NULL"), 0);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch_kept"), 0);
	not_taken_back();
}

/* The commune's row of it. */
static struct addressee told(void)
{
	struct laptop laptop;
	struct addressee a;
	char name[ADDRESSEE_NAME];
	bool there;

	assert_int_equal(laptops_find(book_db(commune.desk.book), ghost.key.sign_pk, &laptop, &there, &fault), 0);
	assert_true(there);
	counted_addressee(commune.desk.book, &laptop, name);
	assert_int_equal(addressee_get(book_db(commune.desk.book), name, &a, &fault), 0);
	return a;
}

/* Its next batch says it has seen that receipt, and that document, of the commune. */
static void sees(int64_t epoch, uint8_t document)
{
	struct batch_seen *seen = &ghost.keys.seen[0];
	uint8_t secret[SIGN_SECRET_BYTES];
	struct addressee a = told();

	assert_int_equal(keys_read(book_db(commune.desk.book), OWN_SIGN_SK, secret, sizeof secret, &fault), 0);
	key_tag(seen->issuer, commune.id.sign_pk);
	seen->epoch = epoch;
	seen->number = 1;
	seen->has_document = true;
	memset(seen->document, document, sizeof seen->document);
	token_make(seen->token, a.name, epoch, 1, secret);
	ghost.keys.n_seen = 1;
	addressee_release(&a);
}

/* The newest of its lane decides, whichever came first. */
static void what_a_held_batch_has_seen_is_heard_when_it_counts(void **state)
{
	const int64_t known = INT64_C(1) << 50;
	struct addressee a;
	int64_t epoch;

	(void)state;
	assert_string_equal(comes(0), "accepted"); /* the laptop is known then */
	for (int i = 1; i < 4; i++) {
		buffer_release(&files[i]);
		sees(known + i, (uint8_t)i);
		ghost_line(&ghost, "26572-09");
		files[i] = ghost_batch(&ghost);
	}
	revoke(-1);
	assert_string_equal(comes(3), "quarantined revoked");
	assert_string_equal(comes(1), "quarantined revoked");
	a = told();
	assert_false(a.has_named);
	assert_int_equal(receipts_epoch(commune.desk.book, &epoch, &fault), 0);
	assert_true(epoch < known);
	take_back_the_revocation();
	a = told();
	assert_true(a.has_named);
	assert_int_equal(a.named[0], 3);
	assert_int_equal(receipts_epoch(commune.desk.book, &epoch, &fault), 0);
	assert_int_equal(epoch, known + 4);
	not_taken_back();
}

static void what_a_newer_program_reads_counts_then(void **state)
{
	int64_t key;
	struct buffer again = { 0 };

	(void)state;
	assert_string_equal(comes(0), "accepted");
	revoke(-1);
	assert_string_equal(comes(1), "quarantined revoked");
	/* As a program left it that could not read it. */
	assert_int_equal(db_exec(book_db(commune.desk.book), "UPDATE batch SET held = 3, first = NULL,"
				 " count = NULL WHERE intake IS NULL", &fault), 0);
	key = party_count(&commune, "SELECT k FROM batch WHERE held = 3");
	assert_true(key > 0);
	assert_int_equal(exchange_settle(commune.desk.book, &commune.id, &fault), 0);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held = 3"), 1);
	assert_int_equal(db_exec(book_db(commune.desk.book), "DELETE FROM meta WHERE key = 'judged_by'", &fault), 0);
	assert_int_equal(exchange_settle(commune.desk.book, &commune.id, &fault), 0);
	/* Read, and held for what it is. */
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held = 3"), 0);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held = 1 AND first = 2"), 1);
	buffer_release(&again);
}

/* As a program left the log that judged otherwise: another version of the same judging does nothing to it. */
static void what_was_judged_otherwise_is_judged_again_as_a_whole(void **state)
{
	struct db *db = book_db(commune.desk.book);

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_string_equal(comes(i), "accepted");
	assert_int_equal(book_begin(commune.desk.book, "import", &fault), 0);
	assert_int_equal(db_exec(db, "UPDATE op SET aside = 5 WHERE source", &fault), 0);
	assert_int_equal(db_exec(db, "DELETE FROM village WHERE rec IN (SELECT k FROM op WHERE source)", &fault), 0);
	assert_int_equal(db_exec(db, "UPDATE meta SET value = 'other' WHERE key = 'judged_by'", &fault), 0);
	assert_int_equal(book_commit(commune.desk.book, NULL, &fault), 0);
	assert_int_equal(exchange_settle(commune.desk.book, &commune.id, &fault), 0);
	assert_string_equal(villages(), "");
	assert_int_equal(db_exec(db, "UPDATE meta SET value = value - 1 WHERE key = 'judging'", &fault), 0);
	assert_int_equal(exchange_settle(commune.desk.book, &commune.id, &fault), 0);
	assert_string_equal(villages(), "12");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM op WHERE aside IS NOT NULL"), 0);
}

/* Also where none of its batches counts, people see whose it is. */
static void a_lane_is_told_what_it_is_by_what_is_held(void **state)
{
	struct ghost g;

	(void)state;
	assert_string_equal(comes(0), "accepted"); /* the laptop is known then */
	ghost_new(&g, &commune, 51);
	memset(g.keys.inc, 54, sizeof g.keys.inc);
	batch_lane(g.keys.lane, g.key.sign_pk, g.keys.inc);
	ghost_line(&g, "26572-09");
	g.m.reader = 2;
	buffer_release(&files[0]);
	files[0] = ghost_batch(&g);
	assert_string_equal(comes(0), "newer");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch b JOIN lane l ON l.k = b.lane"
					       " WHERE b.held = 3 AND l.team = 'T02' AND l.unit = '26572' AND l.level = 0"), 1);
	ghost_release(&g);
}

/* Two lanes of it, each with a batch of a newer format, which are passed on unread. */
static void what_is_not_read_of_a_revoked_key_is_not_passed_on(void **state)
{
	struct batch *batches;
	struct ghost g[2];
	bool goes;
	size_t n;

	(void)state;
	for (int i = 0; i < 2; i++) {
		ghost_new(&g[i], &commune, 51);
		memset(g[i].keys.inc, 55 + i, sizeof g[i].keys.inc);
		batch_lane(g[i].keys.lane, g[i].key.sign_pk, g[i].keys.inc);
		ghost_line(&g[i], "26572-09");
		g[i].m.reader = 2;
		buffer_release(&files[i]);
		files[i] = ghost_batch(&g[i]);
		memcpy(hashes[i], g[i].hash, HASH_BYTES);
		assert_string_equal(comes(i), "newer");
		ghost_release(&g[i]);
	}
	for (int revoked = 0; revoked < 2; revoked++) {
		if (revoked)
			revoke(0);
		assert_int_equal(batches_of_lane(book_db(commune.desk.book), 0, &batches, &n, &fault), 0);
		assert_int_equal(n, 2);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(sealing_goes_up(commune.desk.book, &batches[i], &goes, &fault), 0);
			assert_int_equal(goes, !revoked || !memcmp(batches[i].hash, hashes[0], HASH_BYTES));
		}
		free(batches);
	}
}

static void nothing_is_settled_twice(void **state)
{
	int64_t steps;

	(void)state;
	assert_string_equal(comes(0), "accepted");
	assert_int_equal(exchange_settle(commune.desk.book, &commune.id, &fault), 0);
	steps = party_count(&commune, "SELECT count(*) FROM step");
	assert_int_equal(exchange_settle(commune.desk.book, &commune.id, &fault), 0);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM step"), steps);
}

#define STANDING(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STANDING(what_was_taken_goes_out_but_for_what_is_kept),
		STANDING(what_comes_after_it_is_held_and_its_chain_waits_for_the_batch_between),
		STANDING(a_revocation_that_is_taken_back_leaves_no_trace),
		STANDING(what_a_held_batch_has_seen_is_heard_when_it_counts),
		STANDING(what_a_newer_program_reads_counts_then),
		STANDING(what_was_judged_otherwise_is_judged_again_as_a_whole),
		STANDING(a_lane_is_told_what_it_is_by_what_is_held),
		STANDING(what_is_not_read_of_a_revoked_key_is_not_passed_on),
		STANDING(nothing_is_settled_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
