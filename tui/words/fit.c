#include "config.h"
#include "tui/words/fit.h"

#include <stdio.h>
#include <string.h>

#include "store/base/text.h"

static const char between[] = ", ";

void fit_end(char *text, size_t size, int width)
{
	size_t n = strlen(text), at = 0;
	int used = 0;

	if (width <= 0 || text_width(text, n) <= width)
		return;
	while (at < n) {
		int32_t letter;
		size_t took = text_next(text + at, n - at, &letter);
		int wide = text_width(text + at, took);

		if (used + wide > width - 1)
			break;
		used += wide;
		at += took;
	}
	while (at && text[at - 1] == ' ')
		at--;
	snprintf(text + at, size - at, "…");
}

/* One name without as many of its first words as have no room. */
static void one_fitting(char *out, size_t size, const char *name, int width)
{
	const char *rest = name, *blank;

	while ((blank = strchr(rest, ' '))) {
		rest = blank + 1;
		if (text_width(rest, strlen(rest)) + 1 <= width)
			break;
	}
	snprintf(out, size, "%s%s", rest == name ? "" : "…", rest);
}

/* The last words of all of them. */
static void given_names(char *out, size_t size, const char *names)
{
	size_t used = 0;

	while (*names && used < size) {
		const char *end = strstr(names, between);
		size_t n = end ? (size_t)(end - names) : strlen(names), given = n;

		while (given && names[given - 1] != ' ')
			given--;
		used += (size_t)snprintf(out + used, size - used, "%s%.*s", used ? between : "",
					 (int)(n - given), names + given);
		names += n + (end ? strlen(between) : 0);
	}
}

void fit_people(char *out, size_t size, const char *names, int width)
{
	if (!size)
		return;
	*out = 0;
	if (text_width(names, strlen(names)) <= width)
		snprintf(out, size, "%s", names);
	else if (strstr(names, between))
		given_names(out, size, names);
	else
		one_fitting(out, size, names, width);
}
