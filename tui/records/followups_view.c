#include "config.h"
#include "tui/records/followups_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/query/list.h"
#include "store/query/list_register.h"
#include "store/record/read.h"
#include "tui/app/app.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/records/change.h"
#include "tui/records/followup_row.h"
#include "tui/records/household_means.h"
#include "tui/records/stay.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/widgets/rows.h"
#include "tui/words/household_words.h"
#include "tui/words/text_value.h"

enum { COMING_DAYS = 7, WIDE = 74, BROAD = 100, NOTED = 130, ROOMY = 150 };
enum tag { TAG_FOLLOWUP, TAG_VISIT, TAGS };
enum section { SECTION_NONE, OVERDUE, COMING, LATER, VISITS };

struct followups_view {
	struct view view;
	struct rows rows;
	enum section section; /* of the last row while reading */
	int cols;             /* of the screen the rows were read for */
	bool several;         /* villages: which one it is is said */
	struct stay stay;
};

static struct followups_view *of(struct view *view)
{
	return (struct followups_view *)view;
}

static void followups_title(struct view *view, char *out, size_t size)
{
	(void)view;
	snprintf(out, size, "%s", _("Follow-ups and next visits"));
}

static unsigned followups_keymaps(struct view *view)
{
	(void)view;
	return IN_ANY | IN_LIST | IN_FOLLOWUPS | IN_VISITS;
}

/* ---- reading ---- */

/* Where it is gets what a face needs, the note what a broad screen has left. */
static void lay_out(int cols, bool several, row_widths widths[TAGS])
{
	bool wide = cols >= WIDE, broad = cols >= BROAD, noted = cols >= NOTED;
	const row_widths followup = {
		10, broad ? 36 : wide ? 26 : 18,
		cols >= ROOMY ? 41 : broad ? 28 : wide ? 18 : 12,
		0, noted ? cols / 5 : -1, -1, -1, -1,
	};
	const row_widths visit = { 0, several ? cols / 3 : -1, -1, -1, -1, -1, -1, -1 };

	memcpy(widths[TAG_FOLLOWUP], followup, sizeof followup);
	memcpy(widths[TAG_VISIT], visit, sizeof visit);
}

static enum section section_of(struct book *book, const json_t *own)
{
	const char *due = json_string_value(json_object_get(own, "due"));
	day_t day, today = book_now(book)->day;
	enum section section = LATER;

	if (due && date_parse(&day, due))
		section = day < today ? OVERDUE : day <= today + COMING_DAYS ? COMING : LATER;
	return section;
}

static int each_followup(void *arg, rec_t rec)
{
	struct followups_view *v = arg;
	struct book *book = app_book(v->view.app);
	struct fault f;
	json_t *own = record_read(book, rec, &f);
	row_widths widths[TAGS];
	enum section section;

	if (!own) {
		rows_unread(&v->rows);
		return 0;
	}
	section = section_of(book, own);
	if (section != v->section)
		rows_heading(&v->rows, section == OVERDUE ? _("Overdue:")
				       : section == COMING ? _("In the next 7 days:")
							   : _("Later, or without a date:"));
	v->section = section;
	lay_out(v->cols, v->several, widths);
	followup_row_add(&v->rows, book, rec, own, TAG_FOLLOWUP,
			 (struct followup_place){ v->several, widths[TAG_FOLLOWUP][1] });
	json_decref(own);
	return 0;
}

static int each_visit(void *arg, rec_t rec)
{
	struct followups_view *v = arg;
	struct fault f;
	json_t *household = record_read(app_book(v->view.app), rec, &f);
	const char *village = json_string_value(json_object_get(household, "village"));
	char name[256], face[FACE_SIZE];
	struct row row = { .tag = TAG_VISIT, .rec = rec };

	if (!household) {
		rows_unread(&v->rows);
		return 0;
	}
	if (v->section != VISITS)
		rows_heading(&v->rows, _("Visit next:"));
	v->section = VISITS;
	text_village(name, sizeof name, app_book(v->view.app), village ? village : "");
	household_face(face, sizeof face, text_string(household, "code"),
		       text_string(household, "hint"), 0);
	row.cell[0] = face;
	row.cell[1] = name;
	rows_add(&v->rows, &row);
	json_decref(household);
	return 0;
}

