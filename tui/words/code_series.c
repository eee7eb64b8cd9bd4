#include "config.h"
#include "tui/words/code_series.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { DIGITS_MAX = 8, TYPED_MAX = 4 /* digits of what was typed as a number */ };

struct code_series code_series_of_households(void)
{
	return (struct code_series){ .stem = "H", .digits = 3 };
}

struct code_series code_series_of_teams(void)
{
	return (struct code_series){ .stem = "T", .digits = 2 };
}

struct code_series code_series_of_villages(const char *unit)
{
	struct code_series series = { .digits = 2 };

	snprintf(series.stem, sizeof series.stem, "%s-", unit);
	return series;
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

/* Whether n bytes are what a code of the series may begin with: a village may bear a former unit's. */
static bool is_stem(const struct code_series *series, const char *typed, size_t n)
{
	size_t len = strlen(series->stem);

	if (n == len && !strncasecmp(typed, series->stem, n))
		return true;
	return n && typed[n - 1] == '-' && len && series->stem[len - 1] == '-';
}

void code_series_complete(const struct code_series *series, const char *typed, char *out,
			  size_t size)
{
	int digits;
	long number = code_number(typed, &digits);
	size_t n = strlen(typed) - (size_t)digits;
	bool own = !n || !strncasecmp(typed, series->stem, n);

	if (number < 0 || digits > TYPED_MAX || (n && !is_stem(series, typed, n)))
		snprintf(out, size, "%s", typed);
	else
		snprintf(out, size, "%.*s%0*ld", own ? (int)sizeof series->stem : (int)n,
			 own ? series->stem : typed,
			 digits > series->digits ? digits : series->digits, number);
}
