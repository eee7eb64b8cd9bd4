#include "config.h"
#include "tui/typing/word.h"

#include <string.h>

#include "tui/typing/foreign.h"
#include "tui/typing/keys.h"

/* What a key was to the word. */
enum role {
	ROLE_LETTER,
	ROLE_MARK,
	ROLE_TONE,
	ROLE_DROPPED, /* it and the same key after it came to one letter */
};

/* ---- the word ---- */

static bool is_name(const struct telex_word *w)
{
	return w->n && w->upper[0];
}

static bool is_possible(const struct telex_word *w)
{
	return syllable_possible(w->plain, w->n, is_name(w));
}

/* Without vowels (sđt), or all in capitals (ATLĐ). */
static bool is_abbreviation(const struct telex_word *w)
{
	bool vowels = false, small = false;

	for (int i = 0; i < w->n; i++) {
		vowels |= letter_vowel(w->plain[i]);
		small |= !w->upper[i];
	}
	return !vowels || !small;
}

static void push_key(struct telex_word *w, char32_t ch, enum role role, int letter)
{
	w->key[w->typed].ch = ch;
	w->key[w->typed].role = role;
	w->key[w->typed].letter = (uint8_t)letter;
	w->typed++;
}

static void add_letter(struct telex_word *w, char32_t ch)
{
	struct letter letter;

	if (!letter_split(ch, &letter) || letter.tone)
		letter = (struct letter){ .plain = ch };
	w->plain[w->n] = letter.plain;
	w->upper[w->n] = letter.upper;
	w->n++;
}

/* A u and an o at i - 1 and i that take their horns together: not the u of qu. */
static bool is_pair(const struct telex_word *w, int i)
{
	return i > 0 && letter_base(w->plain[i]) == U'o' && letter_base(w->plain[i - 1]) == U'u' &&
	       !(i > 1 && w->plain[i - 2] == U'q');
}

/* One horn on uo is enough once a letter follows: thuơ, thương; ngưo, ngươi. */
static void complete_horns(struct telex_word *w)
{
	int o = w->n - 2;
	char32_t before[2];

	if (o < 1 || !is_pair(w, o) || (w->plain[o - 1] == U'ư') == (w->plain[o] == U'ơ'))
		return;
	memcpy(before, w->plain + o - 1, sizeof before);
	w->plain[o - 1] = U'ư';
	w->plain[o] = U'ơ';
	if (!is_possible(w))
		memcpy(w->plain + o - 1, before, sizeof before);
}

/* The key as a letter of its own. */
static void append(struct telex_word *w, char32_t ch)
{
	push_key(w, ch, ROLE_LETTER, w->n);
	add_letter(w, ch);
	complete_horns(w);
}

/* The key as the letter it adds, if the word can still become a syllable with it. */
static bool extend(struct telex_word *w, char32_t ch, char32_t adds)
{
	struct telex_word before = *w;

	if (!adds)
		return false;
	push_key(w, ch, ROLE_LETTER, w->n);
	add_letter(w, adds);
	w->upper[w->n - 1] = ch != keys_lower(ch);
	complete_horns(w);
	if (is_possible(w))
		return true;
	*w = before;
	return false;
}

/* The letters are the keys, one by one. */
static void make_literal(struct telex_word *w)
{
	w->n = 0;
	w->tone = TONE_LEVEL;
	for (int i = 0; i < w->typed; i++) {
		w->key[i].letter = (uint8_t)w->n;
		if (w->key[i].role == ROLE_DROPPED)
			continue;
		w->key[i].role = ROLE_LETTER;
		add_letter(w, w->key[i].ch);
	}
}

/* ---- what keys do ---- */

/* th, kh and h before an open uo: thuở, huơ; elsewhere ươ is what is meant. */
static bool keeps_u(const struct telex_word *w, int o)
{
	return o == w->n - 1 && o > 1 && w->plain[o - 2] == U'h' &&
	       (o == 2 || (o == 3 && (w->plain[0] == U't' || w->plain[0] == U'k')));
}

/* Put a mark on a letter if that can become a syllable; *owner is the letter it belongs to. */
static bool put_mark(struct telex_word *w, int i, char32_t wanted, int *owner)
{
	bool pair = is_pair(w, i) && !(wanted == U'ơ' && keeps_u(w, i));
	char32_t before = w->plain[i], before_u = pair ? w->plain[i - 1] : 0;

	w->plain[i] = wanted;
	if (pair) {
		w->plain[i - 1] = wanted == U'ơ' ? U'ư' : U'u';
		*owner = w->plain[i - 1] == before_u ? i : i - 1;
		if (is_possible(w))
			return true;
		w->plain[i - 1] = before_u;
	}
	*owner = i;
	if (is_possible(w))
		return true;
	w->plain[i] = before;
	return false;
}

