#include "config.h"
#include "sync/receipt/receipt.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/keys.h"
#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/ledger/batches.h"
#include "store/ledger/documents.h"
#include "store/ledger/laptops.h"
#include "sync/crypto/token.h"
#include "sync/identity/sealed.h"
#include "sync/receipt/receipt_lines.h"
#include "sync/receipt/receipt_state.h"

bool receipt_keys_read(struct receipt_keys *out, const char *manifest, size_t n)
{
	json_t *object = signed_json(manifest, n);
	bool fine = object && signed_number(object, "epoch", &out->epoch) &&
		    signed_number(object, "number", &out->number) &&
		    signed_hex(object, "token", out->token, sizeof out->token);

	json_decref(object);
	return fine;
}

/* ---- what one acknowledges ---- */

/* The lines of a receipt, one after the other. */
static bool next_line(const struct ledger_bytes *body, size_t *at, struct receipt_lane *out)
{
	while (*at < body->n) {
		const char *line = (const char *)body->bytes + *at;
		const char *lf = memchr(line, '\n', body->n - *at);
		size_t n = lf ? (size_t)(lf - line) : body->n - *at;

		*at += n + 1;
		if (receipt_line_read(out, line, n))
			return true;
	}
	return false;
}

/* The batches of a lane that is here, and which of them a line acknowledges. */
struct held_lane {
	struct batch *batches; /* by number, then hash */
	size_t n;
	bool *marked;
};

static void held_lane_release(struct held_lane *lane)
{
	free(lane->batches);
	free(lane->marked);
	memset(lane, 0, sizeof *lane);
}

/* The place of a batch, or n. */
static size_t place_of(const struct held_lane *lane, int64_t number,
		       const uint8_t hash[LEDGER_HASH])
{
	size_t low = 0, high = lane->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct batch *at = &lane->batches[middle];
		int order = at->number == number ? memcmp(at->hash, hash, LEDGER_HASH) :
			    at->number < number ? -1 : 1;

		if (!order)
			return middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return lane->n;
}

/* A batch, and all it goes on from. */
static void mark_down(struct held_lane *lane, size_t at)
{
	while (at < lane->n && !lane->marked[at]) {
		const struct batch *batch = &lane->batches[at];

		lane->marked[at] = true;
		at = batch->has_prev ? place_of(lane, batch->number - 1, batch->prev) : lane->n;
	}
}

/*
 * Those of a list that are here are marked, those that are not counted. A hash that is here as one
 * of another lane is not here.
 */
static int mark_list(struct held_lane *lane, struct db *db, const uint8_t id[LANE_BYTES],
		     const struct receipt_list *list, bool down, int64_t *unknown, struct fault *f)
{
	for (size_t i = 0; i < list->n; i++) {
		struct batch batch;
		bool there;
		size_t at;
		int rc = batches_find(db, list->batches[i].hash, &batch, &there, f);

		if (!rc && there && !lane->batches && !memcmp(batch.lane_id, id, LANE_BYTES)) {
			rc = batches_of_lane(db, batch.lane, &lane->batches, &lane->n, f);
			lane->marked = memory_alloc_zero(lane->n, sizeof *lane->marked);
		}
		if (rc)
			return rc;
		at = there ? place_of(lane, batch.number, batch.hash) : lane->n;
		*unknown += at == lane->n;
		if (at < lane->n && down)
			mark_down(lane, at);
		else if (at < lane->n)
			lane->marked[at] = true;
	}
	return FAULT_OK;
}

/* Those that are marked become rows; a file that was kept to be sent again is not needed. */
static int put_marked(const struct held_lane *lane, struct db *db, int64_t issuer, bool up,
		      int64_t *count, struct fault *f)
{
	int rc = FAULT_OK;

	for (size_t i = 0; !rc && i < lane->n; i++) {
		if (!lane->marked[i])
			continue;
		rc = acknowledged_put(db, lane->batches[i].key, issuer, up, f);
		if (!rc && !up)
			rc = batches_unseal(db, lane->batches[i].key, f);
		++*count;
	}
	return rc;
}

