#include "config.h"
#include "tui/records/register_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/keyring.h"
#include "store/query/list_register.h"
#include "store/record/read.h"
#include "tui/app/app.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/records/change.h"
#include "tui/records/stay.h"
#include "tui/records/waiting.h"
#include "tui/term/paint.h"
#include "tui/term/term.h"
#include "tui/unlock/member_key.h"
#include "tui/widgets/finder.h"
#include "tui/widgets/rows.h"
#include "tui/words/household_words.h"
#include "tui/words/record_type_words.h"
#include "tui/words/text_value.h"

enum { WIDE = 74 };

/* The columns of each register, for 74 columns and more and for fewer. */
static const struct layout {
	enum record_type type;
	const char *head[ROW_CELLS];
	row_widths wide, narrow;
} layouts[] = {
	{ TYPE_VILLAGE, { N_("Code"), N_("Name"), N_("Households") },
	  { 12, 0, 16, -1, -1, -1 }, { 10, 0, 16, -1, -1, -1 } },
	{ TYPE_HOUSEHOLD,
	  { N_("Code"), N_("House number, landmark"), N_("Kinds of household"), N_("Last visit"),
	    N_("Village") },
	  { 10, 0, 18, 10, 14, -1 }, { 10, 0, -1, 10, -1, -1 } },
	{ TYPE_TEAM, { N_("Code"), N_("Name"), N_("Villages") },
	  { 12, 0, 28, -1, -1, -1 }, { 10, 0, 18, -1, -1, -1 } },
	{ TYPE_MEMBER, { N_("Code"), N_("Name"), N_("Role"), "", N_("Team") },
	  { 16, 0, 18, 10, 10, -1 }, { 12, 0, -1, 10, -1, -1 } },
	{ TYPE_TOPIC, { N_("Code"), N_("Short label"), N_("Topic group") },
	  { 12, 0, 32, -1, -1, -1 }, { 10, 0, 22, -1, -1, -1 } },
};

struct register_view {
	struct view view;
	enum record_type type;
	char village[32]; /* households of this one only; "" all */
	struct finder finder;
	struct rows rows;
	rec_t newest;     /* the highest key there was: a higher one was just added */
	char place[32], place_name[256]; /* village of the household read last */
	char taking[256]; /* whose password goes if the key is pressed once more */
	bool unread;      /* not all of it could be read */
	struct stay stay;
	struct waiting waiting;
};

static struct register_view *of(struct view *view)
{
	return (struct register_view *)view;
}

static void register_title(struct view *view, char *out, size_t size)
{
	struct register_view *r = of(view);
	char village[256];

	if (!*r->village) {
		snprintf(out, size, "%s", record_type_register_word(r->type));
		return;
	}
	text_village(village, sizeof village, app_book(view->app), r->village);
	snprintf(out, size, "%s · %s", record_type_register_word(r->type), village);
}

static unsigned register_keymaps(struct view *view)
{
	const struct register_view *r = of(view);
	unsigned members = r->type == TYPE_MEMBER ? IN_MEMBERS : 0u;

	return IN_ANY | IN_LIST | (r->finder.typing ? IN_TYPING | IN_WORDS : IN_REGISTER | members);
}

/* ---- reading ---- */

static void add_row(struct register_view *r, rec_t rec, const json_t *object)
{
	char list[512] = "";
	const json_t *households = json_object_get(object, "households");
	struct row row = { .rec = rec, .struck = stay_voided(&r->stay, app_book(r->view.app), rec),
			   .cell = { text_string(object, "code"), text_string(object, "name") } };

	switch (r->type) {
	case TYPE_VILLAGE:
		if (json_is_integer(households))
			snprintf(list, sizeof list,
				 P_("%d household", "%d households",
				    (unsigned long)json_integer_value(households)),
				 (int)json_integer_value(households));
		row.cell[2] = list;
		break;
	case TYPE_TEAM:
		text_join(list, sizeof list, NULL, json_object_get(object, "villages"));
		row.cell[2] = list;
		break;
	case TYPE_MEMBER:
		row.people = 1U << 0 | 1U << 1;
		row.cell[2] = text_code("role", text_string(object, "role"));
		row.cell[3] = keyring_holds(app_book(r->view.app), row.cell[0]) ? _("unlocks") : "";
		row.cell[4] = text_string(object, "team");
		break;
	default:
		row.cell[1] = text_string(object, "short");
		row.cell[2] = text_code("topic_group", text_string(object, "group"));
	}
	rows_add(&r->rows, &row);
}

static int each_record(void *arg, rec_t rec)
{
	struct register_view *r = arg;
	struct fault f;
	json_t *object = record_read(app_book(r->view.app), rec, &f);

	if (object) {
		add_row(r, rec, object);
	} else {
		rows_unread(&r->rows);
		r->unread = true;
	}
	json_decref(object);
	return 0;
}

