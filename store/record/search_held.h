/*
 * search_held: while many records are taken in, sessions whose words wait.
 *
 * A village or household is part of the words of all its sessions. Of many records of one
 * code each would put all of those anew; so from its first change on they are out of the index,
 * and are put once, at the end; till then they are not found.
 *
 *	held_begin(book);
 *	… many changes, in the transaction that is open
 *	rc = search_let_go(book, rc, f); (search_index.h)
 *
 * Invariant: all sessions of a village or household that is marked wait. Kept with the book
 * (cache.h): a rollback forgets it with the rest.
 */
#ifndef STORE_RECORD_SEARCH_HELD_H
#define STORE_RECORD_SEARCH_HELD_H

#include "store/record/worklist.h"

/* What sessions' words hang on: villages by their code's key in `sym`, households by their record. */
enum held_kind { HELD_SESSION, HELD_VILLAGE, HELD_HOUSEHOLD, HELD_KINDS };

/* May be within another; each needs its end. */
void held_begin(struct book *book);
/*
 * For search_let_go(): whether that was the outermost. Then nothing is held, and who waited is in
 * *waiting, the caller's.
 */
bool held_end(struct book *book, struct worklist *waiting);
/* Nothing is held any more, and who waited is forgotten: all of it will be rolled back. */
void held_forget(struct book *book);

/* Whether a session waits, or all those of a village or household; never of key 0. */
bool held_is(struct book *book, enum held_kind kind, int64_t key);
/* For search_index.c and projection.c; nothing where nothing is held. */
void held_add(struct book *book, enum held_kind kind, int64_t key);

#endif
