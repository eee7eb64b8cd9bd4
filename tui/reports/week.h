/*
 * week: what the week's screen shows where.
 */
#ifndef TUI_REPORTS_WEEK_H
#define TUI_REPORTS_WEEK_H

#include "tui/reports/private.h"

/* The column the cursor is on or the groups are shown by. */
const struct profile_column *week_column(const struct week_view *w);

#endif
