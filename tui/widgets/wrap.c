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

int wrap_draw(int row, int col, int width, int rows, enum style style, const char *text)
{
	int used = 0;

	while (*text && used < rows && width > 0) {
		size_t next, len = wrap_line(text, width, &next);
		/* The last row takes all the rest and is cut there. */
		char *line = memory_strndup(text, used + 1 < rows ? len : strlen(text));

		paint_text(row + used, col, width, style, line, false);
		free(line);
		used++;
		text += next;
	}
	return used;
}
