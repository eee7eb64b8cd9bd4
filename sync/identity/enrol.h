/*
 * enrol: asking to be enrolled, and certifying who asks.
 *
 * Certificates are issued by operations of records of type `key`: they go up, merge and are
 * undone as all else. Who may is asked of the role of who unlocked. What is issued makes trust
 * stale (trust.h): it counts after the next trust_refresh().
 */
#ifndef SYNC_IDENTITY_ENROL_H
#define SYNC_IDENTITY_ENROL_H

#include "store/book/book.h"
#include "sync/identity/identity.h"
#include "sync/identity/request.h"
#include "sync/identity/revoke.h"

/*
 * Append a request, a bare package: of this laptop, or of a unit's desk of its unit. team: code of
 * a team's laptop, "": none is known.
 */
int enrol_request(struct book *book, const struct identity *id, const char *team,
		  struct buffer *package, struct fault *f);

/* What is granted to who asks. */
struct grant {
	const char *team;  /* of a team's laptop; NULL as asked, or as it is enrolled already */
	const char *codes; /* communes, commas between, beside the unit's own; NULL: all the root's */
	day_t expires;     /* DAY_MAX never */
};
/*
 * In a transaction of its own: issue a certificate for a request, after its fingerprint was typed.
 * A laptop that is enrolled gets another (a renewal). FAULT_NOT_PERMITTED: no right; the
 * fingerprint is another's (subject "fingerprint"); the key is revoked (subject "revoked"); another
 * root of that unit stands (subject ENROL_SECOND).
 * FAULT_FIELD: "box" (nothing can be sealed for it), "unit", "level" (not one this desk enrols),
 * "team", "codes", "expires".
 */
#define ENROL_SECOND "second_root"
int enrol_grant(struct book *book, const struct identity *id, const struct request *request,
		const char *fingerprint, const struct grant *grant, struct fault *f);

/* Whether a transaction of that verb issued a certificate or revoked a key. */
bool enrol_is_verb(const char *verb);

/*
 * Inside a transaction, trust being worked out: this desk's own laptop gets a certificate of its
 * own root, and the root one of itself, where they lack one that fits. None where one of them is
 * revoked.
 */
int enrol_self(struct book *book, const struct identity *id, struct fault *f);

#endif
