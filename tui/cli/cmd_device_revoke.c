#include "config.h"
#include "tui/cli/cmd_device_revoke.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/ledger/batches.h"
#include "store/query/list_sessions.h"
#include "sync/crypto/signed_json.h"
#include "sync/exchange/standing.h"
#include "sync/identity/revoke.h"
#include "sync/identity/roster.h"
#include "tui/cli/open.h"
#include "tui/env/translate.h"
#include "tui/words/device_words.h"
#include "tui/words/out.h"

/* ---- which batches stay ---- */

/* Those of that number in one lane; of a fork all. */
static int add_batches(struct cli *cli, int64_t lane, int64_t number, json_t *keep, struct fault *f)
{
	struct batch *all;
	size_t n;
	int rc = batches_of_lane(book_db(cli->book), lane, &all, &n, f);

	for (size_t i = 0; !rc && i < n; i++) {
		char id[LANE_TEXT], hash[2 * HEX_BYTES + 1];

		if (all[i].number != number)
			continue;
		lane_text(id, all[i].lane_id);
		hex_text(hash, all[i].hash, sizeof all[i].hash);
		json_array_append_new(keep, json_pack("[s, I, s]", id, (json_int_t)number, hash));
	}
	free(all);
	return rc;
}

/* The lane of this laptop that begins so; 0: none. */
static int find_lane(struct cli *cli, const uint8_t sign[LEDGER_KEY], const char *text, size_t len,
		     int64_t *out, struct fault *f)
{
	struct db *db = book_db(cli->book);
	int64_t *lanes;
	size_t n;
	int rc = laptops_lanes(db, sign, &lanes, &n, f);

	*out = 0;
	for (size_t i = 0; !rc && i < n; i++) {
		struct lane lane;
		char id[LANE_TEXT];

		rc = lane_load(db, lanes[i], &lane, f);
		lane_text(id, lane.id);
		if (!rc && len == LANE_TEXT - 1 && !memcmp(id, text, len))
			*out = lanes[i];
	}
	free(lanes);
	return rc;
}

/* A batch's number behind a colon; 0: it is none. */
static int64_t number_of(const char *colon)
{
	enum { DIGITS = 15 };
	size_t n = colon ? strspn(colon + 1, "0123456789") : 0;

	return n && n <= DIGITS && !colon[1 + n] ? strtoll(colon + 1, NULL, 10) : 0;
}

/* "LANE:K" */
static int add_kept(struct cli *cli, const uint8_t sign[LEDGER_KEY], const char *text, json_t *keep)
{
	const char *colon = strchr(text, ':');
	size_t before = json_array_size(keep);
	struct fault f = { 0 };
	int64_t lane, number = number_of(colon);

	if (number < 1)
		return cli_refuse(cli, EX_USAGE, text, _("write the lane, a colon, and the batch's number"));
	if (find_lane(cli, sign, text, (size_t)(colon - text), &lane, &f) ||
	    (lane && add_batches(cli, lane, number, keep, &f)))
		return cli_fail(cli, &f);
	if (json_array_size(keep) == before)
		return cli_refuse(cli, EX_NOINPUT, text, _("no such batch of that laptop is here"));
	if (json_array_size(keep) > KEEP_MAX)
		return cli_refuse(cli, EX_USAGE, text, _("too many batches"));
	return EX_OK;
}

/* ---- the command ---- */

/* Sessions that count, as the lists have them. */
static int count_sessions(struct cli *cli, int64_t *n, struct fault *f)
{
	const struct session_filter all = { 0 };

	return list_sessions_total(cli->book, &all, n, f);
}

/* Of a laptop all that is here stays; of a unit's key no certificate counts, whenever issued. */
static int say_revoked(struct cli *cli, const struct rostered *r, int64_t before)
{
	struct buffer name = { 0 };
	struct fault f = { 0 };
	int64_t now = before;
	int gone;

	if (r->unit && count_sessions(cli, &now, &f))
		return cli_half(cli, &f, NULL, _("it is revoked, but how many sessions that takes out is not known: %s"));
	gone = (int)(before - now);
	device_name(&name, r);
	if (!r->unit)
		printf(_("Revoked: %s. What came from it before and is kept stays; 'sotay undo' takes this back.\n"),
		       buffer_text(&name));
	else
		printf(_("Revoked: %s. No certificate of this unit counts any more: all that came from it is out of the figures until its laptops are certified again; 'sotay undo' takes this back.\n"),
		       buffer_text(&name));
	if (gone > 0)
		printf(P_("%d session is out of the figures now.\n",
			  "%d sessions are out of the figures now.\n", gone), gone);
	buffer_release(&name);
	return cli_saved(cli);
}

static int revoke(struct cli *cli, const struct identity *id, const struct rostered *r)
{
	int64_t before = 0;
	json_t *keep = cli->args.sets ? json_array() : NULL;
	struct fault f = { 0 };
	int status = r->unit && count_sessions(cli, &before, &f) ? cli_fail(cli, &f) : EX_OK;

	for (int i = 0; !status && i < cli->args.sets; i++)
		status = add_kept(cli, r->sign, cli->args.set[i], keep);
	if (!status && enrol_revoke(cli->book, id, r->sign, keep, &f))
		status = cli_fail(cli, &f);
	json_decref(keep);
	if (status)
		return status;
	if (exchange_settle(cli->book, id, &f))
		return cli_half(cli, &f, NULL, _("it is done, but what came is not judged by it yet: %s"));
	return say_revoked(cli, r, before);
}

static int say_unfound(const struct cli *cli, const struct fault *f)
{
	if (f->code == FAULT_AMBIGUOUS)
		return cli_refuse(cli, EX_USAGE, f->subject,
				  _("fits several: write UNIT/TEAM, or six digits of the number, as 'sotay device list' shows them"));
	return cli_fail(cli, f);
}

int cmd_device_revoke(struct cli *cli)
{
	const struct rostered *r;
	struct rostered *all = NULL;
	struct identity id = { 0 };
	struct fault f = { 0 };
	size_t n = 0;
	int status = cli_open_identity(cli, &id);

	if (status)
		return status;
	if (exchange_settle(cli->book, &id, &f) || roster_read(cli->book, &id, &all, &n, &f) ||
	    roster_find(all, n, cli->args.operand[0], &r, &f))
		status = say_unfound(cli, &f);
	else
		status = revoke(cli, &id, r);
	free(all);
	identity_release(&id);
	return status;
}
