#include "config.h"
#include "tui/cli/cmd_import.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/clock.h"
#include "store/book/now.h"
#include "store/ledger/files.h"
#include "store/summary/make.h"
#include "sync/exchange/import.h"
#include "tui/cli/open.h"
#include "tui/env/translate.h"
#include "tui/words/import_words.h"
#include "tui/words/out.h"
#include "tui/words/say.h"

/* ---- import ---- */

/* "accepted<tab>FILE<tab>", for scripts. */
static void print_verdict(const struct import_result *r)
{
	printf("%s\t", import_verdict_name(r->verdict));
	out_text(stdout, r->path);
	printf("\t%s\n", r->reason);
}

/* Whether nothing is taken in, and what is said is what would be. */
static bool is_tried(const struct cli *cli)
{
	return cli_option(cli, OPT_DRY_RUN) != NULL;
}

/* Whether it was named itself, and not found in a folder. */
static bool is_named(const struct cli *cli, const struct import_result *r)
{
	for (int i = 0; i < cli->args.operands; i++)
		if (!strcmp(cli->args.operand[i], r->path))
			return true;
	return false;
}

/*
 * What a person is told of it, each line with the file before it. On a stick that goes round much
 * is sealed for others: their count is enough.
 */
static void say_notes(const struct cli *cli, const struct import_result *r)
{
	const char *why = import_is_for_others(r) && !is_named(cli, r) ? "" :
		import_reason_text(import_verdict_name(r->verdict), r->reason);
	struct buffer notes = { 0 };
	const char *line;

	if (*why)
		buffer_print(&notes, "%s\n", why);
	import_notes(&notes, r, book_level(cli->book), is_tried(cli));
	for (line = buffer_text(&notes); *line; line += strcspn(line, "\n") + 1) {
		out_text(stderr, r->path);
		fprintf(stderr, ": %.*s\n", (int)strcspn(line, "\n"), line);
	}
	buffer_release(&notes);
}

static int say_unread_file(const struct cli *cli, const struct import_result *r)
{
	struct fault f = { 0 };

	fault_sys(&f, r->sys == ENOENT ? FAULT_NO_FILE : FAULT_IO, r->sys, r->path);
	return cli_fail_file(cli, &f, r->path);
}

/* The exit code of what came of the files. */
static int print_results(const struct cli *cli, const struct import_results *results)
{
	int status = EX_OK;

	for (size_t i = 0; i < results->n; i++) {
		const struct import_result *r = &results->results[i];

		if (r->verdict == IMPORT_UNREAD) {
			int unread = say_unread_file(cli, r);

			status = status == EX_OK || status == EX_DATAERR ? unread : status;
			continue;
		}
		print_verdict(r);
		if (status == EX_OK &&
		    (r->verdict == IMPORT_DAMAGED || r->verdict == IMPORT_FOREIGN))
			status = EX_DATAERR;
	}
	fflush(stdout);
	return status;
}

/* Whose report of this week is not here; of what is only tried none has come. */
static int put_missing(struct cli *cli, struct buffer *out, struct fault *f)
{
	struct summary summary;
	struct period week;
	enum summary_axis axis = summary_axis_is_for(cli->book, SUMMARY_UNIT) ? SUMMARY_UNIT
									     : SUMMARY_WHOLE;
	int rc;

	if (book_level(cli->book) == LEVEL_TEAM ||
	    period_of_day(&week, PERIOD_WEEK, book_now(cli->book)->day))
		return FAULT_OK;
	rc = summary_make_period(cli->book, &week, axis, &summary, f);
	if (rc)
		return rc;
	import_missing(out, &summary);
	summary_release(&summary);
	return FAULT_OK;
}

/* On standard error: what a person wants to know. */
static int say_all(struct cli *cli, const struct import_results *results)
{
	struct buffer out = { 0 };
	struct fault f = { 0 };
	int rc;

	for (size_t i = 0; i < results->n; i++)
		say_notes(cli, &results->results[i]);
	import_came(&out, results, book_level(cli->book), is_tried(cli));
	if (is_tried(cli))
		buffer_print(&out, "%s\n", _("Only tried: nothing was taken in."));
	rc = put_missing(cli, &out, &f);
	fputs(buffer_text(&out), stderr);
	buffer_release(&out);
	return rc ? cli_fail(cli, &f) : EX_OK;
}

