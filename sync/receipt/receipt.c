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
#include "sync/receipt/above.h"
#include "sync/receipt/receipt_lines.h"
#include "sync/receipt/receipt_reckon.h"
#include "sync/receipt/receipt_state.h"

/* all: the token, too, which says nothing of the order. */
static bool read_keys(struct receipt_keys *out, const char *manifest, size_t n, bool all)
{
	json_t *object = signed_json(manifest, n);
	bool fine = object && signed_number(object, "epoch", &out->epoch) &&
		    signed_number(object, "number", &out->number) &&
		    (!all || signed_hex(object, "token", out->token, sizeof out->token));

	json_decref(object);
	return fine;
}

bool receipt_keys_read(struct receipt_keys *out, const char *manifest, size_t n)
{
	return read_keys(out, manifest, n, true);
}

/* ---- taking one ---- */

struct hearing {
	struct buffer *body;
	int lines;
};

static enum refusal hear_line(void *arg, const char *line, size_t len)
{
	struct hearing *hearing = arg;
	struct receipt_lane lane;

	if (hearing->lines++ == RECEIPT_LINES || !receipt_line_read(&lane, line, len))
		return REFUSAL_BAD_BODY;
	receipt_lane_release(&lane);
	buffer_put_bytes(hearing->body, line, len);
	buffer_put_char(hearing->body, '\n');
	return REFUSAL_NONE;
}

/* Its lines, each as it must be. */
static enum refusal read_body(struct package *p, const struct manifest *m, struct buffer *body)
{
	struct hearing hearing = { .body = body };
	uint64_t lines;

	return package_walk_body(p, m, &lines, hear_line, &hearing);
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
		rc = reckon_issuer(book, id, issuer, taken, f);
	return rc || !taken->new_lane ? rc : book_new_lane(book, f);
}

/* Whether it is greater than the newest of its issuer. */
static int is_fresh(struct book *book, const uint8_t signer[SIGN_PUBLIC_BYTES],
		    const struct receipt_keys *keys, bool *fresh, struct fault *f)
{
	struct issuer newest;
	bool there;
	int rc = receipts_find(book_db(book), signer, &newest, &there, f);

	*fresh = !rc && (!there || keys->epoch > newest.epoch ||
			 (keys->epoch == newest.epoch && keys->number > newest.number));
	issuer_release(&newest);
	return rc;
}

/* One that says something new, as far as it is as it must be. */
static int read_fresh(struct book *book, const struct identity *id, struct package *p,
		      const struct manifest *m, struct issuer *issuer,
		      const uint8_t hash[HASH_BYTES], struct receipt_taken *taken,
		      enum refusal *no, struct fault *f)
{
	struct buffer body = { 0 };
	int rc = FAULT_OK;

	*no = read_body(p, m, &body);
	issuer->body = (struct ledger_bytes){ (uint8_t *)body.text, body.len };
	if (!*no)
		rc = take_fresh(book, id, issuer, hash, taken, f);
	buffer_release(&body);
	return rc;
}

int receipt_take(struct book *book, const struct identity *id, struct package *p,
		 const struct manifest *m, const uint8_t signer[SIGN_PUBLIC_BYTES],
		 struct receipt_taken *taken, enum refusal *no, struct fault *f)
{
	struct issuer issuer = { .made = m->day, .at = book_now(book)->ms };
	struct receipt_keys keys;
	uint8_t hash[HASH_BYTES];
	int rc;

	memset(taken, 0, sizeof *taken);
	*no = REFUSAL_BAD_MANIFEST;
	if (!read_keys(&keys, p->manifest, p->manifest_len, false))
		return FAULT_OK;
	rc = is_fresh(book, signer, &keys, &taken->fresh, f);
	if (!rc && taken->fresh && !receipt_keys_read(&keys, p->manifest, p->manifest_len))
		return FAULT_OK;
	*no = REFUSAL_NONE;
	manifest_hash(hash, p->manifest, p->manifest_len);
	if (rc || !taken->fresh)
		return rc ? rc : take_stale(book, hash, f);
	memcpy(issuer.sign, signer, sizeof issuer.sign);
	memcpy(issuer.token, keys.token, sizeof issuer.token);
	issuer.epoch = keys.epoch;
	issuer.number = keys.number;
	return read_fresh(book, id, p, m, &issuer, hash, taken, no, f);
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
 * sent before it became what it was. newest: no later batch of the lane is here, whose word on
 * documents goes before this one's.
 */
static int hear_own(struct book *book, const char *name, const struct batch_seen *seen, bool newest,
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
	if (newest) {
		a.has_named = seen->has_document;
		memcpy(a.named, seen->document, sizeof a.named);
	}
	if (!rc && newest)
		rc = addressee_put(book_db(book), &a, f);
	addressee_release(&a);
	return rc || !further ? rc : receipts_new_epoch(book, seen->epoch, f);
}

int receipt_heard(struct book *book, const struct identity *id, const char *name,
		  const struct batch_keys *keys, bool *wrong, struct fault *f)
{
	uint8_t secret[SIGN_SECRET_BYTES], tag[TAG_BYTES];
	bool later = false;
	int rc = batches_later(book_db(book), keys->lane, keys->number, &later, f);

	if (!rc)
		rc = keys_read(book_db(book), OWN_SIGN_SK, secret, sizeof secret, f);
	*wrong = false;
	key_tag(tag, id->sign_pk);
	for (int i = 0; !rc && i < keys->n_seen; i++) {
		const struct batch_seen *seen = &keys->seen[i];

		if (memcmp(seen->issuer, tag, sizeof tag))
			continue;
		if (token_is(seen->token, name, seen->epoch, seen->number, secret))
			rc = hear_own(book, name, seen, !later, f);
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
		  const uint8_t box[BOX_BYTES], const struct above *above, bool *written,
		  struct fault *f)
{
	struct buffer body = { 0 }, plain = { 0 };
	struct addressee a;
	int rc = addressee_get(book_db(book), name, &a, f);

	*written = false;
	if (!rc)
		rc = receipt_state(book, name, above, &body, &plain, f);
	if (!rc && is_due(&a, &plain))
		rc = write_one(book, id, &a, box, &body, &plain, written, f);
	buffer_release(&body);
	buffer_release(&plain);
	addressee_release(&a);
	return rc;
}
