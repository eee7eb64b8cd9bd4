/*
 * A batch, a receipt, a document and a request, changed and cut at random, as they are carried and as they are
 * inside their envelope, and with every length in them one more and one less: each is refused with a
 * reason, and nothing is written but its row in the list.
 *
 * 1,000 of each, 10,000 under $HEAVY.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "store/db/statement.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope.h"
#include "sync/crypto/envelope_write.h"
#include "sync/exchange/out_folder.h"
#include "tests/store/record/exchange.h"
#include "tests/sync/exchange/parties.h"

enum { AT_ONCE = 250 };

/* A file, for whom it is, and what is inside its envelope. */
struct original {
	const char *name;
	struct party *at;
	struct buffer file, package;
	bool sealed;
	size_t chain, second, manifest, body; /* where they begin; second: the unit's certificate */
};

static struct party team, commune;
static struct original batch, receipt, document, request;
static struct fault fault;
static uint32_t seed = 11;

static void ok(int rc, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, subject %s", what, rc, fault.field, fault.subject);
}

static size_t draw(size_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % below;
}

/* ---- the files ---- */

static size_t length_at(const struct buffer *package, size_t at)
{
	const uint8_t *b = (const uint8_t *)package->text + at;

	return b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 | (size_t)b[3] << 24;
}

static void note_parts(struct original *o)
{
	const uint8_t *b = (const uint8_t *)o->package.text;

	o->chain = 88;
	o->manifest = o->chain + length_at(&o->package, 12);
	o->body = o->manifest + length_at(&o->package, 16);
	o->second = o->manifest > o->chain ? o->chain + 2 + (b[88] | (size_t)b[89] << 8) + 64 : o->manifest;
}

static void keep(struct original *o, const char *name, struct party *at, const struct buffer *file)
{
	struct input_memory in;
	struct envelope *e;
	char bytes[1000];
	size_t got;

	o->name = name;
	o->at = at;
	buffer_put_bytes(&o->file, file->text, file->len);
	input_memory_init(&in, file->text, file->len);
	assert_int_equal(envelope_open(&e, &in.in, at->id.boxes, at->id.n_boxes), REFUSAL_NONE);
	o->sealed = envelope_recipients(e) > 0;
	do {
		assert_int_equal(input_read(envelope_content(e), bytes, sizeof bytes, &got), REFUSAL_NONE);
		buffer_put_bytes(&o->package, bytes, got);
	} while (got == sizeof bytes);
	envelope_close(e);
	note_parts(o);
}

static void keep_item(void *arg, const struct out_item *item, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buffer bytes = { 0 };
	char some[4096];
	size_t n;

	(void)arg;
	assert_non_null(file);
	while ((n = fread(some, 1, sizeof some, file)) > 0)
		buffer_put_bytes(&bytes, some, n);
	fclose(file);
	if (item->kind == OUT_RECEIPT)
		keep(&receipt, "receipt", &team, &bytes);
	else if (item->kind == OUT_DOCUMENT)
		keep(&document, "document", &team, &bytes);
	buffer_release(&bytes);
}

static int set_up(void **state)
{
	struct buffer bytes;
	struct party asks;

	(void)state;
	party_open(&commune, LEVEL_COMMUNE, "26572");
	party_open(&team, LEVEL_TEAM, "26572");
	party_open(&asks, LEVEL_TEAM, "26572");
	stick_new();
	party_enrol(&team, &commune, "T01");
	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	bytes = party_batch(&team);
	stick_put("x.stb", &bytes);
	assert_string_equal(party_verdict(&commune, stick_path("x.stb")), "accepted");
	buffer_release(&bytes);
	desk_add(&commune.desk, TYPE_VILLAGE, "{\"code\":\"26572-11\",\"name\":\"Ấp Mười Một\"}");
	ok(outbox_make(commune.desk.book, &commune.id, &fault), "make");
	assert_int_equal(mkdir(stick_path("out"), 0700), 0);
	ok(out_folder_write(commune.desk.book, &commune.id, stick_path("out"), false, keep_item, NULL, &fault),
	   "write");
	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	bytes = party_batch(&team);
	keep(&batch, "batch", &commune, &bytes);
	buffer_release(&bytes);
	bytes = party_request(&asks, "T07");
	keep(&request, "request", &commune, &bytes);
	buffer_release(&bytes);
	party_close(&asks);
	stick_remove();
	stick_new();
	assert_non_null(receipt.name);
	assert_non_null(document.name);
	return 0;
}

