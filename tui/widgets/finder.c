#include "config.h"
#include "tui/widgets/finder.h"

#include <stdlib.h>

#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/typing/typing.h"
#include "tui/widgets/field_keys.h"

enum { LETTERS = 60 };

void finder_init(struct finder *finder)
{
	finder->typing = false;
	field_init(&finder->line, LETTERS, false);
}

void finder_release(struct finder *finder)
{
	field_release(&finder->line);
}

char *finder_words(const struct finder *finder)
{
	return finder->line.n ? field_get(&finder->line) : NULL;
}

bool finder_act(struct finder *finder, enum action action, bool *changed)
{
	*changed = false;
	switch (action) {
	case ACT_SEARCH:
		finder->typing = true;
		typing_go_on();
		return true;
	case ACT_BACK:
		if (!finder->typing && finder->line.n) {
			field_set(&finder->line, NULL);
			*changed = true;
			return true;
		}
		if (!finder->typing)
			return false;
		finder->typing = false;
		return true;
	case ACT_UP:
	case ACT_DOWN:
	case ACT_PAGE_UP:
	case ACT_PAGE_DOWN:
		finder->typing = false; /* and the list moves */
		return false;
	default:
		return false;
	}
}

bool finder_text(struct finder *finder, const char *text, size_t len)
{
	if (!finder->typing)
		return false;
	field_text(&finder->line, text, len);
	return true;
}

bool finder_key(struct finder *finder, int key)
{
	return finder->typing && field_key(&finder->line, key);
}

void finder_draw(struct finder *finder, int row, int col, int width)
{
	const char *label = _("Search");
	int used = paint_width(label) + 1, room = width - used;

	if (!finder->typing && !finder->line.n) {
		paint_format(row, col, width, STYLE_FAINT, "%s: /", label);
		return;
	}
	paint_text(row, col, width, STYLE_LABEL, label, false);
	if (room > 0)
		field_draw(&finder->line, row, col + used, room, finder->typing);
}
