#include "config.h"
#include "tui/words/changes_text.h"

#include <stdio.h>
#include <string.h>

#include "store/base/text.h"
#include "tui/env/translate.h"
#include "tui/words/figure.h"

enum { NAME_COLS = 16 };

static void number(char out[FIGURE_SIZE], bool known, int64_t n)
{
	if (known)
		figure_number(out, FIGURE_SIZE, (double)n, 0);
	else
		snprintf(out, FIGURE_SIZE, "%s", figure_unknown);
}

static void change_text(char *out, size_t size, const struct report_change *change)
{
	const struct profile_column column = { change->column, NULL };
	char was[FIGURE_SIZE], now[FIGURE_SIZE];

	number(was, change->was_known, change->was);
	number(now, change->is_known, change->now);
	snprintf(out, size, "%s: %s → %s", figure_fitting(&column, NAME_COLS), was, now);
}

void changes_text(char *out, size_t size, const struct report_changes *changes, int width)
{
	char part[160];
	size_t used = 0;

	*out = 0;
	if (!changes->count && report_differs(changes))
		snprintf(out, size,
			 P_("%d session was entered or changed since",
			    "%d sessions were entered or changed since",
			    (unsigned long)changes->sessions), (int)changes->sessions);
	for (int i = 0; i < changes->count; i++) {
		change_text(part, sizeof part, &changes->list[i]);
		if (i && (used + strlen(part) + 24 > size ||
			  text_width(out, used) + text_width(part, strlen(part)) + 8 > width)) {
			snprintf(out + used, size - used, " … +%d", changes->count - i);
			return;
		}
		used += (size_t)snprintf(out + used, size - used, "%s%s", i ? "; " : "", part);
	}
}
