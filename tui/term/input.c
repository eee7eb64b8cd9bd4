#include "config.h"
#include "tui/term/input.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "tui/term/keycode.h"

enum {
	BESIDE_MS = 25,     /* a terminal of this machine sends a key's bytes at once */
	REMOTE_MS = 250,    /* what a network may put between them */
	ESCDELAY_MAX = 10000,
	SEQUENCE_MS = 1000, /* after Escape and '[' more is sure to come, but by mistake */
	PASTE_MS = 5000,
	BYTE_MS = 2,        /* what a byte may take on a slow line: strings and pastes are long */
	ALL_ESCAPES = 8,
	SS3_HELD = 4
};

enum {
	GROUND,
	ESCAPE,
	ALT,        /* Escape and the first byte of a letter */
	CSI,
	CSI_LETTER, /* the console's ESC [ [ A */
	SS3,
	STRING,
	STRING_END, /* Escape in it */
	MOUSE,
	PASTE
};

static const char paste_end[] = "\033[201~";

struct input_times input_times(void)
{
	const char *given = getenv("ESCDELAY");
	bool remote = getenv("SSH_CONNECTION") || getenv("SSH_TTY");
	long ms = 0;

	if (!given || !*given || given[strspn(given, "0123456789")])
		return (struct input_times){ remote ? REMOTE_MS : BESIDE_MS, BESIDE_MS };
	ms = strtol(given, NULL, 10);
	if (ms > ESCDELAY_MAX)
		ms = ESCDELAY_MAX;
	return (struct input_times){ (int)ms, (int)ms };
}

/* The text of a paste may be a password. */
static void forget_paste(struct input *in)
{
	memory_free_wiped(in->paste);
	in->paste = NULL;
	in->paste_n = 0;
}

void input_forget(struct input *in)
{
	struct input_times times = in->times;

	forget_paste(in);
	*in = (struct input){ .times = times };
}

/* ---- what was found ---- */

static void found(struct input *in, const struct event *event)
{
	if (in->ready_n < INPUT_READY)
		in->ready[in->ready_n++] = *event;
}

static void found_key(struct input *in, int key)
{
	found(in, &(struct event){ .type = EVENT_KEY, .key = key });
}

static void found_letter(struct input *in, uint32_t ch)
{
	if (ch == 127 || ch == 8)
		found_key(in, KEY_BACKSPACE);
	else if (ch == '\r' || ch == '\n')
		found_key(in, '\n');
	else if (ch < 32)
		found_key(in, (int)ch);
	else
		found(in, &(struct event){ .type = EVENT_TEXT, .ch = ch });
}

static void found_escapes(struct input *in)
{
	for (int i = 0; i < in->escapes; i++)
		found_key(in, 27);
	in->escapes = 0;
	in->state = GROUND;
}

static void begin_paste(struct input *in)
{
	forget_paste(in);
	in->paste = memory_alloc(TERM_PASTE_MAX + 8);
	in->state = PASTE;
	in->begun = in->since;
	in->long_bytes = in->matched = 0;
	in->was_return = false;
}

/* A key's code, or a keypad's letter; with Alt it is nothing here. */
static void found_code(struct input *in, int code)
{
	if (in->alt || !code)
		return;
	if (code < 128)
		found_letter(in, (uint32_t)code);
	else
		found_key(in, code);
}

/* A whole CSI; what stood before its last byte is held. */
static void end_csi(struct input *in, char last)
{
	in->state = GROUND;
	in->held[in->held_n] = 0;
	if (last == '~' && !strcmp(in->held, "200"))
		begin_paste(in);
	else
		found_code(in, keycode_csi(in->held, last));
}

/* ---- byte by byte; false: the byte is none of this and begins anew ---- */

static bool is_sequence_begin(unsigned char byte)
{
	return byte && strchr("[OPX^_]", byte);
}

