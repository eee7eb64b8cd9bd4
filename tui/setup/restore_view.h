/*
 * restore_view: a logbook brought back from a backup, on a laptop that has none.
 *
 * Offers the backups that lie in the home folder and on sticks, or takes a path; then a
 * password opens it, or the recovery code (restore_code_view.h). Lies over the first run, which goes when the logbook is there. Until
 * then nothing is left on the disk, and of the backup nothing is changed.
 */
#ifndef TUI_SETUP_RESTORE_VIEW_H
#define TUI_SETUP_RESTORE_VIEW_H

#include "tui/app/view.h"

struct view *restore_view_new(struct app *app);

#endif
