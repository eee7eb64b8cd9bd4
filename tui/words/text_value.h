/*
 * text_value: one field of a record in words, for the command line and the screen.
 *
 * Values are those of record_read(); codes are shown by their labels in the
 * person's language, dates as dd/mm/yyyy. What is written is made
 * printable (out.h). Texts returned are constant or borrowed from the book or
 * the argument. One thread.
 */
#ifndef TUI_WORDS_TEXT_VALUE_H
#define TUI_WORDS_TEXT_VALUE_H

#include <jansson.h>

#include "store/base/buffer.h"
#include "store/base/date.h"
#include "store/book/book.h"
#include "store/catalog/record_type.h"
#include "tui/words/text_label.h"

/* The figures a topic moves: "Tài khoản thanh toán + …", "− Điện thoại 2G còn dùng". */
void text_moves(struct buffer *out, const char *moves);

/* A text of an object; "" where there is none. */
const char *text_string(const json_t *object, const char *key);

/* Neither missing nor null nor an empty list. */
bool text_has_value(const json_t *value);

/*
 * The value, a village with its name, a household with its hint; further lines of a list or long
 * text begin with `indent` spaces; below 0 they stand in one line. village: the code of the one the
 * record is of, in which a household is looked for; NULL is none.
 */
void text_field(struct buffer *out, struct book *book, const struct field *field, const json_t *value,
		const char *village, int indent);

/* How far a record or a batch has come (vocabulary record_state), as this desk's level says it. */
const char *text_state(const struct book *book, const char *code);

/* The label of a code of a vocabulary, or the code; of a topic likewise. */
const char *text_code(const char *list, const char *code);
const char *text_topic(struct book *book, const char *code);

/* "Saturday". */
const char *text_weekday(day_t day);

/* A channel in at most 9 columns, for tables. */
const char *text_channel(const char *code);

/* "26572-01/H001", or the village alone. */
void text_place(char *out, size_t size, const json_t *object);

/* The name of a village; its code when nobody knows it. */
void text_village(char *out, size_t size, struct book *book, const char *code);

/*
 * Where a session was, for tables, in `width` columns (0: however many): the household's face, and
 * after it the village where there are `several` and enough of the hint is left beside it; the
 * village alone where there is no household. A code and village or a village alone may be longer.
 * rec: of the session, whose very household is told where several have its code.
 */
enum { SPOT_SIZE = 512 };
void text_spot(char *out, size_t size, struct book *book, rec_t rec, const json_t *object,
	       bool several, int width);

/* The topics of a session by their labels, or why nobody was guided. */
void text_topics(char *out, size_t size, struct book *book, const json_t *session);

/* The texts of a list, by their labels, with commas between, as many as there is room for. */
void text_join(char *out, size_t size, const char *vocabulary, const json_t *list);

#endif
