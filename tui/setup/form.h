/*
 * form: what the steps of the first run that fill in a form have in common.
 *
 * Such a step's enter() sets the wizard's items and begins the form; the rest of
 * its functions are these as they are, but for an act() of its own.
 */
#ifndef TUI_SETUP_FORM_H
#define TUI_SETUP_FORM_H

#include "tui/setup/private.h"

/* Take the text of a form's item as text_name() makes it (malloc'ed, never NULL). */
char *wizard_value(const struct wizard *w, int item);

/* Begin the form with these items, end it, give it letters and keys. */
void wizard_form_begin(struct wizard *w, int n);
void wizard_form_leave(struct wizard *w);
void wizard_form_text(struct wizard *w, const char *text, size_t len);
void wizard_form_key(struct wizard *w, int key);
void wizard_form_draw(struct wizard *w, const struct area *area);
/* Enter and the arrows in a form; *done: Enter on its last field. false: not taken. */
bool wizard_form_act(struct wizard *w, enum action action, bool *done);

/* Enter on an item that nobody can leave out, and that is empty: says so there. false: go on. */
bool wizard_form_lacks(struct wizard *w, enum action action, int item);

/* What is wrong with a text as a name, translated: empty, or with what nobody sees; NULL nothing. */
const char *wizard_wrong_text(const char *text);
/* What is wrong with a member's name, translated; NULL nothing. */
const char *wizard_wrong_name(const char *name);

#endif
