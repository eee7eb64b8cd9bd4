#include "config.h"
#include "tui/records/waiting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "tui/env/translate.h"
#include "tui/records/next_code.h"
#include "tui/term/paint.h"
#include "tui/words/fit.h"
#include "tui/words/text_value.h"

struct reading {
	struct waiting *waiting;
	struct app *app;
	enum record_type type;
	const char *village;
	struct rows *rows;
};

/* What says best which one it is. */
static const char *name_of(const json_t *draft)
{
	static const char *const fields[] = { "name", "hint", "short", "code" };

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (*text_string(draft, fields[i]))
			return text_string(draft, fields[i]);
	return "—";
}

static void each_waiting(void *arg, const char *key, const json_t *draft)
{
	struct reading *r = arg;
	struct waiting *w = r->waiting;
	const char *village = text_string(draft, "village");
	bool numberless = next_code_is_asked(r->app, r->type) && !*text_string(draft, "code");
	int households = atoi(text_string(draft, "households"));
	char about[256] = "", place[256] = "";
	struct row row = { .style = STYLE_FAINT,
			   .cell = { numberless ? _("no number") : _("Draft"), name_of(draft), about,
				     "", place } };

	if (*r->village && *village && strcmp(r->village, village) != 0)
		return;
	if (*text_string(draft, "households"))
		snprintf(about, sizeof about,
			 P_("%d household", "%d households", (unsigned long)households), households);
	if (*village && !*r->village)
		text_village(place, sizeof place, app_book(r->app), village);
	w->keys = memory_resize(w->keys, (size_t)w->n + 1, sizeof *w->keys);
	snprintf(w->keys[w->n++], sizeof *w->keys, "%s", key);
	row.rec = -w->n;
	rows_add(r->rows, &row);
}

void waiting_read(struct waiting *w, struct app *app, enum record_type type, const char *village,
		  struct rows *rows)
{
	struct reading r = { w, app, type, village, rows };

	w->n = 0;
	drafts_waiting(app_book(app), record_type_info(type)->name, each_waiting, &r);
}

void waiting_release(struct waiting *w)
{
	free(w->keys);
}

const char *waiting_key(const struct waiting *w, const struct row *row)
{
	return row && row->rec < 0 ? w->keys[-row->rec - 1] : NULL;
}

void waiting_drop(struct waiting *w, struct app *app, const struct row *row)
{
	const char *key = waiting_key(w, row);
	const char *format = strcmp(w->asked, key) ? _("Del once more drops the draft: %s")
						   : _("The draft is dropped: %s");
	int room = MESSAGE_COLS - paint_width(format) + 2;
	char what[256];
	struct fault f;

	snprintf(what, sizeof what, "%s", row->cell[1]);
	fit_end(what, sizeof what, room);
	if (strcmp(w->asked, key) != 0) {
		snprintf(w->asked, sizeof w->asked, "%s", key);
		app_say(app, TONE_WARN, format, what);
		return;
	}
	*w->asked = 0;
	if (drafts_drop(app_book(app), key, &f)) {
		app_fault(app, &f);
		return;
	}
	app_changed(app); /* the row goes, and those of lists below */
	app_say(app, TONE_GOOD, format, what);
}
