#include "config.h"
#include "tests/tui/watch_judge.h"

#include <curses.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/text.h"
#include "tests/tui/watch_words.h"

enum { ROWS_LEAST = 10, COLS_LEAST = 40, WIDE = 100 };

static struct app *app;
static FILE *out;

static char **told;
static size_t n_told;

void judge_begin(FILE *to, struct app *of)
{
	out = to;
	app = of;
}

static bool big_enough(void)
{
	return LINES >= ROWS_LEAST && COLS >= COLS_LEAST;
}

const char *judge_view(void)
{
	return app && app_top(app) ? app_top(app)->class->name : "";
}

void judge_bad(const char *kind, const char *format, ...)
{
	char line[2048], text[1500];
	va_list args;

	if (!out || !big_enough())
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	snprintf(line, sizeof line, "bad\t%s\t%dx%d\t%s\t%s\n", kind, COLS, LINES, judge_view(),
		 text);
	for (size_t i = 0; i < n_told; i++)
		if (!strcmp(told[i], line))
			return;
	told = realloc(told, (n_told + 1) * sizeof *told);
	if (!told)
		abort();
	told[n_told++] = strdup(line);
	fputs(line, out);
}

/* ---- a text ---- */

static void judge_room(const struct frame *frame, int row, int width, int room, const char *text,
		       const char *bare)
{
	int want = text_width(bare, strlen(bare));

	if (words_end_early(text))
		judge_bad("clipped", "by a buffer: %s", bare);
	if (want <= room)
		return;
	if (row < LINES && (words_cut(text, room > 1 ? room - 1 : room) ||
			    ((!frame->in_rows || COLS >= WIDE) && words_of_tables_cut(bare, room))))
		judge_bad("clipped", "%d of %d columns: %s", room < 0 ? 0 : room, want, bare);
	else if (room < 2 || width < 2)
		judge_bad("clipped", "data without an ellipsis, %d of %d columns: %s", room, want,
			  bare);
}

static bool of_footer(enum style style)
{
	return style == STYLE_KEY || style == STYLE_FOOTER || style == STYLE_FAINT;
}

/* The message line: a message, the end of a long one, or more of the footer. */
static bool of_message_line(const char *message, enum style style, const char *bare)
{
	size_t n = strlen(bare), dots = strlen("…");

	if (!message || !*message)
		return of_footer(style);
	if (n >= dots && !strcmp(bare + n - dots, "…"))
		n -= dots;
	for (const char *at = message; (at = strchr(at, *bare)); at++)
		if (!strncmp(at, bare, n))
			return true;
	return false;
}

/* Title, message line and footer are the app's. */
static void judge_place(int row, enum style style, const char *bare)
{
	char *message = app ? words_plain(app_message(app), strlen(app_message(app))) : NULL;
	bool strange = false;

	if (row >= LINES && *bare)
		strange = true;
	if (row == 0)
		strange = style != STYLE_TITLE;
	if (row == LINES - 1)
		strange = !of_footer(style);
	if (row == LINES - 2)
		strange = !of_message_line(message, style, bare);
	if (strange && bare[strspn(bare, " ")])
		judge_bad("outside", "row %d: %s", row, bare);
	free(message);
}

void judge_text(const struct frame *frame, int row, int width, int room, enum style style,
		const char *text, const char *bare)
{
	judge_place(row, style, bare);
	judge_room(frame, row, width, room, text, bare);
}

/* ---- the frame ---- */

static bool word_in_row(const struct frame *frame, int row, const char *msgid)
{
	char *translated = words_shown(msgid);
	bool found = false;

	for (int i = 0; i < frame->n_texts && !found; i++)
		found = frame->texts[i].row == row &&
			!strcmp(frame->texts[i].text, translated);
	free(translated);
	return found;
}

static bool marked(const struct cell *c)
{
	return c->style == STYLE_ACTIVE || c->style == STYLE_FIELD_ON;
}

bool judge_cursor_marked(const struct frame *frame)
{
	return frame->cells &&
	       marked(&frame->cells[frame->rest_row * frame->cols + frame->rest_col]);
}

static void judge_cursor(const struct frame *frame)
{
	int row = frame->rest_row, col = frame->rest_col;
	bool any = false, text = false;

	for (int i = 0; i < frame->rows * frame->cols; i++)
		any = any || marked(&frame->cells[i]);
	for (int i = 0; i < frame->cols; i++)
		text = text || frame->cells[row * frame->cols + i].ink;
	if (any && !judge_cursor_marked(frame))
		judge_bad("cursor", "at %d, %d, which is not marked as active", row, col);
	if (!any && (!text || row == 0))
		judge_bad("cursor", "at %d, %d, where there is nothing", row, col);
}

/* Two texts side by side need a blank between them. */
static void judge_neighbours(const struct frame *frame)
{
	for (int r = 0; r < frame->rows; r++)
		for (int c = 1; c < frame->cols; c++) {
			const struct cell *a = &frame->cells[r * frame->cols + c - 1], *b = a + 1;
			const char *left, *right;

			if (!a->ink || !b->ink || a->owner == b->owner)
				continue;
			left = frame->texts[a->owner - 1].text;
			right = frame->texts[b->owner - 1].text;
			if (*left && *right && strcmp(left, "•") != 0)
				judge_bad("overlap", "\"%s\" touches \"%s\"", left, right);
		}
}

/* The title, help in the footer, and a way back. */
static void judge_corners(const struct frame *frame)
{
	unsigned keymaps = app_top(app)->class->keymaps(app_top(app));
	bool over = app_depth(app) > 1 || (keymaps & IN_MODAL && COLS >= 60);
	int footer = frame->rows - 1;

	if (!word_in_row(frame, footer, "Help") && !(keymaps & IN_MODAL && keymaps & IN_LIST))
		judge_bad("frame", "no help in the footer");
	if (over && !word_in_row(frame, footer, "Back"))
		judge_bad("frame", "no way back in the footer");
	if (!frame->cells[1].ink || frame->cells[1].style != STYLE_TITLE)
		judge_bad("frame", "no title");
}

void judge_frame(const struct frame *frame)
{
	if (!app || !frame->cells || !big_enough() || !app_top(app))
		return;
	judge_cursor(frame);
	judge_neighbours(frame);
	judge_corners(frame);
}
