/*
 * household_view: the card of a household: what it is, what was promised to
 * it, its digital status, who visited it when.
 */
#ifndef TUI_RECORDS_HOUSEHOLD_VIEW_H
#define TUI_RECORDS_HOUSEHOLD_VIEW_H

#include "store/book/book.h"
#include "tui/app/view.h"

struct view *household_view_new(struct app *app, rec_t household);

#endif
