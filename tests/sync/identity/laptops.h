/*
 * laptops: certificates of other laptops and units, and what their lanes wrote, for tests.
 */
#ifndef TESTS_SYNC_IDENTITY_LAPTOPS_H
#define TESTS_SYNC_IDENTITY_LAPTOPS_H

#include "sync/identity/enrol.h"
#include "sync/identity/trust.h"
#include "tests/store/desk.h"
#include "tests/sync/crypto/vectors.h"

/* A desk and who it is. */
struct known_desk {
	struct desk desk;
	struct identity id;
};
/* With its root pinned, no laptop certified. */
void known_desk_open(struct known_desk *d, enum book_level level, const char *unit);
void known_desk_close(struct known_desk *d);
/* The pair of keys its root signs with, which its book has. */
struct vector_key desk_root(struct known_desk *d);

/* trust_refresh() in a transaction; whether something changed. */
bool desk_refresh(struct known_desk *d);
/* enrol_self() in one named as the program's own, then that. */
void desk_certify(struct known_desk *d);
/* Forget what is certified and pinned, so that the same can come in another order. */
void desk_forget(struct known_desk *d);

/* A certificate of a team's laptop of 26572, team T01, without codes; to be changed. */
struct certificate certificate_of(const struct vector_key *laptop, int64_t number);
/* Signed by a root: as a link, which is released by buffer_release(). */
struct buffer certificate_sign(struct certificate *c, const struct vector_key *root);
/* Signed by a root and kept here. */
void desk_keep(struct known_desk *d, struct certificate c, const struct vector_key *root);
/* The root of another desk is pinned. */
void desk_pin(struct known_desk *d, const struct vector_key *root, enum root_whose whose,
	      enum book_level level, const char *unit, const char *codes);

/*
 * What a laptop of that key comes to, as text: "team 26572 T01 26572,26575 2027-01-01 5 9 revoked"
 * (level, unit, team, codes, expires, lowest and newest number); "" when nothing counts. Static.
 */
const char *laptop_text(struct known_desk *d, const uint8_t sign[LEDGER_KEY]);

/*
 * Take in a record of type key that another laptop's lane created: `set` is an object. The lane (its
 * first byte is `lane`) is of that level and unit, and of that key if it is given.
 */
void desk_hears(struct known_desk *d, int lane, enum book_level level, const char *unit,
		const uint8_t *by, const char *set);
/* {"sign":…,"keep":[]} of a key; to be freed. */
char *revoking(const uint8_t sign[LEDGER_KEY]);

/* A package of nothing, whose chain are these certificates (the second may be NULL). */
struct package *package_of(struct certificate *laptop, const struct vector_key *root,
			   struct certificate *unit, const struct vector_key *above);
/* What it is worth: "counts TEXT" as laptop_text(), "unknown", "revoked". Static. */
const char *chain_text(struct known_desk *d, const struct package *p);

#endif
