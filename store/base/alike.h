/*
 * alike: which of many codes are most like one that was typed.
 *
 * Case, marks, and all that is neither letter nor digit do not matter: "Tại nhà", "tainha" are as near
 * to tai_nha as can be. Else a code is like it that begins with it or differs by a slip in three
 * letters. Pure.
 */
#ifndef STORE_BASE_ALIKE_H
#define STORE_BASE_ALIKE_H

#include <stddef.h>

enum { ALIKE_MOST = 4, ALIKE_KEY = 32 /* longer ones are like none */ };

struct alike {
	char key[ALIKE_KEY]; /* of what was typed; "" like none */
	struct {
		const char *code;
		size_t slips;
	} best[ALIKE_MOST]; /* the nearest first, of equals the one seen first */
	size_t n;
};

void alike_init(struct alike *a, const char *typed);

/* One of the codes there are; it is kept as it is, not copied. */
void alike_see(struct alike *a, const char *code);

#endif
