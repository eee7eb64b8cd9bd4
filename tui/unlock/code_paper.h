/*
 * code_paper: a recovery code on its way to paper: shown in groups, then two of them
 * asked back. For the first run and for a new code later.
 */
#ifndef TUI_UNLOCK_CODE_PAPER_H
#define TUI_UNLOCK_CODE_PAPER_H

#include "tui/app/view.h"
#include "tui/widgets/form.h"

/* Which two groups of the code are asked back, from 0: others each time. */
void code_paper_choose(int asked[2]);

/* Show the code; two lines about it where there is room, and what Enter does at the bottom. */
void code_paper_draw(const char *code, const struct area *area, const char *line,
		     const char *warning);

/* The two items that ask them back. Their labels are the next call's, too. */
void code_paper_items(struct form_item items[2], const int asked[2]);

/* Whether what was typed are these groups; else says so at each that is not. */
bool code_paper_check(struct form *form, const char *code, const int asked[2]);

#endif
