/*
 * out: plain text for a terminal or a pipe.
 *
 * What comes from data may hold anything; these make it harmless to a
 * terminal (text_printable()) and fit it into columns. Widths are terminal
 * columns. One thread a stream or buffer.
 */
#ifndef TUI_WORDS_OUT_H
#define TUI_WORDS_OUT_H

#include <stdio.h>

#include "store/base/buffer.h"
#include "store/base/date.h"

/* The text, made printable; NULL is nothing. The stream keeps its errors (ferror()). */
void out_text(FILE *out, const char *text);
void out_clean(struct buffer *out, const char *text);

/* What was written, on standard output; the buffer is released. */
void out_print(struct buffer *text);

/* The text in exactly so many columns: cut with "…", or filled up with spaces. */
void out_column(struct buffer *out, const char *text, int width);

/* The text in at most so many columns, cut with "…", nothing after it. */
void out_last(struct buffer *out, const char *text, int width);

/* "2026-11-17" as "17/11/2026"; any other text as it is. */
void out_date(char out[DATE_SIZE], const char *iso);

#endif
