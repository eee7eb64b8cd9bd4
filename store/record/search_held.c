#include "config.h"
#include "store/record/search_held.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/cache.h"

/* Keys are numbered in the order they came: a bit for each up to the greatest that is there. */
struct keys {
	uint8_t *bits;
	size_t bytes;
};

struct held {
	int depth;
	struct keys keys[HELD_KINDS];
	struct worklist sessions;
};

static void release(void *cache)
{
	struct held *held = cache;

	for (int i = 0; i < HELD_KINDS; i++)
		free(held->keys[i].bits);
	worklist_release(&held->sessions);
}

static const struct cache_kind held_kind = { .size = sizeof(struct held), .release = release };

void held_begin(struct book *book)
{
	((struct held *)book_cache(book, &held_kind))->depth++;
}

bool held_end(struct book *book, struct worklist *waiting)
{
	struct held *held = book_cache(book, &held_kind);

	memset(waiting, 0, sizeof *waiting);
	if (--held->depth > 0)
		return false;
	*waiting = held->sessions;
	memset(&held->sessions, 0, sizeof held->sessions);
	held_forget(book);
	return true;
}

void held_forget(struct book *book)
{
	book_cache_drop(book, &held_kind);
}

bool held_is(struct book *book, enum held_kind kind, int64_t key)
{
	const struct held *held = book_cache(book, &held_kind);
	const struct keys *keys = &held->keys[kind];
	size_t at = (size_t)key / 8;

	return at < keys->bytes && keys->bits[at] >> key % 8 & 1;
}

void held_add(struct book *book, enum held_kind kind, int64_t key)
{
	struct held *held = book_cache(book, &held_kind);
	struct keys *keys = &held->keys[kind];
	size_t at = (size_t)key / 8;

	if (held->depth <= 0 || held_is(book, kind, key))
		return;
	if (at >= keys->bytes) {
		size_t bytes = at * 2 + 64;

		keys->bits = memory_resize(keys->bits, bytes, 1);
		memset(keys->bits + keys->bytes, 0, bytes - keys->bytes);
		keys->bytes = bytes;
	}
	keys->bits[at] |= (uint8_t)(1 << key % 8);
	if (kind == HELD_SESSION)
		worklist_add(&held->sessions, key);
}
