#include "config.h"
#include "tui/widgets/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "tui/words/figure.h"

enum { STRETCH = 200, MOST = 2000 }; /* keys fetched at once, and held */

void pages_init(struct pages *p, pages_fetch fetch, void *arg)
{
	*p = (struct pages){ .fetch = fetch, .arg = arg, .total = -1 };
}

void pages_release(struct pages *p)
{
	free(p->keys);
	free(p->taken);
	memset(p, 0, sizeof *p);
}

static void make_room(rec_t **keys, int *room, int n)
{
	if (n <= *room)
		return;
	*room = n + STRETCH;
	*keys = memory_resize(*keys, (size_t)*room, sizeof **keys);
}

int pages_take(void *arg, rec_t rec)
{
	struct pages *p = arg;

	make_room(&p->taken, &p->room_taken, p->n_taken + 1);
	p->taken[p->n_taken++] = rec;
	return 0;
}

static bool fetch(struct pages *p, bool backwards, rec_t after, int limit)
{
	p->n_taken = 0;
	return p->fetch(p->arg, p, backwards, after, limit);
}

static bool is_far(const struct pages *p)
{
	return p->base > PAGES_FAR / 2;
}

/* All places move: the beginning has been found to be elsewhere. */
static void shift(struct pages *p, int by)
{
	p->base += by;
	p->lister.at += by;
	p->lister.top += by;
}

/* What is known of the list's length, after the stretch has changed. */
static void settle(struct pages *p)
{
	if (!p->above)
		shift(p, -p->base);
	if (!p->below && !is_far(p))
		p->total = p->base + p->n;
	lister_count(&p->lister, p->total >= 0 && p->total > p->base + p->n && !is_far(p)
					 ? (int)p->total : p->base + p->n);
	if (p->lister.at < p->base)
		p->lister.at = p->base;
}

/* The keys just taken become the stretch. */
static void replace(struct pages *p, bool backwards)
{
	make_room(&p->keys, &p->room, p->n_taken);
	for (int i = 0; i < p->n_taken; i++)
		p->keys[i] = p->taken[backwards ? p->n_taken - 1 - i : i];
	p->n = p->n_taken;
}

/* The beginning of the list, so many keys of it. */
static void begin(struct pages *p, int64_t total, int keys)
{
	bool good = fetch(p, false, 0, keys);

	p->total = total;
	replace(p, false);
	p->base = p->lister.at = p->lister.top = 0;
	p->above = false;
	p->below = good && p->n == keys;
	settle(p);
}

void pages_start(struct pages *p, int64_t total)
{
	begin(p, total, STRETCH);
}

static void go_to_end(struct pages *p)
{
	if (!p->below) {
		p->lister.at = p->lister.count - 1;
		return;
	}
	if (!fetch(p, true, 0, STRETCH))
		return;
	replace(p, true);
	p->above = p->n == STRETCH;
	p->below = false;
	p->base = (p->total >= p->n ? (int)p->total : PAGES_FAR) - p->n;
	p->lister.at = p->lister.top = p->base + p->n - 1;
	settle(p);
}

void pages_again(struct pages *p, int64_t total)
{
	rec_t here = pages_at(p, p->lister.at);
	int at = p->lister.at, top = p->lister.top, keys = p->n > STRETCH ? p->n : STRETCH;

	if (!p->above || !p->n || !fetch(p, false, p->keys[0], keys)) {
		begin(p, total, keys);
	} else {
		replace(p, false);
		p->base++;
		p->total = total;
		p->below = p->n == keys;
		settle(p);
	}
	p->lister.at = at;
	p->lister.top = top;
	for (int i = 0; i < p->n; i++)
		if (p->keys[i] == here)
			p->lister.at = p->base + i;
	settle(p);
}

static bool fetch_above(struct pages *p)
{
	int n;

	if (!fetch(p, true, p->keys[0], STRETCH))
		return false;
	make_room(&p->keys, &p->room, p->n + p->n_taken);
	n = p->n_taken;
	memmove(p->keys + n, p->keys, (size_t)p->n * sizeof *p->keys);
	for (int i = 0; i < n; i++)
		p->keys[i] = p->taken[n - 1 - i];
	p->n += n;
	p->base -= n;
	p->above = n == STRETCH;
	if (p->n > MOST) {
		p->n = MOST;
		p->below = true;
	}
	settle(p);
	return n > 0;
}

static bool fetch_below(struct pages *p)
{
	int n, drop;

	if (!fetch(p, false, p->keys[p->n - 1], STRETCH))
		return false;
	make_room(&p->keys, &p->room, p->n + p->n_taken);
	n = p->n_taken;
	memcpy(p->keys + p->n, p->taken, (size_t)n * sizeof *p->keys);
	p->n += n;
	p->below = n == STRETCH;
	drop = p->n > MOST ? p->n - MOST : 0;
	if (drop) {
		p->n -= drop;
		memmove(p->keys, p->keys + drop, (size_t)p->n * sizeof *p->keys);
		p->base += drop;
		p->above = true;
	}
	settle(p);
	return n > 0;
}

/* A screen before and after what shows is at hand, too: the next step has it. */
void pages_fit(struct pages *p, int rows)
{
	lister_fit(&p->lister, rows);
	while (p->n && p->above && p->lister.top - rows < p->base)
		if (!fetch_above(p))
			break;
	while (p->n && p->below && p->lister.top + 2 * rows > p->base + p->n)
		if (!fetch_below(p))
			break;
	if (p->lister.at < p->base)
		p->lister.at = p->base;
	lister_fit(&p->lister, rows);
}

bool pages_act(struct pages *p, enum action action)
{
	if (action == ACT_LAST) {
		go_to_end(p);
		return true;
	}
	if (action == ACT_FIRST && p->above) {
		pages_start(p, p->total);
		return true;
	}
	return lister_act(&p->lister, action);
}

rec_t pages_at(const struct pages *p, int place)
{
	return place >= p->base && place < p->base + p->n ? p->keys[place - p->base] : 0;
}

void pages_words(const struct pages *p, char *out, size_t size)
{
	char at[FIGURE_SIZE], all[FIGURE_SIZE];
	bool far = is_far(p);

	figure_number(at, sizeof at, p->n ? p->lister.at + 1 : 0, 0);
	figure_number(all, sizeof all, far ? p->n : p->lister.count, 0);
	if (far)
		snprintf(out, size, "%s+", all);
	else
		snprintf(out, size, "%s/%s%s", at, all, p->below && p->total < 0 ? "+" : "");
}
