#include "config.h"
#include "tui/home/tour_view.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/base/memory.h"
#include "tui/app/app.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/widgets/wrap.h"

/* A heading, then paragraphs. */
enum { PARAGRAPHS = 5 };
static const struct page {
	const char *heading;
	const char *text[PARAGRAPHS];
} pages[] = {
	{N_("What this notebook is for"),
	 {N_("You guide people from house to house; here you write down each visit in a minute. "
	     "The week's report then counts itself."),
	  N_("Everything stays in one locked file on this laptop. It needs no internet."),
	  N_("What works on a screen stands in its last line. ? lists all keys, Esc goes back. "
	     "Nothing is lost by trying: u takes back your last change."),
	  NULL}},
	{N_("After a visit"),
	 {N_("n opens the form. Choose the household, how many people, what you showed them and "
	     "how it went, then ^S (hold Ctrl, press s)."),
	  N_("^N instead saves and goes on with the next visit of the evening: date, village and "
	     "who visited stay."),
	  N_("Nobody at home? Write that too: it counts as a visit without guidance, and the "
	     "household comes up again under f."),
	  N_("Never write ID card numbers, passwords or OTP codes."), NULL}},
	{N_("Finding and mending"),
	 {N_("s lists the sessions. / searches as you type, with or without Vietnamese marks. "
	     "Enter opens one, e edits it, Del takes it out of the count."),
	  N_("f shows what was promised: d when it is done. h has villages, households, teams and "
	     "members; there p gives a member a password of his own."),
	  N_("A mistake is no harm: every change is kept with its history, and u takes it back."),
	  NULL}},
	{N_("At the end of the week"),
	 {N_("w shows the week beside the one before. < and > turn to other weeks, p to months, b "
	     "splits a figure by village, member, topic …; Enter shows the sessions behind it."),
	  N_("c closes the week: write what was hard and what comes next, or choose \"No "
	     "activity\". Only a closed week counts as reported."),
	  N_("x writes the figures to a file for the commune, on a stick or in your folder."),
	  N_("Going away? ^L locks the screen."), NULL}},
};
enum { PAGES = sizeof pages / sizeof pages[0] };

struct tour_view {
	struct view view;
	int at;
};

static struct tour_view *of(struct view *view)
{
	return (struct tour_view *)view;
}

static void tour_title(struct view *view, char *out, size_t size)
{
	snprintf(out, size, _("First day: page %d of %d"), of(view)->at + 1, PAGES);
}

static unsigned tour_keymaps(struct view *view)
{
	(void)view;
	return IN_ANY | IN_TOUR;
}

static void tour_draw(struct view *view, const struct area *area)
{
	const struct page *page = &pages[of(view)->at];
	int row = area->row, col = area->col + 2, end = area->row + area->rows;
	/* Air between the paragraphs, where the screen has it. */
	int air = area->rows >= 16;
	int width = area->cols - 4 < 76 ? area->cols - 4 : 76;

	row += air;
	paint_text(row, col, width, STYLE_HEADING, _(page->heading), false);
	row += 1 + air;
	for (int i = 0; i < PARAGRAPHS && page->text[i] && row < end; i++)
		row += wrap_draw(row, col, width, end - row, STYLE_TEXT, _(page->text[i])) + air;
	paint_cursor(area->row + air, col);
}

static bool tour_act(struct app *app, struct view *view, enum action action)
{
	struct tour_view *t = of(view);

	switch (action) {
	case ACT_NEXT_PAGE:
		if (t->at + 1 < PAGES)
			t->at++;
		else
			app_pop(app);
		return true;
	case ACT_PREVIOUS_PAGE:
		if (t->at)
			t->at--;
		return true;
	default:
		return false;
	}
}

static void tour_close(struct view *view)
{
	free(view);
}

static const struct view_class tour_class = {
	.name = "tour",
	.title = tour_title,
	.keymaps = tour_keymaps,
	.draw = tour_draw,
	.act = tour_act,
	.close = tour_close,
};

struct view *tour_view_new(struct app *app)
{
	struct tour_view *t = memory_alloc_zero(1, sizeof *t);

	(void)app;
	t->view.class = &tour_class;
	return &t->view;
}
