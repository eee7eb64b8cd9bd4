#include "config.h"
#include "sync/exchange/arrive.h"

#include <stdlib.h>
#include <string.h>

#include "store/book/now.h"
#include "store/book/transaction.h"
#include "sync/exchange/counted.h"
#include "sync/exchange/forget.h"
#include "sync/exchange/standing.h"
#include "sync/identity/trust.h"

/* ---- batches ---- */

/* The row of one that is not here yet. */
static int describe(struct judging *j, struct batch *row, struct fault *f)
{
	const struct batch_keys *keys = &j->keys;
	int rc = lane_intern(book_db(j->book), keys->lane, &row->lane, f);

	memcpy(row->lane_id, keys->lane, sizeof row->lane_id);
	memcpy(row->hash, j->hash, sizeof row->hash);
	row->number = keys->number;
	row->has_prev = keys->has_prev;
	memcpy(row->prev, keys->prev, sizeof row->prev);
	row->first = keys->first;
	row->count = keys->count;
	row->made = j->manifest.day;
	row->at = book_now(j->book)->ms;
	return rc;
}

/*
 * *fits false: the lane is known of another key. One that is new here is told what it is, also
 * where the batch does not count: people see whose it is, and what a document said of it before
 * holds no longer.
 */
static int bind_lane(struct judging *j, struct batch *row, bool *fits, struct fault *f)
{
	struct lane lane;
	int rc = laptops_bind_lane(book_db(j->book), row->lane, j->signer.sign, fits, f);

	if (!rc && !*fits)
		judge_refusal(j, REFUSAL_BAD_MANIFEST);
	if (rc || !*fits || j->own)
		return rc;
	lane = counted_lane(&j->signer, row->lane_id);
	return intake_retell(j->book, &lane, 1, NULL, f);
}

/*
 * One this laptop signed and has not made: it was made before the vault was restored, or by a copy
 * of it. What is made here from now on is of another lane; that one is this laptop's own, too.
 */
static int take_over_lane(struct judging *j, const struct batch *row, struct fault *f)
{
	struct db *db = book_db(j->book);
	struct lane lane;
	int rc = row->lane == book_lane(j->book) ? book_new_lane(j->book, f) : FAULT_OK;

	if (!rc)
		rc = lane_load(db, book_lane(j->book), &lane, f);
	memcpy(lane.id, row->lane_id, sizeof lane.id);
	return rc ? rc : intake_retell(j->book, &lane, 1, j->keys.inc, f);
}

/* How it stands in its lane. */
static int look_around(struct judging *j, const struct batch *row, struct import_result *r,
		       struct fault *f)
{
	struct db *db = book_db(j->book);
	struct batch before;
	bool there = true;
	int64_t same = 0;
	int rc = batches_at(db, row->lane, row->number, &same, f);

	if (!rc && row->has_prev)
		rc = batches_find(db, row->prev, &before, &there, f);
	r->forked = same > 0;
	r->gap = row->number > 1 && !(row->has_prev && there);
	return rc;
}

static int add_row(struct judging *j, struct batch *row, struct arrival *a, struct fault *f)
{
	return batches_add(book_db(j->book), row, j->package.manifest, j->package.manifest_len,
			   j->package.signature, &a->batch, f);
}

/* The package whole, as it is inside its envelope. */
static int keep(struct judging *j, int64_t batch, struct fault *f)
{
	struct ledger_bytes whole;
	enum refusal no = judge_whole(j, &whole);
	int rc = FAULT_OK;

	if (no)
		judge_refusal(j, no);
	else
		rc = batches_keep(book_db(j->book), batch, whole.bytes, whole.n, f);
	free(whole.bytes);
	return rc || no ? rc : forget_anew(j->book, f);
}

/* One that does not count is kept as it is; held: why. It was looked through before. */
static int hold(struct judging *j, struct batch *row, enum held held, struct arrival *a,
		struct fault *f)
{
	int rc;

	row->held = held;
	rc = add_row(j, row, a, f);
	if (!rc)
		rc = keep(j, a->batch, f);
	if (!rc)
		rc = trust_keep_chain(j->book, &j->package, f);
	if (!rc && j->verdict == IMPORT_ACCEPTED)
		judge_refuse(j, IMPORT_QUARANTINED, held_name(held));
	return rc;
}

static int look_through(struct judging *j, const struct batch_package *of,
			struct batch_counts *counts, struct fault *f)
{
	enum refusal no;
	int rc = batch_take(NULL, of->package, of->manifest, of->keys, counts, &no, f);

	if (!rc)
		judge_refusal(j, no);
	return rc;
}

/*
 * One of a commune's laptop that is revoked: taken, and out again. Its word on other keys is asked for
 * where two revoke each other, so that it is the same whichever came first.
 */
static int take_out(struct judging *j, struct batch *row, const struct batch_package *of,
		    struct arrival *a, struct fault *f)
{
	enum refusal no;
	int rc = counted_take(j->book, &j->signer, of, &row->intake, &a->result->batch, &no, f);

