#include "config.h"
#include "tui/home/home_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/buffer.h"
#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/query/list.h"
#include "store/query/list_register.h"
#include "store/query/list_sessions.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/topics.h"
#include "store/report/close.h"
#include "store/summary/make.h"
#include "tui/app/app.h"
#include "tui/app/drafts.h"
#include "tui/app/routes.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/home/home_draw.h"
#include "tui/home/private.h"
#include "tui/term/term.h"
#include "tui/unlock/member_key.h"
#include "tui/words/record_type_words.h"
#include "tui/words/say.h"
#include "tui/words/text_value.h"

enum { BACKUP_DAYS = 14, LOOK_BACK = 5 /* weeks, this one too */ };

static struct home_view *of(struct view *view)
{
	return (struct home_view *)view;
}

static void home_title(struct view *view, char *out, size_t size)
{
	(void)view;
	snprintf(out, size, "%s", _("Home"));
}

static unsigned home_keymaps(struct view *view)
{
	const struct home_view *h = of(view);

	return IN_ANY | IN_HOME | (h->logs ? IN_LOGGING : 0u) |
	       (h->logs && h->villages ? (unsigned)IN_VISITS : 0u);
}

static int count_one(void *arg, rec_t rec)
{
	(void)rec;
	++*(int *)arg;
	return 0;
}

/* ---- today ---- */

enum { FACE = 34 /* columns of a household: what it was about wants some, too */,
       FACE_SHARED = 46 /* the same with its village */ };

/* Whether households of several villages have that code: the village says which it is. */
static bool is_shared(struct book *book, const char *household)
{
	struct fault f;
	rec_t rec;

	return household_lookup(book, household, &rec, &f) == FAULT_AMBIGUOUS;
}

/* Who was met: the household, or how. */
static void whom(struct book *book, rec_t rec, const json_t *session, char out[SPOT_SIZE])
{
	const char *household = json_string_value(json_object_get(session, "household"));
	const char *channel = json_string_value(json_object_get(session, "channel"));
	const struct vocab *v = vocab_find("channel", channel);
	bool shared = household && is_shared(book, household);

	if (household)
		text_spot(out, SPOT_SIZE, book, rec, session, shared, shared ? FACE_SHARED : FACE);
	else
		snprintf(out, SPOT_SIZE, "%s", v ? vocab_label(v, lang_english()) : "");
}

/* What it was about: its topics, or why nobody was guided; at most `size` bytes. */
static void subject(struct book *book, const json_t *session, char *out, size_t size)
{
	const struct vocab *v =
		vocab_find("attempt", json_string_value(json_object_get(session, "attempt")));
	size_t used = 0, i;
	json_t *entry;

	*out = 0;
	if (v)
		snprintf(out, size, "%s", vocab_label(v, lang_english()));
	json_array_foreach(json_object_get(session, "topics"), i, entry)
	{
		const char *code = json_string_value(json_object_get(entry, "topic"));
		const struct topic *topic = code ? book_topic(book, code) : NULL;
		const char *label = topic ? topic_label(topic, lang_english()) : code;

		if (!label || used + strlen(label) + 3 > size)
			break;
		used += (size_t)snprintf(out + used, size - used, "%s%s", used ? ", " : "", label);
	}
}

static int each_today(void *arg, rec_t rec)
{
	struct home_view *h = arg;
	struct book *book = app_book(h->view.app);
	struct fault f;
	json_t *session;
	const char *time;
	char about[256], met[SPOT_SIZE];

	if (h->today++ >= HOME_TODAY)
		return 0;
	session = record_read(book, rec, &f);
	if (!session) {
		h->lines[h->today - 1] = memory_strdup(say_unread());
		h->unread = true;
		return 0;
	}
	time = json_string_value(json_object_get(session, "time"));
	subject(book, session, about, sizeof about);
	whom(book, rec, session, met);
	h->lines[h->today - 1] = memory_format("%s%s%s · %s", time ? time : "", time ? " " : "",
					       met, about);
	json_decref(session);
	return 0;
}

static void forget_today(struct home_view *h)
{
	for (int i = 0; i < HOME_TODAY; i++) {
		free(h->lines[i]);
		h->lines[i] = NULL;
	}
	h->today = 0;
}

