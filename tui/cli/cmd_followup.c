#include "config.h"
#include "tui/cli/cmd_followup.h"

#include <string.h>
#include <sysexits.h>

#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/query/list.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/record.h"
#include "tui/cli/open.h"
#include "tui/cli/record.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/say.h"
#include "tui/words/text_record.h"

enum { COMING_DAYS = 7 };

/* Where a follow-up stands in a listing of what is due. */
enum due { NOT_ASKED, OVERDUE, COMING };

struct listing {
	struct cli *cli;
	enum due section; /* of the last row */
	bool by_due;      /* `due`: in sections */
	int status, shown;
};

static const char *const due_names[] = { "", "overdue", "coming" };

static void copy(json_t *to, const char *key, const json_t *from, const char *name)
{
	json_t *value = json_object_get(from, name);

	if (value)
		json_object_set(to, key, value);
	else
		json_object_set_new(to, key, json_null());
}

/* {"id","session","village","household","kind","due","topic","status","closed"} */
static json_t *followup_object(struct cli *cli, rec_t rec, struct fault *f)
{
	static const char *const fields[] = { "kind", "due", "topic", "status", "closed" };
	struct record_facts facts;
	json_t *own = record_read(cli->book, rec, f), *session = NULL, *object = NULL;
	const char *session_id = json_string_value(json_object_get(own, "session"));
	rec_t of;

	if (own && !record_facts(cli->book, rec, &facts, f) &&
	    !record_lookup(cli->book, TYPE_SESSION, session_id ? session_id : "", &of, f))
		session = record_read(cli->book, of, f);
	if (session) {
		object = json_object();
		json_object_set_new(object, "id", json_string(facts.id));
		copy(object, "session", own, "session");
		copy(object, "village", session, "village");
		copy(object, "household", session, "household");
		for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
			copy(object, fields[i], own, fields[i]);
	}
	json_decref(session);
	json_decref(own);
	return object;
}

static enum due due_of(const struct cli *cli, const json_t *object)
{
	const char *text = json_string_value(json_object_get(object, "due"));
	day_t day;

	return text && date_parse(&day, text) && day < book_now(cli->book)->day ? OVERDUE : COMING;
}

static int each_followup(void *arg, rec_t rec)
{
	struct listing *list = arg;
	struct fault f = { 0 };
	json_t *object = followup_object(list->cli, rec, &f);
	enum due section = NOT_ASKED;
	struct buffer text = { 0 };

	if (!object) {
		list->status = cli_fail(list->cli, &f);
		return LIST_STOP;
	}
	if (list->by_due)
		section = due_of(list->cli, object);
	list->shown++;
	if (cli_option(list->cli, OPT_JSON)) {
		if (list->by_due)
			json_object_set_new(object, "list", json_string(due_names[section]));
		cli_print_json(object);
		return ferror(stdout) ? LIST_STOP : 0;
	}
	if (section != list->section)
		printf("%s\n", section == OVERDUE ? _("Overdue:") : _("In the next 7 days:"));
	list->section = section;
	text_followup_row(&text, list->cli->book, object);
	out_print(&text);
	json_decref(object);
	return ferror(stdout) ? LIST_STOP : 0;
}

int cmd_followup_list(struct cli *cli)
{
	struct listing list = { .cli = cli };
	struct fault f = { 0 };
	int status = cli_open(cli);

	if (status)
		return status;
	list_followups(cli->book, cli_option(cli, OPT_ALL) ? FOLLOWUPS_ALL : FOLLOWUPS_OPEN, 0,
		       each_followup, &list, &f);
	return list.status ? list.status : cli_end_list(cli, &f, list.shown);
}

static int close_followup(struct cli *cli, const char *verb, const char *state)
{
	json_t *changes = json_pack("{ss}", "status", state);
	struct fault f = { 0 };
	rec_t rec;
	int rc, status = cli_open(cli);

	if (!status)
		status = cli_lookup(cli, TYPE_FOLLOWUP, cli->args.operand[0], &rec);
	if (status) {
		json_decref(changes);
		return status;
	}
	rc = book_begin(cli->book, verb, &f);
	if (!rc)
		rc = record_edit(cli->book, rec, changes, &f);
	if (!rc)
		rc = book_commit(cli->book, NULL, &f);
	json_decref(changes);
	if (!rc)
		return cli_print_id(cli, rec);
	book_rollback(cli->book);
	if (rc == FAULT_NOTHING)
		return cli_refuse(cli, say_exit_code(FAULT_NOTHING), cli->args.operand[0],
				  _("everything is so already"));
	return cli_fail(cli, &f);
}

int cmd_followup_done(struct cli *cli)
{
	return close_followup(cli, "followup_done", "xong");
}

int cmd_followup_cancel(struct cli *cli)
{
	return close_followup(cli, "followup_cancel", "huy");
}

static int each_visit(void *arg, rec_t rec)
{
	struct listing *list = arg;
	struct fault f = { 0 };
	json_t *household = record_read(list->cli->book, rec, &f);
	struct buffer text = { 0 };

	if (!household) {
		list->status = cli_fail(list->cli, &f);
		return LIST_STOP;
	}
	if (cli_option(list->cli, OPT_JSON)) {
		json_t *object = json_object();

		copy(object, "village", household, "village");
		copy(object, "household", household, "code");
		copy(object, "hint", household, "hint");
		json_object_set_new(object, "list", json_string("visit"));
		cli_print_json(object);
	} else {
		if (!list->shown)
			printf("%s\n", _("Visit next:"));
		text_register_row(&text, list->cli->book, TYPE_HOUSEHOLD, household);
		out_print(&text);
	}
	list->shown++;
	json_decref(household);
	return ferror(stdout) ? LIST_STOP : 0;
}

int cmd_due(struct cli *cli)
{
	struct listing followups = { .cli = cli, .by_due = true }, visits = { .cli = cli };
	struct fault f = { 0 };
	int status = cli_open(cli);

	if (status)
		return status;
	list_followups(cli->book, FOLLOWUPS_OPEN, book_now(cli->book)->day + COMING_DAYS,
		       each_followup, &followups, &f);
	if (!f.code && !followups.status)
		list_visits(cli->book, each_visit, &visits, &f);
	if (followups.status || visits.status)
		return followups.status ? followups.status : visits.status;
	if (f.code)
		return cli_fail(cli, &f);
	if (!followups.shown && !visits.shown && !cli_option(cli, OPT_JSON))
		puts(_("Nothing is due"));
	return EX_OK;
}
