/*
 * registers_view: the registers there are, and how many stand in each.
 */
#ifndef TUI_RECORDS_REGISTERS_VIEW_H
#define TUI_RECORDS_REGISTERS_VIEW_H

#include "tui/app/view.h"

struct view *registers_view_new(struct app *app);

#endif
