/*
 * digits: numbers that may name a person, and that no text is to hold.
 *
 * The numbers of identity cards, telephones and accounts have nine digits and more.
 * Texts are as in text.h; pure.
 */
#ifndef STORE_BASE_DIGITS_H
#define STORE_BASE_DIGITS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Digits in the longest run of digits of any script. One space, full stop or
 * dash between two digits does not end a run, nor a dash between two spaces, so
 * that "079 123 456 789", "079.123 - 456.789" and "079123456789" are 12 each; a
 * slash, a letter or other such characters do: "12  34" is 2. A date is none of
 * it: of 17-11-2026, 17.11.2026 and 2026-11-17 nothing is counted.
 */
int digits_run(const char *s, size_t len);

/* Whether a text holds a number as long as those: whoever saves it is asked first. */
bool digits_long(const char *s, size_t len);

#endif