static int tear_down(void **state)
{
	struct original *all[] = { &batch, &receipt, &document, &request };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		buffer_release(&all[i]->file);
		buffer_release(&all[i]->package);
	}
	desk_check(&commune.desk);
	desk_check(&team.desk);
	party_close(&team);
	party_close(&commune);
	stick_remove();
	return 0;
}

/* ---- what is written ---- */

/* How many rows every table has, but the list of files and who did what, and all that people see. */
static char *all_of(struct party *p)
{
	struct db *db = book_db(p->desk.book);
	struct buffer out = { 0 };
	char *tables = desk_tables(&p->desk), sql[200];
	struct statement st = statement_of(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN"
		" ('file', 'audit', 'step') AND name NOT LIKE '%fts%' ORDER BY name", &fault);

	while (row_next(&st)) {
		snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%s\"", row_text(&st, 0));
		buffer_print(&out, "%s %lld\n", row_text(&st, 0), (long long)party_count(p, sql));
	}
	ok(statement_end(&st), "tables");
	buffer_put(&out, tables);
	free(tables);
	return buffer_take(&out, NULL);
}

static const struct {
	enum import_verdict verdict;
	const char *reason;
} of_the_envelope[] = {
	{ IMPORT_DAMAGED, "cut" }, { IMPORT_DAMAGED, "bad_header" }, { IMPORT_DAMAGED, "changed" },
	{ IMPORT_FOREIGN, "not_ours" }, { IMPORT_FOREIGN, "not_for_us" }, { IMPORT_ACCEPTED, NULL },
}, of_the_package[] = {
	{ IMPORT_DAMAGED, "cut" }, { IMPORT_DAMAGED, "bad_package" }, { IMPORT_DAMAGED, "bad_signature" },
	{ IMPORT_DAMAGED, "bad_body" }, { IMPORT_NEWER, "" }, { IMPORT_FOREIGN, "unknown_root" },
	{ IMPORT_FOREIGN, "not_ours" }, { IMPORT_ACCEPTED, NULL },
};

static bool may_be(const struct import_result *r, bool inside)
{
	for (int i = 0;; i++) {
		const char *reason = inside ? of_the_package[i].reason : of_the_envelope[i].reason;

		if (!reason)
			return false;
		if (r->verdict == (inside ? of_the_package[i].verdict : of_the_envelope[i].verdict) &&
		    !strcmp(r->reason, reason))
			return true;
	}
}

/* All in the folder are refused, and nothing is there that was not. */
static void are_refused(const struct original *o, int n, bool inside)
{
	char *before = all_of(o->at), *after;
	struct import_results results = party_takes(o->at, stick_path(""), NULL);

	assert_int_equal(results.n, n);
	for (size_t i = 0; i < results.n; i++)
		if (!may_be(&results.results[i], inside))
			fail_msg("%s %s (body at %zu): %s %s", o->name, results.results[i].path, o->body,
				 import_verdict_name(results.results[i].verdict), results.results[i].reason);
	import_results_release(&results);
	after = all_of(o->at);
	assert_string_equal(after, before);
	free(before);
	free(after);
	stick_remove();
	stick_new();
}

static struct buffer sealed(const struct original *o, const struct buffer *package)
{
	const struct box_key *box = &o->at->id.boxes[o->at->id.n_boxes - 1];
	struct envelope_writer *w;
	struct buffer out = { 0 };

	if (!o->sealed) {
		buffer_put_bytes(&out, package->text, package->len);
		return out;
	}
	assert_int_equal(envelope_begin(&w, &out, false, (const uint8_t (*)[BOX_BYTES])&box->pk, 1), SEALING_FINE);
	envelope_put(w, buffer_text(package), package->len);
	envelope_end(w);
	return out;
}

static void put(const struct original *o, const struct buffer *bytes, bool inside, const char *what, size_t at)
{
	struct buffer file = { 0 };
	char name[60];

	snprintf(name, sizeof name, "%s-%zu.stb", what, at);
	if (inside)
		file = sealed(o, bytes);
	else
		buffer_put_bytes(&file, bytes->text, bytes->len);
	stick_put(name, &file);
	buffer_release(&file);
}

