#include "config.h"
#include "tui/widgets/field.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/digits.h"
#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/term/paint.h"
#include "tui/term/utf8.h"
#include "tui/typing/typing.h"

void field_init(struct field_line *f, int max, bool secret)
{
	memset(f, 0, sizeof *f);
	f->max = max;
	f->secret = secret;
	f->column = -1;
}

void field_release(struct field_line *f)
{
	memory_free_wiped(f->letters);
	memset(f, 0, sizeof *f);
}

/* Room for n letters; never memory_resize(), which could leave a secret behind. */
static void make_room(struct field_line *f, int n)
{
	uint32_t *more;

	if (n <= f->size)
		return;
	more = memory_alloc_zero((size_t)n * 2 + 16, sizeof *more);
	if (f->n)
		memcpy(more, f->letters, (size_t)f->n * sizeof *more);
	memory_free_wiped(f->letters);
	f->letters = more;
	f->size = n * 2 + 16;
}

static char *to_utf8(const uint32_t *letters, int n)
{
	char *out = memory_alloc((size_t)n * 4 + 1);
	size_t used = 0;

	for (int i = 0; i < n; i++) {
		char one[5];
		size_t len = utf8_put(one, letters[i]);

		memcpy(out + used, one, len);
		used += len;
	}
	out[used] = 0;
	return out;
}

char *field_get(const struct field_line *f)
{
	return to_utf8(f->letters, f->n);
}

char *field_part(const struct field_line *f, int from, int to)
{
	return to_utf8(f->letters + from, from < to ? to - from : 0);
}

bool field_long_number(const struct field_line *f)
{
	char *text = field_get(f);
	bool has = digits_long(text, strlen(text));

	memory_free_wiped(text);
	return has;
}

static bool insert(struct field_line *f, uint32_t letter)
{
	if (f->n >= f->max)
		return false;
	make_room(f, f->n + 1);
	memmove(f->letters + f->at + 1, f->letters + f->at,
		(size_t)(f->n - f->at) * sizeof *f->letters);
	f->letters[f->at++] = letter;
	f->n++;
	return true;
}

/* Compose a mark that was typed by itself with the letter before it. */
static void compose(struct field_line *f)
{
	char *raw, *nfc;
	size_t len;
	int32_t letter;

	if (f->at < 2)
		return;
	raw = to_utf8(f->letters + f->at - 2, 2);
	if (text_nfc(raw, strlen(raw), &nfc, &len)) {
		memory_free_wiped(raw);
		return;
	}
	if (text_chars(nfc, len) == 1) {
		text_next(nfc, len, &letter);
		f->letters[f->at - 2] = (uint32_t)letter;
		memmove(f->letters + f->at - 1, f->letters + f->at,
			(size_t)(f->n - f->at) * sizeof *f->letters);
		f->at--;
		f->n--;
	}
	memory_free_wiped(raw);
	memory_free_wiped(nfc);
}

/* Letters as they are, at the cursor. */
static bool put_text(struct field_line *f, const char *text, size_t len)
{
	bool all = true;

	for (size_t i = 0; i < len;) {
		int32_t letter;

		i += text_next(text + i, len - i, &letter);
		if ((letter == '\n' && !f->tall) || letter == '\t')
			letter = ' ';
		if ((letter < 32 && letter != '\n') || letter == 127)
			continue;
		all = insert(f, (uint32_t)letter) && all;
		if (letter >= 0x300 && letter < 0x370)
			compose(f);
	}
	return all;
}

void field_erase(struct field_line *f, int from, int to)
{
	if (from == to) /* there may be no letters yet, nor room for them */
		return;
	memmove(f->letters + from, f->letters + to, (size_t)(f->n - to) * sizeof *f->letters);
	f->n -= to - from;
	f->at = from;
}

/* ---- Vietnamese typing ---- */

bool field_takes_words(const struct field_line *f)
{
	return !f->secret && !f->plain;
}

/* The engine takes up what stands before the cursor. */
static void take_up(struct field_line *f)
{
	char *before = to_utf8(f->letters, f->at);

	telex_adopt(&f->telex, before, strlen(before));
	free(before);
}

/* Set the engine up for what is chosen now; whether it transforms. */
static bool transforms(struct field_line *f)
{
	if (!field_takes_words(f) || typing_get() == TYPING_OFF || typing_aside())
		return false;
	if (f->typing != typing_changes()) {
		telex_init(&f->telex, typing_get() == TYPING_VNI ? TELEX_VNI : TELEX_TELEX,
			   typing_style());
		f->typing = typing_changes();
		take_up(f);
	}
	return true;
}

