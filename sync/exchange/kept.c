#include "config.h"
#include "sync/exchange/kept.h"

#include <stdlib.h>

#include "store/base/memory.h"
#include "sync/crypto/body.h"

/* Stand at the body. */
static bool stand(struct kept *k)
{
	return !input_rewind(&k->in.in) && !package_read(&k->package, &k->in.in);
}

int kept_open(struct book *book, int64_t batch, struct kept **out, bool *can, struct fault *f)
{
	struct kept *k = *out = memory_alloc_zero(1, sizeof *k);
	int rc = batches_kept(book_db(book), batch, &k->bytes, f);

	input_memory_init(&k->in, k->bytes.bytes, k->bytes.n);
	*can = !rc && k->bytes.n && stand(k) &&
	       manifest_read(&k->manifest, k->package.manifest, k->package.manifest_len) &&
	       k->manifest.raw <= LIMIT_BODY_RAW;
	return rc;
}

void kept_close(struct kept *k)
{
	memory_free_wiped(k->bytes.bytes);
	memory_free_wiped(k);
}

static void put_line(struct buffer *lines, const struct batch_line *line, bool bare,
		     const char *text, size_t len)
{
	char id[ID_TEXT];

	if (bare && !line->bare) {
		id_text(id, &line->id);
		buffer_put(lines, line->local ? "!" : "");
		buffer_put(lines, id);
	} else {
		buffer_put_bytes(lines, text, len);
	}
	buffer_put_char(lines, '\n');
}

int kept_lines(struct kept *k, kept_line_fn *each, void *arg, struct buffer *lines, bool *can,
	       struct fault *f)
{
	struct body *body;
	const char *text;
	size_t len;
	int rc = FAULT_OK;

	*can = stand(k);
	if (!*can)
		return FAULT_OK;
	body = body_open(k->package.in, k->package.body, (uint64_t)k->manifest.raw);
	while (!rc && (*can = !body_line(body, &text, &len)) && text) {
		struct batch_line line;
		bool bare = false;

		batch_line_read(&line, text, len);
		rc = each(arg, &line, &bare, f);
		if (!rc && lines)
			put_line(lines, &line, bare, text, len);
	}
	body_close(body);
	return rc;
}
