/*
 * texts_view: what the reports of a period say, in full, and the figures typed in with them.
 *
 * Read only; Enter opens the form that closes, where this desk's own is written.
 */
#ifndef TUI_REPORTS_TEXTS_VIEW_H
#define TUI_REPORTS_TEXTS_VIEW_H

#include "store/base/date.h"
#include "store/catalog/catalog.h"
#include "tui/app/view.h"

/* Begins at that column. */
struct view *texts_view_new(struct app *app, const struct period *period,
			    const struct column *column);

#endif
