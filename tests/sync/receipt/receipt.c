/* Receipts between a team and its commune: what they say, in which order, and who notices what. */
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

#include "store/book/transaction.h"
#include "sync/crypto/envelope.h"
#include "sync/identity/sealed.h"
#include "sync/receipt/receipt_lines.h"
#include "tests/sync/crypto/vectors.h"
#include "tests/sync/partners.h"

static int set_up(void **state)
{
	partners_enrol(partners_set_up(state));
	return 0;
}

#define CASE(name) PARTNERS_CASE(name, set_up)

/* ---- what a test says and asks ---- */

/* A batch of one visit more. */
static struct batch team_works(struct partners *p)
{
	desk_add(&p->team.desk, TYPE_SESSION, desk_visit);
	return team_packs(p, false);
}

static struct acknowledgement ack(struct partners *p, const struct batch *batch)
{
	struct acknowledgement out;
	struct fault f;

	assert_int_equal(acknowledged(book_db(p->team.desk.book), batch->key, &out, &f), FAULT_OK);
	return out;
}

static void assert_here(struct partners *p, const struct batch *batch, bool here)
{
	if (ack(p, batch).here != here)
		fail_msg("batch %" PRId64 ": wanted %d at the commune", batch->number, here);
}

static struct ledger_bytes receipt_with(struct partners *p, int64_t epoch, int64_t number,
					const char *token, const char *lines)
{
	struct buffer body = { 0 }, file = { 0 };
	struct sealed what = { .format = FORMAT_RECEIPT, .to = p->name,
			      .box = p->team.id.boxes[0].pk,
			       .lines = &body };
	struct ledger_bytes out;
	uint8_t hash[HASH_BYTES];
	bool enrolled;
	struct fault f;

	buffer_put(&body, lines);
	what.own = json_pack("{s:I, s:I, s:s}", "epoch", (json_int_t)epoch, "number",
			     (json_int_t)number, "token", token);
	assert_int_equal(sealed_write(p->commune.desk.book, &p->commune.id, &what, &file, hash,
				      &enrolled,
				      &f), FAULT_OK);
	assert_true(enrolled);
	out.bytes = (uint8_t *)buffer_take(&file, &out.n);
	buffer_release(&body);
	return out;
}

/* A receipt of the commune with these numbers and lines, as it would seal it. */
static struct ledger_bytes receipt_of(struct partners *p, int64_t epoch, int64_t number,
				      const char *lines)
{
	return receipt_with(p, epoch, number, "000102030405060708090a0b0c0d0e0f", lines);
}

static char *element(const struct batch *batch)
{
	char hash[2 * HEX_BYTES + 1], *out = malloc(200);

	hex_text(hash, batch->hash, sizeof batch->hash);
	snprintf(out, 200, "[%" PRId64 ",\"%s\"]", batch->number, hash);
	return out;
}

/* A line of the lane of a batch; lists without their brackets. */
static char *line_of(const struct batch *batch, const char *whole, const char *part,
		     const char *more)
{
	char lane[LANE_TEXT], *out = malloc(4000);

	lane_text(lane, batch->lane_id);
	snprintf(out, 4000, "{\"lane\":\"%s\",\"whole\":[%s],\"part\":[%s],\"held\":[],"
			    "\"aside\":0,\"up\":null%s}\n",
		 lane, whole, part, more);
	return out;
}

/* A receipt that says of one batch that all up to it is there. */
static struct receipt_taken take_whole(struct partners *p, int64_t epoch, int64_t number,
				       const struct batch *batch)
{
	char *pair = element(batch), *line = line_of(batch, pair, "", "");
	struct receipt_taken taken = team_takes_receipt(p, receipt_of(p, epoch, number, line));

	free(pair);
	free(line);
	return taken;
}

/* What taking such lines gives; nothing is kept. */
static enum refusal refused(struct partners *p, const char *lines)
{
	struct sealed_file *file = partner_open(&p->team,
						receipt_of(p, INT64_C(1) << 50, 1, lines));
	struct receipt_taken taken;
	enum refusal no;
	struct fault f;

	partner_begin(&p->team);
	assert_int_equal(receipt_take(p->team.desk.book, &p->team.id, &file->package,
				      &file->manifest,
				      file->package.signer, &taken, &no, &f), FAULT_OK);
	book_rollback(p->team.desk.book);
	sealed_file_close(file);
	return no;
}

