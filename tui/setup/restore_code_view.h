/*
 * restore_code_view: a logbook brought back by who has only the paper.
 *
 * The recovery code of a backup, whose logbook it is from now on and his new password. Lies over
 * restore_view, where the backup was chosen.
 */
#ifndef TUI_SETUP_RESTORE_CODE_VIEW_H
#define TUI_SETUP_RESTORE_CODE_VIEW_H

#include "tui/app/view.h"

/* From that backup, whose name is copied; NULL after having said why not. */
struct view *restore_code_view_new(struct app *app, const char *from);

#endif
