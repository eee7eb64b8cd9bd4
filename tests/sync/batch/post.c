#include "config.h"
#include "tests/sync/batch/post.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/record/intake.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope_write.h"
#include "tests/sync/crypto/vectors.h"

static void ok(int rc, const struct fault *f, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, subject %s", what, rc, f->field, f->subject);
}

/* ---- packing ---- */

int post_packs(struct desk *desk, bool empty, size_t *packed, struct fault *f)
{
	struct packing packing = { .to = "26572", .app = VERSION, .seen = { POST_SEEN }, .n_seen = 1,
				   .empty = empty };
	struct identity id;
	int rc;

	ok(identity_read(&id, desk->book, f), f, "identity");
	ok(book_begin(desk->book, "batch", f), f, "begin");
	rc = pack_new(desk->book, &id, &packing, packed, f);
	identity_release(&id);
	if (rc)
		book_rollback(desk->book);
	else
		ok(book_commit(desk->book, NULL, f), f, "commit");
	return rc;
}

size_t post_pack(struct desk *desk, bool empty)
{
	struct fault f;
	size_t packed;

	ok(post_packs(desk, empty, &packed, &f), &f, "pack");
	return packed;
}

struct batch *post_batches(struct desk *desk, int64_t lane, size_t *n)
{
	struct batch *all;
	struct fault f;

	ok(batches_of_lane(book_db(desk->book), lane, &all, n, &f), &f, "batches");
	return all;
}

/* ---- files ---- */

/* That of the laptop which signs. */
static struct buffer chain_of(struct desk *desk)
{
	struct certificate c = vector_laptop();
	struct identity id;
	struct fault f;

	ok(identity_read(&id, desk->book, &f), &f, "identity");
	memcpy(c.sign_pk, id.sign_pk, sizeof c.sign_pk);
	identity_release(&id);
	return vector_chain(&c);
}

static void read_opened(struct opened *o, const struct box_key *box)
{
	input_memory_init(&o->in, o->file.text, o->file.len);
	assert_int_equal(envelope_open(&o->envelope, &o->in.in, box, 1), REFUSAL_NONE);
	assert_int_equal(package_read(&o->package, envelope_content(o->envelope)), REFUSAL_NONE);
	assert_true(manifest_read(&o->manifest, o->package.manifest, o->package.manifest_len));
	assert_true(batch_keys_read(&o->keys, o->package.manifest, o->package.manifest_len));
	manifest_hash(o->hash, o->package.manifest, o->package.manifest_len);
}

struct opened *post_open_file(struct buffer file, const struct box_key *box)
{
	struct opened *o = calloc(1, sizeof *o);

	o->file = file;
	read_opened(o, box);
	return o;
}

struct opened *post_open(struct desk *desk, struct desk *signer, const struct batch *batch,
			 bool redacted)
{
	struct vector_key key = POST_BOX;
	uint8_t to[2][BOX_BYTES], body[HASH_BYTES], again[HASH_BYTES];
	const struct pack_for whom = { .boxes = (const uint8_t (*)[BOX_BYTES])to, .n = 2,
				       .redacted = redacted, .armoured = batch->number % 2 };
	struct buffer chain = chain_of(signer), file = { 0 };
	struct fault f;

	memcpy(to[0], key.box.pk, BOX_BYTES);
	memcpy(to[1], key.box.pk, BOX_BYTES);
	ok(pack_file(desk->book, batch, &chain, &whom, &file, body, &f), &f, "file");
	ok(pack_body_hash(desk->book, batch, redacted, again, &f), &f, "hash");
	assert_memory_equal(again, body, sizeof body);
	buffer_release(&chain);
	return post_open_file(file, &key.box);
}

void post_close(struct opened *o)
{
	envelope_close(o->envelope);
	buffer_release(&o->file);
	free(o);
}

void post_again(struct opened *o)
{
	assert_int_equal(input_rewind(envelope_content(o->envelope)), REFUSAL_NONE);
	assert_int_equal(package_read(&o->package, envelope_content(o->envelope)), REFUSAL_NONE);
}

