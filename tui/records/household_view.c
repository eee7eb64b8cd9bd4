#include "config.h"
#include "tui/records/household_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/query/list.h"
#include "store/query/list_sessions.h"
#include "store/record/joined.h"
#include "store/record/read.h"
#include "tui/app/app.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/records/change.h"
#include "tui/records/followup_row.h"
#include "tui/records/household_means.h"
#include "tui/records/stay.h"
#include "tui/term/term.h"
#include "tui/widgets/rows.h"
#include "tui/words/figure_groups.h"
#include "tui/words/household_words.h"
#include "tui/words/out.h"
#include "tui/words/text_value.h"

enum { VISITS_SHOWN = 500, WIDE = 74, BROAD = 100 };
enum tag { TAG_FIELD, TAG_FIGURES, TAG_SNAPSHOT, TAG_FOLLOWUP, TAG_SESSION, TAGS };

struct household_view {
	struct view view;
	rec_t rec, root; /* root: the one it counts for, itself where it is joined to none */
	char village[32], code[32], face[FACE_SIZE];
	struct rows rows;
	int seen; /* of the section being read */
	struct stay stay;
};

static struct household_view *of(struct view *view)
{
	return (struct household_view *)view;
}

static void household_title(struct view *view, char *out, size_t size)
{
	const struct household_view *h = of(view);

	snprintf(out, size, "%s %s/%s", _("Household"), h->village, h->face);
}

static unsigned household_keymaps(struct view *view)
{
	const struct row *row = rows_at(&of(view)->rows);

	return IN_ANY | IN_LIST | IN_HOUSEHOLD | IN_VISITS |
	       (row && row->tag == TAG_FOLLOWUP ? IN_FOLLOWUPS : 0u);
}

/* ---- reading ---- */

static void add_field(struct household_view *h, const char *label, const char *text)
{
	rows_add(&h->rows, &(struct row){ .tag = TAG_FIELD, .cell = { label, text } });
}

static void add_card(struct household_view *h, const json_t *object)
{
	static const char *const names[] = { "same", "kinds", "hint", "guided_since" };
	char village[256];

	text_village(village, sizeof village, app_book(h->view.app), h->village);
	add_field(h, text_label(TYPE_HOUSEHOLD, "code"), h->code);
	add_field(h, text_label(TYPE_HOUSEHOLD, "village"), village);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const json_t *value = json_object_get(object, names[i]);
		struct buffer text = { 0 };

		if (text_has_value(value))
			text_field(&text, app_book(h->view.app),
				   record_type_field(TYPE_HOUSEHOLD, names[i]), value, NULL, 0);
		else if (!strcmp(names[i], "guided_since") || !strcmp(names[i], "same"))
			continue; /* nobody goes looking for it */
		else
			buffer_put(&text, "—");
		add_field(h, text_label(TYPE_HOUSEHOLD, names[i]), buffer_text(&text));
		buffer_release(&text);
	}
}

/* A row of two figures being made. */
struct pair {
	struct row row;
	char number[2][16];
	int at;
};

static void add_figure(struct household_view *h, struct pair *p, const struct field *fd,
		       const json_t *value)
{
	if (!json_is_integer(value))
		return;
	if (fd->max == 1)
		snprintf(p->number[p->at], sizeof p->number[p->at], "%s",
			 json_integer_value(value) ? _("yes") : _("no"));
	else
		snprintf(p->number[p->at], sizeof p->number[p->at], "%d",
			 (int)json_integer_value(value));
	p->row.cell[2 * p->at] = text_label(TYPE_STATUS, fd->name);
	p->row.cell[2 * p->at + 1] = p->number[p->at];
	if (p->at)
		rows_add(&h->rows, &p->row);
	p->at = !p->at;
}

/* The figures of a snapshot, two to a row, in the order of their groups. */
static void add_figures(struct household_view *h, rec_t rec, const json_t *status)
{
	struct pair pair = { .row = { .tag = TAG_FIGURES, .rec = rec } };
	const struct field *fd;

	for (int group = 0; group < FIGURE_GROUPS; group++)
		for (int i = 0; (fd = figure_group_field(group, i)); i++)
			add_figure(h, &pair, fd, json_object_get(status, fd->name));
	if (pair.at) {
		pair.row.cell[2] = pair.row.cell[3] = NULL;
		rows_add(&h->rows, &pair.row);
	}
}

