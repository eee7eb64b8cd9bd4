/*
 * record_view: one record in full, with its history: what `sotay show` shows.
 */
#ifndef TUI_RECORD_VIEW_H
#define TUI_RECORD_VIEW_H

#include "store/book.h"
#include "store/kind.h"
#include "tui/view.h"

struct view *record_view_new(struct app *app, rec_t rec);

#endif
