/*
 * finder: the line above a list where one types what to look for.
 *
 * `/` goes into it; letters then narrow the list at once; arrows go on into
 * the list, whose keys work again; Esc leaves the line, the next one empties
 * it. Owned by the view whose list it is.
 */
#ifndef TUI_WIDGETS_FINDER_H
#define TUI_WIDGETS_FINDER_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/term/action.h"
#include "tui/widgets/field.h"
#include "tui/widgets/query.h"

struct finder {
	struct field_line line; /* what the keys have made */
	char *keys;             /* the keys themselves, as long as they are known; NULL nothing */
	bool typing;
};

void finder_init(struct finder *finder);
void finder_release(struct finder *finder);

/* Put words into it, as if they had been typed. */
void finder_set(struct finder *finder, const char *words);

/* What was typed, as what it may mean; to be released. */
void finder_query(const struct finder *finder, struct query *q);

/* true: the action was the finder's. *changed: other words than before. */
bool finder_act(struct finder *finder, enum action action, bool *changed);

/* Enter where nothing was found: the keys are the list's again. false: it was not being typed in. */
bool finder_leave(struct finder *finder);

/* Letters and editing keys while typing. false: none of its own, or not typing. */
bool finder_text(struct finder *finder, const char *text, size_t len);
bool finder_key(struct finder *finder, int key);

/* Label and field in so many columns; the cursor too while typing. */
void finder_draw(struct finder *finder, int row, int col, int width);

#endif
