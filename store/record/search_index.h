/*
 * search_index: the folded words of every session, for finding as one types.
 *
 * Indexed are the note, the household's code and hint, the village's name and
 * the codes of the topics; a topic's labels are looked up when searching, or
 * they would make up half of the index. The index holds no text, so a row is
 * taken out by giving its words again: search_drop() must run while log and
 * tables still are as they were when it was put in.
 * Rowids sort by (day, minute): newest first is a walk from the end.
 */
#ifndef STORE_RECORD_SEARCH_INDEX_H
#define STORE_RECORD_SEARCH_INDEX_H

#include "store/book/book.h"

struct merged;

/*
 * merged: the session where it is at hand, else NULL: something else that is part of its words
 * changes. While held (search_held.h), such a one is out of the index from its drop on.
 */
int search_put(struct book *book, rec_t session, const struct merged *merged, struct fault *f);
int search_drop(struct book *book, rec_t session, const struct merged *merged, struct fault *f);

/*
 * The end of held_begin() (search_held.h): where that was the outermost, those that waited are put.
 * rc: what came of the changes; after a fault nothing waits any more, and it is returned.
 */
int search_let_go(struct book *book, int rc, struct fault *f);

/* Every session's words anew, in the transaction that is open. */
int search_put_all(struct book *book, struct fault *f);

/* The row of a session in the index: sorts by day, minute (-1: none) and key; the key is its low bits. */
#define SEARCH_KEY "0xFFFFFFFFF" /* as SQL */
int64_t search_rowid(int64_t day, int64_t minute, rec_t rec);

/*
 * Words of at least so many bytes are kept in table search_word, so that a
 * prefix can be looked up as whole words.
 */
enum { SEARCH_LONG_WORD = 3 };

/* The one word a topic's code makes: small letters and digits. */
enum { SEARCH_TOPIC_WORD = 32 };
void search_topic_word(char out[SEARCH_TOPIC_WORD], const char *code);

#endif
