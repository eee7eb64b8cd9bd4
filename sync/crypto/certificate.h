/*
 * certificate: what a root says of a laptop, or of its own unit.
 *
 * A payload of JSON and a signature over it by `issuer` (docs/format-batch.md,
 * "Certificates"). Here it is only read, written and verified; whether one
 * counts is decided by whom a desk trusts.
 *
 * On the way it stands in a chain: length of the payload (2 bytes) ‖ payload ‖
 * signature.
 */
#ifndef SYNC_CRYPTO_CERTIFICATE_H
#define SYNC_CRYPTO_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/base/buffer.h"
#include "store/base/date.h"
#include "sync/crypto/limits.h"
#include "sync/crypto/sign.h"
#include "sync/crypto/signed_json.h"

enum certified { CERTIFIED_LAPTOP, CERTIFIED_UNIT };
enum certified_level { CERTIFIED_TEAM, CERTIFIED_COMMUNE, CERTIFIED_UPPER };

struct certificate {
	enum certified kind;
	uint8_t sign_pk[SIGN_PUBLIC_BYTES]; /* the laptop's; of a unit the root */
	uint8_t box_pk[BOX_BYTES];          /* the laptop's, the unit's */
	char unit[SIGNED_CODE];
	char unit_name[SIGNED_NAME];
	enum certified_level level;
	char team[SIGNED_NAME]; /* code; "": none */
	char codes[LIMIT_CODES][SIGNED_CODE]; /* of whose villages it may write */
	int n_codes;
	char name[SIGNED_NAME];
	day_t issued, expires; /* expires: DAY_MAX when it never does */
	int64_t number;        /* orders those of one issuer */
	uint8_t issuer[SIGN_PUBLIC_BYTES];
};

const char *certified_name(enum certified kind);        /* "laptop" "unit" */
const char *certified_level_name(enum certified_level level);
/* The level a key of signed JSON names; false when it names none. */
bool certified_level_read(const json_t *object, const char *key, enum certified_level *out);

/* The key `sign` of a payload, whatever else it says; false when it has none. */
bool certificate_signer(uint8_t pk[SIGN_PUBLIC_BYTES], const char *payload, size_t n);

/* Read a payload; false when something in it is not as it must be. Nothing is verified. */
bool certificate_read(struct certificate *out, const char *payload, size_t n);

/* Whether `signature` is that of the issuer it names. */
bool certificate_verify(const struct certificate *c, const char *payload, size_t n,
			const uint8_t signature[SIGNATURE_BYTES]);

/* Append the payload as it is to be signed. */
void certificate_write(struct buffer *out, const struct certificate *c);

/* One certificate as it stands in a chain; pointers into it. */
struct chain_link {
	const char *payload;
	size_t n;
	const uint8_t *signature;
};

/* The next one at *at, which moves behind it; false when lengths do not fit. */
bool chain_next(const uint8_t *chain, size_t len, size_t *at, struct chain_link *out);

/* Append one that is signed to a chain. */
void chain_put(struct buffer *chain, const struct chain_link *link);
/* Append a payload with the signature of a root to a chain. */
void chain_append(struct buffer *chain, const char *payload, size_t n,
		  const uint8_t root_secret[SIGN_SECRET_BYTES]);

#endif
