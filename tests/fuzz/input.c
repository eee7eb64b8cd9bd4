/* Bytes of a terminal with pauses between them: nothing keeps the keyboard, and cuts change nothing. */
#include "config.h"
#include "tests/fuzz/fuzz.h"

#include <curses.h>

#include "store/base/text.h"
#include "tui/term/input.h"

enum { HEARD = 1 << 16, PAUSE = 0xFE, LONGEST = 10000 };

struct heard {
	size_t n;
	uint32_t what[HEARD]; /* letter, key, or a sum over a paste */
};

struct listener {
	struct input input;
	struct heard *heard;
	int64_t now;
	size_t piece; /* bytes that come at once; 0: all of them */
	size_t bytes;
};

static uint32_t check_paste(const struct event *event)
{
	uint32_t sum = 5381;

	FUZZ_CHECK(event->paste_len <= TERM_PASTE_MAX + 3);
	FUZZ_CHECK(strlen(event->paste) == event->paste_len);
	FUZZ_CHECK(text_utf8_valid(event->paste, event->paste_len));
	for (size_t i = 0; i < event->paste_len; i++) {
		FUZZ_CHECK(event->paste[i] != '\r');
		sum = sum * 33 + (unsigned char)event->paste[i];
	}
	return sum;
}

static void hear(struct listener *l)
{
	struct event event;
	uint32_t what = 0;

	while (input_next(&l->input, &event)) {
		switch (event.type) {
		case EVENT_TEXT:
			what = event.ch;
			FUZZ_CHECK(what >= 32 && what != 127 && what < 0x110000);
			FUZZ_CHECK(what < 0xD800 || what > 0xDFFF);
			break;
		case EVENT_KEY:
			what = 0x200000 + (uint32_t)event.key;
			FUZZ_CHECK(event.key >= 0 && event.key < KEY_MAX);
			break;
		default:
			FUZZ_CHECK(event.type == EVENT_PASTE);
			what = check_paste(&event);
		}
		if (l->heard->n < HEARD)
			l->heard->what[l->heard->n++] = what;
	}
}

static void come(struct listener *l, const uint8_t *bytes, size_t n)
{
	size_t piece = l->piece ? l->piece : INPUT_READ;

	l->bytes += n;
	for (size_t part; n; bytes += part, n -= part) {
		part = n < piece ? n : piece;
		input_pass(&l->input, l->now);
		hear(l);
		input_put(&l->input, bytes, part, l->now);
		hear(l);
	}
}

/* Waiting has an end, and at the end of waiting something has changed. */
static void pass(struct listener *l, int64_t ms)
{
	int64_t until = l->now + ms;

	for (int wait; (wait = input_wait(&l->input, l->now)) >= 0 && l->now + wait <= until;) {
		FUZZ_CHECK(wait <= LONGEST + 2 * (int64_t)l->bytes + 2);
		l->now += wait;
		input_pass(&l->input, l->now);
		FUZZ_CHECK(input_wait(&l->input, l->now) != 0);
		hear(l);
	}
	l->now = until;
	input_pass(&l->input, l->now);
	hear(l);
}

static void listen(struct heard *heard, const uint8_t *data, size_t len, size_t piece)
{
	static const struct input_times times[] = { { 25, 25 }, { 250, 25 }, { 5000, 5000 }, { 1, 1 } };
	struct listener l = { .input.times = times[data[0] % 4], .heard = heard, .piece = piece };
	size_t from = 1;

	heard->n = 0;
	for (size_t i = 1; i < len; i++)
		if (data[i] == PAUSE && i + 1 < len) {
			come(&l, data + from, i - from);
			pass(&l, data[i + 1] * 7);
			from = ++i + 1;
		}
	if (from < len)
		come(&l, data + from, len - from);
	pass(&l, LONGEST + 3 * (int64_t)l.bytes);
	FUZZ_CHECK(input_wait(&l.input, l.now) < 0);
	come(&l, (const uint8_t *)"x\033[B", 4);
	FUZZ_CHECK(heard->n == HEARD || (heard->n >= 2 && heard->what[heard->n - 2] == 'x' &&
					 heard->what[heard->n - 1] == 0x200000 + KEY_DOWN));
	input_forget(&l.input);
}

FUZZ_TARGET
{
	static struct heard whole, pieces;

	if (len < 2)
		return 0;
	listen(&whole, data, len, 0);
	listen(&pieces, data, len, 1 + data[1] % 5);
	FUZZ_CHECK(whole.n == pieces.n);
	FUZZ_CHECK(!memcmp(whole.what, pieces.what, whole.n * sizeof *whole.what));
	return 0;
}
