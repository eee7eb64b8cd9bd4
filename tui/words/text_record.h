/*
 * text_record: records as plain text, one a line in listings, one in full for
 * `show`.
 *
 * Objects are those of record_read(); codes are shown by their labels in the
 * person's language, dates as dd/mm/yyyy, and everything is made printable. A
 * line of a listing is at most 80 columns. One thread.
 */
#ifndef TUI_WORDS_TEXT_RECORD_H
#define TUI_WORDS_TEXT_RECORD_H

#include <jansson.h>

#include "store/base/buffer.h"
#include "store/book/book.h"
#include "store/record/read.h"
#include "tui/words/text_value.h"

/* A village, household (with `id` and `same` where `household list` adds them), team, member or topic. */
void text_register_row(struct buffer *out, struct book *book, enum record_type type,
		       const json_t *object);

/* A session: id, date, time, place, form, topics or why nobody was guided. */
void text_session_row(struct buffer *out, struct book *book, const char *id, const json_t *object);

/* A follow-up in the form of `followup list`. */
void text_followup_row(struct buffer *out, struct book *book, const json_t *object);

/* Every field of an object of that type that has a value, with its label, a line each. */
void text_fields(struct buffer *out, struct book *book, enum record_type type,
		 const json_t *object);

/* The same, then id and state, then the history (may be NULL). */
void text_record(struct buffer *out, struct book *book, const struct record_facts *facts,
		 const json_t *object, const json_t *history);

#endif
