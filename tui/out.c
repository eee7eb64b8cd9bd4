#include "config.h"
#include "tui/out.h"

#include <stdlib.h>
#include <string.h>

#include "store/text.h"

void out_text(FILE *out, const char *text)
{
	size_t len = text ? strlen(text) : 0;
	size_t size = TEXT_ROOM(len);
	char *clean = len ? malloc(size) : NULL;

	if (!clean)
		return;
	text_printable(clean, size, text, len);
	fputs(clean, out);
	free(clean);
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
static int print_within(FILE *out, const char *text, int width)
{
	char clean[TEXT_ROOM(600)];
	int used;

	/* What is longer than 600 bytes is cut before it is measured; no column is that wide. */
	text_printable(clean, sizeof clean, text ? text : "", text ? strnlen(text, 600) : 0);
	used = text_width(clean, strlen(clean));
	if (used <= width) {
		fputs(clean, out);
		return used;
	}
	clean[start_within(clean, width - 1)] = 0;
	fprintf(out, "%s…", clean);
	return text_width(clean, strlen(clean)) + 1;
}

void out_column(FILE *out, const char *text, int width)
{
	int used = print_within(out, text, width);

	fprintf(out, "%*s", width - used, "");
}

void out_last(FILE *out, const char *text, int width)
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
