/*
 * week_view: the figures of a period against the one before, as a whole or by
 * any axis; closing it; the CSV file.
 */
#ifndef TUI_REPORTS_WEEK_VIEW_H
#define TUI_REPORTS_WEEK_VIEW_H

#include "tui/app/view.h"

/* Starts at the week today lies in. */
struct view *week_view_new(struct app *app);

#endif