static bool hello(struct partners *p)
{
	bool owed;
	struct fault f;

	assert_int_equal(receipts_hello(p->team.desk.book, &owed, &f), FAULT_OK);
	return owed;
}

/* ---- order ---- */

static void the_greatest_of_epoch_and_number_counts(void **state)
{
	struct partners *p = *state;
	struct batch one = team_works(p), two = team_works(p), three = team_works(p);

	assert_true(take_whole(p, 1, 5, &three).fresh);
	assert_here(p, &three, true);
	assert_true(take_whole(p, 3, 1, &one).fresh);
	assert_here(p, &one, true);
	assert_here(p, &two, false);
	assert_false(hello(p));
	assert_false(take_whole(p, 2, 7, &three).fresh);
	assert_here(p, &two, false);
	assert_true(hello(p));
	assert_true(take_whole(p, 3, 2, &two).fresh);
	assert_here(p, &one, true);
	assert_here(p, &two, true);
	assert_here(p, &three, false);
}

static void one_that_was_heard_before_owes_no_hello(void **state)
{
	struct partners *p = *state;
	struct batch one = team_works(p);
	struct ledger_bytes first, again;
	char *line = line_of(&one, "", "", "");
	struct fault f;

	take_whole(p, 5, 1, &one);
	first = receipt_of(p, 4, 1, line);
	again = (struct ledger_bytes){ malloc(first.n), first.n };
	memcpy(again.bytes, first.bytes, first.n);
	assert_false(team_takes_receipt(p, first).fresh);
	assert_true(hello(p));
	partner_begin(&p->team);
	assert_int_equal(receipts_set_hello(p->team.desk.book, false, &f), FAULT_OK);
	partner_commit(&p->team);
	assert_false(team_takes_receipt(p, again).fresh);
	assert_false(hello(p));
	free(line);
}

/* Whether it says something new is asked before what it says. */
static void one_that_says_nothing_new_need_not_be_right(void **state)
{
	struct partners *p = *state;
	struct batch one = team_works(p);

	take_whole(p, 5, 2, &one);
	assert_false(team_takes_receipt(p, receipt_of(p, 5, 1, "x\n")).fresh);
	assert_true(hello(p));
	assert_false(team_takes_receipt(p, receipt_with(p, 4, 9, "none", "")).fresh);
	assert_here(p, &one, true);
}

/* ---- what it says ---- */

static void whole_has_all_before_it_part_itself_alone(void **state)
{
	struct partners *p = *state;
	struct batch b[5];
	char *second, *fourth, *line;
	struct receipt_taken taken;

	for (int i = 0; i < 5; i++)
		b[i] = team_works(p);
	second = element(&b[1]);
	fourth = element(&b[3]);
	line = line_of(&b[0], second, fourth, ",\"later\":[1,{}]");
	taken = team_takes_receipt(p, receipt_of(p, 6, 1, line));
	assert_int_equal(taken.acknowledged, b[1].number + 1);
	assert_int_equal(taken.unknown, 0);
	for (int i = 0; i < 5; i++)
		assert_here(p, &b[i], i == 0 || i == 1 || i == 3);
	free(second);
	free(fourth);
	free(line);
}

static void what_is_above_is_the_issuers_word(void **state)
{
	struct partners *p = *state;
	struct batch one = team_works(p), two = team_works(p), three = team_works(p);
	char *second = element(&two), *third = element(&three), lane[LANE_TEXT], line[1000];

	lane_text(lane, one.lane_id);
	snprintf(line, sizeof line, "{\"lane\":\"%s\",\"whole\":[%s],\"part\":[],\"held\":[[1,"
				    "\"%064d\",\"later\"]],"
		 "\"aside\":7,\"up\":{\"whole\":[%s],\"unit\":\"77\","
		 "\"made\":\"2026-11-20\"}}\n", lane, third, 1,
		 second);
	assert_int_equal(team_takes_receipt(p, receipt_of(p, 7, 1, line)).aside, 7);
	assert_true(ack(p, &one).up && ack(p, &two).up && !ack(p, &three).up);
	assert_true(ack(p, &three).here);
	free(second);
	free(third);
}

