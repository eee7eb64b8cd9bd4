/*
 * sessions_view: the list of sessions: search as you type, filter, open.
 */
#ifndef TUI_RECORDS_SESSIONS_VIEW_H
#define TUI_RECORDS_SESSIONS_VIEW_H

#include "store/query/list_sessions.h"
#include "tui/app/view.h"

/*
 * start: what is shown first, copied (texts must outlive it); NULL: all, newest
 * first. group: the name of the group of a summary that start narrows to, for
 * the title, copied; NULL: none.
 */
struct view *sessions_view_new(struct app *app, const struct session_filter *start,
			       const char *group);

#endif
