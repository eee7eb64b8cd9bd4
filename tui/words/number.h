/*
 * number: a number as people type one, and how many decimals it is shown with.
 */
#ifndef TUI_WORDS_NUMBER_H
#define TUI_WORDS_NUMBER_H

#include <jansson.h>

/*
 * "12" as an integer, "95.5" or "95,5" as a real (a new reference); NULL for anything
 * else, also for a sign, an exponent, more than 9 digits before and 6 behind the mark.
 */
json_t *number_value(const char *text);

/* How many decimals, at most 2, a number not below 0 has. */
int number_decimals(double number);

#endif