/* Thousands of them: from the tables, not record by record. */
static int each_household(void *arg, const struct list_household *h)
{
	struct register_view *r = arg;
	char kinds[256], day[DATE_SIZE] = "—", hint[FACE_SIZE];
	struct row row = { .rec = h->rec,
			   .struck = stay_voided(&r->stay, app_book(r->view.app), h->rec),
			   .cell = { h->code, hint, kinds, day,
						    *r->village ? NULL : r->place_name } };

	snprintf(hint, sizeof hint, "%s%s%s%s", *h->same ? "= " : "", h->same,
		 *h->same && *h->hint ? " · " : "", h->hint);
	/* They come village by village. */
	if (strcmp(r->place, h->village)) {
		snprintf(r->place, sizeof r->place, "%s", h->village);
		text_village(r->place_name, sizeof r->place_name, app_book(r->view.app), h->village);
	}
	text_join(kinds, sizeof kinds, "household_type", h->kinds);
	if (h->last)
		date_format_vn(day, h->last);
	rows_add(&r->rows, &row);
	return 0;
}

static int read_rows(struct register_view *r, struct fault *f)
{
	struct book *book = app_book(r->view.app);
	const char *village = *r->village ? r->village : NULL;
	const struct list_also also = stay_also(&r->stay);

	*r->place = 0;
	if (r->type == TYPE_HOUSEHOLD)
		return list_households_and(book, village, &also, each_household, r, f);
	return list_register_and(book, r->type, village, &also, each_record, r, f);
}

/* Who can unlock without a live record: only here his password can be taken away. */
static void add_strangers(struct register_view *r)
{
	struct vault_slot_info slots[VAULT_SLOTS_MAX];
	int n = keyring_members(app_book(r->view.app), slots), members = r->rows.n;

	for (int i = 0; i < n; i++) {
		bool listed = false;

		for (int j = 0; j < members && !listed; j++)
			listed = !strcmp(r->rows.all[j].cell[0], slots[i].name);
		if (!listed)
			rows_add(&r->rows, &(struct row){ .people = 1U, .cell = { slots[i].name, "—", "",
										  _("unlocks") } });
	}
}

static void show(struct register_view *r)
{
	struct query q;

	finder_query(&r->finder, &q);
	rows_show(&r->rows, &q);
	query_release(&q);
}

static void register_reload(struct app *app, struct view *view)
{
	struct register_view *r = of(view);
	const struct row *row = rows_at(&r->rows);
	rec_t here = row ? row->rec : 0, newest = 0;
	int waited = r->waiting.n;
	struct fault f = { 0 };

	rows_clear(&r->rows);
	r->unread = false;
	waiting_read(&r->waiting, app, r->type, r->village, &r->rows);
	if (read_rows(r, &f)) {
		app_fault(app, &f);
		rows_unread(&r->rows);
		r->unread = true;
	}
	/* Who could not be read is no stranger. */
	if (r->type == TYPE_MEMBER && !r->unread)
		add_strangers(r);
	show(r);
	for (int i = 0; i < r->rows.n; i++)
		if (r->rows.all[i].rec > newest)
			newest = r->rows.all[i].rec;
	rows_find(&r->rows, r->newest && newest > r->newest ? newest : here);
	if (waited >= 0 && r->waiting.n > waited) /* what was just kept */
		rows_find(&r->rows, -r->waiting.n);
	if (newest > r->newest)
		r->newest = newest;
}

/* ---- drawing ---- */

static const struct layout *layout_of(enum record_type type)
{
	const struct layout *layout = layouts;

	while (layout->type != type)
		layout++;
	return layout;
}

static void draw_head(const struct layout *layout, const struct area *area, int row,
		      const int *widths)
{
	struct row head = { .style = STYLE_FAINT };

	for (int i = 0; i < ROW_CELLS; i++)
		head.cell[i] = layout->head[i] && *layout->head[i] ? _(layout->head[i]) : "";
	row_draw(&head, row, area, widths, false);
}

static void register_draw(struct view *view, const struct area *area)
{
	struct register_view *r = of(view);
	struct area list = { area->row + 2, area->col, area->rows - 2, area->cols };
	const struct layout *layout = layout_of(r->type);
	row_widths widths[1];
	int half = area->cols / 2;

	memcpy(widths[0], area->cols >= WIDE ? layout->wide : layout->narrow, sizeof widths[0]);
	if (r->type == TYPE_HOUSEHOLD && area->cols >= WIDE)
		widths[0][2] = area->cols * (*r->village ? 30 : 23) / 100;
	if (*r->village)
		widths[0][4] = -1; /* it stands in the title */
	if (r->unread)
		paint_text(area->row, area->col + half + 3, area->cols - half - 4, STYLE_TEXT, "—",
			   false);
	else
		paint_format(area->row, area->col + half + 3, area->cols - half - 4, STYLE_TEXT,
			     "%d/%d", r->rows.lister.count ? r->rows.lister.at + 1 : 0,
			     r->rows.lister.count);
	if (!r->rows.lister.count)
		paint_text(list.row, list.col + 1, list.cols - 2, STYLE_TEXT,
			   r->rows.n ? _("No results") : _("None yet: a adds one"), false);
	else
		draw_head(layout, area, area->row + 1, widths[0]);
	finder_draw(&r->finder, area->row, area->col + 1, half);
	rows_draw(&r->rows, &list, (const row_widths *)widths, !r->finder.typing);
}

