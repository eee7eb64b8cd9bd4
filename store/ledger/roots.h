/*
 * roots: whom this desk trusts to say what a laptop is and may.
 *
 * Its own unit's root, its parent's (whose fingerprint a person typed; one at a time), those of
 * the units it enrolled itself. Nothing else says what a certificate is worth
 * (docs/format-batch.md, "Certificates and whom a desk trusts").
 */
#ifndef STORE_LEDGER_ROOTS_H
#define STORE_LEDGER_ROOTS_H

#include <stdbool.h>

#include "store/ledger/ledger.h"
#include "store/oplog/lane.h"

enum root_whose { ROOT_OWN, ROOT_PARENT, ROOT_CHILD };

struct pinned_root {
	uint8_t pk[LEDGER_KEY], box[LEDGER_KEY];
	enum root_whose whose;
	enum book_level level;
	char unit[LANE_UNIT];
	char unit_name[LEDGER_NAME];
	char codes[LANE_CODES]; /* communes whose laptops' villages it may certify; commas between */
	bool revoked;
};

/* *there: whether it is pinned. */
int roots_find(struct db *db, const uint8_t pk[LEDGER_KEY], struct pinned_root *out, bool *there,
	       struct fault *f);
/* This desk's own; its parent's. */
int roots_own(struct db *db, struct pinned_root *out, bool *there, struct fault *f);
int roots_parent(struct db *db, struct pinned_root *out, bool *there, struct fault *f);
/*
 * That of a unit this desk enrolled, which is addressed by the unit's code; of several the one that
 * stands, then the one this desk certified first last: renewals change nothing.
 */
int roots_child(struct db *db, const char *unit, struct pinned_root *out, bool *there,
		struct fault *f);
/* All of them: *out is the caller's to free(). */
int roots_all(struct db *db, struct pinned_root **out, size_t *n, struct fault *f);

/* Pin one, or say something else of it. A parent takes the place of the one before. */
int roots_put(struct db *db, const struct pinned_root *root, struct fault *f);
int roots_remove(struct db *db, const uint8_t pk[LEDGER_KEY], struct fault *f);

#endif
