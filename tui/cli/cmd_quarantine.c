#include "config.h"
#include "tui/cli/cmd_quarantine.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/clock.h"
#include "store/ledger/batches.h"
#include "store/ledger/files.h"
#include "store/query/asides.h"
#include "sync/exchange/import.h"
#include "sync/exchange/standing.h"
#include "tui/cli/open.h"
#include "tui/env/translate.h"
#include "tui/words/import_words.h"
#include "tui/words/out.h"
#include "tui/words/record_type_words.h"

struct listing {
	struct cli *cli;
	bool json;
	int shown;
};

enum { WHOSE = 12, WHAT = 34 };

/* "T09  batch 12 (57 entries)  why" */
static void put_row(struct listing *list, const char *unit, const char *team, const char *what,
		    const char *why)
{
	struct buffer out = { 0 }, whose = { 0 };

	import_whose(&whose, unit, team, book_unit(list->cli->book));
	out_column(&out, buffer_text(&whose), WHOSE);
	buffer_put(&out, "  ");
	out_column(&out, what, WHAT);
	buffer_put(&out, "  ");
	buffer_print(&out, "%s\n", why);
	out_print(&out);
	buffer_release(&whose);
}

/* ---- batches ---- */

static void show_batch(struct listing *list, const struct batch *batch, const struct lane *lane)
{
	const char *held = held_name(batch->held);
	char lane_hex[LANE_TEXT];
	struct buffer what = { 0 };

	lane_text(lane_hex, lane->id);
	list->shown++;
	if (list->json) {
		cli_print_json(json_pack("{ss so so ss sI so ss}", "kind", "batch", "unit",
					 cli_json_text(lane->unit), "team", cli_json_text(lane->team),
					 "lane", lane_hex, "number", (json_int_t)batch->number,
					 "operations", batch->unread ? json_null() :
					 json_integer(batch->count), "reason", held));
		return;
	}
	buffer_print(&what, _("batch %lld"), (long long)batch->number);
	if (!batch->unread) {
		buffer_put(&what, ", ");
		buffer_print(&what, P_("%d entry", "%d entries", (int)batch->count),
			     (int)batch->count);
	}
	put_row(list, lane->unit, lane->team, buffer_text(&what),
		import_reason_text(batch->held == HELD_NEWER ? "newer" : "quarantined",
				   batch->held == HELD_NEWER ? "" : held));
	buffer_release(&what);
}

static int show_batches(struct listing *list, struct fault *f)
{
	struct db *db = book_db(list->cli->book);
	struct batch *batches = NULL;
	size_t n = 0;
	int rc = batches_of_lane(db, 0, &batches, &n, f);

	for (size_t i = 0; !rc && i < n; i++) {
		struct lane lane;

		if (!batches[i].held)
			continue;
		rc = lane_load(db, batches[i].lane, &lane, f);
		if (!rc)
			show_batch(list, &batches[i], &lane);
	}
	free(batches);
	return rc;
}

/* ---- operations ---- */

static void show_one(struct listing *list, const struct aside_op *op, const char *kind,
		     const char *reason, const char *why)
{
	char id[ID_TEXT];
	struct buffer what = { 0 };

	id_text(id, &op->id);
	list->shown++;
	if (list->json) {
		cli_print_json(json_pack("{ss so so ss ss so sb sI ss}", "kind", kind, "unit",
					 cli_json_text(op->lane.unit), "team",
					 cli_json_text(op->lane.team), "who", op->who, "id", id,
					 "type", op->type == TYPE_ANY ? json_null() :
					 json_string(record_type_info(op->type)->name), "creates",
					 op->creates, "n", (json_int_t)op->n, "reason",
					 reason));
		return;
	}
	buffer_print(&what, op->creates ? _("%s: new") : _("%s: a change"),
		     op->type == TYPE_ANY ? _("unknown") : record_type_word(op->type));
	if (*op->who) {
		buffer_put(&what, " · ");
		out_clean(&what, op->who);
	}
	put_row(list, op->lane.unit, op->lane.team, buffer_text(&what), why);
	buffer_release(&what);
}

static int show_op(void *arg, const struct aside_op *op, struct fault *f)
{
	(void)f;
	show_one(arg, op, "operation", aside_name(op->aside), aside_text(op->aside));
	return FAULT_OK;
}

/* One made here, which counts here and not above. */
static int show_told(void *arg, const struct aside_op *op, struct fault *f)
{
	struct listing *list = arg;

	(void)f;
	show_one(list, op, "told", "aside", book_level(list->cli->book) == LEVEL_TEAM ?
		 _("the commune has put this aside") : _("the upper level has put this aside"));
	return FAULT_OK;
}

/* ---- files ---- */

/* Whether a file that was refused has been taken since: an answer whose code was typed then. */
static bool is_taken(const struct file_row *rows, size_t n, size_t at)
{
	for (size_t i = at + 1; i < n; i++)
		if (rows[i].size == rows[at].size && !strcmp(rows[i].name, rows[at].name) &&
		    !strcmp(rows[i].verdict, import_verdict_name(IMPORT_ACCEPTED)))
			return true;
	return false;
}

/* Those that were refused, but for what others are to open: nobody here has to do with it. */
static void show_file(struct listing *list, const struct file_row *row)
{
	char day[DATE_SIZE];

	if (strcmp(row->verdict, "damaged") != 0 && strcmp(row->verdict, "foreign") != 0 &&
	    (row->batch || strcmp(row->verdict, "accepted") == 0))
		return;
	if (!strcmp(row->reason, "not_for_us"))
		return;
	list->shown++;
	date_format(day, clock_day_of(row->at));
	if (list->json) {
		cli_print_json(json_pack("{ss ss ss ss ss sI}", "kind", "file", "file", row->name, "day",
					 day, "verdict", row->verdict, "reason", row->reason, "n",
					 (json_int_t)row->key));
		return;
	}
	date_format_vn(day, clock_day_of(row->at));
	put_row(list, day, "", row->name, import_reason_text(row->verdict, row->reason));
}

static int show_files(struct listing *list, struct fault *f)
{
	struct file_row *rows = NULL;
	size_t n = 0;
	int rc = files_all(book_db(list->cli->book), &rows, &n, f);

	for (size_t i = 0; !rc && i < n; i++)
		if (!is_taken(rows, n, i))
			show_file(list, &rows[i]);
	files_free(rows, n);
	return rc;
}

int cmd_quarantine(struct cli *cli)
{
	struct listing list = { .cli = cli, .json = cli_option(cli, OPT_JSON) != NULL };
	struct identity id = { 0 };
	struct fault f = { 0 };
	int rc, status = cli_open_identity(cli, &id);

	if (status)
		return status;
	rc = exchange_settle(cli->book, &id, &f);
	if (!rc)
		rc = show_batches(&list, &f);
	if (!rc)
		rc = asides_each(cli->book, show_op, &list, &f);
	if (!rc)
		rc = asides_told(cli->book, show_told, &list, &f);
	if (!rc)
		show_files(&list, &f);
	identity_release(&id);
	return cli_end_list(cli, &f, list.shown);
}
