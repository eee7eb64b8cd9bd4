#include "config.h"
#include "tui/app/form_base.h"

#include <stdlib.h>

#include "tui/term/term.h"

static struct form *form_of(struct view *view)
{
	return &((struct form_base *)view)->form;
}

unsigned form_base_keymaps(struct view *view)
{
	return IN_ANY | form_keymaps(form_of(view));
}

void form_base_draw(struct view *view, const struct area *area)
{
	struct area below = { area->row + 1, area->col, area->rows - 1, area->cols };

	form_draw(form_of(view), &below);
}

void form_base_text(struct app *app, struct view *view, const char *text, size_t len,
		    bool pasted)
{
	(void)app;
	(void)pasted;
	if (!form_text(form_of(view), text, len))
		term_refuse();
}

void form_base_key(struct app *app, struct view *view, int key)
{
	(void)app;
	if (!form_key(form_of(view), key))
		term_refuse();
}

void form_base_close(struct view *view)
{
	form_release(form_of(view));
	free(view);
}

bool form_base_act(struct view *view, enum action action, bool *done)
{
	bool last = false, taken = action == ACT_SAVE || form_act(form_of(view), action, &last);

	*done = action == ACT_SAVE || last;
	return taken;
}
