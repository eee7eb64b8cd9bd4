#include "config.h"
#include "tui/records/stay.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/record/read.h"

static bool has(const struct stay *stay, rec_t rec)
{
	for (int i = 0; i < stay->n; i++)
		if (stay->all[i] == rec)
			return true;
	return false;
}

void stay_add(struct stay *stay, rec_t rec)
{
	if (has(stay, rec))
		return;
	stay->all = memory_resize(stay->all, (size_t)stay->n + 1, sizeof *stay->all);
	stay->all[stay->n++] = rec;
}

struct list_also stay_also(const struct stay *stay)
{
	return (struct list_also){ stay->all, stay->n };
}

void stay_release(struct stay *stay)
{
	free(stay->all);
	memset(stay, 0, sizeof *stay);
}

bool stay_voided(const struct stay *stay, struct book *book, rec_t rec)
{
	struct record_facts facts;
	struct fault f;

	return has(stay, rec) && !record_facts(book, rec, &facts, &f) && facts.voided;
}