/* Mark the last letter that can take it: one without a mark, or with another one. */
static bool mark_word(struct telex_word *w, struct key_ask act, char32_t ch, bool replace)
{
	for (int i = w->n - 1; i >= 0; i--) {
		char32_t wanted = keys_marked(act, w->plain[i]);
		bool has_mark = w->plain[i] != letter_base(w->plain[i]);
		int owner;

		if (!wanted || wanted == w->plain[i] || has_mark != replace)
			continue;
		if (wanted == U'ư' && i + 1 < w->n && w->plain[i + 1] == U'ơ')
			continue; /* thuơ: the horn is there to be taken back */
		if (put_mark(w, i, wanted, &owner)) {
			push_key(w, ch, ROLE_MARK, owner);
			return true;
		}
	}
	return false;
}

/* Whether the key before was the same one, and no mere letter. */
static bool is_repeated(const struct telex_word *w, char32_t ch)
{
	int last = w->typed - 1;

	if (last < 0 || keys_lower(w->key[last].ch) != keys_lower(ch))
		return false;
	return w->key[last].role != ROLE_LETTER || w->plain[w->key[last].letter] == U'ư';
}

/* The key before does not count; it goes with the letter that comes. */
static void drop_key(struct telex_word *w)
{
	w->key[w->typed - 1].role = ROLE_DROPPED;
	w->key[w->typed - 1].letter = (uint8_t)w->n;
}

/* What the key did is taken back already: now it stands as a letter. */
static void stand_literal(struct telex_word *w, char32_t ch, bool repeated)
{
	if (repeated)
		drop_key(w);
	append(w, ch);
	if (!is_possible(w))
		make_literal(w);
}

static bool undo_mark(struct telex_word *w, struct key_ask act, char32_t ch)
{
	bool repeated = is_repeated(w, ch);
	int i = w->n - 1;

	while (i >= 0 && (letter_base(w->plain[i]) == w->plain[i] ||
			  w->plain[i] != keys_marked(act, w->plain[i])))
		i--;
	if (i < 0)
		return false;
	w->plain[i] = letter_base(w->plain[i]);
	stand_literal(w, ch, repeated);
	return true;
}

/* The stroke in TCNSCĐ and sđt, which are no syllables. */
static bool stroke_abbreviation(struct telex_word *w, char32_t ch)
{
	int last = w->n - 1;

	if (last < 0 || !is_abbreviation(w))
		return false;
	if (w->plain[last] == U'd' && (last == 0 || w->plain[last - 1] != U'd') &&
	    (ch != keys_lower(ch) || !w->upper[last] || ch == U'9')) {
		w->plain[last] = U'đ';
		push_key(w, ch, ROLE_MARK, last);
		return true;
	}
	if (w->plain[last] == U'đ') {
		bool repeated = is_repeated(w, ch);

		w->plain[last] = U'd';
		if (repeated)
			drop_key(w);
		append(w, ch);
		return true;
	}
	return false;
}

/* VNI: one letter right after a digit is no word: in 12A1 and 72B5 the digits are figures. */
static bool is_of_code(const struct telex_word *w)
{
	return w->method == TELEX_VNI && w->after_digit && w->typed == 1;
}

static void ask_mark(struct telex_word *w, struct key_ask act, char32_t ch)
{
	if (is_of_code(w) && w->plain[0] != U'd') {
		append(w, ch);
	} else if (!is_possible(w)) {
		if (!(act.marks & 1U << MARK_STROKE) || !stroke_abbreviation(w, ch))
			append(w, ch);
	} else if (!mark_word(w, act, ch, false) && !extend(w, ch, act.adds) &&
		   !mark_word(w, act, ch, true) && !undo_mark(w, act, ch)) {
		append(w, ch);
	}
}

static void ask_tone(struct telex_word *w, struct key_ask act, char32_t ch)
{
	if (!is_possible(w) || is_of_code(w) ||
	    (act.tone == TONE_LEVEL && w->tone == TONE_LEVEL)) {
		append(w, ch);
	} else if (act.tone != TONE_LEVEL && act.tone == w->tone) {
		w->tone = TONE_LEVEL;
		stand_literal(w, ch, is_repeated(w, ch));
	} else if (act.tone == TONE_LEVEL || syllable_takes_tone(w->plain, w->n, act.tone)) {
		w->tone = act.tone;
		push_key(w, ch, ROLE_TONE, 0);
		if (w->n == 2 && w->plain[0] == U'ư' && w->plain[1] == U'ơ')
			w->plain[0] = U'u'; /* uở is a word; on the way to ưởng the horn returns */
	} else {
		append(w, ch);
	}
}

/* ---- what is seen ---- */

/* The letter that wears the tone, or -1. */
static int tone_at(const struct telex_word *w)
{
	return w->tone ? syllable_tone_at(w->plain, w->n, w->tone, w->style, is_name(w)) : -1;
}

int word_spell(const struct telex_word *w, char32_t *out)
{
	int at = tone_at(w);

	for (int i = 0; i < w->n; i++)
		out[i] = letter_join((struct letter){ .plain = w->plain[i],
						      .upper = w->upper[i],
						      .tone = i == at ? w->tone : TONE_LEVEL });
	return w->n;
}

