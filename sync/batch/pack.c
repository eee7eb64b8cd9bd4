#include "config.h"
#include "sync/batch/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/crypto.h"
#include "store/book/keys.h"
#include "store/book/now.h"
#include "store/oplog/audit.h"
#include "store/oplog/judge.h"
#include "store/oplog/op.h"
#include "store/oplog/own.h"
#include "store/record/erasure.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope_write.h"
#include "sync/crypto/package.h"
#include "sync/crypto/root.h"

/* ---- where the lanes stand ---- */

struct place {
	const struct own_lane *lane;
	int64_t next; /* number of the first operation that is in no batch */
	int64_t number;
	bool has_prev;
	uint8_t prev[HASH_BYTES];
};

static int find_place(struct db *db, const struct own_lane *lane, struct place *out,
		      struct fault *f)
{
	struct batch last;
	bool there;
	int rc = batches_last(db, lane->key, &last, &there, f);

	*out = (struct place){ .lane = lane, .next = 1, .number = 1 };
	if (rc || !there)
		return rc;
	out->next = last.first + last.count;
	out->number = last.number + 1;
	out->has_prev = true;
	memcpy(out->prev, last.hash, HASH_BYTES);
	return FAULT_OK;
}

int pack_waiting(struct book *book, int64_t *operations, struct fault *f)
{
	struct db *db = book_db(book);
	struct own_lane *lanes;
	size_t n;
	int rc = own_lanes(db, &lanes, &n, f);

	*operations = 0;
	for (size_t i = 0; !rc && i < n; i++) {
		int64_t count = 0;
		struct place place;

		rc = find_place(db, &lanes[i], &place, f);
		if (!rc)
			rc = own_count(db, lanes[i].key, place.next, &count, f);
		*operations += count;
	}
	free(lanes);
	return rc;
}

/* ---- a batch ---- */

struct packer {
	struct book *book;
	const struct identity *id;
	const struct packing *packing;
	uint8_t secret[SIGN_SECRET_BYTES];
	size_t packed;
};

/* What the lines of one come to. */
struct cut {
	int64_t first, count, raw;
	struct root root;
	bool full; /* there is more, for the next */
};

/* A line as it goes; of what was erased the id alone. */
static void put_line(struct buffer *line, bool local, const struct id *id, const char *bytes,
		     size_t len)
{
	char text[ID_TEXT];

	if (local)
		buffer_put_char(line, '!');
	if (bytes) {
		buffer_put_bytes(line, bytes, len);
		return;
	}
	id_text(text, id);
	buffer_put(line, text);
}

static int cut_op(void *arg, const struct own_op *op, bool *more, struct fault *f)
{
	struct cut *cut = arg;
	struct buffer line = { 0 };

	if (op->n != cut->first + cut->count)
		return fault_set(f, FAULT_DAMAGED, "lane");
	put_line(&line, op->local, &op->id, op->bytes, op->len);
	cut->full = cut->count == PACK_COUNT_MAX ||
		    cut->raw + (int64_t)line.len + 1 > PACK_RAW_MAX;
	if (!cut->full) {
		root_line(&cut->root, line.text, line.len);
		cut->count++;
		cut->raw += (int64_t)line.len + 1;
	}
	*more = !cut->full;
	buffer_release(&line);
	return FAULT_OK;
}

static enum trust_in_clock clock_of(const struct moment *now)
{
	switch (now->trust) {
	case CLOCK_RIGHT:
		return CLK_OK;
	case CLOCK_ASKED:
		return CLK_ASKED;
	default:
		return CLK_BAD;
	}
}

static struct manifest manifest_of(const struct packer *p, struct cut *cut)
{
	const struct moment *now = book_now(p->book);
	struct manifest m = {
		.format = FORMAT_BATCH,
		.reader = MANIFEST_READER,
		.to_unit = true,
		.day = now->day,
		.minute = now->minute,
		.clk = clock_of(now),
		.raw = cut->raw,
	};

	snprintf(m.app, sizeof m.app, "%s", p->packing->app);
	snprintf(m.unit, sizeof m.unit, "%s", book_unit(p->book));
	snprintf(m.to_code, sizeof m.to_code, "%s", p->packing->to);
	root_end(&cut->root, m.root);
	return m;
}

static struct batch_keys keys_of(const struct packer *p, const struct place *place,
				 const struct cut *cut)
{
	struct batch_keys keys = {
		.number = place->number,
		.has_prev = place->has_prev,
		.first = cut->first,
		.count = cut->count,
		.n_seen = p->packing->n_seen,
	};

	memcpy(keys.lane, place->lane->id, sizeof keys.lane);
	memcpy(keys.inc, place->lane->inc, sizeof keys.inc);
	memcpy(keys.prev, place->prev, sizeof keys.prev);
	memcpy(keys.seen, p->packing->seen, sizeof keys.seen);
	return keys;
}

