#include "config.h"
#include "tui/term/theme.h"

#include <curses.h>
#include <stdbool.h>
#include <stdlib.h>

static const struct look {
	short fore, back;  /* -1: the terminal's own */
	attr_t colour;     /* attributes with colours */
	attr_t mono;       /* and without */
} looks[LOOKS] = {
	[LOOK_TEXT] = { -1, -1, A_NORMAL, A_NORMAL },
	[LOOK_TITLE] = { COLOR_WHITE, COLOR_BLUE, A_BOLD, A_REVERSE | A_BOLD },
	[LOOK_HEADING] = { COLOR_CYAN, -1, A_BOLD, A_BOLD },
	[LOOK_LABEL] = { -1, -1, A_NORMAL, A_NORMAL },
	[LOOK_FAINT] = { -1, -1, A_DIM, A_DIM },
	[LOOK_ACTIVE] = { COLOR_BLACK, COLOR_CYAN, A_NORMAL, A_REVERSE },
	[LOOK_FIELD] = { -1, -1, A_UNDERLINE, A_UNDERLINE },
	[LOOK_FIELD_ON] = { COLOR_BLACK, COLOR_CYAN, A_NORMAL, A_REVERSE },
	[LOOK_KEY] = { COLOR_YELLOW, -1, A_BOLD, A_BOLD },
	[LOOK_FOOTER] = { -1, -1, A_NORMAL, A_NORMAL },
	[LOOK_GOOD] = { COLOR_GREEN, -1, A_BOLD, A_BOLD },
	[LOOK_WARN] = { COLOR_YELLOW, -1, A_BOLD, A_BOLD | A_UNDERLINE },
	[LOOK_BAD] = { COLOR_RED, -1, A_BOLD, A_REVERSE | A_BOLD },
	[LOOK_BAR] = { COLOR_GREEN, -1, A_NORMAL, A_NORMAL },
};

static bool coloured;

void theme_init(void)
{
	const char *no = getenv("NO_COLOR");

	coloured = has_colors() && !(no && *no);
	if (!coloured)
		return;
	start_color();
	use_default_colors();
	for (short i = 0; i < LOOKS; i++)
		init_pair((short)(i + 1), looks[i].fore, looks[i].back);
}

void theme_use(enum role_of_text look)
{
	if (coloured)
		attr_set(looks[look].colour, (short)(look + 1), NULL);
	else
		attr_set(looks[look].mono, 0, NULL);
}
