#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/book/keys.h"
#include "store/book/meta.h"
#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/ledger/files.h"
#include "store/record/undo.h"
#include "sync/crypto/envelope.h"
#include "sync/exchange/out_folder.h"
#include "sync/exchange/outbox.h"
#include "sync/exchange/standing.h"
#include "sync/exchange/walk.h"
#include "tests/sync/exchange/parties.h"

static struct party team, commune;
static struct fault fault;

static int open_all(void **state)
{
	(void)state;
	party_open(&commune, LEVEL_COMMUNE, "26572");
	party_open(&team, LEVEL_TEAM, "26572");
	return 0;
}

static int close_all(void **state)
{
	(void)state;
	party_close(&team);
	party_close(&commune);
	return 0;
}

static int begin(void **state)
{
	(void)state;
	stick_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	stick_remove();
	return 0;
}

/* Nothing of a file that is refused is in any table but that of files. */
static int64_t rows(void)
{
	return party_count(&commune, "SELECT (SELECT count(*) FROM op) + (SELECT count(*) FROM batch)"
		" + (SELECT count(*) FROM intake) + (SELECT count(*) FROM seen)"
		" + (SELECT count(*) FROM certificate) + (SELECT count(*) FROM lane)"
		" + (SELECT count(*) FROM laptop) + (SELECT count(*) FROM addressee)");
}

static void refused(const struct buffer *file, const char *verdict)
{
	int64_t before = rows();

	stick_put("x.stb", file);
	assert_string_equal(party_verdict(&commune, stick_path("x.stb")), verdict);
	assert_int_equal(rows(), before);
}

static void taken(const struct buffer *file, const char *verdict)
{
	stick_put("x.stb", file);
	assert_string_equal(party_verdict(&commune, stick_path("x.stb")), verdict);
}

static void refuse_release(struct buffer file, const char *verdict)
{
	refused(&file, verdict);
	buffer_release(&file);
}

static void take_release(struct buffer file, const char *verdict)
{
	taken(&file, verdict);
	buffer_release(&file);
}

static void a_team_enrols_and_its_batch_arrives(void **state)
{
	struct buffer request = party_request(&team, "T01"), answer, batch;
	struct import_results results;
	char code[FINGERPRINT_TEXT];

	(void)state;
	stick_put("ask.stb", &request);
	assert_string_equal(party_verdict(&commune, stick_path("ask.stb")), "accepted");
	assert_string_equal(party_verdict(&commune, stick_path("ask.stb")), "already");
	assert_string_equal(party_verdict(&team, stick_path("ask.stb")), "foreign not_for_us");
	answer = party_grants(&commune, &request);
	stick_put("answer.stb", &answer);

	/* Without the code, or with another one, it stays a stranger's. */
	results = party_takes(&team, stick_path("answer.stb"), NULL);
	assert_int_equal(results.results->verdict, IMPORT_FOREIGN);
	assert_string_equal(results.results->reason, "unknown_root");
	assert_true(results.results->no_root_typed);
	assert_false(results.results->other_root_typed);
	import_results_release(&results);
	identity_fingerprint(&commune.id, code);
	results = party_takes(&team, stick_path("answer.stb"), code);
	assert_int_equal(results.results->verdict, IMPORT_FOREIGN);
	assert_true(results.results->other_root_typed);
	import_results_release(&results);
	assert_int_equal(party_count(&team, "SELECT count(*) FROM root"), 0);

	identity_root_fingerprint(&commune.id, code);
	results = party_takes(&team, stick_path("answer.stb"), code);
	assert_string_equal(results.results->reason, "");
	assert_int_equal(results.results->verdict, IMPORT_ACCEPTED);
	assert_true(results.results->document.enrolled);
	import_results_release(&results);
	assert_string_equal(party_verdict(&team, stick_path("answer.stb")), "already");
	assert_int_equal(party_count(&team, "SELECT count(*) FROM root WHERE whose = 1"), 1);
	assert_int_equal(party_count(&team, "SELECT count(*) FROM lane WHERE own AND team = 'T01'"), 1);

	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	batch = party_batch(&team);
	stick_put("b.stb", &batch);
	results = party_takes(&commune, stick_path("b.stb"), NULL);
	assert_int_equal(results.results->verdict, IMPORT_ACCEPTED);
	assert_int_equal(results.results->batch.sessions, 1);
	assert_string_equal(results.results->team, "T01");
	import_results_release(&results);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM session"), 1);
	assert_string_equal(party_verdict(&commune, stick_path("b.stb")), "already");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE again"), 1);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM addressee WHERE owed"), 1);
	desk_check(&commune.desk);
	desk_check(&team.desk);
	buffer_release(&request);
	buffer_release(&answer);
	buffer_release(&batch);
}

