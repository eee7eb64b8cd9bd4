#include "config.h"
#include "store/base/collate.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#include "store/base/text.h"

/*
 * There is one description of the order, the key, and it is made byte by byte:
 * collate_key() writes the bytes down, collate_compare() makes two keys side
 * by side and stops at the first difference. The bytes are
 *
 *   each syllable's letters, then KEY_TONE + tone;  KEY_END
 *   KEY_LOWER or KEY_UPPER a letter, up to the last upper case one;  KEY_END
 *   the text itself
 *
 * where KEY_END < tones < numbers < letters < other letters, so that what ends
 * first sorts first, and a tone is looked at only when the letters agree.
 */
enum {
	KEY_END = 0x01,
	KEY_TONE = 0x02, /* 0x02-0x07 */
	KEY_LOWER = 0x02,
	KEY_UPPER = 0x03,
	KEY_NUMBER = 0x10, /* then how many digits, then the digits */
	KEY_LETTER = 0x20, /* plus the place in the alphabet */
	KEY_OTHER = 0xF0   /* then the code point, three bytes */
};

/* Digits of one number; more are a second one, so that their count fits a byte. */
#define NUMBER_MAX 200

/* Vietnam's alphabet with f, j, w and z in their Latin places. */
static const uint16_t alphabet[] = {
	'a', 0x103, 0xE2, 'b', 'c', 'd',   0x111, 'e', 0xEA, 'f',   'g',
	'h', 'i',   'j',  'k', 'l', 'm',   'n',	  'o', 0xF4, 0x1A1, 'p',
	'q', 'r',   's',  't', 'u', 0x1B0, 'v',	  'w', 'x',  'y',   'z',
};

/* What a text is to the order, one after the other. */
enum item_kind { ITEM_LETTER, ITEM_NUMBER, ITEM_BREAK, ITEM_END };

struct item {
	enum item_kind kind;
	bool upper;	    /* of a letter */
	uint8_t bytes[4];   /* its bytes in the key; of a number the first two */
	int n;		    /* how many of them */
	const char *digits; /* of a number, bytes[1] of them, following those */
};

struct part {
	const char *s;
	size_t len;
};

struct scan {
	struct part parts[2]; /* gone through one after the other, as words apart */
	int part;
	size_t at;
	int32_t ahead[8]; /* decomposed letters not yet taken */
	int n, i;
	bool in_syllable;
	int tone;
};

/* The next decomposed code point without taking it: -1 for a break, -2 at the end. */
static int32_t scan_peek(struct scan *in)
{
	const struct part *part = &in->parts[in->part];
	int32_t cp;
	utf8proc_ssize_t n;
	int boundary = 0;

	if (in->i < in->n)
		return in->ahead[in->i];
	in->i = 0;
	in->n = 1;
	if (in->at == part->len) {
		if (in->part == 1) {
			in->n = 0;
			return -2;
		}
		in->part = 1;
		in->at = 0;
		return in->ahead[0] = -1;
	}
	in->at += text_next(part->s + in->at, part->len - in->at, &cp);
	in->ahead[0] = cp;
	if (cp >= 0x80) {
		n = utf8proc_decompose_char(cp, in->ahead, 8, UTF8PROC_DECOMPOSE, &boundary);
		in->n = n > 8 ? 8 : (int)n;
	}
	return in->ahead[0];
}

static bool is_mark(int32_t cp)
{
	utf8proc_category_t c = cp < 0x300 ? UTF8PROC_CATEGORY_CN : utf8proc_category(cp);

	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC || c == UTF8PROC_CATEGORY_ME;
}

/* The place of a mark among the tones, or -1. */
static int tone_of(int32_t mark)
{
	switch (mark) {
	case 0x300:
		return 1; /* huyền */
	case 0x309:
		return 2; /* hỏi */
	case 0x303:
		return 3; /* ngã */
	case 0x301:
		return 4; /* sắc */
	case 0x323:
		return 5; /* nặng */
	default:
		return -1;
	}
}

/* A base letter with the mark that makes it another letter of the alphabet, or the letter. */
static int32_t letter_with(int32_t base, int32_t mark)
{
	if (mark == 0x302)
		return base == 'a' ? 0xE2 : base == 'e' ? 0xEA : base == 'o' ? 0xF4 : base;
	if (mark == 0x306)
		return base == 'a' ? 0x103 : base;
	if (mark == 0x31B)
		return base == 'o' ? 0x1A1 : base == 'u' ? 0x1B0 : base;
	return base;
}

/* Take a letter and the marks after it. */
static void take_letter(struct scan *in, struct item *out)
{
	int32_t cp = in->ahead[in->i++];
	int32_t letter = utf8proc_tolower(cp), mark;

	out->kind = ITEM_LETTER;
	out->upper = letter != cp;
	while (is_mark(mark = scan_peek(in))) {
		if (tone_of(mark) >= 0)
			in->tone = tone_of(mark);
		letter = letter_with(letter, mark);
		in->i++;
	}
	in->in_syllable = true;
	for (size_t k = 0; k < sizeof alphabet / sizeof *alphabet; k++) {
		if (alphabet[k] == letter) {
			out->bytes[0] = (uint8_t)(KEY_LETTER + k);
			out->n = 1;
			return;
		}
	}
	out->bytes[0] = KEY_OTHER;
	out->bytes[1] = (uint8_t)(letter >> 16);
	out->bytes[2] = (uint8_t)(letter >> 8);
	out->bytes[3] = (uint8_t)letter;
	out->n = 4;
}

