/*
 * code_match: codes as people say them: the number alone, or after its letters, "7" or "h7" for H007.
 *
 * Codes and what is typed are search keys (text_fold()) of n bytes. Pure.
 */
#ifndef STORE_BASE_CODE_MATCH_H
#define STORE_BASE_CODE_MATCH_H

#include <stdbool.h>
#include <stddef.h>

/* Where the number at the end begins, zeros before it passed over; n where there is none, or 0. */
size_t code_number_at(const char *key, size_t n);

/* Whether what was typed, m bytes, is the code's number, with the letters before it or without. */
bool code_named_by(const char *code, size_t n, const char *typed, size_t m);

#endif
