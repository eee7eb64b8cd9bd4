#include "config.h"
#include "tui/widgets/rows.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/code_match.h"
#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/term/paint.h"
#include "tui/widgets/wrap.h"
#include "tui/words/fit.h"
#include "tui/words/say.h"

static void drop(struct row *row)
{
	for (int i = 0; i < ROW_CELLS; i++)
		free((void *)(uintptr_t)row->cell[i]);
	free(row->folded);
}

void rows_clear(struct rows *rows)
{
	for (int i = 0; i < rows->n; i++)
		drop(&rows->all[i]);
	rows->n = 0;
	rows->lister.count = 0;
}

void rows_release(struct rows *rows)
{
	rows_clear(rows);
	free(rows->all);
	free(rows->shown);
	memset(rows, 0, sizeof *rows);
}

void rows_add(struct rows *rows, const struct row *row)
{
	struct row *copy;

	if (rows->n == rows->room) {
		rows->room = rows->room * 2 + 32;
		rows->all = memory_resize(rows->all, (size_t)rows->room, sizeof *rows->all);
		rows->shown = memory_resize(rows->shown, (size_t)rows->room, sizeof *rows->shown);
	}
	copy = &rows->all[rows->n++];
	*copy = *row;
	copy->folded = NULL;
	for (int i = 0; i < ROW_CELLS; i++)
		copy->cell[i] = memory_strdup(row->cell[i]);
}

void rows_heading(struct rows *rows, const char *text)
{
	rows_add(rows, &(struct row){ .heading = true, .style = STYLE_HEADING, .cell = { text } });
}

void rows_unread(struct rows *rows)
{
	rows_add(rows, &(struct row){ .heading = true, .unread = true, .style = STYLE_BAD,
				      .cell = { say_unread() } });
}

void rows_wrap(struct rows *rows, struct row row, const char *label, const char *text, int width)
{
	do {
		size_t next, n = wrap_line(text, width, &next);
		char *line = memory_strndup(text, n);

		row.cell[0] = label;
		row.cell[1] = line;
		rows_add(rows, &row);
		free(line);
		label = "";
		text += next;
	} while (*text);
}

/* The cells as a search key: made at the first search, for the letters to come. */
static const char *folded_cells(struct row *row)
{
	char text[1024] = "";
	size_t used = 0;

	for (int i = 0; i < ROW_CELLS && used < sizeof text - 2; i++) {
		if (!row->cell[i])
			continue;
		used += text_fold(text + used, sizeof text - used - 1, row->cell[i],
				  strlen(row->cell[i]));
		if (used > sizeof text - 2)
			used = strlen(text);
		text[used++] = ' ';
		text[used] = 0;
	}
	return row->folded = memory_strdup(text);
}

/* From a heading to the next row in direction step that is none, else the other way. */
static void leave_heading(struct rows *rows, int step)
{
	struct lister *l = &rows->lister;

	for (int turn = 0; turn < 2; turn++, step = -step)
		for (int at = l->at; at >= 0 && at < l->count; at += step)
			if (!rows->all[rows->shown[at]].heading) {
				l->at = at;
				return;
			}
}

/* A word of the cells begins so, or is a code of letters and a number that is named so: h7, H007. */
static bool word_fits(const void *arg, const char *part, size_t n)
{
	for (const char *word = arg; *word; word += strspn(word, " ")) {
		size_t size = strcspn(word, " ");

		if (size >= n && !strncmp(word, part, n))
			return true;
		if (*word > '9' && code_named_by(word, size, part, n))
			return true;
		word += size;
	}
	return false;
}

static bool is_shown(struct row *row, const struct query *q)
{
	if (!q || q->all || row->unread)
		return true;
	return !row->heading && query_finds_by(q, word_fits, row->folded ? row->folded
								       : folded_cells(row));
}

void rows_show(struct rows *rows, const struct query *q)
{
	int n = 0;

	for (int i = 0; i < rows->n; i++)
		if (is_shown(&rows->all[i], q))
			rows->shown[n++] = i;
	lister_count(&rows->lister, n);
	leave_heading(rows, 1);
}

const struct row *rows_at(const struct rows *rows)
{
	const struct lister *l = &rows->lister;
	const struct row *row = l->count ? &rows->all[rows->shown[l->at]] : NULL;

	return row && !row->heading ? row : NULL;
}

void rows_find(struct rows *rows, rec_t rec)
{
	for (int i = 0; rec && i < rows->lister.count; i++)
		if (rows->all[rows->shown[i]].rec == rec) {
			rows->lister.at = i;
			return;
		}
}

bool rows_act(struct rows *rows, enum action action)
{
	bool up = action == ACT_UP || action == ACT_PAGE_UP || action == ACT_LAST;

	if (!lister_act(&rows->lister, action))
		return false;
	leave_heading(rows, up ? -1 : 1);
	return true;
}

/* A cell in its columns; how many it takes. */
static int draw_cell(const struct row *row, int cell, int at, int col, int width, enum style style)
{
	const char *text = row->cell[cell] ? row->cell[cell] : "";
	char names[512];

	if (row->people >> cell & 1U) {
		fit_people(names, sizeof names, text, width);
		text = names;
	}
	return paint_text(at, col, width, style, text, false);
}

enum { STRIKE_MAX = 200 }; /* columns; "─" is three bytes */

/* Through what a cell leaves blank, so that it shows without colours, too. */
static void strike(int at, int col, int end, enum style style)
{
	char line[3 * STRIKE_MAX + 1] = "";
	int n = end - col < STRIKE_MAX ? end - col : STRIKE_MAX;

	for (int i = 0; i < n; i++)
		memcpy(line + 3 * i, "─", 4);
	if (n > 0)
		paint_text(at, col, n, style, line, false);
}

void row_draw(const struct row *row, int at, const struct area *area, const int *widths, bool on)
{
	enum style style = on ? STYLE_ACTIVE : row->struck ? STYLE_FAINT : row->style;
	int col = area->col + 1, end = area->col + area->cols - 1, rest = end - col;

	if (row->heading) {
		paint_text(at, col, rest, row->style, row->cell[0], false);
		return;
	}
	for (int i = 0; i < ROW_CELLS; i++)
		if (widths[i] > 0)
			rest -= widths[i] + 1;
	if (on)
		paint_fill(at, area->col, area->cols, style);
	for (int i = 0; i < ROW_CELLS && col < end; i++) {
		int width = widths[i] ? widths[i] : rest, used;

		if (width <= 0)
			continue;
		if (width > end - col)
			width = end - col;
		used = draw_cell(row, i, at, col, width, style);
		if (row->struck)
			strike(at, col + used + (used && used < width), col + width, style);
		col += width + 1;
	}
}

void rows_draw(struct rows *rows, const struct area *area, const row_widths *widths, bool cursor)
{
	struct lister *l = &rows->lister;

	lister_fit(l, area->rows);
	/* A heading just above the first row shown belongs to it. */
	if (l->top == 1 && rows->all[rows->shown[0]].heading && l->at < l->rows)
		l->top = 0;
	for (int i = 0; i < l->rows && l->top + i < l->count; i++) {
		const struct row *row = &rows->all[rows->shown[l->top + i]];
		bool on = l->top + i == l->at && !row->heading;

		row_draw(row, area->row + i, area, widths[row->tag], on);
	}
	if (cursor)
		paint_cursor(area->row + l->at - l->top, area->col + 1);
}