static void read_today(struct app *app, struct home_view *h)
{
	day_t today = book_now(app_book(app))->day;
	const struct session_filter filter = {
		.ranged = true, .from = today, .to = today, .newest_first = true};
	struct fault f;

	forget_today(h);
	if (list_sessions(app_book(app), &filter, each_today, h, &f)) {
		forget_today(h);
		h->today = -1;
	}
}

/* ---- what is half written ---- */

/* The drafts in words, while they are walked; those of one person come together. */
struct draft_words {
	struct book *book;
	struct buffer of, by;
	char member[160];
	int n, of_member;
	int villages, teams; /* one's own that wait for their number */
};

static void end_member(struct draft_words *d)
{
	const char *name = strcmp(d->member, book_member(d->book)) ? d->member : _("you");

	if (d->of_member)
		buffer_print(&d->by, "%s%s %d", d->by.len ? ", " : "", name, d->of_member);
	d->of_member = 0;
}

/* Whether it waits for a number that only the officer gives: the line on numbers tells of it. */
static bool waits_for_number(struct draft_words *d, const char *member, enum record_type type)
{
	if (book_level(d->book) != LEVEL_TEAM || strcmp(member, book_member(d->book)))
		return false;
	d->villages += type == TYPE_VILLAGE;
	d->teams += type == TYPE_TEAM;
	return type == TYPE_VILLAGE || type == TYPE_TEAM;
}

static void each_draft(void *arg, const char *member, enum record_type type, bool codeless)
{
	struct draft_words *d = arg;

	if (codeless && waits_for_number(d, member, type))
		return;

	if (strcmp(d->member, member) != 0)
		end_member(d);
	snprintf(d->member, sizeof d->member, "%s", member);
	buffer_print(&d->of, "%s%s (%s)", d->n++ ? ", " : "", record_type_word(type),
		      strcmp(member, book_member(d->book)) ? member : _("you"));
	d->of_member++;
}

static void forget_drafts(struct home_view *h)
{
	memory_free_wiped(h->drafts_of);
	memory_free_wiped(h->drafts_by);
	h->drafts_of = h->drafts_by = NULL;
}

static void read_drafts(struct app *app, struct home_view *h)
{
	json_t *visit = drafts_fetch(app_book(app), "session");
	struct draft_words d = { .book = app_book(app) };

	h->own_visit = visit != NULL;
	json_decref(visit);
	drafts_walk(app_book(app), each_draft, &d);
	end_member(&d);
	forget_drafts(h);
	h->drafts = d.n;
	h->numberless_villages = d.villages;
	h->numberless_teams = d.teams;
	h->drafts_of = memory_strdup(buffer_text(&d.of));
	h->drafts_by = memory_strdup(buffer_text(&d.by));
	buffer_release(&d.of);
	buffer_release(&d.by);
}

/* ---- the weeks ---- */

static bool is_closed(struct app *app, struct home_view *h, const struct period *period)
{
	char *team;
	struct fault f;
	rec_t rec = 0;
	int rc = report_team(app_book(app), &team, &f);

	if (!rc)
		rc = report_find(app_book(app), period->label, team, &rec, &f);
	free(team);
	if (rc)
		h->unread = true;
	return !rc && rec;
}

/* The newest of the last weeks that is closed and says something else now. */
static void read_changed(struct app *app, struct home_view *h, struct period week)
{
	char *team;
	struct fault f;
	int rc = report_team(app_book(app), &team, &f);

	h->changes = (struct report_changes){ 0 };
	for (int i = 0; !rc && i < LOOK_BACK && !report_differs(&h->changes); i++) {
		h->changed = week;
		rc = report_changed(app_book(app), &week, team, &h->changes, &f);
		if (period_previous(&week, &week))
			break;
	}
	free(team);
	if (rc)
		h->unread = true;
}

static void forget_weeks(struct home_view *h)
{
	if (h->have_week)
		summary_release(&h->week);
	if (h->have_before)
		summary_release(&h->before);
	h->have_week = h->have_before = false;
}

static void read_weeks(struct app *app, struct home_view *h)
{
	struct period week, before;
	struct fault f;

	forget_weeks(h);
	if (period_of_day(&week, PERIOD_WEEK, book_now(app_book(app))->day) ||
	    period_previous(&before, &week))
		return;
	h->have_week = !summary_make_period(app_book(app), &week, SUMMARY_WHOLE, &h->week, &f);
	h->have_before = !summary_make_period(app_book(app), &before, SUMMARY_WHOLE, &h->before,
					      &f);
	h->week_closed = is_closed(app, h, &week);
	h->before_closed = is_closed(app, h, &before);
	read_changed(app, h, week);
}

