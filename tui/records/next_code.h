/*
 * next_code: the code a new record of a register begins with.
 *
 * Invariants: nothing is proposed of codes that could not be read, nor what another
 * team of the commune would be proposed, too. One thread.
 */
#ifndef TUI_RECORDS_NEXT_CODE_H
#define TUI_RECORDS_NEXT_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/catalog/record_type.h"

struct app;

/*
 * Whether a code's number is asked for, not proposed: on a team's laptop, where another team of
 * the commune would be proposed the same.
 */
bool next_code_is_asked(struct app *app, enum record_type type);

/*
 * The code after the highest of its type (households: in that village), or the first one; its
 * beginning where its number is asked for; empty when codes could not be read.
 */
void next_code(struct app *app, enum record_type type, const char *village, char *out, size_t size);

/* A village's or team's code as it is meant, where its number was typed (code_series.h); others' as they are. */
void next_code_complete(struct app *app, enum record_type type, const char *typed, char *out,
			size_t size);

#endif
