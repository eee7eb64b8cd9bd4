/*
 * slot_view: a member is given a password of his own on this laptop, or loses it.
 *
 * Whoever has the right hands the laptop over; the member types his password
 * himself, twice, unseen. What cannot be is said in words and nothing opens.
 */
#ifndef TUI_SLOT_VIEW_H
#define TUI_SLOT_VIEW_H

#include "tui/app.h"

/* Open the form for that member's password, or say why not. */
void slot_view_give(struct app *app, const char *code);

/* The same for who has just been added: where it cannot be, nothing is said. */
void slot_view_offer(struct app *app, const char *code);

/* Whether his password may be taken away; says why not. */
bool slot_view_may_take(struct app *app, const char *code);

/* Take it away, and say so or what went wrong. */
void slot_view_take(struct app *app, const char *code);

#endif