/* ---- what waits ---- */

static int registered(struct book *book, enum record_type type)
{
	struct fault f;
	int n;

	return list_count(book, type, &n, &f) ? -1 : n;
}

static void read_waiting(struct app *app, struct home_view *h)
{
	const struct session_filter all = { .voided = false };
	day_t today = book_now(app_book(app))->day;
	struct fault f;

	h->due = h->overdue = h->logged = h->visits = 0;
	if (list_followups_due(app_book(app), today, today + 7, &h->overdue, &h->due, &f))
		h->due = h->overdue = -1;
	if (list_visits(app_book(app), count_one, &h->visits, &f))
		h->visits = -1;
	if (list_sessions_total(app_book(app), &all, &h->logged, &f))
		h->logged = -1;
}

/* A trial is thrown away. */
static void read_backups(struct app *app, struct home_view *h)
{
	struct fault f;

	h->backup_due = false;
	if (app_never_locks(app))
		return;
	if (book_backups(app_book(app), &h->backups, &f))
		h->unread = true;
	else
		h->backup_due = h->backups.waits && book_now(app_book(app))->day -
							   h->backups.since >= BACKUP_DAYS;
}

static void home_reload(struct app *app, struct view *view)
{
	struct home_view *h = of(view);

	h->unread = false;
	read_today(app, h);
	read_drafts(app, h);
	read_weeks(app, h);
	read_waiting(app, h);
	read_backups(app, h);
	h->logs = book_level(app_book(app)) == LEVEL_TEAM;
	h->villages = registered(app_book(app), TYPE_VILLAGE);
	h->teams = registered(app_book(app), TYPE_TEAM);
	h->members = registered(app_book(app), TYPE_MEMBER);
	if (h->today < 0 || !h->have_week || !h->have_before || h->due < 0 || h->visits < 0 ||
	    h->logged < 0 || h->villages < 0 || h->teams < 0 || h->members < 0)
		h->unread = true;
}

static void change_date(struct app *app)
{
	if (book_now(app_book(app))->trust == CLOCK_RIGHT)
		app_say(app, TONE_PLAIN, "%s", _("The computer's date is believed: it can be right"));
	else
		app_open_date(app);
}

static bool home_act(struct app *app, struct view *view, enum action action)
{
	(void)view;
	switch (action) {
	case ACT_NEW:
		app_open_visit(app, 0);
		return true;
	case ACT_SESSIONS:
		app_open_sessions(app, NULL, NULL);
		return true;
	case ACT_WEEK:
		app_open_week(app);
		return true;
	case ACT_FOLLOWUPS:
		app_open_followups(app);
		return true;
	case ACT_REGISTERS:
		app_open_registers(app);
		return true;
	case ACT_TOUR:
		app_open_tour(app);
		return true;
	case ACT_PASSWORD:
		app_open_password(app);
		return true;
	case ACT_DATE:
		change_date(app);
		return true;
	case ACT_BACKUP:
		app_open_backup(app);
		return true;
	case ACT_RECOVERY_CODE:
		member_key_code(app);
		return true;
	case ACT_SETTINGS:
		app_open_settings(app);
		return true;
	default:
		return false;
	}
}

/* Without a village `n` is no key, but who has heard of it is told why. */
static void home_text(struct app *app, struct view *view, const char *text, size_t len, bool pasted)
{
	const struct home_view *h = of(view);

	if (!pasted && len == 1 && (*text | 0x20) == 'n' && h->logs && !h->villages)
		app_open_visit(app, 0);
	else
		term_refuse();
}

static void home_close(struct view *view)
{
	struct home_view *h = of(view);

	forget_weeks(h);
	forget_today(h);
	forget_drafts(h);
	free(h);
}

static const struct view_class home_class = {
	.name = "home",
	.title = home_title,
	.keymaps = home_keymaps,
	.draw = home_draw,
	.act = home_act,
	.text = home_text,
	.reload = home_reload,
	.close = home_close,
};

struct view *home_view_new(struct app *app)
{
	struct home_view *h = memory_alloc_zero(1, sizeof *h);

	(void)app;
	h->view.class = &home_class;
	return &h->view;
}
