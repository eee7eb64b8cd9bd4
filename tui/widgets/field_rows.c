#include "config.h"
#include "tui/widgets/field_rows.h"

#include <stdlib.h>

#include "store/base/text.h"
#include "tui/term/paint.h"
#include "tui/term/utf8.h"

/* One row: the letters from..end-1 show, the next row begins at `next`. */
struct row {
	int from, end, next;
	bool more; /* there is a next row */
};

static int letter_width(uint32_t letter)
{
	char one[5];
	size_t n = utf8_put(one, letter);

	return text_width(one, n);
}

static int width_of(const struct field_line *f, int from, int to)
{
	int width = 0;

	for (int i = from; i < to; i++)
		width += letter_width(f->letters[i]);
	return width;
}

static int after_blanks(const struct field_line *f, int at)
{
	while (at < f->n && f->letters[at] == ' ')
		at++;
	return at;
}

/*
 * The text does not fit from letter `at` on. Blanks hang over the edge; a word
 * goes to the next row whole, or is cut where it is longer than a row.
 */
static void break_row(const struct field_line *f, struct row *row, int at, int blank)
{
	if (f->letters[at] == ' ') {
		row->next = after_blanks(f, at);
		row->end = row->next < f->n ? at : f->n;
		if (row->next < f->n && f->letters[row->next] == '\n')
			row->end = row->next++;
	} else if (blank >= 0) {
		row->end = blank;
		row->next = blank + 1;
	} else {
		row->end = row->next = at > row->from ? at : at + 1;
	}
}

/* The row that begins at a letter. One column is left for the cursor at its end. */
static struct row row_from(const struct field_line *f, int from)
{
	struct row row = { .from = from, .end = f->n, .next = f->n };
	int room = f->width > 1 ? f->width - 1 : 1, used = 0, blank = -1;

	for (int i = from; i < f->n; i++) {
		if (f->letters[i] == '\n') {
			row.end = i;
			row.next = i + 1;
			break;
		}
		used += letter_width(f->letters[i]);
		if (used > room) {
			break_row(f, &row, i, blank);
			break;
		}
		if (f->letters[i] == ' ')
			blank = i;
	}
	row.more = row.next < f->n || (from < f->n && f->letters[f->n - 1] == '\n');
	return row;
}

static bool holds(const struct row *row, int at)
{
	return at < row->next || !row->more;
}

/* The row the cursor is in, and its number. */
static struct row cursor_row(const struct field_line *f, int *number)
{
	struct row row = row_from(f, 0);

	for (*number = 0; !holds(&row, f->at); ++*number)
		row = row_from(f, row.next);
	return row;
}

/* Where the cursor stands at the end of a row: a row cut within a word ends before the next one. */
static int last_of(const struct row *row)
{
	return row->more && row->end == row->next ? row->end - 1 : row->end;
}

int field_rows(struct field_line *f, int width, int *at)
{
	int rows = 1;

	f->width = width;
	for (struct row row = row_from(f, 0); row.more; row = row_from(f, row.next))
		rows++;
	if (at)
		cursor_row(f, at);
	return rows;
}

void field_row_bounds(const struct field_line *f, int *from, int *to)
{
	int number;
	struct row row = cursor_row(f, &number);

	*from = row.from;
	*to = last_of(&row);
}

/* The letter of a row nearest to a column. */
static int letter_at(const struct field_line *f, const struct row *row, int column)
{
	int at = row->from, last = last_of(row);

	for (int used = 0; at < last; at++) {
		used += letter_width(f->letters[at]);
		if (used > column)
			break;
	}
	return at;
}

bool field_move(struct field_line *f, int step)
{
	int number, to;
	struct row row = cursor_row(f, &number);

	to = number + step;
	if (to < 0 || (step > 0 && !row.more))
		return false;
	if (f->column < 0)
		f->column = width_of(f, row.from, f->at);
	row = row_from(f, 0);
	for (int i = 0; i < to; i++)
		row = row_from(f, row.next);
	field_go(f, letter_at(f, &row, f->column));
	return true;
}

static void draw_row(const struct field_line *f, const struct row *row, int at, int col, bool on)
{
	enum style style = on ? STYLE_FIELD_ON : STYLE_FIELD;
	int end = row->end;
	char *text;

	/* Blanks that hang over the edge are left out, or an ellipsis would stand for them. */
	while (end > row->from && f->letters[end - 1] == ' ' &&
	       width_of(f, row->from, end) > f->width)
		end--;
	text = field_part(f, row->from, end);
	paint_text(at, col, f->width, style, text, true);
	free(text);
}

void field_draw_rows(struct field_line *f, int row, int col, int width, int first, int rows,
		     bool on)
{
	int at, all = field_rows(f, width, &at), number = 0;

	if (first < 0) {
		if (f->first > at)
			f->first = at;
		if (at >= f->first + rows)
			f->first = at - rows + 1;
		if (f->first + rows > all)
			f->first = all > rows ? all - rows : 0;
		first = f->first;
	}
	for (struct row r = row_from(f, 0);; r = row_from(f, r.next), number++) {
		if (number >= first && number < first + rows) {
			draw_row(f, &r, row + number - first, col, on);
			if (on && number == at) {
				int used = width_of(f, r.from, f->at);

				paint_cursor(row + number - first,
					     col + (used < width ? used : width - 1));
			}
		}
		if (!r.more)
			break;
	}
}
