/*
 * outbox_words: what goes out, in the person's language.
 */
#ifndef TUI_WORDS_OUTBOX_WORDS_H
#define TUI_WORDS_OUTBOX_WORDS_H

#include "store/base/buffer.h"
#include "sync/exchange/outbox.h"

/* "23 sessions, 1 report" of a batch that holds some, else how many entries. */
void outbox_content(struct buffer *out, const struct batch *batch, int64_t sessions, int64_t reports);

/* "receipt for T01", of what goes down. */
void outbox_answer(struct buffer *out, const struct out_item *item);

#endif
