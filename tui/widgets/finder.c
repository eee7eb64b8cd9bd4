#include "config.h"
#include "tui/widgets/finder.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/typing/reading.h"
#include "tui/typing/typing.h"
#include "tui/widgets/field_keys.h"

enum { LETTERS = 60 };

void finder_init(struct finder *finder)
{
	finder->typing = false;
	finder->keys = NULL;
	field_init(&finder->line, LETTERS, false);
}

void finder_release(struct finder *finder)
{
	field_release(&finder->line);
	free(finder->keys);
	finder->keys = NULL;
}

/* ---- the keys beside what they made ---- */

static bool make_of(const char *keys, const char *shown)
{
	char *made = reading_of(keys, false);
	bool same = !strcmp(made, shown);

	free(made);
	return same;
}

static void drop_letter(char *text)
{
	size_t n = strlen(text);

	do
		n--;
	while (n && ((unsigned char)text[n] & 0xC0) == 0x80);
	text[n] = 0;
}

static void keep_keys(struct finder *finder, char *keys)
{
	free(finder->keys);
	finder->keys = keys;
}

/*
 * The line has changed, by `added` or by some taking back: the keys are those that make it. Where
 * none of them do any more, after a step into the middle of it, the letters are their own.
 */
static void follow(struct finder *finder, const char *added)
{
	char *shown = field_get(&finder->line);
	char *keys = memory_format("%s%s", finder->keys ? finder->keys : "", added);

	while (*keys && !make_of(keys, shown))
		drop_letter(keys);
	if (*keys) {
		keep_keys(finder, keys);
		free(shown);
	} else {
		keep_keys(finder, shown);
		free(keys);
	}
}

void finder_set(struct finder *finder, const char *words)
{
	field_set(&finder->line, words);
	keep_keys(finder, field_get(&finder->line));
}

void finder_query(const struct finder *finder, struct query *q)
{
	query_make(q, finder->keys ? finder->keys : "");
}

/* ---- acting ---- */

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
			finder_set(finder, NULL);
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

bool finder_leave(struct finder *finder)
{
	bool typing = finder->typing;

	finder->typing = false;
	return typing;
}

bool finder_text(struct finder *finder, const char *text, size_t len)
{
	int32_t letter;

	if (!finder->typing)
		return false;
	field_text(&finder->line, text, len);
	if (len && text_next(text, len, &letter) == len) {
		char *added = memory_strndup(text, len);

		follow(finder, added);
		free(added);
	} else { /* a paste */
		keep_keys(finder, field_get(&finder->line));
	}
	return true;
}

bool finder_key(struct finder *finder, int key)
{
	if (!finder->typing || !field_key(&finder->line, key))
		return false;
	follow(finder, "");
	return true;
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
