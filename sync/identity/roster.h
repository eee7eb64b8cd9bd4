/*
 * roster: the laptops and units a desk knows by its certificates, and which of them a person means.
 */
#ifndef SYNC_IDENTITY_ROSTER_H
#define SYNC_IDENTITY_ROSTER_H

#include "store/ledger/laptops.h"
#include "store/ledger/roots.h"
#include "sync/crypto/signed_json.h"
#include "sync/identity/identity.h"

struct rostered {
	bool unit;                  /* a unit, by its root; else a laptop */
	uint8_t sign[LEDGER_KEY];
	char tag[2 * HEX_BYTES + 1]; /* of that key, 16 digits */
	enum book_level level;
	bool here;                  /* a laptop of this desk's own unit */
	char code[LANE_UNIT];       /* of its unit */
	char team[LANE_TEAM];       /* "" none */
	char name[LEDGER_NAME];
	day_t expires;              /* DAY_MAX never */
	bool revoked;
	day_t heard;                /* when the newest batch of it came; 0 none yet */
};

/*
 * Units this desk enrolled, and the laptops of its unit and of those but its own, in the order of
 * units, levels, teams: *out is the caller's to free(). As trust was worked out last (trust.h).
 */
int roster_read(struct book *book, const struct identity *id, struct rostered **out, size_t *n,
		struct fault *f);

/*
 * The one a person means: by a team's code, of another unit "26572/T01" where that alone is not
 * enough, a unit's code, a name, or at least ROSTER_DIGITS
 * digits of its key or tag. Of several the one that is not revoked, if that is one alone.
 * FAULT_NOT_FOUND, FAULT_AMBIGUOUS.
 */
#define ROSTER_DIGITS 6
int roster_find(const struct rostered *all, size_t n, const char *text, const struct rostered **out,
		struct fault *f);

#endif