static bool begin_sequence(struct input *in, unsigned char byte)
{
	in->held_n = 0;
	in->late = false;
	in->alt = in->escapes > 1;
	in->escapes = 0;
	in->state = byte == '[' ? CSI : byte == 'O' ? SS3 : STRING;
	if (in->state == STRING) {
		in->begun = in->since;
		in->long_bytes = 0;
	}
	return true;
}

static bool take_ground(struct input *in, unsigned char byte)
{
	bool late = in->may_be_late && in->since - in->escaped < SEQUENCE_MS;
	uint32_t ch;

	in->may_be_late = false;
	if (byte == 27) {
		utf8_forget(&in->letter);
		in->escapes = 1;
		in->apart = false;
		in->state = ESCAPE;
	} else if (late && byte == '[') {
		begin_sequence(in, byte);
		in->late = true;
	} else if (utf8_take(&in->letter, byte, &ch)) {
		found_letter(in, ch);
	}
	return true;
}

static bool take_escape(struct input *in, unsigned char byte)
{
	if (is_sequence_begin(byte))
		return begin_sequence(in, byte);
	if (in->apart) {
		found_escapes(in);
		return false;
	}
	if (byte == 27)
		in->escapes += in->escapes < ALL_ESCAPES;
	else
		in->state = byte < 0x80 ? GROUND : ALT;
	return true;
}

/* What was taken for the rest of a sequence was typed. */
static void found_held(struct input *in)
{
	in->state = GROUND;
	found_letter(in, '[');
	for (size_t i = 0; i < in->held_n; i++)
		found_letter(in, (unsigned char)in->held[i]);
}

/* rxvt ends its keys with Shift in '$'; in an answer to a question about modes one byte follows. */
static bool ends_in_dollar(struct input *in)
{
	in->held[in->held_n] = 0;
	return in->held_n && strspn(in->held, "0123456789") == in->held_n;
}

static bool take_csi(struct input *in, unsigned char byte)
{
	bool last = byte >= '@' || (byte == '$' && ends_in_dollar(in));

	if (byte < 32 || byte >= 0x80) {
		if (in->late)
			found_held(in);
		in->state = GROUND;
		return false;
	}
	if (!last) {
		in->held[in->held_n++] = (char)byte;
		if (in->held_n == INPUT_HELD) /* no terminal has one that long */
			in->state = GROUND;
	} else if (byte == '[' && !in->held_n) {
		in->state = CSI_LETTER;
	} else if (byte == 'M' && !in->held_n) {
		in->state = MOUSE;
		in->raw = 3;
	} else if (byte != 127) {
		end_csi(in, (char)byte);
	}
	return true;
}

static bool take_csi_letter(struct input *in, unsigned char byte)
{
	in->state = GROUND;
	if (byte >= 32)
		found_code(in, keycode_console((char)byte));
	return byte >= 32;
}

static bool take_ss3(struct input *in, unsigned char byte)
{
	if (byte < 32 || byte >= 0x80) {
		in->state = GROUND;
		return false;
	}
	if (byte < '@') { /* old forms of Shift and Ctrl */
		in->alt = true;
		in->state = ++in->held_n < SS3_HELD ? SS3 : GROUND;
	} else {
		in->state = GROUND;
		found_code(in, keycode_ss3((char)byte));
	}
	return true;
}

/* To BEL, ST, or what cuts it off: CAN, SUB, Escape. */
static bool take_string(struct input *in, unsigned char byte)
{
	if (byte == 27)
		in->state = STRING_END;
	else if (byte == 7 || byte == 24 || byte == 26)
		in->state = GROUND;
	return true;
}

static bool take_string_end(struct input *in, unsigned char byte)
{
	if (is_sequence_begin(byte))
		return begin_sequence(in, byte);
	in->state = byte == 27 ? STRING_END : GROUND;
	return true;
}

static bool take_mouse(struct input *in, unsigned char byte)
{
	if (byte < 32 || --in->raw == 0)
		in->state = GROUND;
	return byte >= 32;
}