/* What a line says of the batches that are here. */
static int reckon_line(struct db *db, const struct receipt_lane *line, int64_t issuer,
		       int64_t *acknowledges, int64_t *unknown, struct fault *f)
{
	struct held_lane lane = { 0 };
	int64_t ignored = 0;
	int rc = mark_list(&lane, db, line->lane, &line->whole, true, unknown, f);

	if (!rc)
		rc = mark_list(&lane, db, line->lane, &line->part, false, unknown, f);
	if (!rc)
		rc = put_marked(&lane, db, issuer, false, acknowledges, f);
	held_lane_release(&lane);
	if (!rc && line->has_up)
		rc = mark_list(&lane, db, line->lane, &line->up, true, &ignored, f);
	if (!rc && line->has_up)
		rc = put_marked(&lane, db, issuer, true, &ignored, f);
	held_lane_release(&lane);
	return rc;
}

/* The lane of that id where it is one of this laptop's. */
static int own_lane(struct book *book, const struct identity *id, const uint8_t lane[LANE_BYTES],
		    int64_t *key, struct fault *f)
{
	int64_t *lanes = NULL;
	size_t n = 0;
	int rc = laptops_lanes(book_db(book), id->sign_pk, &lanes, &n, f);

	*key = 0;
	for (size_t i = 0; !rc && i < n; i++) {
		struct lane is;

		rc = lane_load(book_db(book), lanes[i], &is, f);
		if (!rc && is.own && !memcmp(is.id, lane, LANE_BYTES))
			*key = lanes[i];
	}
	free(lanes);
	return rc;
}

/* In a lane of this laptop what it has not made was made by what it was before, or by its copy. */
static int notice(struct book *book, const struct identity *id, const uint8_t lane[LANE_BYTES],
		  struct receipt_taken *taken, struct fault *f)
{
	int64_t own;
	int rc = own_lane(book, id, lane, &own, f);

	if (rc || !own)
		return rc;
	taken->copied = true;
	taken->new_lane = taken->new_lane || own == book_lane(book);
	return FAULT_OK;
}

/* All that the newest receipt of an issuer says; id NULL: of the batches alone. */
static int reckon(struct book *book, const struct identity *id, const struct issuer *issuer,
		  struct receipt_taken *taken, struct fault *f)
{
	struct receipt_lane line;
	size_t at = 0;
	int rc = FAULT_OK;

	while (!rc && next_line(&issuer->body, &at, &line)) {
		int64_t unknown = 0;

		rc = reckon_line(book_db(book), &line, issuer->key, &taken->acknowledged, &unknown,
				 f);
		if (!rc && unknown && id)
			rc = notice(book, id, line.lane, taken, f);
		taken->unknown += unknown;
		taken->held += (int64_t)line.held.n;
		taken->aside += line.aside;
		receipt_lane_release(&line);
	}
	return rc;
}

int receipt_reckon(struct book *book, struct fault *f)
{
	struct issuer *issuers = NULL;
	size_t n = 0;
	int rc = receipts_all(book_db(book), &issuers, &n, f);

	for (size_t i = 0; !rc && i < n; i++) {
		struct receipt_taken ignored = { 0 };
		bool counts = false;

		rc = acknowledged_forget(book_db(book), issuers[i].key, f);
		if (!rc)
			rc = receipt_counts(book, issuers[i].sign, &counts, f);
		if (!rc && counts)
			rc = reckon(book, NULL, &issuers[i], &ignored, f);
	}
	receipts_free(issuers, n);
	return rc;
}

/* ---- taking one ---- */

static enum refusal hear_line(void *arg, const char *line, size_t len)
{
	struct buffer *body = arg;
	struct receipt_lane lane;

	if (!receipt_line_read(&lane, line, len))
		return REFUSAL_BAD_BODY;
	receipt_lane_release(&lane);
	buffer_put_bytes(body, line, len);
	buffer_put_char(body, '\n');
	return REFUSAL_NONE;
}

/* Its lines, each as it must be. */
static enum refusal read_body(struct package *p, const struct manifest *m, struct buffer *body)
{
	uint64_t lines;
	enum refusal no = package_walk_body(p, m, &lines, hear_line, body);

	return !no && lines > RECEIPT_LINES ? REFUSAL_BAD_BODY : no;
}

/* One that says nothing new: was it never heard, its issuer is to hear how far it had come. */
static int take_stale(struct book *book, const uint8_t hash[HASH_BYTES], struct fault *f)
{
	bool seen;
	int rc = seen_find(book_db(book), hash, &seen, f);

	if (rc || seen)
		return rc;
	rc = receipts_set_hello(book, true, f);
	return rc ? rc : seen_put(book_db(book), hash, FORMAT_RECEIPT, book_now(book)->ms, f);
}

