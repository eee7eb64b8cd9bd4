/*
 * record_view: one record in full, with its history: what `sotay show` shows.
 */
#ifndef TUI_RECORDS_RECORD_VIEW_H
#define TUI_RECORDS_RECORD_VIEW_H

#include "store/book/book.h"
#include "tui/app/view.h"

struct view *record_view_new(struct app *app, rec_t rec);

#endif