static void what_is_acknowledged_needs_no_file_any_more(void **state)
{
	static uint8_t bytes[] = "x";
	struct partners *p = *state;
	struct batch one = team_works(p), two = team_works(p);
	struct sealed_batch sealed = { .file = { bytes, 1 } };
	struct db *db = book_db(p->team.desk.book);
	struct fault f;

	partner_begin(&p->team);
	assert_int_equal(batches_seal(db, one.key, &sealed, &f), FAULT_OK);
	assert_int_equal(batches_seal(db, two.key, &sealed, &f), FAULT_OK);
	partner_commit(&p->team);
	take_whole(p, 8, 1, &one);
	assert_int_equal(batches_sealed(db, one.key, &sealed, &f), FAULT_OK);
	assert_int_equal(sealed.file.n, 0);
	assert_int_equal(batches_sealed(db, two.key, &sealed, &f), FAULT_OK);
	assert_int_equal(sealed.file.n, 1);
	free(sealed.file.bytes);
}

static void a_line_that_is_none_changes_nothing(void **state)
{
	struct partners *p = *state;
	struct batch one = team_works(p);
	char *pair = element(&one), *fine = line_of(&one, pair, "", "");
	struct buffer many = { 0 };
	static const char *const wrong[] = {
		"x\n", "[]\n", "{}\n",
		"{\"lane\":\"00\",\"whole\":[],\"part\":[],\"held\":[],\"aside\":0}\n",
		"{\"lane\":\"0000000000000000\",\"whole\":[[1]],\"part\":[],\"held\":[],"
		"\"aside\":0}\n",
		"{\"lane\":\"0000000000000000\",\"whole\":[],\"part\":[],\"held\":[],"
		"\"aside\":-1}\n",
		"{\"lane\":\"0000000000000000\",\"whole\":[],\"part\":[],\"held\":[],"
		"\"aside\":1.0}\n",
		"{\"lane\":\"0000000000000000\",\"whole\":[],\"part\":[],\"held\":[],\"aside\":0,"
		"\"up\":{}}\n",
		"{\"lane\":\"0000000000000000\",\"whole\":[],\"whole\":[],\"part\":[],\"held\":[],"
		"\"aside\":0}\n",
	};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		buffer_put(&many, fine);
		buffer_put(&many, wrong[i]);
		if (refused(p, many.text) != REFUSAL_BAD_BODY)
			fail_msg("taken: %s", wrong[i]);
		buffer_release(&many);
	}
	assert_int_equal(refused(p, fine), REFUSAL_NONE);
	assert_here(p, &one, false);
	free(pair);
	free(fine);
}

static void there_is_a_bound_to_lines_and_lists(void **state)
{
	struct partners *p = *state;
	struct buffer list = { 0 }, body = { 0 };

	for (int n = RECEIPT_BATCHES; n <= RECEIPT_BATCHES + 1; n++) {
		buffer_put(&body, "{\"lane\":\"0000000000000000\",\"whole\":[");
		for (int i = 0; i < n; i++)
			buffer_print(&body, "%s[1,\"%064d\"]", i ? "," : "", i);
		buffer_put(&body, "],\"part\":[],\"held\":[],\"aside\":0}\n");
		assert_int_equal(refused(p, body.text), n > RECEIPT_BATCHES ? REFUSAL_BAD_BODY :
				 REFUSAL_NONE);
		buffer_release(&body);
	}
	for (int n = 1; n <= RECEIPT_LINES + 1; n++) {
		buffer_print(&list, "{\"lane\":\"%016x\",\"whole\":[],\"part\":[],\"held\":[],"
				    "\"aside\":0}\n", n);
		if (n >= RECEIPT_LINES)
			assert_int_equal(refused(p, list.text),
					 n > RECEIPT_LINES ? REFUSAL_BAD_BODY : REFUSAL_NONE);
	}
	buffer_release(&list);
}

/* ---- giving ---- */

/* Lines of the receipt the commune has to give, "" when it has nothing to say. */
static char *says(struct partners *p, struct receipt_keys *keys)
{
	struct ledger_bytes bytes = commune_receipt(p);
	struct sealed_file *file;
	struct buffer lines;

	if (!bytes.n)
		return strdup("");
	file = partner_open(&p->team, bytes);
	assert_true(receipt_keys_read(keys, file->package.manifest, file->package.manifest_len));
	lines = sealed_file_lines(file);
	sealed_file_close(file);
	return buffer_take(&lines, NULL);
}

