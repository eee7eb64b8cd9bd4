#include "config.h"
#include "tui/words/out.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"

/* Malloc'ed; "" for NULL. */
static char *cleaned(const char *text)
{
	size_t len = text ? strlen(text) : 0, size = TEXT_ROOM(len);
	char *clean = memory_alloc(size);

	text_printable(clean, size, text ? text : "", len);
	return clean;
}

void out_text(FILE *out, const char *text)
{
	char *clean = cleaned(text);

	fputs(clean, out);
	free(clean);
}

void out_clean(struct buffer *out, const char *text)
{
	char *clean = cleaned(text);

	buffer_put(out, clean);
	free(clean);
}

void out_print(struct buffer *text)
{
	fwrite(buffer_text(text), 1, text->len, stdout);
	buffer_release(text);
}

/* Bytes of the longest start of a text, whole letters, that takes at most `width` columns. */
static size_t start_within(const char *text, int width)
{
	size_t len = strlen(text), end = 0;

	while (end < len) {
		size_t next = end + 1;

		while (next < len && ((unsigned char)text[next] & 0xC0) == 0x80)
			next++;
		if (text_width(text, next) > width)
			break;
		end = next;
	}
	return end;
}

/* Print within so many columns; how many it took. */
static int print_within(struct buffer *out, const char *text, int width)
{
	char clean[TEXT_ROOM(600)];
	int used;

	/* What is longer than 600 bytes is cut before it is measured; no column is that wide. */
	text_printable(clean, sizeof clean, text ? text : "", text ? strnlen(text, 600) : 0);
	used = text_width(clean, strlen(clean));
	if (used <= width) {
		buffer_put(out, clean);
		return used;
	}
	clean[start_within(clean, width - 1)] = 0;
	buffer_print(out, "%s…", clean);
	return text_width(clean, strlen(clean)) + 1;
}

void out_column(struct buffer *out, const char *text, int width)
{
	int used = print_within(out, text, width);

	buffer_print(out, "%*s", width - used, "");
}

void out_last(struct buffer *out, const char *text, int width)
{
	print_within(out, text, width);
}

void out_date(char out[DATE_SIZE], const char *iso)
{
	day_t day;

	if (iso && date_parse(&day, iso))
		date_format_vn(out, day);
	else
		snprintf(out, DATE_SIZE, "%s", iso ? iso : "");
}
