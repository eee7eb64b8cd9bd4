/*
 * sessions_view: the list of sessions: search as you type, filter, open.
 */
#ifndef TUI_SESSIONS_VIEW_H
#define TUI_SESSIONS_VIEW_H

#include "store/list.h"
#include "tui/view.h"

/*
 * start: what is shown first, copied (texts must outlive it); NULL: all, newest
 * first. group, figure: names, for the title, of the group and of the column of
 * a summary that start narrows to, copied; NULL: of none.
 */
struct view *sessions_view_new(struct app *app, const struct session_filter *start,
			       const char *group, const char *figure);

#endif
