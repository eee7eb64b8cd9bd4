#include "config.h"
#include "tui/reports/close_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/record/read.h"
#include "store/record/rights.h"
#include "store/report/close.h"
#include "tui/app/app.h"
#include "tui/app/drafts.h"
#include "tui/app/long_number.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/reports/close_facts.h"
#include "tui/reports/close_figures.h"
#include "tui/reports/close_kept.h"
#include "tui/reports/close_texts.h"
#include "tui/reports/team_choices.h"
#include "tui/term/term.h"
#include "tui/widgets/form.h"
#include "tui/words/say.h"
#include "tui/words/summary_text.h"

enum { FACTS, TEAM, ACTIVITY, TEXTS, FIGURES = TEXTS + REPORT_TEXTS,
       ITEMS = FIGURES + CLOSE_FIGURES };
enum { DRAFT_KEY = 200 }; /* bytes */
enum { KEEP_AFTER = 40 }; /* letters typed before the draft is kept in the middle of a text */

struct close_view {
	struct view view;
	struct period period;
	struct form form;
	struct form_item items[ITEMS];
	int made, figures; /* of CLOSE_FIGURES: described, and in the form: a team's report has
			      none of the unit's own */
	struct team_choices teams;
	char *team; /* the one fixed, or being shown; NULL the unit */
	bool choosing, loaded;
	bool officer; /* an officer's desk */
	bool asks; /* nobody here can know of a silent team, so nothing is proposed */
	struct close_facts facts;
	char team_line[160];
	struct form_choice activity[3];
	struct close_kept as_closed; /* what became of the figures since it was closed */
	json_t *kept; /* what gather() gave when it was loaded */
	int typed;    /* letters since the draft was kept */
};

static struct close_view *of(struct view *view)
{
	return (struct close_view *)view;
}

static void close_title(struct view *view, char *out, size_t size)
{
	char period[PERIOD_TEXT_SIZE];

	struct close_view *c = of(view);

	period_text(period, &c->period);
	if (report_speaks_for(app_book(view->app), c->team))
		snprintf(out, size, _("In place of %s: %s"), team_choices_name(&c->teams, c->team),
			 period);
	else
		snprintf(out, size, _("Close: %s"), period);
}

static unsigned close_keymaps(struct view *view)
{
	return IN_ANY | IN_CLOSING | (form_keymaps(&of(view)->form) & ~(unsigned)IN_SAVE);
}

/* ---- what is in the form ---- */

enum { WORK, NIL, UNSAID };

static bool is_nil(const struct close_view *c)
{
	return c->items[ACTIVITY].chosen == NIL;
}

/* The form as an object: "nil", once it is said, and the words of the fields that have any. */
static json_t *gather(struct close_view *c)
{
	json_t *object = json_object();

	if (c->items[ACTIVITY].chosen != UNSAID)
		json_object_set_new(object, "nil", json_boolean(is_nil(c)));
	close_texts_gather(&c->form, TEXTS, object);
	close_figures_gather(&c->form, FIGURES, c->figures, object);
	return object;
}

static bool is_dirty(struct close_view *c)
{
	json_t *now = gather(c);
	bool dirty = !json_equal(now, c->kept);

	json_decref(now);
	return dirty;
}

/* Fill the form from a report, a draft, or (NULL) from nothing. */
static void fill(struct close_view *c, const json_t *from)
{
	close_texts_fill(&c->form, TEXTS, from);
	close_figures_fill(&c->form, FIGURES, c->made, from);
	if (json_is_boolean(json_object_get(from, "nil")))
		c->items[ACTIVITY].chosen = json_is_true(json_object_get(from, "nil")) ? NIL : WORK;
	else
		c->items[ACTIVITY].chosen = c->facts.entries ? WORK : c->asks ? UNSAID : NIL;
}

/* ---- drafts ---- */

/* The draft of a report is kept under its period and its team. */
static const char *draft_key(const struct close_view *c, char *out, size_t size)
{
	snprintf(out, size, "report %s%s%s", c->period.label, c->team ? " " : "",
		 c->team ? c->team : "");
	return out;
}

