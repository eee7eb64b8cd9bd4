/*
 * topics: the topics of the session, and which one a follow-up is about.
 */
#ifndef TUI_VISIT_TOPICS_H
#define TUI_VISIT_TOPICS_H

#include "tui/visit/private.h"

/* Add a topic, or go to it when it is there; the cursor is on it then. */
void visit_topic_add(struct visit *v, const char *code);
/* Take out the current one. */
void visit_topic_remove(struct visit *v);

/*
 * The topic a follow-up is about: the one chosen, if it is there still, else
 * the one with the outcome "come back later" that no earlier follow-up is
 * about, else the only one; "" for none. Static or in values.
 */
const char *visit_promise_topic(const struct visit_values *values, int promise);
/* The last follow-up is about the next (1) or previous (-1) topic; after the last: none. */
void visit_promise_turn(struct visit *v, int by);

/* A letter at the topics while nothing is searched: true when it was a key there. */
bool visit_topic_letter(struct visit *v, char letter);
/* One digit of the current topic's count less; false when none was typed. */
bool visit_topic_count_back(struct visit *v);

#endif
