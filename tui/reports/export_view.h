/*
 * export_view: where the figures on the screen go as a CSV file: the home
 * folder, a stick, or any path.
 */
#ifndef TUI_REPORTS_EXPORT_VIEW_H
#define TUI_REPORTS_EXPORT_VIEW_H

#include "store/summary/summary.h"
#include "tui/app/view.h"

struct view *export_view_new(struct app *app, const struct period *period,
			     enum summary_axis axis);

#endif
