#include "config.h"
#include "tui/cli/cmd_report.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/memory.h"
#include "store/query/list_register.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/report/changed.h"
#include "store/report/close.h"
#include "tui/cli/intake.h"
#include "tui/cli/open.h"
#include "tui/cli/record.h"
#include "tui/cli/report_figures.h"
#include "tui/cli/report_text.h"
#include "tui/env/translate.h"
#include "tui/words/changes_text.h"

enum { CHANGES_COLS = 160 }; /* columns of what changed */

/* ---- closing ---- */

/*
 * The team of --team, or whoever's report it is, malloc'ed; NULL, the unit itself, at an
 * officer's desk and where no team is registered. EX_OK, or after having said why not.
 */
static int find_team(struct cli *cli, char **team)
{
	struct fault f = { 0 };
	bool any;

	*team = memory_strdup(cli_option(cli, OPT_TEAM));
	if (!*team && report_team(cli->book, team, &f))
		return cli_fail(cli, &f);
	if (*team || book_level(cli->book) != LEVEL_TEAM)
		return EX_OK;
	if (report_any_team(cli->book, &any, &f))
		return cli_fail(cli, &f);
	return any ? cli_refuse(cli, EX_USAGE, "--team",
				_("there are teams: say whose report it is"))
		   : EX_OK;
}

static int refuse_nil(struct cli *cli, const struct period *p, const char *team)
{
	struct fault f = { 0 };
	int64_t sessions, attempts;
	char why[160];

	if (report_activity(cli->book, p, team, &sessions, &attempts, &f))
		return cli_fail(cli, &f);
	if (!(sessions + attempts))
		return EX_OK;
	snprintf(why, sizeof why, P_("not without activity: %d session is saved in it",
				     "not without activity: %d sessions are saved in it",
				     (unsigned long)(sessions + attempts)),
		 (int)(sessions + attempts));
	return cli_refuse(cli, EX_DATAERR, p->label, why);
}

int report_may_be_nil(struct cli *cli, rec_t rec)
{
	struct fault f = { 0 };
	json_t *report = record_read(cli->book, rec, &f);
	const char *key = json_string_value(json_object_get(report, "period"));
	struct period period;
	int status = EX_OK;

	if (!report)
		return cli_fail(cli, &f);
	if (key && !period_parse_key(&period, key))
		status = refuse_nil(cli, &period, json_string_value(json_object_get(report, "team")));
	json_decref(report);
	return status;
}

static int read_key(const struct cli *cli, struct period *out)
{
	const char *key = cli->args.operand[0];

	return period_parse_key(out, key)
		       ? cli_refuse(cli, EX_USAGE, key, _("there is no such period"))
		       : EX_OK;
}

/* What the texts given replace is said, so that nobody's words go unseen; the history has them. */
static int show_replaced(struct cli *cli, const struct period *p, const char *team,
			 const json_t *texts)
{
	struct fault f = { 0 };
	json_t *report, *value;
	const char *column;
	char why[512];
	rec_t rec;

	if (report_find(cli->book, p->label, team, &rec, &f))
		return cli_fail(cli, &f);
	if (!rec)
		return EX_OK;
	report = record_read(cli->book, rec, &f);
	if (!report)
		return cli_fail(cli, &f);
	json_object_foreach((json_t *)(uintptr_t)texts, column, value) {
		const char *was = json_string_value(json_object_get(report, column));
		const char *now = json_string_value(value);

		if (!was || (now && !strcmp(was, now)))
			continue;
		snprintf(why, sizeof why, _("replaced; it said: %s"), was);
		cli_warn(cli, 0, column, why, NULL);
	}
	json_decref(report);
	return EX_OK;
}

/*
 * Whether closing keeps the figures of now: words or a figure that are mended do not confirm what
 * changed since it was closed, so that is said; closing with nothing else does.
 */
static int read_anew(struct cli *cli, const struct period *p, const char *team,
		     const json_t *texts, bool *anew)
{
	struct report_changes changes;
	struct fault f = { 0 };
	char what[256], why[512];

	*anew = !json_object_size(texts);
	if (*anew)
		return EX_OK;
	if (report_changed(cli->book, p, team, &changes, &f))
		return cli_fail(cli, &f);
	*anew = !report_differs(&changes);
	if (*anew)
		return EX_OK;
	changes_text(what, sizeof what, &changes, CHANGES_COLS);
	snprintf(why, sizeof why, _("the figures stay as they were closed, though since then: %s; "
				    "close without --text and --set to take those of now"), what);
	cli_warn(cli, 0, p->label, why, NULL);
	return EX_OK;
}

static int say_unclosed(const struct cli *cli, const char *team, const struct fault *f)
{
	if (f->code == FAULT_NOT_PERMITTED && team && !strcmp(f->subject, team))
		return cli_refuse(cli, EX_NOPERM, team, _("this laptop is enrolled for another team; that one closes on its own laptop, or the commune does for it"));
	return cli_fail(cli, f);
}

int cmd_report_close(struct cli *cli)
{
	bool nil = cli_option(cli, OPT_NIL) != NULL, anew = true;
	struct period period;
	struct fault f = { 0 };
	json_t *texts = NULL;
	char *team = NULL;
	rec_t rec;
	int status;

	if (read_key(cli, &period))
		return EX_USAGE;
	status = cli_open(cli);
	if (!status)
		status = report_text_read(cli, &texts);
	if (!status)
		status = report_figures_read(cli, texts);
	if (!status)
		status = find_team(cli, &team);
	if (!status && nil)
		status = refuse_nil(cli, &period, team);
	if (!status)
		status = show_replaced(cli, &period, team, texts);
	if (!status)
		status = read_anew(cli, &period, team, texts, &anew);
	if (!status)
		status = report_close(cli->book, &period, team, nil, anew, texts, &rec, &f)
				 ? say_unclosed(cli, team, &f)
				 : cli_print_id(cli, rec);
	if (!status)
		intake_warn(cli, 0, TYPE_REPORT, texts);
	json_decref(texts);
	free(team);
	return status;
}

/* ---- showing ---- */

struct showing {
	struct cli *cli;
	int shown, status;
};

static int show_one(void *arg, rec_t rec)
{
	struct showing *s = arg;

	s->shown++;
	s->status = cli_show(s->cli, rec);
	return s->status != EX_OK;
}

/* "26575/": what another unit closed itself. */
static bool names_unit(const char *team)
{
	const char *slash = strchr(team, '/');

	return slash && !slash[1];
}

int cmd_report_show(struct cli *cli)
{
	const char *team = cli_option(cli, OPT_TEAM);
	struct showing s = { .cli = cli };
	struct period period;
	struct fault f = { 0 };
	int status, rc;
	rec_t known;

	if (read_key(cli, &period))
		return EX_USAGE;
	status = cli_open(cli);
	if (status)
		return status;
	rc = team && !names_unit(team) ?
		record_lookup_code(cli->book, TYPE_TEAM, team, &known, &f) : FAULT_OK;
	if (rc)
		return cli_fail(cli, &f);
	rc = list_reports(cli->book, period.label, team, !team, show_one, &s, &f);
	if (s.status)
		return s.status;
	if (rc)
		return cli_fail(cli, &f);
	return s.shown ? EX_OK
		       : cli_refuse(cli, EX_NOINPUT, period.label,
				    _("this period has not been closed"));
}
