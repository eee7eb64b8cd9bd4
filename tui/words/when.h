/*
 * when: days and times as people type them.
 *
 * Knows no form and no clock: whoever asks says what day is near.
 */
#ifndef TUI_WORDS_WHEN_H
#define TUI_WORDS_WHEN_H

#include <stdbool.h>

#include "store/base/date.h"

/* "27/11"; in another year than near's with the year. */
void when_short(char out[DATE_SIZE], day_t day, day_t near);

/*
 * A day: 17, 17/11, 1711, 17/11/2026, 17112026, 2026-11-17. What is left out is
 * such that the day is the last one up to `near`, or with `ahead` the first one
 * from there; "+7" then is so many days on. False, *out undefined, for what is
 * no such day.
 */
bool when_day(day_t *out, const char *text, day_t near, bool ahead);

/* Minutes since midnight: 14:30, 1430, 14h30, 9. False for no time of day. */
bool when_time(int *minute, const char *text);

/*
 * How long before `today` a day is, in words ("11 months ago"), when that is so long that it
 * may be a slip: more than WHEN_FAR days, such as a day of last year that was meant to come.
 * "" for any other.
 */
enum { WHEN_FAR = 60, WHEN_AGO_SIZE = 64 };
void when_ago(char out[WHEN_AGO_SIZE], day_t day, day_t today);

/*
 * What stands beside such a day: how long ago it was, after the whole day where `typed` is not that
 * ("29/12/2025 · 11 months ago"). "" for any other.
 */
enum { WHEN_BESIDE_SIZE = WHEN_AGO_SIZE + DATE_SIZE + 4 };
void when_beside(char out[WHEN_BESIDE_SIZE], const char *typed, day_t day, day_t today);

/* "24/11": how one types that day, as an example. Static until the next call but one. */
const char *when_example(day_t day);

#endif
