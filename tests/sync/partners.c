#include "config.h"
#include "tests/sync/partners.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/ledger/documents.h"
#include "sync/batch/pack.h"
#include "sync/batch/take.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope.h"
#include "sync/identity/enrol.h"

static void ok(int rc, const struct fault *f, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, reason %s, subject %s", what, rc, f->field,
			 fault_reason_name(f->reason), f->subject);
}

static struct ledger_bytes copy_of(const struct ledger_bytes *bytes)
{
	struct ledger_bytes out = { malloc(bytes->n ? bytes->n : 1), bytes->n };

	if (bytes->n)
		memcpy(out.bytes, bytes->bytes, bytes->n);
	return out;
}

/* ---- desks ---- */

static void partner_open_as(struct partner *partner, enum book_level level)
{
	struct fault f;

	desk_open_as(&partner->desk, level, "26572");
	ok(identity_read(&partner->id, partner->desk.book, &f), &f, "identity");
}

static void partner_close(struct partner *partner)
{
	identity_release(&partner->id);
	desk_close(&partner->desk);
}

void partner_begin(struct partner *partner)
{
	struct fault f;

	ok(book_begin(partner->desk.book, "import", &f), &f, "begin");
}

void partner_commit(struct partner *partner)
{
	struct fault f;

	ok(book_commit(partner->desk.book, NULL, &f), &f, "commit");
}

void partner_refresh(struct partner *partner)
{
	struct fault f;
	bool changed;

	partner_begin(partner);
	ok(trust_refresh(partner->desk.book, &partner->id, true, &changed, &f), &f, "trust");
	partner_commit(partner);
}

struct buffer partner_copy(struct partner *partner)
{
	struct buffer out = { 0 };
	char bytes[4096];
	FILE *file;
	size_t n;

	desk_reopen(&partner->desk, "Lan"); /* nothing is left in the log */
	file = fopen(partner->desk.path, "rb");
	assert_non_null(file);
	while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
		buffer_put_bytes(&out, bytes, n);
	fclose(file);
	return out;
}

void partner_put_back(struct partner *partner, const struct buffer *copy)
{
	FILE *file;

	book_close(partner->desk.book);
	file = fopen(partner->desk.path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(copy->text, 1, copy->len, file), copy->len);
	fclose(file);
	partner->desk.book = NULL;
	desk_reopen(&partner->desk, "Lan");
}

static void grant(struct partners *p)
{
	char fingerprint[FINGERPRINT_TEXT];
	struct grant grant = { .expires = DAY_MAX };
	static struct package package;
	struct buffer bare = { 0 };
	struct input_memory in;
	struct request request;
	struct fault f;

	ok(enrol_request(p->team.desk.book, &p->team.id, "T01", &bare, &f), &f, "request");
	input_memory_init(&in, bare.text, bare.len);
	assert_int_equal(package_read(&package, &in.in), REFUSAL_NONE);
	assert_true(request_read(&request, package.manifest, package.manifest_len));
	identity_fingerprint(&p->team.id, fingerprint);
	ok(enrol_grant(p->commune.desk.book, &p->commune.id, &request, fingerprint, &grant, &f), &f,
	   "grant");
	buffer_release(&bare);
}

static void know_root(struct partners *p)
{
	struct pinned_root root;
	struct fault f;

	ok(trust_own_root(p->commune.desk.book, &p->commune.id, &root, &f), &f, "root");
	root.whose = ROOT_PARENT;
	partner_begin(&p->team);
	ok(roots_put(book_db(p->team.desk.book), &root, &f), &f, "pin");
	partner_commit(&p->team);
}

void partners_open(struct partners *p)
{
	struct fault f;

	partner_open_as(&p->commune, LEVEL_COMMUNE);
	partner_open_as(&p->team, LEVEL_TEAM);
	partner_refresh(&p->commune);
	partner_begin(&p->commune);
	ok(enrol_self(p->commune.desk.book, &p->commune.id, &f), &f, "self");
	partner_commit(&p->commune);
	partner_refresh(&p->commune);
	grant(p);
	partner_refresh(&p->commune);
	know_root(p);
	strcpy(p->name, "l-");
	hex_text(p->name + 2, p->team.id.sign_pk, SIGN_PUBLIC_BYTES);
}

void partners_enrol(struct partners *p)
{
	team_takes_document(p, commune_document(p, true), NULL);
	partner_refresh(&p->team);
}

void partners_close(struct partners *p)
{
	partner_close(&p->commune);
	partner_close(&p->team);
}

struct partners *partners_set_up(void **state)
{
	struct partners *p = calloc(1, sizeof *p);

	partners_open(p);
	*state = p;
	return p;
}

