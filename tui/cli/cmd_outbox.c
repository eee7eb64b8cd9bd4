#include "config.h"
#include "tui/cli/cmd_outbox.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/ledger/laptops.h"
#include "store/ledger/progress.h"
#include "store/ledger/receipts.h"
#include "sync/exchange/outbox.h"
#include "sync/exchange/sealing.h"
#include "sync/exchange/standing.h"
#include "sync/receipt/receipt.h"
#include "sync/receipt/told.h"
#include "tui/cli/open.h"
#include "tui/env/translate.h"
#include "tui/words/import_words.h"
#include "tui/words/out.h"
#include "tui/words/outbox_words.h"
#include "tui/words/text_value.h"

/* What has become of one batch. */
struct journey {
	struct batch batch;
	char team[LANE_TEAM]; /* "" this desk's own */
	int64_t sessions, reports;
	enum progress progress;
	struct acknowledgement ack;
	const struct told_batch *held; /* there, and does not count; NULL: it does */
	char by[LEDGER_NAME];
	int64_t sent; /* milliseconds since 1970, 0 never */
	char carrier[LEDGER_NAME];
};

static int name_of(struct book *book, const uint8_t sign[LEDGER_KEY], char out[LEDGER_NAME],
		   struct fault *f)
{
	struct laptop laptop;
	bool there = false;
	int rc = laptops_find(book_db(book), sign, &laptop, &there, f);

	snprintf(out, LEDGER_NAME, "%s", !rc && there ? laptop.name : "");
	return rc;
}

static int follow(struct book *book, struct journey *j, struct fault *f)
{
	struct laptop laptop;
	bool there;
	int rc = batch_progress(book, j->batch.key, &j->progress, f);

	if (!rc)
		rc = acknowledged(book_db(book), j->batch.key, &j->ack, f);
	if (!rc)
		rc = outbox_count(book_db(book), &j->batch, &j->sessions, &j->reports, f);
	if (!rc)
		rc = batches_last_sent(book_db(book), j->batch.key, &j->sent, j->carrier, f);
	if (!rc && (j->ack.here || j->ack.up))
		rc = name_of(book, j->ack.by, j->by, f);
	if (!rc && !j->batch.own) {
		rc = sealing_whose(book, &j->batch, &laptop, &there, f);
		if (!rc && there)
			snprintf(j->team, sizeof j->team, "%s", laptop.team);
	}
	return rc;
}

static json_t *sent_json(const struct journey *j)
{
	if (!j->sent)
		return json_null();
	return json_pack("{so ss}", "at", cli_json_moment(clock_day_of(j->sent),
			 clock_minute_of(j->sent)), "to", j->carrier);
}

static json_t *acknowledged_json(const struct journey *j)
{
	if (!j->ack.here && !j->ack.up)
		return json_null();
	return json_pack("{so so}", "by", cli_json_text(j->by), "made",
			 cli_json_day(j->ack.made, DAY_MAX));
}

static void show_json(const struct journey *j)
{
	const struct batch *b = &j->batch;
	char lane[LANE_TEXT], made[DATE_SIZE];

	lane_text(lane, b->lane_id);
	date_format(made, b->made);
	cli_print_json(json_pack("{ss ss sI so ss so sI sI ss so so so}", "kind", "batch", "lane", lane,
				 "number", (json_int_t)b->number, "team",
				 cli_json_text(j->team), "made", made,
				 "operations", b->unread ? json_null() : json_integer(b->count),
				 "sessions", (json_int_t)j->sessions, "reports",
				 (json_int_t)j->reports, "state", progress_code(j->progress), "sent",
				 sent_json(j), "acknowledged", acknowledged_json(j), "held",
				 cli_json_text(told_reason(j->held))));
}

/* What is passed on has come as far as it has been sent: that it is here one sees. */
static const char *state_words(const struct cli *cli, const struct journey *j)
{
	enum progress at = j->progress;

	if (j->held)
		return book_level(cli->book) == LEVEL_TEAM ? _("At the commune, kept aside") :
							     _("At the upper level, kept aside");
	if (!j->batch.own && at == PROGRESS_COMMUNE)
		return j->sent ? text_state(cli->book, progress_code(PROGRESS_SENT))
			       : _("Here, not yet sent up");
	return text_state(cli->book, progress_code(at));
}

