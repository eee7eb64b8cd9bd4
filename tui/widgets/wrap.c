#include "config.h"
#include "tui/widgets/wrap.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/term/paint.h"

size_t wrap_line(const char *text, int width, size_t *next)
{
	size_t end = strcspn(text, "\n"), fits = 0;

	for (size_t at = 0; at < end;) {
		size_t word = at + strcspn(text + at, " \n");

		if (fits && text_width(text, word) > width)
			break;
		fits = word;
		at = word + strspn(text + word, " ");
	}
	*next = fits + strspn(text + fits, " ");
	*next += text[*next] == '\n';
	return fits;
}

int wrap_rows(const char *text, int width)
{
	size_t next = 0;
	int rows = 0;

	for (; *text; text += next, rows++)
		wrap_line(text, width, &next);
	return rows;
}

int wrap_draw(int row, int col, int width, int rows, enum style style, const char *text)
{
	int used = 0;

	while (*text && used < rows && width > 0) {
		size_t next, len = wrap_line(text, width, &next);
		bool cut = used + 1 == rows && text[next] && width > 2;
		char *line;

		/* What does not fit any more is cut off between two words. */
		if (cut)
			len = wrap_line(text, width - 2, &next);
		line = cut ? memory_format("%.*s …", (int)len, text) : memory_strndup(text, len);
		paint_text(row + used, col, width, style, line, false);
		free(line);
		used++;
		text += next;
	}
	return used;
}