static void what_is_not_ours_or_damaged_changes_nothing(void **state)
{
	enum { FLIPPED = 100 };
	struct buffer text = { 0 }, batch, cut = { 0 };
	struct import_results results;
	int64_t before = rows();
	char name[40];
	struct ghost g;

	(void)state;
	ghost_new(&g, &commune, 31);
	ghost_line(&g, "26572-01");
	batch = ghost_batch(&g);
	ghost_release(&g);
	buffer_put(&text, "a photo\n");
	refuse_release(text, "foreign not_ours");
	unlink(stick_path("x.stb"));
	/* Cut off at every byte, 100 of them flipped. */
	for (size_t n = 0; n < batch.len; n++) {
		snprintf(name, sizeof name, "cut%zu.stb", n);
		buffer_put_bytes(&cut, batch.text, n);
		stick_put(name, &cut);
		buffer_release(&cut);
	}
	for (int i = 0; i < FLIPPED; i++) {
		size_t at = (size_t)i * (batch.len - 1) / (FLIPPED - 1);

		snprintf(name, sizeof name, "sotay%d", i);
		batch.text[at] = (char)(batch.text[at] ^ (1 << i % 8));
		stick_put(name, &batch);
		batch.text[at] = (char)(batch.text[at] ^ (1 << i % 8));
	}
	results = party_takes(&commune, stick_path(""), NULL);
	assert_int_equal(results.n, batch.len + FLIPPED);
	for (size_t i = 0; i < results.n; i++) {
		const struct import_result *r = &results.results[i];

		assert_true(r->verdict == IMPORT_DAMAGED ||
			    (strstr(r->path, "sotay") && r->verdict == IMPORT_FOREIGN));
	}
	import_results_release(&results);
	assert_int_equal(rows(), before);
	take_release(batch, "accepted");
}

