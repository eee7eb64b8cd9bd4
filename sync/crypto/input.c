#include "config.h"
#include "sync/crypto/input.h"

#include <string.h>

#include "store/base/crypto.h"

enum refusal input_read(struct input *in, void *to, size_t n, size_t *got)
{
	return in->read(in, to, n, got);
}

enum refusal input_rewind(struct input *in)
{
	return in->rewind(in);
}

enum refusal input_read_all(struct input *in, void *to, size_t n)
{
	size_t got;
	enum refusal no = input_read(in, to, n, &got);

	return no ? no : got < n ? REFUSAL_CUT : REFUSAL_NONE;
}

enum refusal input_skip(struct input *in, uint64_t n)
{
	uint8_t room[4096];
	enum refusal no = REFUSAL_NONE;

	while (n && !no) {
		size_t piece = n < sizeof room ? (size_t)n : sizeof room;

		no = input_read_all(in, room, piece);
		n -= piece;
	}
	wipe(room, sizeof room);
	return no;
}

/* ---- memory ---- */

static enum refusal memory_read(struct input *in, void *to, size_t n, size_t *got)
{
	struct input_memory *m = (struct input_memory *)in;

	if (n > m->len - m->at)
		n = m->len - m->at;
	if (n)
		memcpy(to, m->bytes + m->at, n);
	m->at += n;
	*got = n;
	return REFUSAL_NONE;
}

static enum refusal memory_rewind(struct input *in)
{
	((struct input_memory *)in)->at = 0;
	return REFUSAL_NONE;
}

void input_memory_init(struct input_memory *m, const void *bytes, size_t len)
{
	*m = (struct input_memory){
		.in = { .read = memory_read, .rewind = memory_rewind, .size = len },
		.bytes = bytes,
		.len = len,
	};
}

/* ---- a file ---- */

static enum refusal unread(struct input *in, int sys)
{
	in->sys = sys;
	return REFUSAL_UNREAD;
}

/* From the room what is there, then large pieces past it, small ones through it. */
static enum refusal file_read(struct input *in, void *to, size_t n, size_t *got)
{
	struct input_file *f = (struct input_file *)in;
	uint8_t *out = to;
	int err;

	*got = 0;
	while (n) {
		size_t here = f->fill - f->at, piece;

		if (!here && n >= sizeof f->room) {
			err = platform_read_whole(f->file, out, n, &piece);
			*got += piece;
			return err ? unread(in, err) : REFUSAL_NONE;
		}
		if (!here) {
			f->at = f->fill = 0;
			err = platform_read_whole(f->file, f->room, sizeof f->room, &f->fill);
			if (err)
				return unread(in, err);
			if (!f->fill)
				break;
			here = f->fill;
		}
		piece = n < here ? n : here;
		memcpy(out, f->room + f->at, piece);
		f->at += piece;
		out += piece;
		n -= piece;
		*got += piece;
	}
	return REFUSAL_NONE;
}

static enum refusal file_rewind(struct input *in)
{
	struct input_file *f = (struct input_file *)in;
	int err = platform_seek(f->file, 0);

	f->at = f->fill = 0;
	return err ? unread(in, err) : REFUSAL_NONE;
}

int input_file_init(struct input_file *f, handle_t file)
{
	f->in = (struct input){ .read = file_read, .rewind = file_rewind };
	f->file = file;
	f->at = f->fill = 0;
	return platform_size(file, &f->in.size);
}
