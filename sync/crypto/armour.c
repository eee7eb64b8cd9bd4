#include "config.h"
#include "sync/crypto/armour.h"

#include <string.h>

#include "sync/crypto/base64.h"

/* A line without its end; longer than any that may be. */
enum { LINE_ROOM = ARMOUR_COLUMNS + 2 };

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* One byte of the text; *got false at its end. */
static enum refusal next_byte(struct armour *a, char *c, bool *got)
{
	size_t n;
	enum refusal no = input_read(a->text, c, 1, &n);

	*got = n == 1;
	a->in.sys = a->text->sys;
	return no;
}

static bool is(const char *line, size_t n, const char *text)
{
	return n == strlen(text) && !memcmp(line, text, n);
}

/* What ends the text, wherever it stands: no other line has a dash in it. */
static bool at_end(const char *line, size_t n)
{
	return is(line, n, ARMOUR_END);
}

/*
 * A line, without LF or CR LF, into `line`, which begins with n bytes of it; of the last one
 * nothing is read that follows ARMOUR_END.
 */
static enum refusal read_line(struct armour *a, char line[LINE_ROOM], size_t *n)
{
	bool got;
	char c;

	while (!at_end(line, *n)) {
		enum refusal no = next_byte(a, &c, &got);

		if (no)
			return no;
		if (!got)
			return REFUSAL_CUT;
		if (c == '\n')
			break;
		if (*n == LINE_ROOM)
			return REFUSAL_CHANGED;
		line[(*n)++] = c;
	}
	if (*n && line[*n - 1] == '\r')
		--*n;
	return REFUSAL_NONE;
}

/* White space, then the first line. */
static enum refusal begin(struct armour *a)
{
	char line[LINE_ROOM] = { 0 };
	enum refusal no;
	size_t n = 1;
	bool got;

	do {
		no = next_byte(a, line, &got);
		if (no)
			return no;
		if (!got)
			return REFUSAL_CUT;
	} while (is_white(*line));
	no = read_line(a, line, &n);
	if (!no && !is(line, n, ARMOUR_BEGIN))
		no = REFUSAL_CHANGED;
	a->begun = !no;
	return no;
}

/* Behind the last line there is white space, or nothing. */
static enum refusal end(struct armour *a)
{
	bool got = true;
	char c = ' ';

	while (got && is_white(c)) {
		enum refusal no = next_byte(a, &c, &got);

		if (no)
			return no;
	}
	a->ended = !got;
	return got ? REFUSAL_CHANGED : REFUSAL_NONE;
}

/* The next line's bytes, or the end. */
static enum refusal next_line(struct armour *a)
{
	char line[LINE_ROOM];
	size_t n = 0;
	enum refusal no = read_line(a, line, &n);

	if (no)
		return no;
	a->at = a->fill = 0;
	if (at_end(line, n))
		return end(a);
	if (!n || a->last || n > ARMOUR_COLUMNS ||
	    !base64_decode_padded(a->bytes, sizeof a->bytes, line, n, &a->fill))
		return REFUSAL_CHANGED;
	a->last = n < ARMOUR_COLUMNS || line[n - 1] == '=';
	return REFUSAL_NONE;
}

static enum refusal armour_read(struct input *in, void *to, size_t n, size_t *got)
{
	struct armour *a = (struct armour *)in;
	enum refusal no = a->begun ? REFUSAL_NONE : begin(a);

	*got = 0;
	while (!no && n && !a->ended) {
		size_t piece = a->fill - a->at;

		if (!piece) {
			no = next_line(a);
			continue;
		}
		if (piece > n)
			piece = n;
		memcpy((uint8_t *)to + *got, a->bytes + a->at, piece);
		a->at += piece;
		*got += piece;
		n -= piece;
	}
	return no;
}

static enum refusal armour_rewind(struct input *in)
{
	struct armour *a = (struct armour *)in;
	struct input *text = a->text;

	armour_init(a, text);
	return input_rewind(text);
}

void armour_init(struct armour *a, struct input *text)
{
	*a = (struct armour){
		.in = { .read = armour_read, .rewind = armour_rewind, .size = INPUT_SIZE_UNKNOWN },
		.text = text,
	};
}

void armour_write(struct buffer *out, const uint8_t *bytes, size_t n)
{
	char line[ARMOUR_COLUMNS + 1];
	const size_t piece = sizeof((struct armour *)NULL)->bytes;

	buffer_put(out, ARMOUR_BEGIN "\n");
	while (n) {
		size_t here = n < piece ? n : piece;

		base64_encode_padded(line, bytes, here);
		buffer_print(out, "%s\n", line);
		bytes += here;
		n -= here;
	}
	buffer_put(out, ARMOUR_END "\n");
}
