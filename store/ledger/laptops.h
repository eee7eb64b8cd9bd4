/*
 * laptops: what each signing key comes to by the certificates that count.
 *
 * Worked out by sync/identity/trust.h from roots, certificates and records of type `key`; all
 * others ask here. A key that no certificate that counts speaks of has no row.
 */
#ifndef STORE_LEDGER_LAPTOPS_H
#define STORE_LEDGER_LAPTOPS_H

#include <stdbool.h>

#include "store/base/date.h"
#include "store/ledger/ledger.h"
#include "store/oplog/lane.h"

struct laptop {
	uint8_t sign[LEDGER_KEY];
	uint8_t root[LEDGER_KEY]; /* under which it counts */
	uint8_t box[LEDGER_KEY];  /* of the newest certificate */
	enum book_level level;
	char unit[LANE_UNIT];
	char team[LANE_TEAM];     /* "" none */
	char codes[LANE_CODES];
	char name[LEDGER_NAME];
	int64_t number;           /* lowest that counts */
	int64_t newest;           /* key of the newest certificate, for chains */
	day_t expires;            /* DAY_MAX never */
	bool revoked;             /* by a record of type key that counts */
};

int laptops_find(struct db *db, const uint8_t sign[LEDGER_KEY], struct laptop *out, bool *there,
		 struct fault *f);
/* All, by unit, level, team, number; *out is the caller's to free(). */
int laptops_all(struct db *db, struct laptop **out, size_t *n, struct fault *f);
int laptops_put(struct db *db, const struct laptop *laptop, struct fault *f);
int laptops_remove(struct db *db, const uint8_t sign[LEDGER_KEY], struct fault *f);

/* ---- lanes and their keys ---- */

/*
 * Bind a lane to a key: *fits is false, and nothing changes, when it is known of another. lane:
 * the row of lane_intern().
 */
int laptops_bind_lane(struct db *db, int64_t lane, const uint8_t sign[LEDGER_KEY], bool *fits,
		      struct fault *f);
/* Keys of the lanes of a signing key: *out is the caller's to free(). */
int laptops_lanes(struct db *db, const uint8_t sign[LEDGER_KEY], int64_t **out, size_t *n,
		  struct fault *f);
/* The signing key of a lane; *there: it is known. */
int laptops_of_lane(struct db *db, int64_t lane, uint8_t sign[LEDGER_KEY], bool *there,
		    struct fault *f);

#endif
