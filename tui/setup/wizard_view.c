#include "config.h"
#include "tui/setup/wizard_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/setup/code.h"
#include "tui/setup/identity.h"
#include "tui/setup/members.h"
#include "tui/setup/pick.h"
#include "tui/setup/step.h"
#include "tui/setup/vault.h"
#include "tui/setup/villages.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"

static const struct wizard_step *const steps[STEPS] = {
	[STEP_LANGUAGE] = &wizard_language, [STEP_DESK] = &wizard_desk,
	[STEP_PROVINCE] = &wizard_province, [STEP_UNIT] = &wizard_unit,
	[STEP_HAND] = &wizard_hand,         [STEP_NAME] = &wizard_name,
	[STEP_VILLAGES] = &wizard_villages, [STEP_MEMBERS] = &wizard_members,
	[STEP_PASS] = &wizard_pass,         [STEP_CODE] = &wizard_code,
	[STEP_CHECK] = &wizard_check,
};

static struct wizard *of(struct view *view)
{
	return (struct wizard *)view;
}

/* Which step of how many: an upper desk has no commune to pick and no villages. */
static void count_steps(const struct wizard *w, int *number, int *all)
{
	static const int numbers[STEPS] = { 1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10 };

	*number = numbers[w->at];
	*all = 10;
	if (w->level != LEVEL_UPPER)
		return;
	*all = 8;
	if (w->at > STEP_VILLAGES)
		*number -= 2;
	else if (w->at > STEP_PROVINCE)
		*number -= 1;
}

static void wizard_title(struct view *view, char *out, size_t size)
{
	int number, all;

	count_steps(of(view), &number, &all);
	snprintf(out, size, _("sotay, the field notebook: first run, step %d of %d"), number, all);
}

static unsigned wizard_keymaps(struct view *view)
{
	struct wizard *w = of(view);

	return IN_LOCK | IN_STEP | (w->at == STEP_LANGUAGE ? 0u : (unsigned)IN_MODAL) |
	       (wizard_step(w)->text ? IN_TYPING : 0u) |
	       (w->form.n ? form_keymaps(&w->form) & IN_WORDS : 0u);
}

static void wizard_draw(struct view *view, const struct area *area)
{
	struct wizard *w = of(view);
	struct area below = { area->row + 3, area->col, area->rows - 3, area->cols };
	char heading[512];

	wizard_step(w)->heading(w, heading, sizeof heading);
	paint_text(area->row + 1, area->col + 1, area->cols - 2, STYLE_HEADING, heading, false);
	wizard_step(w)->draw(w, &below);
}

static bool wizard_act(struct app *app, struct view *view, enum action action)
{
	struct wizard *w = of(view);
	bool voids = action == ACT_BACK && w->at == STEP_CODE;

	(void)app;
	if (action == ACT_QUIT) /* not taken: it leaves */
		return *w->code && !wizard_code_leaves(w);
	w->leaving = false;
	if (action == ACT_BACK) {
		wizard_back(w);
		if (voids)
			wizard_code_void(w);
		return true;
	}
	return wizard_step(of(view))->act(of(view), action);
}

static void wizard_text(struct app *app, struct view *view, const char *text, size_t len,
			bool pasted)
{
	(void)app;
	(void)pasted;
	if (wizard_step(of(view))->text)
		wizard_step(of(view))->text(of(view), text, len);
	else
		term_refuse();
}

static void wizard_key(struct app *app, struct view *view, int key)
{
	(void)app;
	if (wizard_step(of(view))->key)
		wizard_step(of(view))->key(of(view), key);
	else
		term_refuse();
}

static void wizard_close(struct view *view)
{
	struct wizard *w = of(view);

	wizard_leave(w);
	wizard_unmake(w);
	for (int i = 0; i < w->n_villages; i++) {
		free(w->villages[i].name);
		free(w->villages[i].code);
	}
	free(w->setup_path);
	free(w->shown);
	memory_free_wiped(w);
}

static const struct view_class wizard_class = {
	.name = "first run", .title = wizard_title, .keymaps = wizard_keymaps,
	.draw = wizard_draw, .act = wizard_act, .text = wizard_text, .key = wizard_key,
	.close = wizard_close,
};

struct view *wizard_view_new(struct app *app)
{
	struct wizard *w = memory_alloc_zero(1, sizeof *w);
	const char *member = app_launch(app)->member;

	w->view.class = &wizard_class;
	w->view.app = app;
	w->shown = memory_alloc_zero(catalog_commune_count + catalog_province_count,
				     sizeof *w->shown);
	w->of_steps = steps;
	w->language = lang_english();
	w->by_hand_at = STEPS;
	snprintf(w->name, sizeof w->name, "%s", member ? member : "");
	wizard_step(w)->enter(w);
	return &w->view;
}