int word_keys(const struct telex_word *w, char *out)
{
	for (int i = 0; i < w->typed; i++) {
		if (w->key[i].ch > 0x7F)
			return 0;
		out[i] = (char)w->key[i].ch;
	}
	return w->typed;
}

/* Whether the keys, all of them, are a name that typing would spoil. */
static bool is_brand(const struct telex_word *w)
{
	char keys[TELEX_WORD_MAX];

	return foreign_is_brand(keys, (size_t)word_keys(w, keys));
}

/* Whether the keys, all of them, are a word of English that must not lose one. */
static bool is_english(const struct telex_word *w)
{
	char keys[TELEX_WORD_MAX];
	int n = word_keys(w, keys);

	for (int i = 0; i < n; i++)
		keys[i] = (char)keys_lower((char32_t)keys[i]);
	return foreign_is_english(keys, (size_t)n);
}

/* VNI: whether the letters before the first digit are a whole syllable with some tone. */
static bool digits_follow_syllable(const struct telex_word *w)
{
	int n = 0;

	while (n < w->n && !(w->plain[n] >= U'0' && w->plain[n] <= U'9'))
		n++;
	for (int tone = TONE_LEVEL; tone < TONES; tone++)
		if (syllable_valid(w->plain, n, (enum tone)tone, is_name(w)))
			return true;
	return false;
}

/* Whether a digit that was dropped was a figure; the 9 of đ may follow what is no syllable. */
static bool is_figure(const struct telex_word *w, char32_t ch)
{
	return w->method == TELEX_VNI && ch != U'9' && !digits_follow_syllable(w);
}

/*
 * The keys as they were typed, all of them in foreign words; else the stroke stays in
 * abbreviations, and what was dropped stays away.
 */
static int give_back(const struct telex_word *w, char32_t *out)
{
	bool all = is_brand(w) || is_english(w);
	bool keep_stroke = !all && is_abbreviation(w);
	int n = 0;

	for (int i = 0; i < w->typed; i++) {
		enum role role = w->key[i].role;
		bool stroke = keep_stroke && (role == ROLE_LETTER || role == ROLE_MARK) &&
			      w->plain[w->key[i].letter] == U'đ';

		if ((role == ROLE_DROPPED && !all && !is_figure(w, w->key[i].ch)) ||
		    (role == ROLE_MARK && stroke))
			continue;
		out[n++] = !stroke ? w->key[i].ch : w->upper[w->key[i].letter] ? U'Đ' : U'đ';
	}
	return n;
}

int word_settle(const struct telex_word *w, char32_t *out)
{
	if (!w->n)
		return 0;
	if (!is_brand(w) && syllable_valid(w->plain, w->n, w->tone, is_name(w))) {
		if (w->ended)
			return word_spell(w, out);
		memcpy(out, w->shown, (size_t)w->seen * sizeof *out);
		return w->seen;
	}
	return give_back(w, out);
}

/* ---- keys, and letters that stand there already ---- */

void word_begin(struct telex_word *w, bool after_digit)
{
	w->tone = TONE_LEVEL;
	w->n = w->typed = w->seen = 0;
	w->beyond = w->ended = false;
	w->after_digit = after_digit;
}

void word_type(struct telex_word *w, char32_t ch)
{
	struct key_ask act = w->method == TELEX_VNI ? keys_vni(ch) : keys_telex(ch);

	switch (act.kind) {
	case ASK_LETTER:
		append(w, ch);
		break;
	case ASK_TONE:
		ask_tone(w, act, ch);
		break;
	case ASK_MARK:
		ask_mark(w, act, ch);
		break;
	}
}

void word_drop_letter(struct telex_word *w)
{
	int last = w->n - 1, kept = 0;
	bool with_tone = tone_at(w) == last;

	for (int i = 0; i < w->typed; i++) {
		bool goes = w->key[i].role == ROLE_TONE ? with_tone : w->key[i].letter == last;

		if (!goes)
			w->key[kept++] = w->key[i];
	}
	w->typed = kept;
	if (with_tone)
		w->tone = TONE_LEVEL;
	w->n--;
}

void word_adopt(struct telex_word *w, char32_t ch)
{
	w->shown[w->n] = ch;
	w->seen = w->n + 1;
	push_key(w, ch, ROLE_LETTER, w->n);
	add_letter(w, ch);
}

void word_adopt_tone(struct telex_word *w)
{
	struct letter letter, found = { 0 };
	int tones = 0, at = 0;

	for (int i = 0; i < w->n; i++) {
		if (!letter_split(w->key[i].ch, &letter) || !letter.tone)
			continue;
		found = letter;
		at = i;
		tones++;
	}
	if (tones != 1)
		return;
	w->plain[at] = found.plain;
	w->upper[at] = found.upper;
	w->tone = found.tone;
}
