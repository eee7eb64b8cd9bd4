#include "config.h"
#include "sync/crypto/root.h"

#include <string.h>

void batch_line_read(struct batch_line *out, const char *line, size_t len)
{
	out->local = len && *line == '!';
	line += out->local;
	len -= out->local;
	out->bare = len == ID_TEXT - 1 && *line != '{';
	if (out->bare) {
		char text[ID_TEXT];

		memcpy(text, line, len);
		text[len] = 0;
		out->bare = !id_parse(&out->id, text);
	}
	out->op = out->bare ? NULL : line;
	out->n = out->bare ? 0 : len;
	if (!out->bare)
		out->id = id_of(line, len);
}

void root_begin(struct root *r, enum package_format format)
{
	r->format = format;
	crypto_generichash_init(&r->state, NULL, 0, HASH_BYTES);
}

void root_line(struct root *r, const char *line, size_t len)
{
	struct batch_line read;
	uint8_t mark;

	if (r->format != FORMAT_BATCH) {
		crypto_generichash_update(&r->state, (const uint8_t *)line, len);
		crypto_generichash_update(&r->state, (const uint8_t *)"\n", 1);
		return;
	}
	batch_line_read(&read, line, len);
	mark = read.local;
	crypto_generichash_update(&r->state, &mark, 1);
	crypto_generichash_update(&r->state, read.id.b, sizeof read.id.b);
}

void root_end(struct root *r, uint8_t out[HASH_BYTES])
{
	crypto_generichash_final(&r->state, out, HASH_BYTES);
}
