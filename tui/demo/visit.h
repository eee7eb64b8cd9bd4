/*
 * visit: what happens on an invented outing.
 *
 * Sessions, attempts and promises at the doors, at a table, in a class, with
 * what they leave behind: figures that moved, a promise to come again. Records
 * go into the year (year.h) in the order they happened. One thread.
 */
#ifndef TUI_DEMO_VISIT_H
#define TUI_DEMO_VISIT_H

#include "tui/demo/topics.h"
#include "tui/demo/year.h"

/* Going from door to door; minute (of the day) is when it begins. */
void year_round(struct year *y, day_t day, int minute);

/* A table where people come by themselves, or a few calls. */
void year_counter(struct year *y, day_t day, int minute, const char *channel,
		  enum topics_place place, int sessions);

/* A class, meeting or school hour. */
void year_gathering(struct year *y, day_t day, int minute, const char *channel,
		    enum topics_place place, int people);

#endif
