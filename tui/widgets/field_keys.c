#include "config.h"
#include "tui/widgets/field_keys.h"

#include <curses.h>

#include "tui/term/action.h"
#include "tui/widgets/field_rows.h"

enum { PAGE = 10 }; /* rows of a tall field that Page Up and Down go */

static bool is_blank(uint32_t letter)
{
	return letter == ' ' || letter == '\n';
}

static int word_start(const struct field_line *f)
{
	int i = f->at;

	while (i > 0 && is_blank(f->letters[i - 1]))
		i--;
	while (i > 0 && !is_blank(f->letters[i - 1]))
		i--;
	return i;
}

/* All before the cursor goes; in a tall field only the row's, then the row before. */
static void erase_before(struct field_line *f)
{
	int from = 0, to;

	if (f->tall && f->at) {
		field_row_bounds(f, &from, &to);
		if (from == f->at) {
			f->at--;
			field_row_bounds(f, &from, &to);
			f->at++;
		}
	}
	field_erase(f, from, f->at);
}

/* Home and End of the row. */
static bool row_key(struct field_line *f, int key)
{
	int from, to;

	if (!f->tall || (key != KEY_HOME && key != KEY_END && key != CTRL('a') && key != CTRL('e')))
		return false;
	field_row_bounds(f, &from, &to);
	f->at = key == KEY_HOME || key == CTRL('a') ? from : to;
	return true;
}

/* Page Up and Down; goes no further than the text. */
static bool page_key(struct field_line *f, int key)
{
	if (!f->tall || (key != KEY_PPAGE && key != KEY_NPAGE))
		return false;
	for (int i = 0; i < PAGE && field_move(f, key == KEY_PPAGE ? -1 : 1);)
		i++;
	return true;
}

static bool edit_key(struct field_line *f, int key)
{
	switch (key) {
	case KEY_LEFT:
		f->at -= f->at > 0;
		return true;
	case KEY_RIGHT:
		f->at += f->at < f->n;
		return true;
	case KEY_HOME:
	case CTRL('a'):
		f->at = 0;
		return true;
	case KEY_END:
	case CTRL('e'):
		f->at = f->n;
		return true;
	case KEY_DC:
		if (f->at < f->n)
			field_erase(f, f->at, f->at + 1);
		return true;
	case CTRL('w'):
		field_erase(f, word_start(f), f->at);
		return true;
	case CTRL('u'):
		erase_before(f);
		return true;
	default:
		return false;
	}
}

bool field_key(struct field_line *f, int key)
{
	if (page_key(f, key))
		return true;
	f->column = -1;
	if (key == KEY_BACKSPACE) {
		field_backspace(f);
		return true;
	}
	if (!row_key(f, key) && !edit_key(f, key))
		return false;
	field_go(f, f->at);
	return true;
}
