#include "config.h"
#include "sync/exchange/sealing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/ledger/roots.h"
#include "store/oplog/judge.h"
#include "store/oplog/op.h"
#include "store/record/erasure.h"
#include "sync/batch/pack.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope_write.h"
#include "sync/crypto/package.h"
#include "sync/exchange/kept.h"
#include "sync/exchange/standing.h"
#include "sync/identity/trust.h"

int way_up_find(struct way_up *out, struct book *book, const struct identity *id, struct fault *f)
{
	struct pinned_root parent;
	int rc = FAULT_OK;

	memset(out, 0, sizeof *out);
	if (book_level(book) != LEVEL_UPPER)
		rc = roots_parent(book_db(book), &parent, &out->there, f);
	if (rc || !out->there)
		return rc;
	snprintf(out->unit, sizeof out->unit, "%s", parent.unit);
	memcpy(out->boxes[0], parent.box, BOX_BYTES);
	memcpy(out->boxes[1], id->boxes[id->has_unit ? 1 : 0].pk, BOX_BYTES);
	out->redacted = book_level(book) != LEVEL_TEAM;
	return FAULT_OK;
}

/* ---- what goes up ---- */

int sealing_whose(struct book *book, const struct batch *batch, struct laptop *out, bool *there,
		  struct fault *f)
{
	uint8_t sign[LEDGER_KEY];
	int rc = laptops_of_lane(book_db(book), batch->lane, sign, there, f);

	return rc || !*there ? rc : laptops_find(book_db(book), sign, out, there, f);
}

/*
 * What this program does not read is held for that alone: whether it would count otherwise is asked
 * here.
 */
static int stands(struct book *book, const struct laptop *laptop, const struct batch *batch,
		  bool *yes, struct fault *f)
{
	enum held held = HELD_NOT;
	int rc = batch->held ? standing_of(book, laptop, batch, &held, f) : FAULT_OK;

	*yes = !rc && held == HELD_NOT;
	return rc;
}

int sealing_goes_up(struct book *book, const struct batch *batch, bool *goes, struct fault *f)
{
	struct laptop laptop;
	int rc;

	*goes = false;
	if (batch->held != HELD_NOT && batch->held != HELD_NEWER)
		return FAULT_OK;
	*goes = batch->own; /* also what came back after a restore: nobody need have it yet */
	if (batch->own || book_level(book) != LEVEL_COMMUNE)
		return FAULT_OK;
	rc = sealing_whose(book, batch, &laptop, goes, f);
	if (!rc && *goes)
		*goes = laptop.level == LEVEL_TEAM && !strcmp(laptop.unit, book_unit(book));
	return rc || !*goes ? rc : stands(book, &laptop, batch, goes, f);
}

/* ---- of a newer format ---- */

/* Its lines on their way. */
struct redacting {
	struct book *book;
	int64_t lane;
	bool upwards; /* it leaves the commune */
	bool erasures;
};

/* What this program knows of an operation whose line bears no mark. */
static int stays_here(struct redacting *r, const struct batch_line *line, bool *stays,
		      struct fault *f)
{
	int rc = FAULT_OK;
	struct op op;

	if (op_parse(&op, line->op, line->n))
		return FAULT_OK;
	op.lane = r->lane;
	if (r->erasures)
		rc = erasure_reaches(r->book, &op, stays, f);
	*stays = *stays || (r->upwards && judge_is_local(&op));
	op_release(&op);
	return rc;
}

/* Lines with a mark leave their ids alone upwards, whatever else is not understood here. */
static int redact(void *arg, const struct batch_line *line, bool *bare, struct fault *f)
{
	struct redacting *r = arg;

	*bare = r->upwards && line->local;
	return line->bare || *bare ? FAULT_OK : stays_here(r, line, bare, f);
}

/* The package as it came, but for what is redacted; the chain may be a newer one. */
static int seal_kept(const struct package *p, const struct way_up *way, const struct buffer *chain,
		     const struct buffer *lines, struct buffer *out, struct fault *f)
{
	struct envelope_writer *w;
	struct buffer packed = { 0 };
	uint8_t head[PACKAGE_HEAD];
	enum sealing sealing = envelope_begin(&w, out, false, way->boxes, 2);

	if (sealing == SEALING_NOMEM)
		return fault_set(f, FAULT_NOMEM, NULL);
	if (sealing)
		return fault_set(f, FAULT_DAMAGED, "box");
	body_pack(&packed, buffer_text(lines), lines->len);
	package_head(head, chain->len, p->manifest_len, packed.len, p->signature);
	envelope_put(w, head, sizeof head);
	envelope_put(w, chain->text, chain->len);
	envelope_put(w, p->manifest, p->manifest_len);
	envelope_put(w, packed.text, packed.len);
	envelope_end(w);
	buffer_release(&packed);
	return FAULT_OK;
}