static void put_in_paste(struct input *in, unsigned char byte)
{
	uint32_t ch;

	if (!utf8_take(&in->letter, byte, &ch) || !ch || in->paste_n >= TERM_PASTE_MAX)
		return;
	if (ch != '\n' || !in->was_return)
		in->paste_n += utf8_put(in->paste + in->paste_n, ch == '\r' ? '\n' : ch);
	in->was_return = ch == '\r';
}

static void end_paste(struct input *in)
{
	in->state = GROUND;
	utf8_forget(&in->letter);
	in->paste[in->paste_n] = 0;
	found(in, &(struct event){ .type = EVENT_PASTE, .paste = in->paste,
				   .paste_len = in->paste_n });
}

static bool take_paste(struct input *in, unsigned char byte)
{
	if (byte == (unsigned char)paste_end[in->matched]) {
		if (!paste_end[++in->matched])
			end_paste(in);
		return true;
	}
	/* It was not the end: an Escape in the text, which loses itself alone. */
	if (in->matched)
		utf8_forget(&in->letter);
	for (size_t i = 1; i < in->matched; i++)
		put_in_paste(in, (unsigned char)paste_end[i]);
	in->matched = byte == 27;
	if (byte != 27)
		put_in_paste(in, byte);
	return true;
}

static bool take_byte(struct input *in, unsigned char byte)
{
	switch (in->state) {
	case ESCAPE:
		return take_escape(in, byte);
	case ALT:
		if ((byte & 0xC0) == 0x80)
			return true;
		in->state = GROUND;
		return false;
	case CSI:
		return take_csi(in, byte);
	case CSI_LETTER:
		return take_csi_letter(in, byte);
	case SS3:
		return take_ss3(in, byte);
	case STRING:
		return take_string(in, byte);
	case STRING_END:
		return take_string_end(in, byte);
	case MOUSE:
		return take_mouse(in, byte);
	case PASTE:
		return take_paste(in, byte);
	default:
		return take_ground(in, byte);
	}
}

/* ---- the time ---- */

static int longer(int ms, int escape)
{
	return ms > escape ? ms : escape;
}

/* When what has begun ends by itself; false: nothing has. */
static bool ends_at(const struct input *in, int64_t *when)
{
	int64_t bytes = (int64_t)in->long_bytes * BYTE_MS;
	int wait = longer(SEQUENCE_MS, in->times.escape);

	switch (in->state) {
	case GROUND:
		return false;
	case ESCAPE:
		*when = in->since + in->times.escape;
		return true;
	case STRING:
	case STRING_END:
		*when = in->begun + wait + bytes;
		return true;
	case PASTE:
		*when = in->begun + longer(PASTE_MS, in->times.escape) + bytes;
		return true;
	default:
		*when = in->since + (in->state == CSI && in->late ? in->times.burst : wait);
		return true;
	}
}

int input_wait(const struct input *in, int64_t now)
{
	int64_t when;

	if (!ends_at(in, &when))
		return -1;
	return when > now ? (int)(when - now) : 0;
}

bool input_pass(struct input *in, int64_t now)
{
	int64_t when;

	in->apart = in->state == ESCAPE && now - in->since > in->times.burst;
	if (!ends_at(in, &when) || now < when)
		return false;
	if (in->state == ESCAPE) {
		found_escapes(in);
		in->escaped = in->since;
		in->may_be_late = true;
	} else if (in->state == CSI && in->late) {
		found_held(in);
	} else if (in->state == PASTE) {
		end_paste(in);
	}
	in->state = GROUND;
	return in->ready_at < in->ready_n;
}

/* ---- in and out ---- */

void input_put(struct input *in, const void *bytes, size_t n, int64_t now)
{
	memcpy(in->bytes, bytes, n);
	in->n = n;
	in->at = 0;
	in->since = now;
}

bool input_next(struct input *in, struct event *event)
{
	while (in->ready_at >= in->ready_n) {
		in->ready_at = in->ready_n = 0;
		if (in->at >= in->n)
			return false;
		in->long_bytes++;
		if (take_byte(in, in->bytes[in->at]))
			in->at++;
	}
	*event = in->ready[in->ready_at++];
	return true;
}
