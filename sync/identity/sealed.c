#include "config.h"
#include "sync/identity/sealed.h"

#include <stdio.h>
#include <string.h>

#include "store/book/keys.h"
#include "store/book/now.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope_write.h"
#include "sync/crypto/package.h"
#include "sync/crypto/root.h"
#include "sync/identity/trust.h"

static bool address(struct manifest *m, const char *to)
{
	m->to_laptop = !strncmp(to, "l-", 2);
	m->to_unit = !m->to_laptop;
	if (m->to_laptop)
		return hex_read(m->to_pk, sizeof m->to_pk, to + 2, strlen(to + 2));
	return (size_t)snprintf(m->to_code, sizeof m->to_code, "%s", to) < sizeof m->to_code;
}

static void hash_lines(struct manifest *m, const struct buffer *lines)
{
	struct root root;

	root_begin(&root, m->format);
	for (size_t at = 0; at < lines->len;) {
		const char *end = memchr(lines->text + at, '\n', lines->len - at);
		size_t n = (size_t)(end - (lines->text + at));

		root_line(&root, lines->text + at, n);
		at += n + 1;
	}
	root_end(&root, m->root);
	m->raw = (int64_t)lines->len;
}

/* The manifest of it, as this laptop signs it now. */
static bool describe(struct book *book, const struct sealed *what, struct buffer *manifest)
{
	const struct moment *now = book_now(book);
	struct manifest m = {
		.format = what->format,
		.reader = MANIFEST_READER,
		.day = now->day,
		.minute = now->minute,
		.clk = now->trust == CLOCK_RIGHT ? CLK_OK : CLK_ASKED,
	};
	bool fits = address(&m, what->to);

	snprintf(m.app, sizeof m.app, "%s", PACKAGE_VERSION);
	snprintf(m.unit, sizeof m.unit, "%s", book_unit(book));
	hash_lines(&m, what->lines);
	manifest_write(manifest, &m, what->own);
	return fits;
}

static int seal(const struct buffer *package, const uint8_t box[BOX_BYTES], struct buffer *file,
		struct fault *f)
{
	struct envelope_writer *w;
	uint8_t to[1][BOX_BYTES];
	enum sealing sealing;

	memcpy(to[0], box, BOX_BYTES);
	sealing = envelope_begin(&w, file, false, (const uint8_t (*)[BOX_BYTES])to, 1);
	if (sealing == SEALING_NOMEM)
		return fault_set(f, FAULT_NOMEM, NULL);
	if (sealing != SEALING_FINE)
		return fault_field(f, "box", REASON_BAD_CODE, NULL);
	envelope_put(w, package->text, package->len);
	envelope_end(w);
	return FAULT_OK;
}

/* Signed by this laptop, into `package`. */
static int put_together(struct book *book, const struct sealed *what, const struct buffer *chain,
			const struct buffer *manifest, struct buffer *package, struct fault *f)
{
	uint8_t secret[SIGN_SECRET_BYTES];
	struct buffer body = { 0 };
	int rc = keys_read(book_db(book), OWN_SIGN_SK, secret, sizeof secret, f);

	if (!rc) {
		body_pack(&body, buffer_text(what->lines), what->lines->len);
		package_write(package, chain, manifest, &body, secret);
	}
	wipe(secret, sizeof secret);
	buffer_release(&body);
	return rc;
}

int sealed_write(struct book *book, const struct identity *id, const struct sealed *what,
		 struct buffer *file, uint8_t hash[HASH_BYTES], bool *enrolled, struct fault *f)
{
	struct buffer chain = { 0 }, manifest = { 0 }, package = { 0 };
	bool fits = describe(book, what, &manifest);
	int rc = trust_own_chain(book, id, &chain, enrolled, f);

	if (!rc && !fits)
		rc = fault_field(f, "to", REASON_BAD_CODE, NULL);
	if (!rc && *enrolled)
		rc = put_together(book, what, &chain, &manifest, &package, f);
	if (!rc && *enrolled)
		rc = seal(&package, what->box, file, f);
	manifest_hash(hash, buffer_text(&manifest), manifest.len);
	buffer_release(&chain);
	buffer_release(&manifest);
	buffer_release(&package);
	return rc;
}
