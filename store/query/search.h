/*
 * search: what a person typed, as a question to the index of search.h.
 */
#ifndef STORE_QUERY_SEARCH_H
#define STORE_QUERY_SEARCH_H

#include "store/book/book.h"

/*
 * The FTS5 expression for what was typed, malloc'ed: every word must begin a
 * word of the session or of a label (either language) of one of its topics.
 * also: SEARCH_ALSO other readings of the same words, blank for blank (NULL:
 * no such reading): each word may match in any. numbers: a word that is the
 * number of a household's code, with its letters or without, finds it as well
 * ("7" and "h7": H007). NULL in *out when there is no word in it: nothing was
 * typed, or signs only (text_only_signs()). I/O faults.
 */
enum { SEARCH_ALSO = 2 };
int search_expression(struct book *book, const char *typed, const char *const also[SEARCH_ALSO],
		      bool numbers, char **out, struct fault *f);

#endif
