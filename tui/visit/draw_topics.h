/*
 * draw_topics: the topics, and the digits of the frequent ones, on the screen.
 */
#ifndef TUI_VISIT_DRAW_TOPICS_H
#define TUI_VISIT_DRAW_TOPICS_H

#include "tui/visit/pen.h"

/* Rows the frequent topics take. */
int visit_frequent_rows(const struct pen *pen);

/* Frequent topics, the field and those chosen, in at most so many rows. */
void visit_draw_topics(struct pen *pen, int rows);

#endif
