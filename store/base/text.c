#include "config.h"
#include "store/base/text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "store/base/fault.h"
#include "store/base/memory.h"

#define REPLACEMENT 0xFFFD

size_t text_next(const char *s, size_t len, int32_t *cp)
{
	utf8proc_ssize_t n;

	if ((unsigned char)s[0] < 0x80) {
		*cp = s[0];
		return 1;
	}
	n = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)len, cp);
	if (n > 0)
		return (size_t)n;
	*cp = -1;
	return 1;
}

size_t text_bom(const char *s, size_t len)
{
	static const char bom[] = "\xEF\xBB\xBF";

	return len >= 3 && !memcmp(s, bom, 3) ? 3 : 0;
}

bool text_utf8_valid(const char *s, size_t len)
{
	int32_t cp;

	for (size_t i = 0; i < len;) {
		i += text_next(s + i, len - i, &cp);
		if (cp <= 0)
			return false;
	}
	return true;
}

/*
 * Letters that are in NFC whatever stands beside them, as long as that is of
 * these too: none decomposes for good and none combines with one before it.
 * All Vietnamese letters, Latin punctuation and the đồng sign are here.
 */
static bool is_settled(int32_t cp)
{
	return cp < 0x300 || (cp >= 0x1E00 && cp <= 0x1EFF) || (cp >= 0x2010 && cp <= 0x205E) ||
	       cp == 0x20AB;
}

/* Whether the text is valid; *settled tells whether it is in NFC beyond doubt. */
static bool text_check(const char *s, size_t len, bool *settled)
{
	int marks = 0;
	int32_t cp;

	*settled = true;
	for (size_t i = 0; i < len;) {
		i += text_next(s + i, len - i, &cp);
		if (cp <= 0)
			return false;
		if (is_settled(cp)) {
			marks = 0;
			continue;
		}
		*settled = false;
		marks = utf8proc_get_property(cp)->combining_class ? marks + 1 : 0;
		if (marks > TEXT_MARKS_MAX)
			return false;
	}
	return true;
}