static int take_fresh(struct book *book, const struct identity *id, struct issuer *issuer,
		      const uint8_t hash[HASH_BYTES], struct receipt_taken *taken, struct fault *f)
{
	int rc = seen_put(book_db(book), hash, FORMAT_RECEIPT, issuer->at, f);

	if (!rc)
		rc = receipts_put(book_db(book), issuer, &issuer->key, f);
	if (!rc)
		rc = acknowledged_forget(book_db(book), issuer->key, f);
	if (!rc) /* whose it is was judged; what hangs on that later is reckoned again */
		rc = reckon(book, id, issuer, taken, f);
	return rc || !taken->new_lane ? rc : book_new_lane(book, f);
}

int receipt_take(struct book *book, const struct identity *id, struct package *p,
		 const struct manifest *m, const uint8_t signer[SIGN_PUBLIC_BYTES],
		 struct receipt_taken *taken, enum refusal *no, struct fault *f)
{
	struct issuer newest, issuer = { .made = m->day, .at = book_now(book)->ms };
	struct buffer body = { 0 };
	struct receipt_keys keys;
	uint8_t hash[HASH_BYTES];
	bool there;
	int rc = receipts_find(book_db(book), signer, &newest, &there, f);

	memset(taken, 0, sizeof *taken);
	*no = REFUSAL_NONE;
	if (!receipt_keys_read(&keys, p->manifest, p->manifest_len))
		*no = REFUSAL_BAD_MANIFEST;
	if (rc || *no) {
		issuer_release(&newest);
		return rc;
	}
	taken->fresh = !there || keys.epoch > newest.epoch ||
		       (keys.epoch == newest.epoch && keys.number > newest.number);
	issuer_release(&newest);
	manifest_hash(hash, p->manifest, p->manifest_len);
	*no = read_body(p, m, &body);
	if (!*no && !taken->fresh)
		rc = take_stale(book, hash, f);
	if (!*no && taken->fresh) {
		memcpy(issuer.sign, signer, sizeof issuer.sign);
		memcpy(issuer.token, keys.token, sizeof issuer.token);
		issuer.epoch = keys.epoch;
		issuer.number = keys.number;
		issuer.body.bytes = (uint8_t *)body.text;
		issuer.body.n = body.len;
		rc = take_fresh(book, id, &issuer, hash, taken, f);
	}
	buffer_release(&body);
	return rc;
}

/* ---- what is said back ---- */

static int fill_seen(struct batch_seen *out, struct db *db, const struct issuer *issuer,
		     struct fault *f)
{
	struct document_row document;

	memset(out, 0, sizeof *out);
	key_tag(out->issuer, issuer->sign);
	out->epoch = issuer->epoch;
	out->number = issuer->number;
	memcpy(out->token, issuer->token, sizeof out->token);
	if (documents_newest(db, issuer->sign, &document, &out->has_document, f))
		return f->code;
	if (out->has_document)
		memcpy(out->document, document.hash, sizeof out->document);
	return FAULT_OK;
}

int receipt_seen(struct book *book, struct batch_seen out[BATCH_SEEN], int *n, struct fault *f)
{
	struct issuer *issuers = NULL;
	size_t all = 0;
	int rc = receipts_all(book_db(book), &issuers, &all, f);

	*n = 0;
	for (size_t i = 0; !rc && i < all && *n < BATCH_SEEN; i++) {
		bool counts;

		rc = receipt_counts(book, issuers[i].sign, &counts, f);
		if (!rc && counts)
			rc = fill_seen(&out[(*n)++], book_db(book), &issuers[i], f);
	}
	receipts_free(issuers, all);
	return rc;
}

/* ---- giving one ---- */

/*
 * An entry of `seen` that is ours: what it says this desk has sent, and this does not know of, it
 * sent before it became what it was.
 */
static int hear_own(struct book *book, const char *name, const struct batch_seen *seen,
		    struct fault *f)
{
	struct addressee a;
	int64_t epoch = 0;
	bool further;
	int rc = receipts_epoch(book, &epoch, f);

