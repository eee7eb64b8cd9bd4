/*
 * record_form: adding or changing one record by a form made from its type's fields.
 *
 * One table-driven form for villages, households, teams, members, own topics
 * and status snapshots: texts are typed, codes are chosen, a field that is
 * refused says why. Dates are typed as dd/mm/yyyy, months as mm/yyyy, figures
 * as digits; an empty field is null.
 *
 * What is typed is kept as a draft (record_draft.h) whenever a field is left, and
 * before the screen locks; the form of the same record opens with it. A new record's waits in its
 * register (waiting.h), and so does one without its number, which Esc keeps.
 */
#ifndef TUI_RECORDS_RECORD_FORM_H
#define TUI_RECORDS_RECORD_FORM_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/catalog/record_type.h"
#include "tui/app/view.h"

/*
 * rec 0: a new record; else that one is changed. start: values of a new record
 * to begin with (borrowed during the call), or NULL. draft: the key of a new record that waits, to
 * go on with; NULL none. NULL, after having said why, when the record cannot be read.
 */
struct view *record_form_new(struct app *app, enum record_type type, rec_t rec,
			     const json_t *start, const char *draft);

#endif
