/*
 * text_history: what became of a record, and what laptops gave it at the same time, in words.
 *
 * Steps are those of record_history(), values those of conflicts_read(). No newline at all.
 */
#ifndef TUI_WORDS_TEXT_HISTORY_H
#define TUI_WORDS_TEXT_HISTORY_H

#include <jansson.h>

#include "store/base/buffer.h"
#include "store/book/book.h"
#include "store/catalog/record_type.h"

/*
 * One step: when, who, what it was for whoever made it and became. Where it had not seen an earlier
 * one of the same field, that is said.
 */
void text_change(struct buffer *out, struct book *book, enum record_type type,
		 const json_t *history, size_t change);

/*
 * Whether a step is told with the one before it: what stays in the commune is an operation of its
 * own (record/append.h), but was entered with the rest.
 */
bool text_change_is_told(enum record_type type, const json_t *history, size_t change);

/* One of several values of a field: "3 · Lan, 17/11/2026 14:30". */
void text_conflict_value(struct buffer *out, struct book *book, const struct field *field,
			 const json_t *value);

#endif