static void packages_that_are_wrong_have_their_reasons(void **state)
{
	struct ghost g, other;
	struct certificate c;

	(void)state;
	ghost_new(&g, &commune, 33);
	ghost_line(&g, "26572-01");
	g.version = 2;
	refuse_release(ghost_batch_bare(&g), "newer");
	g.version = 1;
	g.length = 1;
	refuse_release(ghost_batch_bare(&g), "damaged bad_package");
	g.length = 0;
	g.signature_wrong = true;
	refuse_release(ghost_batch_bare(&g), "damaged bad_signature");
	g.signature_wrong = false;
	g.root_wrong = true;
	refuse_release(ghost_batch_bare(&g), "damaged bad_body");
	g.root_wrong = false;

	/* What it says of itself: its unit, its lane, its addressee. */
	g.m.unit[4] = '9';
	refuse_release(ghost_batch_bare(&g), "damaged bad_manifest");
	g.m.unit[4] = '2';
	g.keys.lane[0] ^= 1;
	refuse_release(ghost_batch_bare(&g), "damaged bad_manifest");
	g.keys.lane[0] ^= 1;
	snprintf(g.m.to_code, sizeof g.m.to_code, "77");
	refuse_release(ghost_batch_bare(&g), "foreign not_for_us");
	snprintf(g.m.to_code, sizeof g.m.to_code, "26572");
	g.keys.count++;
	refuse_release(ghost_batch_bare(&g), "damaged bad_body");
	g.keys.count--;

	/* Whose certificate is nothing here: of a root nobody knows, of a unit its root is none of. */
	c = g.c;
	other = g;
	other.root = vector_key(91, 92);
	memcpy(other.c.issuer, other.root.sign_pk, SIGN_PUBLIC_BYTES);
	refuse_release(ghost_batch_bare(&other), "foreign unknown_root");
	snprintf(g.c.unit, sizeof g.c.unit, "26575");
	refuse_release(ghost_batch_bare(&g), "foreign unknown_root");
	g.c = c;
	g.c.level = CERTIFIED_UPPER;
	refuse_release(ghost_batch_bare(&g), "foreign unknown_root");
	g.c = c;

	/* Sealed for others. */
	memcpy(other.box, vector_key(95, 96).box.pk, BOX_BYTES);
	refuse_release(ghost_batch_bare(&other), "foreign not_for_us");

	/* A team's laptop that writes a receipt or a document for the desk. */
	g.m.format = FORMAT_RECEIPT;
	refuse_release(ghost_package(&g, json_pack("{sisiss}", "epoch", 1, "number", 1, "token",
		"00000000000000000000000000000000")), "foreign not_for_us");
	g.m.format = FORMAT_DOCUMENT;
	refuse_release(ghost_package(&g, json_pack("{sn}", "from")), "foreign not_for_us");
	g.m.format = FORMAT_BATCH;

	/* A line of another lane, a line that is none. */
	buffer_release(&g.lines);
	g.keys.count = 0;
	ghost_text(&g, "{\"n\":1,\"lane\":\"0011223344556677\",\"type\":\"village\",\"set\":{},\"hlc\":1,"
		       "\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"x\"}");
	refuse_release(ghost_batch(&g), "damaged bad_body");
	ghost_release(&g);
}

static void a_batch_of_ids_is_filled_in_when_its_lines_come(void **state)
{
	struct buffer bare, whole;
	struct ghost g;

	(void)state;
	ghost_new(&g, &commune, 35);
	ghost_line(&g, "26572-05");
	bare = ghost_batch_bare(&g);
	whole = ghost_batch(&g);
	taken(&bare, "accepted");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					       " WHERE s.s = '26572-05'"), 0);
	taken(&bare, "already");
	assert_int_equal(db_exec(book_db(commune.desk.book), "UPDATE batch SET again = NULL", &fault), FAULT_OK);
	taken(&whole, "accepted");
	/* It came again all the same: who sent it is told. */
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE again"), 1);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					       " WHERE s.s = '26572-05'"), 1);
	taken(&whole, "already");
	taken(&bare, "already");
	buffer_release(&bare);
	buffer_release(&whole);
	ghost_release(&g);
	desk_check(&commune.desk);
}

static void of_a_newer_format_is_kept_whole_and_read_later(void **state)
{
	struct import_results results;
	struct buffer batch;
	bool final;
	struct ghost g;

	(void)state;
	ghost_new(&g, &commune, 37);
	ghost_line(&g, "26572-06");
	g.m.reader = 2;
	batch = ghost_batch(&g);
	stick_put("x.stb", &batch);
	results = party_takes(&commune, stick_path("x.stb"), NULL);
	assert_int_equal(results.results->verdict, IMPORT_NEWER);
	/* Taken back and come again it waits as before, and stops nobody. */
	assert_int_equal(import_undo(commune.desk.book, &commune.id, results.results->file, &final, &fault), FAULT_OK);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held = 4"), 1);
	import_results_release(&results);
	taken(&batch, "newer");
	taken(&batch, "already");
	buffer_release(&batch);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch b JOIN batch_kept k"
		" ON k.batch = b.k WHERE b.held = 3 AND b.first IS NULL AND b.intake IS NULL"), 1);
	/* Another format alone is only listed. */
	ghost_release(&g);
	ghost_new(&g, &commune, 37);
	g.m.format = FORMAT_RECEIPT;
	g.m.reader = 2;
	take_release(ghost_package(&g, json_object()), "foreign not_for_us");
	ghost_release(&g);
}

