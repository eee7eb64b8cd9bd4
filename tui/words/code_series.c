#include "config.h"
#include "tui/words/code_series.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 8 };

struct code_series code_series_of_households(void)
{
	return (struct code_series){ .stem = "H", .digits = 3 };
}

long code_number(const char *code, int *digits)
{
	size_t end = strlen(code), from = end;

	while (from > 0 && isdigit((unsigned char)code[from - 1]))
		from--;
	*digits = (int)(end - from);
	return from < end && *digits <= DIGITS_MAX ? strtol(code + from, NULL, 10) : -1;
}

void code_series_see(struct code_series *series, const char *code)
{
	int digits;
	long number = code_number(code, &digits);
	size_t stem = strlen(code) - (size_t)digits;

	if (number <= series->highest || strlen(code) >= sizeof series->stem)
		return;
	series->highest = number;
	series->digits = digits;
	memcpy(series->stem, code, stem);
	series->stem[stem] = 0;
}

void code_series_code(const struct code_series *series, long number, char *out, size_t size)
{
	snprintf(out, size, "%s%0*ld", series->stem, series->digits, number);
}

void code_series_next(const struct code_series *series, char *out, size_t size)
{
	code_series_code(series, series->highest + 1, out, size);
}
