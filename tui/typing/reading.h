/*
 * reading: what keys that were typed may have been meant to be.
 *
 * A search looks for the keys as they are and for what the typing method that
 * is chosen (typing.h) makes of them, so that "chowj" finds "chợ" also where
 * letters stay as they are typed. One thread.
 */
#ifndef TUI_TYPING_READING_H
#define TUI_TYPING_READING_H

#include <stdbool.h>

#include "store/base/buffer.h"
#include "tui/typing/telex.h"

/* Do what an edit of the engine says at the end of a text. */
void reading_apply(struct buffer *text, const struct telex_edit *edit);

/*
 * What the typing method makes of keys (UTF-8); words stay words, a blank ends
 * each. ended: the last one has ended, too. A word with letters of an input
 * method stays as it is. The caller's to free().
 */
char *reading_of(const char *keys, bool ended);

#endif