/* Signed, and a row of the ledger; the lane stands behind it. */
static int add_batch(struct packer *p, struct place *place, struct cut *cut, struct fault *f)
{
	struct manifest m = manifest_of(p, cut);
	struct batch_keys keys = keys_of(p, place, cut);
	struct batch batch = { .lane = place->lane->key, .number = place->number,
			       .has_prev = place->has_prev, .first = cut->first,
			       .count = cut->count, .made = m.day, .at = book_now(p->book)->ms };
	uint8_t signature[SIGNATURE_BYTES];
	struct buffer text = { 0 };
	int rc = audit_head(book_db(p->book), &keys.audit_n, keys.audit, f);

	if (rc)
		return rc;
	keys.has_audit = keys.audit_n != 0;
	manifest_write(&text, &m, batch_keys_json(&keys));
	sign_bytes(signature, CONTEXT_PACKAGE, text.text, text.len, p->secret);
	manifest_hash(batch.hash, text.text, text.len);
	memcpy(batch.prev, place->prev, sizeof batch.prev);
	rc = batches_add(book_db(p->book), &batch, text.text, text.len, signature, &batch.key, f);
	buffer_release(&text);
	place->next += cut->count;
	place->number++;
	place->has_prev = true;
	memcpy(place->prev, batch.hash, sizeof place->prev);
	p->packed += !rc;
	return rc;
}

static void begin_cut(struct cut *cut, const struct place *place)
{
	*cut = (struct cut){ .first = place->next };
	root_begin(&cut->root, FORMAT_BATCH);
}

static int pack_lane(struct packer *p, struct place *place, struct fault *f)
{
	struct cut cut;
	int rc;

	do {
		begin_cut(&cut, place);
		rc = own_ops(book_db(p->book), place->lane->key, place->next, cut_op, &cut, f);
		if (!rc && cut.count)
			rc = add_batch(p, place, &cut, f);
	} while (!rc && cut.full);
	return rc;
}

static int pack_empty(struct packer *p, struct place *place, struct fault *f)
{
	struct cut cut;

	begin_cut(&cut, place);
	return add_batch(p, place, &cut, f);
}

/* Whether a reader will find it to be a lane of this laptop's key. */
static bool can_sign_for(const struct packer *p, const struct own_lane *lane)
{
	uint8_t right[LANE_BYTES];

	batch_lane(right, p->id->sign_pk, lane->inc);
	return lane->has_inc && !memcmp(right, lane->id, sizeof right);
}

/* All lanes, or the present one alone, which gets an empty batch. */
static int pack_lanes(struct packer *p, const struct own_lane *lanes, size_t n, bool empty,
		      struct fault *f)
{
	int rc = FAULT_OK;

	for (size_t i = 0; !rc && i < n; i++) {
		struct place place;

		if (!can_sign_for(p, &lanes[i]) || (empty && lanes[i].key != book_lane(p->book)))
			continue;
		rc = find_place(book_db(p->book), &lanes[i], &place, f);
		if (!rc)
			rc = empty ? pack_empty(p, &place, f) : pack_lane(p, &place, f);
	}
	return rc;
}

int pack_new(struct book *book, const struct identity *id, const struct packing *packing,
	     size_t *packed, struct fault *f)
{
	struct packer p = { .book = book, .id = id, .packing = packing };
	struct own_lane *lanes;
	size_t n;
	int rc = own_lanes(book_db(book), &lanes, &n, f);

	if (!rc)
		rc = keys_read(book_db(book), OWN_SIGN_SK, p.secret, sizeof p.secret, f);
	if (!rc)
		rc = pack_lanes(&p, lanes, n, false, f);
	if (!rc && !p.packed && packing->empty)
		rc = pack_lanes(&p, lanes, n, true, f);
	wipe(p.secret, sizeof p.secret);
	free(lanes);
	*packed = rc ? 0 : p.packed;
	return rc;
}

/* ---- its lines once more ---- */

struct lines {
	struct book *book;
	bool redacted, erasures;
	struct root root, body;      /* the batch's; of the bytes as they go */
	struct body_packer *packer;  /* NULL: nobody wants them packed */
};

/* Whether it sets what stays in the commune, as far as this program knows, without a mark. */
static int sets_local(const struct lines *l, const struct batch_op *op, bool *yes, struct fault *f)
{
	struct op read;

	if (op_parse(&read, op->bytes, op->len))
		return db_damaged(book_db(l->book), "op", f);
	*yes = judge_is_local(&read);
	op_release(&read);
	return FAULT_OK;
}

