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
#include "store/record/erasure.h"
#include "sync/exchange/counted.h"
#include "sync/exchange/kept.h"
#include "sync/exchange/sealing.h"
#include "sync/exchange/standing.h"
#include "sync/identity/revoke.h"
#include "tests/store/record/exchange.h"
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

/* Whether the last batch it packed is passed on. */
static bool goes_up(void)
{
	struct batch batch;
	bool there, goes;

	assert_int_equal(batches_find(book_db(commune.desk.book), ghost.hash, &batch, &there, &fault), 0);
	assert_true(there);
	assert_int_equal(sealing_goes_up(commune.desk.book, &batch, &goes, &fault), 0);
	return goes;
}

static void newer_comes(void)
{
	struct buffer file;

	ghost.m.reader = 2;
	ghost_line(&ghost, "26572-05");
	file = ghost_batch(&ghost);
	stick_put("newer.stb", &file);
	assert_string_equal(party_verdict(&commune, stick_path("newer.stb")), "newer");
	buffer_release(&file);
}

static void what_no_program_here_reads_stays_of_a_key_that_is_revoked(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++)
		assert_string_equal(comes(i), "accepted");
	newer_comes();
	assert_int_equal(enrol_revoke(commune.desk.book, &commune.id, ghost.key.sign_pk, NULL, &fault), 0);
	assert_int_equal(exchange_settle(commune.desk.book, &commune.id, &fault), 0);
	assert_string_equal(villages(), "1234");
	assert_true(goes_up());
	/* What came after that changes nothing of it. */
	newer_comes();
	assert_false(goes_up());
	assert_int_equal(enrol_revoke(commune.desk.book, &commune.id, ghost.key.sign_pk, NULL, &fault),
			 FAULT_NOTHING);
	assert_false(goes_up());
}

static void run(const char *sql)
{
	assert_int_equal(db_exec(book_db(commune.desk.book), sql, &fault), 0);
}

/* Who revoked it could not be read: that is no answer, and not that nobody is known. */
static void what_cannot_be_read_is_not_taken_for_unknown(void **state)
{
	struct laptop laptop;
	struct batch batch;
	enum held held;
	bool there;

	(void)state;
	assert_string_equal(comes(0), "accepted");
	revoke(-1);
	assert_int_equal(laptops_find(book_db(commune.desk.book), ghost.key.sign_pk, &laptop, &there, &fault), 0);
	assert_int_equal(batches_find(book_db(commune.desk.book), hashes[0], &batch, &there, &fault), 0);
	run("CREATE TABLE temp.laptop (none)");
	assert_int_not_equal(standing_of(commune.desk.book, &laptop, &batch, &held, &fault), FAULT_OK);
	run("DROP TABLE temp.laptop");
	assert_int_equal(standing_of(commune.desk.book, &laptop, &batch, &held, &fault), FAULT_OK);
	assert_int_equal(held, HELD_REVOKED);
}

#define LAST_KEY "rec IN (SELECT rec FROM key_record ORDER BY rec DESC LIMIT 1)"

/* The tables are what operations say: at its end a test calls not_taken_back(). */
static void take_back_the_revocation(void)
{
	assert_int_equal(book_begin(commune.desk.book, "device_revoke", &fault), 0);
	run("CREATE TABLE temp.said AS SELECT keep FROM key_record WHERE " LAST_KEY);
	run("UPDATE key_record SET keep = NULL WHERE " LAST_KEY);
	assert_int_equal(trust_set_stale(book_db(commune.desk.book), true, &fault), 0);
	assert_int_equal(book_commit(commune.desk.book, NULL, &fault), 0);
	assert_int_equal(exchange_settle(commune.desk.book, &commune.id, &fault), 0);
}

