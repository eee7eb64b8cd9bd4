#include "config.h"
#include "tui/app/long_number.h"

#include "tui/env/translate.h"

bool long_number_asks(struct app *app, bool there, bool *asked)
{
	if (!there || *asked)
		return false;
	*asked = true;
	app_say(app, TONE_WARN, "%s",
		_("A long number: no ID card or phone numbers. Saving again keeps it"));
	return true;
}

bool long_number_in_form(struct app *app, struct form *form)
{
	int at = form_long_number(form);

	if (!long_number_asks(app, at >= 0, &form->number_asked))
		return false;
	form->at = at;
	return true;
}
