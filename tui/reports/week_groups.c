#include "config.h"
#include "tui/reports/week_groups.h"

#include <string.h>

#include "store/base/memory.h"

static const struct summary_row *find(const struct summary *summary, const char *key)
{
	for (size_t i = 0; summary && i < summary_rows(summary); i++)
		if (!strcmp(summary_row_at(summary, i)->key, key))
			return summary_row_at(summary, i);
	return NULL;
}

/* Where a row that only the period before has goes. What is of no team, whose key is "", is last. */
static int place_of(const struct week_group *groups, int count, enum summary_axis axis,
		    const char *key)
{
	int at = 0;

	if ((axis != SUMMARY_UNIT && axis != SUMMARY_VILLAGE && axis != SUMMARY_TEAM) || !*key)
		return count;
	while (at < count && *week_group_row(&groups[at])->key &&
	       strcmp(week_group_row(&groups[at])->key, key) < 0)
		at++;
	return at;
}

struct week_group *week_groups_make(const struct summary *now, const struct summary *before,
				    int *count)
{
	size_t most = summary_rows(now) + (before ? summary_rows(before) : 0);
	struct week_group *groups = memory_alloc_zero(most + 1, sizeof *groups);
	int n = 0, at;

	for (size_t i = 0; i < summary_rows(now); i++) {
		groups[n].now = summary_row_at(now, i);
		groups[n].before = find(before, groups[n].now->key);
		n++;
	}
	for (size_t i = 0; before && now->axis != SUMMARY_DAY && i < summary_rows(before); i++) {
		const struct summary_row *row = summary_row_at(before, i);

		if (find(now, row->key))
			continue;
		at = place_of(groups, n, now->axis, row->key);
		memmove(groups + at + 1, groups + at, (size_t)(n - at) * sizeof *groups);
		groups[at] = (struct week_group){ .before = row };
		n++;
	}
	*count = n;
	return groups;
}

const struct summary_row *week_group_row(const struct week_group *group)
{
	return group->now ? group->now : group->before;
}
