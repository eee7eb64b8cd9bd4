/*
 * members: first run: who else works with this laptop. Their passphrases
 * come later, from themselves.
 */
#ifndef TUI_SETUP_MEMBERS_H
#define TUI_SETUP_MEMBERS_H

#include "tui/setup/private.h"

extern const struct wizard_step wizard_members;

/* Add what the step found out, inside a step of the book, each with the role of the desk. */
int wizard_add_members(const struct wizard *w, struct book *book, struct fault *f);

#endif
