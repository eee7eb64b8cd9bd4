#include "config.h"
#include "tests/fuzz/fuzz.h"

#include <curses.h>

#include "store/base/text.h"
#include "store/record/record.h"
#include "tests/fuzz/form.h"
#include "tui/visit/choices.h"
#include "tui/visit/data.h"
#include "tui/visit/draft.h"
#include "tui/visit/keys.h"
#include "tui/visit/steps.h"
#include "tui/visit/wrong.h"
#include "tui/widgets/field_keys.h"

FUZZ_CHANGES(150);

/* A paste as the terminal hands it out: text in NFC, or none. */
static void paste(struct visit *v, const uint8_t *bytes, size_t n)
{
	size_t len;
	char *text;

	if (!text_nfc((const char *)bytes, n, &text, &len)) {
		visit_letters(v, text, len, true);
		free(text);
	}
}

/* What is no letter: the keys that move, edit and choose. */
static void press(struct visit *v, unsigned which)
{
	static const int keys[] = { KEY_BACKSPACE, KEY_DC, KEY_LEFT, KEY_RIGHT, KEY_HOME,
				    KEY_END, 21 /* ^U */, 11 /* ^K */, KEY_NPAGE };

	*v->cursor.error = 0;
	switch (which % 16) {
	case 0:
		if (visit_listing(v))
			visit_take_row(v);
		else
			visit_step(v, 1);
		break;
	case 1:
		visit_step(v, -1);
		break;
	case 2:
		visit_move_row(v, -1);
		break;
	case 3:
		visit_move_row(v, 1);
		break;
	case 4:
		visit_take_status(v);
		break;
	case 5:
		visit_close_next(v);
		break;
	case 6:
		visit_load(v); /* the book has changed */
		break;
	default:
		visit_editing_key(v, keys[which % 16 - 7]);
	}
}

/* Types everything; what is not typed in full at the end is as if it had not been. */
static void type(struct visit *v, const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char letter = (char)data[i];
		size_t n;

		if (data[i] < 32) {
			press(v, data[i]);
		} else if (data[i] < 127) {
			visit_letters(v, &letter, 1, false);
		} else {
			n = data[i] & 63;
			n = n < len - i - 1 ? n : len - i - 1;
			paste(v, data + i + 1, n);
			i += n;
		}
		form_check(v);
	}
}

/* Kept as a draft and fetched back the form says the same. */
static void check_draft(const struct visit *v)
{
	json_t *kept = visit_session(v, true), *found;
	struct visit again;
	struct fault f;

	FUZZ_CHECK(!visit_draft_put(v, &f));
	form_open(&again);
	FUZZ_CHECK(visit_draft_get(&again));
	found = visit_session(&again, true);
	FUZZ_CHECK(json_equal(kept, found));
	json_decref(kept);
	json_decref(found);
	form_release(&again);
}

/* The form of a session, typed into at random, and what it would save. */
FUZZ_TARGET
{
	struct visit v;
	struct fault f;
	json_t *session;
	rec_t rec;

	fuzz_begin();
	form_open(&v);
	type(&v, data, len);
	check_draft(&v);
	field_leave(&v.values.line[v.cursor.at]);
	if ((!visit_listing(&v) || visit_take_row(&v)) &&
	    (visit_write_out(&v), visit_first_wrong(&v) == VISIT_FIELDS)) {
		session = visit_session(&v, false);
		FUZZ_CHECK(!record_add(v.book, TYPE_SESSION, session, &rec, &f) ||
			   f.code == FAULT_FIELD);
		json_decref(session);
	}
	form_release(&v);
	fuzz_rollback();
	return 0;
}
