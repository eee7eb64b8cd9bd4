/*
 * watch: the program under a magnifying glass; only tests link this (the
 * linker's --wrap in Makefile.am names what passes through here).
 *
 * Everything the screen shows goes through tui/paint.h, so each call is seen
 * here with what it wanted and what it got. Words of the program are told
 * from data by marks: what lang_text() gives out is put between BEGIN and END,
 * conversions (%d, %s) outside, and the marks are taken off again before
 * anything is painted, measured or compared. So a text made of both is known
 * letter by letter. Words of the tables (vocabularies, topics, columns) are
 * words of the program, too, but in the rows of a list of records: there they
 * are what somebody chose, and may end in an ellipsis where a screen is narrow.
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
#include <locale.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "store/catalog.h"
#include "store/text.h"
#include "tui/app.h"
#include "tui/paint.h"
#include "tui/rows.h"
#include "tui/term.h"
#include "tui/wrap.h"

enum { BEGIN = 2, END = 3, TEXTS = 4096, WORDS = 4096, ROWS_LEAST = 10, COLS_LEAST = 40, WIDE = 100 };

/* A text of this frame. */
struct painted {
	int row, col;
	char *text;
};

struct cell {
	int owner; /* index + 1 into texts; 0 nobody */
	enum role_of_text look;
	bool own; /* of the text itself, not blanks put behind it */
	bool ink; /* not blank */
};

static struct app *app;
static FILE *out;
static long events;

static struct cell *cells;
static int rows, cols;
static struct painted texts[TEXTS];
static int n_texts;
static int rest_row, rest_col;
static bool in_rows;

/* What lang_text() gave out, marked. */
static struct word {
	const char *msgid, *translated;
	char *marked;
	bool seen; /* on this frame */
} words[WORDS];
static int n_words;

static char **told;
static size_t n_told;

/* ---- the file ---- */

static bool big_enough(void)
{
	return LINES >= ROWS_LEAST && COLS >= COLS_LEAST;
}

static const char *view_name(void)
{
	return app && app_top(app) ? app_top(app)->class->name : "";
}