/* What is kept of the batch that waits becomes what is in a file: as if this program had learned to read it. */
static void learn_to_read(const struct buffer *file)
{
	struct statement st;
	struct envelope *e;
	struct input_memory in;
	struct input *content;
	uint8_t *bytes;

	input_memory_init(&in, file->text, file->len);
	assert_int_equal(envelope_open(&e, &in.in, team.id.boxes, team.id.n_boxes), REFUSAL_NONE);
	content = envelope_content(e);
	bytes = malloc(content->size);
	assert_int_equal(input_read_all(content, bytes, content->size), REFUSAL_NONE);
	st = statement_of(book_db(team.desk.book), "UPDATE batch_kept SET package = ?", &fault);
	bind_blob(&st, bytes, content->size);
	assert_int_equal(statement_run(&st), FAULT_OK);
	assert_int_equal(db_exec(book_db(team.desk.book), "DELETE FROM meta WHERE key = 'judged_by'", &fault),
			 FAULT_OK);
	envelope_close(e);
	free(bytes);
}

/* The team's laptop as it was before it was restored. */
static void ghost_of_the_team(struct ghost *g)
{
	struct db *db = book_db(team.desk.book);

	ghost_new(g, &commune, 45);
	memcpy(g->c.sign_pk, team.id.sign_pk, SIGN_PUBLIC_BYTES);
	memcpy(g->c.box_pk, team.id.boxes[0].pk, BOX_BYTES);
	snprintf(g->c.team, sizeof g->c.team, "T01");
	memcpy(g->box, team.id.boxes[0].pk, BOX_BYTES);
	assert_int_equal(keys_read(db, OWN_SIGN_SK, g->key.sign_sk, SIGN_SECRET_BYTES, &fault), FAULT_OK);
	assert_int_equal(meta_blob(db, "incarnation", g->keys.inc, sizeof g->keys.inc, &fault), FAULT_OK);
	batch_lane(g->keys.lane, team.id.sign_pk, g->keys.inc);
	g->keys.first = 100;
}

static void what_it_packed_by_a_newer_program_comes_back_when_it_is_read(void **state)
{
	int64_t lane = book_lane(team.desk.book);
	struct buffer newer, same;
	struct ghost g;

	(void)state;
	ghost_of_the_team(&g);
	ghost_line(&g, "26572-11");
	same = ghost_package(&g, batch_keys_json(&g.keys));
	g.m.reader = 2;
	newer = ghost_batch(&g);
	stick_put("own.stb", &newer);
	assert_string_equal(party_verdict(&team, stick_path("own.stb")), "newer");
	/* It was restored, whatever stands in it. */
	assert_int_not_equal(book_lane(team.desk.book), lane);
	learn_to_read(&same);
	assert_int_equal(exchange_settle(team.desk.book, &team.id, &fault), FAULT_OK);
	assert_int_equal(party_count(&team, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					    " WHERE s.s = '26572-11'"), 1);
	assert_int_equal(party_count(&team, "SELECT count(*) FROM batch WHERE held"), 0);
	desk_check(&team.desk);
	buffer_release(&newer);
	buffer_release(&same);
	ghost_release(&g);
}

/* What a document said of the lane of a ghost whose lines are these, and brought of it. */
static void was_told(struct party *p, struct ghost *g, const char *team_code, const char *codes)
{
	struct lane lane = { .known = true, .level = LEVEL_TEAM };
	struct intake in;
	enum taken taken;

	memcpy(lane.id, g->keys.lane, sizeof lane.id);
	snprintf(lane.unit, sizeof lane.unit, "26572");
	snprintf(lane.team, sizeof lane.team, "%s", team_code);
	snprintf(lane.codes, sizeof lane.codes, "%s", codes);
	assert_int_equal(book_begin(p->desk.book, "import", &fault), FAULT_OK);
	assert_int_equal(intake_begin(&in, p->desk.book, &fault), FAULT_OK);
	assert_int_equal(intake_lane(&in, &lane, &fault), FAULT_OK);
	assert_int_equal(intake_line(&in, g->lines.text, g->lines.len - 1, false, &taken, &fault), FAULT_OK);
	assert_int_equal(intake_end(&in, &fault), FAULT_OK);
	intake_release(&in);
	assert_int_equal(book_commit(p->desk.book, NULL, &fault), FAULT_OK);
	assert_int_equal(party_count(p, "SELECT count(*) FROM op WHERE aside IS NOT NULL"), 1);
}

