#include "config.h"
#include "store/base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "store/base/memory.h"

enum { FIRST_ROOM = 256 };

/* Room for n more bytes and the NUL. By hand, not realloc(): what is left behind is wiped. */
static char *make_room(struct buffer *b, size_t n)
{
	size_t room = b->room ? b->room : FIRST_ROOM;
	char *text;

	if (n < b->room - b->len)
		return b->text + b->len;
	while (n >= room - b->len) {
		if (room > (size_t)-1 / 2)
			memory_out();
		room *= 2;
	}
	text = memory_alloc(room);
	if (b->text) {
		memcpy(text, b->text, b->len + 1);
		memory_free_wiped(b->text);
	}
	b->text = text;
	b->room = room;
	return b->text + b->len;
}

void buffer_put_bytes(struct buffer *b, const void *bytes, size_t n)
{
	char *to = make_room(b, n);

	if (n)
		memcpy(to, bytes, n);
	to[n] = 0;
	b->len += n;
}

void buffer_put(struct buffer *b, const char *text)
{
	buffer_put_bytes(b, text, strlen(text));
}

void buffer_put_char(struct buffer *b, char c)
{
	buffer_put_bytes(b, &c, 1);
}

void buffer_print(struct buffer *b, const char *format, ...)
{
	va_list args, again;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len > 0) {
		vsnprintf(make_room(b, (size_t)len), (size_t)len + 1, format, again);
		b->len += (size_t)len;
	}
	va_end(again);
}

const char *buffer_text(const struct buffer *b)
{
	return b->text ? b->text : "";
}

char *buffer_take(struct buffer *b, size_t *len)
{
	char *text = b->text ? b->text : memory_alloc_zero(1, 1);

	if (len)
		*len = b->len;
	*b = (struct buffer){ 0 };
	return text;
}

void buffer_release(struct buffer *b)
{
	memory_free_wiped(b->text);
	*b = (struct buffer){ 0 };
}
