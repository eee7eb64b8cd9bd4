#include "config.h"
#include "tui/telex.h"

#include <string.h>

#include "store/text.h"
#include "tui/telex_english.h"
#include "tui/telex_keys.h"

/* What a key was to the word. */
enum role {
	ROLE_LETTER,
	ROLE_MARK,
	ROLE_TONE,
	ROLE_DROPPED, /* it and the same key after it came to one letter */
};

/* ---- the word ---- */

static bool is_name(const struct telex *t)
{
	return t->n && t->upper[0];
}

static bool is_possible(const struct telex *t)
{
	return syllable_possible(t->plain, t->n, is_name(t));
}

/* Without vowels (sđt), or all in capitals (ATLĐ). */
static bool is_abbreviation(const struct telex *t)
{
	bool vowels = false, small = false;

	for (int i = 0; i < t->n; i++) {
		vowels |= letter_vowel(t->plain[i]);
		small |= !t->upper[i];
	}
	return !vowels || !small;
}

static void push_key(struct telex *t, char32_t ch, enum role role, int letter)
{
	t->key[t->typed].ch = ch;
	t->key[t->typed].role = role;
	t->key[t->typed].letter = (uint8_t)letter;
	t->typed++;
}

static void add_letter(struct telex *t, char32_t ch)
{
	struct letter letter;

	if (!letter_split(ch, &letter) || letter.tone)
		letter = (struct letter){ .plain = ch };
	t->plain[t->n] = letter.plain;
	t->upper[t->n] = letter.upper;
	t->n++;
}

/* A u and an o at i - 1 and i that take their horns together: not the u of qu. */
static bool is_pair(const struct telex *t, int i)
{
	return i > 0 && letter_base(t->plain[i]) == U'o' && letter_base(t->plain[i - 1]) == U'u' &&
	       !(i > 1 && t->plain[i - 2] == U'q');
}

/* One horn on uo is enough once a letter follows: thuơ, thương; ngưo, ngươi. */
static void complete_horns(struct telex *t)
{
	int o = t->n - 2;
	char32_t before[2];

	if (o < 1 || !is_pair(t, o) || (t->plain[o - 1] == U'ư') == (t->plain[o] == U'ơ'))
		return;
	memcpy(before, t->plain + o - 1, sizeof before);
	t->plain[o - 1] = U'ư';
	t->plain[o] = U'ơ';
	if (!is_possible(t))
		memcpy(t->plain + o - 1, before, sizeof before);
}

/* The key as a letter of its own. */
static void append(struct telex *t, char32_t ch)
{
	push_key(t, ch, ROLE_LETTER, t->n);
	add_letter(t, ch);
	complete_horns(t);
}

/* The key as the letter it adds, if the word can still become a syllable with it. */
static bool extend(struct telex *t, char32_t ch, char32_t adds)
{
	struct telex before = *t;

	if (!adds)
		return false;
	push_key(t, ch, ROLE_LETTER, t->n);
	add_letter(t, adds);
	t->upper[t->n - 1] = ch != keys_lower(ch);
	complete_horns(t);
	if (is_possible(t))
		return true;
	*t = before;
	return false;
}

/* The letters are the keys, one by one. */
static void make_literal(struct telex *t)
{
	t->n = 0;
	t->tone = TONE_LEVEL;
	for (int i = 0; i < t->typed; i++) {
		t->key[i].letter = (uint8_t)t->n;
		if (t->key[i].role == ROLE_DROPPED)
			continue;
		t->key[i].role = ROLE_LETTER;
		add_letter(t, t->key[i].ch);
	}
}

/* ---- what keys do ---- */

/* th, kh and h before an open uo: thuở, huơ; elsewhere ươ is what is meant. */
static bool keeps_u(const struct telex *t, int o)
{
	return o == t->n - 1 && o > 1 && t->plain[o - 2] == U'h' &&
	       (o == 2 || (o == 3 && (t->plain[0] == U't' || t->plain[0] == U'k')));
}

/* Put a mark on a letter if that can become a syllable; *owner is the letter it belongs to. */
static bool put_mark(struct telex *t, int i, char32_t wanted, int *owner)
{
	bool pair = is_pair(t, i) && !(wanted == U'ơ' && keeps_u(t, i));
	char32_t before = t->plain[i], before_u = pair ? t->plain[i - 1] : 0;

	t->plain[i] = wanted;
	if (pair) {
		t->plain[i - 1] = wanted == U'ơ' ? U'ư' : U'u';
		*owner = t->plain[i - 1] == before_u ? i : i - 1;
		if (is_possible(t))
			return true;
		t->plain[i - 1] = before_u;
	}
	*owner = i;
	if (is_possible(t))
		return true;
	t->plain[i] = before;
	return false;
}

