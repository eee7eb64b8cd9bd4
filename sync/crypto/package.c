#include "config.h"
#include "sync/crypto/package.h"

#include <string.h>

#include "sync/crypto/body.h"
#include "sync/crypto/root.h"

/* Where things stand in the head. */
enum {
	AT_VERSION = 8,
	AT_CHAIN = 12,
	AT_MANIFEST = 16,
	AT_BODY = 20,
	AT_SIGNATURE = 24,
	SHORTEST_MANIFEST = 2,
};

static uint32_t get_u32(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void put_u32(uint8_t *at, size_t value)
{
	for (int i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

/* What ends too early has lengths that do not add up. */
static enum refusal read_part(struct input *in, void *to, size_t n)
{
	enum refusal no = input_read_all(in, to, n);

	return no == REFUSAL_CUT ? REFUSAL_BAD_PACKAGE : no;
}

static enum refusal read_head(struct package *p)
{
	uint8_t head[PACKAGE_HEAD];
	enum refusal no = read_part(p->in, head, AT_CHAIN);
	uint32_t version;

	if (no)
		return no;
	if (memcmp(head, PACKAGE_MAGIC, AT_VERSION))
		return REFUSAL_BAD_PACKAGE;
	version = get_u32(head + AT_VERSION);
	if (version != PACKAGE_FORMAT)
		return version ? REFUSAL_NEWER : REFUSAL_BAD_PACKAGE;
	no = read_part(p->in, head + AT_CHAIN, sizeof head - AT_CHAIN);
	if (no)
		return no;
	p->chain_len = get_u32(head + AT_CHAIN);
	p->manifest_len = get_u32(head + AT_MANIFEST);
	p->body = get_u32(head + AT_BODY);
	memcpy(p->signature, head + AT_SIGNATURE, SIGNATURE_BYTES);
	if (p->chain_len > LIMIT_CHAIN || p->manifest_len < SHORTEST_MANIFEST ||
	    p->manifest_len > LIMIT_MANIFEST || p->body > LIMIT_BODY_PACKED ||
	    p->in->size != (uint64_t)PACKAGE_HEAD + p->chain_len + p->manifest_len + p->body)
		return REFUSAL_BAD_PACKAGE;
	return REFUSAL_NONE;
}

/* No certificate, or two and nothing behind them. */
static bool read_links(struct package *p)
{
	size_t at = 0;

	p->n_links = 0;
	while (at < p->chain_len) {
		if (p->n_links == CHAIN_LINKS ||
		    !chain_next(p->chain, p->chain_len, &at, &p->links[p->n_links]))
			return false;
		p->n_links++;
	}
	return p->n_links != 1;
}

/* The key that must have signed: of the first certificate, or in a request its own. */
static bool find_signer(struct package *p)
{
	if (p->n_links)
		return certificate_signer(p->signer, p->links[0].payload, p->links[0].n);
	return certificate_signer(p->signer, p->manifest, p->manifest_len);
}

enum refusal package_read(struct package *p, struct input *in)
{
	enum refusal no;

	p->in = in;
	no = read_head(p);
	if (!no)
		no = read_part(in, p->chain, p->chain_len);
	if (!no)
		no = read_part(in, p->manifest, p->manifest_len);
	if (no)
		return no;
	if (!read_links(p) || !find_signer(p) ||
	    !sign_verify(p->signature, CONTEXT_PACKAGE, p->manifest, p->manifest_len, p->signer))
		return REFUSAL_BAD_SIGNATURE;
	return REFUSAL_NONE;
}

/* ---- the body ---- */

/* Whether its bytes are as many as announced; where an operation is left out there are fewer. */
static bool right_size(const struct manifest *m, uint64_t unpacked, bool bare)
{
	return unpacked == (uint64_t)m->raw || (bare && unpacked < (uint64_t)m->raw);
}

static enum refusal walk(struct body *body, const struct manifest *m, struct root *root,
			 uint64_t *lines, bool *bare)
{
	for (;;) {
		struct batch_line read;
		const char *line;
		size_t len;
		enum refusal no = body_line(body, &line, &len);

		if (no || !line)
			return no;
		++*lines;
		if (m->format == FORMAT_BATCH) {
			batch_line_read(&read, line, len);
			*bare |= read.bare;
			if (*lines > LIMIT_OPERATIONS)
				return REFUSAL_BAD_BODY;
		}
		root_line(root, line, len);
	}
}

enum refusal package_check_body(struct package *p, const struct manifest *m, uint64_t *lines)
{
	struct body *body = body_open(p->in, p->body, (uint64_t)m->raw);
	uint8_t right[HASH_BYTES];
	bool bare = false;
	struct root root;
	enum refusal no;

	*lines = 0;
	root_begin(&root, m->format);
	no = walk(body, m, &root, lines, &bare);
	root_end(&root, right);
	if (!no && (!right_size(m, body_unpacked(body), bare) ||
		    memcmp(right, m->root, sizeof right)))
		no = REFUSAL_BAD_BODY;
	body_close(body);
	return no == REFUSAL_CUT ? REFUSAL_BAD_BODY : no;
}

/* ---- writing ---- */

static void put(struct buffer *out, const struct buffer *part)
{
	buffer_put_bytes(out, buffer_text(part), part->len);
}

void package_write(struct buffer *out, const struct buffer *chain, const struct buffer *manifest,
		   const struct buffer *body, const uint8_t secret[SIGN_SECRET_BYTES])
{
	uint8_t head[PACKAGE_HEAD];

	memcpy(head, PACKAGE_MAGIC, AT_VERSION);
	put_u32(head + AT_VERSION, PACKAGE_FORMAT);
	put_u32(head + AT_CHAIN, chain->len);
	put_u32(head + AT_MANIFEST, manifest->len);
	put_u32(head + AT_BODY, body->len);
	sign_bytes(head + AT_SIGNATURE, CONTEXT_PACKAGE, buffer_text(manifest), manifest->len, secret);
	buffer_put_bytes(out, head, sizeof head);
	put(out, chain);
	put(out, manifest);
	put(out, body);
}