/* The lane it wrote in before it was restored. */
static void what_a_document_brought_is_judged_again_when_its_lane_proves_to_be_its_own(void **state)
{
	struct buffer batch;
	struct ghost g;

	(void)state;
	ghost_of_the_team(&g);
	memset(g.keys.inc, 61, sizeof g.keys.inc);
	batch_lane(g.keys.lane, team.id.sign_pk, g.keys.inc);
	g.keys.first = 1;
	ghost_line(&g, "26572-14");
	was_told(&team, &g, "T01", "26573");
	buffer_release(&g.lines);
	g.keys.count = 0;
	g.keys.first = 2;
	ghost_line(&g, "26572-15");
	batch = ghost_batch(&g);
	stick_put("own.stb", &batch);
	assert_string_equal(party_verdict(&team, stick_path("own.stb")), "accepted");
	assert_int_equal(party_count(&team, "SELECT count(*) FROM op WHERE aside IS NOT NULL"), 0);
	assert_int_equal(party_count(&team, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					    " WHERE s.s IN ('26572-14', '26572-15')"), 2);
	desk_check(&team.desk);
	buffer_release(&batch);
	ghost_release(&g);
}

/* Though nothing of what says whose it is counts. */
static void what_a_document_brought_is_judged_again_when_its_lane_proves_to_be_anothers(void **state)
{
	struct ghost g;

	(void)state;
	ghost_new(&g, &commune, 63);
	ghost_line(&g, "26572-18");
	take_release(ghost_batch(&g), "accepted"); /* the laptop is known then */
	ghost_release(&g);
	ghost_new(&g, &commune, 63);
	memset(g.keys.inc, 65, sizeof g.keys.inc);
	batch_lane(g.keys.lane, g.key.sign_pk, g.keys.inc);
	ghost_line(&g, "26572-16");
	was_told(&commune, &g, "T02", "26573");
	buffer_release(&g.lines);
	g.keys.count = 0;
	g.keys.first = 2;
	ghost_line(&g, "26572-17");
	g.m.reader = 2;
	take_release(ghost_batch(&g), "newer");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM op WHERE aside IS NOT NULL"), 0);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					       " WHERE s.s = '26572-16'"), 1);
	desk_check(&commune.desk);
	ghost_release(&g);
}

static void out(void *arg, const struct out_item *item, const char *path)
{
	(void)item;
	(void)path;
	++*(int *)arg;
}

/* An operation that was made by then and one that was not: nobody but the stick has that batch. */
static void what_came_back_is_sent_until_it_is_acknowledged(void **state)
{
	struct buffer batch, line = { 0 };
	struct statement st;
	char *folder = (char *)(uintptr_t)stick_path("out");
	struct import_results results;
	struct ghost g;
	int files = 0;

	(void)state;
	ghost_of_the_team(&g);
	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	st = statement_of(book_db(team.desk.book), "SELECT bytes, n FROM op ORDER BY k DESC LIMIT 1", &fault);
	assert_true(row_next(&st));
	buffer_put_bytes(&line, row_blob(&st, 0), row_length(&st, 0));
	g.keys.first = row_int(&st, 1);
	assert_int_equal(statement_end(&st), FAULT_OK);
	ghost_text(&g, buffer_text(&line));
	ghost_line(&g, "26572-13");
	g.keys.number = 1;
	batch = ghost_batch(&g);
	stick_put("own.stb", &batch);
	assert_string_equal(party_verdict(&team, stick_path("own.stb")), "accepted");
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(outbox_make(team.desk.book, &team.id, &fault), FAULT_OK);
	assert_int_equal(out_folder_write(team.desk.book, &team.id, folder, false, out, &files, &fault), FAULT_OK);
	results = party_takes(&commune, folder, NULL);
	for (size_t i = 0; i < results.n; i++)
		assert_string_equal(results.results[i].reason, "");
	import_results_release(&results);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					       " WHERE s.s = '26572-13'"), 1);
	desk_check(&team.desk);
	desk_check(&commune.desk);
	buffer_release(&batch);
	buffer_release(&line);
	ghost_release(&g);
}

