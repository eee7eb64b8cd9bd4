/*
 * shifted: the clocks of the test-only program $SOTAY_CLOCK (clock_shift.c),
 * moved from outside while it runs. The machine's own are left alone.
 */
#ifndef TESTS_TUI_SHIFTED_H
#define TESTS_TUI_SHIFTED_H

#include "store/base/date.h"

/* Call once, before the program starts; clocks are right then. 0, or -1. */
int shifted_init(void);
/* The computer shows about nine in the morning of this day and goes on from there; nobody is told. */
void shifted_show(day_t day);
/* The machine sleeps for so many seconds, by its clocks; nobody is told. */
void shifted_sleep(int seconds);
/* What the kernel tells those who wait for it: the clock was set, or the machine woke up. */
void shifted_tell(void);

#endif