/* "  8  21/11/2026  23 sessions, 1 report    Sent, not yet received (/USB, 21/11/2026 16:40)" */
static void show_line(const struct cli *cli, const struct journey *j)
{
	enum { TEAM = 6, CONTENT = 24 };
	struct buffer out = { 0 }, content = { 0 };
	char made[DATE_SIZE], day[DATE_SIZE], minute[TIME_SIZE];

	date_format_vn(made, j->batch.made);
	if (*j->team) {
		out_column(&out, j->team, TEAM);
		buffer_put_char(&out, ' ');
	}
	buffer_print(&out, "%4lld  %s  ", (long long)j->batch.number, made);
	outbox_content(&content, &j->batch, j->sessions, j->reports);
	out_column(&out, buffer_text(&content), CONTENT);
	buffer_print(&out, "  %s", state_words(cli, j));
	if (j->ack.here || j->ack.up) {
		date_format_vn(day, j->ack.made);
		buffer_put(&out, " (");
		out_clean(&out, j->by);
		buffer_print(&out, "%s%s)", *j->by ? ", " : "", day);
	} else if (j->sent) {
		date_format_vn(day, clock_day_of(j->sent));
		time_format(minute, clock_minute_of(j->sent));
		buffer_put(&out, " (");
		out_clean(&out, j->carrier);
		buffer_print(&out, ", %s %s)", day, minute);
	}
	if (j->held)
		buffer_print(&out, ": %s", import_held_there(j->held->held));
	buffer_put_char(&out, '\n');
	out_print(&out);
	buffer_release(&content);
}

/* Of all that go up: what is kept aside there, by the reason, and what is on its way. */
struct tally {
	struct told told;
	int64_t passing; /* sessions of others that the level above has not got */
	struct kept_for {
		struct batch all; /* its count alone */
		int64_t sessions, reports;
		bool any;
	} why[HELDS];
};

static void add_kept(struct tally *tally, const struct journey *j)
{
	struct kept_for *why = &tally->why[j->held->held];

	why->any = true;
	why->all.count += j->batch.count;
	why->sessions += j->sessions;
	why->reports += j->reports;
}

/* Every batch that goes up from here, by arrival. */
static int show_batches(struct cli *cli, struct tally *tally, struct fault *f)
{
	struct batch *batches = NULL;
	size_t n = 0;
	int rc = batches_of_lane(book_db(cli->book), 0, &batches, &n, f);

	for (size_t i = 0; !rc && i < n; i++) {
		struct journey j = { .batch = batches[i],
				     .held = told_find(&tally->told, batches[i].key) };
		bool goes = false;

		rc = sealing_goes_up(cli->book, &batches[i], &goes, f);
		if (rc || !goes)
			continue;
		rc = follow(cli->book, &j, f);
		if (!rc && j.held)
			add_kept(tally, &j);
		if (!rc && !j.batch.own && !j.ack.here)
			tally->passing += j.sessions;
		if (!rc && cli_option(cli, OPT_JSON))
			show_json(&j);
		else if (!rc)
			show_line(cli, &j);
	}
	free(batches);
	return rc;
}

static void show_answers(const struct cli *cli, const struct out_items *waiting)
{
	for (size_t i = 0; i < waiting->n; i++) {
		const struct out_item *item = &waiting->items[i];
		struct buffer out = { 0 };

		if (item->kind == OUT_BATCH)
			continue;
		if (cli_option(cli, OPT_JSON)) {
			cli_print_json(json_pack("{ss ss ss}", "kind",
						 item->kind == OUT_RECEIPT ? "receipt" : "document",
						 "to", item->to, "name", item->name));
			continue;
		}
		outbox_answer(&out, item);
		buffer_put_char(&out, '\n');
		out_print(&out);
	}
}

static json_t *counts_json(const int64_t counts[PROGRESSES])
{
	json_t *object = json_object();

	for (int i = 0; i < PROGRESSES; i++)
		json_object_set_new(object, progress_code((enum progress)i),
				    json_integer(counts[i]));
	return object;
}

