/*
 * text: the rules for Vietnamese text.
 *
 * Whatever enters the program goes through text_nfc() once, so that inside it
 * one letter is one code point sequence and equal texts are equal bytes: texts
 * through text_entry(), codes and names through text_name(), which call it;
 * only passwords are taken as they are. What leaves it for a terminal goes
 * through text_printable(). Searching compares text_fold() keys, never the texts.
 *
 * Invariants: texts are UTF-8 with an explicit length in bytes; they need not
 * end in NUL, and results always do. "Valid" means valid by RFC 3629 (no
 * overlong forms, no surrogates, nothing above U+10FFFF) and without NUL.
 * Only what says so allocates; all functions are pure and thread-safe, none
 * depends on the locale. Normal forms: Unicode Standard Annex #15, by utf8proc.
 */
#ifndef STORE_BASE_TEXT_H
#define STORE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes, NUL included, that text_fold() and text_printable() can need for n bytes of text. */
#define TEXT_ROOM(n) (3 * (size_t)(n) + 1)

/* Combining marks in a row that are still text: the Stream-Safe Format of UAX #15. */
#define TEXT_MARKS_MAX 30

/*
 * Read the letter at the start of s: its code point goes to *cp, or -1 when
 * the first byte begins none. Returns its length in bytes, 1 for an invalid
 * byte; len must not be 0. U+0000 is read as 0.
 */
size_t text_next(const char *s, size_t len, int32_t *cp);

/* Bytes of the byte order mark a text begins with, which Windows' Notepad writes: 3, or 0. */
size_t text_bom(const char *s, size_t len);

/* Whether the bytes are valid UTF-8 without NUL. The empty text is valid. */
bool text_utf8_valid(const char *s, size_t len);

/*
 * Check `in` and put it into Normalization Form C. *out is malloc'ed, ends in
 * NUL, and is freed by the caller; *out_len is its length without the NUL (at
 * most three times len). FAULT_OK; FAULT_FIELD when the bytes are not valid or
 * more than TEXT_MARKS_MAX combining marks follow each other (putting those in
 * order takes quadratic time, and no writing has them), with *out NULL and
 * *out_len 0. Composed Latin letters, which is all of Vietnamese, are only copied.
 */
int text_nfc(const char *in, size_t len, char **out, size_t *out_len);

/*
 * What a person entered, in NFC, with the letters that only look like Đ and đ
 * (Ð U+00D0, Ɖ U+0189; ð U+00F0, ɖ U+0256) made these. As text_nfc() otherwise.
 */
int text_entry(const char *in, size_t len, char **out, size_t *out_len);

/*
 * A code, a name, words to search for: text_entry(), every kind of space made
 * U+0020, and none left at the ends, nor anything invisible there. As text_nfc()
 * otherwise.
 */
int text_name(const char *in, size_t len, char **out, size_t *out_len);

/*
 * Two names with the same key are one to whoever reads them: without regard to
 * case, to what text_name() evens out, and to invisible characters. malloc'ed.
 */
char *text_name_key(const char *name);

/* Nothing in it but spaces, line ends and what shows nothing; so is the empty text. */
bool text_is_blank(const char *s, size_t len);

/*
 * Whether a text holds what nobody sees (format characters of Unicode's category
 * Cf, fillers as U+3164 and U+2800, variation selectors), which no name may.
 */
bool text_has_invisible(const char *s, size_t len);

/* Code points in a text; an invalid byte counts as one. */
size_t text_chars(const char *s, size_t len);

/*
 * Whether a text holds what no field may: C0, DEL and C1 controls, the line
 * and paragraph separators U+2028 and U+2029, or a character with Unicode's
 * Bidi_Control property (U+061C, U+200E, U+200F, U+202A-202E, U+2066-2069).
 * newline_ok lets U+000A pass, nothing else.
 */
bool text_has_control(const char *s, size_t len, bool newline_ok);

/*
 * The search key: lower case, without marks, đ (and what text_entry() makes it)
 * as d, every stretch of other characters than letters and numbers as one space,
 * none at either end; invisible format characters vanish. "Đào" and "dao", "Hoà" and "Hòa", NFC
 * and NFD give the same key. Writes at most size bytes, NUL included, cut at
 * a whole letter, and returns the length of the whole key (as snprintf does);
 * TEXT_ROOM(len) is always enough. dst may be NULL when size is 0.
 */
size_t text_fold(char *dst, size_t size, const char *src, size_t len);
/* The same malloc'ed. */
char *text_key(const char *src, size_t len);

/* Whether something was typed, but nothing that could be searched for: its key is empty. */
bool text_only_signs(const char *s);

/*
 * Columns the text takes on a terminal: 2 for wide letters, 0 for combining
 * and invisible ones and for controls, 1 for an invalid byte.
 */
int text_width(const char *s, size_t len);

/*
 * The text in a form that does nothing to a terminal: newline, tab, U+2028
 * and U+2029 become a space, other C0 controls and DEL their picture
 * (ESC is U+241B), and C1 controls, Bidi_Control characters and each invalid
 * byte U+FFFD. Bounds and result as text_fold().
 */
size_t text_printable(char *dst, size_t size, const char *src, size_t len);

/* The text with its first letter in upper case: a sentence. Bounds and result as text_fold(). */
size_t text_sentence(char *dst, size_t size, const char *src, size_t len);

#endif
