#include "config.h"
#include "tui/change.h"

#include <string.h>

#include "store/keyring.h"
#include "store/list.h"
#include "store/list_register.h"
#include "store/list_sessions.h"
#include "store/record.h"
#include "store/record_read.h"
#include "store/step.h"
#include "tui/gettext.h"

static int finish(struct app *app, int rc, struct fault *f)
{
	if (!rc)
		rc = book_commit(app_book(app), NULL, f);
	if (rc)
		book_rollback(app_book(app));
	else
		app_changed(app);
	return rc;
}

int change_record(struct app *app, const char *verb, enum kind kind, rec_t rec,
		  const json_t *input, struct fault *f)
{
	rec_t added;
	int rc = book_begin(app_book(app), verb, f);

	if (rc)
		return rc;
	rc = rec ? record_edit(app_book(app), rec, input, f)
		 : record_add(app_book(app), kind, input, &added, f);
	return finish(app, rc, f);
}

/* ---- taking out ---- */

static int found(void *arg, rec_t rec)
{
	*(rec_t *)arg = rec;
	return 1;
}

struct team_use {
	struct book *book;
	const char *team;
};

static int in_team(void *arg, rec_t rec)
{
	const struct team_use *use = arg;
	struct fault f;
	json_t *member = record_read(use->book, rec, &f);
	const char *team = json_string_value(json_object_get(member, "team"));
	bool is = team && !strcmp(team, use->team);

	json_decref(member);
	return is;
}

/* Whether other records stand on the one of that code. */
static bool code_in_use(struct book *book, enum kind kind, rec_t rec, const char *code)
{
	struct session_filter filter = { .limit = 1 };
	struct team_use use = { book, code };
	struct fault f;
	rec_t one = 0;

	switch (kind) {
	case KIND_VILLAGE:
		list_register(book, KIND_HOUSEHOLD, code, found, &one, &f);
		filter.village = code;
		break;
	case KIND_HOUSEHOLD:
		list_status(book, rec, found, &one, &f);
		filter.household = rec;
		break;
	case KIND_TOPIC:
		filter.topic = code;
		break;
	case KIND_TEAM:
		return list_register(book, KIND_MEMBER, NULL, in_team, &use, &f) != 0;
	default:
		return false;
	}
	if (!one)
		list_sessions(book, &filter, found, &one, &f);
	return one != 0;
}

/* Why a record cannot be taken out, in words; NULL: it can. */
static const char *why_it_stays(struct book *book, enum kind kind, rec_t rec)
{
	struct fault f;
	json_t *object = record_read(book, rec, &f);
	const char *code = json_string_value(json_object_get(object, "code")), *why = NULL;

	if (code && kind == KIND_MEMBER && keyring_holds(book, code))
		why = _("Can unlock this laptop: take the password away first");
	else if (code && code_in_use(book, kind, rec, code))
		why = _("Other records stand on it: it stays. e edits it");
	json_decref(object);
	return why;
}

void change_void(struct app *app, rec_t rec)
{
	struct record_facts facts;
	struct fault f = { 0 };
	int rc = record_facts(app_book(app), rec, &facts, &f);
	const char *why = !rc && !facts.voided ? why_it_stays(app_book(app), facts.kind, rec) : NULL;

	if (why) {
		app_say(app, TONE_WARN, "%s", why);
		return;
	}
	if (!rc)
		rc = book_begin(app_book(app), "void", &f);
	if (!rc)
		rc = finish(app, record_void(app_book(app), rec, !facts.voided, &f), &f);
	if (rc)
		app_fault(app, &f);
	else if (facts.voided)
		app_say(app, TONE_GOOD, _("Put back into the count"));
	else
		app_say(app, TONE_GOOD, _("Taken out of the count; u takes that back"));
}

void change_followup(struct app *app, rec_t rec, const char *state)
{
	bool done = !strcmp(state, "xong");
	json_t *changes = json_pack("{ss}", "status", state);
	struct fault f = { 0 };

	if (change_record(app, done ? "followup_done" : "followup_cancel", KIND_FOLLOWUP, rec,
			  changes, &f))
		app_fault(app, &f);
	else if (done)
		app_say(app, TONE_GOOD, _("Follow-up done; u takes that back"));
	else
		app_say(app, TONE_GOOD, _("Follow-up cancelled; u takes that back"));
	json_decref(changes);
}
