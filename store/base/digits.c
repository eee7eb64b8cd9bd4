#include "config.h"
#include "store/base/digits.h"

#include <utf8proc.h>

#include "store/base/text.h"

/* A number of at most `max` ASCII digits: how many it has, 0 when there are more or none. */
static size_t digits_at(const char *s, size_t len, size_t max, int *value)
{
	size_t n = 0;

	for (*value = 0; n < len && s[n] >= '0' && s[n] <= '9'; n++) {
		if (n == max)
			return 0;
		*value = *value * 10 + s[n] - '0';
	}
	return n;
}

/* Bytes of a date with full stops or dashes; 0 where none begins. before: what joins it to digits. */
static size_t date_at(const char *s, size_t len, int32_t before)
{
	int part[3];
	size_t size[3] = { 0 }, at = 0;
	char between = 0;

	for (int i = 0; i < 3; i++) {
		size[i] = digits_at(s + at, len - at, 4, &part[i]);
		at += size[i];
		if (i == 2)
			break;
		if (!size[i] || at == len || (s[at] != '.' && s[at] != '-') || (i && s[at] != between))
			return 0;
		between = s[at++];
	}
	if (size[0] == 4) { /* the year first */
		int day = part[2];

		part[2] = part[0];
		part[0] = day;
		if (size[2] > 2)
			return 0;
	} else if (size[0] > 2 || size[2] != 4) {
		return 0;
	}
	if (size[1] > 2 || part[0] < 1 || part[0] > 31 || part[1] < 1 || part[1] > 12 ||
	    part[2] < 1900 || part[2] > 2199 || before == between)
		return 0;
	/* Going on the same way it is another number. */
	return at + 1 < len && s[at] == between && s[at + 1] >= '0' && s[at + 1] <= '9' ? 0 : at;
}

/* What stands between two digits: whether they still belong together. */
struct gap {
	int n;            /* characters; more than 3: too many */
	int32_t first;    /* the first of them */
	bool dashed;      /* the second is a dash and all else spaces */
};

static void widen(struct gap *gap, int32_t cp, utf8proc_category_t category)
{
	bool space = category == UTF8PROC_CATEGORY_ZS, dash = category == UTF8PROC_CATEGORY_PD;

	if (!space && !dash && cp != '.')
		gap->n = 4;
	else if (++gap->n == 1)
		gap->first = space ? ' ' : cp;
	else if (gap->n == 2)
		gap->dashed = gap->first == ' ' && dash;
	else
		gap->dashed = gap->dashed && space;
}

static bool joins(const struct gap *gap)
{
	return gap->n < 2 || (gap->n == 3 && gap->dashed);
}

int digits_run(const char *s, size_t len)
{
	struct gap gap = { 0 };
	int run = 0, longest = 0;
	int32_t cp;

	for (size_t i = 0; i < len;) {
		int32_t before = run && joins(&gap) ? gap.first : 0;
		size_t date = run && !gap.n ? 0 : date_at(s + i, len - i, before);
		utf8proc_category_t category;

		if (date) {
			i += date;
			run = 0;
			gap.n = 4;
			continue;
		}
		i += text_next(s + i, len - i, &cp);
		category = cp < 0 ? UTF8PROC_CATEGORY_CN : utf8proc_category(cp);
		if (category == UTF8PROC_CATEGORY_CF)
			continue; /* an invisible character between digits hides nothing */
		if (category != UTF8PROC_CATEGORY_ND) {
			widen(&gap, cp, category);
			continue;
		}
		run = joins(&gap) ? run + 1 : 1;
		gap = (struct gap){ 0 };
		if (run > longest)
			longest = run;
	}
	return longest;
}

bool digits_long(const char *s, size_t len)
{
	return digits_run(s, len) >= 9;
}
