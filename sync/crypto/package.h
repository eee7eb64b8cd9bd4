/*
 * package: the one container of everything that travels.
 *
 * A head of PACKAGE_HEAD bytes, a chain of certificates, a signed manifest, a
 * packed body (docs/format-batch.md, "Package"). Alone it is a request; all
 * others come in an envelope. Reading goes in the order of the table "Judging":
 * nothing is unpacked before the signature has been verified.
 */
#ifndef SYNC_CRYPTO_PACKAGE_H
#define SYNC_CRYPTO_PACKAGE_H

#include "store/base/buffer.h"
#include "sync/crypto/certificate.h"
#include "sync/crypto/input.h"
#include "sync/crypto/limits.h"
#include "sync/crypto/manifest.h"

#define PACKAGE_MAGIC   "\x93sotayp\n"
#define PACKAGE_FORMAT 1
#define PACKAGE_HEAD    88
#define CHAIN_LINKS     2

struct package {
	struct input *in; /* borrowed; stands at the body once this was read */
	uint32_t body;    /* packed bytes */
	uint8_t signature[SIGNATURE_BYTES];
	uint8_t signer[SIGN_PUBLIC_BYTES]; /* the key that signed */
	uint8_t chain[LIMIT_CHAIN];
	size_t chain_len;
	struct chain_link links[CHAIN_LINKS]; /* the signer's, his unit's; into chain */
	int n_links;                          /* both, or none in a request */
	char manifest[LIMIT_MANIFEST];
	size_t manifest_len;
};

/*
 * Head, chain and manifest of an input of known size that stands at its beginning, and the
 * signature: NONE, BAD_PACKAGE, NEWER, BAD_SIGNATURE, or what reading says. *p may be large for
 * a stack, and must not be copied.
 */
enum refusal package_read(struct package *p, struct input *in);

/*
 * One line of a body, without its LF, good until this returns; anything but NONE ends the walk.
 * What the whole comes to is not known yet: who keeps something of it must be able to forget it.
 */
typedef enum refusal package_line_fn(void *arg, const char *line, size_t len);
/*
 * Everything the body must hold true to: one frame, lines, as many bytes as announced (in a
 * batch with bare lines at most those), the root. Each line is handed to `each`, which may be
 * NULL. *lines: how many there are. NONE, BAD_BODY, what `each` gave or what reading says. The
 * input stands behind the body then.
 */
enum refusal package_walk_body(struct package *p, const struct manifest *m, uint64_t *lines,
			       package_line_fn *each, void *arg);
/* The same, only looked at. */
enum refusal package_check_body(struct package *p, const struct manifest *m, uint64_t *lines);

/*
 * Append a package: the chain, a manifest that is signed with this key, a body packed by
 * body_pack(). Lengths are within the limits.
 */
void package_write(struct buffer *out, const struct buffer *chain, const struct buffer *manifest,
		   const struct buffer *body, const uint8_t secret[SIGN_SECRET_BYTES]);
/*
 * The head of one whose manifest was signed before: chain, manifest and body, of such lengths, go
 * behind it.
 */
void package_head(uint8_t head[PACKAGE_HEAD], size_t chain, size_t manifest, size_t body,
		  const uint8_t signature[SIGNATURE_BYTES]);

#endif
