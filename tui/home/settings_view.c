#include "config.h"
#include "tui/home/settings_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/record/unit_codes.h"
#include "tui/app/form_base.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/typing/typing.h"
#include "tui/unlock/unlock.h"
#include "tui/words/say.h"

enum { LANGUAGE, TYPING, TONE, IDLE, CODES, ITEMS };

struct settings_view {
	struct form_base base;
	struct form_item items[ITEMS];
	struct form_choice typings[3], tones[2];
	int n; /* items: an upper level has no former codes */
};

/* Each in its own language, so that whoever lost his way finds back. */
static const struct form_choice languages[] = {
	{ "vi", "Tiếng Việt" },
	{ "en", "English" },
};

static struct settings_view *of(struct view *view)
{
	return (struct settings_view *)view;
}

static void settings_title(struct view *view, char *out, size_t size)
{
	(void)view;
	snprintf(out, size, "%s", _("Settings"));
}

/* The minutes typed, or 0 after having said at the field what is wrong. */
static long read_minutes(struct settings_view *s)
{
	char *text = form_value(&s->base.form, IDLE), *end = text, why[160];
	long minutes = strtol(text, &end, 10);

	if (*end || minutes < 1 || minutes > UNLOCK_IDLE_MAX)
		minutes = 0;
	free(text);
	snprintf(why, sizeof why, _("A whole number from 1 to %d"), UNLOCK_IDLE_MAX);
	form_error(&s->base.form, IDLE, NULL);
	if (!minutes)
		form_error(&s->base.form, IDLE, why);
	return minutes;
}

/* Keep the former codes, if they are others; false after having said what is wrong. */
static bool save_codes(struct app *app, struct settings_view *s)
{
	struct fault f = { 0 };
	char *text, *why;
	int rc;

	if (s->n <= CODES)
		return true;
	text = form_value(&s->base.form, CODES);
	rc = unit_codes_set(app_book(app), text, &f);
	free(text);
	if (rc == FAULT_NOTHING)
		return true;
	if (rc == FAULT_FIELD) {
		f.field[0] = 0;
		why = say_text(&f);
		form_error(&s->base.form, CODES, why);
		free(why);
	} else if (rc) {
		app_fault(app, &f);
	}
	return !rc;
}

static void save(struct app *app, struct settings_view *s)
{
	const char *language = languages[s->items[LANGUAGE].chosen].code;
	const char *typing = s->typings[s->items[TYPING].chosen].code;
	const char *tone = s->tones[s->items[TONE].chosen].code;
	long minutes = read_minutes(s);
	char number[24];
	struct fault f;

	if (!minutes || !save_codes(app, s))
		return;
	snprintf(number, sizeof number, "%ld", minutes);
	if (book_setting_set(app_book(app), "language", language, &f) ||
	    book_setting_set(app_book(app), "typing", typing, &f) ||
	    book_setting_set(app_book(app), UNLOCK_TONE_SETTING, tone, &f) ||
	    book_setting_set(app_book(app), UNLOCK_IDLE_SETTING, number, &f)) {
		app_fault(app, &f);
		return;
	}
	app_set_idle_minutes(app, (unsigned)minutes);
	lang_set(language);
	typing_set(typing_find(typing), s->items[TONE].chosen ? TONE_NEW : TONE_OLD);
	app_pop(app); /* s is gone after this */
	app_say(app, TONE_GOOD, "%s", _("Saved"));
}

static bool settings_act(struct app *app, struct view *view, enum action action)
{
	bool done, taken;

	taken = form_base_act(view, action, &done);
	if (taken && done)
		save(app, of(view));
	return taken;
}

static const struct view_class settings_class = {
	.name = "settings", .title = settings_title, .keymaps = form_base_keymaps,
	.draw = form_base_draw,
	.act = settings_act, .text = form_base_text, .key = form_base_key, .close = form_base_close,
};

static void make_items(struct settings_view *s)
{
	s->typings[0] = (struct form_choice){ "telex", "Telex" };
	s->typings[1] = (struct form_choice){ "vni", "VNI" };
	s->typings[2] = (struct form_choice){ "off", _("Typing off") };
	s->tones[0] = (struct form_choice){ "old", _("Old style (hòa)") };
	s->tones[1] = (struct form_choice){ "new", _("New style (hoà)") };
	s->items[LANGUAGE] = (struct form_item){
		.label = _("Language"), .type = FORM_CHOICE, .choices = languages,
		.n_choices = sizeof languages / sizeof languages[0],
		.hint = _("← → change it"),
	};
	s->items[TYPING] = (struct form_item){
		.label = _("Typing method"), .type = FORM_CHOICE, .choices = s->typings,
		.n_choices = 3, .hint = _("← → change it"),
	};
	s->items[TONE] = (struct form_item){
		.label = _("Tone placement"), .type = FORM_CHOICE, .choices = s->tones,
		.n_choices = 2, .hint = _("← → change it"),
	};
	s->items[IDLE] = (struct form_item){
		.label = _("Lock after minutes"), .type = FORM_TEXT, .max = 3, .plain = true,
		.only = FORM_DIGITS,
		.hint = _("Without a key for so long, the screen locks by itself"),
	};
	s->items[CODES] = (struct form_item){
		.label = _("Former codes"), .type = FORM_TEXT, .max = 180, .plain = true,
		.hint = _("Of the communes it was made of; villages may bear them"),
	};
}

struct view *settings_view_new(struct app *app)
{
	struct settings_view *s = memory_alloc_zero(1, sizeof *s);
	char number[24];

	s->base.view.class = &settings_class;
	s->n = book_level(app_book(app)) == LEVEL_UPPER ? CODES : ITEMS;
	make_items(s);
	form_init(&s->base.form, s->items, s->n);
	form_set(&s->base.form, LANGUAGE, lang_english() ? "en" : "vi");
	form_set(&s->base.form, TYPING, typing_code(typing_get()));
	form_set(&s->base.form, TONE, typing_style() == TONE_NEW ? "new" : "old");
	snprintf(number, sizeof number, "%u", app_idle_minutes(app));
	form_set(&s->base.form, IDLE, number);
	if (s->n > CODES) {
		const char *codes = book_setting(app_book(app), UNIT_CODES_SETTING);

		form_set(&s->base.form, CODES, codes ? codes : "");
	}
	return &s->base.view;
}
