/*
 * watch: the program under a magnifying glass; only tests link this (the
 * linker's --wrap in Makefile.am names what passes through here).
 *
 * Everything the screen shows goes through tui/term/paint.h, so each call is seen
 * here with what it wanted and what it got. Words of the program are told from
 * data by their marks (watch_words.h), which are taken off before anything is
 * painted, measured or compared; what is wrong with a text or a frame is judged
 * elsewhere (watch_judge.h).
 *
 * Into the file named by WATCH, line by line with tabs, whenever the program
 * waits for its next event:
 *   bad KIND COLSxROWS VIEW TEXT     found since the last frame; each is told once
 *     clipped  words of the program are cut off, or data without an ellipsis
 *     overlap  two texts in one cell, or two that touch
 *     outside  painted beyond the area of the view
 *     frame    title, footer, help or the way back is missing
 *     cursor   not on what is active
 *   frame EVENTS COLS ROWS CURSOR-ROW CURSOR-COL ACTIVE VIEW
 *                                    ACTIVE: 1 when the cursor is on a marked cell
 *   word MSGID                       of the program, on this frame, whole or in part
 *   row TEXT                         of the screen as curses has it, for each row
 *   waiting EVENTS
 */
#include "config.h"

#include <curses.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "tests/tui/watch_judge.h"
#include "tests/tui/watch_words.h"
#include "tui/app/app.h"
#include "tui/term/paint.h"
#include "tui/widgets/rows.h"
#include "tui/term/term.h"
#include "tui/widgets/wrap.h"

static FILE *out;
static long events;
static struct frame frame;

/* ---- what is painted where ---- */

/* Whether curses has something in this cell. */
static bool has_ink(int row, int col)
{
	cchar_t cc;
	wchar_t wide[CCHARW_MAX + 1] = L"";
	attr_t attr;
	short pair;

	if (mvin_wch(row, col, &cc) == ERR || getcchar(&cc, wide, &attr, &pair, NULL) == ERR)
		return false;
	return wide[0] && wide[0] != L' ';
}

/* A text has been painted: it owns `used` cells from there, and blanks up to `end`. */
static void take_cells(int row, int col, int used, int end, enum style style,
		       const char *bare)
{
	const struct painted *other = NULL;

	if (!frame.cells || row >= frame.rows || frame.n_texts == TEXTS)
		return;
	frame.texts[frame.n_texts++] = (struct painted){row, col, strdup(bare)};
	for (int i = col; i < end && i < frame.cols; i++) {
		struct cell *c = &frame.cells[row * frame.cols + i];
		bool own = i < col + used, ink = own && has_ink(row, i);
		const struct painted *before = c->owner && c->own ? &frame.texts[c->owner - 1] : NULL;

		/* The same once more in the same place is a field drawn again. */
		if (before && (ink || c->ink) &&
		    !(before->row == row && before->col == col && !strcmp(before->text, bare)))
			other = before;
		*c = (struct cell){frame.n_texts, style, own, ink};
	}
	if (other)
		judge_bad("overlap", "\"%s\" over \"%s\"", bare, other->text);
	move(frame.rest_row, frame.rest_col);
}

int __real_paint_text(int row, int col, int width, enum style style, const char *text,
		      bool pad);
int __wrap_paint_text(int row, int col, int width, enum style style, const char *text,
		      bool pad);
int __wrap_paint_text(int row, int col, int width, enum style style, const char *text,
		      bool pad)
{
	char *bare = words_plain(text, strlen(text));
	int room = col + width > COLS ? COLS - col : width;
	int used;

	if (row >= 0 && col >= 0) {
		words_note(text);
		judge_text(&frame, row, width, room, style, text, bare);
	}
	used = __real_paint_text(row, col, width, style, bare, pad);
	if (row >= 0 && row < LINES && col >= 0 && room > 0)
		take_cells(row, col, used, pad ? col + room : col + used, style, bare);
	free(bare);
	return used;
}

int __wrap_paint_format(int row, int col, int width, enum style style, const char *format,
			...);
int __wrap_paint_format(int row, int col, int width, enum style style, const char *format,
			...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return __wrap_paint_text(row, col, width, style, text, false);
}

void __wrap_paint_fill(int row, int col, int width, enum style style);
void __wrap_paint_fill(int row, int col, int width, enum style style)
{
	__wrap_paint_text(row, col, width, style, "", true);
}

void __real_paint_bar(int row, int col, int width, double value, double most);
void __wrap_paint_bar(int row, int col, int width, double value, double most);
void __wrap_paint_bar(int row, int col, int width, double value, double most)
{
	int used = 0;

	__real_paint_bar(row, col, width, value, most);
	while (used < width && has_ink(row, col + used))
		used++;
	if (row >= 0 && row < LINES)
		take_cells(row, col, used, col + used, STYLE_BAR, "");
}

int __real_paint_width(const char *text);
int __wrap_paint_width(const char *text);
int __wrap_paint_width(const char *text)
{
	char *bare = words_plain(text, strlen(text));
	int width = __real_paint_width(bare);

	free(bare);
	return width;
}