int partners_tear_down(void **state)
{
	partners_close(*state);
	free(*state);
	return 0;
}

/* ---- files ---- */

static void stand_at_body(struct sealed_file *file)
{
	assert_int_equal(package_read(&file->package, envelope_content(file->envelope)),
			 REFUSAL_NONE);
}

struct sealed_file *partner_open(struct partner *partner, struct ledger_bytes file)
{
	struct sealed_file *out = calloc(1, sizeof *out);

	out->file = file;
	input_memory_init(&out->in, file.bytes, file.n);
	assert_int_equal(envelope_open(&out->envelope, &out->in.in, partner->id.boxes,
				       partner->id.n_boxes),
			 REFUSAL_NONE);
	stand_at_body(out);
	assert_true(manifest_read(&out->manifest, out->package.manifest,
				  out->package.manifest_len));
	manifest_hash(out->hash, out->package.manifest, out->package.manifest_len);
	return out;
}

void sealed_file_again(struct sealed_file *file)
{
	assert_int_equal(input_rewind(envelope_content(file->envelope)), REFUSAL_NONE);
	stand_at_body(file);
}

void sealed_file_close(struct sealed_file *file)
{
	envelope_close(file->envelope);
	free(file->file.bytes);
	free(file);
}

static enum refusal collect(void *arg, const char *line, size_t len)
{
	buffer_put_bytes(arg, line, len);
	buffer_put_char(arg, '\n');
	return REFUSAL_NONE;
}

struct buffer sealed_file_lines(struct sealed_file *file)
{
	struct buffer out = { 0 };
	uint64_t lines;

	assert_int_equal(package_walk_body(&file->package, &file->manifest, &lines, collect, &out),
			 REFUSAL_NONE);
	sealed_file_again(file);
	return out;
}

/* ---- up ---- */

struct batch team_packs(struct partners *p, bool empty)
{
	struct packing packing = { .to = "26572", .app = "0.1.0", .empty = empty };
	struct book *book = p->team.desk.book;
	struct batch batch, *all;
	struct fault f;
	size_t packed, n;

	partner_begin(&p->team);
	ok(receipt_seen(book, packing.seen, &packing.n_seen, &f), &f, "seen");
	ok(pack_new(book, &p->team.id, &packing, &packed, &f), &f, "pack");
	partner_commit(&p->team);
	ok(batches_of_lane(book_db(book), 0, &all, &n, &f), &f, "batches");
	assert_true(n > 0);
	batch = all[n - 1];
	free(all);
	return batch;
}

static struct ledger_bytes file_of(struct partners *p, const struct batch *batch)
{
	uint8_t boxes[1][BOX_BYTES], body[HASH_BYTES];
	struct pack_for whom = { .boxes = (const uint8_t (*)[BOX_BYTES])boxes, .n = 1 };
	struct buffer chain = { 0 }, out = { 0 };
	struct ledger_bytes file;
	struct fault f;
	bool there;

	memcpy(boxes[0], p->commune.id.boxes[1].pk, BOX_BYTES);
	ok(trust_own_chain(p->team.desk.book, &p->team.id, &chain, &there, &f), &f, "chain");
	assert_true(there);
	ok(pack_file(p->team.desk.book, batch, &chain, &whom, &out, body, &f), &f, "file");
	file.bytes = (uint8_t *)buffer_take(&out, &file.n);
	buffer_release(&chain);
	return file;
}

static void take_new(struct partners *p, struct sealed_file *file, const struct batch_keys *keys)
{
	struct book *book = p->commune.desk.book;
	struct batch row = { .number = keys->number, .has_prev = keys->has_prev,
			    .first = keys->first,
			     .count = keys->count, .made = file->manifest.day, .at = 1 };
	struct lane lane = { .known = true, .level = LEVEL_TEAM, .unit = "26572", .team = "T01",
			     .codes = "26572" };
	struct batch_counts counts;
	struct intake in;
	enum refusal no;
	struct fault f;
	int64_t key;
	bool fits;

	memcpy(lane.id, keys->lane, sizeof lane.id);
	memcpy(row.prev, keys->prev, sizeof row.prev);
	memcpy(row.hash, file->hash, sizeof row.hash);
	ok(intake_begin(&in, book, &f), &f, "intake");
	ok(intake_lane(&in, &lane, &f), &f, "lane");
	ok(batch_take(&in, &file->package, &file->manifest, keys, &counts, &no, &f), &f, "take");
	assert_int_equal(no, REFUSAL_NONE);
	ok(intake_end(&in, &f), &f, "end");
	row.lane = in.lane_key;
	row.intake = in.key;
	intake_release(&in);
	ok(laptops_bind_lane(book_db(book), row.lane, file->package.signer, &fits, &f), &f, "bind");
	assert_true(fits);
	ok(batches_add(book_db(book), &row, file->package.manifest, file->package.manifest_len,
		       file->package.signature, &key, &f), &f, "add");
}

