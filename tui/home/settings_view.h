/*
 * settings_view: what this laptop remembers for everybody who uses it.
 *
 * Language, how Vietnamese is typed, and the minutes without a key until it
 * locks; the codes of the communes that the unit was made of (unit_codes.h). Kept in
 * the vault (book_setting_set()), never sent.
 */
#ifndef TUI_HOME_SETTINGS_VIEW_H
#define TUI_HOME_SETTINGS_VIEW_H

#include "tui/app/view.h"

struct view *settings_view_new(struct app *app);

#endif
