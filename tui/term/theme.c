#include "config.h"
#include "tui/term/theme.h"

#include <curses.h>
#include <stdbool.h>
#include <stdlib.h>

/*
 * Colours of 256 that can be read on white and on black alike: on either their contrast is 4 : 1 or
 * more. The eight that every terminal has do not manage that but for red, and its yellow, cyan and
 * green are not to be seen on white: there they lie under black letters, or are left out.
 */
enum { OWN = -1, AMBER = 130, GREEN = 28, TEAL = 30, RED = 160, DISTINCT = 256 };

static const struct {
	short fore, back;  /* of 256 colours; OWN: the terminal's */
	short fore8, back8; /* of eight */
	attr_t colour;     /* attributes with colours */
	attr_t mono;       /* and without */
} styles[STYLES] = {
	[STYLE_TEXT] = { OWN, OWN, OWN, OWN, A_NORMAL, A_NORMAL },
	[STYLE_TITLE] = { COLOR_WHITE, COLOR_BLUE, COLOR_WHITE, COLOR_BLUE, A_BOLD, A_REVERSE | A_BOLD },
	[STYLE_HEADING] = { TEAL, OWN, OWN, OWN, A_BOLD, A_BOLD },
	[STYLE_LABEL] = { OWN, OWN, OWN, OWN, A_NORMAL, A_NORMAL },
	[STYLE_FAINT] = { OWN, OWN, OWN, OWN, A_DIM, A_DIM },
	[STYLE_ACTIVE] = { COLOR_BLACK, COLOR_CYAN, COLOR_BLACK, COLOR_CYAN, A_NORMAL, A_REVERSE },
	[STYLE_FIELD] = { OWN, OWN, OWN, OWN, A_UNDERLINE, A_UNDERLINE },
	[STYLE_FIELD_ON] = { COLOR_BLACK, COLOR_CYAN, COLOR_BLACK, COLOR_CYAN, A_NORMAL, A_REVERSE },
	[STYLE_KEY] = { AMBER, OWN, OWN, OWN, A_BOLD, A_BOLD },
	[STYLE_FOOTER] = { OWN, OWN, OWN, OWN, A_NORMAL, A_NORMAL },
	[STYLE_GOOD] = { GREEN, OWN, COLOR_BLACK, COLOR_GREEN, A_BOLD, A_BOLD },
	[STYLE_WARN] = { AMBER, OWN, COLOR_BLACK, COLOR_YELLOW, A_BOLD, A_BOLD | A_UNDERLINE },
	[STYLE_BAD] = { RED, OWN, COLOR_RED, OWN, A_BOLD, A_REVERSE | A_BOLD },
	[STYLE_BAR] = { GREEN, OWN, OWN, OWN, A_NORMAL, A_NORMAL },
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
		if (COLORS >= DISTINCT)
			init_pair((short)(i + 1), styles[i].fore, styles[i].back);
		else
			init_pair((short)(i + 1), styles[i].fore8, styles[i].back8);
}

void theme_use(enum style style)
{
	if (coloured)
		attr_set(styles[style].colour, (short)(style + 1), NULL);
	else
		attr_set(styles[style].mono, 0, NULL);
}
