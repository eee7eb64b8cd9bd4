/*
 * certificates: those whose signature was found right, and records of type `key`.
 *
 * Certificates come in the chain of a package, in a document, and in operations of records of type
 * `key` (one a signing key), which also say what is revoked. They are kept as the bytes that were
 * signed.
 */
#ifndef STORE_LEDGER_CERTIFICATES_H
#define STORE_LEDGER_CERTIFICATES_H

#include <stdbool.h>

#include "store/book/book.h"
#include "store/ledger/ledger.h"

struct kept_certificate {
	int64_t key;
	uint8_t sign[LEDGER_KEY], issuer[LEDGER_KEY];
	int64_t number;
	char *payload; /* n bytes, owned */
	size_t n;
	uint8_t signature[LEDGER_SIGNATURE];
};

/* Keep one; *is_new: it was not here. `key` of the argument is not looked at. */
int certificates_keep(struct db *db, const struct kept_certificate *c, bool *is_new,
		      struct fault *f);
/*
 * Those of a signing key, by number; NULL: of all, by signing key and number. certificates_free()
 * them.
 */
int certificates_of(struct db *db, const uint8_t *sign, struct kept_certificate **out, size_t *n,
		    struct fault *f);
int certificates_get(struct db *db, int64_t key, struct kept_certificate *out, struct fault *f);
void certificates_free(struct kept_certificate *c, size_t n);

/* ---- records of type key ---- */

struct key_record {
	rec_t rec;
	bool voided;              /* it was taken back: nothing of it is said any more */
	struct lane creator;      /* the lane that created it, as it is known */
	uint8_t sign[LEDGER_KEY];
	char *keep;               /* JSON array when the key is revoked, else NULL; owned */
	char **certificates;      /* base64 as set, every one its operations that count ever set; owned */
	size_t n;
};

/* All, those taken back too, by signing key, then record. A sign that is no key is left out. */
int key_records(struct book *book, struct key_record **out, size_t *n, struct fault *f);
/*
 * What laptops of a commune or above it say of keys in batches that do not count, for they are revoked
 * themselves: records that would revoke, in no order, without certificates. Of laptops that revoke each
 * other it is asked who says so, whichever came first.
 */
int key_records_aside(struct book *book, struct key_record **out, size_t *n, struct fault *f);
void key_records_free(struct key_record *r, size_t n);

/* Live record of a signing key created by this unit's lanes, the first; 0 none. */
int key_record_of(struct book *book, const uint8_t sign[LEDGER_KEY], rec_t *out, struct fault *f);

/*
 * Whether records of type key, roots or certificates changed since trust was last worked out
 * (sync/identity/trust.h); kept in the book, so that a rollback takes it back. Set by projection
 * and by those who change these tables, cleared by who works it out.
 */
int trust_is_stale(struct db *db, bool *stale, struct fault *f);
int trust_set_stale(struct db *db, bool stale, struct fault *f);

#endif
