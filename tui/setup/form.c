#include "config.h"
#include "tui/setup/form.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/text.h"
#include "store/book/keyring.h"
#include "tui/env/translate.h"
#include "tui/term/term.h"
#include "tui/words/slot_words.h"

char *wizard_value(const struct wizard *w, int item)
{
	char *text = form_value(&w->form, item), *name;
	size_t len;

	if (text_name(text, strlen(text), &name, &len))
		return text; /* what is no text is refused where it is looked at */
	free(text);
	return name;
}

void wizard_form_begin(struct wizard *w, int n)
{
	form_init(&w->form, w->items, n);
}

void wizard_form_leave(struct wizard *w)
{
	form_release(&w->form);
	memset(w->items, 0, sizeof w->items);
}

void wizard_form_text(struct wizard *w, const char *text, size_t len)
{
	form_text(&w->form, text, len);
}

void wizard_form_key(struct wizard *w, int key)
{
	if (!form_key(&w->form, key))
		term_refuse();
}

void wizard_form_draw(struct wizard *w, const struct area *area)
{
	form_draw(&w->form, area);
}

bool wizard_form_act(struct wizard *w, enum action action, bool *done)
{
	return form_act(&w->form, action == ACT_CONTINUE ? ACT_FIELD_DONE : action, done);
}

bool wizard_form_lacks(struct wizard *w, enum action action, int item)
{
	char *text;
	bool lacks;

	if (action != ACT_CONTINUE || w->form.at != item)
		return false;
	text = wizard_value(w, item);
	lacks = !*text;
	free(text);
	if (lacks)
		form_error(&w->form, item, wizard_wrong_text(""));
	return lacks;
}

const char *wizard_wrong_text(const char *text)
{
	size_t n = strlen(text);

	if (!n)
		return _("This field is required");
	return text_has_control(text, n, false) || text_has_invisible(text, n)
		       ? _("It has control or invisible characters: type it anew") : NULL;
}

const char *wizard_wrong_name(const char *name)
{
	if (strlen(name) >= VAULT_NAME_MAX)
		return slot_why(SLOT_LONG_NAME);
	if (strpbrk(name, "/,"))
		return _("Without commas and slashes, please");
	return wizard_wrong_text(name);
}
