#include "config.h"
#include "sync/crypto/age_header.h"

#include <sodium.h>
#include <string.h>

#include "sync/crypto/base64.h"
#include "sync/crypto/hkdf.h"
#include "sync/crypto/limits.h"

enum { COLUMNS = 64, MAC_LETTERS = BASE64_LEN(HKDF_BYTES) };

static const char last_line[] = "---", stanza_line[] = "-> ", x25519[] = "X25519", scrypt[] = "scrypt";

/* A head as far as it has been read. */
struct head {
	struct input *in;
	struct buffer text; /* all of it: what the MAC is over */
	size_t line, len;   /* the line read last: where it begins; its length without LF */
	struct wrapped_key wrapped[LIMIT_STANZAS];
	int stanzas, x25519s;
	bool passphrase;
};

static const char *line_of(const struct head *h)
{
	return buffer_text(&h->text) + h->line;
}

static enum refusal read_line(struct head *h)
{
	enum refusal no = REFUSAL_NONE;
	char c = 0;

	h->line = h->text.len;
	while (!no && c != '\n') {
		if (h->text.len == LIMIT_AGE_HEADER)
			return REFUSAL_BAD_HEADER;
		no = input_read_all(h->in, &c, 1);
		if (!no)
			buffer_put_char(&h->text, c);
	}
	if (no) /* armour that is wrong leaves no head */
		return no == REFUSAL_CHANGED ? REFUSAL_BAD_HEADER : no;
	h->len = h->text.len - h->line - 1;
	return REFUSAL_NONE;
}

/* ---- stanzas ---- */

/* The next argument in the line; false when there is none, *at then tells whether that is right. */
static bool next_argument(const char *line, size_t len, size_t *at, const char **arg, size_t *n)
{
	size_t end = *at;

	while (end < len && line[end] >= 0x21 && line[end] <= 0x7e)
		end++;
	if (end == *at || (end < len && (line[end] != ' ' || end + 1 == len)))
		return false;
	*arg = line + *at;
	*n = end - *at;
	*at = end < len ? end + 1 : len;
	return true;
}

static bool is(const char *arg, size_t n, const char *word)
{
	return n == strlen(word) && !memcmp(arg, word, n);
}

/* "-> TYPE ARGUMENT …": what kind of stanza it is, for X25519 with its share. */
static enum refusal read_arguments(struct head *h, bool *ours)
{
	const char *line = line_of(h), *type, *arg, *share = NULL;
	size_t at = sizeof stanza_line - 1, n_type, n, n_share = 0;
	int count = 0;

	if (h->len < at || memcmp(line, stanza_line, at) ||
	    !next_argument(line, h->len, &at, &type, &n_type))
		return REFUSAL_BAD_HEADER;
	while (at < h->len) {
		if (!next_argument(line, h->len, &at, &arg, &n))
			return REFUSAL_BAD_HEADER;
		if (!count++) {
			share = arg;
			n_share = n;
		}
	}
	*ours = is(type, n_type, x25519);
	h->passphrase |= is(type, n_type, scrypt);
	if (*ours && (count != 1 || !base64_decode_exact(h->wrapped[h->x25519s].share, BOX_BYTES,
							 share, n_share)))
		return REFUSAL_BAD_HEADER;
	return REFUSAL_NONE;
}

/* Lines of 64 letters and a last one that is shorter, perhaps empty. */
static enum refusal read_body(struct head *h, bool ours)
{
	uint8_t bytes[COLUMNS];
	size_t n, body = 0;
	enum refusal no;

	do {
		no = read_line(h);
		if (no)
			return no;
		if (h->len > COLUMNS || !base64_decode(bytes, sizeof bytes, line_of(h), h->len, &n))
			return REFUSAL_BAD_HEADER;
		if (ours && body + n <= WRAPPED_BYTES)
			memcpy(h->wrapped[h->x25519s].body + body, bytes, n);
		body += n;
		if (body > LIMIT_STANZA_BODY)
			return REFUSAL_BAD_HEADER;
	} while (h->len == COLUMNS);
	return ours && body != WRAPPED_BYTES ? REFUSAL_BAD_HEADER : REFUSAL_NONE;
}

static enum refusal read_stanza(struct head *h)
{
	enum refusal no;
	bool ours;

	if (h->stanzas++ == LIMIT_STANZAS)
		return REFUSAL_BAD_HEADER;
	no = read_arguments(h, &ours);
	if (!no)
		no = read_body(h, ours);
	if (!no && ours)
		h->x25519s++;
	return no;
}

/* ---- the whole head ---- */

static bool at_last_line(const struct head *h)
{
	return h->len >= sizeof last_line - 1 && !memcmp(line_of(h), last_line, sizeof last_line - 1);
}

