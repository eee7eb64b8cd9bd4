/*
 * typed: a field for the tests of the typing engine: the letters before the cursor.
 *
 * Driven as a field of a form drives it. Helpers fail the cmocka test they run in.
 */
#ifndef TESTS_TUI_TYPING_TYPED_H
#define TESTS_TUI_TYPING_TYPED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "tui/typing/telex.h"

enum { TYPED_SIZE = 4096 };

struct typed {
	struct telex telex;
	char text[TYPED_SIZE];
	size_t len;
};

void typed_init(struct typed *field, enum telex_method method, enum tone_style style);
/* '<' is Backspace. */
void typed_keys(struct typed *field, const char *keys);
void typed_end(struct typed *field);
/* The text of a new field after these keys and its end. */
const char *typed_text(struct typed *field, enum telex_method method, enum tone_style style,
		       const char *keys);
size_t typed_letters(const struct typed *field);

/* A file of tests/data, to be closed by the caller; a line of a file, without its newline. */
FILE *typed_open_data(const char *name);
bool typed_read_line(FILE *file, char *line, int size);

#endif
