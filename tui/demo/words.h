/*
 * words: the Vietnamese texts of the invented year.
 *
 * What volunteers would write: landmarks, notes, and the words of weekly
 * reports. They name nobody, hold no number of a person, and say nothing of
 * anybody's health. Texts are UTF-8 in NFC, constant unless written into a
 * buffer. One thread.
 */
#ifndef TUI_DEMO_WORDS_H
#define TUI_DEMO_WORDS_H

#include "store/catalog/catalog.h"
#include "tui/demo/draw.h"

#define WORDS_HINT_SIZE 161 /* 40 letters and the NUL */

/* A landmark by which a household is found. */
void words_hint(struct draw *d, char out[WORDS_HINT_SIZE]);

enum words_occasion {
	WORDS_CLASS,
	WORDS_MEETING,
	WORDS_EVENT, /* the day of digital transformation, 10 October */
	WORDS_MARKET,
	WORDS_DISTANCE,
	WORDS_VISIT  /* any visit that went well */
};

const char *words_on(struct draw *d, enum words_occasion occasion);

/* A note on a topic that went well, or NULL. */
const char *words_done(struct draw *d, const struct topic *topic);

/* A note on a topic that got stuck there (a code of vocabulary blocker). */
const char *words_stuck(const char *blocker);

/* A note on an attempt (a code of vocabulary attempt). */
const char *words_attempt(struct draw *d, const char *attempt);

/*
 * A sentence for a field of a report: kho_khan, kien_nghi, ke_hoach, cach_lam.
 * They take turns, so that a month's reports do not say the same thing twice.
 */
const char *words_report(const char *field, int turn);

#endif
