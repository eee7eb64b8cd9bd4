#include "config.h"
#include "tui/cli/cmd_session.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/book/transaction.h"
#include "store/query/list_sessions.h"
#include "store/record/joined.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/record.h"
#include "store/record/undo.h"
#include "sync/exchange/standing.h"
#include "sync/identity/enrol.h"
#include "tui/cli/cmd_report.h"
#include "tui/cli/intake.h"
#include "tui/cli/open.h"
#include "tui/cli/period.h"
#include "tui/cli/record.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/say.h"
#include "tui/words/text_record.h"
#include "tui/words/transaction_words.h"

/* ---- in ---- */

static int take_in(struct cli *cli, enum record_type type, const char *verb)
{
	int status = cli_open(cli);

	return status ? status : intake_lines(cli, type, verb);
}

int cmd_log(struct cli *cli)
{
	return take_in(cli, TYPE_SESSION, "log");
}

int cmd_status(struct cli *cli)
{
	return take_in(cli, TYPE_STATUS, "status");
}

/* ---- out ---- */

struct listing {
	struct cli *cli;
	int status, shown;
};

static int each_session(void *arg, rec_t rec)
{
	struct listing *list = arg;
	struct record_facts facts;
	json_t *object = cli_listed(list->cli, rec, &facts, &list->status);
	struct buffer text = { 0 };

	if (!object)
		return LIST_STOP;
	list->shown++;
	if (cli_option(list->cli, OPT_JSON)) {
		cli_print_json(object);
	} else {
		text_session_row(&text, list->cli->book, facts.id, object);
		out_print(&text);
		json_decref(object);
	}
	return ferror(stdout) ? LIST_STOP : 0;
}

/* --household: a bare code is one of the village of --village; an id is whole or the beginning of one. */
static int filter_household(struct cli *cli, struct session_filter *filter)
{
	const char *text = cli_option(cli, OPT_HOUSEHOLD);
	struct fault f = { 0 }, other;
	char *whole = NULL;
	int rc;

	if (!text)
		return EX_OK;
	if (filter->village && !strchr(text, '/'))
		whole = memory_format("%s/%s", filter->village, text);
	rc = household_lookup(cli->book, whole ? whole : text, &filter->household, &f);
	if (rc == FAULT_NOT_FOUND && !record_lookup(cli->book, TYPE_HOUSEHOLD, text,
						    &filter->household, &other))
		rc = FAULT_OK;
	if (!rc) /* sessions count for the one it is joined to */
		rc = joined_root(cli->book, filter->household, &filter->household, &f);
	free(whole);
	return rc ? cli_fail_file(cli, &f, text) : EX_OK;
}

int cmd_list(struct cli *cli)
{
	struct session_filter filter = {
		.village = cli_option(cli, OPT_VILLAGE),
		.topic = cli_option(cli, OPT_TOPIC),
		.search = cli_option(cli, OPT_SEARCH),
		.voided = cli_option(cli, OPT_VOIDED) != NULL,
	};
	struct listing list = { .cli = cli };
	struct period period = { 0 };
	struct fault f = { 0 };
	int status = cli_period(cli, &period, &filter.ranged);

	filter.from = period.from;
	filter.to = period.to;
	if (!status)
		status = cli_open(cli);
	if (!status)
		status = filter_household(cli, &filter);
	if (status)
		return status;
	list_sessions(cli->book, &filter, each_session, &list, &f);
	if (!list.status && !f.code && filter.search && text_only_signs(filter.search))
		cli_warn(cli, 0, filter.search, _("no letter or digit to search for"), NULL);
	return list.status ? list.status : cli_end_list(cli, &f, list.shown);
}

int cmd_show(struct cli *cli)
{
	bool shown = false;
	int status = cli_open(cli);
	rec_t rec;

	if (!status)
		status = cli_show_topic(cli, cli->args.operand[0], &shown);
	if (!status && !shown)
		status = cli_lookup(cli, TYPE_ANY, cli->args.operand[0], &rec);
	return status || shown ? status : cli_show(cli, rec);
}

/* ---- changes ---- */

static int read_changes(struct cli *cli, json_t **changes)
{
	struct fault f = { 0 };
	char *text;
	size_t len;
	int rc = jsonl_rest(&cli->in, &text, &len, &f);

	if (!rc)
		rc = jsonl_object(text, len, changes, &f);
	free(text);
	return rc ? cli_fail(cli, &f) : EX_OK;
}

/* Run one change as a transaction and print the record's id. */
static int change(struct cli *cli, const char *verb, rec_t rec, const json_t *changes,
		  const char *nothing)
{
	struct fault f = { 0 };
	int rc = book_begin(cli->book, verb, &f);

	if (!rc)
		rc = changes ? record_edit(cli->book, rec, changes, &f)
			     : record_void(cli->book, rec, true, &f);
	if (!rc)
		rc = book_commit(cli->book, NULL, &f);
	if (!rc)
		return cli_print_id(cli, rec);
	book_rollback(cli->book);
	if (rc == FAULT_NOTHING)
		return cli_refuse(cli, say_exit_code(FAULT_NOTHING), cli->args.operand[0], nothing);
	return cli_fail(cli, &f);
}

int cmd_edit(struct cli *cli)
{
	struct record_facts facts;
	json_t *changes = NULL;
	struct fault f;
	rec_t rec;
	int status = cli_open(cli);

	if (!status)
		status = cli_lookup(cli, TYPE_ANY, cli->args.operand[0], &rec);
	if (!status)
		status = read_changes(cli, &changes);
	if (!status && json_is_true(json_object_get(changes, "nil")))
		status = report_may_be_nil(cli, rec);
	if (!status) {
		status = change(cli, "edit", rec, changes, _("everything is so already"));
		if (!status && !record_facts(cli->book, rec, &facts, &f))
			intake_warn(cli, 0, facts.type, changes);
	}
	json_decref(changes);
	return status;
}

int cmd_void(struct cli *cli)
{
	rec_t rec;
	int status = cli_open(cli);

	if (!status)
		status = cli_lookup(cli, TYPE_ANY, cli->args.operand[0], &rec);
	if (!status)
		status = change(cli, "void", rec, NULL, _("it was taken out of the count before"));
	return status;
}

/* What a laptop's key came to hung on what was taken back. */
static int settle(struct cli *cli, struct fault *f)
{
	struct identity id;
	int rc = identity_read(&id, cli->book, f);

	if (rc)
		return rc;
	rc = exchange_settle(cli->book, &id, f);
	identity_release(&id);
	return rc;
}

int cmd_undo(struct cli *cli)
{
	struct fault f = { 0 };
	char verb[33];
	int count = 0, left = 0, rc, status = cli_open(cli);

	if (status)
		return status;
	rc = book_undo(cli->book, verb, &count, &left, &f);
	if (rc == FAULT_NOTHING)
		return cli_refuse(cli, say_exit_code(FAULT_NOTHING), NULL,
				  _("there is nothing to take back"));
	if (rc)
		return cli_fail(cli, &f);
	if (!count)
		return cli_refuse(cli, EX_NOPERM, transaction_word(verb),
				  _("others have changed or use it since; nothing taken back"));
	printf(_("Taken back: %s (%d)\n"), transaction_word(verb), count);
	if (left)
		printf(_("Kept (others have changed or use it, or a rule forbids it): %d\n"), left);
	if (enrol_is_verb(verb) && settle(cli, &f))
		return cli_half(cli, &f, NULL, _("it is done, but what came is not judged by it yet: %s"));
	return cli_done(cli);
}
