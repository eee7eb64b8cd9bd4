/*
 * telex: typing Vietnamese on a keyboard of ASCII letters, for machines without
 * an input method. Telex and VNI (section 7 of the domain notes).
 *
 * The engine knows the word before the cursor. Every key gives an edit: so many
 * letters before the cursor go, this text comes in their place. A field applies
 * every edit as it is and needs to know nothing else.
 *
 *	struct telex telex;
 *	struct telex_edit edit;
 *
 *	telex_init(&telex, TELEX_TELEX, TONE_OLD);
 *	telex_key(&telex, key, &edit);        a character was typed
 *	telex_backspace(&telex, &edit);       Backspace; then, if telex_wants_text(),
 *	telex_adopt(&telex, text, length);    the cursor came to stand after this text
 *	telex_end(&telex, &edit);             before Enter, Tab, leaving the field
 *
 * A key changes letters only while the word can still become a syllable. When
 * the word ends and is none, the keys come back as they were typed ("windows").
 * The same key once more takes back what it did and stays as a letter; struck
 * twice running, one of the two is dropped ("banhss" is banhs), later on both
 * stand ("tests"). dd is đ in abbreviations as well: words without vowels
 * (sđt) or all in capitals (TCNSCĐ). A whole syllable is placed anew after
 * every key, so marks and tones may be typed anywhere after their vowel.
 *
 * English words and names of the field that a list knows come out as typed
 * (foreign.h), and so do addresses of the net (run.h). In VNI digits stay where
 * they follow no syllable: qu11, 12A1. Backspace over what ended a word takes
 * it up again, with the keys it was typed with.
 *
 * Invariants: a letter is one code point, one cell, one Backspace. Edits are
 * NFC whatever the keys, and keep the rest of the word as it was; combining
 * marks are passed on and are the field's to compose (text_nfc()). No function
 * allocates or fails. A struct telex owns nothing, may be copied, and belongs
 * to one field at a time; one thread each.
 */
#ifndef TUI_TYPING_TELEX_H
#define TUI_TYPING_TELEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

#include "tui/typing/syllable.h"

enum telex_method { TELEX_TELEX, TELEX_VNI };

enum telex_mode {
	TELEX_OFF,   /* keys pass: chosen */
	TELEX_ON,
	TELEX_ASIDE, /* keys pass: an input method is at work */
};

/* Keys a word may have; one longer than that passes as it is typed. */
#define TELEX_WORD_MAX 32

/* Keys before the word, since the last blank, that are kept: an address may be there. */
#define TELEX_RUN_MAX (2 * TELEX_WORD_MAX)

/* Bytes of a word in UTF-8 (or of a run and a word in ASCII), one more character, and NUL. */
#define TELEX_EDIT_SIZE (3 * TELEX_WORD_MAX + 4 + 1)

struct telex_edit {
	int erase;                  /* letters before the cursor that go */
	char text[TELEX_EDIT_SIZE]; /* comes at the cursor: UTF-8, ends in NUL, may be empty */
};

/* A word; its invariants are in word.h. */
struct telex_word {
	enum telex_method method;
	enum tone_style style;
	enum tone tone;
	int n;            /* letters of the word */
	int typed;        /* keys of the word */
	int seen;         /* letters in the field that stand for it */
	bool beyond;      /* longer than TELEX_WORD_MAX: only `seen` is known */
	bool ended;       /* it was taken up again, and stands as it was when it had ended */
	bool after_digit; /* right after a figure: 12A1, 100đ */
	char32_t plain[TELEX_WORD_MAX]; /* as letter.h has it; others as they are */
	bool upper[TELEX_WORD_MAX];
	char32_t shown[TELEX_WORD_MAX]; /* what stands in the field */
	struct {
		char32_t ch;
		uint8_t role;
		uint8_t letter; /* the letter it made or marked */
	} key[TELEX_WORD_MAX];
};

/* What stands before the word, from the last blank on; its invariants are in run.h. */
struct telex_run {
	char keys[TELEX_RUN_MAX];
	int n;      /* of them */
	int seen;   /* letters in the field that stand for them */
	bool known; /* nothing else stands between the blank and the word */
	bool open;  /* an address, up to the next blank */
};

/* Everything in it is the engine's own; look at it through the functions. */
struct telex {
	enum telex_mode mode;
	struct telex_word word;
	struct telex_run run;
	struct {
		struct telex_word word;
		struct telex_run run;
		int after; /* letters typed since it ended; 0: none is remembered */
	} last; /* the word that was ended last */
};

/* Switched on, no word begun. */
void telex_init(struct telex *t, enum telex_method method, enum tone_style style);

/* The toggle key, and fields where it must be off. Also ends standing aside. */
void telex_set_on(struct telex *t, bool on);

/* For the footer. */
enum telex_mode telex_mode(const struct telex *t);

/* A letter that only an input method types: one of Vietnamese outside ASCII, a combining mark. */
bool telex_is_composed(uint32_t ch);

/*
 * A character was typed; a letter of an input method makes the engine
 * stand aside. What is no Unicode scalar value, or is 0, gives an empty edit.
 */
void telex_key(struct telex *t, uint32_t ch, struct telex_edit *out);

/*
 * Backspace: the last letter goes with all it wears. The tone of what is left
 * may move (hoàn, hòa). Without a word, one letter is erased; where that is
 * all that was typed since a word ended, the word goes on.
 */
void telex_backspace(struct telex *t, struct telex_edit *out);

/* After a Backspace: whether it is for telex_adopt() to say what stands before the cursor. */
bool telex_wants_text(const struct telex *t);

/* The word ends here without a key of its own. */
void telex_end(struct telex *t, struct telex_edit *out);

/*
 * What telex_end() would do now, for those who look at a word still being
 * typed: a search should take what matches of "ưeb" and "web".
 */
void telex_settled(const struct telex *t, struct telex_edit *out);

/* Begin at nothing: the text changed without the engine. */
void telex_reset(struct telex *t);

/*
 * Take up the word at the end of `text`, which is what now stands before the
 * cursor (UTF-8, NFC, len bytes): typing s after tieng gives tiếng whenever it
 * was written. Letters that were not typed here come back as they were.
 */
void telex_adopt(struct telex *t, const char *text, size_t len);

/* Composed letters come from elsewhere (a paste is none): stand aside until telex_set_on(). */
void telex_composed(struct telex *t);

#endif