	if (!rc)
		judge_refusal(j, no);
	if (rc || no)
		return rc;
	a->intake = row->intake;
	rc = add_row(j, row, a, f);
	if (!rc)
		rc = trust_keep_chain(j->book, &j->package, f);
	row->key = a->batch;
	if (!rc)
		rc = counted_out(j->book, row, HELD_REVOKED, f);
	judge_refuse(j, IMPORT_QUARANTINED, held_name(HELD_REVOKED));
	return rc;
}

static int count_in(struct judging *j, struct batch *row, const struct batch_package *of,
		    struct arrival *a, struct fault *f)
{
	enum refusal no;
	int rc;

	rc = counted_take(j->book, &j->signer, of, &a->intake, &a->result->batch, &no, f);
	if (!rc)
		judge_refusal(j, no);
	if (rc || no)
		return rc;
	row->intake = a->intake;
	rc = add_row(j, row, a, f);
	if (!rc)
		rc = trust_keep_chain(j->book, &j->package, f);
	if (!rc && !j->own)
		rc = counted_heard(j->book, j->id, &j->signer, &j->keys, &a->result->wrong_token, f);
	return rc;
}

static int arrive_new(struct judging *j, const struct batch_package *of, struct arrival *a,
		      struct fault *f)
{
	struct batch row = { 0 };
	enum held held = HELD_NOT;
	bool fits = false;
	int rc = describe(j, &row, f);

	if (!rc)
		rc = bind_lane(j, &row, &fits, f);
	if (rc || !fits)
		return rc;
	if (j->own)
		rc = take_over_lane(j, &row, f);
	if (!rc)
		rc = look_around(j, &row, a->result, f);
	if (!rc && !j->own)
		rc = standing_of(j->book, &j->signer, &row, &held, f);
	if (rc)
		return rc;
	a->judge_again = j->signer.revoked; /* those before it may have waited for it */
	if (!held)
		return count_in(j, &row, of, a, f);
	if (held == HELD_REVOKED && j->signer.level != LEVEL_TEAM)
		return take_out(j, &row, of, a, f);
	rc = look_through(j, of, &a->result->batch, f);
	return rc || j->verdict != IMPORT_ACCEPTED ? rc : hold(j, &row, held, a, f);
}

/* One a person took back comes by hand again. */
static int arrive_undone(struct judging *j, const struct batch_package *of, struct arrival *a,
			 struct fault *f)
{
	enum held held = HELD_NOT;
	bool can = true;
	int rc = look_through(j, of, &a->result->batch, f);

	if (!rc && j->verdict == IMPORT_ACCEPTED && !j->own)
		rc = standing_of(j->book, &j->signer, &j->row, &held, f);
	if (rc || j->verdict != IMPORT_ACCEPTED)
		return rc;
	if (held) {
		judge_refuse(j, IMPORT_QUARANTINED, held_name(held));
		return counted_out(j->book, &j->row, held, f);
	}
	rc = counted_in(j->book, j->id, &j->signer, &j->row, &can, f);
	if (!rc && !can)
		rc = fault_set(f, FAULT_DAMAGED, "batch_kept");
	if (!rc)
		rc = batches_get(book_db(j->book), j->row.key, &j->row, f);
	a->intake = j->row.intake;
	return rc;
}

/* One that is here and counts, or not: only what it lacked is taken. */
static int arrive_known(struct judging *j, const struct batch_package *of, struct arrival *a,
			struct fault *f)
{
	bool lacks;
	int64_t filled = 0;
	enum refusal no = REFUSAL_NONE;
	int rc = counted_lacks(j->book, &j->row, &lacks, f);

	if (!rc && lacks)
		rc = counted_fill(j->book, &j->row, of, &filled, &a->result->batch, &no, f);
	if (!rc)
		judge_refusal(j, no);
	if (!rc && !no && !filled)
		judge_refuse(j, IMPORT_ALREADY, "");
	a->intake = j->row.intake;
	return rc;
}

int arrive_again(struct judging *j, struct fault *f)
{
	char name[ADDRESSEE_NAME];
	int rc;

	if (!j->known || j->own)
		return FAULT_OK;
	counted_addressee(j->book, &j->signer, name);
	rc = batches_set_again(book_db(j->book), j->row.key, f);
	return rc ? rc : addressee_owe(book_db(j->book), name, f);
}

/*
 * One that is here and that this program does not read. Taken back and come by hand again, what is
 * kept of it waits as before.
 */
static int arrive_unread(struct judging *j, struct fault *f)
{
	bool undone = j->row.held == HELD_UNDONE && j->row.unread && !j->row.intake;

	judge_refuse(j, undone ? IMPORT_NEWER : IMPORT_ALREADY, "");
	return undone ? batches_set_held(book_db(j->book), j->row.key, HELD_NEWER, f) : FAULT_OK;
}

