/*
 * keys: what each key asks for, in Telex and in VNI.
 *
 * The two methods differ only here. Letters that ask for nothing are
 * ASK_LETTER; whether a key gets what it asks for is the engine's to decide.
 * All functions are pure.
 */
#ifndef TUI_TYPING_KEYS_H
#define TUI_TYPING_KEYS_H

#include <uchar.h>

#include "tui/typing/letter.h"

struct key_ask {
	enum { ASK_LETTER, ASK_TONE, ASK_MARK } kind;
	enum tone tone;     /* ASK_TONE; TONE_LEVEL takes it off */
	unsigned int marks; /* ASK_MARK: bits, 1 << enum mark */
	char32_t only;      /* ASK_MARK: this letter only, or 0 */
	char32_t adds;      /* ASK_MARK: the letter it makes where it marks none, or 0 */
};

/* s f r x j z, a e o w, d; in either case. */
struct key_ask keys_telex(char32_t ch);

/* 1 to 5 and 0, 6 to 9. */
struct key_ask keys_vni(char32_t ch);

/* A plain letter, marked or not, as the key would mark it; 0 where it does nothing to it. */
char32_t keys_marked(struct key_ask act, char32_t plain);

/* An ASCII letter in lower case; anything else as it is. */
char32_t keys_lower(char32_t ch);

#endif
