/*
 * record_draft: what is typed in the form of a record and not saved yet (tui/app/drafts.h).
 *
 * Of new records of a type there may be several drafts, which are rows of its register (waiting.h);
 * of each record that is changed there is one, and of snapshots one for each household. It holds the items that say something else than when
 * the form was opened, so that what was changed elsewhere meanwhile stays. What the
 * program proposed was not typed.
 */
#ifndef TUI_RECORDS_RECORD_DRAFT_H
#define TUI_RECORDS_RECORD_DRAFT_H

#include "tui/app/drafts.h"
#include "tui/records/record_form_value.h"

struct record_draft {
	char key[DRAFTS_KEY];
	struct form *form; /* borrowed, and its fields, item by item */
	const struct form_field *fields;
	bool is_new; /* the record is not there yet */
	char *shown[FORM_FIELDS_MAX]; /* what stood in the items when it was opened; may be NULL */
	bool unkept;                  /* for the form to set: typed in since it was kept */
};

/*
 * The form as it is opened. rec 0: new; fixed: village and household of a snapshot, or NULL.
 * waiting: the key of the new record that is gone on with; NULL one that does not wait yet.
 */
void record_draft_begin(struct record_draft *d, struct book *book, enum record_type type, rec_t rec,
			const json_t *fixed, const char *waiting, struct form *form,
			const struct form_field *fields);
void record_draft_release(struct record_draft *d);

/* Put the draft into the form; false when there is none. */
bool record_draft_restore(struct app *app, struct record_draft *d);

/* Whether anything is typed. proposed: the item with a code that was only proposed, -1 none. */
bool record_draft_any(const struct record_draft *d, int proposed);

/* Keep it if it is not, drop it: false, and said, when that failed. */
bool record_draft_keep(struct app *app, struct record_draft *d, int proposed);
bool record_draft_drop(struct app *app, struct record_draft *d);

#endif