/* False, and said, when that failed. */
static bool drop_draft(struct app *app, struct close_view *c)
{
	char key[DRAFT_KEY];
	struct fault f;
	bool done = !drafts_drop(app_book(app), draft_key(c, key, sizeof key), &f);

	if (!done)
		app_fault(app, &f);
	return done;
}

static bool close_keep(struct app *app, struct view *view)
{
	struct close_view *c = of(view);
	char key[DRAFT_KEY];
	struct fault f;

	c->typed = 0;
	if (!c->loaded)
		return true;
	if (!is_dirty(c))
		return drop_draft(app, c);
	if (!drafts_keep(app_book(app), draft_key(c, key, sizeof key), gather(c), &f))
		return true;
	app_fault(app, &f);
	return false;
}

/* ---- loading ---- */

static void load_facts(struct app *app, struct close_view *c)
{
	struct fault f;

	if (close_facts_read(app_book(app), &c->period, c->team, &c->facts, &f))
		app_fault(app, &f);
}

/* A team's report ends before the figures that are the unit's own. */
static void offer_figures(struct close_view *c)
{
	c->figures = close_figures_offered(c->made, !c->team);
	c->form.n = FIGURES + c->figures;
	if (c->form.at >= c->form.n)
		c->form.at = c->form.n - 1;
}

/* The report of the team there is, or the draft of one, into the form. */
static void load(struct app *app, struct close_view *c)
{
	char key[DRAFT_KEY];
	json_t *report = NULL, *draft = drafts_fetch(app_book(app), draft_key(c, key, sizeof key));
	struct fault f;
	rec_t rec = 0;

	load_facts(app, c);
	c->items[FACTS].label = c->facts.text;
	if (report_find(app_book(app), c->period.label, c->team, &rec, &f) ||
	    (rec && !(report = record_read(app_book(app), rec, &f))) ||
	    close_kept_load(app_book(app), &c->as_closed, &c->period, c->team, &c->items[FACTS], &f)) {
		app_fault(app, &f); /* an empty form would stand for what was written */
		json_decref(report);
		json_decref(draft);
		return;
	}
	if (c->form.at == FACTS && c->items[FACTS].type == FORM_NOTE)
		c->form.at = c->choosing ? TEAM : ACTIVITY;
	if (!c->loaded && c->items[FACTS].type != FORM_NOTE)
		c->form.at = FACTS; /* which figures are to stand is asked before all else */
	offer_figures(c);
	fill(c, report);
	json_decref(c->kept);
	c->kept = gather(c);
	if (draft) {
		fill(c, draft);
		app_say(app, TONE_PLAIN, _("The draft is open again: go on where you stopped"));
	} else if (report) {
		app_say(app, TONE_PLAIN,
			_("Closed already: saving again replaces what was written"));
	}
	json_decref(draft);
	json_decref(report);
	c->loaded = true;
}

static void close_reload(struct app *app, struct view *view)
{
	struct close_view *c = of(view);

	if (!c->loaded || !is_dirty(c))
		load(app, c);
	else
		load_facts(app, c);
}

static bool same_team(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : !a == !b;
}

/* After another team was chosen: its own report, never over words that nobody has seen. */
static void follow_team(struct app *app, struct close_view *c)
{
	const char *team = c->choosing ? c->teams.all[c->items[TEAM].chosen].code : c->team;
	bool dirty = is_dirty(c);

	if (same_team(team, c->team))
		return;
	if (!close_keep(app, &c->view) && dirty) {
		form_set(&c->form, TEAM, c->team);
		return;
	}
	free(c->team);
	c->team = memory_strdup(team);
	c->facts.said = false;
	load(app, c);
	if (dirty)
		app_say(app, TONE_PLAIN, "%s",
			_("What you wrote is kept as a draft of the one before"));
}

/* ---- saving ---- */

static void refuse_nil(struct app *app, struct close_view *c)
{
	int saved = (int)c->facts.entries;
	char why[160];

	snprintf(why, sizeof why, P_("Not without activity: %d session is saved in it",
				     "Not without activity: %d sessions are saved in it",
				     (unsigned long)saved), saved);
	form_error(&c->form, ACTIVITY, why);
	app_say(app, TONE_BAD, "%s", _("Not saved"));
}