__attribute__((format(printf, 2, 3))) static void bad(const char *kind, const char *format, ...)
{
	char line[2048], text[1500];
	va_list args;

	if (!out || !big_enough())
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	snprintf(line, sizeof line, "bad\t%s\t%dx%d\t%s\t%s\n", kind, COLS, LINES, view_name(),
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

/* ---- words of the program ---- */

/* A copy with BEGIN and END around all but the conversions of printf. */
static char *mark(const char *text)
{
	size_t n = strlen(text), at = 0;
	char *marked = malloc(4 * n + 3);

	if (!marked)
		abort();
	marked[at++] = BEGIN;
	while (*text) {
		size_t len = *text == '%' && text[1] != '%'
				     ? 1 + strcspn(text + 1, "diouxXeEfgGcsp") + 1 : 0;

		if (!len) {
			marked[at++] = *text++;
			continue;
		}
		marked[at++] = END;
		while (len-- && *text)
			marked[at++] = *text++;
		marked[at++] = BEGIN;
	}
	marked[at++] = END;
	marked[at] = 0;
	return marked;
}

static const char *marked_word(const char *msgid, const char *translated)
{
	struct word *w = words;

	if (!*msgid)
		return translated;
	for (; w < words + n_words; w++)
		if (!strcmp(w->msgid, msgid) && !strcmp(w->translated, translated))
			return w->marked;
	if (n_words == WORDS)
		abort();
	n_words++;
	*w = (struct word){strdup(msgid), strdup(translated), mark(translated), false};
	return w->marked;
}

const char *__real_lang_text(const char *text);
const char *__wrap_lang_text(const char *text);
const char *__wrap_lang_text(const char *text)
{
	return marked_word(text, __real_lang_text(text));
}

const char *__real_lang_plural(const char *one, const char *many, unsigned long n);
const char *__wrap_lang_plural(const char *one, const char *many, unsigned long n);
const char *__wrap_lang_plural(const char *one, const char *many, unsigned long n)
{
	return marked_word(n == 1 ? one : many, __real_lang_plural(one, many, n));
}

static bool is_mark(char c)
{
	return c == BEGIN || c == END;
}

/* The first n bytes without marks, malloc'ed. */
static char *plain(const char *text, size_t n)
{
	char *copy = malloc(n + 1);
	size_t at = 0;

	if (!copy)
		abort();
	for (size_t i = 0; i < n; i++)
		if (!is_mark(text[i]))
			copy[at++] = text[i];
	copy[at] = 0;
	return copy;
}

/* Which words of the program a text has, for the frame's list. */
static void note_words(const char *text)
{
	for (const char *at = strchr(text, BEGIN); at; at = strchr(at + 1, BEGIN)) {
		const char *end = strchr(at, END);
		size_t len = end ? (size_t)(end - at) + 1 : strlen(at);

		for (struct word *w = words; w < words + n_words; w++)
			if (!strncmp(w->marked, at, len))
				w->seen = true;
	}
}

int __real_text_width(const char *s, size_t n);
int __wrap_text_width(const char *s, size_t n);
int __wrap_text_width(const char *s, size_t n)
{
	char *text = plain(s, n);
	int width = __real_text_width(text, strlen(text));

	free(text);
	return width;
}

size_t __real_text_fold(char *dst, size_t size, const char *s, size_t n);
size_t __wrap_text_fold(char *dst, size_t size, const char *s, size_t n);
size_t __wrap_text_fold(char *dst, size_t size, const char *s, size_t n)
{
	char *text = plain(s, n);
	size_t len = __real_text_fold(dst, size, text, strlen(text));

	free(text);
	return len;
}

/* Made printable piece by piece, the marks between them kept. */
size_t __real_text_printable(char *dst, size_t size, const char *src, size_t len);
size_t __wrap_text_printable(char *dst, size_t size, const char *src, size_t len);
size_t __wrap_text_printable(char *dst, size_t size, const char *src, size_t len)
{
	size_t used = 0;

	for (size_t at = 0; at < len;) {
		size_t n = 0;

		while (at + n < len && !is_mark(src[at + n]))
			n++;
		used += __real_text_printable(dst + used, size - used, src + at, n);
		at += n;
		if (used + 1 >= size)
			break;
		if (at < len)
			dst[used++] = src[at++];
		dst[used] = 0;
	}
	if (!len)
		return __real_text_printable(dst, size, src, 0);
	return used;
}

/* Whether a word of the tables begins before `room` columns and does not end there. */
static bool cut_off(const char *text, int room, const char *word)
{
	const char *at = strlen(word) > 3 ? strstr(text, word) : NULL;

	return at && __real_text_width(text, (size_t)(at - text)) < room &&
	       __real_text_width(text, (size_t)(at - text) + strlen(word)) > room;
}

static bool table_word_behind(const char *text, int room)
{
	for (size_t i = 0; i < catalog_vocab_count; i++)
		if (cut_off(text, room, catalog_vocab[i].vi) ||
		    cut_off(text, room, catalog_vocab[i].en))
			return true;
	for (size_t i = 0; i < catalog_topic_count; i++)
		if (cut_off(text, room, topic_label(&catalog_topics[i], false)) ||
		    cut_off(text, room, topic_label(&catalog_topics[i], true)))
			return true;
	for (size_t i = 0; i < catalog_column_count; i++)
		if (cut_off(text, room, catalog_columns[i].header) ||
		    cut_off(text, room, catalog_columns[i].brief) ||
		    cut_off(text, room, catalog_columns[i].en))
			return true;
	return false;
}

/* ---- what is painted where ---- */

static bool is_letter(const char *at)
{
	wchar_t wc;

	return mbtowc(&wc, at, 4) > 0 && iswalnum((wint_t)wc);
}

static size_t char_len(const char *at)
{
	size_t n = 1;

	while (((unsigned char)at[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* Whether letters of the program's words stand behind the first `room` columns. */
static bool words_behind(const char *text, int room)
{
	bool within = !strchr(text, BEGIN) ||
		      (strchr(text, END) && strchr(text, END) < strchr(text, BEGIN));

	within = within && strchr(text, END); /* begun in a line above */
	for (int used = 0; *text; ) {
		size_t n = char_len(text);

		if (is_mark(*text)) {
			within = *text++ == BEGIN;
			continue;
		}
		used += __real_text_width(text, n);
		if (used > room && within && is_letter(text))
			return true;
		text += n;
	}
	return false;
}

/* Whether it ends within a word of the program, and not where a line is broken. */
static bool ends_in_a_word(const char *text)
{
	const char *begin = strrchr(text, BEGIN), *end = strrchr(text, END);
	size_t len = begin ? strlen(begin) : 0;

	if (!begin || (end && end > begin))
		return false;
	for (int i = 0; i < n_words; i++) {
		const char *at = strstr(words[i].marked, begin);

		if (at && (at[len] == ' ' || at[len] == '\n' || at[len] == END))
			return false;
	}
	return true;
}

static void judge_room(int row, int width, int room, const char *text, const char *bare)
{
	int want = __real_text_width(bare, strlen(bare));

	if (ends_in_a_word(text))
		bad("clipped", "by a buffer: %s", bare);
	if (want <= room)
		return;
	if (row < LINES && (words_behind(text, room > 1 ? room - 1 : room) ||
			    ((!in_rows || COLS >= WIDE) && table_word_behind(bare, room))))
		bad("clipped", "%d of %d columns: %s", room < 0 ? 0 : room, want, bare);
	else if (room < 2 || width < 2)
		bad("clipped", "data without an ellipsis, %d of %d columns: %s", room, want, bare);
}

/* Title, message line and footer are the app's. */
static void judge_place(int row, enum role_of_text look, const char *bare)
{
	char *message = app ? plain(app_message(app), strlen(app_message(app))) : NULL;
	bool strange = false;

	if (row >= LINES && *bare)
		strange = true;
	if (row == 0)
		strange = look != LOOK_TITLE;
	if (row == LINES - 1)
		strange = look != LOOK_KEY && look != LOOK_FOOTER && look != LOOK_FAINT;
	if (row == LINES - 2)
		strange = !message || strcmp(message, bare) != 0;
	if (strange && bare[strspn(bare, " ")])
		bad("outside", "row %d: %s", row, bare);
	free(message);
}

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
static void take_cells(int row, int col, int used, int end, enum role_of_text look,
		       const char *bare)
{
	const struct painted *other = NULL;

	if (!cells || row >= rows || n_texts == TEXTS)
		return;
	texts[n_texts++] = (struct painted){row, col, strdup(bare)};
	for (int i = col; i < end && i < cols; i++) {
		struct cell *c = &cells[row * cols + i];
		bool own = i < col + used, ink = own && has_ink(row, i);
		const struct painted *before = c->owner && c->own ? &texts[c->owner - 1] : NULL;

		/* The same once more in the same place is a field drawn again. */
		if (before && (ink || c->ink) &&
		    !(before->row == row && before->col == col && !strcmp(before->text, bare)))
			other = before;
		*c = (struct cell){n_texts, look, own, ink};
	}
	if (other)
		bad("overlap", "\"%s\" over \"%s\"", bare, other->text);
	move(rest_row, rest_col);
}

int __real_paint_text(int row, int col, int width, enum role_of_text look, const char *text,
		      bool pad);
int __wrap_paint_text(int row, int col, int width, enum role_of_text look, const char *text,
		      bool pad);
int __wrap_paint_text(int row, int col, int width, enum role_of_text look, const char *text,
		      bool pad)
{
	char *bare = plain(text, strlen(text));
	int room = col + width > COLS ? COLS - col : width;
	int used;

	if (row >= 0 && col >= 0) {
		note_words(text);
		judge_place(row, look, bare);
		judge_room(row, width, room, text, bare);
	}
	used = __real_paint_text(row, col, width, look, bare, pad);
	if (row >= 0 && row < LINES && col >= 0 && room > 0)
		take_cells(row, col, used, pad ? col + room : col + used, look, bare);
	free(bare);
	return used;
}

int __wrap_paint_format(int row, int col, int width, enum role_of_text look, const char *format,
			...);
int __wrap_paint_format(int row, int col, int width, enum role_of_text look, const char *format,
			...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return __wrap_paint_text(row, col, width, look, text, false);
}

void __wrap_paint_fill(int row, int col, int width, enum role_of_text look);
void __wrap_paint_fill(int row, int col, int width, enum role_of_text look)
{
	__wrap_paint_text(row, col, width, look, "", true);
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
		take_cells(row, col, used, col + used, LOOK_BAR, "");
}

int __real_paint_width(const char *text);
int __wrap_paint_width(const char *text);
int __wrap_paint_width(const char *text)
{
	char *bare = plain(text, strlen(text));
	int width = __real_paint_width(bare);

	free(bare);
	return width;
}

/* What lies over the rest owns its cells alone. */
static void free_cells(int row, int col, int n_rows, int width)
{
	for (int r = row; r < row + n_rows; r++)
		for (int c = col; c < col + width; c++)
			if (cells && r >= 0 && r < rows && c >= 0 && c < cols)
				cells[r * cols + c] = (struct cell){0};
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
		bad("cursor", "outside the screen: %d, %d", row, col);
	rest_row = row < LINES ? row : LINES - 1;
	rest_col = col < COLS ? col : COLS - 1;
}

void __real_paint_clear(void);
void __wrap_paint_clear(void);
void __wrap_paint_clear(void)
{
	__real_paint_clear();
	while (n_texts)
		free(texts[--n_texts].text);
	free(cells);
	rows = LINES;
	cols = COLS;
	cells = calloc((size_t)rows * (size_t)cols, sizeof *cells);
	if (!cells)
		abort();
	for (int i = 0; i < n_words; i++)
		words[i].seen = false;
	rest_row = rest_col = 0;
}

int __real_wrap_draw(int row, int col, int width, int n_rows, enum role_of_text look,
		     const char *text);
int __wrap_wrap_draw(int row, int col, int width, int n_rows, enum role_of_text look,
		     const char *text);
int __wrap_wrap_draw(int row, int col, int width, int n_rows, enum role_of_text look,
		     const char *text)
{
	if (n_rows < 1 && *text)
		bad("clipped", "no row for it: %s", text);
	return __real_wrap_draw(row, col, width, n_rows, look, text);
}

void __real_rows_draw(struct rows *list, const struct area *area, const row_widths *widths,
		      bool cursor);
void __wrap_rows_draw(struct rows *list, const struct area *area, const row_widths *widths,
		      bool cursor);
void __wrap_rows_draw(struct rows *list, const struct area *area, const row_widths *widths,
		      bool cursor)
{
	in_rows = true;
	__real_rows_draw(list, area, widths, cursor);
	in_rows = false;
}

void __real_row_draw(const struct row *row, int at, const struct area *area, const int *widths,
		     bool on);
void __wrap_row_draw(const struct row *row, int at, const struct area *area, const int *widths,
		     bool on);
void __wrap_row_draw(const struct row *row, int at, const struct area *area, const int *widths,
		     bool on)
{
	in_rows = true;
	__real_row_draw(row, at, area, widths, on);
	in_rows = false;
}

/* ---- the frame ---- */

static bool word_in_row(int row, const char *msgid)
{
	char *translated = plain(__wrap_lang_text(msgid), strlen(__wrap_lang_text(msgid)));
	bool found = false;

	for (int i = 0; i < n_texts && !found; i++)
		found = texts[i].row == row && !strcmp(texts[i].text, translated);
	free(translated);
	return found;
}

static bool marked(const struct cell *c)
{
	return c->look == LOOK_ACTIVE || c->look == LOOK_FIELD_ON;
}

static bool cursor_is_marked(void)
{
	return cells && marked(&cells[rest_row * cols + rest_col]);
}

static void judge_cursor(void)
{
	bool any = false, text = false;

	for (int i = 0; i < rows * cols; i++)
		any = any || marked(&cells[i]);
	for (int i = 0; i < cols; i++)
		text = text || cells[rest_row * cols + i].ink;
	if (any && !cursor_is_marked())
		bad("cursor", "at %d, %d, which is not marked as active", rest_row, rest_col);
	if (!any && (!text || rest_row == 0))
		bad("cursor", "at %d, %d, where there is nothing", rest_row, rest_col);
}

/* Two texts side by side need a blank between them. */
static void judge_neighbours(void)
{
	for (int r = 0; r < rows; r++)
		for (int c = 1; c < cols; c++) {
			const struct cell *a = &cells[r * cols + c - 1], *b = a + 1;
			const char *left, *right;

			if (!a->ink || !b->ink || a->owner == b->owner)
				continue;
			left = texts[a->owner - 1].text;
			right = texts[b->owner - 1].text;
			if (*left && *right && strcmp(left, "•") != 0)
				bad("overlap", "\"%s\" touches \"%s\"", left, right);
		}
}

static void judge_frame(void)
{
	unsigned places = app_top(app)->class->places(app_top(app));

	if (!word_in_row(rows - 1, "Help") && !(places & IN_MODAL && places & IN_LIST))
		bad("frame", "no help in the footer");
	if ((app_depth(app) > 1 || (places & IN_MODAL && COLS >= 60)) && !word_in_row(rows - 1, "Back"))
		bad("frame", "no way back in the footer");
	if (!cells[1].ink || cells[1].look != LOOK_TITLE)
		bad("frame", "no title");
}

void __real_term_show(void);
void __wrap_term_show(void);
void __wrap_term_show(void)
{
	move(rest_row, rest_col);
	__real_term_show();
	if (!app || !cells || !big_enough() || !app_top(app))
		return;
	judge_cursor();
	judge_neighbours();
	judge_frame();
}

static void tell_row(int row)
{
	wchar_t wide[1024];
	char text[4096];

	if (mvinnwstr(row, 0, wide, 1023) == ERR || wcstombs(text, wide, sizeof text) == (size_t)-1)
		*text = 0;
	for (size_t n = strlen(text); n && text[n - 1] == ' ';)
		text[--n] = 0;
	fprintf(out, "row\t%s\n", text);
}

static void tell_frame(void)
{
	if (!out)
		return;
	fprintf(out, "frame\t%ld\t%d\t%d\t%d\t%d\t%d\t%s\n", events, COLS, LINES, rest_row,
		rest_col, cursor_is_marked(), view_name());
	for (int i = 0; i < n_words; i++)
		if (words[i].seen) {
			fprintf(out, "word\t");
			for (const char *at = words[i].msgid; *at; at++)
				fputc(*at == '\n' ? ' ' : *at, out);
			fputc('\n', out);
		}
	for (int r = 0; r < rows; r++)
		tell_row(r);
	move(rest_row, rest_col);
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

static void found(struct app *found_app)
{
	const char *name = getenv("WATCH");

	app = found_app;
	if (!out && name)
		out = fopen(name, "a");
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
