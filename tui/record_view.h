/*
 * record_view: one record in full, with its history: what `sotay show` shows.
 */
#ifndef TUI_RECORD_VIEW_H
#define TUI_RECORD_VIEW_H

#include "store/book.h"
#include "store/kind.h"
#include "tui/view.h"

struct view *record_view_new(struct app *app, rec_t rec);

/* What changes a record of that kind: its own form. NULL for a follow-up or report. */
struct view *record_editor(struct app *app, enum kind kind, rec_t rec);

/* What a kind is called: "Guidance session", "Household" …; translated. */
const char *record_kind_word(enum kind kind);

#endif
