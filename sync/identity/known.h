/*
 * known: all that trust is worked out from, read into memory: roots, records of type key,
 * certificates that are kept.
 *
 * For the modules that trust.h is made of. Reading needs no transaction.
 */
#ifndef SYNC_IDENTITY_KNOWN_H
#define SYNC_IDENTITY_KNOWN_H

#include "store/ledger/certificates.h"
#include "sync/identity/worth.h"

struct known {
	struct book *book;
	struct roots roots;
	struct key_record *records; /* by signing key, then record */
	size_t n_records;
	struct key_record *aside; /* of laptops that are revoked, and what they would revoke */
	size_t n_aside;
	struct kept_certificate *kept; /* by signing key, then number */
	size_t n_kept;
};

/* sign: certificates of that key alone; NULL: of all. known_release() is due either way. */
int known_read(struct known *k, struct book *book, const uint8_t *sign, struct fault *f);
void known_release(struct known *k);

/* A certificate as records and documents have it: base64 of a link of a chain. False: none. */
struct said_certificate {
	uint8_t bytes[LIMIT_CHAIN];
	struct chain_link link; /* into bytes */
};
bool known_decode(struct said_certificate *out, const char *base64);

/*
 * The kept certificates from row `first` on that are of one signing key, as they are weighed:
 * malloc'ed, their payloads borrowed, with room for one more. *rows: how many rows they are,
 * *n: how many could be read.
 */
struct weighed *known_weighed(const struct known *k, size_t first, size_t *rows, size_t *n);

/* Whether records of lanes that may say so say one, or only such as were taken back. */
enum issued { ISSUED_UNSAID, ISSUED, ISSUED_BACK };
enum issued known_issued(const struct known *k, const struct weighed *w);

/* Whether a record that stands revokes a root, and its lane may say so. */
bool known_revokes_root(const struct known *k, const struct key_record *r,
			const struct pinned_root *root);
/* Records of one signing key: the first, and behind the last. */
void known_records_of(const struct known *k, const uint8_t sign[LEDGER_KEY], size_t *first,
		      size_t *end);
/*
 * Set `revoked` of a laptop. Of two of a unit that revoke each other the one whose lowest number
 * that counts is greater prevails, also when the other one's word came first and its own does not
 * count for that; `others` says what another laptop is, *there false: it is none.
 */
typedef int known_laptop_fn(void *arg, const uint8_t sign[LEDGER_KEY], struct laptop *out,
			    bool *there, struct fault *f);
/* What the table of laptops says; db: struct db. */
int known_from_table(void *db, const uint8_t sign[LEDGER_KEY], struct laptop *out, bool *there,
		     struct fault *f);
int known_revoked(const struct known *k, struct laptop *laptop, known_laptop_fn *others, void *arg,
		  struct fault *f);
/* The same of one record: whether it is among those that decide. */
int known_prevails(const struct known *k, const struct key_record *r, const struct laptop *laptop,
		   known_laptop_fn *others, void *arg, bool *prevails, struct fault *f);

#endif
