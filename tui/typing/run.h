/*
 * run: what was typed since the last blank, to know a web or mail address.
 *
 * An address is not Vietnamese: mof.gov.vn is no "mò.gov.vn", and of
 * hoas@gmail.com the name is hoas. That it is one shows only after its first
 * words: at "@", at "://", at "www.", at a name that ends in .vn, .com …; a
 * path of Windows at its "C:\". So
 * the keys of the run are kept; the engine (telex.h) gives them back when
 * run_judge() says so, and lets what follows pass up to the next blank.
 *
 * Invariants: the keys are ASCII, n of them, and `seen` letters of the field
 * are what they made; where `known` is not set, nothing is known of the run's
 * beginning and it is never an address. The word being typed is not in it yet.
 * No function allocates or fails.
 */
#ifndef TUI_TYPING_RUN_H
#define TUI_TYPING_RUN_H

#include <stdbool.h>
#include <uchar.h>

#include "tui/typing/telex.h"

enum run_kind {
	RUN_WORDS,   /* no address, as far as one can see */
	RUN_ADDRESS, /* one that ends here */
	RUN_OPEN,    /* one that goes on */
};

/* Nothing was typed; known: since a blank or since the field was empty. */
void run_begin(struct telex_run *r, bool known);

/* One character more, which stands in the field as it is. */
void run_put(struct telex_run *r, char32_t ch);

/* The word goes in; `seen` letters stand for it. */
void run_put_word(struct telex_run *r, const struct telex_word *w, int seen);

/* The last character, one that run_put() took, is taken back. */
void run_drop(struct telex_run *r);

/* What run and word are when this character comes, which is not of a word; 0: the text's end. */
enum run_kind run_judge(const struct telex_run *r, const struct telex_word *w, char32_t ch);

/* Whether a character that is not of a word ends a run: blanks, brackets, quotes, commas. */
bool run_ends_at(char32_t ch);

#endif
