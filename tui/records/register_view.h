/*
 * register_view: one register as a list: villages, households, teams, members, own topics.
 *
 * Enter opens a village's households, a household's card, else the record. In
 * the register of members passwords are given and taken away (member_key.h). What waits as a
 * draft stands first (waiting.h): Enter goes on with it, Del drops it; a is always a blank form.
 */
#ifndef TUI_RECORDS_REGISTER_VIEW_H
#define TUI_RECORDS_REGISTER_VIEW_H

#include "store/catalog/record_type.h"
#include "tui/app/view.h"

/* village: households of this one only; NULL all. */
struct view *register_view_new(struct app *app, enum record_type type, const char *village);

#endif
