/*
 * slot_view: the form a member types the passphrase into that lets him unlock
 * this laptop; whether he may have one is member_key.h's.
 */
#ifndef TUI_UNLOCK_SLOT_VIEW_H
#define TUI_UNLOCK_SLOT_VIEW_H

#include "tui/app/view.h"

/* For the member of that code, which is copied. */
struct view *slot_view_new(struct app *app, const char *code);

#endif
