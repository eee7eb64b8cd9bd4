#include "config.h"
#include "tui/term/theme.h"

#include <curses.h>
#include <stdbool.h>
#include <stdlib.h>

static const struct {
	short fore, back;  /* -1: the terminal's own */
	attr_t colour;     /* attributes with colours */
	attr_t mono;       /* and without */
} styles[STYLES] = {
	[STYLE_TEXT] = { -1, -1, A_NORMAL, A_NORMAL },
	[STYLE_TITLE] = { COLOR_WHITE, COLOR_BLUE, A_BOLD, A_REVERSE | A_BOLD },
	[STYLE_HEADING] = { COLOR_CYAN, -1, A_BOLD, A_BOLD },
	[STYLE_LABEL] = { -1, -1, A_NORMAL, A_NORMAL },
	[STYLE_FAINT] = { -1, -1, A_DIM, A_DIM },
	[STYLE_ACTIVE] = { COLOR_BLACK, COLOR_CYAN, A_NORMAL, A_REVERSE },
	[STYLE_FIELD] = { -1, -1, A_UNDERLINE, A_UNDERLINE },
	[STYLE_FIELD_ON] = { COLOR_BLACK, COLOR_CYAN, A_NORMAL, A_REVERSE },
	[STYLE_KEY] = { COLOR_YELLOW, -1, A_BOLD, A_BOLD },
	[STYLE_FOOTER] = { -1, -1, A_NORMAL, A_NORMAL },
	[STYLE_GOOD] = { COLOR_GREEN, -1, A_BOLD, A_BOLD },
	[STYLE_WARN] = { COLOR_YELLOW, -1, A_BOLD, A_BOLD | A_UNDERLINE },
	[STYLE_BAD] = { COLOR_RED, -1, A_BOLD, A_REVERSE | A_BOLD },
	[STYLE_BAR] = { COLOR_GREEN, -1, A_NORMAL, A_NORMAL },
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
	for (short i = 0; i < STYLES; i++)
		init_pair((short)(i + 1), styles[i].fore, styles[i].back);
}

void theme_use(enum style style)
{
	if (coloured)
		attr_set(styles[style].colour, (short)(style + 1), NULL);
	else
		attr_set(styles[style].mono, 0, NULL);
}