/* Take a number; its first digit, one byte long, has just been read ahead. */
static void take_number(struct scan *in, struct item *out)
{
	const struct part *part = &in->parts[in->part];
	size_t from = in->at - 1, to = in->at;

	while (to < part->len && to - from < NUMBER_MAX && part->s[to] >= '0' && part->s[to] <= '9')
		to++;
	in->at = to;
	in->i = in->n;
	while (from < to && part->s[from] == '0')
		from++;
	in->in_syllable = true;
	out->kind = ITEM_NUMBER;
	out->bytes[0] = KEY_NUMBER;
	out->bytes[1] = (uint8_t)(to - from);
	out->n = 2;
	out->digits = part->s + from;
}

static bool is_letter(int32_t cp)
{
	utf8proc_category_t c;

	if (cp < 0x80)
		return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z');
	c = utf8proc_category(cp);
	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
	       (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

static void scan_next(struct scan *in, struct item *out)
{
	int32_t cp;

	for (;;) {
		cp = scan_peek(in);
		if (is_letter(cp)) {
			take_letter(in, out);
			return;
		}
		if (cp >= '0' && cp <= '9') {
			take_number(in, out);
			return;
		}
		if (cp != -2 && (is_mark(cp) ||
				 (cp >= 0x80 && utf8proc_category(cp) == UTF8PROC_CATEGORY_CF))) {
			in->i++;
			continue;
		}
		if (in->in_syllable) {
			out->kind = ITEM_BREAK;
			out->bytes[0] = (uint8_t)(KEY_TONE + in->tone);
			out->n = 1;
			in->in_syllable = false;
			in->tone = 0;
			return;
		}
		if (cp == -2) {
			out->kind = ITEM_END;
			out->bytes[0] = KEY_END;
			out->n = 1;
			return;
		}
		in->i++;
	}
}

/* A key being made. */
struct key {
	struct part text;
	struct scan start; /* as it was before the first letter */
	struct scan scan;
	enum { LEVEL_LETTERS, LEVEL_CASE, LEVEL_BYTES } level;
	size_t uppers;	  /* upper case letters the case level has not reached yet */
	struct item item; /* being written */
	size_t at;	  /* bytes of the item, or of the text, written */
};

/*
 * Names are scanned from their last word on: the parts are that word and what
 * stands before it. The text itself is in its own order either way.
 */
static void key_init(struct key *key, const char *s, size_t len, bool name)
{
	size_t end = len, last;

	memset(key, 0, sizeof *key);
	key->text = (struct part){s, len};
	while (end > 0 && s[end - 1] == ' ')
		end--;
	last = end;
	while (last > 0 && s[last - 1] != ' ')
		last--;
	if (name && last > 0) {
		key->start.parts[0] = (struct part){s + last, len - last};
		key->start.parts[1] = (struct part){s, last};
	} else {
		key->start.parts[0] = key->text;
	}
	key->scan = key->start;
}

/* The next byte of the first level; at its end the second begins. */
static int letters_byte(struct key *key)
{
	struct item *item = &key->item;
	size_t n = (size_t)item->n;

	if (item->kind == ITEM_NUMBER)
		n += item->bytes[1];
	if (key->at == n) {
		scan_next(&key->scan, item);
		key->at = 0;
		key->uppers += item->kind == ITEM_LETTER && item->upper;
	}
	if (item->kind == ITEM_END) {
		key->level = LEVEL_CASE;
		key->scan = key->start;
		return KEY_END;
	}
	n = key->at++;
	return n < (size_t)item->n ? item->bytes[n]
				   : (unsigned char)item->digits[n - (size_t)item->n];
}

static int case_byte(struct key *key)
{
	if (key->uppers == 0) {
		key->level = LEVEL_BYTES;
		key->at = 0;
		return KEY_END;
	}
	do
		scan_next(&key->scan, &key->item);
	while (key->item.kind != ITEM_LETTER);
	if (!key->item.upper)
		return KEY_LOWER;
	key->uppers--;
	return KEY_UPPER;
}

/* The next byte of a key, -1 when there is none. */
static int key_byte(struct key *key)
{
	if (key->level == LEVEL_LETTERS)
		return letters_byte(key);
	if (key->level == LEVEL_CASE)
		return case_byte(key);
	return key->at < key->text.len ? (unsigned char)key->text.s[key->at++] : -1;
}

static int compare(const char *a, size_t alen, const char *b, size_t blen, bool names)
{
	struct key ka, kb;
	int x, y;

	key_init(&ka, a, alen, names);
	key_init(&kb, b, blen, names);
	do {
		x = key_byte(&ka);
		y = key_byte(&kb);
	} while (x == y && x >= 0);
	return (x > y) - (x < y);
}

static size_t write_key(uint8_t *dst, size_t size, const char *s, size_t len, bool name)
{
	struct key key;
	size_t n = 0;
	int byte;

	key_init(&key, s, len, name);
	while ((byte = key_byte(&key)) >= 0) {
		if (n < size)
			dst[n] = (uint8_t)byte;
		n++;
	}
	return n;
}

int collate_compare(const char *a, size_t alen, const char *b, size_t blen)
{
	return compare(a, alen, b, blen, false);
}

int collate_compare_names(const char *a, size_t alen, const char *b, size_t blen)
{
	return compare(a, alen, b, blen, true);
}

size_t collate_key(uint8_t *dst, size_t size, const char *s, size_t len)
{
	return write_key(dst, size, s, len, false);
}

size_t collate_key_names(uint8_t *dst, size_t size, const char *s, size_t len)
{
	return write_key(dst, size, s, len, true);
}
