/*
 * pages: a stretch of a list too long to be read whole.
 *
 * Keys of records are fetched from whichever end or place one goes to, and
 * let go of again far from there; so the ends of a hundred thousand sessions
 * are as near as its second page. Places in the list count from 0; as long as
 * nobody knows how many there are, those near the end count from PAGES_FAR.
 *
 * Invariants: keys[0..n-1] are at the places base..base+n-1, and what the
 * cursor is on is among them unless the list is empty. The view that owns it
 * gives fetch(). One thread.
 */
#ifndef TUI_WIDGETS_PAGES_H
#define TUI_WIDGETS_PAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "store/book/book.h"
#include "tui/widgets/lister.h"

enum { PAGES_FAR = 1 << 29 };

struct pages;

/*
 * Give pages_take() up to `limit` keys that come after a record (0: from the
 * beginning) in the order shown, or backwards from it (0: from the end).
 * False when that could not be done, or the record is not there any more.
 */
typedef bool (*pages_fetch)(void *arg, struct pages *p, bool backwards, rec_t after, int limit);

struct pages {
	pages_fetch fetch;
	void *arg;
	rec_t *keys;
	int n, room;
	int base;
	bool above, below;  /* there may be more before or after the stretch */
	int64_t total;      /* how many there are; -1 not known */
	struct lister lister; /* over the places */

	rec_t *taken;       /* while fetching */
	int n_taken, room_taken;
};

void pages_init(struct pages *p, pages_fetch fetch, void *arg);
void pages_release(struct pages *p);

/* A list_each: one key more. arg: the struct pages. */
int pages_take(void *arg, rec_t rec);

/* Another list: its beginning. total as above. */
void pages_start(struct pages *p, int64_t total);
/* The same list after a change: the same stretch, the cursor on the same record if it is there. */
void pages_again(struct pages *p, int64_t total);

/* So many rows show: fetch what lies around them. Call before drawing. */
void pages_fit(struct pages *p, int rows);
bool pages_act(struct pages *p, enum action action);

/* The record at a place; 0 when there is none. */
rec_t pages_at(const struct pages *p, int place);

/* Where one is: "3/1.595", "3/200+" (at least), "200+" (near an end nobody has counted to). */
void pages_words(const struct pages *p, char *out, size_t size);

#endif