/* What the engine says; where there was no room for it, it looks at what is there. */
static void apply(struct field_line *f, const struct telex_edit *edit)
{
	int erase = edit->erase < f->at ? edit->erase : f->at;

	if (erase)
		field_erase(f, f->at - erase, f->at);
	if (!put_text(f, edit->text, strlen(edit->text)))
		take_up(f);
}

/* The cursor stands somewhere new: the engine takes up the word before it. */
static void adopt(struct field_line *f)
{
	if (transforms(f))
		take_up(f);
}

void field_go(struct field_line *f, int at)
{
	f->at = at;
	adopt(f);
}

/* The word that is being typed is one; whoever comes back to it goes on with it. */
static void end_word(struct field_line *f)
{
	struct telex_edit edit;

	if (!transforms(f))
		return;
	telex_end(&f->telex, &edit);
	apply(f, &edit);
	take_up(f);
}

char *field_settled(const struct field_line *f)
{
	struct field_line left = *f;
	char *text;

	if (!field_takes_words(f))
		return field_get(f);
	left.letters = memory_alloc_zero((size_t)f->size + 1, sizeof *f->letters);
	if (f->n)
		memcpy(left.letters, f->letters, (size_t)f->n * sizeof *f->letters);
	end_word(&left);
	text = field_get(&left);
	field_release(&left);
	return text;
}

void field_leave(struct field_line *f)
{
	end_word(f);
	typing_go_on();
}

/* Of what was copied from a file, a line's end and a byte order mark are not meant. */
static void trim_copied(const char **text, size_t *len)
{
	int32_t letter;
	size_t first = *len ? text_next(*text, *len, &letter) : 0;

	if (first && letter == 0xFEFF) {
		*text += first;
		*len -= first;
	}
	while (*len && ((*text)[*len - 1] == '\n' || (*text)[*len - 1] == '\r'))
		--*len;
}

bool field_text(struct field_line *f, const char *text, size_t len)
{
	int32_t letter;
	struct telex_edit edit;
	bool all;

	f->column = -1;
	if (!f->tall)
		trim_copied(&text, &len);
	if (len && text_next(text, len, &letter) == len &&
	    (letter >= 32 || (f->tall && letter == '\n')) &&
	    !telex_is_composed((uint32_t)letter) && transforms(f)) {
		if (f->n >= f->max)
			return false;
		telex_key(&f->telex, (uint32_t)letter, &edit);
		apply(f, &edit);
		return true;
	}
	all = put_text(f, text, len);
	adopt(f);
	return all;
}

void field_backspace(struct field_line *f)
{
	struct telex_edit edit;

	if (f->at == 0)
		return;
	if (!transforms(f)) {
		field_erase(f, f->at - 1, f->at);
		return;
	}
	telex_backspace(&f->telex, &edit);
	apply(f, &edit);
	if (telex_wants_text(&f->telex))
		take_up(f);
}

void field_set(struct field_line *f, const char *text)
{
	f->n = f->at = f->first = 0;
	f->column = -1;
	if (text)
		put_text(f, text, strlen(text));
	adopt(f);
}

/* ---- drawing ---- */

static int columns(const uint32_t *letters, int n)
{
	char *text = to_utf8(letters, n);
	int width = text_width(text, strlen(text));

	free(text);
	return width;
}

void field_draw(struct field_line *f, int row, int col, int width, bool on)
{
	enum style style = on ? STYLE_FIELD_ON : STYLE_FIELD;
	char *text;
	int shown;

	make_room(f, 1); /* an empty field has no letters to point at */
	if (f->first > f->at)
		f->first = f->at;
	if (f->secret) {
		int dots = f->n < width - 1 ? f->n : width - 1;

		paint_fill(row, col, width, style);
		for (int i = 0; i < dots; i++)
			paint_text(row, col + i, 1, style, "•", false);
		if (on)
			paint_cursor(row, col + (f->at < width ? f->at : width - 1));
		return;
	}
	if (!f->n) { /* there may be no letters to point into */
		paint_fill(row, col, width, style);
		if (on)
			paint_cursor(row, col);
		return;
	}
	while (f->at > f->first && columns(f->letters + f->first, f->at - f->first) >= width)
		f->first++;
	/* What was scrolled away comes back where there is room for it, and for the cursor at the end. */
	while (f->first > 0 && columns(f->letters + f->first - 1, f->n - f->first + 1) < width)
		f->first--;
	/* Cut here, so that no ellipsis hides what is typed. */
	for (shown = f->n - f->first; shown > 0 && columns(f->letters + f->first, shown) > width;)
		shown--;
	text = to_utf8(f->letters + f->first, shown);
	paint_text(row, col, width, style, text, true);
	free(text);
	if (on)
		paint_cursor(row, col + columns(f->letters + f->first, f->at - f->first));
}