/* What is put into the file; chain NULL: the hash of its lines alone. */
static int pack_kept(struct book *book, const struct way_up *way, const struct batch *batch,
		     const struct buffer *chain, struct buffer *out, uint8_t body[HASH_BYTES],
		     bool *made, struct fault *f)
{
	struct redacting r = { .book = book, .lane = batch->lane, .upwards = way->redacted };
	struct buffer lines = { 0 };
	struct kept *kept;
	int rc = kept_open(book, batch->key, &kept, made, f);

	if (!rc)
		rc = erasure_any(book, &r.erasures, f);
	if (!rc && *made)
		rc = kept_lines(kept, redact, &r, &lines, made, f);
	*made = *made && !rc;
	if (*made)
		hash_bytes(body, HASH_BYTES, buffer_text(&lines), lines.len);
	if (*made && chain)
		rc = seal_kept(&kept->package, way, chain, &lines, out, f);
	buffer_release(&lines);
	kept_close(kept);
	return rc;
}

/* ---- the file ---- */

static int body_hash(struct book *book, const struct way_up *way, const struct batch *batch,
		     uint8_t body[HASH_BYTES], bool *known, struct fault *f)
{
	*known = true;
	if (batch->unread)
		return pack_kept(book, way, batch, NULL, NULL, body, known, f);
	return pack_body_hash(book, batch, way->redacted, body, f);
}

int sealing_stands(struct book *book, const struct way_up *way, const struct batch *batch,
		   bool *stands, struct fault *f)
{
	struct sealed_batch sealed = { 0 };
	uint8_t body[HASH_BYTES];
	int rc = batches_sealed(book_db(book), batch->key, &sealed, f);

	*stands = !rc && sealed.file.n && !memcmp(sealed.recipient, way->boxes[0], BOX_BYTES);
	free(sealed.file.bytes);
	if (!rc && *stands) {
		rc = body_hash(book, way, batch, body, stands, f);
		*stands = !rc && *stands && !memcmp(body, sealed.body, HASH_BYTES);
	}
	return rc;
}

static int chain_of(struct book *book, const struct identity *id, const struct batch *batch,
		    struct buffer *chain, bool *there, struct fault *f)
{
	struct laptop laptop;
	int rc;

	if (batch->own)
		return trust_own_chain(book, id, chain, there, f);
	rc = sealing_whose(book, batch, &laptop, there, f);
	return rc || !*there ? rc : trust_chain_of(book, id, laptop.sign, chain, there, f);
}

static int keep(struct book *book, const struct way_up *way, const struct batch *batch,
		struct sealed_batch *sealed, const struct buffer *file, struct fault *f)
{
	int rc;

	memcpy(sealed->recipient, way->boxes[0], BOX_BYTES);
	sealed->file.bytes = (uint8_t *)file->text;
	sealed->file.n = file->len;
	rc = batches_seal(book_db(book), batch->key, sealed, f);
	if (!rc && !batch->own && !batch->forwarded)
		rc = batches_set_forwarded(book_db(book), batch->key, f);
	return rc;
}

int sealing_make(struct book *book, const struct identity *id, const struct way_up *way,
		 const struct batch *batch, bool *made, struct fault *f)
{
	const struct pack_for whom = { .boxes = way->boxes, .n = 2, .redacted = way->redacted };
	struct buffer chain = { 0 }, file = { 0 };
	struct sealed_batch sealed = { 0 };
	int rc = chain_of(book, id, batch, &chain, made, f);

	if (!rc && *made && batch->unread)
		rc = pack_kept(book, way, batch, &chain, &file, sealed.body, made, f);
	else if (!rc && *made)
		rc = pack_file(book, batch, &chain, &whom, &file, sealed.body, f);
	if (!rc && *made)
		rc = keep(book, way, batch, &sealed, &file, f);
	buffer_release(&chain);
	buffer_release(&file);
	return rc;
}
