/*
 * field: a line of text being typed, or a text of several lines.
 *
 * Holds letters, not bytes: one letter is one cell is one backspace. Whatever
 * comes in is brought to NFC. Vietnamese typing (typing.h) works on it letter
 * by letter, but not on pastes and on what an input method has composed, nor in
 * plain and secret fields; secrets show as
 * dots and are wiped. Longer texts scroll sideways.
 *
 * A tall field holds newlines and is drawn in as many rows as it needs
 * (field_rows.h). The editing keys of both are field_keys.h's.
 */
#ifndef TUI_WIDGETS_FIELD_H
#define TUI_WIDGETS_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/typing/telex.h"

struct field_line {
	uint32_t *letters;
	int n, size, at; /* letters there, room, the cursor before letter `at` */
	int max;         /* letters it may hold */
	bool secret;
	bool plain;      /* codes, paths: letters stay as they are typed */
	bool tall;       /* several lines; never with secret */
	int first;       /* leftmost letter shown */
	int width;       /* tall: the columns it was laid out in last */
	int column;      /* tall: where Up and Down go on; -1 where the cursor is */
	struct telex telex;
	unsigned typing; /* typing_changes() the engine was set up for */
};

void field_init(struct field_line *f, int max, bool secret);
void field_release(struct field_line *f);

/* Replace the contents; the cursor goes to the end. */
void field_set(struct field_line *f, const char *text);
/* The contents as UTF-8 in NFC, malloc'ed. */
char *field_get(const struct field_line *f);
/* The same as it will be when the cursor leaves: a word that is being typed has ended. */
char *field_settled(const struct field_line *f);
/* Letters from..to-1 as UTF-8, malloc'ed. */
char *field_part(const struct field_line *f, int from, int to);

/*
 * Letters typed or pasted at the cursor; newlines become spaces, and those at the end
 * nothing, but in a tall field. False: something did not fit.
 */
bool field_text(struct field_line *f, const char *text, size_t len);
/* The cursor before letter `at`. */
void field_go(struct field_line *f, int at);

/* Letters from..to-1 go; the cursor is where they were. */
void field_erase(struct field_line *f, int from, int to);
/* The letter before the cursor goes, or what the typing method takes back. */
void field_backspace(struct field_line *f);

/* Whether it holds a number that no text is to hold (store/base/digits.h). */
bool field_long_number(const struct field_line *f);

/* Whether the typing method works in it. */
bool field_takes_words(const struct field_line *f);

/* The cursor leaves the field: the word that was being typed is settled. */
void field_leave(struct field_line *f);

/* Draw in `width` columns; with `on` the hardware cursor is put in it. */
void field_draw(struct field_line *f, int row, int col, int width, bool on);

#endif
