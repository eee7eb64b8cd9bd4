/*
 * record_form_value: one field of a record as items of a form (record_form.h).
 *
 * A field becomes one item; a list of codes becomes one yes/no for each code, a list of villages
 * for each that is registered.
 * Values go from the record's object into the items and back; what cannot be
 * read as its type is passed on as it was typed, for entry's checks to refuse.
 */
#ifndef TUI_RECORDS_RECORD_FORM_VALUE_H
#define TUI_RECORDS_RECORD_FORM_VALUE_H

#include <jansson.h>

#include "store/catalog/record_type.h"
#include "tui/app/app.h"
#include "tui/widgets/form.h"

enum { FORM_FIELDS_MAX = 140 }; /* a team's form has an item for each village of its commune */

struct form_field {
	const struct field *field; /* NULL: a heading between fields */
	const char *code;  /* of a list of codes: the one this item says yes or no to */
	char **texts;      /* owned words of the choices; ends with NULL, or NULL */
};

/* Whether records of that type have such a form: sessions have their own, others none. */
bool form_field_of_type(enum record_type type);

/*
 * Fill items and fields for one field, at most room; how many there are. Their
 * choices are released with form_field_release() after the form.
 */
int form_field_items(struct app *app, enum record_type type, const struct field *field,
		     struct form_item *items, struct form_field *fields, int room);
void form_field_release(struct form_field *field, struct form_item *item);

/* Put the record's value (values may be NULL) into item i. */
void form_field_show(const struct form_field *field, const json_t *values, struct form *form,
		     int i);

/* Put what the item holds (NULL or empty: null) into the input; of a day what is left out is of today. */
void form_field_take(const struct form_field *field, const char *value, day_t today, json_t *input);

#endif
