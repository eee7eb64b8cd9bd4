/*
 * worth: what certificates come to under the roots a desk trusts.
 *
 * The rules of docs/format-batch.md, "Certificates and whom a desk trusts", as functions of sets:
 * in whatever order roots and certificates are given, what they come to is the same. Pure functions.
 */
#ifndef SYNC_IDENTITY_WORTH_H
#define SYNC_IDENTITY_WORTH_H

#include "store/ledger/laptops.h"
#include "store/ledger/roots.h"
#include "sync/crypto/certificate.h"

struct roots {
	struct pinned_root *all; /* owned by who made the list */
	size_t n;
};

/* NULL: it is not pinned. */
struct pinned_root *worth_root(const struct roots *roots, const uint8_t pk[LEDGER_KEY]);
struct pinned_root *worth_root_whose(const struct roots *roots, enum root_whose whose);

/* A certificate whose signature was found right. */
struct weighed {
	struct certificate c;
	const char *payload; /* n bytes; orders those that are alike else */
	size_t n;
	int64_t key;         /* its row; 0: it is not kept */
	bool back;           /* it was issued by a record that was taken back */
};

/* Whether a root, as it is pinned, may issue such a certificate of a laptop. */
bool worth_certifies(const struct pinned_root *root, const struct certificate *c);

/* <0, 0, >0: by number, then what else tells them apart. */
int worth_order(const struct weighed *a, const struct weighed *b);

/* What certificates of one signing key come to: all but `revoked`. False: none counts. */
bool worth_laptop(const struct roots *roots, const struct weighed *certs, size_t n,
		  struct laptop *out);

/* Add the codes that unit certificates give a root: those of the one above, a parent's own. */
void worth_root_codes(const struct roots *roots, struct pinned_root *root,
		      const struct weighed *certs, size_t n);

/* Whether a lane is of a unit that may say what becomes of a root's laptops, or of the root. */
bool worth_rules_laptops(const struct roots *roots, const struct pinned_root *root,
			 const struct lane *lane);
bool worth_rules_root(const struct roots *roots, const struct pinned_root *root,
		      const struct lane *lane);

#endif
