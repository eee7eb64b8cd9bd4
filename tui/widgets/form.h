/*
 * form: labelled fields one below the other.
 *
 * An item is a line of text, a secret, a choice, or a text of several lines.
 * Enter and Tab go to the next (after the last only Enter is more than nothing),
 * Shift-Tab and Up back; choices change with Left,
 * Right and Space, or by typing of one what query.h finds it by. In a text
 * of several lines Enter is a new line, and Up and Down leave it at its ends; it
 * stands below its label, in as many rows as it needs. What is wrong with a
 * value stands below its field (of a long text above it), in the person's
 * language.
 *
 * Invariants: the form owns its items' texts; labels, hints and choices are
 * borrowed and must outlive it. Secrets are wiped by form_release(). Draws
 * only in form_draw(). A form longer than its area scrolls, row by row.
 */
#ifndef TUI_WIDGETS_FORM_H
#define TUI_WIDGETS_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/term/action.h"
#include "tui/term/paint.h"
#include "tui/widgets/field.h"

enum form_type { FORM_TEXT, FORM_SECRET, FORM_CHOICE, FORM_NOTE /* words between fields */,
		 FORM_LINES /* a text of several lines */ };

#define FORM_DIGITS "0123456789"
#define FORM_DECIMAL FORM_DIGITS ",."

struct form_choice {
	const char *code;  /* NULL: none of them */
	const char *label; /* translated */
};

struct form_item {
	const char *label;      /* translated */
	const char *hint;       /* translated; shown while the cursor is here; NULL none */
	enum form_type type;
	int max;                /* letters of a text; 0: 80 */
	bool plain;             /* a code, a path: no Vietnamese typing */
	const char *only;       /* a text is of these alone: FORM_DIGITS, FORM_DECIMAL; NULL any */
	bool words;             /* a person's words: a long number in them is asked about */
	const struct form_choice *choices;
	int n_choices;

	struct field_line line; /* FORM_TEXT, FORM_SECRET, FORM_LINES */
	int chosen;             /* FORM_CHOICE */
	char keys[40];          /* FORM_CHOICE: typed since one came here, to choose by */
	char error[160];        /* "" none */
	char beside[96];        /* what is to be known of a text, said beside it; "" nothing */
};

struct form {
	struct form_item *items; /* borrowed array; its texts are owned */
	int n, at;
	int top; /* the first row that shows, of all rows */
	bool number_asked; /* about a long number, and nothing was typed since */
};

/* The items' label, type, max, choices, hint and chosen are set; texts begin empty. */
void form_init(struct form *form, struct form_item *items, int n);
void form_release(struct form *form);

/* Text of an item that has one (malloc'ed; its last word as if it had ended) or code of a FORM_CHOICE (copy); NULL for none. */
char *form_value(const struct form *form, int item);
void form_set(struct form *form, int item, const char *value);

/* Say what is wrong with an item, go to it; NULL clears all errors. */
void form_error(struct form *form, int item, const char *why);

/* The first item whose words hold a number that no text is to hold; -1 for none. */
int form_long_number(const struct form *form);

/*
 * For the view that holds it. act: false when the action is not the form's; *last: Enter on
 * the last item, or Tab in a text of several lines that is the last. text: false when it was
 * not taken, or not all of it, which is then said below the item.
 */
bool form_act(struct form *form, enum action action, bool *last);
bool form_text(struct form *form, const char *text, size_t len);
bool form_key(struct form *form, int key);
void form_draw(struct form *form, const struct area *area);

/* Whether it is on a text of several lines. */
bool form_in_lines(const struct form *form);

/* Where its view is because of it: IN_SAVE, IN_FORM or IN_TEXT, IN_TYPING, IN_WORDS. */
unsigned form_keymaps(const struct form *form);

#endif