int text_nfc(const char *in, size_t len, char **out, size_t *out_len)
{
	utf8proc_uint8_t *composed;
	utf8proc_ssize_t n;
	bool settled;

	*out = NULL;
	*out_len = 0;
	if (!text_check(in, len, &settled))
		return FAULT_FIELD;
	if (settled) {
		*out = memory_strndup(in ? in : "", len);
		*out_len = len;
		return FAULT_OK;
	}
	n = utf8proc_map((const utf8proc_uint8_t *)in, (utf8proc_ssize_t)len, &composed,
			 UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	if (n == UTF8PROC_ERROR_NOMEM)
		memory_out();
	if (n < 0)
		return FAULT_FIELD;
	*out = (char *)composed;
	*out_len = (size_t)n;
	return FAULT_OK;
}

/* What looks like Đ and đ, and comes from other keyboards and old fonts, as these. */
static int32_t vietnamese_letter(int32_t cp)
{
	switch (cp) {
	case 0xD0: /* eth */
	case 0x189: /* African D */
		return 0x110;
	case 0xF0:
	case 0x256:
		return 0x111;
	default:
		return cp;
	}
}

/* Each of them takes two bytes, so the text stays where it is. */
static void put_vietnamese(char *text, size_t len)
{
	int32_t cp;

	for (size_t i = 0, n; i < len; i += n) {
		n = text_next(text + i, len - i, &cp);
		if (vietnamese_letter(cp) != cp)
			utf8proc_encode_char(vietnamese_letter(cp), (utf8proc_uint8_t *)text + i);
	}
}

int text_entry(const char *in, size_t len, char **out, size_t *out_len)
{
	int rc = text_nfc(in, len, out, out_len);

	if (!rc)
		put_vietnamese(*out, *out_len);
	return rc;
}

/* Letters and signs by their category that show nothing all the same. */
static bool is_filler(int32_t cp)
{
	return cp == 0x034F || cp == 0x115F || cp == 0x1160 || cp == 0x17B4 || cp == 0x17B5 ||
	       (cp >= 0x180B && cp <= 0x180F) || cp == 0x2800 || cp == 0x3164 ||
	       (cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0xFFA0 || (cp >= 0xE0100 && cp <= 0xE01EF);
}

static bool is_invisible(int32_t cp)
{
	return cp >= 0xA0 && (is_filler(cp) || utf8proc_category(cp) == UTF8PROC_CATEGORY_CF);
}

static bool is_blank(int32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') ||
	       (cp >= 0xA0 && (is_invisible(cp) || utf8proc_category(cp) == UTF8PROC_CATEGORY_ZS));
}

/* Every space as U+0020: the text gets no longer. Its new length. */
static size_t put_spaces(char *text, size_t len)
{
	size_t used = 0;
	int32_t cp;

	for (size_t i = 0, n; i < len; i += n) {
		n = text_next(text + i, len - i, &cp);
		if (cp >= 0xA0 && utf8proc_category(cp) == UTF8PROC_CATEGORY_ZS) {
			text[used++] = ' ';
		} else {
			memmove(text + used, text + i, n);
			used += n;
		}
	}
	return used;
}

/* Take the blanks off both ends. */
static size_t trim(char *text, size_t len)
{
	size_t from = 0, to = 0, i, n;
	int32_t cp;

	for (i = 0; i < len; i += n) {
		n = text_next(text + i, len - i, &cp);
		if (is_blank(cp))
			continue;
		if (!to)
			from = i;
		to = i + n;
	}
	memmove(text, text + from, to - from);
	return to - from;
}

int text_name(const char *in, size_t len, char **out, size_t *out_len)
{
	int rc = text_entry(in, len, out, out_len);

	if (rc)
		return rc;
	*out_len = trim(*out, put_spaces(*out, *out_len));
	(*out)[*out_len] = 0;
	return FAULT_OK;
}

char *text_name_key(const char *name)
{
	utf8proc_uint8_t *key;
	utf8proc_ssize_t n;
	char *clean;
	size_t len;

	if (text_name(name, strlen(name), &clean, &len))
		return memory_strdup(name);
	n = utf8proc_map((const utf8proc_uint8_t *)clean, (utf8proc_ssize_t)len, &key,
			 UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
	if (n < 0)
		memory_out(); /* it is valid, so nothing else can have failed */
	free(clean);
	return (char *)key;
}

bool text_is_blank(const char *s, size_t len)
{
	int32_t cp;

	for (size_t i = 0; i < len;) {
		i += text_next(s + i, len - i, &cp);
		if (!is_blank(cp))
			return false;
	}
	return true;
}

bool text_has_invisible(const char *s, size_t len)
{
	int32_t cp;

	for (size_t i = 0; i < len;) {
		i += text_next(s + i, len - i, &cp);
		if (is_invisible(cp))
			return true;
	}
	return false;
}

size_t text_chars(const char *s, size_t len)
{
	size_t chars = 0;
	int32_t cp;

	for (size_t i = 0; i < len; chars++)
		i += text_next(s + i, len - i, &cp);
	return chars;
}

/* Bidi_Control of Unicode's PropList: they change the order in which others are shown. */
static bool is_bidi_control(int32_t cp)
{
	return cp == 0x061C || cp == 0x200E || cp == 0x200F || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2066 && cp <= 0x2069);
}

static bool is_separator(int32_t cp)
{
	return cp == 0x2028 || cp == 0x2029;
}

static bool is_control(int32_t cp)
{
	return (cp >= 0 && cp < 0x20) || (cp >= 0x7F && cp < 0xA0);
}

bool text_has_control(const char *s, size_t len, bool newline_ok)
{
	int32_t cp;

	for (size_t i = 0; i < len;) {
		i += text_next(s + i, len - i, &cp);
		if (cp == '\n' && newline_ok)
			continue;
		if (is_control(cp) || is_separator(cp) || is_bidi_control(cp))
			return true;
	}
	return false;
}

/*
 * Where a result goes. What does not fit is only counted, and as the count
 * goes on from there, nothing after it fits either.
 */
struct sink {
	char *dst;
	size_t size;
	size_t used; /* bytes written */
	size_t need; /* bytes there would be */
};

static void sink_put(struct sink *to, const void *bytes, size_t n)
{
	if (to->need + n < to->size) {
		memcpy(to->dst + to->used, bytes, n);
		to->used += n;
	}
	to->need += n;
}

static size_t sink_end(struct sink *to)
{
	if (to->size)
		to->dst[to->used] = 0;
	return to->need;
}

static bool is_mark(utf8proc_category_t c)
{
	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC || c == UTF8PROC_CATEGORY_ME;
}

static bool is_word(utf8proc_category_t c)
{
	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
	       (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

/* Put one folded letter of n bytes at spaced + 1, with the space before it where one is due. */
static void fold_put(struct sink *to, const void *spaced, size_t n, bool *gap)
{
	if (*gap && to->need)
		sink_put(to, spaced, n + 1);
	else
		sink_put(to, (const char *)spaced + 1, n);
	*gap = false;
}

/* Add one decomposed letter to a key. *gap: a separator has been passed since the last one. */
static void fold_letter(struct sink *to, int32_t cp, bool *gap)
{
	utf8proc_category_t category = utf8proc_category(cp);
	utf8proc_uint8_t bytes[5] = {' '};
	utf8proc_ssize_t n;

	if (is_mark(category) || category == UTF8PROC_CATEGORY_CF)
		return;
	if (!is_word(category) || is_filler(cp)) {
		*gap = true;
		return;
	}
	cp = utf8proc_tolower(vietnamese_letter(cp));
	if (cp == 0x111) /* đ has no decomposition */
		cp = 'd';
	n = utf8proc_encode_char(cp, bytes + 1);
	fold_put(to, bytes, (size_t)n, gap);
}

/* The same for ASCII, which most letters of a text are, without looking anything up. */
static void fold_ascii(struct sink *to, char c, bool *gap)
{
	char bytes[2] = {' ', c};

	if (c >= 'A' && c <= 'Z') {
		bytes[1] = (char)(c - 'A' + 'a');
	} else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
		*gap = true;
		return;
	}
	fold_put(to, bytes, 1, gap);
}

/* A letter above ASCII: its parts, whose canonical order does not matter as marks are dropped. */
static void fold_composed(struct sink *to, int32_t cp, bool *gap)
{
	int32_t parts[8];
	int boundary = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char(cp, parts, 8, UTF8PROC_DECOMPOSE, &boundary);

	for (utf8proc_ssize_t k = 0; k < n && k < 8; k++) {
		if (parts[k] < 0x80)
			fold_ascii(to, (char)parts[k], gap);
		else if (parts[k] < 0x300 || parts[k] > 0x36F) /* the common marks */
			fold_letter(to, parts[k], gap);
	}
}

size_t text_fold(char *dst, size_t size, const char *src, size_t len)
{
	struct sink to = {.dst = dst, .size = size};
	bool gap = false;
	int32_t cp;

	for (size_t i = 0; i < len;) {
		i += text_next(src + i, len - i, &cp);
		if (cp < 0)
			gap = true;
		else if (cp < 0x80)
			fold_ascii(&to, (char)cp, &gap);
		else
			fold_composed(&to, cp, &gap);
	}
	return sink_end(&to);
}

char *text_key(const char *src, size_t len)
{
	char *key = memory_alloc(TEXT_ROOM(len));

	text_fold(key, TEXT_ROOM(len), src, len);
	return key;
}

bool text_only_signs(const char *s)
{
	char first[8];
	size_t len = strlen(s);

	return !text_is_blank(s, len) && !text_fold(first, sizeof first, s, len);
}

int text_width(const char *s, size_t len)
{
	int columns = 0;
	int32_t cp;

	for (size_t i = 0; i < len;) {
		i += text_next(s + i, len - i, &cp);
		columns += cp < 0 ? 1 : utf8proc_charwidth(cp);
	}
	return columns;
}

/* What stands for a letter on a terminal. */
static int32_t printable_letter(int32_t cp)
{
	if (cp == '\n' || cp == '\t' || is_separator(cp))
		return ' ';
	if (cp >= 0 && cp < 0x20)
		return 0x2400 + cp; /* the control pictures */
	if (cp == 0x7F)
		return 0x2421;
	if (cp < 0 || is_control(cp) || is_bidi_control(cp))
		return REPLACEMENT;
	return cp;
}

size_t text_printable(char *dst, size_t size, const char *src, size_t len)
{
	struct sink to = {.dst = dst, .size = size};
	utf8proc_uint8_t bytes[4];
	int32_t cp;

	for (size_t i = 0; i < len;) {
		i += text_next(src + i, len - i, &cp);
		sink_put(&to, bytes, (size_t)utf8proc_encode_char(printable_letter(cp), bytes));
	}
	return sink_end(&to);
}

size_t text_sentence(char *dst, size_t size, const char *src, size_t len)
{
	struct sink to = {.dst = dst, .size = size};
	utf8proc_uint8_t bytes[4];
	int32_t cp;
	size_t first = len ? text_next(src, len, &cp) : 0;

	if (first && cp >= 0)
		sink_put(&to, bytes, (size_t)utf8proc_encode_char(utf8proc_toupper(cp), bytes));
	else
		first = 0;
	for (size_t i = first, n; i < len; i += n) {
		n = text_next(src + i, len - i, &cp);
		sink_put(&to, src + i, n);
	}
	return sink_end(&to);
}