static void what_expired_is_kept_aside_until_its_certificate_is_renewed(void **state)
{
	struct ghost g;

	(void)state;
	ghost_new(&g, &commune, 39);
	date_make(&g.c.expires, 2026, 11, 19);
	ghost_line(&g, "26572-07");
	take_release(ghost_batch(&g), "quarantined expired");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held = 2 AND intake IS NULL"), 1);
	/* The next one bears a newer certificate: both count. */
	g.c.expires = DAY_MAX;
	g.c.number++;
	ghost_line(&g, "26572-08");
	take_release(ghost_batch(&g), "accepted");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held = 2"), 0);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					       " WHERE s.s IN ('26572-07', '26572-08')"), 2);
	ghost_release(&g);
	desk_check(&commune.desk);
}

static void an_import_is_taken_back_and_comes_again_by_hand(void **state)
{
	struct import_results results;
	struct buffer batch;
	struct file_row row;
	struct ghost g;
	int64_t file;
	int count, left;
	bool final;
	char verb[33];

	(void)state;
	ghost_new(&g, &commune, 41);
	ghost_line(&g, "26572-09");
	batch = ghost_batch(&g);
	stick_put("b.stb", &batch);
	results = party_takes(&commune, stick_path("b.stb"), NULL);
	file = results.results->file;
	import_results_release(&results);
	/* What a person undoes is his own work, never what came. */
	assert_int_equal(book_undo(commune.desk.book, verb, &count, &left, &fault), FAULT_FINAL);
	assert_string_equal(fault.subject, "import");
	assert_int_equal(import_undo(commune.desk.book, &commune.id, 9999, &final, &fault), FAULT_NOT_FOUND);
	assert_int_equal(import_undo(commune.desk.book, &commune.id, file, &final, &fault), FAULT_OK);
	assert_int_equal(files_get(book_db(commune.desk.book), file, &row, &fault), FAULT_OK);
	assert_true(row.undone);
	file_release(&row);
	assert_int_equal(import_undo(commune.desk.book, &commune.id, file, &final, &fault), FAULT_NOTHING);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held = 4"), 1);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					       " WHERE s.s = '26572-09'"), 0);
	assert_string_equal(party_verdict(&commune, stick_path("b.stb")), "accepted");
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE held = 4"), 0);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					       " WHERE s.s = '26572-09'"), 1);
	/* What was passed on stays. */
	assert_int_equal(book_begin(commune.desk.book, "batch", &fault), FAULT_OK);
	assert_int_equal(db_exec(book_db(commune.desk.book), "UPDATE batch SET forwarded = 1", &fault), FAULT_OK);
	assert_int_equal(book_commit(commune.desk.book, NULL, &fault), FAULT_OK);
	assert_int_equal(import_undo(commune.desk.book, &commune.id, file, &final, &fault), FAULT_USED);
	buffer_release(&batch);
	ghost_release(&g);
	desk_check(&commune.desk);
}

