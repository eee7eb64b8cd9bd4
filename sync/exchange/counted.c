#include "config.h"
#include "sync/exchange/counted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/transaction.h"
#include "store/ledger/roots.h"
#include "store/record/intake.h"
#include "sync/exchange/kept.h"
#include "sync/receipt/receipt.h"

/* ---- in ---- */

struct lane counted_lane(const struct laptop *laptop, const uint8_t id[LANE_BYTES])
{
	struct lane lane = { .known = true, .level = laptop->level };

	memcpy(lane.id, id, LANE_BYTES);
	memcpy(lane.unit, laptop->unit, sizeof lane.unit);
	memcpy(lane.team, laptop->team, sizeof lane.team);
	memcpy(lane.codes, laptop->codes, sizeof lane.codes);
	return lane;
}

void counted_addressee(struct book *book, const struct laptop *laptop, char out[ADDRESSEE_NAME])
{
	if (book_level(book) == LEVEL_UPPER)
		snprintf(out, ADDRESSEE_NAME, "%s", laptop->unit);
	else
		addressee_laptop(out, laptop->sign);
}

int counted_heard(struct book *book, const struct identity *id, const struct laptop *laptop,
		  const struct batch_keys *keys, bool *wrong, struct fault *f)
{
	char name[ADDRESSEE_NAME];
	struct pinned_root root;
	bool is = true;
	int rc = FAULT_OK;

	*wrong = false;
	if (book_level(book) == LEVEL_UPPER) { /* of two roots of a unit its code means one */
		rc = roots_child(book_db(book), laptop->unit, &root, &is, f);
		is = !rc && is && !memcmp(root.pk, laptop->root, LEDGER_KEY);
	}
	counted_addressee(book, laptop, name);
	return rc || !is ? rc : receipt_heard(book, id, name, keys, wrong, f);
}

static int take_lines(struct intake *in, const struct lane *lane, const struct batch_package *of,
		      struct batch_counts *counts, enum refusal *no, struct fault *f)
{
	int rc = intake_lane(in, lane, f);

	if (!rc)
		rc = batch_take(in, of->package, of->manifest, of->keys, counts, no, f);
	return rc || *no ? rc : intake_end(in, f);
}

int counted_take(struct book *book, const struct laptop *laptop, const struct batch_package *of,
		 int64_t *intake, struct batch_counts *counts, enum refusal *no, struct fault *f)
{
	const struct lane lane = counted_lane(laptop, of->keys->lane);
	struct intake in;
	int rc = intake_begin(&in, book, f);

	*no = REFUSAL_NONE;
	if (!rc)
		rc = take_lines(&in, &lane, of, counts, no, f);
	*intake = in.key;
	intake_release(&in);
	return rc;
}

/* ---- filling in ---- */

static int look(void *arg, const struct batch_op *op, struct fault *f)
{
	bool *lacks = arg;

	(void)f;
	*lacks = *lacks || !op->bytes;
	return FAULT_OK;
}

int counted_lacks(struct book *book, const struct batch *batch, bool *lacks, struct fault *f)
{
	*lacks = false;
	if (batch->own || !batch->intake || batch->unread)
		return FAULT_OK;
	return batches_ops(book_db(book), batch, look, lacks, f);
}

int counted_fill(struct book *book, const struct batch *batch, const struct batch_package *of,
		 int64_t *filled, struct batch_counts *counts, enum refusal *no, struct fault *f)
{
	struct lane lane;
	struct intake in;
	int rc = lane_load(book_db(book), batch->lane, &lane, f);

	*filled = 0;
	*no = REFUSAL_NONE;
	if (rc)
		return rc;
	rc = intake_begin_again(&in, book, batch->intake, f);
	if (!rc)
		rc = take_lines(&in, &lane, of, counts, no, f);
	*filled = in.counts[TAKEN_FILLED];
	intake_release(&in);
	return rc;
}

/* ---- out, and in again ---- */

