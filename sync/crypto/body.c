#include "config.h"
#include "sync/crypto/body.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>
/* Its own memory would be given back with people's records in it. */
#define ZSTD_STATIC_LINKING_ONLY
#include <zstd.h>
#include <zstd_errors.h>

#include "store/base/memory.h"
#include "sync/crypto/limits.h"

enum { PACKED = 16384, LEVEL = 3 };

struct body {
	struct input *in;
	uint64_t left;     /* packed bytes not read yet */
	uint64_t raw, had; /* bytes that may come; that came */
	uint64_t lines;    /* bytes of the lines given out */
	ZSTD_DCtx *zstd;
	bool begun, ended;
	ZSTD_inBuffer packed;
	uint8_t room[PACKED];
	size_t start, fill; /* text[start..fill) is not given out yet */
	char text[LIMIT_LINE + 1];
};

static void *give(void *arg, size_t size)
{
	(void)arg;
	return memory_alloc(size);
}

static void take_back(void *arg, void *block)
{
	(void)arg;
	memory_free_wiped(block);
}

static const ZSTD_customMem wiped = { give, take_back, NULL };

struct body *body_open(struct input *in, uint32_t packed, uint64_t raw)
{
	struct body *b = memory_alloc_zero(1, sizeof *b);

	b->in = in;
	b->left = packed;
	b->raw = raw;
	b->ended = !packed;
	b->packed.src = b->room;
	b->zstd = ZSTD_createDCtx_advanced(wiped);
	if (!b->zstd)
		memory_out();
	ZSTD_DCtx_setParameter(b->zstd, ZSTD_d_windowLogMax, LIMIT_WINDOW_LOG_READ);
	return b;
}

void body_close(struct body *b)
{
	ZSTD_freeDCtx(b->zstd);
	memory_free_wiped(b);
}

uint64_t body_unpacked(const struct body *b)
{
	return b->lines;
}

/* A frame and no skippable one. zstd itself refuses one whose dictionary it was not given. */
static bool begins_well(const struct body *b)
{
	static const uint8_t magic[] = { 0x28, 0xb5, 0x2f, 0xfd };
	size_t n = b->packed.size;

	return n > sizeof magic && !memcmp(b->room, magic, sizeof magic);
}

static enum refusal read_packed(struct body *b)
{
	size_t n = b->left < sizeof b->room ? (size_t)b->left : sizeof b->room;
	enum refusal no = input_read_all(b->in, b->room, n);

	if (no)
		return no;
	b->left -= n;
	b->packed.size = n;
	b->packed.pos = 0;
	if (!b->begun && !begins_well(b))
		return REFUSAL_BAD_BODY;
	b->begun = true;
	return REFUSAL_NONE;
}

/* More text behind what is there, as much as fits and one byte more than may come. */
static enum refusal unpack(struct body *b)
{
	uint64_t may = b->raw - b->had + 1, room = sizeof b->text - b->fill;
	ZSTD_outBuffer out = { b->text + b->fill, (size_t)(may < room ? may : room), 0 };
	size_t hint;

	if (b->packed.pos == b->packed.size && b->left) {
		enum refusal no = read_packed(b);

		if (no)
			return no;
	}
	hint = ZSTD_decompressStream(b->zstd, &out, &b->packed);
	if (ZSTD_getErrorCode(hint) == ZSTD_error_memory_allocation)
		memory_out();
	if (ZSTD_isError(hint))
		return REFUSAL_BAD_BODY;
	b->fill += out.pos;
	b->had += out.pos;
	if (b->had > b->raw)
		return REFUSAL_BAD_BODY;
	if (!hint) {
		b->ended = true;
		return b->left || b->packed.pos < b->packed.size ? REFUSAL_BAD_BODY : REFUSAL_NONE;
	}
	/* It wants more, and there is none. */
	return !b->left && b->packed.pos == b->packed.size && out.pos < out.size ? REFUSAL_BAD_BODY :
									  REFUSAL_NONE;
}

/* A line in what is there, or NULL. */
static char *line_end(const struct body *b, size_t from)
{
	return memchr(b->text + from, '\n', b->fill - from);
}

enum refusal body_line(struct body *b, const char **line, size_t *len)
{
	size_t searched = b->start;
	char *end;

	*line = NULL;
	*len = 0;
	while (!(end = line_end(b, searched))) {
		enum refusal no;

		if (b->ended)
			return b->start == b->fill ? REFUSAL_NONE : REFUSAL_BAD_BODY;
		if (b->start) {
			memmove(b->text, b->text + b->start, b->fill - b->start);
			b->fill -= b->start;
			b->start = 0;
		}
		searched = b->fill;
		if (b->fill == sizeof b->text)
			return REFUSAL_BAD_BODY;
		no = unpack(b);
		if (no)
			return no;
	}
	*line = b->text + b->start;
	*len = (size_t)(end - *line);
	b->start += *len + 1;
	b->lines += *len + 1;
	return *len ? REFUSAL_NONE : REFUSAL_BAD_BODY;
}

/* ---- packing ---- */

struct body_packer {
	struct buffer *out;
	ZSTD_CCtx *zstd;
	bool any;
	char room[PACKED];
};

struct body_packer *body_pack_begin(struct buffer *out, size_t about)
{
	struct body_packer *p = memory_alloc(sizeof *p);

	p->out = out;
	p->any = false;
	p->zstd = ZSTD_createCCtx_advanced(wiped);
	if (!p->zstd)
		memory_out();
	ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_compressionLevel, LEVEL);
	ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_srcSizeHint,
			       about < INT_MAX ? (int)about : INT_MAX); /* a window no larger */
	return p;
}

/* Until all of `in` is taken, at the end until all is out. It fails for want of memory alone. */
static void pack(struct body_packer *p, ZSTD_inBuffer *in, ZSTD_EndDirective how)
{
	size_t left;

	do {
		ZSTD_outBuffer out = { p->room, sizeof p->room, 0 };

		left = ZSTD_compressStream2(p->zstd, &out, in, how);
		if (ZSTD_isError(left))
			memory_out();
		buffer_put_bytes(p->out, p->room, out.pos);
	} while (how == ZSTD_e_end ? left : in->pos < in->size);
}

void body_pack_put(struct body_packer *p, const char *bytes, size_t n)
{
	p->any |= n > 0;
	pack(p, &(ZSTD_inBuffer){ bytes, n, 0 }, ZSTD_e_continue);
}

void body_pack_end(struct body_packer *p)
{
	if (p->any)
		pack(p, &(ZSTD_inBuffer){ "", 0, 0 }, ZSTD_e_end);
	ZSTD_freeCCtx(p->zstd);
	memory_free_wiped(p);
}

void body_pack(struct buffer *out, const char *lines, size_t n)
{
	struct body_packer *p = body_pack_begin(out, n);

	body_pack_put(p, lines, n);
	body_pack_end(p);
}
