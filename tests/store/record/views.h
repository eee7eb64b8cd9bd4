/*
 * views: what people get to see of a desk's records, as text, for tests.
 *
 * Lists, summaries, searches, conflicts, as the command line would print them: ids and codes, no
 * keys of this vault. So two desks that hold the same operations can be compared, or one desk at
 * two times. What is each desk's own (a record's `state`) is left out.
 */
#ifndef TESTS_STORE_RECORD_VIEWS_H
#define TESTS_STORE_RECORD_VIEWS_H

#include "tests/store/desk.h"

/*
 * All of it, but summaries (by every axis) of one period and searches for some words: which ones
 * goes by `turn`, so that twelve in a row have them all, with each other. The caller frees.
 */
char *desk_views(struct desk *desk, int turn);

/* Fail unless both are the same, with the first line that is not. */
void assert_same_views(const char *got, const char *wanted, const char *where);

#endif
