/*
 * collate: the order of Vietnamese words and names.
 *
 * Texts are compared syllable by syllable: first the letters of a syllable
 * (a ă â b c d đ e ê f g … o ô ơ … u ư v w x y z), then its tone (ngang,
 * huyền, hỏi, ngã, sắc, nặng), then the next syllable; when all syllables are
 * the same, lower case comes before upper case; when that is the same too, the
 * bytes decide. So the order is total: 0 only for identical bytes.
 *
 * A syllable ends at any character that is neither letter, digit nor mark;
 * such characters count for nothing but the last step. A run of the digits
 * 0-9 sorts by its value, before letters (Thôn 2 < Thôn 10 < Thôn An). Marks
 * that make no Vietnamese letter or tone count only in the last step; letters
 * of other scripts follow z in code point order. NFC and NFD differ only in
 * the last step.
 *
 * glibc's vi_VN and plain code point order both get this wrong. Pure
 * functions, thread-safe, locale-independent, no allocation; bytes that are
 * not UTF-8 count as separators.
 */
#ifndef STORE_BASE_COLLATE_H
#define STORE_BASE_COLLATE_H

#include <stddef.h>
#include <stdint.h>

/* Bytes a sort key of a text of n bytes can need. */
#define COLLATE_ROOM(n) (6 * (size_t)(n) + 8)

/* Below, at or above zero as a sorts before, is or sorts after b. Lengths in bytes. */
int collate_compare(const char *a, size_t alen, const char *b, size_t blen);

/* The same for people's names: the given name (the last word) first, then the rest. */
int collate_compare_names(const char *a, size_t alen, const char *b, size_t blen);

/*
 * The order as bytes: comparing two whole keys by memcmp(), the shorter one
 * first where it is the start of the other (as SQLite compares blobs), gives
 * collate_compare(). Writes at most size bytes, no NUL, and returns the
 * length of the whole key; COLLATE_ROOM(len) is always enough. dst may be
 * NULL when size is 0. Keys hold the text: keep them where the text may be.
 */
size_t collate_key(uint8_t *dst, size_t size, const char *s, size_t len);

/* The same for collate_compare_names(). */
size_t collate_key_names(uint8_t *dst, size_t size, const char *s, size_t len);

#endif
