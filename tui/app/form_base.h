/*
 * form_base: what views that are one form have in common.
 *
 * Such a view's structure begins with a struct form_base; its class takes
 * these functions as they are and adds a title and an act() of its own.
 */
#ifndef TUI_APP_FORM_BASE_H
#define TUI_APP_FORM_BASE_H

#include "tui/app/app.h"
#include "tui/widgets/form.h"

struct form_base {
	struct view view;
	struct form form;
};

unsigned form_base_keymaps(struct view *view);
/* Below an empty row. */
void form_base_draw(struct view *view, const struct area *area);
void form_base_text(struct app *app, struct view *view, const char *text, size_t len,
		    bool pasted);
void form_base_key(struct app *app, struct view *view, int key);
/* Releases the form and frees the view. */
void form_base_close(struct view *view);

/* For act(): false when the action is not the form's. *done: it is to be saved. */
bool form_base_act(struct view *view, enum action action, bool *done);

#endif
