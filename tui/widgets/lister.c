#include "config.h"
#include "tui/widgets/lister.h"

#include <stdio.h>

static void clamp(struct lister *l)
{
	if (l->at >= l->count)
		l->at = l->count - 1;
	if (l->at < 0)
		l->at = 0;
}

void lister_count(struct lister *l, int count)
{
	l->count = count;
	clamp(l);
}

void lister_fit(struct lister *l, int rows)
{
	l->rows = rows > 0 ? rows : 1;
	if (l->at < l->top)
		l->top = l->at;
	if (l->at >= l->top + l->rows)
		l->top = l->at - l->rows + 1;
	if (l->top > 0 && l->top + l->rows > l->count)
		l->top = l->count > l->rows ? l->count - l->rows : 0;
}

bool lister_act(struct lister *l, enum action action)
{
	switch (action) {
	case ACT_UP:
		l->at--;
		break;
	case ACT_DOWN:
		l->at++;
		break;
	case ACT_PAGE_UP:
		l->at -= l->rows;
		break;
	case ACT_PAGE_DOWN:
		l->at += l->rows;
		break;
	case ACT_FIRST:
		l->at = 0;
		break;
	case ACT_LAST:
		l->at = l->count - 1;
		break;
	default:
		return false;
	}
	clamp(l);
	return true;
}

void lister_place(const struct lister *l, char out[LISTER_PLACE])
{
	*out = 0;
	if (l->count > l->rows)
		snprintf(out, LISTER_PLACE, "%d/%d", l->at + 1, l->count);
}
