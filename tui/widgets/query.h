/*
 * query: what was typed to find something by, as what it may mean.
 *
 * The one matcher behind every picker, every search of a list and the palette.
 * Letters are compared without marks, as search keys (text.h). Each word has a
 * few readings: the keys as they were typed, what the typing method makes of
 * them ("chowj": chợ), and what is left of that once the word has ended. A
 * text is found when every word begins one of its words in some reading.
 *
 * Invariants: readings[0] is what was typed; those that follow differ from it
 * or are NULL, and have a word for each of its words. Nothing typed fits
 * everything, signs alone fit nothing.
 */
#ifndef TUI_WIDGETS_QUERY_H
#define TUI_WIDGETS_QUERY_H

#include <stdbool.h>
#include <stddef.h>

enum { QUERY_READINGS = 3 };

struct query {
	char *readings[QUERY_READINGS];
	char *keys[QUERY_READINGS];  /* the same as search keys: words of them a blank apart */
	char *words[QUERY_READINGS]; /* likewise, with a newline after each word typed */
	bool all, none;              /* nothing was typed; nothing but signs */
};

/* The first letters of a search key's words: "thanh pho ho chi minh" is "tphcm". */
void query_initials(char *out, size_t size, const char *folded);

/* keys: as they were typed (UTF-8). Release it. */
void query_make(struct query *q, const char *keys);
void query_release(struct query *q);

/* Whether a search key, its words a blank apart, is found. */
bool query_finds(const struct query *q, const char *folded);
/* The same by the keys as they are alone. */
bool query_finds_keys(const struct query *q, const char *folded);

/*
 * The same where more than the beginning of a word is good: fits() is asked
 * about one word, n bytes of a search key at `part`.
 */
typedef bool (*query_fits)(const void *arg, const char *part, size_t n);
bool query_finds_by(const struct query *q, query_fits fits, const void *arg);

#endif
