/*
 * out: plain text for a terminal or a pipe.
 *
 * What comes from data may hold anything; these make it harmless to a
 * terminal (text_printable()) and fit it into columns. Widths are terminal
 * columns. Errors of the stream stay in the stream (ferror()). One thread a
 * stream.
 */
#ifndef TUI_OUT_H
#define TUI_OUT_H

#include <stdio.h>

#include "store/date.h"

/* The text, made printable; NULL prints nothing. */
void out_text(FILE *out, const char *text);

/* The text in exactly so many columns: cut with "…", or filled up with spaces. */
void out_column(FILE *out, const char *text, int width);

/* The text in at most so many columns, cut with "…", nothing after it. */
void out_last(FILE *out, const char *text, int width);

/* "2026-11-17" as "17/11/2026"; any other text as it is. */
void out_date(char out[DATE_SIZE], const char *iso);

#endif