/* Mark the last letter that can take it: one without a mark, or with another one. */
static bool mark_word(struct telex *t, struct key_ask act, char32_t ch, bool replace)
{
	for (int i = t->n - 1; i >= 0; i--) {
		char32_t wanted = keys_marked(act, t->plain[i]);
		bool has_mark = t->plain[i] != letter_base(t->plain[i]);
		int owner;

		if (!wanted || wanted == t->plain[i] || has_mark != replace)
			continue;
		if (wanted == U'ư' && i + 1 < t->n && t->plain[i + 1] == U'ơ')
			continue; /* thuơ: the horn is there to be taken back */
		if (put_mark(t, i, wanted, &owner)) {
			push_key(t, ch, ROLE_MARK, owner);
			return true;
		}
	}
	return false;
}

/* Whether the key before was the same one, and no mere letter. */
static bool is_repeated(const struct telex *t, char32_t ch)
{
	int last = t->typed - 1;

	if (last < 0 || keys_lower(t->key[last].ch) != keys_lower(ch))
		return false;
	return t->key[last].role != ROLE_LETTER || t->plain[t->key[last].letter] == U'ư';
}

/* The key before does not count; it goes with the letter that comes. */
static void drop_key(struct telex *t)
{
	t->key[t->typed - 1].role = ROLE_DROPPED;
	t->key[t->typed - 1].letter = (uint8_t)t->n;
}

/* What the key did is taken back already: now it stands as a letter. */
static void stand_literal(struct telex *t, char32_t ch, bool repeated)
{
	if (repeated)
		drop_key(t);
	append(t, ch);
	if (!is_possible(t))
		make_literal(t);
}

static bool undo_mark(struct telex *t, struct key_ask act, char32_t ch)
{
	bool repeated = is_repeated(t, ch);
	int i = t->n - 1;

	while (i >= 0 && (letter_base(t->plain[i]) == t->plain[i] ||
			  t->plain[i] != keys_marked(act, t->plain[i])))
		i--;
	if (i < 0)
		return false;
	t->plain[i] = letter_base(t->plain[i]);
	stand_literal(t, ch, repeated);
	return true;
}

/* The stroke in TCNSCĐ and sđt, which are no syllables. */
static bool stroke_abbreviation(struct telex *t, char32_t ch)
{
	int last = t->n - 1;

	if (last < 0 || !is_abbreviation(t))
		return false;
	if (t->plain[last] == U'd' && (last == 0 || t->plain[last - 1] != U'd') &&
	    (ch != keys_lower(ch) || !t->upper[last] || ch == U'9')) {
		t->plain[last] = U'đ';
		push_key(t, ch, ROLE_MARK, last);
		return true;
	}
	if (t->plain[last] == U'đ') {
		bool repeated = is_repeated(t, ch);

		t->plain[last] = U'd';
		if (repeated)
			drop_key(t);
		append(t, ch);
		return true;
	}
	return false;
}

static void ask_mark(struct telex *t, struct key_ask act, char32_t ch)
{
	if (!is_possible(t)) {
		if (!(act.marks & 1U << MARK_STROKE) || !stroke_abbreviation(t, ch))
			append(t, ch);
	} else if (!mark_word(t, act, ch, false) && !extend(t, ch, act.adds) &&
		   !mark_word(t, act, ch, true) && !undo_mark(t, act, ch)) {
		append(t, ch);
	}
}

static void ask_tone(struct telex *t, struct key_ask act, char32_t ch)
{
	if (!is_possible(t) || (act.tone == TONE_LEVEL && t->tone == TONE_LEVEL)) {
		append(t, ch);
	} else if (act.tone != TONE_LEVEL && act.tone == t->tone) {
		t->tone = TONE_LEVEL;
		stand_literal(t, ch, is_repeated(t, ch));
	} else if (act.tone == TONE_LEVEL || syllable_takes_tone(t->plain, t->n, act.tone)) {
		t->tone = act.tone;
		push_key(t, ch, ROLE_TONE, 0);
		if (t->n == 2 && t->plain[0] == U'ư' && t->plain[1] == U'ơ')
			t->plain[0] = U'u'; /* uở is a word; on the way to ưởng the horn returns */
	} else {
		append(t, ch);
	}
}

/* ---- what is seen ---- */