static void refuse(struct app *app, struct close_view *c, const struct fault *f)
{
	int figure = f->code == FAULT_FIELD ? close_figures_find(c->figures, f->field) : -1;
	int text = f->code == FAULT_FIELD ? close_texts_find(f->field) : -1;

	app_fault(app, f);
	if (figure >= 0)
		form_error(&c->form, FIGURES + figure, app_message(app));
	if (text >= 0)
		form_error(&c->form, TEXTS + text, app_message(app));
}

static void save(struct app *app, struct close_view *c)
{
	char period[PERIOD_TEXT_SIZE], name[128] = "";
	enum close_outcome outcome;
	json_t *texts;
	struct fault f;
	rec_t rec;
	int rc;

	form_error(&c->form, 0, NULL);
	if (!c->loaded) { /* what is there could not be read */
		app_say(app, TONE_BAD, "%s", _("Not saved"));
		return;
	}
	if (c->items[ACTIVITY].chosen == UNSAID) {
		form_error(&c->form, ACTIVITY, _("Say whether there was activity"));
		app_say(app, TONE_BAD, "%s", _("Not saved"));
		return;
	}
	if (is_nil(c) && c->facts.entries) {
		refuse_nil(app, c);
		return;
	}
	if (long_number_in_form(app, &c->form) ||
	    !close_facts_zero(app, &c->facts, c->team, is_nil(c)))
		return;
	texts = gather(c);
	close_texts_empty(texts);
	close_figures_empty(c->figures, texts);
	rc = report_close(app_book(app), &c->period, c->team, is_nil(c),
			  close_kept_anew(&c->items[FACTS]), texts, &rec, &f);
	json_decref(texts);
	if (rc) {
		refuse(app, c, &f);
		return;
	}
	drop_draft(app, c);
	period_text(period, &c->period);
	if (report_speaks_for(app_book(app), c->team))
		snprintf(name, sizeof name, "%s", team_choices_name(&c->teams, c->team));
	outcome = close_kept_outcome(&c->items[FACTS]);
	app_pop(app); /* c is gone after this */
	close_kept_say(app, outcome, name, period);
}

/* Typing into a text: the draft is kept now and then, and with every line. */
static void take_text(struct app *app, struct close_view *c, const char *text, size_t len)
{
	bool all = form_text(&c->form, text, len);

	follow_team(app, c);
	c->typed += len > 4 || *text == '\n' ? KEEP_AFTER : 1;
	if (form_in_lines(&c->form) && c->typed >= KEEP_AFTER)
		close_keep(app, &c->view);
	if (all)
		return;
	term_refuse();
	/* A long text has scrolled what the form says above it away. */
	if (form_in_lines(&c->form))
		app_say(app, TONE_WARN, _("No room for more: %d letters at most"), CLOSE_TEXT_MAX);
}

static void go_back(struct app *app, struct close_view *c)
{
	bool dirty = is_dirty(c), closed = c->as_closed.changes.report;

	if (!close_keep(app, &c->view) && dirty)
		return; /* stay with it */
	app_pop(app);
	if (dirty)
		app_say(app, TONE_PLAIN, "%s", closed
			? _("Closed as before; what you wrote is kept as a draft")
			: _("Not closed yet; what you wrote is kept as a draft"));
}

static bool close_act(struct app *app, struct view *view, enum action action)
{
	struct close_view *c = of(view);
	bool last;

	if (action == ACT_CLOSE_PERIOD) {
		save(app, c);
		return true;
	}
	if (action == ACT_BACK) {
		go_back(app, c);
		return true;
	}
	if (action == ACT_NEW_LINE) {
		take_text(app, c, "\n", 1);
		return true;
	}
	if (!form_act(&c->form, action, &last))
		return false;
	close_keep(app, view);
	if (last)
		app_say(app, TONE_PLAIN, _("That was the last field: ^S closes the period"));
	return true;
}

static void close_text(struct app *app, struct view *view, const char *text, size_t len,
		       bool pasted)
{
	(void)pasted;
	take_text(app, of(view), text, len);
}