static void read_rows(struct followups_view *v, int cols)
{
	struct app *app = v->view.app;
	struct list_also also = stay_also(&v->stay);
	struct fault f = { 0 };
	int villages;

	rows_clear(&v->rows);
	v->section = SECTION_NONE;
	v->cols = cols;
	v->several = !list_count(app_book(app), TYPE_VILLAGE, &villages, &f) && villages > 1;
	if (!f.code)
		list_open_followups(app_book(app), 0, &also, each_followup, v, &f);
	if (!f.code)
		list_visits(app_book(app), each_visit, v, &f);
	if (f.code) {
		app_fault(app, &f);
		rows_unread(&v->rows);
	}
	rows_show(&v->rows, NULL);
}

static void followups_reload(struct app *app, struct view *view)
{
	(void)app;
	read_rows(of(view), term_cols());
}

/* ---- drawing and acting ---- */

static void followups_draw(struct view *view, const struct area *area)
{
	struct followups_view *v = of(view);
	row_widths widths[TAGS];

	if (v->cols != area->cols)
		read_rows(v, area->cols);
	lay_out(area->cols, v->several, widths);
	if (v->rows.n) {
		rows_draw(&v->rows, area, (const row_widths *)widths, true);
		return;
	}
	paint_text(area->row + 1, area->col + 2, area->cols - 4, STYLE_TEXT, _("Nothing is due"),
		   false);
	paint_cursor(area->row + 1, area->col + 2);
}

/* The household of a row; a follow-up of a group has none. */
static rec_t household_of(struct app *app, const struct row *row)
{
	rec_t household = row->rec;

	if (row->tag == TAG_FOLLOWUP)
		json_decref(followup_session(app_book(app), row->rec, &household));
	return household;
}

/* Its household; where it has none, the follow-up. */
static void open_row(struct app *app, const struct row *row)
{
	rec_t household = household_of(app, row);

	if (household)
		app_open_household(app, household);
	else
		app_open_record(app, row->rec);
}

/* A visit where the follow-up came from, or to the household. */
static void log_visit(struct app *app, const struct row *row)
{
	rec_t household = row->rec;
	json_t *from = NULL;

	if (row->tag == TAG_FOLLOWUP)
		from = followup_session(app_book(app), row->rec, &household);
	if (household)
		household_log_visit(app, household);
	else
		app_open_visit_at(app, text_string(from, "village"), "");
	json_decref(from);
}

static bool followups_act(struct app *app, struct view *view, enum action action)
{
	struct followups_view *v = of(view);
	const struct row *row = rows_at(&v->rows);

	if (action != ACT_ENTER && action != ACT_DONE && action != ACT_CANCEL && action != ACT_NEW)
		return rows_act(&v->rows, action);
	if (!row)
		term_refuse();
	else if (action == ACT_ENTER)
		open_row(app, row);
	else if (action == ACT_NEW)
		log_visit(app, row);
	else if (row->tag == TAG_FOLLOWUP)
		followup_settle(app, &v->stay, row, action);
	else
		app_say(app, TONE_PLAIN,
			_("This household leaves the list once a visit there is logged"));
	return true;
}

static void followups_close(struct view *view)
{
	rows_release(&of(view)->rows);
	stay_release(&of(view)->stay);
	free(view);
}

static const struct view_class followups_class = {
	.name = "followups", .title = followups_title, .keymaps = followups_keymaps,
	.draw = followups_draw, .act = followups_act, .reload = followups_reload,
	.close = followups_close,
};

struct view *followups_view_new(struct app *app)
{
	struct followups_view *v = memory_alloc_zero(1, sizeof *v);

	(void)app;
	v->view.class = &followups_class;
	return &v->view;
}