static int each_snapshot(void *arg, rec_t rec)
{
	struct household_view *h = arg;
	struct fault f;
	json_t *status = record_read(app_book(h->view.app), rec, &f);
	char date[DATE_SIZE], heading[128];

	if (!status) {
		rows_unread(&h->rows);
		h->seen++;
		return 0;
	}
	out_date(date, text_string(status, "date"));
	if (!h->seen++) {
		snprintf(heading, sizeof heading, "%s %s", _("Digital status"), date);
		rows_heading(&h->rows, heading);
		add_figures(h, rec, status);
	} else {
		rows_add(&h->rows, &(struct row){ .tag = TAG_SNAPSHOT, .rec = rec,
						  .cell = { date, _("earlier figures") } });
	}
	json_decref(status);
	return 0;
}

static int each_followup(void *arg, rec_t rec)
{
	struct household_view *h = arg;
	struct book *book = app_book(h->view.app);
	struct fault f;
	json_t *own = record_read(book, rec, &f);

	if (!h->seen++)
		rows_heading(&h->rows, _("Open follow-ups"));
	if (own)
		followup_row_add(&h->rows, book, rec, own, TAG_FOLLOWUP, (struct followup_place){ 0 });
	else
		rows_unread(&h->rows);
	json_decref(own);
	return 0;
}

static int each_session(void *arg, rec_t rec)
{
	struct household_view *h = arg;
	struct book *book = app_book(h->view.app);
	struct fault f;
	json_t *object = record_read(book, rec, &f);
	const char *channel = text_string(object, "channel");
	char date[DATE_SIZE], by[128], what[512];

	if (!object) {
		rows_unread(&h->rows);
		return 0;
	}
	out_date(date, text_string(object, "date"));
	text_join(by, sizeof by, NULL, json_object_get(object, "by"));
	text_topics(what, sizeof what, book, object);
	rows_add(&h->rows, &(struct row){ .tag = TAG_SESSION, .rec = rec, .people = 1U << 3,
					  .cell = { date, text_string(object, "time"),
						    text_channel(channel), by, what,
						    text_string(object, "note") } });
	json_decref(object);
	return 0;
}

/* After a list was walked: what stands there where it was empty, or could not be read. */
static void end_list(struct household_view *h, bool empty, int rc, const char *none)
{
	if (rc)
		rows_unread(&h->rows);
	else if (empty && none)
		rows_heading(&h->rows, none);
}

static void add_lists(struct household_view *h, struct book *book)
{
	struct session_filter visits = { .household = h->root, .newest_first = true,
					 .limit = VISITS_SHOWN };
	struct list_also also = stay_also(&h->stay);
	struct fault f;
	int rc, before;

	h->seen = 0;
	rc = list_open_followups(book, h->root, &also, each_followup, h, &f);
	end_list(h, !h->seen, rc, NULL);
	h->seen = 0;
	rc = list_status(book, h->root, each_snapshot, h, &f);
	end_list(h, !h->seen, rc, _("Digital status: not known yet"));
	rows_heading(&h->rows, _("Visits"));
	before = h->rows.n;
	rc = list_sessions(book, &visits, each_session, h, &f);
	if (!rc && h->rows.n == before)
		add_field(h, _("No sessions here"), "");
	end_list(h, false, rc, NULL);
}

static void household_reload(struct app *app, struct view *view)
{
	struct household_view *h = of(view);
	struct fault f = { 0 };
	json_t *object = record_read(app_book(app), h->rec, &f);

	rows_clear(&h->rows);
	if (object && (joined_tell(app_book(app), h->rec, object, &f) ||
		       joined_root(app_book(app), h->rec, &h->root, &f))) {
		json_decref(object);
		object = NULL;
	}
	if (object) {
		snprintf(h->village, sizeof h->village, "%s", text_string(object, "village"));
		snprintf(h->code, sizeof h->code, "%s", text_string(object, "code"));
		household_face(h->face, sizeof h->face, h->code, text_string(object, "hint"), 0);
		add_card(h, object);
		json_decref(object);
		add_lists(h, app_book(app));
	} else {
		app_fault(app, &f);
		rows_unread(&h->rows);
	}
	rows_show(&h->rows, NULL);
}

