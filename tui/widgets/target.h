/*
 * target: where a file goes: two items of a form, a folder to choose (the home folder, a stick)
 * and a name to type, which may be a whole path.
 *
 * Invariants: the form borrows what struct target holds, which outlives it.
 */
#ifndef TUI_WIDGETS_TARGET_H
#define TUI_WIDGETS_TARGET_H

#include "tui/env/destinations.h"
#include "tui/widgets/form.h"

enum { TARGET_FOLDER, TARGET_NAME, TARGET_ITEMS };

struct target {
	struct destination destinations[DESTINATIONS_MAX];
	struct form_choice choices[DESTINATIONS_MAX];
	char *labels[DESTINATIONS_MAX];
	int n;
};

/* Describe the two items, before form_init(). */
void target_items(struct target *target, struct form_item items[TARGET_ITEMS]);
void target_release(struct target *target);

/* Choose the first stick, where there is one; whether there is. */
bool target_choose_stick(struct target *target, struct form_item items[TARGET_ITEMS]);

/*
 * The file meant: a name in the folder chosen, or a path of its own; first: where the two
 * items stand in the form. malloc'ed; NULL for none.
 */
char *target_path(const struct form *form, int first);

#endif