/* What lies over the rest owns its cells alone. */
static void free_cells(int row, int col, int n_rows, int width)
{
	for (int r = row; r < row + n_rows; r++)
		for (int c = col; c < col + width; c++)
			if (frame.cells && r >= 0 && r < frame.rows && c >= 0 && c < frame.cols)
				frame.cells[r * frame.cols + c] = (struct cell){0};
}

void __real_paint_blank(int row, int col, int n_rows, int width);
void __wrap_paint_blank(int row, int col, int n_rows, int width);
void __wrap_paint_blank(int row, int col, int n_rows, int width)
{
	__real_paint_blank(row, col, n_rows, width);
	free_cells(row, col, n_rows, width);
}

void __real_paint_cursor(int row, int col);
void __wrap_paint_cursor(int row, int col);
void __wrap_paint_cursor(int row, int col)
{
	__real_paint_cursor(row, col);
	if (row < 0 || col < 0)
		return;
	if (row >= LINES || col >= COLS)
		judge_bad("cursor", "outside the screen: %d, %d", row, col);
	frame.rest_row = row < LINES ? row : LINES - 1;
	frame.rest_col = col < COLS ? col : COLS - 1;
}

void __real_paint_clear(void);
void __wrap_paint_clear(void);
void __wrap_paint_clear(void)
{
	__real_paint_clear();
	while (frame.n_texts)
		free(frame.texts[--frame.n_texts].text);
	free(frame.cells);
	frame.rows = LINES;
	frame.cols = COLS;
	frame.cells = calloc((size_t)frame.rows * (size_t)frame.cols, sizeof *frame.cells);
	if (!frame.cells)
		abort();
	words_forget();
	frame.rest_row = frame.rest_col = 0;
}

int __real_wrap_draw(int row, int col, int width, int n_rows, enum style style,
		     const char *text);
int __wrap_wrap_draw(int row, int col, int width, int n_rows, enum style style,
		     const char *text);
int __wrap_wrap_draw(int row, int col, int width, int n_rows, enum style style,
		     const char *text)
{
	if (n_rows < 1 && *text)
		judge_bad("clipped", "no row for it: %s", text);
	return __real_wrap_draw(row, col, width, n_rows, style, text);
}

void __real_rows_draw(struct rows *list, const struct area *area, const row_widths *widths,
		      bool cursor);
void __wrap_rows_draw(struct rows *list, const struct area *area, const row_widths *widths,
		      bool cursor);
void __wrap_rows_draw(struct rows *list, const struct area *area, const row_widths *widths,
		      bool cursor)
{
	frame.in_rows = true;
	__real_rows_draw(list, area, widths, cursor);
	frame.in_rows = false;
}

void __real_row_draw(const struct row *row, int at, const struct area *area, const int *widths,
		     bool on);
void __wrap_row_draw(const struct row *row, int at, const struct area *area, const int *widths,
		     bool on);
void __wrap_row_draw(const struct row *row, int at, const struct area *area, const int *widths,
		     bool on)
{
	frame.in_rows = true;
	__real_row_draw(row, at, area, widths, on);
	frame.in_rows = false;
}

/* ---- the frame ---- */

void __real_term_show(void);
void __wrap_term_show(void);
void __wrap_term_show(void)
{
	move(frame.rest_row, frame.rest_col);
	__real_term_show();
	judge_frame(&frame);
}

static void tell_row(int row)
{
	wchar_t wide[1024];
	char text[4096];

	if (mvinnwstr(row, 0, wide, 1023) == ERR || wcstombs(text, wide, sizeof text) == (size_t)-1)
		*text = 0;
	for (size_t n = strlen(text); n && text[n - 1] == ' ';)
		text[--n] = 0;
	if (strstr(text, "……"))
		judge_bad("clipped", "two ellipses, one after the other: %s", text);
	fprintf(out, "row\t%s\n", text);
}

static void tell_frame(void)
{
	if (!out)
		return;
	fprintf(out, "frame\t%ld\t%d\t%d\t%d\t%d\t%d\t%s\n", events, COLS, LINES, frame.rest_row,
		frame.rest_col, judge_cursor_marked(&frame), judge_view());
	words_tell(out);
	for (int r = 0; r < frame.rows; r++)
		tell_row(r);
	move(frame.rest_row, frame.rest_col);
	fprintf(out, "waiting\t%ld\n", events);
	fflush(out);
}

void __real_term_next(struct event *event, unsigned seconds);
void __wrap_term_next(struct event *event, unsigned seconds);
void __wrap_term_next(struct event *event, unsigned seconds)
{
	tell_frame();
	__real_term_next(event, seconds);
	events++;
}

/* ---- finding the app ---- */

static void found(struct app *app)
{
	const char *name = getenv("WATCH");

	if (!out && name)
		out = fopen(name, "a");
	judge_begin(out, app);
}

struct view *__real_first_view_new(struct app *it);
struct view *__wrap_first_view_new(struct app *it);
struct view *__wrap_first_view_new(struct app *it)
{
	found(it);
	return __real_first_view_new(it);
}

void __real_app_push(struct app *it, struct view *view);
void __wrap_app_push(struct app *it, struct view *view);
void __wrap_app_push(struct app *it, struct view *view)
{
	found(it);
	__real_app_push(it, view);
}
