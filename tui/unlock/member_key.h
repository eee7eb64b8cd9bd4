/*
 * member_key: a member is given a passphrase of his own on this laptop, or loses it.
 *
 * Whoever has the right hands the laptop over; the member types his passphrase
 * himself, twice, unseen (slot_view.h). What cannot be is said in words and
 * nothing opens.
 */
#ifndef TUI_UNLOCK_MEMBER_KEY_H
#define TUI_UNLOCK_MEMBER_KEY_H

#include "tui/app/app.h"

/* Open the form for that member's password, or say why not. */
void member_key_give(struct app *app, const char *code);

/* The same for who has just been added: where it cannot be, nothing is said and false returned. */
bool member_key_offer(struct app *app, const char *code);

/* Whether his password may be taken away; says why not. */
bool member_key_may_take(struct app *app, const char *code);

/* Take it away, and say so or what went wrong. */
void member_key_take(struct app *app, const char *code);

/* Another recovery code (code_view.h), or say why not. */
void member_key_code(struct app *app);

#endif
