/*
 * backup_view: a copy of the logbook to a stick: a folder, a name, ^S.
 *
 * What is there is never written over; the copy is read back before it counts.
 */
#ifndef TUI_HOME_BACKUP_VIEW_H
#define TUI_HOME_BACKUP_VIEW_H

#include "tui/app/view.h"

/* NULL, and said, where who unlocked may not back up. */
struct view *backup_view_new(struct app *app);

#endif