static void a_folder_of_photos_and_batches_with_any_names(void **state)
{
	enum { PHOTOS = 2000, BATCHES = 30 };
	static const char *const names[] = { "x (%d).stb", "%d.bin", "SOTAY_T02_%d.STB" };
	struct buffer photo = { 0 }, batch;
	struct import_results results;
	char name[60];
	struct ghost g;

	(void)state;
	buffer_put(&photo, "\xff\xd8\xff\xe0 a photo");
	assert_int_equal(mkdir(stick_path("a"), 0700), 0);
	assert_int_equal(mkdir(stick_path("a/b"), 0700), 0);
	for (int i = 0; i < PHOTOS; i++) {
		snprintf(name, sizeof name, "%sIMG_%04d.jpg", i % 3 ? "a/" : "", i);
		stick_put(name, &photo);
	}
	ghost_new(&g, &commune, 43);
	for (int i = 0; i < BATCHES; i++) {
		char code[20];

		snprintf(code, sizeof code, "26572-%d", 20 + i);
		ghost_line(&g, code);
		batch = ghost_batch(&g);
		snprintf(name, sizeof name, "a/b/");
		/* Some come before those they go on from. */
		snprintf(name + 4, sizeof name - 4, names[i % 3], BATCHES - i);
		stick_put(name, &batch);
		buffer_release(&batch);
	}
	/* A link is not followed, a pipe not waited for. */
	assert_int_equal(symlink(".", stick_path("a/loop")), 0);
	assert_int_equal(mkfifo(stick_path("pipe.stb"), 0600), 0);
	results = party_takes(&commune, stick_path(""), NULL);
	assert_int_equal(results.n, BATCHES + 1);
	assert_int_equal(results.passed_over, PHOTOS + 1);
	for (size_t i = 0; i < results.n; i++)
		assert_int_equal(results.results[i].verdict,
				 strstr(results.results[i].path, "pipe") ? IMPORT_FOREIGN : IMPORT_ACCEPTED);
	import_results_release(&results);
	assert_int_equal(party_count(&commune, "SELECT count(*) FROM batch WHERE whole GROUP BY lane"
					       " ORDER BY count(*) DESC LIMIT 1"), BATCHES);
	/* Again: nothing new, and nothing in the list. */
	results = party_takes(&commune, stick_path(""), NULL);
	for (size_t i = 0; i < results.n; i++)
		assert_int_equal(results.results[i].verdict,
				 strstr(results.results[i].path, "pipe") ? IMPORT_FOREIGN : IMPORT_ALREADY);
	import_results_release(&results);
	buffer_release(&photo);
	ghost_release(&g);
	desk_check(&commune.desk);
}

static int count_commit(void *arg)
{
	++*(int *)arg;
	return 0;
}

/* What nobody knows who signed it is listed in several transactions, too. */
static void many_of_unknown_roots_are_not_one_transaction(void **state)
{
	enum { FILES = 501 };
	struct import_results results;
	struct buffer batch;
	char name[30];
	struct ghost g;
	int commits = 0;

	(void)state;
	ghost_new(&g, &commune, 49);
	g.root = vector_key(60, 61);
	memcpy(g.c.issuer, g.root.sign_pk, SIGN_PUBLIC_BYTES);
	ghost_line(&g, "26572-62");
	batch = ghost_batch(&g);
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof name, "%d.stb", i);
		stick_put(name, &batch);
	}
	sqlite3_commit_hook(book_db(commune.desk.book)->conn, count_commit, &commits);
	results = party_takes(&commune, stick_path(""), NULL);
	sqlite3_commit_hook(book_db(commune.desk.book)->conn, NULL, NULL);
	assert_int_equal(results.n, FILES);
	for (size_t i = 0; i < results.n; i++) {
		assert_int_equal(results.results[i].verdict, IMPORT_FOREIGN);
		assert_true(results.results[i].file > 0);
	}
	assert_int_equal(commits, 2);
	import_results_release(&results);
	buffer_release(&batch);
	ghost_release(&g);
}

