/*
 * team_choices: whose report may be written, as choices of a form: at an officer's desk
 * the unit itself, whose code is NULL, before the teams; at a team's desk the teams.
 */
#ifndef TUI_REPORTS_TEAM_CHOICES_H
#define TUI_REPORTS_TEAM_CHOICES_H

#include "tui/widgets/form.h"

enum { TEAM_CHOICES_MAX = 64 };

struct book;
struct fault;

struct team_choices {
	struct form_choice all[TEAM_CHOICES_MAX + 1]; /* the teams' texts are malloc'ed */
	int n;
};

/* Into a zeroed struct; on a fault some may be there. */
int team_choices_read(struct book *book, struct team_choices *teams, struct fault *f);
void team_choices_release(struct team_choices *teams);

/* The name of a team; NULL, or one that is not among them: the whole unit. Borrowed. */
const char *team_choices_name(const struct team_choices *teams, const char *code);

#endif