	if (rc)
		return rc;
	rc = addressee_get(book_db(book), name, &a, f);
	further = seen->epoch > epoch ||
		  (seen->epoch == epoch && (a.epoch < epoch || seen->number > a.number));
	a.has_named = seen->has_document;
	memcpy(a.named, seen->document, sizeof a.named);
	if (!rc)
		rc = addressee_put(book_db(book), &a, f);
	addressee_release(&a);
	return rc || !further ? rc : receipts_new_epoch(book, seen->epoch, f);
}

int receipt_heard(struct book *book, const struct identity *id, const char *name,
		  const struct batch_keys *keys, bool *wrong, struct fault *f)
{
	uint8_t secret[SIGN_SECRET_BYTES], tag[TAG_BYTES];
	int rc = keys_read(book_db(book), OWN_SIGN_SK, secret, sizeof secret, f);

	*wrong = false;
	key_tag(tag, id->sign_pk);
	for (int i = 0; !rc && i < keys->n_seen; i++) {
		const struct batch_seen *seen = &keys->seen[i];

		if (memcmp(seen->issuer, tag, sizeof tag))
			continue;
		if (token_is(seen->token, name, seen->epoch, seen->number, secret))
			rc = hear_own(book, name, seen, f);
		else
			*wrong = true;
	}
	wipe(secret, sizeof secret);
	return rc;
}

static int token_of(struct book *book, const char *name, struct receipt_keys *keys, struct fault *f)
{
	uint8_t secret[SIGN_SECRET_BYTES];
	int rc = keys_read(book_db(book), OWN_SIGN_SK, secret, sizeof secret, f);

	if (!rc)
		token_make(keys->token, name, keys->epoch, keys->number, secret);
	wipe(secret, sizeof secret);
	return rc;
}

static json_t *keys_json(const struct receipt_keys *keys)
{
	json_t *own = json_object();

	json_object_set_new(own, "epoch", json_integer(keys->epoch));
	json_object_set_new(own, "number", json_integer(keys->number));
	json_object_set_new(own, "token", hex_json(keys->token, sizeof keys->token));
	return own;
}

/* What an addressee has been told becomes this; takes the bytes of the buffers. */
static void told(struct addressee *a, const struct receipt_keys *keys, day_t made,
		 struct buffer *plain, struct buffer *file)
{
	free(a->body.bytes);
	free(a->sealed.bytes);
	a->epoch = keys->epoch;
	a->number = keys->number;
	a->owed = false;
	a->has_hash = true;
	a->made = made;
	a->body.bytes = (uint8_t *)buffer_take(plain, &a->body.n);
	a->sealed.bytes = (uint8_t *)buffer_take(file, &a->sealed.n);
}

static int write_one(struct book *book, const struct identity *id, struct addressee *a,
		     const uint8_t box[BOX_BYTES], const struct buffer *body, struct buffer *plain,
		     bool *written, struct fault *f)
{
	struct receipt_keys keys = { .number = a->number + 1 };
	struct sealed what = {
		.format = FORMAT_RECEIPT, .to = a->name, .box = box, .lines = body,
	};
	struct buffer file = { 0 };
	int rc = receipts_epoch(book, &keys.epoch, f);

	if (!rc)
		rc = token_of(book, a->name, &keys, f);
	if (rc)
		return rc;
	what.own = keys_json(&keys);
	rc = sealed_write(book, id, &what, &file, a->hash, written, f);
	if (!rc && *written) {
		told(a, &keys, book_now(book)->day, plain, &file);
		rc = addressee_put(book_db(book), a, f);
	}
	buffer_release(&file);
	return rc;
}

/* Whether there is something to say: not while nothing was ever kept of it. */
static bool is_due(const struct addressee *a, const struct buffer *plain)
{
	if (!a->has_hash)
		return plain->len > 0;
	return a->owed || plain->len != a->body.n ||
	       (plain->len && memcmp(plain->text, a->body.bytes, plain->len) != 0);
}

int receipt_write(struct book *book, const struct identity *id, const char *name,
		  const uint8_t box[BOX_BYTES], bool *written, struct fault *f)
{
	struct buffer body = { 0 }, plain = { 0 };
	struct addressee a;
	int rc = addressee_get(book_db(book), name, &a, f);

	*written = false;
	if (!rc)
		rc = receipt_state(book, name, &body, &plain, f);
	if (!rc && is_due(&a, &plain))
		rc = write_one(book, id, &a, box, &body, &plain, written, f);
	buffer_release(&body);
	buffer_release(&plain);
	addressee_release(&a);
	return rc;
}