static int stays_here(const struct lines *l, const struct batch_op *op, bool *yes, struct fault *f)
{
	int rc = FAULT_OK;

	*yes = !op->bytes || (l->redacted && op->local);
	if (!*yes && l->erasures)
		rc = erasure_covers(l->book, op->key, yes, f);
	return rc || *yes || !l->redacted ? rc : sets_local(l, op, yes, f);
}

static int put_op(void *arg, const struct batch_op *op, struct fault *f)
{
	struct lines *l = arg;
	struct buffer line = { 0 };
	bool bare;
	int rc = stays_here(l, op, &bare, f);

	if (rc)
		return rc;
	put_line(&line, op->local, &op->id, bare ? NULL : op->bytes, op->len);
	root_line(&l->root, line.text, line.len);
	root_line(&l->body, line.text, line.len);
	buffer_put_char(&line, '\n');
	if (l->packer)
		body_pack_put(l->packer, line.text, line.len);
	buffer_release(&line);
	return FAULT_OK;
}

/* packer NULL: they are only hashed. */
static int walk(struct book *book, const struct batch *batch, bool redacted,
		struct body_packer *packer, uint8_t root[HASH_BYTES], uint8_t body[HASH_BYTES],
		struct fault *f)
{
	struct lines l = { .book = book, .redacted = redacted, .packer = packer };
	int rc = erasure_any(book, &l.erasures, f);

	root_begin(&l.root, FORMAT_BATCH);
	root_begin(&l.body, FORMAT_UNKNOWN); /* over the bytes alone */
	if (!rc)
		rc = batches_ops(book_db(book), batch, put_op, &l, f);
	root_end(&l.root, root);
	root_end(&l.body, body);
	return rc;
}

int pack_body_hash(struct book *book, const struct batch *batch, bool redacted,
		   uint8_t body[HASH_BYTES], struct fault *f)
{
	uint8_t root[HASH_BYTES];

	return walk(book, batch, redacted, NULL, root, body, f);
}

/* What of a package was signed when it was packed. */
struct signed_manifest {
	struct ledger_bytes text;
	uint8_t signature[SIGNATURE_BYTES];
	struct manifest read;
};

static int read_signed(struct db *db, const struct batch *batch, struct signed_manifest *out,
		       struct fault *f)
{
	int rc = batches_manifest(db, batch->key, &out->text, out->signature, f);

	if (!rc && !manifest_read(&out->read, (const char *)out->text.bytes, out->text.n))
		rc = db_damaged(db, "batch", f); /* one that does not read is never added */
	return rc;
}

/* Its lines, which must come to what was signed. */
static int pack_lines(struct book *book, const struct batch *batch, const struct manifest *m,
		      bool redacted, struct buffer *packed, uint8_t body[HASH_BYTES],
		      struct fault *f)
{
	struct body_packer *packer = body_pack_begin(packed, (size_t)m->raw);
	uint8_t root[HASH_BYTES];
	int rc = walk(book, batch, redacted, packer, root, body, f);

	body_pack_end(packer);
	return !rc && memcmp(root, m->root, sizeof root) ? fault_set(f, FAULT_DAMAGED, "batch") : rc;
}

static int seal(const struct signed_manifest *m, const struct buffer *chain,
		const struct buffer *body, const struct pack_for *whom, struct buffer *out,
		struct fault *f)
{
	enum sealing how;
	struct envelope_writer *w;
	uint8_t head[PACKAGE_HEAD];

	how = envelope_begin(&w, out, whom->armoured, whom->boxes, whom->n);
	if (how != SEALING_FINE)
		return how == SEALING_NOMEM ? fault_set(f, FAULT_NOMEM, NULL) :
					      fault_set(f, FAULT_DAMAGED, "box");
	package_head(head, chain->len, m->text.n, body->len, m->signature);
	envelope_put(w, head, sizeof head);
	envelope_put(w, buffer_text(chain), chain->len);
	envelope_put(w, m->text.bytes, m->text.n);
	envelope_put(w, buffer_text(body), body->len);
	envelope_end(w);
	return FAULT_OK;
}

int pack_file(struct book *book, const struct batch *batch, const struct buffer *chain,
	      const struct pack_for *whom, struct buffer *out, uint8_t body[HASH_BYTES],
	      struct fault *f)
{
	struct signed_manifest made = { 0 };
	struct buffer packed = { 0 };
	int rc = read_signed(book_db(book), batch, &made, f);

	if (!rc)
		rc = pack_lines(book, batch, &made.read, whom->redacted, &packed, body, f);
	if (!rc)
		rc = seal(&made, chain, &packed, whom, out, f);
	buffer_release(&packed);
	free(made.text.bytes);
	return rc;
}