static int arrive_batch(struct judging *j, struct arrival *a, struct fault *f)
{
	const struct batch_package of = { &j->package, &j->manifest, &j->keys };

	a->result->number = j->keys.number;
	if (j->known)
		a->batch = j->row.key;
	if (j->known && (j->row.held == HELD_NEWER || j->manifest.reader > MANIFEST_READER))
		return arrive_unread(j, f);
	if (!batch_keys_read(&j->keys, j->package.manifest, j->package.manifest_len)) {
		judge_refusal(j, REFUSAL_BAD_MANIFEST);
		return FAULT_OK;
	}
	if (!j->known)
		return arrive_new(j, &of, a, f);
	if (j->row.held == HELD_UNDONE)
		return arrive_undone(j, &of, a, f);
	return arrive_known(j, &of, a, f);
}

/* Of a newer format: kept whole, until a program comes that reads it. */
static int arrive_newer(struct judging *j, struct arrival *a, struct fault *f)
{
	struct batch row = { .unread = true };
	bool fits;
	int rc = describe(j, &row, f);

	if (!rc)
		rc = bind_lane(j, &row, &fits, f);
	if (rc || !fits)
		return rc;
	a->result->number = j->keys.number;
	if (j->own)
		rc = take_over_lane(j, &row, f);
	if (!rc)
		rc = look_around(j, &row, a->result, f);
	return rc ? rc : hold(j, &row, HELD_NEWER, a, f);
}

/* ---- what comes from above, and requests ---- */

static int arrive_receipt(struct judging *j, struct arrival *a, struct fault *f)
{
	enum refusal no;
	int rc = receipt_take(j->book, j->id, &j->package, &j->manifest, j->package.signer,
			      &a->result->receipt, &no, f);

	if (rc)
		return rc;
	judge_refusal(j, no);
	if (!no && !a->result->receipt.fresh)
		judge_refuse(j, IMPORT_ALREADY, "");
	return no ? rc : trust_keep_chain(j->book, &j->package, f);
}

/* One that is here: it was taken back, or nothing is to be done. */
static int arrive_document_known(struct judging *j, const struct document_row *row,
				 struct arrival *a, struct fault *f)
{
	enum standing standing = STANDS;
	int rc = row->intake ? intake_standing(j->book, row->intake, &standing, f) : FAULT_OK;

	a->intake = row->intake;
	if (!rc && standing == STANDS)
		judge_refuse(j, IMPORT_ALREADY, "");
	return rc || standing == STANDS ? rc : intake_undo(j->book, row->intake, STANDS, f);
}

static int arrive_document(struct judging *j, struct arrival *a, struct fault *f)
{
	struct document_row row;
	struct intake in;
	enum refusal no = REFUSAL_NONE;
	bool there;
	int rc = documents_find(book_db(j->book), j->hash, &row, &there, f);

	if (rc || there)
		return rc ? rc : arrive_document_known(j, &row, a, f);
	rc = intake_begin(&in, j->book, f);
	a->intake = in.key;
	if (!rc)
		rc = document_take(&in, j->id, &j->package, &j->manifest, &a->result->document,
				   &no, f);
	if (!rc && !no)
		rc = intake_end(&in, f);
	intake_release(&in);
	if (!rc)
		judge_refusal(j, no);
	return rc || no ? rc : trust_keep_chain(j->book, &j->package, f);
}

/* Whether somebody has to enrol who asks. */
static int weigh_request(struct judging *j, struct import_result *r, struct fault *f)
{
	struct db *db = book_db(j->book);
	struct laptop laptop;
	struct pinned_root root;
	bool there, enrolled = false;
	int rc = laptops_find(db, j->package.signer, &laptop, &there, f);

	if (!rc && there)
		enrolled = laptop.revoked || laptop.expires >= book_now(j->book)->day;
	else if (!rc)
		rc = roots_find(db, j->package.signer, &root, &enrolled, f);
	memcpy(r->asking, j->package.signer, sizeof r->asking);
	r->asks = !enrolled;
	return rc;
}

/* Only listed: whoever it is about is enrolled by hand. */
static int arrive_request(struct judging *j, struct import_result *r, struct fault *f)
{
	uint64_t lines = 0;
	enum refusal no = package_check_body(&j->package, &j->manifest, &lines);
	int rc = weigh_request(j, r, f);

	if (rc)
		return rc;

	if (!no && lines)
		no = REFUSAL_BAD_BODY;
	judge_refusal(j, no);
	return no ? FAULT_OK : seen_put(book_db(j->book), j->hash, FORMAT_REQUEST,
					book_now(j->book)->ms, f);
}

int arrive(struct judging *j, struct arrival *a, struct fault *f)
{
	if (j->verdict == IMPORT_NEWER)
		return j->manifest.format == FORMAT_BATCH ? arrive_newer(j, a, f) : FAULT_OK;
	switch (j->manifest.format) {
	case FORMAT_BATCH:
		return arrive_batch(j, a, f);
	case FORMAT_RECEIPT:
		return arrive_receipt(j, a, f);
	case FORMAT_DOCUMENT:
		return arrive_document(j, a, f);
	case FORMAT_REQUEST:
		return arrive_request(j, a->result, f);
	case FORMAT_UNKNOWN:
		break;
	}
	return fault_set(f, FAULT_INTERNAL, "arrive");
}
