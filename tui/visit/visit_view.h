/*
 * visit_view: the form of a guidance session.
 */
#ifndef TUI_VISIT_VISIT_VIEW_H
#define TUI_VISIT_VISIT_VIEW_H

#include "store/book/book.h"
#include "tui/app/view.h"

/* session 0: a new one; else that record is edited. */
struct view *visit_view_new(struct app *app, rec_t session);

/* A new one there; household "": only the village is known. A draft that is open comes first. */
struct view *visit_view_at(struct app *app, const char *village, const char *household);

#endif