/* The lines of a body; as far as they can be read. */
static struct buffer lines_of(const struct original *o, const struct buffer *package)
{
	struct buffer out = { 0 };
	struct input_memory in;
	struct manifest m;
	struct body *body;
	const char *line;
	size_t n;

	assert_true(manifest_read(&m, o->package.text + o->manifest, o->body - o->manifest));
	input_memory_init(&in, package->text + o->body, package->len - o->body);
	body = body_open(&in.in, package->len - o->body, (uint64_t)m.raw);
	while (!body_line(body, &line, &n) && line)
		buffer_put_bytes(&out, line, n);
	body_close(body);
	return out;
}

/*
 * Bits that nothing hangs on: the unit's certificate, which only its own signature covers, and what a frame
 * has to spare.
 */
static bool says_the_same(const struct original *o, const struct buffer *harmed, size_t at)
{
	struct buffer is, was;
	bool same;

	if (at < o->body || harmed->len < o->package.len)
		return at >= o->second && at < o->manifest && harmed->len == o->package.len;
	is = lines_of(o, harmed);
	was = lines_of(o, &o->package);
	same = is.len == was.len && !memcmp(buffer_text(&is), buffer_text(&was), is.len);
	buffer_release(&is);
	buffer_release(&was);
	return same;
}

/* One more of a file that has another byte or ends before its end. */
static void put_harmed(const struct original *o, bool inside, int number)
{
	const struct buffer *of = inside ? &o->package : &o->file;
	struct buffer harmed = { 0 };
	size_t at;

	do {
		at = draw(of->len);
		buffer_release(&harmed);
		buffer_put_bytes(&harmed, of->text, draw(4) ? of->len : at);
		if (harmed.len > at)
			harmed.text[at] = (char)(harmed.text[at] ^ (1 + draw(255)));
	} while (inside && says_the_same(o, &harmed, at));
	put(o, &harmed, inside, inside ? "inside" : "outside", (size_t)number * 1000000 + at);
	buffer_release(&harmed);
}

static void harm(const struct original *o)
{
	int times = getenv("HEAVY") ? 10000 : 1000;

	for (int n = 0; n < times; n += AT_ONCE) {
		bool inside = !o->sealed || n % (2 * AT_ONCE);

		for (int i = 0; i < AT_ONCE; i++)
			put_harmed(o, inside, i);
		are_refused(o, AT_ONCE, inside);
	}
}

static void put_length(const struct original *o, size_t at, int change)
{
	struct buffer harmed = { 0 };

	buffer_put_bytes(&harmed, o->package.text, o->package.len);
	harmed.text[at] = (char)(harmed.text[at] + change);
	put(o, &harmed, true, change > 0 ? "more" : "less", at);
	buffer_release(&harmed);
}

/* Of the chain, of the manifest, of the body, of a certificate; a byte after it all. */
static void change_lengths(const struct original *o)
{
	const size_t lengths[] = { 12, 16, 20, o->chain, o->second };
	size_t n = o->second < o->manifest ? 5 : 3;
	struct buffer longer = { 0 };

	for (size_t i = 0; i < n; i++) {
		put_length(o, lengths[i], 1);
		put_length(o, lengths[i], -1);
	}
	buffer_put_bytes(&longer, o->package.text, o->package.len);
	buffer_put_char(&longer, 0);
	put(o, &longer, true, "after", longer.len);
	buffer_release(&longer);
	are_refused(o, (int)(2 * n + 1), true);
}

static void is_refused_when_harmed(struct original *o)
{
	change_lengths(o);
	harm(o);
}

static void batches(void **state)
{
	(void)state;
	is_refused_when_harmed(&batch);
}

static void receipts(void **state)
{
	(void)state;
	is_refused_when_harmed(&receipt);
}

static void documents(void **state)
{
	(void)state;
	is_refused_when_harmed(&document);
}

static void requests(void **state)
{
	(void)state;
	is_refused_when_harmed(&request);
}

/* Not harmed they are taken. */
static void originals(void **state)
{
	struct original *all[] = { &batch, &receipt, &document, &request };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		stick_put("x.stb", &all[i]->file);
		assert_string_equal(party_verdict(all[i]->at, stick_path("x.stb")), "accepted");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(batches),
		cmocka_unit_test(receipts),
		cmocka_unit_test(documents),
		cmocka_unit_test(requests),
		cmocka_unit_test(originals),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
