/*
 * form: labelled fields one below the other.
 *
 * An item is a line of text, a secret, or a choice. Enter and Tab go to the
 * next, Shift-Tab and Up back; choices change with Left, Right and Space, or by
 * typing the beginning of one without marks. What is wrong with a value stands
 * below its field, in the person's language.
 *
 * Invariants: the form owns its items' texts; labels, hints and choices are
 * borrowed and must outlive it. Secrets are wiped by form_release(). Draws
 * only in form_draw(). A form longer than its area scrolls.
 */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/action.h"
#include "tui/field.h"
#include "tui/view.h"

enum form_type { FORM_TEXT, FORM_SECRET, FORM_CHOICE, FORM_NOTE /* words between fields */ };

struct form_choice {
	const char *code;  /* NULL: none of them */
	const char *label; /* translated */
};

struct form_item {
	const char *label;      /* translated */
	const char *hint;       /* translated; shown while the cursor is here; NULL none */
	enum form_type type;
	int max;                /* letters of a text */
	bool plain;             /* a code: no Vietnamese typing */
	const struct form_choice *choices;
	int n_choices;

	struct field_line line; /* FORM_TEXT, FORM_SECRET */
	int chosen;             /* FORM_CHOICE */
	char error[160];        /* "" none */
};

struct form {
	struct form_item *items; /* borrowed array; its texts are owned */
	int n, at, top;
};

/* The items' label, type, max, choices, hint and chosen are set; texts begin empty. */
void form_init(struct form *form, struct form_item *items, int n);
void form_release(struct form *form);

/* Text of a FORM_TEXT or FORM_SECRET (malloc'ed) or code of a FORM_CHOICE (copy); NULL for none. */
char *form_value(const struct form *form, int item);
void form_set(struct form *form, int item, const char *value);

/* Say what is wrong with an item, go to it; NULL clears all errors. */
void form_error(struct form *form, int item, const char *why);

/* For the view that holds it. act: false when the action is not the form's; *last: Enter on the last item. */
bool form_act(struct form *form, enum action action, bool *last);
bool form_text(struct form *form, const char *text, size_t len);
bool form_key(struct form *form, int key);
void form_draw(struct form *form, const struct area *area);

/* Whether letters go into a text now (IN_TYPING). */
bool form_typing(const struct form *form);

#endif
