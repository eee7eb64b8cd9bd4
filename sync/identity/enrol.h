/*
 * enrol: asking to be enrolled, and certifying who asks.
 *
 * Certificates are issued, and keys revoked, by operations of records of type `key`: they go up,
 * merge and are undone as all else. Who may is asked of the role of who unlocked.
 */
#ifndef SYNC_IDENTITY_ENROL_H
#define SYNC_IDENTITY_ENROL_H

#include "sync/identity/identity.h"
#include "sync/identity/request.h"
#include "store/book/book.h"

/* Append a request, a bare package: of this laptop, or of a unit's desk of its unit. team "": none is known. */
int enrol_request(struct book *book, const struct identity *id, const char *team,
		  struct buffer *package, struct fault *f);

/* What is granted to who asks. */
struct grant {
	const char *team;  /* of a team's laptop; NULL as asked */
	const char *codes; /* communes, commas between; NULL: the unit's own */
	day_t expires;     /* DAY_MAX never */
};
/*
 * In a transaction of its own: issue a certificate for a request, after its fingerprint was typed. A laptop that is
 * enrolled gets another (a renewal). FAULT_NOT_PERMITTED: no right; the fingerprint is another's
 * (subject "fingerprint"); the key is revoked (subject "revoked"); FAULT_FIELD: "box", "team", "codes".
 */
int enrol_grant(struct book *book, const struct identity *id, const struct request *request,
		const char *fingerprint, const struct grant *grant, struct fault *f);

/* Inside a transaction: this desk's own laptop gets a certificate of its own root, where it lacks one that fits. */
int enrol_self(struct book *book, const struct identity *id, struct fault *f);

/*
 * In a transaction of its own: revoke a key (laptop or enrolled unit's root), keeping the batches named, by default all tips held
 * now. keep: JSON array as the record has it, or NULL. FAULT_NOT_FOUND, FAULT_NOT_PERMITTED.
 */
int enrol_revoke(struct book *book, const struct identity *id, const uint8_t sign[SIGN_PUBLIC_BYTES],
		 const json_t *keep, struct fault *f);

#endif
