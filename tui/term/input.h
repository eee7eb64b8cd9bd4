/*
 * input: what a terminal sends, made into letters, keys and pastes.
 *
 * Bytes of a terminal are letters in UTF-8, control characters, and escape sequences: CSI, SS3,
 * the strings (DCS, OSC, PM, APC, SOS), Escape and a letter (Alt). Every form a key has on
 * some terminal is that key here, whatever TERM says; what is no key (mouse, focus, an answer
 * that comes late, a key with Ctrl or Alt that nothing has) is swallowed whole, so that its
 * parts are never taken for Escape and letters.
 *
 * A machine of its own: it reads nothing, and the time is given to it.
 *
 * Invariants
 * - How bytes were cut into reads changes nothing; only the time that passed between them does.
 * - Whatever comes, the keyboard lives again: a sequence or a paste whose end does not come ends
 *   after a bounded time, and what is typed meanwhile puts that off by next to nothing.
 * - A paste is one event, and none of its bytes a key; a byte that is no text loses itself alone.
 * - All zero but for `times` is a terminal that has sent nothing. One thread.
 */
#ifndef TUI_TERM_INPUT_H
#define TUI_TERM_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/term/term.h"
#include "tui/term/utf8.h"

/* Milliseconds. */
struct input_times {
	int escape; /* so long Escape may be the beginning of a sequence; after that it is a key */
	int burst;  /* a letter that comes sooner after Escape was sent with it: Alt */
};

enum { INPUT_READ = 512, INPUT_HELD = 64, INPUT_READY = 80 };

/* The machine's own; nobody else looks into it. */
struct input {
	struct input_times times;
	int state;         /* where in a sequence */
	int64_t since;     /* when the last bytes were read */
	int64_t begun;     /* when the string or the paste began */
	size_t long_bytes; /* of which so many have come */
	int escapes;       /* Escape so many times in a row */
	bool apart;        /* so long ago that a letter does not belong to it */
	int64_t escaped;   /* when Escape was last handed out because nothing followed */
	bool may_be_late;  /* and nothing has come since */
	bool late;         /* this sequence may be the rest of that one */
	bool alt;          /* it is a key with Alt, or with Shift or Ctrl in an old form */
	char held[INPUT_HELD + 1]; /* the sequence after its introducer */
	size_t held_n;
	int raw;           /* bytes of a mouse report that are to come */
	struct utf8 letter;
	char *paste;       /* TERM_PASTE_MAX and a letter; of the present one or the last */
	size_t paste_n, matched;
	bool was_return;
	struct event ready[INPUT_READY]; /* found, not handed out yet */
	size_t ready_n, ready_at;
	unsigned char bytes[INPUT_READ]; /* read, not looked at yet */
	size_t n, at;
};

/* The times for a terminal: ESCDELAY in ms where it is set, longer over a network than beside it. */
struct input_times input_times(void);

/* What has begun, and what has been read and not handed out, is dropped, wiped, freed. */
void input_forget(struct input *in);

/*
 * Bytes (1 … INPUT_READ) that were read no later than `now`. Only when input_next() had no more.
 */
void input_put(struct input *in, const void *bytes, size_t n, int64_t now);

/*
 * It is `now`, and until now nothing has been read since the last bytes. True: input_next() has
 * something.
 */
bool input_pass(struct input *in, int64_t now);

/* How many ms later input_pass() changes something; -1: nothing to wait for. */
int input_wait(const struct input *in, int64_t now);

/*
 * The next letter, key or paste; false: none until more comes. A paste's text is UTF-8, its
 * newlines LF, and good until the next call.
 */
bool input_next(struct input *in, struct event *event);

#endif