/* The letter that wears the tone, or -1. */
static int tone_at(const struct telex *t)
{
	return t->tone ? syllable_tone_at(t->plain, t->n, t->tone, t->style, is_name(t)) : -1;
}

static int spell(const struct telex *t, char32_t *out)
{
	int at = tone_at(t);

	for (int i = 0; i < t->n; i++)
		out[i] = letter_join((struct letter){ .plain = t->plain[i],
						      .upper = t->upper[i],
						      .tone = i == at ? t->tone : TONE_LEVEL });
	return t->n;
}

/* Whether the keys, all of them, are a word of English that must not lose one. */
static bool is_english(const struct telex *t)
{
	char word[TELEX_WORD_MAX];

	for (int i = 0; i < t->typed; i++) {
		char32_t ch = keys_lower(t->key[i].ch);

		if (ch < U'a' || ch > U'z')
			return false;
		word[i] = (char)ch;
	}
	return telex_is_english(word, (size_t)t->typed);
}

/* The word as it stands once it has ended; returns its letters. */
static int settle(const struct telex *t, char32_t *out)
{
	bool all = is_english(t), keep_stroke = is_abbreviation(t);
	int n = 0;

	if (!t->n || syllable_valid(t->plain, t->n, t->tone, is_name(t))) {
		memcpy(out, t->shown, (size_t)t->n * sizeof *out);
		return t->n;
	}
	for (int i = 0; i < t->typed; i++) {
		enum role role = t->key[i].role;
		bool stroke = keep_stroke && (role == ROLE_LETTER || role == ROLE_MARK) &&
			      t->plain[t->key[i].letter] == U'đ';

		if ((role == ROLE_DROPPED && !all) || (role == ROLE_MARK && stroke))
			continue;
		out[n++] = !stroke ? t->key[i].ch : t->upper[t->key[i].letter] ? U'Đ' : U'đ';
	}
	return n;
}

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
	int n = spell(t, letters);

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
	n = settle(t, letters);
	make_edit(t, t->n, letters, n, ch, out);
	telex_reset(t);
	if (beyond) {
		t->beyond = true;
		t->n = n + 1;
	}
}

/* A key of a word that may be a syllable. */
static void type_key(struct telex *t, char32_t ch, struct telex_edit *out)
{
	struct key_ask act = t->method == TELEX_VNI ? keys_vni(ch) : keys_telex(ch);
	int old = t->n;

	switch (act.kind) {
	case ASK_LETTER:
		append(t, ch);
		break;
	case ASK_TONE:
		ask_tone(t, act, ch);
		break;
	case ASK_MARK:
		ask_mark(t, act, ch);
		break;
	}
	show(t, old, out);
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
		type_key(t, ch, out);
	} else {
		end_with(t, ch, out);
	}
}

/* The last letter goes, and the keys that made or marked it. */
static void drop_letter(struct telex *t)
{
	int last = t->n - 1, kept = 0;
	bool with_tone = tone_at(t) == last;

	for (int i = 0; i < t->typed; i++) {
		bool goes = t->key[i].role == ROLE_TONE ? with_tone : t->key[i].letter == last;

		if (!goes)
			t->key[kept++] = t->key[i];
	}
	t->typed = kept;
	if (with_tone)
		t->tone = TONE_LEVEL;
	t->n--;
}

void telex_backspace(struct telex *t, struct telex_edit *out)
{
	int old = t->n;

	out->erase = 1;
	out->text[0] = 0;
	if (!t->n)
		return;
	if (!t->beyond) {
		drop_letter(t);
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
		make_edit(t, t->n, letters, settle(t, letters), 0, out);
}

void telex_end(struct telex *t, struct telex_edit *out)
{
	telex_settled(t, out);
	telex_reset(t);
}

/* The letters taken up are their own keys; one tone in all is the word's. */
static void adopt_tone(struct telex *t)
{
	struct letter letter, found = { 0 };
	int tones = 0, at = 0;

	for (int i = 0; i < t->n; i++) {
		if (!letter_split(t->key[i].ch, &letter) || !letter.tone)
			continue;
		found = letter;
		at = i;
		tones++;
	}
	if (tones != 1)
		return;
	t->plain[at] = found.plain;
	t->upper[at] = found.upper;
	t->tone = found.tone;
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
			t->shown[t->n] = (char32_t)cp;
			push_key(t, (char32_t)cp, ROLE_LETTER, t->n);
			add_letter(t, (char32_t)cp);
		}
	}
	if (!t->beyond)
		adopt_tone(t);
}