void team_sends(struct partners *p, const struct batch *batch, bool *wrong)
{
	struct sealed_file *file = partner_open(&p->commune, file_of(p, batch));
	struct book *book = p->commune.desk.book;
	struct batch_keys keys;
	struct batch known;
	struct fault f;
	bool there, ignored;

	assert_true(batch_keys_read(&keys, file->package.manifest, file->package.manifest_len));
	partner_begin(&p->commune);
	ok(batches_find(book_db(book), file->hash, &known, &there, &f), &f, "find");
	if (there) {
		ok(batches_set_again(book_db(book), known.key, &f), &f, "again");
		ok(addressee_owe(book_db(book), p->name, &f), &f, "owe");
	} else {
		take_new(p, file, &keys);
	}
	ok(receipt_heard(book, &p->commune.id, p->name, &keys, wrong ? wrong : &ignored, &f), &f,
	   "heard");
	partner_commit(&p->commune);
	sealed_file_close(file);
}

/* ---- down ---- */

struct ledger_bytes commune_receipt(struct partners *p)
{
	struct book *book = p->commune.desk.book;
	struct ledger_bytes file = { 0 };
	struct above above;
	struct addressee a;
	bool written;
	struct fault f;

	partner_begin(&p->commune);
	ok(above_read(&above, book, &f), &f, "above");
	ok(receipt_write(book, &p->commune.id, p->name, p->team.id.boxes[0].pk, &above, &written, &f),
	   &f, "receipt");
	above_release(&above);
	partner_commit(&p->commune);
	ok(addressee_get(book_db(book), p->name, &a, &f), &f, "addressee");
	if (written)
		file = copy_of(&a.sealed);
	addressee_release(&a);
	return file;
}

struct receipt_taken team_takes_receipt(struct partners *p, struct ledger_bytes bytes)
{
	struct sealed_file *file = partner_open(&p->team, bytes);
	struct receipt_taken taken;
	enum refusal no;
	struct fault f;
	bool changed;

	partner_begin(&p->team);
	ok(receipt_take(p->team.desk.book, &p->team.id, &file->package, &file->manifest,
			file->package.signer, &taken, &no, &f), &f, "receipt");
	assert_int_equal(no, REFUSAL_NONE);
	ok(trust_keep_chain(p->team.desk.book, &file->package, &f), &f, "chain");
	ok(trust_refresh(p->team.desk.book, &p->team.id, false, &changed, &f), &f, "trust");
	partner_commit(&p->team);
	sealed_file_close(file);
	return taken;
}

struct ledger_bytes commune_document(struct partners *p, bool always)
{
	struct book *book = p->commune.desk.book;
	struct ledger_bytes file = { 0 };
	struct document_out last;
	struct addressee a;
	struct laptop to;
	bool there, written;
	struct fault f;

	ok(laptops_find(book_db(book), p->team.id.sign_pk, &to, &there, &f), &f, "laptop");
	assert_true(there);
	partner_begin(&p->commune);
	ok(document_write(book, &p->commune.id, &to, always, &written, &f), &f, "document");
	partner_commit(&p->commune);
	if (!written)
		return file;
	ok(addressee_get(book_db(book), p->name, &a, &f), &f, "addressee");
	ok(documents_out_last(book_db(book), a.key, &last, &there, &f), &f, "last");
	assert_true(there);
	file = copy_of(&last.sealed);
	document_out_release(&last);
	addressee_release(&a);
	return file;
}

struct document_taken team_takes_document(struct partners *p, struct ledger_bytes bytes,
					  enum refusal *no)
{
	struct sealed_file *file = partner_open(&p->team, bytes);
	struct document_taken taken;
	enum refusal refusal;
	struct intake in;
	struct fault f;
	bool changed;

	partner_begin(&p->team);
	ok(intake_begin(&in, p->team.desk.book, &f), &f, "intake");
	ok(document_take(&in, &p->team.id, &file->package, &file->manifest, &taken, &refusal, &f),
	   &f,
	   "document");
	if (!refusal) {
		ok(intake_end(&in, &f), &f, "end");
		ok(trust_keep_chain(p->team.desk.book, &file->package, &f), &f, "chain");
		ok(trust_refresh(p->team.desk.book, &p->team.id, false, &changed, &f), &f, "trust");
		partner_commit(&p->team);
	} else {
		book_rollback(p->team.desk.book);
	}
	intake_release(&in);
	if (!no)
		assert_int_equal(refusal, REFUSAL_NONE);
	else
		*no = refusal;
	sealed_file_close(file);
	return taken;
}
