/*
 * request: a laptop, or a unit's desk, that asks to be enrolled.
 *
 * The keys of such a package's manifest (docs/format-batch.md, "Enrolment").
 * All of it is what somebody claims: only the fingerprint that the other side
 * reads out makes it true.
 */
#ifndef SYNC_IDENTITY_REQUEST_H
#define SYNC_IDENTITY_REQUEST_H

#include "sync/crypto/certificate.h"

struct request {
	uint8_t sign_pk[SIGN_PUBLIC_BYTES]; /* of a unit's desk its root */
	uint8_t box_pk[BOX_BYTES];
	char unit_name[SIGNED_NAME];
	enum certified_level level;
	char team[SIGNED_NAME]; /* code; "": none */
	char name[SIGNED_NAME];
};

/* Read the manifest of a request; false when something in it is not as it must be. */
bool request_read(struct request *out, const char *manifest, size_t n);

#endif
