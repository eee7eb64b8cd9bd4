/* Samples, and the table they end in. */
#include "config.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/bench.h"

/* Ratios this near to each other are a tie. */
#define TIE 0.1

void samples_add(struct samples *s, double value)
{
	if (s->n == s->room) {
		s->room = s->room * 2 + 64;
		s->all = realloc(s->all, s->room * sizeof *s->all);
		if (!s->all)
			bench_fail("no memory");
	}
	s->all[s->n++] = value;
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

double samples_at(struct samples *s, double quantile)
{
	size_t rank;

	if (!s->n)
		return 0;
	qsort(s->all, s->n, sizeof *s->all, by_value);
	rank = (size_t)ceil(quantile * (double)s->n);
	return s->all[rank ? rank - 1 : 0];
}

double samples_median(struct samples *s)
{
	return samples_at(s, 0.5);
}

void samples_free(struct samples *s)
{
	free(s->all);
	memset(s, 0, sizeof *s);
}

/* ---- the table ---- */

void table_head(void)
{
	printf("%-38s %8s %8s %8s  %-15s %8s %8s %6s  %-10s %s\n", "what", "median", "p99", "max",
	       "peer", "median", "p99", "ratio", "goal", "met");
}

static const char *number(char out[16], const struct result *r, double value)
{
	bool whole = !strcmp(r->unit, "times") || value >= 100;

	snprintf(out, 16, whole ? "%.0f" : value < 10 ? "%.2f" : "%.1f", value);
	return out;
}

static const char *verdict(const struct result *r, double reached, double ratio)
{
	if (r->goal)
		return reached < r->goal ? "yes" : "no";
	if (r->ratio_goal) {
		if (ratio <= r->ratio_goal)
			return "yes";
		return ratio <= r->ratio_goal + TIE ? "tie" : "no";
	}
	if (!r->theirs)
		return "";
	return ratio < 1 - TIE ? "less" : ratio > 1 + TIE ? "more" : "tie";
}

void table_row(const struct result *r)
{
	double median = samples_median(r->ours), p99 = samples_at(r->ours, 0.99);
	double theirs = r->theirs ? samples_median(r->theirs) : 0;
	double ratio = theirs ? median / theirs : 0;
	char a[16], b[16], c[16], d[16], e[16], g[16] = "", goal[32] = "", what[80];

	if (theirs)
		snprintf(g, sizeof g, "%.2f", ratio);
	if (r->goal)
		snprintf(goal, sizeof goal, "<%g%s", r->goal, r->by_p99 ? " p99" : "");
	else if (r->ratio_goal)
		snprintf(goal, sizeof goal, "≤%g×", r->ratio_goal);
	snprintf(what, sizeof what, "%s, %s", r->what, r->unit);
	printf("%-38s %8s %8s %8s  %-15s %8s %8s %6s  %-*s %s\n", what, number(a, r, median),
	       number(b, r, p99), number(c, r, samples_at(r->ours, 1)), r->theirs ? r->peer : "",
	       r->theirs ? number(d, r, theirs) : "",
	       r->theirs ? number(e, r, samples_at(r->theirs, 0.99)) : "", g,
	       10 + (int)(strstr(goal, "≤") ? 3 : 0), goal,
	       verdict(r, r->by_p99 ? p99 : median, ratio));
	fflush(stdout);
}

void table_note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("  ", stdout);
	vprintf(format, args);
	va_end(args);
	putchar('\n');
	fflush(stdout);
}