/* ---- drawing and acting ---- */

static void household_draw(struct view *view, const struct area *area)
{
	bool wide = area->cols >= WIDE, broad = area->cols >= BROAD;
	int figure = wide ? area->cols / 2 - 9 : 22;
	row_widths widths[TAGS] = {
		[TAG_FIELD] = { wide ? 28 : 22, 0, -1, -1, -1, -1 },
		[TAG_FIGURES] = { figure < 40 ? figure : 40, wide ? 6 : 5, figure < 40 ? figure : 40, 0, -1, -1 },
		[TAG_SNAPSHOT] = { 10, 0, -1, -1, -1, -1 },
		[TAG_FOLLOWUP] = { 10, -1, broad ? 41 : wide ? 28 : 18, 0, -1, -1 },
		[TAG_SESSION] = { 10, wide ? 5 : -1, 9, broad ? 20 : wide ? 12 : -1,
				  0, broad ? area->cols / 5 : -1 },
	};

	rows_draw(&of(view)->rows, area, (const row_widths *)widths, true);
}

/* The newest figures are where a new snapshot begins: only what changed is typed. */
static int take_first(void *arg, rec_t rec)
{
	*(rec_t *)arg = rec;
	return LIST_STOP;
}

static void add_status(struct app *app, struct household_view *h)
{
	char today[DATE_SIZE];
	struct fault f = { 0 };
	rec_t newest = 0;
	json_t *start, *by_code = household_by_code(app, h->rec);

	if (!by_code)
		return;
	list_status(app_book(app), h->root, take_first, &newest, &f);
	start = newest ? record_read(app_book(app), newest, &f) : json_object();
	if (f.code) { /* begun on nothing it would forget what was known */
		app_fault(app, &f);
		json_decref(start);
		json_decref(by_code);
		return;
	}
	date_format(today, book_now(app_book(app))->day);
	json_object_set(start, "village", json_object_get(by_code, "village"));
	json_object_set(start, "household", json_object_get(by_code, "code"));
	json_object_set_new(start, "date", json_string(today));
	app_open_record_form(app, TYPE_STATUS, 0, start);
	json_decref(by_code);
	json_decref(start);
}

static void open_row(struct app *app, struct household_view *h)
{
	const struct row *row = rows_at(&h->rows);
	rec_t rec = row ? row->rec : 0;

	if (row && row->tag == TAG_FIELD)
		rec = h->rec;
	if (rec)
		app_open_record(app, rec);
	else
		term_refuse();
}

static bool household_act(struct app *app, struct view *view, enum action action)
{
	struct household_view *h = of(view);
	const struct row *row = rows_at(&h->rows);

	switch (action) {
	case ACT_ENTER:
		open_row(app, h);
		return true;
	case ACT_EDIT:
		app_open_record_form(app, TYPE_HOUSEHOLD, h->rec, NULL);
		return true;
	case ACT_STATUS:
		add_status(app, h);
		return true;
	case ACT_NEW:
		household_log_visit(app, h->rec);
		return true;
	case ACT_DONE:
	case ACT_CANCEL:
		if (row && row->tag == TAG_FOLLOWUP)
			followup_settle(app, &h->stay, row, action);
		return true;
	default:
		return rows_act(&h->rows, action);
	}
}

static void household_close(struct view *view)
{
	rows_release(&of(view)->rows);
	stay_release(&of(view)->stay);
	free(view);
}

static const struct view_class household_class = {
	.name = "household", .title = household_title, .keymaps = household_keymaps,
	.draw = household_draw, .act = household_act, .reload = household_reload,
	.close = household_close,
};

struct view *household_view_new(struct app *app, rec_t household)
{
	struct household_view *h = memory_alloc_zero(1, sizeof *h);

	(void)app;
	h->view.class = &household_class;
	h->rec = household;
	return &h->view;
}