static void folders_are_gone_into_four_deep(void **state)
{
	struct buffer text = { 0 };
	struct walk walk;
	char path[40] = "", file[60], whole[300], *given[] = { whole, (char *)"not there" };

	(void)state;
	buffer_put(&text, "x");
	snprintf(whole, sizeof whole, "%s/", stick_path(""));
	for (int depth = 0; depth <= WALK_DEPTH + 1; depth++) {
		snprintf(file, sizeof file, "%sb.stb", path);
		stick_put(file, &text);
		snprintf(path + strlen(path), sizeof path - strlen(path), "d/");
		assert_int_equal(mkdir(stick_path(path), 0700), 0);
	}
	buffer_release(&text);
	walk_paths(&walk, given, 2);
	assert_int_equal(walk.n, WALK_DEPTH + 2);
	assert_int_equal(walk.not_reached, 1);
	assert_int_equal(walk.files[walk.n - 1].sys, ENOENT);
	for (size_t i = 0; i + 1 < walk.n; i++)
		assert_true(walk.files[i].within && walk.files[i].plain && !walk.files[i].sys);
	walk_release(&walk);
	assert_true(walk_is_named_ours("a/SOTAY_T01.bin") && walk_is_named_ours("x (1).STB"));
	assert_false(walk_is_named_ours("sotay/x.bin") || walk_is_named_ours("x.stbx"));
}

static void a_try_keeps_nothing(void **state)
{
	const struct import_options options = { .dry_run = true };
	struct import_results results;
	struct buffer batch;
	struct ghost g;
	char *path;
	int64_t before;

	(void)state;
	ghost_new(&g, &commune, 45);
	ghost_line(&g, "26572-60");
	batch = ghost_batch(&g);
	stick_put("b.stb", &batch);
	before = rows();
	path = (char *)(uintptr_t)stick_path("b.stb");
	assert_int_equal(import_paths(commune.desk.book, &commune.id, &path, 1, &options, &results, &fault), 0);
	assert_int_equal(results.results->verdict, IMPORT_ACCEPTED);
	import_results_release(&results);
	assert_int_equal(rows(), before);
	take_release(batch, "accepted");
	ghost_release(&g);
}

static void a_path_that_cannot_be_read_stops_no_other(void **state)
{
	const struct import_options options = { 0 };
	struct import_results results;
	char *paths[2];
	struct buffer batch;
	struct ghost g;

	(void)state;
	ghost_new(&g, &commune, 47);
	ghost_line(&g, "26572-61");
	batch = ghost_batch(&g);
	stick_put("b.stb", &batch);
	paths[0] = (char *)(uintptr_t)stick_path("not there.stb");
	paths[1] = (char *)(uintptr_t)stick_path("b.stb");
	assert_int_equal(import_paths(commune.desk.book, &commune.id, paths, 2, &options, &results, &fault), 0);
	assert_int_equal(results.n, 2);
	assert_int_equal(results.results[0].verdict, IMPORT_UNREAD);
	assert_int_equal(results.results[1].verdict, IMPORT_ACCEPTED);
	import_results_release(&results);
	buffer_release(&batch);
	ghost_release(&g);
}

#define ON_STICK(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_STICK(a_team_enrols_and_its_batch_arrives),
		ON_STICK(what_is_not_ours_or_damaged_changes_nothing),
		ON_STICK(packages_that_are_wrong_have_their_reasons),
		ON_STICK(a_batch_of_ids_is_filled_in_when_its_lines_come),
		ON_STICK(of_a_newer_format_is_kept_whole_and_read_later),
		ON_STICK(what_it_packed_by_a_newer_program_comes_back_when_it_is_read),
		ON_STICK(what_a_document_brought_is_judged_again_when_its_lane_proves_to_be_its_own),
		ON_STICK(what_a_document_brought_is_judged_again_when_its_lane_proves_to_be_anothers),
		ON_STICK(what_came_back_is_sent_until_it_is_acknowledged),
		ON_STICK(what_expired_is_kept_aside_until_its_certificate_is_renewed),
		ON_STICK(an_import_is_taken_back_and_comes_again_by_hand),
		ON_STICK(a_folder_of_photos_and_batches_with_any_names),
		ON_STICK(many_of_unknown_roots_are_not_one_transaction),
		ON_STICK(folders_are_gone_into_four_deep),
		ON_STICK(a_try_keeps_nothing),
		ON_STICK(a_path_that_cannot_be_read_stops_no_other),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
