#include "config.h"
#include "tui/typing/telex.h"

#include <string.h>

#include "store/base/text.h"
#include "tui/typing/word.h"

/* ---- edits ---- */

static size_t put_utf8(char *out, char32_t ch)
{
	if (ch < 0x80) {
		out[0] = (char)ch;
		return 1;
	}
	if (ch < 0x800) {
		out[0] = (char)(0xC0 | ch >> 6);
		out[1] = (char)(0x80 | (ch & 0x3F));
		return 2;
	}
	if (ch < 0x10000) {
		out[0] = (char)(0xE0 | ch >> 12);
		out[1] = (char)(0x80 | (ch >> 6 & 0x3F));
		out[2] = (char)(0x80 | (ch & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | ch >> 18);
	out[1] = (char)(0x80 | (ch >> 12 & 0x3F));
	out[2] = (char)(0x80 | (ch >> 6 & 0x3F));
	out[3] = (char)(0x80 | (ch & 0x3F));
	return 4;
}

/*
 * From the `old` letters that are shown to these n, and then one more
 * character unless it is 0.
 */
static void make_edit(const struct telex *t, int old, const char32_t *letters, int n,
		      char32_t after, struct telex_edit *out)
{
	int same = 0;
	size_t len = 0;

	while (same < n && same < old && t->shown[same] == letters[same])
		same++;
	out->erase = old - same;
	for (int i = same; i < n; i++)
		len += put_utf8(out->text + len, letters[i]);
	if (after)
		len += put_utf8(out->text + len, after);
	out->text[len] = 0;
}

/* Show the word, of which `old` letters were shown. */
static void show(struct telex *t, int old, struct telex_edit *out)
{
	char32_t letters[TELEX_WORD_MAX];
	int n = word_spell(t, letters);

	make_edit(t, old, letters, n, 0, out);
	memcpy(t->shown, letters, (size_t)n * sizeof *letters);
}

/* A character that goes in as it is. */
static void pass(char32_t ch, struct telex_edit *out)
{
	out->erase = 0;
	out->text[put_utf8(out->text, ch)] = 0;
}

/* ---- the engine ---- */

static bool is_scalar(uint32_t ch)
{
	return ch && ch <= 0x10FFFF && !(ch >= 0xD800 && ch <= 0xDFFF);
}

/* The combining marks of Vietnamese. */
static bool is_combining(char32_t ch)
{
	switch (ch) {
	case 0x0300:
	case 0x0301:
	case 0x0302:
	case 0x0303:
	case 0x0306:
	case 0x0309:
	case 0x031B:
	case 0x0323:
		return true;
	default:
		return false;
	}
}

/* A letter, or a digit that VNI may take for a mark; Latin letters of other tongues too. */
static bool is_of_word(const struct telex *t, char32_t ch)
{
	struct letter letter;

	if (letter_split(ch, &letter))
		return true;
	if (t->method == TELEX_VNI && t->n && ch >= U'0' && ch <= U'9')
		return true;
	return (ch >= 0xC0 && ch <= 0x24F && ch != 0xD7 && ch != 0xF7) ||
	       (ch >= 0x1E00 && ch <= 0x1EFF);
}

void telex_init(struct telex *t, enum telex_method method, enum tone_style style)
{
	memset(t, 0, sizeof *t);
	t->method = method;
	t->style = style;
	t->mode = TELEX_ON;
}

void telex_reset(struct telex *t)
{
	t->n = t->typed = 0;
	t->tone = TONE_LEVEL;
	t->beyond = false;
}

void telex_set_on(struct telex *t, bool on)
{
	telex_reset(t);
	t->mode = on ? TELEX_ON : TELEX_OFF;
}

enum telex_mode telex_mode(const struct telex *t)
{
	return t->mode;
}

void telex_composed(struct telex *t)
{
	telex_reset(t);
	if (t->mode == TELEX_ON)
		t->mode = TELEX_ASIDE;
}

/* The key ends the word, or makes it longer than any syllable. */
static void end_with(struct telex *t, char32_t ch, struct telex_edit *out)
{
	char32_t letters[TELEX_WORD_MAX];
	bool beyond = is_of_word(t, ch);
	int n;

	if (t->beyond) {
		pass(ch, out);
		telex_reset(t);
		return;
	}
	n = word_settle(t, letters);
	make_edit(t, t->n, letters, n, ch, out);
	telex_reset(t);
	if (beyond) {
		t->beyond = true;
		t->n = n + 1;
	}
}

void telex_key(struct telex *t, uint32_t ch, struct telex_edit *out)
{
	struct letter letter;
	bool of_word;

	out->erase = 0;
	out->text[0] = 0;
	if (!is_scalar(ch))
		return;
	if (t->mode == TELEX_ON && ch > 0x7F && (letter_split(ch, &letter) || is_combining(ch)))
		telex_composed(t);
	if (t->mode != TELEX_ON) {
		pass(ch, out);
		return;
	}
	of_word = is_of_word(t, ch);
	if (of_word && t->beyond) {
		pass(ch, out);
		t->n++;
	} else if (of_word && t->typed < TELEX_WORD_MAX) {
		int old = t->n;

		word_type(t, ch);
		show(t, old, out);
	} else {
		end_with(t, ch, out);
	}
}

void telex_backspace(struct telex *t, struct telex_edit *out)
{
	int old = t->n;

	out->erase = 1;
	out->text[0] = 0;
	if (!t->n)
		return;
	if (!t->beyond) {
		word_drop_letter(t);
		show(t, old, out);
	} else if (!--t->n) {
		telex_reset(t);
	}
}

void telex_settled(const struct telex *t, struct telex_edit *out)
{
	char32_t letters[TELEX_WORD_MAX];

	out->erase = 0;
	out->text[0] = 0;
	if (!t->beyond)
		make_edit(t, t->n, letters, word_settle(t, letters), 0, out);
}

void telex_end(struct telex *t, struct telex_edit *out)
{
	telex_settled(t, out);
	telex_reset(t);
}

void telex_adopt(struct telex *t, const char *text, size_t len)
{
	telex_reset(t);
	if (t->mode != TELEX_ON)
		return;
	while (len) {
		int32_t cp;
		size_t took = text_next(text, len, &cp);

		text += took;
		len -= took;
		if (cp <= 0 || !is_of_word(t, (char32_t)cp)) {
			telex_reset(t);
		} else if (t->beyond || t->n == TELEX_WORD_MAX) {
			t->beyond = true;
			t->n++;
		} else {
			word_adopt(t, (char32_t)cp);
		}
	}
	if (!t->beyond)
		word_adopt_tone(t);
}
