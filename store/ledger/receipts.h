/*
 * receipts: what others acknowledged, and what this desk has said to whom.
 *
 * Of each issuer the newest receipt alone counts, ordered by (epoch, number); what it acknowledges
 * is worked out by who reads it (sync/receipt) and kept as rows.
 */
#ifndef STORE_LEDGER_RECEIPTS_H
#define STORE_LEDGER_RECEIPTS_H

#include <stdbool.h>

#include "store/base/date.h"
#include "store/book/book.h"
#include "store/ledger/ledger.h"

/* ---- from others ---- */

struct issuer {
	int64_t key;
	uint8_t sign[LEDGER_KEY];
	int64_t epoch, number;
	uint8_t token[LEDGER_TOKEN];
	day_t made;
	int64_t at;               /* milliseconds since 1970 when it came */
	struct ledger_bytes body; /* its lines; owned, issuer_release() */
};
int receipts_find(struct db *db, const uint8_t sign[LEDGER_KEY], struct issuer *out, bool *there,
		  struct fault *f);
/* All, the newest arrival first; receipts_free() them. */
int receipts_all(struct db *db, struct issuer **out, size_t *n, struct fault *f);
void issuer_release(struct issuer *i);
void receipts_free(struct issuer *i, size_t n);
/* The newest of its issuer now; *key: the issuer's row. */
int receipts_put(struct db *db, const struct issuer *issuer, int64_t *key, struct fault *f);

/* Forget what an issuer acknowledged; say that it acknowledges a batch. */
int acknowledged_forget(struct db *db, int64_t issuer, struct fault *f);
int acknowledged_put(struct db *db, int64_t batch, int64_t issuer, bool up, struct fault *f);

/* Who has a batch: at the commune (of a team's laptop; elsewhere "at the parent"), above that. */
struct acknowledgement {
	bool here, up;
	uint8_t by[LEDGER_KEY]; /* with here or up: who said so last */
	day_t made;             /* and the day of that receipt */
};
int acknowledged(struct db *db, int64_t batch, struct acknowledgement *out, struct fault *f);

/*
 * Whether a package was seen before, by the hash of its manifest; say that it was. format: enum
 * package_format.
 */
int seen_find(struct db *db, const uint8_t hash[LEDGER_HASH], bool *there, struct fault *f);
int seen_put(struct db *db, const uint8_t hash[LEDGER_HASH], int format, int64_t at, struct fault *f);

/*
 * Whether the next packing owes its partners word even when nothing waits: a receipt came
 * that was not greater than the newest and had never been seen.
 */
int receipts_hello(struct book *book, bool *owed, struct fault *f);
int receipts_set_hello(struct book *book, bool owed, struct fault *f);

/* ---- to others ---- */

/*
 * The epoch of this desk's receipts, milliseconds since 1970; begun when there is none (a new
 * or restored book): then greater than any before and than `known`.
 */
int receipts_epoch(struct book *book, int64_t *epoch, struct fault *f);
/*
 * Begin another, greater than all this desk knows of its own and than `known`; every addressee is
 * owed a receipt.
 */
int receipts_new_epoch(struct book *book, int64_t known, struct fault *f);

#define ADDRESSEE_NAME (2 * LEDGER_KEY + 3)

struct addressee {
	int64_t key;
	char name[ADDRESSEE_NAME];     /* "l-" and a laptop's key in hex, or a unit's code */
	int64_t epoch, number;         /* of the last receipt to it; 0 none */
	bool owed;                     /* one is due though it would say the same */
	bool has_named;
	uint8_t named[LEDGER_HASH];    /* the whole document it last named */
	bool has_hash;
	uint8_t hash[LEDGER_HASH];     /* of the last receipt */
	day_t made;
	struct ledger_bytes body;      /* lines of the last receipt; owned */
	struct ledger_bytes sealed;    /* and the file; owned */
};
/* What a laptop is called among them, by its signing key. */
void addressee_laptop(char out[ADDRESSEE_NAME], const uint8_t sign[LEDGER_KEY]);
/* Added when it is not there. addressee_release() it. */
int addressee_get(struct db *db, const char *name, struct addressee *out, struct fault *f);
/* All there are; addressees_free() them. */
int addressees_all(struct db *db, struct addressee **out, size_t *n, struct fault *f);
int addressee_put(struct db *db, const struct addressee *a, struct fault *f);
void addressee_release(struct addressee *a);
void addressees_free(struct addressee *a, size_t n);
/*
 * Another stands behind that name from now on: what was sealed for the former is not sent, and what
 * he had is not gone on from. Numbers go on. Nothing when there is no such addressee.
 */
int addressee_anew(struct db *db, const char *name, struct fault *f);
/* Set `owed` of one of them; NULL: of all. */
int addressee_owe(struct db *db, const char *name, struct fault *f);

#endif
