/*
 * villages: first run: the villages, one by one or from a set-up file.
 */
#ifndef TUI_SETUP_VILLAGES_H
#define TUI_SETUP_VILLAGES_H

#include "tui/setup/private.h"

extern const struct wizard_step wizard_villages;

/* Add what the step found out, inside a step of the book. */
int wizard_add_villages(const struct wizard *w, struct book *book, struct fault *f);

#endif