static void assert_says(struct partners *p, const char *wanted, struct receipt_keys *keys)
{
	char *is = says(p, keys);

	assert_string_equal(is, wanted);
	free(is);
}

static void tips_and_what_came_again_are_listed(void **state)
{
	struct partners *p = *state;
	struct batch b[4];
	char *e[4], list[500], *line;
	struct receipt_keys keys, next;

	assert_says(p, "", &keys);
	for (int i = 0; i < 4; i++) {
		b[i] = team_works(p);
		e[i] = element(&b[i]);
	}
	team_sends(p, &b[0], NULL);
	team_sends(p, &b[1], NULL);
	team_sends(p, &b[3], NULL);
	line = line_of(&b[0], e[1], e[3], "");
	assert_says(p, line, &keys);
	assert_says(p, "", &next);
	free(line);
	team_sends(p, &b[0], NULL);
	snprintf(list, sizeof list, "%s,%s", e[0], e[1]);
	line = line_of(&b[0], list, e[3], "");
	assert_says(p, line, &next);
	assert_true(next.epoch == keys.epoch && next.number == keys.number + 1);
	team_sends(p, &b[0], NULL);
	assert_says(p, line, &next); /* once more the same: it came again */
	assert_true(next.epoch == keys.epoch && next.number == keys.number + 2);
	free(line);
	team_sends(p, &b[2], NULL);
	snprintf(list, sizeof list, "%s,%s", e[0], e[3]);
	line = line_of(&b[0], list, "", "");
	assert_says(p, line, &next);
	free(line);
	for (int i = 0; i < 4; i++)
		free(e[i]);
}

static void what_is_held_is_said_with_its_reason(void **state)
{
	struct partners *p = *state;
	struct batch one = team_works(p), there;
	struct receipt_keys keys;
	bool found;
	struct fault f;
	char *is;

	team_sends(p, &one, NULL);
	partner_begin(&p->commune);
	assert_int_equal(batches_find(book_db(p->commune.desk.book), one.hash, &there, &found, &f),
			 FAULT_OK);
	assert_int_equal(batches_set_held(book_db(p->commune.desk.book), there.key, HELD_EXPIRED,
					  &f), FAULT_OK);
	partner_commit(&p->commune);
	is = says(p, &keys);
	assert_non_null(strstr(is, "\"expired\"]]"));
	free(is);
}

static void a_line_is_read_as_it_was_written(void **state)
{
	struct receipt_batch batches[RECEIPT_BATCHES] = { { 0 } };
	struct receipt_lane lane = { .aside = 1, .has_up = true, .up_unit = "77" }, read;
	struct buffer line = { 0 }, again = { 0 };

	(void)state;
	for (int i = 0; i < RECEIPT_BATCHES; i++)
		batches[i].number = i;
	for (int i = 0; i < 4; i++)
		batches[i].held = (enum held)(HELD_REVOKED + i);
	lane.whole = lane.part = (struct receipt_list){ batches, RECEIPT_BATCHES };
	lane.held = lane.up = (struct receipt_list){ batches, 4 };
	date_make(&lane.up_made, 2026, 11, 20);
	receipt_line_write(&line, &lane, true);
	assert_true(receipt_line_read(&read, line.text, line.len - 1));
	receipt_line_write(&again, &read, true);
	assert_string_equal(again.text, line.text);
	receipt_lane_release(&read);
	buffer_release(&line);
	buffer_release(&again);
}

/* Batches of numbers 2 to n + 1 of a lane of the team at the commune, none of which is whole. */
static void fill_lane(struct partners *p, const struct batch *like, int n)
{
	struct db *db = book_db(p->commune.desk.book);
	static const uint8_t signature[LEDGER_SIGNATURE];
	struct batch row = { .has_prev = true, .first = 1, .at = 1 };
	struct fault f;
	int64_t key;

	partner_begin(&p->commune);
	assert_int_equal(lane_intern(db, like->lane_id, &row.lane, &f), FAULT_OK);
	for (int i = 0; i < n; i++) {
		row.number = i + 2;
		memcpy(row.hash, &row.number, sizeof row.number);
		memset(row.prev, 0xff, sizeof row.prev);
		assert_int_equal(batches_add(db, &row, "{}", 2, signature, &key, &f), FAULT_OK);
	}
	partner_commit(&p->commune);
}

