/*
 * watch_judge: what is wrong with a frame.
 *
 * Is told of each text as it is painted, and of the frame when it is shown.
 * What it finds goes into the file of watch.c as lines "bad KIND COLSxROWS VIEW
 * TEXT", each once; below a size nobody works at it finds nothing.
 */
#ifndef TESTS_TUI_WATCH_JUDGE_H
#define TESTS_TUI_WATCH_JUDGE_H

#include <stdbool.h>
#include <stdio.h>

#include "tui/app/app.h"
#include "tui/term/paint.h"

/* A text of this frame. */
struct painted {
	int row, col;
	char *text;
};

struct cell {
	int owner; /* index + 1 into texts; 0 nobody */
	enum style style;
	bool own; /* of the text itself, not blanks put behind it */
	bool ink; /* not blank */
};

enum { TEXTS = 4096 };

/* The frame as it was painted. */
struct frame {
	struct cell *cells; /* NULL before the first one */
	int rows, cols;
	struct painted texts[TEXTS];
	int n_texts;
	int rest_row, rest_col; /* where the cursor was put */
	bool in_rows;           /* a list of records is being painted */
};

/* The file, and the app whose frames these are; NULL while there is none. */
void judge_begin(FILE *out, struct app *app);

/* The name of the view on top, or "". */
const char *judge_view(void);

/* Something is wrong. */
__attribute__((format(printf, 2, 3))) void judge_bad(const char *kind, const char *format, ...);

/* A text with marks (watch_words.h) and without, in `room` of the columns it was given. */
void judge_text(const struct frame *frame, int row, int width, int room, enum style style,
		const char *text, const char *bare);

/* The whole of it, as it is shown. */
void judge_frame(const struct frame *frame);

/* Whether the cursor is on something marked as active. */
bool judge_cursor_marked(const struct frame *frame);

#endif
