#include "config.h"
#include "tui/typing/word.h"

#include <string.h>

#include "tui/typing/english.h"
#include "tui/typing/keys.h"

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

int word_spell(const struct telex *t, char32_t *out)
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

int word_settle(const struct telex *t, char32_t *out)
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

/* ---- keys, and letters that stand there already ---- */

void word_type(struct telex *t, char32_t ch)
{
	struct key_ask act = t->method == TELEX_VNI ? keys_vni(ch) : keys_telex(ch);

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
}

void word_drop_letter(struct telex *t)
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

void word_adopt(struct telex *t, char32_t ch)
{
	t->shown[t->n] = ch;
	push_key(t, ch, ROLE_LETTER, t->n);
	add_letter(t, ch);
}

void word_adopt_tone(struct telex *t)
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
