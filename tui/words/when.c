#include "config.h"
#include "tui/words/when.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "tui/env/translate.h"

/* The numbers in a text and how many digits the first has; at most three are taken. */
static int numbers_in(const char *text, int value[3], int *digits)
{
	int n = 0;

	for (*digits = 0; *text && n < 3;) {
		int used = 0;

		if (!isdigit((unsigned char)*text)) {
			text++;
			continue;
		}
		for (value[n] = 0; isdigit((unsigned char)*text) && used < 9; used++)
			value[n] = value[n] * 10 + *text++ - '0';
		if (!n++)
			*digits = used;
	}
	return n;
}

/* The day and month nearest: not after `near`, or with ahead not before it. */
static bool nearest(day_t *out, int mday, int month, day_t near, bool ahead)
{
	int year, now;
	day_t day;

	date_split(near, &year, &now, NULL);
	if (month) {
		for (int i = 0; i < 9; i++) /* 29 February may be eight years off */
			if (date_make(&day, ahead ? year + i : year - i, month, mday) &&
			    (ahead ? day >= near : day <= near)) {
				*out = day;
				return true;
			}
		return false;
	}
	for (int i = 0; i < 12; i++) {
		int m = year * 12 + now - 1 + (ahead ? i : -i);

		if (date_make(&day, m / 12, m % 12 + 1, mday) &&
		    (ahead ? day >= near : day <= near)) {
			*out = day;
			return true;
		}
	}
	return false;
}

bool when_day(day_t *out, const char *text, day_t near, bool ahead)
{
	int v[3] = { 0 }, digits, n;

	if (date_parse(out, text))
		return true;
	n = numbers_in(text, v, &digits);
	if (ahead && *text == '+' && n == 1 && v[0] <= 731) {
		*out = near + v[0];
		return true;
	}
	if (n == 1 && digits == 8)
		return date_make(out, v[0] % 10000, v[0] / 10000 % 100, v[0] / 1000000);
	if (n == 1 && digits == 4)
		return nearest(out, v[0] / 100, v[0] % 100, near, ahead);
	if (n == 3)
		return date_make(out, v[2] < 100 ? 2000 + v[2] : v[2], v[1], v[0]);
	if (n < 1 || digits > 2 || (n == 2 && !v[1]))
		return false;
	return nearest(out, v[0], n == 2 ? v[1] : 0, near, ahead);
}

bool when_time(int *minute, const char *text)
{
	int v[3] = { 0 }, digits, n = numbers_in(text, v, &digits);

	if (n == 1 && digits > 2) {
		v[1] = v[0] % 100;
		v[0] /= 100;
		n = digits > 4 ? 0 : 2;
	}
	if (n < 1 || n > 2 || v[0] > 23 || v[1] > 59)
		return false;
	*minute = v[0] * 60 + v[1];
	return true;
}

void when_ago(char out[WHEN_AGO_SIZE], day_t day, day_t today)
{
	int days = (int)(today - day), months = (int)(days * 12L / 365), years = days / 365;

	if (days <= WHEN_FAR)
		*out = 0;
	else if (years < 2)
		snprintf(out, WHEN_AGO_SIZE, P_("%d month ago", "%d months ago",
						(unsigned long)months), months);
	else
		snprintf(out, WHEN_AGO_SIZE, P_("%d year ago", "%d years ago",
						(unsigned long)years), years);
}

void when_beside(char out[WHEN_BESIDE_SIZE], const char *typed, day_t day, day_t today)
{
	char ago[WHEN_AGO_SIZE], date[DATE_SIZE];
	bool whole;

	when_ago(ago, day, today);
	date_format_vn(date, day);
	whole = !strcmp(typed, date);
	*out = 0;
	if (*ago)
		snprintf(out, WHEN_BESIDE_SIZE, "%s%s%s", whole ? "" : date, whole ? "" : " · ", ago);
}

const char *when_example(day_t day)
{
	static char texts[2][16];
	static int at;
	int month, mday;

	at = !at;
	date_split(day, NULL, &month, &mday);
	snprintf(texts[at], sizeof texts[at], "%d/%d", mday, month);
	return texts[at];
}

void when_short(char out[DATE_SIZE], day_t day, day_t near)
{
	int year, now;

	date_split(day, &year, NULL, NULL);
	date_split(near, &now, NULL, NULL);
	date_format_vn(out, day);
	if (year == now)
		out[5] = 0; /* dd/mm */
}
