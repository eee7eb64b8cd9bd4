#include "config.h"
#include "tui/unlock/unlock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/crypto.h"
#include "store/vault/code.h"
#include "tui/app/drafts.h"
#include "tui/app/routes.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"
#include "tui/typing/typing.h"

enum { CODE_LETTERS = 60 };

static char last[VAULT_NAME_MAX];

const char *unlock_last(void)
{
	return last;
}

/* What the book says about this laptop; what it does not say stays as it is. */
static void take_settings(struct app *app, struct book *book)
{
	bool given = app_launch(app)->language_given;
	const char *value = given ? NULL : book_setting(book, "language");
	enum tone_style style = typing_style();
	long minutes;

	if (value)
		lang_set(value);
	value = book_setting(book, UNLOCK_TONE_SETTING);
	if (value)
		style = strcmp(value, "new") ? TONE_OLD : TONE_NEW;
	value = book_setting(book, "typing");
	typing_set(value ? typing_find(value) : typing_get(), style);
	value = book_setting(book, UNLOCK_IDLE_SETTING);
	minutes = value ? strtol(value, NULL, 10) : 0;
	if (minutes >= 1 && minutes <= UNLOCK_IDLE_MAX)
		app_set_idle_minutes(app, (unsigned)minutes);
}

bool unlock_enter(struct app *app, struct book *book)
{
	struct fault f;
	int left, rc = drafts_take_over(book, &left, &f);

	app_enter(app, book);
	snprintf(last, sizeof last, "%s", book_member(book));
	take_settings(app, book);
	app_show_home(app);
	if (rc)
		app_fault(app, &f);
	else if (left)
		app_say(app, TONE_WARN,
			P_("%d older draft waits until the one in its place is saved or dropped",
			   "%d older drafts wait until those in their place are saved or dropped",
			   (unsigned long)left), left);
	return !rc && !left;
}

void unlock_pass_items(struct form_item items[2], const char *hint)
{
	items[0] = (struct form_item){ .label = _("New password"), .type = FORM_SECRET,
				       .max = UNLOCK_PASS_LETTERS,
				       .hint = _("At least 8 letters; several words are best") };
	items[1] = (struct form_item){ .label = _("Repeat password"), .type = FORM_SECRET,
				       .max = UNLOCK_PASS_LETTERS, .hint = hint };
}

struct vault_pass unlock_pass(const struct form *form, int item)
{
	struct vault_pass pass = { .text = form_value(form, item) };

	pass.len = strlen(pass.text);
	return pass;
}

void unlock_code_item(struct form_item *item)
{
	*item = (struct form_item){ .label = _("Recovery code"), .type = FORM_TEXT,
				    .max = CODE_LETTERS, .plain = true };
}

void unlock_code_begin(struct form *form, int item)
{
	char blank[CODE_LETTERS + 1];

	memset(blank, ' ', CODE_LETTERS);
	blank[CODE_LETTERS] = 0;
	form_set(form, item, blank);
	form_set(form, item, "");
}

void unlock_code_end(struct form *form, int item)
{
	form->items[item].line.secret = true;
}

bool unlock_code_check(struct form *form, int item)
{
	uint8_t bytes[VAULT_CODE_BYTES];
	struct vault_pass code = unlock_pass(form, item);
	int group = vault_code_read(code.text, bytes);
	char why[160];

	wipe(bytes, sizeof bytes);
	vault_pass_release(&code);
	form_error(form, item, NULL);
	if (group > 0)
		snprintf(why, sizeof why, _("Group %d has a slip: compare it with the paper"), group);
	else
		snprintf(why, sizeof why, "%s",
			 _("Letters are missing or too many: seven groups of five"));
	if (group)
		form_error(form, item, why);
	return !group;
}

bool unlock_code_holds(struct form *form, int item, enum action action)
{
	bool forward = action == ACT_NEXT_FIELD || action == ACT_FIELD_DONE || action == ACT_DOWN;

	return forward && form->at == item && !unlock_code_check(form, item);
}

void unlock_code_draw(struct form *form, const struct area *area)
{
	struct area below = *area;
	int col = area->col + 1, width = area->cols - 2;

	if (area->rows >= 12) { /* else the fields, and what is wrong with them, need the room */
		paint_text(area->row + 1, col, width, STYLE_TEXT,
			   _("Type the recovery code from your paper: seven groups."), false);
		paint_text(area->row + 2, col, width, STYLE_FAINT,
			   _("Capitals, spaces and dashes do not matter."), false);
		below.row += 4;
		below.rows -= 4;
	}
	form_draw(form, &below);
}

bool unlock_new_pass(struct form *form, int first, struct vault_pass *out)
{
	struct vault_pass again = unlock_pass(form, first + 1);
	char why[160];
	bool good = false;

	form_error(form, first, NULL);
	*out = unlock_pass(form, first);
	if (!vault_pass_long_enough(out)) {
		snprintf(why, sizeof why, _("Password too short: at least %d letters"),
			 VAULT_PASS_LETTERS);
		form_set(form, first, "");
		form_set(form, first + 1, "");
		form_error(form, first, why);
	} else if (again.len != out->len || memcmp(again.text, out->text, out->len) != 0) {
		form_set(form, first + 1, ""); /* nobody sees what is wrong in dots */
		form_error(form, first + 1, _("Passwords do not match: type the same again"));
	} else {
		good = true;
	}
	vault_pass_release(&again);
	if (!good)
		vault_pass_release(out);
	return good;
}
