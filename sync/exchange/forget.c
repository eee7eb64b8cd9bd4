#include "config.h"
#include "sync/exchange/forget.h"

#include <stdlib.h>
#include <string.h>

#include "store/book/meta.h"
#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/oplog/op.h"
#include "store/record/erasure.h"
#include "store/record/intake.h"
#include "sync/batch/pack.h"
#include "sync/crypto/body.h"
#include "sync/exchange/kept.h"

/* When what is kept was looked through last, milliseconds since 1970; 0: it is to be. */
static const char looked_at[] = "kept_looked_at";

int forget_anew(struct book *book, struct fault *f)
{
	return meta_set_int(book_db(book), looked_at, 0, f);
}

/* ---- which lines ---- */

/* A package taken in, for what its lines are to this desk. */
struct looking {
	struct book *book;
	struct intake in;
	int64_t n;    /* of the next line, when nothing better is known */
	bool changes; /* one is covered that was whole */
};

/* What it says is erased counts no more than the rest of it. */
static bool is_erasure(const struct batch_line *line)
{
	struct op op;
	bool is;

	if (op_parse(&op, line->op, line->n))
		return false;
	is = record_type_of_name(op.type) == TYPE_ERASE;
	op_release(&op);
	return is;
}

/* What is no operation of its lane is passed over. */
static int take_line(void *arg, const struct batch_line *line, bool *bare, struct fault *f)
{
	struct looking *l = arg;
	enum taken taken;
	int rc = FAULT_OK;

	(void)bare;
	l->n++;
	if (line->bare)
		rc = intake_bare(&l->in, &line->id, l->n, line->local, f);
	else if (!is_erasure(line))
		rc = intake_line(&l->in, line->op, line->n, line->local, &taken, f);
	return rc == FAULT_JSON || rc == FAULT_FIELD ? FAULT_OK : rc;
}

static int cover_line(void *arg, const struct batch_line *line, bool *bare, struct fault *f)
{
	struct looking *l = arg;
	int64_t key;
	int rc;

	if (line->bare)
		return FAULT_OK;
	rc = op_intern(book_db(l->book), &line->id, &key, f);
	if (!rc)
		rc = erasure_covers(l->book, key, bare, f);
	l->changes = l->changes || *bare;
	return rc;
}

/* Its lines into the log, to be taken out again. */
static int take_in(struct looking *l, struct kept *kept, const struct batch *batch, bool *can,
		   struct fault *f)
{
	struct lane lane;
	int rc = lane_load(book_db(l->book), batch->lane, &lane, f);

	l->n = batch->first;
	if (!rc)
		rc = erasure_leave_due(l->book, f);
	if (!rc)
		rc = intake_begin(&l->in, l->book, f);
	if (!rc)
		rc = intake_lane(&l->in, &lane, f);
	if (!rc)
		rc = kept_lines(kept, take_line, l, NULL, can, f);
	return rc ? rc : intake_end(&l->in, f);
}

/*
 * What is erased hangs on records, their makers and what they name, much of which may be in this
 * package alone: it is judged as if it counted, in a part of the transaction that is taken back.
 */
static int look(struct book *book, struct kept *kept, const struct batch *batch,
		struct buffer *lines, bool *changes, struct fault *f)
{
	struct looking l = { .book = book };
	bool can = true;
	int rc = book_part_begin(book, f);

	if (rc)
		return rc;
	rc = take_in(&l, kept, batch, &can, f);
	if (!rc && can)
		rc = kept_lines(kept, cover_line, &l, lines, &can, f);
	intake_release(&l.in);
	*changes = can && l.changes;
	return rc ? rc : book_part_end(book, false, f);
}

/* ---- what is kept of others ---- */

/* The package as it is but for its body. */
static int write_anew(struct book *book, const struct kept *kept, int64_t batch,
		      const struct buffer *lines, struct fault *f)
{
	const struct package *p = &kept->package;
	struct buffer body = { 0 }, whole = { 0 };
	uint8_t head[PACKAGE_HEAD];
	int rc;

	body_pack(&body, buffer_text(lines), lines->len);
	package_head(head, p->chain_len, p->manifest_len, body.len, p->signature);
	buffer_put_bytes(&whole, (const char *)head, sizeof head);
	buffer_put_bytes(&whole, (const char *)p->chain, p->chain_len);
	buffer_put_bytes(&whole, p->manifest, p->manifest_len);
	buffer_put_bytes(&whole, buffer_text(&body), body.len);
	rc = batches_keep(book_db(book), batch, whole.text, whole.len, f);
	buffer_release(&body);
	buffer_release(&whole);
	return rc;
}

static int forget_kept(struct book *book, const struct batch *batch, bool *changed,
		       struct fault *f)
{
	struct buffer lines = { 0 };
	struct kept *kept;
	bool can;
	int rc = kept_open(book, batch->key, &kept, &can, f);

	*changed = false;
	if (!rc && can)
		rc = look(book, kept, batch, &lines, changed, f);
	if (!rc && *changed)
		rc = write_anew(book, kept, batch->key, &lines, f);
	buffer_release(&lines);
	kept_close(kept);
	return rc;
}

/* ---- what is sealed here ---- */

/* Whether a file has the lines a batch has now, as it goes within the commune or above it. */
static int has_lines_of_now(struct book *book, const struct batch *batch,
			    const uint8_t is[LEDGER_HASH], bool *yes, struct fault *f)
{
	int rc = FAULT_OK;

	*yes = false;
	for (int redacted = 0; !rc && !*yes && redacted < 2; redacted++) {
		uint8_t body[HASH_BYTES];

		rc = pack_body_hash(book, batch, redacted != 0, body, f);
		*yes = !rc && !memcmp(body, is, sizeof body);
	}
	return rc;
}

/* One's own box opens it. changed: its package was written anew. */
static int forget_sealed(struct book *book, const struct batch *batch, bool changed,
			 struct fault *f)
{
	struct sealed_batch sealed;
	bool stays = !changed;
	int rc = batches_sealed(book_db(book), batch->key, &sealed, f);

	if (!rc && sealed.file.n && !batch->unread)
		rc = has_lines_of_now(book, batch, sealed.body, &stays, f);
	free(sealed.file.bytes);
	return rc || stays ? rc : batches_unseal(book_db(book), batch->key, f);
}

/* ---- all of them ---- */

static int forget_all(struct book *book, struct fault *f)
{
	struct batch *batches = NULL;
	size_t n = 0;
	int rc = batches_of_lane(book_db(book), 0, &batches, &n, f);

	for (size_t i = 0; !rc && i < n; i++) {
		bool changed = false;

		if (batches[i].held && !batches[i].intake)
			rc = forget_kept(book, &batches[i], &changed, f);
		if (!rc)
			rc = forget_sealed(book, &batches[i], changed, f);
	}
	free(batches);
	return rc;
}

int forget_due(struct book *book, bool *done, struct fault *f)
{
	int64_t at = 0;
	int rc = meta_int(book_db(book), looked_at, &at, f);

	*done = false;
	if (!rc)
		rc = erasure_fell_due(book, at, done, f);
	if (!rc && *done)
		rc = forget_all(book, f);
	return rc || !*done ? rc : meta_set_int(book_db(book), looked_at, book_now(book)->ms, f);
}
