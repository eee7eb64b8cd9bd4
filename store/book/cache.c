#include "config.h"
#include "store/book/cache.h"

#include <stdlib.h>

#include "store/base/memory.h"
#include "store/book/private.h"

struct cached {
	struct cached *next;
	const struct cache_kind *kind;
	max_align_t data[]; /* kind->size bytes */
};

/* Where the book's list points to the cache of this kind, or to its end. */
static struct cached **place_of(struct book *book, const struct cache_kind *kind)
{
	struct cached **at = &book->caches;

	while (*at && (*at)->kind != kind)
		at = &(*at)->next;
	return at;
}

static void take_out(struct cached **at)
{
	struct cached *gone = *at;

	*at = gone->next;
	if (gone->kind->release)
		gone->kind->release(gone->data);
	free(gone);
}

void *book_cache(struct book *book, const struct cache_kind *kind)
{
	struct cached **at = place_of(book, kind);

	if (!*at) {
		*at = memory_alloc_zero(1, sizeof **at + kind->size);
		(*at)->kind = kind;
	}
	return (*at)->data;
}

void book_cache_drop(struct book *book, const struct cache_kind *kind)
{
	struct cached **at = place_of(book, kind);

	if (*at)
		take_out(at);
}

void book_cache_clear(struct book *book)
{
	while (book->caches)
		take_out(&book->caches);
}
