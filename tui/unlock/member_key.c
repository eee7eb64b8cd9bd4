#include "config.h"
#include "tui/unlock/member_key.h"

#include "store/book/keyring.h"
#include "store/record/rights.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/words/slot_words.h"

static bool is_keeper(struct app *app, struct fault *f)
{
	const struct rights_on on = { 0 };

	return !rights_check(app_book(app), RIGHT_SLOT_ADD_REMOVE_BACKUP_RESTORE_REKEY, &on, f);
}

static bool allowed(struct app *app, const char *code, enum slot_no no)
{
	struct fault f = { 0 };

	if (!is_keeper(app, &f))
		app_fault(app, &f);
	else if (no)
		app_say(app, TONE_WARN, "%s: %s", code, slot_why(no));
	else
		return true;
	return false;
}

void member_key_give(struct app *app, const char *code)
{
	if (allowed(app, code, keyring_may_give(app_book(app), code)))
		app_open_slot(app, code);
}

bool member_key_offer(struct app *app, const char *code)
{
	struct fault f;
	bool may = keyring_may_give(app_book(app), code) == SLOT_FINE && is_keeper(app, &f);

	if (may)
		app_open_slot(app, code);
	return may;
}

bool member_key_may_take(struct app *app, const char *code)
{
	return allowed(app, code, keyring_may_take(app_book(app), code));
}

void member_key_take(struct app *app, const char *code)
{
	struct fault f;
	int rc = keyring_take(app_book(app), code, &f);

	if (rc && rc != FAULT_UNSURE) {
		app_fault(app, &f);
		return;
	}
	app_changed(app);
	if (rc) {
		app_say(app, TONE_BAD,
			_("%s may still be able to unlock: take the password away once more"), code);
		return;
	}
	app_say(app, TONE_GOOD,
		_("%s cannot unlock this laptop any more; copies made before still open"), code);
}

void member_key_code(struct app *app)
{
	if (allowed(app, "", SLOT_FINE))
		app_open_code(app);
}
