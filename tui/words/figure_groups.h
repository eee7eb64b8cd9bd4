/*
 * figure_groups: the figures of a household's status as they stand together on a screen.
 */
#ifndef TUI_WORDS_FIGURE_GROUPS_H
#define TUI_WORDS_FIGURE_GROUPS_H

#include "store/catalog/record_type.h"

enum { FIGURE_GROUPS = 4, FIGURES_OF_GROUP = 14 };

struct figure_group {
	const char *label;                      /* N_() */
	const char *figures[FIGURES_OF_GROUP]; /* ends with NULL */
};

/* People, devices, accounts, skills; each figure is in one of them. */
extern const struct figure_group figure_groups[FIGURE_GROUPS];

/* The figure's field, or NULL at the group's end. */
const struct field *figure_group_field(int group, int at);

#endif