static void what_is_too_much_is_cut_to_the_newest(void **state)
{
	struct partners *p = *state;
	struct batch one = team_works(p);
	struct receipt_keys keys;
	struct receipt_lane lane;
	char *is;

	team_sends(p, &one, NULL);
	fill_lane(p, &one, RECEIPT_BATCHES + 5);
	is = says(p, &keys);
	assert_true(receipt_line_read(&lane, is, strlen(is) - 1));
	assert_int_equal(lane.part.n, RECEIPT_BATCHES);
	assert_int_equal(lane.part.batches[0].number, 7);
	assert_int_equal(lane.part.batches[RECEIPT_BATCHES - 1].number, RECEIPT_BATCHES + 6);
	receipt_lane_release(&lane);
	free(is);
}

/* ---- restores ---- */

static void a_forged_token_is_ignored_and_shown(void **state)
{
	struct partners *p = *state;
	struct batch one = team_works(p), two;
	struct receipt_keys keys, next;
	bool wrong;

	team_sends(p, &one, &wrong);
	assert_false(wrong);
	free(says(p, &keys));
	take_whole(p, INT64_C(1) << 50, 7, &one); /* with a token of nobody's making */
	two = team_works(p);
	team_sends(p, &two, &wrong);
	assert_true(wrong);
	free(says(p, &next));
	assert_true(next.epoch == keys.epoch);
}

/* The commune's row of the team: the document it named. */
static bool has_named(struct partners *p, uint8_t named[LEDGER_HASH])
{
	struct addressee a;
	bool has;
	struct fault f;

	assert_int_equal(addressee_get(book_db(p->commune.desk.book), p->name, &a, &f), FAULT_OK);
	has = a.has_named;
	memcpy(named, a.named, LEDGER_HASH);
	addressee_release(&a);
	return has;
}

static void an_older_batch_that_comes_later_names_nothing(void **state)
{
	struct partners *p = *state;
	uint8_t named[2][LEDGER_HASH];
	struct batch one = team_works(p), two, three;

	team_sends(p, &one, NULL);
	team_takes_receipt(p, commune_receipt(p));
	two = team_works(p);
	setenv("SOTAY_NOW", DESK_TODAY "T09:05", 1);
	team_takes_document(p, commune_document(p, true), NULL);
	three = team_works(p);
	team_sends(p, &three, NULL);
	assert_true(has_named(p, named[0]));
	team_sends(p, &two, NULL);
	assert_true(has_named(p, named[1]));
	assert_memory_equal(named[1], named[0], LEDGER_HASH);
}

static void an_issuer_put_back_begins_an_epoch_and_gets_what_it_lost(void **state)
{
	struct partners *p = *state;
	struct batch one = team_works(p), two = team_works(p), three;
	struct receipt_keys before, after;
	struct buffer copy;
	bool wrong;

	team_sends(p, &one, NULL);
	team_takes_receipt(p, commune_receipt(p));
	copy = partner_copy(&p->commune);
	free(says(p, &before));
	team_sends(p, &two, NULL);
	team_takes_receipt(p, commune_receipt(p));
	assert_here(p, &two, true);
	partner_put_back(&p->commune, &copy);
	three = team_works(p); /* it says what it heard last */
	team_sends(p, &three, &wrong);
	assert_false(wrong);
	assert_true(team_takes_receipt(p, commune_receipt(p)).fresh);
	assert_here(p, &one, true);
	assert_here(p, &two, false);
	assert_here(p, &three, true);
	team_sends(p, &two, NULL);
	free(says(p, &after));
	team_sends(p, &two, NULL); /* it came again: once more */
	team_takes_receipt(p, commune_receipt(p));
	assert_here(p, &two, true);
	buffer_release(&copy);
}

