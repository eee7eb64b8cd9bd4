/*
 * keys: what a letter, an arrow and an editing key do where one is.
 */
#ifndef TUI_VISIT_KEYS_H
#define TUI_VISIT_KEYS_H

#include "tui/visit/private.h"

/* Up (-1) or down (1): in the list, among the topics, else to the field there. */
void visit_move_row(struct visit *v, int by);

/* The next one of the household's open follow-ups is to be closed; after the last none. */
void visit_close_next(struct visit *v);

/* The proposed snapshot is to be saved, or not, in turn. */
void visit_take_status(struct visit *v);

/* Letters typed or pasted. */
void visit_letters(struct visit *v, const char *text, size_t len, bool pasted);

/* An editing key: a code of curses. */
void visit_editing_key(struct visit *v, int key);

#endif
