/*
 * frequent: the topics the digits 1-9 stand for.
 *
 * The most frequent of the weeks before this one, then the catalogue's first;
 * they are kept in the book, so that a digit means the same all week.
 */
#ifndef TUI_VISIT_FREQUENT_H
#define TUI_VISIT_FREQUENT_H

#include "tui/visit/private.h"

/* Fill in facts->frequent; what cannot be read or kept is counted again, or stays empty. */
void visit_load_frequent(struct book *book, struct visit_facts *facts);

#endif