/* Sessions the level above has not got: entered here, at a commune those of its teams, too. */
static int64_t sessions_left(const struct cli *cli, const struct progress_counts *counts,
			     int64_t passing)
{
	bool team = book_level(cli->book) == LEVEL_TEAM;
	enum progress there = team ? PROGRESS_COMMUNE : PROGRESS_UPPER;
	int64_t left = passing;

	for (int i = 0; i < (int)there; i++)
		left += counts->sessions[i];
	return left;
}

/* What arrived and does not count there, each with the reason, and what of the rest does not. */
static void put_kept(struct buffer *out, const struct tally *tally, enum book_level level)
{
	for (int i = 0; i < HELDS; i++) {
		const struct kept_for *why = &tally->why[i];

		if (!why->any)
			continue;
		buffer_put(out, level == LEVEL_TEAM ?
			_("Kept aside at the commune, not counted: ") :
			_("Kept aside at the upper level, not counted: "));
		outbox_content(out, &why->all, why->sessions, why->reports);
		buffer_print(out, "; %s\n", import_held_there((enum held)i));
	}
	import_put_aside(out, tally->told.aside, level);
}

static int64_t sessions_kept(const struct tally *tally)
{
	int64_t sum = 0;

	for (int i = 0; i < HELDS; i++)
		sum += tally->why[i].sessions;
	return sum;
}

static void show_counts(const struct cli *cli, const struct out_items *waiting,
			const struct progress_counts *counts, const struct tally *tally, int64_t lost)
{
	int64_t left = sessions_left(cli, counts, tally->passing), open = waiting->unpacked;
	struct buffer words = { 0 };

	if (cli_option(cli, OPT_JSON)) {
		cli_print_json(json_pack("{ss so so sI sI sI sI sI}", "kind", "records", "records",
					 counts_json(counts->records), "sessions",
					 counts_json(counts->sessions), "sessions_left",
					 (json_int_t)left, "sessions_held",
					 (json_int_t)sessions_kept(tally), "aside",
					 (json_int_t)tally->told.aside, "operations_unpacked", (json_int_t)open,
					 "batches_lost", (json_int_t)lost));
		return;
	}
	if (book_level(cli->book) == LEVEL_UPPER)
		return;
	if (book_level(cli->book) == LEVEL_TEAM)
		printf(P_("%d session has not reached the commune yet",
			  "%d sessions have not reached the commune yet", (int)left), (int)left);
	else
		printf(P_("%d session has not reached the upper level yet",
			  "%d sessions have not reached the upper level yet", (int)left), (int)left);
	putchar('\n');
	put_kept(&words, tally, book_level(cli->book));
	import_lost(&words, lost, book_level(cli->book));
	out_print(&words);
	if (!open)
		return;
	printf(P_("%d entry is not packed yet", "%d entries are not packed yet", (int)open),
	       (int)open);
	putchar('\n');
}

static int show_outbox(struct cli *cli, const struct identity *id)
{
	struct progress_counts counts;
	struct out_items waiting = { 0 };
	struct tally tally = { 0 };
	struct fault f = { 0 };
	int64_t lost = 0;
	int rc = exchange_settle(cli->book, id, &f);

	if (!rc)
		rc = outbox_list(cli->book, &waiting, &f);
	if (!rc)
		rc = progress_count(cli->book, &counts, &f);
	if (!rc)
		rc = receipt_lost(cli->book, &lost, &f);
	if (!rc)
		rc = told_read(&tally.told, cli->book, &f);
	if (!rc)
		rc = show_batches(cli, &tally, &f);
	if (!rc) {
		show_answers(cli, &waiting);
		show_counts(cli, &waiting, &counts, &tally, lost);
	}
	told_release(&tally.told);
	out_items_release(&waiting);
	return rc ? cli_fail(cli, &f) : EX_OK;
}

int cmd_outbox(struct cli *cli)
{
	struct identity id = { 0 };
	int status = cli_open_identity(cli, &id);

	if (!status)
		status = show_outbox(cli, &id);
	identity_release(&id);
	return status;
}