static enum refusal read_stanzas(struct head *h)
{
	enum refusal no = read_line(h);

	if (no)
		return no;
	if (h->text.len != sizeof AGE_FIRST_LINE - 1 ||
	    memcmp(line_of(h), AGE_FIRST_LINE, h->text.len))
		return REFUSAL_BAD_HEADER;
	for (;;) {
		no = read_line(h);
		if (no || at_last_line(h))
			break;
		no = read_stanza(h);
		if (no)
			break;
	}
	if (!no && (!h->stanzas || (h->passphrase && h->stanzas > 1)))
		no = REFUSAL_BAD_HEADER;
	return no;
}

/* Every stanza is tried with every key: one with a share of small order spoils the whole head. */
static enum refusal find_key(const struct head *h, const struct box_key *keys, size_t n,
			     uint8_t file_key[FILE_KEY_BYTES])
{
	uint8_t tried[FILE_KEY_BYTES];
	bool found = false, spoilt = false;

	for (int i = 0; i < h->x25519s; i++) {
		for (size_t k = 0; k < n; k++) {
			switch (box_unwrap(tried, &h->wrapped[i], &keys[k])) {
			case UNWRAPPED:
				if (!found)
					memcpy(file_key, tried, sizeof tried);
				found = true;
				break;
			case UNWRAPPED_SMALL_ORDER:
				spoilt = true;
				break;
			case UNWRAPPED_NOT_OURS:
				break;
			}
		}
	}
	sodium_memzero(tried, sizeof tried);
	return spoilt ? REFUSAL_BAD_HEADER : found ? REFUSAL_NONE : REFUSAL_NOT_FOR_US;
}

/* Of the text up to and with "---". */
static void head_mac(uint8_t out[HKDF_BYTES], const uint8_t file_key[FILE_KEY_BYTES],
		     const char *text, size_t len)
{
	uint8_t key[HKDF_BYTES];

	hkdf_sha256(key, file_key, FILE_KEY_BYTES, NULL, 0, "header");
	hmac_sha256(out, key, sizeof key, text, len);
	sodium_memzero(key, sizeof key);
}

static enum refusal verify(const struct head *h, const uint8_t file_key[FILE_KEY_BYTES],
			   const uint8_t mac[HKDF_BYTES])
{
	uint8_t right[HKDF_BYTES];

	head_mac(right, file_key, buffer_text(&h->text), h->line + sizeof last_line - 1);
	return sodium_memcmp(mac, right, sizeof right) ? REFUSAL_CHANGED : REFUSAL_NONE;
}

static enum refusal read_head(struct head *h, const struct box_key *keys, size_t n,
			      uint8_t file_key[FILE_KEY_BYTES])
{
	const size_t before = sizeof last_line; /* and one space */
	uint8_t mac[HKDF_BYTES];
	enum refusal no = read_stanzas(h);

	if (no)
		return no;
	if (h->len != before + MAC_LETTERS || line_of(h)[before - 1] != ' ' ||
	    !base64_decode_exact(mac, sizeof mac, line_of(h) + before, MAC_LETTERS))
		return REFUSAL_BAD_HEADER;
	no = find_key(h, keys, n, file_key);
	return no ? no : verify(h, file_key, mac);
}

enum refusal age_header_read(struct input *in, const struct box_key *keys, size_t n,
			     uint8_t file_key[FILE_KEY_BYTES], int *recipients)
{
	struct head h = { .in = in };
	enum refusal no = read_head(&h, keys, n, file_key);

	*recipients = h.x25519s;
	if (no)
		sodium_memzero(file_key, FILE_KEY_BYTES);
	buffer_release(&h.text);
	return no;
}

/* ---- writing ---- */

static void put_base64(struct buffer *out, const uint8_t bytes[32])
{
	char text[BASE64_LEN(32) + 1];

	base64_encode(text, bytes, 32);
	buffer_print(out, "%s\n", text);
}

bool age_header_write(struct buffer *out, const uint8_t file_key[FILE_KEY_BYTES],
		      const uint8_t (*recipients)[BOX_BYTES], size_t n)
{
	size_t start = out->len;
	uint8_t mac[HKDF_BYTES];

	buffer_put(out, AGE_FIRST_LINE);
	for (size_t i = 0; i < n; i++) {
		struct wrapped_key wrapped;

		if (!box_wrap(&wrapped, file_key, recipients[i]))
			return false;
		buffer_print(out, "%s%s ", stanza_line, x25519);
		put_base64(out, wrapped.share);
		put_base64(out, wrapped.body);
	}
	buffer_put(out, last_line);
	head_mac(mac, file_key, buffer_text(out) + start, out->len - start);
	buffer_put_char(out, ' ');
	put_base64(out, mac);
	return true;
}
