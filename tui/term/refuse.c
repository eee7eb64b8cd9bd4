#include "config.h"
#include "tui/term/refuse.h"

#include <curses.h>

#include "tui/term/tty.h"

static unsigned refused;

void term_refuse(void)
{
	refused++;
	tty_shows(true);
	beep();
	tty_shows(false);
}

unsigned term_refused(void)
{
	return refused;
}