static int import(struct cli *cli, struct identity *id)
{
	const struct import_options options = {
		.dry_run = is_tried(cli),
		.root = cli_option(cli, OPT_ROOT),
	};
	struct import_results results = { 0 };
	struct fault f = { 0 };
	char *const *paths = (char *const *)(uintptr_t)cli->args.operand;
	int rc = import_paths(cli->book, id, paths, (size_t)cli->args.operands, &options, &results,
			      &f);
	int status = print_results(cli, &results), said = EX_OK;

	if (!rc)
		said = say_all(cli, &results);
	import_results_release(&results);
	if (rc)
		return cli_fail(cli, &f);
	return said ? said : status ? status : options.dry_run ? EX_OK : cli_done(cli);
}

int cmd_import(struct cli *cli)
{
	const char *root = cli_option(cli, OPT_ROOT);
	uint8_t typed[FINGERPRINT_BYTES];
	struct identity id = { 0 };
	int status;

	if (root && !fingerprint_read(typed, root))
		return cli_refuse(cli, EX_USAGE, args_option_name(OPT_ROOT),
				  _("not a code: sixteen letters and digits, as 7CPZ-AG6Z-QSKE-1QMH"));
	status = cli_open_identity(cli, &id);
	if (!status)
		status = import(cli, &id);
	identity_release(&id);
	return status;
}

/* ---- import list ---- */

static json_t *key_json(int64_t key)
{
	return key ? json_integer(key) : json_null();
}

static json_t *row_json(const struct file_row *row)
{
	return json_pack("{sI sI ss? ss sI ss ss ss? so sb}", "n", (json_int_t)row->key, "at",
			 (json_int_t)row->at, "member", row->member, "file", row->name, "size",
			 (json_int_t)row->size, "verdict", row->verdict, "reason", row->reason,
			 "format", row->format, "batch", key_json(row->batch), "undone",
			 row->undone);
}

static void print_row(const struct file_row *row)
{
	enum { NAME = 34 };
	const char *why = import_reason_text(row->verdict, row->reason);
	char day[DATE_SIZE];
	struct buffer out = { 0 };

	date_format_vn(day, clock_day_of(row->at));
	buffer_print(&out, "%5lld  %s  ", (long long)row->key, day);
	out_column(&out, row->name, NAME);
	buffer_print(&out, "  %s\n", row->undone ? _("taken back") : *why ? why : _("received"));
	out_print(&out);
}

int cmd_import_list(struct cli *cli)
{
	struct file_row *rows = NULL;
	struct fault f = { 0 };
	size_t n = 0;
	int status = cli_open(cli);

	if (status)
		return status;
	files_all(book_db(cli->book), &rows, &n, &f);
	for (size_t i = 0; !f.code && i < n; i++)
		if (cli_option(cli, OPT_JSON))
			cli_print_json(row_json(&rows[i]));
		else
			print_row(&rows[i]);
	files_free(rows, n);
	return cli_end_list(cli, &f, (int)n);
}

/* ---- import undo ---- */

static int undo(struct cli *cli, const struct identity *id, int64_t file)
{
	struct file_row row = { 0 };
	struct fault f = { 0 };
	const char *what = cli->args.operand[0];
	bool final;

	switch (import_undo(cli->book, id, file, &final, &f)) {
	case FAULT_OK:
		break;
	case FAULT_NOT_FOUND:
		return cli_refuse(cli, say_exit_code(FAULT_NOT_FOUND), what,
				  _("no such number in the list of 'sotay import list'"));
	case FAULT_NOTHING:
		return cli_refuse(cli, say_exit_code(FAULT_NOTHING), what,
				  _("nothing of it is in the book"));
	case FAULT_USED:
		return cli_refuse(cli, say_exit_code(FAULT_USED), what,
				  _("it was passed on to the upper level, so it stays"));
	default:
		return cli_fail(cli, &f);
	}
	if (files_get(book_db(cli->book), file, &row, &f))
		return cli_fail(cli, &f);
	cli_print_path(_("Taken back:"), row.name);
	if (final)
		puts(_("What it erased more than seven days ago is gone, and does not come back."));
	file_release(&row);
	return cli_done(cli);
}

int cmd_import_undo(struct cli *cli)
{
	const char *number = cli->args.operand[0];
	struct identity id = { 0 };
	char *end;
	int64_t file;
	int status;

	errno = 0;
	file = strtoll(number, &end, 10);
	if (errno || end == number || *end || file < 1)
		return cli_refuse(cli, EX_USAGE, number, _("a number of the list"));
	status = cli_open_identity(cli, &id);
	if (!status)
		status = undo(cli, &id, file);
	identity_release(&id);
	return status;
}