static int set_standing(struct book *book, int64_t intake, enum standing standing, struct fault *f)
{
	enum standing is;
	int rc = intake_standing(book, intake, &is, f);

	return rc || is == standing ? rc : intake_undo(book, intake, standing, f);
}

int counted_out(struct book *book, const struct batch *batch, enum held held, struct fault *f)
{
	int rc = batches_set_held(book_db(book), batch->key, held, f);

	if (rc || !batch->intake)
		return rc;
	return set_standing(book, batch->intake,
			    held == HELD_UNDONE ? STANDS_NOT_UNDONE : STANDS_NOT_REVOKED, f);
}

/* What is kept of a batch; *can false: nothing is, or it cannot be read here. kept_close() it. */
static int open_batch(struct book *book, const struct batch *batch, struct kept **k,
		      struct batch_keys *keys, bool *can, struct fault *f)
{
	int rc = kept_open(book, batch->key, k, can, f);
	const struct package *p = &(*k)->package;

	*can = *can && (*k)->manifest.reader <= MANIFEST_READER &&
	       (*k)->manifest.format == FORMAT_BATCH &&
	       batch_keys_read(keys, p->manifest, p->manifest_len);
	return rc;
}

/* What an older program could not look through before it kept it. */
int counted_read(struct book *book, const struct batch *batch, bool *can, struct fault *f)
{
	struct batch_counts counts;
	enum refusal no = REFUSAL_NONE;
	struct batch_keys keys;
	struct kept *kept;
	int rc = open_batch(book, batch, &kept, &keys, can, f);

	if (*can)
		rc = batch_take(NULL, &kept->package, &kept->manifest, &keys, &counts, &no, f);
	*can = *can && !rc && !no;
	if (*can)
		rc = batches_set_read(book_db(book), batch->key, keys.first,
				      keys.count, f);
	kept_close(kept);
	return rc;
}

static int take_kept(struct book *book, const struct laptop *laptop, const struct batch *batch,
		     bool *can, struct fault *f)
{
	struct db *db = book_db(book);
	enum refusal no = REFUSAL_NONE;
	struct batch_counts counts;
	struct batch_keys keys;
	struct kept *kept;
	int64_t intake;
	int rc = open_batch(book, batch, &kept, &keys, can, f);

	if (*can) {
		const struct batch_package of = { &kept->package, &kept->manifest, &keys };

		rc = counted_take(book, laptop, &of, &intake, &counts, &no, f);
		if (!rc && no) /* it was looked through before */
			rc = fault_set(f, FAULT_DAMAGED, "batch_kept");
		if (!rc)
			rc = batches_set_intake(db, batch->key, intake, f);
		if (!rc)
			rc = batches_keep(db, batch->key, NULL, 0, f);
	}
	kept_close(kept);
	return rc;
}

/* `seen` of one that counts now. A token that is not ours is ignored: nobody asked. */
static int hear(struct book *book, const struct identity *id, const struct laptop *laptop,
		const struct batch *batch, struct fault *f)
{
	uint8_t signature[LEDGER_SIGNATURE];
	struct ledger_bytes manifest;
	struct batch_keys keys;
	bool wrong;
	int rc = batches_manifest(book_db(book), batch->key, &manifest, signature, f);

	if (!rc && !batch_keys_read(&keys, (const char *)manifest.bytes, manifest.n))
		rc = db_damaged(book_db(book), "batch", f);
	free(manifest.bytes);
	return rc ? rc : counted_heard(book, id, laptop, &keys, &wrong, f);
}

int counted_in(struct book *book, const struct identity *id, const struct laptop *laptop,
	       const struct batch *batch, bool *can, struct fault *f)
{
	int rc;

	*can = true;
	rc = batch->intake ? set_standing(book, batch->intake, STANDS, f) :
			     take_kept(book, laptop, batch, can, f);
	if (!rc && *can)
		rc = batches_set_held(book_db(book), batch->key, HELD_NOT, f);
	return rc || !*can || batch->own ? rc : hear(book, id, laptop, batch, f);
}
