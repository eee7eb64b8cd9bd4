/*
 * members: first run: who else works with this laptop. Their passphrases
 * come later, from themselves. The team they are of was named with the first of them.
 */
#ifndef TUI_SETUP_MEMBERS_H
#define TUI_SETUP_MEMBERS_H

#include "tui/setup/private.h"

extern const struct wizard_step wizard_members;

/*
 * Add what the step found out, and before it the team, inside a step of the book: each with the
 * role of the desk and in the team.
 */
int wizard_add_members(const struct wizard *w, struct book *book, struct fault *f);

#endif
