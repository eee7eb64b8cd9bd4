#include "config.h"
#include "tui/term/theme.h"

#include <curses.h>
#include <stdbool.h>
#include <stdlib.h>

enum { OWN = -1, AMBER = 130, GREEN = 28, TEAL = 30, RED = 160, DISTINCT = 256 };

struct look {
	short fore, back; /* OWN: the terminal's */
	attr_t attributes;
};

/*
 * Of 256 colours there are some that can be read on white and on black alike: on either their
 * contrast is about 4 : 1. Of eight there is only red; yellow, cyan and green cannot be seen on
 * white, so they lie under black letters, which must not be bold (that is grey), or are left out.
 */
static const struct {
	struct look many, eight;
	attr_t mono;
} styles[STYLES] = {
	[STYLE_TEXT] = { { OWN, OWN, A_NORMAL }, { OWN, OWN, A_NORMAL }, A_NORMAL },
	[STYLE_TITLE] = { { COLOR_WHITE, COLOR_BLUE, A_BOLD },
			  { COLOR_WHITE, COLOR_BLUE, A_BOLD }, A_REVERSE | A_BOLD },
	[STYLE_HEADING] = { { TEAL, OWN, A_BOLD }, { OWN, OWN, A_BOLD }, A_BOLD },
	[STYLE_LABEL] = { { OWN, OWN, A_NORMAL }, { OWN, OWN, A_NORMAL }, A_NORMAL },
	[STYLE_FAINT] = { { OWN, OWN, A_DIM }, { OWN, OWN, A_DIM }, A_DIM },
	[STYLE_ACTIVE] = { { COLOR_BLACK, COLOR_CYAN, A_NORMAL },
			   { COLOR_BLACK, COLOR_CYAN, A_NORMAL }, A_REVERSE },
	[STYLE_FIELD] = { { OWN, OWN, A_UNDERLINE }, { OWN, OWN, A_UNDERLINE }, A_UNDERLINE },
	[STYLE_FIELD_ON] = { { COLOR_BLACK, COLOR_CYAN, A_NORMAL },
			     { COLOR_BLACK, COLOR_CYAN, A_NORMAL }, A_REVERSE },
	[STYLE_KEY] = { { AMBER, OWN, A_BOLD }, { OWN, OWN, A_BOLD }, A_BOLD },
	[STYLE_FOOTER] = { { OWN, OWN, A_NORMAL }, { OWN, OWN, A_NORMAL }, A_NORMAL },
	[STYLE_GOOD] = { { GREEN, OWN, A_BOLD }, { COLOR_BLACK, COLOR_GREEN, A_NORMAL }, A_BOLD },
	[STYLE_WARN] = { { AMBER, OWN, A_BOLD }, { COLOR_BLACK, COLOR_YELLOW, A_NORMAL },
			 A_BOLD | A_UNDERLINE },
	[STYLE_BAD] = { { RED, OWN, A_BOLD }, { COLOR_RED, OWN, A_BOLD }, A_REVERSE | A_BOLD },
	[STYLE_BAR] = { { GREEN, OWN, A_NORMAL }, { OWN, OWN, A_NORMAL }, A_NORMAL },
};

static bool coloured;

static const struct look *look(enum style style)
{
	return COLORS >= DISTINCT ? &styles[style].many : &styles[style].eight;
}

void theme_init(void)
{
	const char *no = getenv("NO_COLOR");

	coloured = has_colors() && !(no && *no);
	if (!coloured)
		return;
	start_color();
	use_default_colors();
	for (short i = 0; i < STYLES; i++)
		init_pair((short)(i + 1), look((enum style)i)->fore, look((enum style)i)->back);
}

void theme_use(enum style style)
{
	if (coloured)
		attr_set(look(style)->attributes, (short)(style + 1), NULL);
	else
		attr_set(styles[style].mono, 0, NULL);
}
