/*
 * request: a laptop, or a unit's desk, that asks to be enrolled.
 *
 * The keys of such a package's manifest (docs/format-batch.md, "Enrolment").
 * All of it is what somebody claims: only the fingerprint that the other side
 * reads out makes it true.
 */
#ifndef SYNC_IDENTITY_REQUEST_H
#define SYNC_IDENTITY_REQUEST_H

#include "store/oplog/lane.h"
#include "sync/crypto/certificate.h"
#include "sync/crypto/input.h"

#define REQUEST_MEMBERS 64
#define REQUEST_VILLAGES 256 /* what is written at most */

struct request {
	uint8_t sign_pk[SIGN_PUBLIC_BYTES]; /* of a unit's desk its root */
	uint8_t box_pk[BOX_BYTES];
	char unit[SIGNED_CODE];
	char unit_name[SIGNED_NAME];
	enum certified_level level;
	char team[SIGNED_NAME]; /* code; "": none, or a team's laptop that does not know it yet */
	char name[SIGNED_NAME];
	uint8_t lane[LANE_BYTES]; /* it writes in now */
};

/* Read the manifest of a request; false when something in it is not as it must be. */
bool request_read(struct request *out, const char *manifest, size_t n);

/*
 * The request in an input that stands at its beginning. NONE; NOT_FOR_US: it is a package of
 * another kind; or why it is not whole.
 */
enum refusal request_open(struct request *out, struct input *in);

/*
 * The keys of a request in their order, as manifest_write() takes them; lists of codes are
 * taken over. New reference.
 */
json_t *request_keys(const struct request *r, json_t *villages, json_t *members);

#endif
