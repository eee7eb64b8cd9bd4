/*
 * cache: what modules above the book keep in memory about an open book.
 *
 * The book knows neither what is kept nor by whom; it sees to it that nothing
 * outlives what it was read from: a rollback and closing release all of it,
 * and it is made anew when it is asked for next. One thread, as the book.
 */
#ifndef STORE_BOOK_CACHE_H
#define STORE_BOOK_CACHE_H

#include <stddef.h>

struct book;

/* A kind of cache, a static constant of its module; a book has at most one of each kind. */
struct cache_kind {
	size_t size;                  /* of the structure kept */
	void (*release)(void *cache); /* what it points to; NULL when it points to nothing */
};

/*
 * The book's cache of this kind, all zeros when it is new. Owned by the book;
 * good until book_cache_drop() or a rollback.
 */
void *book_cache(struct book *book, const struct cache_kind *kind);

/* Release it, if there is one: what it was made of has changed. */
void book_cache_drop(struct book *book, const struct cache_kind *kind);

/* Release all of them: changes were taken back. book_rollback() and book_close() do. */
void book_cache_clear(struct book *book);

#endif
