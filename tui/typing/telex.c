#include "config.h"
#include "tui/typing/telex.h"

#include <string.h>

#include "store/base/text.h"
#include "tui/typing/run.h"
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

/* From the letters of the word that are seen to these n, and then one more unless it is 0. */
static void make_edit(const struct telex_word *w, const char32_t *letters, int n, char32_t after,
		      struct telex_edit *out)
{
	int same = 0;
	size_t len = 0;

	while (same < n && same < w->seen && w->shown[same] == letters[same])
		same++;
	out->erase = w->seen - same;
	for (int i = same; i < n; i++)
		len += put_utf8(out->text + len, letters[i]);
	if (after)
		len += put_utf8(out->text + len, after);
	out->text[len] = 0;
}

/* These letters stand for the word now. */
static void set_shown(struct telex_word *w, const char32_t *letters, int n)
{
	memcpy(w->shown, letters, (size_t)n * sizeof *letters);
	w->seen = n;
}

/* Show the word as its keys have made it. */
static void show(struct telex_word *w, struct telex_edit *out)
{
	char32_t letters[TELEX_WORD_MAX];
	int n = word_spell(w, letters);

	make_edit(w, letters, n, 0, out);
	set_shown(w, letters, n);
	w->ended = false;
}

/* An address as it was typed, in place of what its words have made of it. */
static void make_literal(const struct telex *t, char32_t after, struct telex_edit *out)
{
	size_t len = (size_t)t->run.n;

	out->erase = t->run.seen + t->word.seen;
	memcpy(out->text, t->run.keys, len);
	len += (size_t)word_keys(&t->word, out->text + len);
	if (after)
		len += put_utf8(out->text + len, after);
	out->text[len] = 0;
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
static bool is_of_word(const struct telex_word *w, char32_t ch)
{
	struct letter letter;

	if (letter_split(ch, &letter))
		return true;
	if (w->method == TELEX_VNI && w->seen && ch >= U'0' && ch <= U'9')
		return true;
	return (ch >= 0xC0 && ch <= 0x24F && ch != 0xD7 && ch != 0xF7) ||
	       (ch >= 0x1E00 && ch <= 0x1EFF);
}

bool telex_is_composed(uint32_t ch)
{
	struct letter letter;

	return ch > 0x7F && (letter_split(ch, &letter) || is_combining(ch));
}

/* Nothing is being typed; known: nor does anything stand before the cursor. */
static void begin(struct telex *t, bool known)
{
	word_begin(&t->word, false);
	run_begin(&t->run, known);
	t->last.after = 0;
}

void telex_init(struct telex *t, enum telex_method method, enum tone_style style)
{
	memset(t, 0, sizeof *t);
	t->word.method = method;
	t->word.style = style;
	t->mode = TELEX_ON;
	begin(t, true);
}

void telex_reset(struct telex *t)
{
	begin(t, false);
}

void telex_set_on(struct telex *t, bool on)
{
	begin(t, true);
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

/* ---- what ends a word ---- */

/* A character outside words goes into the run, which is an address or not. */
static void go_on_after(struct telex *t, char32_t ch, enum run_kind kind)
{
	run_put_word(&t->run, &t->word, t->word.seen);
	if (run_ends_at(ch)) {
		run_begin(&t->run, true);
	} else {
		run_put(&t->run, ch);
		t->run.open = kind == RUN_OPEN;
	}
	word_begin(&t->word, ch >= U'0' && ch <= U'9');
}

/* Keep the word, in case Backspace comes back to it. */
static void remember(struct telex *t, const char32_t *letters, int n)
{
	char32_t spelt[TELEX_WORD_MAX];
	int len = word_spell(&t->word, spelt);

	t->word.ended = len != n || memcmp(spelt, letters, (size_t)n * sizeof *letters) != 0;
	set_shown(&t->word, letters, n);
	t->last.word = t->word;
	t->last.run = t->run;
	t->last.after = 1;
}

/* What the word is when `ch` (0: nothing more) comes after it: its letters, and the edit. */
static int settle(const struct telex *t, char32_t ch, enum run_kind kind, char32_t *letters,
		  struct telex_edit *out)
{
	char keys[TELEX_WORD_MAX];
	int n;

	if (kind == RUN_WORDS) {
		n = word_settle(&t->word, letters);
		make_edit(&t->word, letters, n, ch, out);
		return n;
	}
	make_literal(t, ch, out);
	n = word_keys(&t->word, keys);
	for (int i = 0; i < n; i++)
		letters[i] = (char32_t)keys[i];
	return n;
}

/* A character comes that is not of the word. */
static void end_with(struct telex *t, char32_t ch, struct telex_edit *out)
{
	enum run_kind kind = run_judge(&t->run, &t->word, ch);
	char32_t letters[TELEX_WORD_MAX];
	int n;

	if (t->word.beyond) {
		pass(ch, out);
		t->last.after = 0;
		go_on_after(t, ch, kind);
		return;
	}
	n = settle(t, ch, kind, letters, out);
	if (kind != RUN_WORDS)
		t->run.seen = t->run.n;
	if (t->word.n)
		remember(t, letters, n);
	else if (t->last.after)
		t->last.after++;
	go_on_after(t, ch, kind);
}

/* The key makes the word longer than any syllable: it is what it is. */
static void go_beyond(struct telex *t, char32_t ch, struct telex_edit *out)
{
	char32_t letters[TELEX_WORD_MAX];
	int n = settle(t, ch, RUN_WORDS, letters, out);

	begin(t, false);
	t->word.beyond = true;
	t->word.seen = n + 1;
}

/* A character of an address: it passes, and a blank ends it. */
static void pass_address(struct telex *t, char32_t ch, struct telex_edit *out)
{
	pass(ch, out);
	if (t->last.after)
		t->last.after++;
	if (ch <= 0x20)
		run_begin(&t->run, true);
	else
		run_put(&t->run, ch);
}

void telex_key(struct telex *t, uint32_t ch, struct telex_edit *out)
{
	out->erase = 0;
	out->text[0] = 0;
	if (!is_scalar(ch))
		return;
	if (t->mode == TELEX_ON && telex_is_composed(ch))
		telex_composed(t);
	if (t->mode != TELEX_ON) {
		pass(ch, out);
	} else if (t->run.open) {
		pass_address(t, ch, out);
	} else if (!is_of_word(&t->word, ch)) {
		end_with(t, ch, out);
	} else if (t->word.beyond) {
		pass(ch, out);
		t->word.seen++;
	} else if (t->word.typed == TELEX_WORD_MAX) {
		go_beyond(t, ch, out);
	} else {
		word_type(&t->word, ch);
		show(&t->word, out);
	}
}

/* ---- Backspace ---- */

/* The word stands as it was given back: its letters are its keys from here on. */
static void drop_given_back(struct telex_word *w)
{
	char32_t letters[TELEX_WORD_MAX];
	int n = w->seen - 1;
	bool after_digit = w->after_digit;

	memcpy(letters, w->shown, (size_t)n * sizeof *letters);
	word_begin(w, after_digit);
	for (int i = 0; i < n; i++)
		word_adopt(w, letters[i]);
	word_adopt_tone(w);
}

/* What was typed last was of no word; the word before it may be the one being typed again. */
static void drop_after_word(struct telex *t)
{
	if (t->last.after && !--t->last.after) {
		t->word = t->last.word;
		t->run = t->last.run;
		return;
	}
	run_drop(&t->run);
	word_begin(&t->word, false);
}

void telex_backspace(struct telex *t, struct telex_edit *out)
{
	out->erase = 1;
	out->text[0] = 0;
	if (!t->word.seen) {
		drop_after_word(t);
	} else if (t->word.beyond) {
		if (!--t->word.seen)
			telex_reset(t);
	} else if (t->word.ended) {
		drop_given_back(&t->word);
	} else {
		word_drop_letter(&t->word);
		show(&t->word, out);
	}
}

bool telex_wants_text(const struct telex *t)
{
	return t->mode == TELEX_ON && !t->word.seen && !t->last.after;
}

/* ---- the ends of a text ---- */

void telex_settled(const struct telex *t, struct telex_edit *out)
{
	enum run_kind kind = t->run.open ? RUN_WORDS : run_judge(&t->run, &t->word, 0);
	char32_t letters[TELEX_WORD_MAX];

	out->erase = 0;
	out->text[0] = 0;
	if (!t->word.beyond)
		settle(t, 0, kind, letters, out);
}

void telex_end(struct telex *t, struct telex_edit *out)
{
	telex_settled(t, out);
	telex_reset(t);
}

/* A character of the text before the cursor. */
static void adopt(struct telex *t, char32_t ch)
{
	if (t->run.open) {
		if (ch <= 0x20)
			run_begin(&t->run, true);
		else
			run_put(&t->run, ch);
	} else if (!is_of_word(&t->word, ch)) {
		go_on_after(t, ch, run_judge(&t->run, &t->word, ch));
	} else if (t->word.beyond || t->word.n == TELEX_WORD_MAX) {
		t->word.beyond = true;
		t->word.seen++;
	} else {
		word_adopt(&t->word, ch);
	}
}

void telex_adopt(struct telex *t, const char *text, size_t len)
{
	begin(t, true);
	if (t->mode != TELEX_ON)
		return;
	while (len) {
		int32_t cp;
		size_t took = text_next(text, len, &cp);

		text += took;
		len -= took;
		if (cp <= 0)
			telex_reset(t);
		else
			adopt(t, (char32_t)cp);
	}
	if (!t->word.beyond)
		word_adopt_tone(&t->word);
}
