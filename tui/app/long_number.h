/*
 * long_number: whoever saves a text with a long number is asked once more.
 *
 * Numbers of identity cards, telephones and accounts have no place in a text
 * (store/base/digits.h); saving again, with nothing typed since, saves it all the same.
 */
#ifndef TUI_APP_LONG_NUMBER_H
#define TUI_APP_LONG_NUMBER_H

#include "tui/app/app.h"
#include "tui/widgets/form.h"

/* Whether saving waits: there is such a number, and *asked is not set yet. Then it is, and said. */
bool long_number_asks(struct app *app, bool there, bool *asked);

/* The same of the texts of a form that hold words; it goes to the first with such a number. */
bool long_number_in_form(struct app *app, struct form *form);

#endif
