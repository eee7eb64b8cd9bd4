/*
 * field: a line of text being typed.
 *
 * Holds letters, not bytes: one letter is one cell is one backspace. Whatever
 * comes in is brought to NFC. Vietnamese typing (typing.h) works on it letter
 * by letter, but not on pastes, nor in plain and secret fields; secrets show as
 * dots and are wiped. Longer texts scroll sideways.
 */
#ifndef TUI_FIELD_H
#define TUI_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/telex.h"

struct field_line {
	uint32_t *letters;
	int n, size, at; /* letters there, room, the cursor before letter `at` */
	int max;         /* letters it may hold */
	bool secret;
	bool plain;      /* codes and searches: letters stay as they are typed */
	int first;       /* leftmost letter shown */
	struct telex telex;
	unsigned typing; /* typing_changes() the engine was set up for */
};

void field_init(struct field_line *f, int max, bool secret);
void field_release(struct field_line *f);

/* Replace the contents; the cursor goes to the end. */
void field_set(struct field_line *f, const char *text);
/* The contents as UTF-8 in NFC, malloc'ed; NULL without memory. */
char *field_get(const struct field_line *f);

/* Letters typed or pasted at the cursor; newlines become spaces. False: something did not fit. */
bool field_text(struct field_line *f, const char *text, size_t len);
/* Arrows, Home, End, Delete, backspace, ^W (a word), ^U (all). False: not an editing key. */
bool field_key(struct field_line *f, int key);

/* The cursor leaves the field: the word that was being typed is settled. */
void field_leave(struct field_line *f);

/* Draw in `width` columns; with `on` the hardware cursor is put in it. */
void field_draw(struct field_line *f, int row, int col, int width, bool on);

#endif
