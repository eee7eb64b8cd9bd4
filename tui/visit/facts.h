/*
 * facts: what the form knows from the book.
 *
 * The lists to choose from, and of the household its newest status and open
 * follow-ups. Read as a whole when the form opens and after every change of the
 * book; a fault leaves a list shorter, a fact out. Values are left alone, but
 * for follow-ups to be closed that are not open there any more.
 */
#ifndef TUI_VISIT_FACTS_H
#define TUI_VISIT_FACTS_H

#include "tui/visit/private.h"

/* Read everything; unload frees it, which is harmless when nothing was read. */
void visit_load(struct visit *v);
void visit_unload(struct visit *v);

/* The households of another village, and what is known of another household. */
void visit_load_houses(struct visit *v);
void visit_load_house(struct visit *v);

/* The households of all other villages, unless they are read already. */
void visit_load_elsewhere(struct visit *v);

/* What was saved for the household on the day of this session. */
void visit_load_visits(struct visit *v);

/* The label of a code in a list; the code itself when it is not there. */
const char *visit_label(const struct visit_facts *facts, enum visit_list list, const char *code);

/* The face of the session's household, of one that is made here too; "" of a class. */
void visit_face(const struct visit *v, char *out, size_t size);

#endif
