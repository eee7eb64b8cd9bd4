#include "config.h"
#include "tui/wrap.h"

#include <stdlib.h>
#include <string.h>

#include "store/text.h"
#include "tui/paint.h"

/* Bytes of the longest start of text that ends at a word and fits; all up to a newline if it does. */
static size_t line_len(const char *text, int width)
{
	size_t end = strcspn(text, "\n"), fits = 0;

	for (size_t at = 0; at < end;) {
		size_t next = at + strcspn(text + at, " \n");

		if (text_width(text, next) > width)
			break;
		fits = next;
		at = next + strspn(text + next, " ");
	}
	/* A word longer than the line is left to be cut. */
	return fits ? fits : strcspn(text, " \n");
}

int wrap_draw(int row, int col, int width, int rows, enum role_of_text look, const char *text)
{
	int used = 0;

	while (*text && used < rows && width > 0) {
		size_t len = line_len(text, width);
		/* The last row takes all the rest and is cut there. */
		char *line = used + 1 < rows ? strndup(text, len) : strdup(text);

		if (!line)
			break;
		paint_text(row + used, col, width, look, line, false);
		free(line);
		used++;
		text += len;
		text += strspn(text, " ");
		text += *text == '\n';
	}
	return used;
}
