#include "config.h"
#include "tui/term/paint.h"

#include <curses.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"

static const char ellipsis[] = "…";

/* Where the hardware cursor rests; drawing moves it and puts it back there. */
static int rest_row, rest_col;

void paint_clear(void)
{
	theme_use(STYLE_TEXT);
	erase();
	rest_row = rest_col = 0;
}

/* The text made printable, malloc'ed. */
static char *printable(const char *text)
{
	size_t n = strlen(text), room = TEXT_ROOM(n);
	char *out = memory_alloc(room);

	text_printable(out, room, text, n);
	return out;
}

int paint_width(const char *text)
{
	char *shown = printable(text);
	int width = text_width(shown, strlen(shown));

	free(shown);
	return width;
}

/* Bytes of the longest start of s that takes at most `width` columns; *used: how many it takes. */
static size_t fitting(const char *s, int width, int *used)
{
	size_t at = 0, n = strlen(s);

	*used = 0;
	while (at < n) {
		size_t next = at + 1;
		int w;

		while (next < n && ((unsigned char)s[next] & 0xC0) == 0x80)
			next++;
		w = text_width(s + at, next - at);
		if (*used + w > width)
			break;
		*used += w;
		at = next;
	}
	return at;
}

int paint_text(int row, int col, int width, enum style style, const char *text, bool pad)
{
	char *shown;
	size_t n;
	int used;

	if (col + width > COLS)
		width = COLS - col;
	if (row < 0 || row >= LINES || col < 0 || width <= 0)
		return 0;
	shown = printable(text);
	n = fitting(shown, width, &used);
	theme_use(style);
	if (n < strlen(shown) && width > 1) {
		n = fitting(shown, width - 1, &used);
		if (n >= sizeof ellipsis - 1 && /* one says it already */
		    !memcmp(shown + n - (sizeof ellipsis - 1), ellipsis, sizeof ellipsis - 1)) {
			n -= sizeof ellipsis - 1;
			used--;
		}
		mvaddnstr(row, col, shown, (int)n);
		addstr(ellipsis);
		used++;
	} else {
		mvaddnstr(row, col, shown, (int)n);
	}
	for (int i = used; pad && i < width; i++)
		addch(' ');
	theme_use(STYLE_TEXT);
	move(rest_row, rest_col);
	free(shown);
	return used;
}

int paint_format(int row, int col, int width, enum style style, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return paint_text(row, col, width, style, text, false);
}

void paint_bar(int row, int col, int width, double value, double most)
{
	static const char *const parts[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	int eighths = most > 0 ? (int)(value / most * width * 8 + 0.5) : 0;
	char text[4 * 256];
	size_t used = 0;

	if (width > 200)
		width = 200;
	if (value > 0 && eighths == 0)
		eighths = 1;
	if (eighths > width * 8)
		eighths = width * 8;
	for (int i = 0; i < eighths / 8; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, "█");
	snprintf(text + used, sizeof text - used, "%s", parts[eighths % 8]);
	paint_text(row, col, width, STYLE_BAR, text, false);
}

void paint_fill(int row, int col, int width, enum style style)
{
	paint_text(row, col, width, style, "", true);
}

void paint_blank(int row, int col, int rows, int width)
{
	for (int i = 0; i < rows; i++)
		paint_fill(row + i, col, width, STYLE_TEXT);
}

void paint_cursor(int row, int col)
{
	if (row < 0 || row >= LINES || col < 0)
		return;
	rest_row = row;
	rest_col = col < COLS ? col : COLS - 1;
	move(rest_row, rest_col);
}