static void not_taken_back(void)
{
	run("UPDATE key_record SET keep = (SELECT keep FROM temp.said) WHERE " LAST_KEY);
	run("DROP TABLE temp.said");
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

/* ---- what is erased ---- */

static int count_line(void *arg, const struct batch_line *line, bool *bare, struct fault *f)
{
	int *n = arg;

	(void)bare;
	(void)f;
	n[0]++;
	n[1] += line->bare;
	return FAULT_OK;
}

/* The lines of the last that is kept; *bare: how many are ids alone. */
static struct buffer kept_text(int *bare)
{
	int64_t batch = party_count(&commune, "SELECT max(batch) FROM batch_kept");
	struct buffer lines = { 0 };
	int n[2] = { 0 };
	struct kept *kept;
	bool can;

	assert_int_equal(kept_open(commune.desk.book, batch, &kept, &can, &fault), 0);
	assert_true(can);
	assert_int_equal(kept_lines(kept, count_line, n, &lines, &can, &fault), 0);
	assert_true(can);
	kept_close(kept);
	*bare = n[1];
	return lines;
}

/* Erased is what is called zxcv, and has left when all of that has. */
static int bare_when(const char *now, int all)
{
	struct buffer lines;
	int bare;

	setenv("SOTAY_NOW", now, 1);
	assert_int_equal(exchange_settle(commune.desk.book, &commune.id, &fault), 0);
	lines = kept_text(&bare);
	assert_int_equal(!strstr(lines.text, "zxcv"), bare == all);
	buffer_release(&lines);
	return bare;
}

static void put_op(char id[ID_TEXT], const char *what)
{
	char lane[LANE_TEXT], line[600];
	long n = (long)(ghost.keys.first + ghost.keys.count);
	struct id is;

	lane_text(lane, ghost.keys.lane);
	snprintf(line, sizeof line, "{\"n\":%ld,\"lane\":\"%s\",%s,\"hlc\":%ld,\"clk\":\"ok\",\"who\":\"Lan\","
				    "\"salt\":\"%026ld\"}", n, lane, what, 117652684800000000 + n, n);
	ghost_text(&ghost, line);
	is = id_of(line, strlen(line));
	id_text(id, &is);
}

static char village[ID_TEXT], household[ID_TEXT];

static void changes_the_village(void)
{
	char what[300], id[ID_TEXT];

	snprintf(what, sizeof what, "\"rec\":\"%s\",\"type\":\"village\",\"set\":{\"name\":\"zxcv\"},\"base\":[]",
		 village);
	put_op(id, what);
}

/*
 * A batch of a change of village 1, which counts; a household with a visit, which are in it alone; a village
 * of its own. It is held.
 */
static void is_held(int reader)
{
	char what[400], visit[ID_TEXT];
	struct id id;

	assert_string_equal(comes(0), "accepted");
	assert_int_equal(op_id(book_db(commune.desk.book), party_count(&commune, "SELECT max(rec) FROM village"),
			       &id, &fault), 0);
	id_text(village, &id);
	revoke(0);
	changes_the_village();
	put_op(household, "\"type\":\"household\",\"set\":{\"village\":\"26572-01\",\"code\":\"zxcv\"}");
	snprintf(what, sizeof what, "\"type\":\"session\",\"set\":{\"date\":\"2026-11-19\",\"village\":\"26572-01\","
		 "\"household\":\"%s\",\"channel\":\"tai_nha\",\"note\":\"zxcv\",\"topics\":[{\"topic\":\"TTQR\","
		 "\"outcome\":\"tu_lam\"}],\"by\":[\"Minh\"]}", household);
	put_op(visit, what);
	ghost_line(&ghost, "26572-05");
	ghost.m.reader = reader;
	buffer_release(&files[1]);
	files[1] = ghost_batch(&ghost);
	assert_string_equal(comes(1), reader > 1 ? "newer" : "quarantined revoked");
}

/* The officer's laptop says so; the import that brings it. */
static int64_t is_erased(const char *record, int n)
{
	static const struct lane officer = { .id = { 9 }, .level = LEVEL_COMMUNE, .unit = "26572",
					     .codes = "26572" };
	struct parcel parcel = { 0 };
	char line[300];
	int64_t import;

	snprintf(line, sizeof line, "{\"n\":%d,\"type\":\"erase\",\"set\":{\"records\":[\"%s\"]},"
		 "\"hlc\":117652684800000000,\"clk\":\"ok\",\"who\":\"X\"}", n, record);
	parcel_add(&parcel, &officer, line);
	import = desk_take(&commune.desk, &parcel);
	parcel_release(&parcel);
	return import;
}

static void what_is_erased_leaves_what_is_kept_after_its_days(void **state)
{
	(void)state;
	is_held(1);
	is_erased(village, 1);
	is_erased(household, 2);
	assert_int_equal(bare_when("2026-11-27T09:00", 3), 0);
	assert_int_equal(bare_when("2026-11-29T09:00", 3), 3);
	assert_int_equal(erasure_blank_due(commune.desk.book, &fault), 0);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held = 1 AND intake IS NULL"), 1);
	desk_check(&commune.desk);
	take_back_the_revocation();
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch_kept"), 0);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					       " WHERE s.s = '26572-05'"), 1);
	assert_string_equal(villages(), "");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM household") +
			 party_count(&commune, "SELECT count(*) FROM session"), 0);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM op WHERE instr(bytes, CAST('zxcv' AS BLOB))"), 0);
	not_taken_back();
}

