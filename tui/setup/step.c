#include "config.h"
#include "tui/setup/step.h"

#include "tui/app/routes.h"
#include "tui/term/term.h"

const struct wizard_step *wizard_step(const struct wizard *w)
{
	return w->of_steps[w->at];
}

void wizard_leave(struct wizard *w)
{
	if (wizard_step(w)->leave)
		wizard_step(w)->leave(w);
}

void wizard_go(struct wizard *w, enum wizard_at to)
{
	bool spoken = w->at == STEP_LANGUAGE;

	wizard_leave(w);
	w->trail[w->steps_back++] = w->at;
	w->at = to;
	wizard_step(w)->enter(w);
	if (spoken) /* as soon as it is known in which language to ask */
		app_ask_date(w->view.app);
}

void wizard_back(struct wizard *w)
{
	if (!w->steps_back) {
		term_refuse();
		return;
	}
	wizard_leave(w);
	w->at = w->trail[--w->steps_back];
	wizard_step(w)->enter(w);
}