struct opened *post_with_lines(struct opened *of, const struct buffer *lines)
{
	struct vector_key key = POST_BOX;
	uint8_t to[1][BOX_BYTES], head[PACKAGE_HEAD];
	struct buffer body = { 0 }, file = { 0 };
	const struct package *p = &of->package;
	struct envelope_writer *w;

	memcpy(to[0], key.box.pk, BOX_BYTES);
	body_pack(&body, buffer_text(lines), lines->len);
	package_head(head, p->chain_len, p->manifest_len, body.len, p->signature);
	assert_int_equal(envelope_begin(&w, &file, false, (const uint8_t (*)[BOX_BYTES])to, 1),
			 SEALING_FINE);
	envelope_put(w, head, sizeof head);
	envelope_put(w, p->chain, p->chain_len);
	envelope_put(w, p->manifest, p->manifest_len);
	envelope_put(w, buffer_text(&body), body.len);
	envelope_end(w);
	buffer_release(&body);
	return post_open_file(file, &key.box);
}

static enum refusal hear(void *arg, const char *line, size_t len)
{
	struct buffer *lines = arg;

	buffer_put_bytes(lines, line, len);
	buffer_put_char(lines, '\n');
	return REFUSAL_NONE;
}

struct buffer post_lines(struct opened *o)
{
	struct buffer lines = { 0 };
	uint64_t n;

	assert_int_equal(package_walk_body(&o->package, &o->manifest, &n, hear, &lines),
			 REFUSAL_NONE);
	post_again(o);
	return lines;
}

/* ---- taking ---- */

/* What stands in the ledger of a batch that was taken in. */
static int add_row(struct desk *desk, const struct opened *o, const struct intake *in,
		   struct fault *f)
{
	struct batch row;
	bool there;
	int rc = batches_find(book_db(desk->book), o->hash, &row, &there, f);

	if (rc || there)
		return rc;
	row = (struct batch){ .lane = in->lane_key, .number = o->keys.number,
			      .has_prev = o->keys.has_prev, .first = o->keys.first,
			      .count = o->keys.count, .made = o->manifest.day, .intake = in->key };
	memcpy(row.hash, o->hash, sizeof row.hash);
	memcpy(row.prev, o->keys.prev, sizeof row.prev);
	return batches_add(book_db(desk->book), &row, o->package.manifest, o->package.manifest_len,
			   o->package.signature, &row.key, f);
}

static int take(struct desk *desk, struct opened *o, const struct lane *lane,
		struct batch_counts *counts, enum refusal *no, struct fault *f)
{
	struct intake in;
	int rc = intake_begin(&in, desk->book, f);

	if (!rc)
		rc = intake_lane(&in, lane, f);
	if (!rc)
		rc = batch_take(&in, &o->package, &o->manifest, &o->keys, counts, no, f);
	if (!rc && !*no)
		rc = intake_end(&in, f);
	if (!rc && !*no)
		rc = add_row(desk, o, &in, f);
	intake_release(&in);
	return rc;
}

enum refusal post_take(struct desk *desk, struct opened *o, enum book_level level,
		       struct batch_counts *counts)
{
	struct lane lane = { .known = true, .level = level, .unit = "26572", .codes = "26572",
			     .team = "T01" };
	enum refusal no;
	struct fault f;

	if (level != LEVEL_TEAM)
		*lane.team = 0;
	memcpy(lane.id, o->keys.lane, sizeof lane.id);
	ok(book_begin(desk->book, "import", &f), &f, "begin");
	ok(take(desk, o, &lane, counts, &no, &f), &f, "take");
	if (no)
		book_rollback(desk->book);
	else
		ok(book_commit(desk->book, NULL, &f), &f, "commit");
	post_again(o);
	return no;
}

enum refusal post_look(struct opened *o, struct batch_counts *counts)
{
	enum refusal no;
	struct fault f;

	ok(batch_take(NULL, &o->package, &o->manifest, &o->keys, counts, &no, &f), &f, "look");
	return no;
}
