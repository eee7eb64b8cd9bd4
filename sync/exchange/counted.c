#include "config.h"
#include "sync/exchange/counted.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/transaction.h"
#include "store/record/intake.h"

/* ---- in ---- */

/* What a lane of that laptop is. */
static struct lane lane_it_is(const struct laptop *laptop, const uint8_t id[LANE_BYTES])
{
	struct lane lane = { .known = true, .level = laptop->level };

	memcpy(lane.id, id, LANE_BYTES);
	memcpy(lane.unit, laptop->unit, sizeof lane.unit);
	memcpy(lane.team, laptop->team, sizeof lane.team);
	memcpy(lane.codes, laptop->codes, sizeof lane.codes);
	return lane;
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
	const struct lane lane = lane_it_is(laptop, of->keys->lane);
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

/* What is kept of it, read as a file would be. */
static int take_kept(struct book *book, const struct laptop *laptop, const struct batch *batch,
		     const struct ledger_bytes *kept, bool *can, struct fault *f)
{
	struct package *package = memory_alloc_zero(1, sizeof *package);
	struct db *db = book_db(book);
	struct input_memory in;
	struct manifest manifest;
	struct batch_keys keys;
	struct batch_counts counts;
	int64_t intake;
	enum refusal no;
	int rc = FAULT_OK;

	input_memory_init(&in, kept->bytes, kept->n);
	no = package_read(package, &in.in);
	*can = !no && manifest_read(&manifest, package->manifest, package->manifest_len) &&
	       manifest.reader <= MANIFEST_READER && manifest.format == FORMAT_BATCH &&
	       batch_keys_read(&keys, package->manifest, package->manifest_len);
	if (*can) {
		const struct batch_package of = { package, &manifest, &keys };

		/* Its body was looked at before it was kept, but for one no program could read then. */
		rc = batch_take(NULL, package, &manifest, &keys, &counts, &no, f);
		*can = !rc && !no;
		if (*can)
			input_rewind(&in.in);
		if (*can && !package_read(package, &in.in))
			rc = counted_take(book, laptop, &of, &intake, &counts, &no, f);
	}
	if (!rc && *can && batch->unread)
		rc = batches_set_read(db, batch->key, keys.first, keys.count, f);
	if (!rc && *can)
		rc = batches_set_intake(db, batch->key, intake, f);
	if (!rc && *can)
		rc = batches_keep(db, batch->key, NULL, 0, f);
	free(package);
	return rc;
}

int counted_in(struct book *book, const struct laptop *laptop, const struct batch *batch, bool *can,
	       struct fault *f)
{
	struct ledger_bytes kept = { 0 };
	int rc = FAULT_OK;

	*can = true;
	if (batch->intake) {
		rc = set_standing(book, batch->intake, STANDS, f);
	} else {
		rc = batches_kept(book_db(book), batch->key, &kept, f);
		if (!rc && kept.n)
			rc = take_kept(book, laptop, batch, &kept, can, f);
		else
			*can = false;
		free(kept.bytes);
	}
	return rc || !*can ? rc : batches_set_held(book_db(book), batch->key, HELD_NOT, f);
}