/* Each waits its own days, also of a record that is known by what is kept alone. */
static void what_was_erased_later_leaves_later(void **state)
{
	(void)state;
	is_held(1);
	is_erased(village, 1);
	setenv("SOTAY_NOW", "2026-11-25T09:00", 1);
	is_erased(household, 2);
	assert_int_equal(bare_when("2026-11-29T09:00", 3), 1);
	assert_int_equal(bare_when("2026-12-01T09:00", 3), 1);
	assert_int_equal(bare_when("2026-12-02T09:00", 3), 3);
}

static void what_is_kept_later_loses_what_was_erased_long_ago(void **state)
{
	(void)state;
	is_held(1);
	is_erased(village, 1);
	assert_int_equal(bare_when("2026-11-29T09:00", 3), 1);
	changes_the_village();
	buffer_release(&files[2]);
	files[2] = ghost_batch(&ghost);
	assert_string_equal(comes(2), "quarantined revoked");
	assert_int_equal(bare_when("2026-11-29T10:00", 1), 1);
}

static void an_erasure_taken_back_in_time_takes_nothing_from_what_is_kept(void **state)
{
	int64_t import;

	(void)state;
	is_held(1);
	import = is_erased(household, 1);
	assert_int_equal(bare_when("2026-11-27T09:00", 2), 0);
	desk_take_back(&commune.desk, import, true);
	assert_int_equal(bare_when("2026-11-29T09:00", 2), 0);
}

/* As far as its lines are operations. */
static void what_is_erased_leaves_what_is_of_a_newer_format(void **state)
{
	(void)state;
	is_held(2);
	is_erased(village, 1);
	is_erased(household, 2);
	assert_int_equal(bare_when("2026-11-29T09:00", 3), 3);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held = 3 AND first IS NULL"), 1);
	assert_string_equal(comes(1), "already");
	assert_int_equal(bare_when("2026-11-30T09:00", 3), 3);
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
		STANDING(what_no_program_here_reads_stays_of_a_key_that_is_revoked),
		STANDING(what_cannot_be_read_is_not_taken_for_unknown),
		STANDING(what_comes_after_it_is_held_and_its_chain_waits_for_the_batch_between),
		STANDING(a_revocation_that_is_taken_back_leaves_no_trace),
		STANDING(what_a_held_batch_has_seen_is_heard_when_it_counts),
		STANDING(what_is_erased_leaves_what_is_kept_after_its_days),
		STANDING(what_was_erased_later_leaves_later),
		STANDING(what_is_kept_later_loses_what_was_erased_long_ago),
		STANDING(an_erasure_taken_back_in_time_takes_nothing_from_what_is_kept),
		STANDING(what_is_erased_leaves_what_is_of_a_newer_format),
		STANDING(what_a_newer_program_reads_counts_then),
		STANDING(what_was_judged_otherwise_is_judged_again_as_a_whole),
		STANDING(a_lane_is_told_what_it_is_by_what_is_held),
		STANDING(what_is_not_read_of_a_revoked_key_is_not_passed_on),
		STANDING(nothing_is_settled_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
