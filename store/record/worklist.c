#include "config.h"
#include "store/record/worklist.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"

void worklist_add(struct worklist *list, rec_t rec)
{
	if (list->n && list->recs[list->n - 1] == rec)
		return;
	if (list->n == list->room) {
		list->room = list->room * 2 + 64;
		list->recs = memory_resize(list->recs, list->room, sizeof *list->recs);
	}
	list->recs[list->n++] = rec;
}

int worklist_add_all(struct worklist *list, struct statement st, int64_t key)
{
	bind_int(&st, key);
	while (row_next(&st))
		worklist_add(list, row_int(&st, 0));
	return statement_end(&st);
}

static int by_key(const void *a, const void *b)
{
	rec_t x = *(const rec_t *)a, y = *(const rec_t *)b;

	return x < y ? -1 : x > y;
}

void worklist_sort(struct worklist *list)
{
	size_t kept = 0;

	if (!list->n)
		return;
	qsort(list->recs, list->n, sizeof *list->recs, by_key);
	for (size_t i = 0; i < list->n; i++)
		if (!kept || list->recs[kept - 1] != list->recs[i])
			list->recs[kept++] = list->recs[i];
	list->n = kept;
}

void worklist_release(struct worklist *list)
{
	free(list->recs);
	memset(list, 0, sizeof *list);
}