static void close_key(struct app *app, struct view *view, int key)
{
	struct close_view *c = of(view);

	if (!form_key(&c->form, key))
		term_refuse();
	follow_team(app, c);
}

static void close_draw(struct view *view, const struct area *area)
{
	form_draw(&of(view)->form, area);
}

static void close_close(struct view *view)
{
	struct close_view *c = of(view);

	if (c->made) /* all of them, also those that are not offered */
		c->form.n = FIGURES + c->made;
	form_release(&c->form);
	team_choices_release(&c->teams);
	json_decref(c->kept);
	free(c->team);
	free(c);
}

static const struct view_class close_class = {
	.name = "close",
	.title = close_title,
	.keymaps = close_keymaps,
	.draw = close_draw,
	.act = close_act,
	.text = close_text,
	.key = close_key,
	.reload = close_reload,
	.keep = close_keep,
	.close = close_close,
};

/* ---- making it ---- */

/*
 * Whose report it is: the unit's at an officer's desk, where another may be chosen; at a team's
 * desk fixed, or one of the teams, first one that has not closed.
 */
static int find_team(struct app *app, struct close_view *c, struct fault *f)
{
	rec_t rec = 1;
	int at = 0, rc = team_choices_read(app_book(app), &c->teams, f);

	if (!rc)
		rc = report_team(app_book(app), &c->team, f);
	c->officer = book_level(app_book(app)) != LEVEL_TEAM;
	c->choosing = !c->team && c->teams.n > c->officer;
	c->asks = c->officer || c->choosing;
	if (rc || !c->choosing || c->officer)
		return rc;
	for (; at < c->teams.n && rec; at += rec != 0) {
		rc = report_find(app_book(app), c->period.label, c->teams.all[at].code, &rec, f);
		if (rc)
			return rc;
	}
	c->items[TEAM].chosen = at < c->teams.n ? at : 0;
	c->team = memory_strdup(c->teams.all[c->items[TEAM].chosen].code);
	return FAULT_OK;
}

static void describe_items(struct close_view *c)
{
	snprintf(c->team_line, sizeof c->team_line, "%s: %s", _("Report of"),
		 team_choices_name(&c->teams, c->team));
	c->activity[WORK] = (struct form_choice){"work", _("There was activity")};
	c->activity[NIL] = (struct form_choice){"nil", _("No activity")};
	c->activity[UNSAID] = (struct form_choice){"", _("not chosen yet")};
	c->items[FACTS] = (struct form_item){.label = c->facts.text, .type = FORM_NOTE};
	c->items[TEAM].label = c->choosing ? _("Report of") : c->team_line;
	c->items[TEAM].type = c->choosing ? FORM_CHOICE : FORM_NOTE;
	c->items[TEAM].choices = c->teams.all;
	c->items[TEAM].n_choices = c->teams.n;
	c->items[TEAM].hint = c->officer ? _("← → a team's report is written in its place")
				      : _("← → to choose whose report this is");
	c->items[ACTIVITY] = (struct form_item){
		.label = _("This period"),
		.type = FORM_CHOICE,
		.choices = c->activity,
		.n_choices = c->asks ? 3 : 2,
		.hint = _("← → to choose; ^S closes the period"),
	};
	close_texts_describe(c->items + TEXTS, c->officer);
}

struct view *close_view_new(struct app *app, const struct period *period)
{
	struct close_view *c = memory_alloc_zero(1, sizeof *c);
	struct rights_on on = {0};
	struct fault f;

	c->view.class = &close_class;
	c->period = *period;
	if (find_team(app, c, &f)) {
		app_fault(app, &f);
		close_close(&c->view);
		return NULL;
	}
	on.team = c->team;
	if (rights_check(app_book(app), RIGHT_WEEK_CLOSE, &on, &f)) {
		app_fault(app, &f);
		close_close(&c->view);
		return NULL;
	}
	describe_items(c);
	c->made = close_figures_describe(c->items + FIGURES, c->officer);
	form_init(&c->form, c->items, FIGURES + c->made);
	offer_figures(c);
	return &c->view;
}