/* ---- acting ---- */

static void add_one(struct app *app, struct register_view *r)
{
	json_t *start = json_object();

	if (*r->village)
		json_object_set_new(start, "village", json_string(r->village));
	app_open_record_form(app, r->type, 0, start);
	json_decref(start);
}

static void open_one(struct app *app, struct register_view *r, const struct row *row)
{
	if (r->type == TYPE_HOUSEHOLD)
		app_open_household(app, row->rec);
	else if (r->type == TYPE_VILLAGE)
		app_open_register(app, TYPE_HOUSEHOLD, row->cell[0]);
	else
		app_open_record(app, row->rec);
}

/* What cannot be taken back is done at the second press. */
static void take_key(struct app *app, struct register_view *r, const char *code, bool again)
{
	if (again) {
		member_key_take(app, code);
	} else if (member_key_may_take(app, code)) {
		snprintf(r->taking, sizeof r->taking, "%s", code);
		app_say(app, TONE_WARN, _("r once more: %s cannot unlock any more, u does not bring "
					  "that back"), code);
	}
}

/* Out of the register or back in; its row stays where it is. */
static void take_out(struct app *app, struct register_view *r, rec_t rec)
{
	stay_add(&r->stay, rec);
	change_void(app, rec);
}

/* What is done to a new record that waits. */
static void act_on_waiting(struct app *app, struct register_view *r, const struct row *row,
			   enum action action)
{
	char key[DRAFTS_KEY];

	snprintf(key, sizeof key, "%s", waiting_key(&r->waiting, row)); /* the row may go */
	if (action == ACT_ENTER || action == ACT_EDIT)
		app_open_waiting(app, r->type, key);
	else if (action == ACT_VOID)
		waiting_drop(&r->waiting, app, row);
	else
		term_refuse();
}

/* What is done to the row one is on. */
static void act_on(struct app *app, struct register_view *r, const struct row *row,
		   enum action action, bool again)
{
	char code[sizeof r->taking];

	snprintf(code, sizeof code, "%s", row->cell[0]); /* the row may go */
	if (action == ACT_GIVE_KEY && row->rec)
		member_key_give(app, code);
	else if (action == ACT_TAKE_KEY)
		take_key(app, r, code, again);
	else if (!row->rec)
		app_say(app, TONE_PLAIN, _("%s is no member any more; r takes the password away"),
			code);
	else if (action == ACT_ENTER)
		open_one(app, r, row);
	else if (action == ACT_EDIT)
		app_open_record_form(app, r->type, row->rec, NULL);
	else
		take_out(app, r, row->rec);
}

static bool register_act(struct app *app, struct view *view, enum action action)
{
	struct register_view *r = of(view);
	const struct row *row = rows_at(&r->rows);
	bool changed, again = row && !strcmp(r->taking, row->cell[0]);

	*r->taking = 0;
	if (action != ACT_VOID)
		*r->waiting.asked = 0;
	if (finder_act(&r->finder, action, &changed)) {
		if (changed)
			show(r);
		return true;
	}
	if (action == ACT_ADD) {
		add_one(app, r);
		return true;
	}
	if (action == ACT_NEW_CODE) {
		member_key_code(app);
		return true;
	}
	if (action != ACT_ENTER && action != ACT_EDIT && action != ACT_VOID &&
	    action != ACT_GIVE_KEY && action != ACT_TAKE_KEY)
		return rows_act(&r->rows, action);
	if (waiting_key(&r->waiting, row))
		act_on_waiting(app, r, row, action);
	else if (row)
		act_on(app, r, row, action, again);
	else if (action != ACT_ENTER || !finder_leave(&r->finder))
		term_refuse();
	return true;
}

static void register_text(struct app *app, struct view *view, const char *text, size_t len,
			  bool pasted)
{
	(void)app;
	(void)pasted;
	*of(view)->taking = *of(view)->waiting.asked = 0;
	if (finder_text(&of(view)->finder, text, len))
		show(of(view));
	else
		term_refuse();
}

static void register_key(struct app *app, struct view *view, int key)
{
	(void)app;
	*of(view)->taking = *of(view)->waiting.asked = 0;
	if (finder_key(&of(view)->finder, key))
		show(of(view));
	else
		term_refuse();
}

static void register_close(struct view *view)
{
	finder_release(&of(view)->finder);
	rows_release(&of(view)->rows);
	stay_release(&of(view)->stay);
	waiting_release(&of(view)->waiting);
	free(view);
}

static const struct view_class register_class = {
	.name = "register", .title = register_title, .keymaps = register_keymaps,
	.draw = register_draw, .act = register_act, .text = register_text, .key = register_key,
	.reload = register_reload, .close = register_close,
};

struct view *register_view_new(struct app *app, enum record_type type, const char *village)
{
	struct register_view *r = memory_alloc_zero(1, sizeof *r);

	(void)app;
	r->view.class = &register_class;
	r->type = type;
	snprintf(r->village, sizeof r->village, "%s", village ? village : "");
	finder_init(&r->finder);
	r->waiting.n = -1; /* not read yet */
	return &r->view;
}
