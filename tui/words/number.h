/*
 * number: a number as people type one.
 */
#ifndef TUI_WORDS_NUMBER_H
#define TUI_WORDS_NUMBER_H

#include <jansson.h>

/*
 * "12" as an integer, "95.5" or "95,5" as a real (a new reference); NULL for anything
 * else, also for a sign, an exponent, more than 9 digits before and 6 behind the mark.
 */
json_t *number_value(const char *text);

#endif
