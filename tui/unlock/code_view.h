/*
 * code_view: another recovery code in place of the present one.
 *
 * It is shown, two of its groups are asked back from the paper, and only then it is
 * stored: until then, and when that fails, the present one holds. Whether who
 * unlocked may is member_key.h's.
 */
#ifndef TUI_UNLOCK_CODE_VIEW_H
#define TUI_UNLOCK_CODE_VIEW_H

#include "tui/app/view.h"

struct view *code_view_new(struct app *app);

#endif
