/*
 * record_code: the code that is proposed in the form of a new record (record_form.h).
 *
 * It follows the village until it is typed over. Of a village or a team on a team's laptop only
 * what comes before the number is proposed, for only the officer gives numbers (next_code.h):
 * until it is typed the code lacks it, and the record is not saved.
 */
#ifndef TUI_RECORDS_RECORD_CODE_H
#define TUI_RECORDS_RECORD_CODE_H

#include "tui/records/record_form_value.h"

struct record_code {
	struct app *app;
	enum record_type type;
	struct form *form; /* borrowed, and its fields, item by item */
	const struct form_field *fields;
	bool is_new;
	char proposed[40];    /* the code proposed last */
	char proposed_in[40]; /* the village it was proposed for; "" none */
};

/* The item of a field, -1 for none. */
int record_code_item_of(const struct form *form, const struct form_field *fields, const char *field);

/* Propose one, unless another was typed or nothing is proposed of that type. */
void record_code_propose(struct record_code *c);

/* Put what was typed for a new record's code as it is meant (next_code_complete()). */
void record_code_complete(struct record_code *c);

/* The item with a code that was proposed and that nobody has typed; -1 for none. */
int record_code_proposed(const struct record_code *c);

/* Whether the number of a code that is asked for has not been typed: who types may not know it. */
bool record_code_lacks_number(const struct record_code *c);

#endif
