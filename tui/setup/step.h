/*
 * step: the way from step to step of the first run, and back.
 */
#ifndef TUI_SETUP_STEP_H
#define TUI_SETUP_STEP_H

#include "tui/setup/private.h"

/* The step one is at. */
const struct wizard_step *wizard_step(const struct wizard *w);

/* To a step; Esc comes back to this one. */
void wizard_go(struct wizard *w, enum wizard_at to);
/* To the step before, or stay at the first. */
void wizard_back(struct wizard *w);
/* End the step one is at, before another is entered or the view closed. */
void wizard_leave(struct wizard *w);

#endif
