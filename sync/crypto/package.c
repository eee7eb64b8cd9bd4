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

/* Who hears the lines, and what they have come to. */
struct walk {
	package_line_fn *each;
	void *arg;
	struct root root;
	uint64_t lines;
	bool bare; /* one of them is an id alone */
};

static enum refusal walk_line(struct walk *w, const char *line, size_t len)
{
	struct batch_line read;

	w->lines++;
	if (w->root.format == FORMAT_BATCH) {
		batch_line_read(&read, line, len);
		w->bare |= read.bare;
		if (w->lines > LIMIT_OPERATIONS)
			return REFUSAL_BAD_BODY;
	}
	root_line(&w->root, line, len);
	return w->each ? w->each(w->arg, line, len) : REFUSAL_NONE;
}

static enum refusal walk(struct body *body, struct walk *w)
{
	for (;;) {
		const char *line;
		size_t len;
		enum refusal no = body_line(body, &line, &len);

		if (no || !line)
			return no;
		no = walk_line(w, line, len);
		if (no)
			return no;
	}
}

enum refusal package_walk_body(struct package *p, const struct manifest *m, uint64_t *lines,
			       package_line_fn *each, void *arg)
{
	struct body *body = body_open(p->in, p->body, (uint64_t)m->raw);
	struct walk w = { .each = each, .arg = arg };
	uint8_t right[HASH_BYTES];
	enum refusal no;

	root_begin(&w.root, m->format);
	no = walk(body, &w);
	root_end(&w.root, right);
	if (!no && (!right_size(m, body_unpacked(body), w.bare) ||
		    memcmp(right, m->root, sizeof right)))
		no = REFUSAL_BAD_BODY;
	body_close(body);
	*lines = w.lines;
	return no == REFUSAL_CUT ? REFUSAL_BAD_BODY : no;
}

enum refusal package_check_body(struct package *p, const struct manifest *m, uint64_t *lines)
{
	return package_walk_body(p, m, lines, NULL, NULL);
}

/* ---- writing ---- */

void package_head(uint8_t head[PACKAGE_HEAD], size_t chain, size_t manifest, size_t body,
		  const uint8_t signature[SIGNATURE_BYTES])
{
	memcpy(head, PACKAGE_MAGIC, AT_VERSION);
	put_u32(head + AT_VERSION, PACKAGE_FORMAT);
	put_u32(head + AT_CHAIN, chain);
	put_u32(head + AT_MANIFEST, manifest);
	put_u32(head + AT_BODY, body);
	memcpy(head + AT_SIGNATURE, signature, SIGNATURE_BYTES);
}

static void put(struct buffer *out, const struct buffer *part)
{
	buffer_put_bytes(out, buffer_text(part), part->len);
}

void package_write(struct buffer *out, const struct buffer *chain, const struct buffer *manifest,
		   const struct buffer *body, const uint8_t secret[SIGN_SECRET_BYTES])
{
	uint8_t signature[SIGNATURE_BYTES], head[PACKAGE_HEAD];

	sign_bytes(signature, CONTEXT_PACKAGE, buffer_text(manifest), manifest->len, secret);
	package_head(head, chain->len, manifest->len, body->len, signature);
	buffer_put_bytes(out, head, sizeof head);
	put(out, chain);
	put(out, manifest);
	put(out, body);
}