static void a_sender_put_back_takes_a_new_lane_once(void **state)
{
	struct partners *p = *state;
	struct batch one = team_works(p), two, other;
	int64_t lane = book_lane(p->team.desk.book), new_lane;
	struct receipt_taken taken;
	struct buffer copy;

	team_sends(p, &one, NULL);
	copy = partner_copy(&p->team);
	two = team_works(p);
	team_sends(p, &two, NULL);
	partner_put_back(&p->team, &copy);
	other = team_works(p); /* of the same number as the one it lost */
	taken = team_takes_receipt(p, commune_receipt(p));
	assert_true(taken.copied && taken.new_lane);
	assert_int_equal(taken.unknown, 1);
	new_lane = book_lane(p->team.desk.book);
	assert_int_not_equal(new_lane, lane);
	assert_int_equal(team_works(p).lane, new_lane);
	team_sends(p, &other, NULL);
	taken = team_takes_receipt(p, commune_receipt(p));
	assert_true(taken.copied);
	assert_false(taken.new_lane);
	assert_int_equal(book_lane(p->team.desk.book), new_lane);
	assert_here(p, &one, true);
	assert_here(p, &other, true);
	buffer_release(&copy);
}

/* ---- the file of tests/data/exchange ---- */

static void the_file_is_read(void **state)
{
	struct buffer file = vector_file("receipt.stb"), token = vector_name("receipt", "token");
	struct vector_key laptop = LAPTOP;
	static struct package package;
	struct receipt_keys keys;
	struct receipt_lane lane;
	struct input_memory in;
	struct envelope *e;
	struct manifest m;
	struct sealed_file opened = { 0 };
	struct buffer lines;
	char hex[2 * HEX_BYTES + 1];
	const char *second;

	(void)state;
	input_memory_init(&in, file.text, file.len);
	assert_int_equal(envelope_open(&e, &in.in, &laptop.box, 1), REFUSAL_NONE);
	assert_int_equal(package_read(&package, envelope_content(e)), REFUSAL_NONE);
	assert_true(manifest_read(&m, package.manifest, package.manifest_len));
	assert_true(receipt_keys_read(&keys, package.manifest, package.manifest_len));
	assert_true(keys.epoch == 1795200000000 && keys.number == 2);
	hex_text(hex, keys.token, sizeof keys.token);
	assert_string_equal(hex, buffer_text(&token));
	opened.envelope = e;
	assert_int_equal(input_rewind(envelope_content(e)), REFUSAL_NONE);
	assert_int_equal(package_read(&opened.package, envelope_content(e)), REFUSAL_NONE);
	opened.manifest = m;
	lines = sealed_file_lines(&opened);
	second = strchr(lines.text, '\n') + 1;
	assert_true(receipt_line_read(&lane, lines.text, (size_t)(second - 1 - lines.text)));
	assert_int_equal(lane.whole.n, 1);
	receipt_lane_release(&lane);
	assert_true(receipt_line_read(&lane, second, strlen(second) - 1));
	assert_int_equal(lane.held.n, 1);
	assert_int_equal(lane.held.batches[0].held, HELD_REVOKED);
	assert_int_equal(lane.aside, 2);
	receipt_lane_release(&lane);
	buffer_release(&lines);
	envelope_close(e);
	buffer_release(&file);
	buffer_release(&token);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* At one pair of desks: each says something newer than those before. */
		cmocka_unit_test(the_greatest_of_epoch_and_number_counts),
		cmocka_unit_test(one_that_was_heard_before_owes_no_hello),
		cmocka_unit_test(one_that_says_nothing_new_need_not_be_right),
		cmocka_unit_test(whole_has_all_before_it_part_itself_alone),
		cmocka_unit_test(what_is_above_is_the_issuers_word),
		cmocka_unit_test(what_is_acknowledged_needs_no_file_any_more),
		cmocka_unit_test(a_line_that_is_none_changes_nothing),
		cmocka_unit_test(there_is_a_bound_to_lines_and_lists),
		/* Each at a pair of its own. */
		cmocka_unit_test(the_file_is_read),
		cmocka_unit_test(a_line_is_read_as_it_was_written),
		CASE(tips_and_what_came_again_are_listed),
		CASE(what_is_held_is_said_with_its_reason),
		CASE(what_is_too_much_is_cut_to_the_newest),
		CASE(a_forged_token_is_ignored_and_shown),
		CASE(an_older_batch_that_comes_later_names_nothing),
		CASE(an_issuer_put_back_begins_an_epoch_and_gets_what_it_lost),
		CASE(a_sender_put_back_takes_a_new_lane_once),
	};

	return cmocka_run_group_tests(tests, set_up, partners_tear_down);
}
