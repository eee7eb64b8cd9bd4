#include "config.h"
#include "tui/cli/cmd_device.h"

#include <string.h>
#include <sysexits.h>

#include "store/book/now.h"
#include "store/book/transaction.h"
#include "sync/identity/trust.h"
#include "sync/io/outfile.h"
#include "tui/cli/open.h"
#include "tui/env/translate.h"
#include "tui/words/device_words.h"
#include "tui/words/out.h"

/* ---- device show ---- */

/* What is shown of it. */
struct shown {
	char own[FINGERPRINT_TEXT], root[FINGERPRINT_TEXT], lane[LANE_TEXT];
	char team[LANE_TEAM]; /* "" none, or not known */
	bool enrolled;
	day_t expires; /* DAY_MAX: never, or not known */
};

/* Of a commune's desk: whether the level above vouches for its root. */
static int find_vouched(struct cli *cli, const struct identity *id, bool *yes, struct fault *f)
{
	struct db *db = book_db(cli->book);
	struct pinned_root parent;
	struct kept_certificate *all;
	size_t n;
	int rc = roots_parent(db, &parent, yes, f);

	if (rc || !*yes)
		return rc;
	*yes = false;
	rc = certificates_of(db, id->root_pk, &all, &n, f);
	for (size_t i = 0; i < n; i++)
		*yes = *yes || (!parent.revoked && !memcmp(all[i].issuer, parent.pk, LEDGER_KEY));
	certificates_free(all, n);
	return rc;
}

static int find_shown(struct cli *cli, const struct identity *id, struct shown *out,
		      struct fault *f)
{
	struct laptop laptop;
	struct lane lane;
	int rc = lane_load(book_db(cli->book), book_lane(cli->book), &lane, f);

	memset(out, 0, sizeof *out);
	if (!rc)
		rc = trust_own(cli->book, id, &laptop, &out->enrolled, f);
	if (rc)
		return rc;
	identity_fingerprint(id, out->own);
	if (id->has_unit)
		identity_root_fingerprint(id, out->root);
	lane_text(out->lane, lane.id);
	memcpy(out->team, out->enrolled ? laptop.team : lane.team, sizeof out->team);
	out->enrolled = out->enrolled && !laptop.revoked;
	out->expires = out->enrolled ? laptop.expires : DAY_MAX;
	return book_level(cli->book) == LEVEL_COMMUNE ?
		       find_vouched(cli, id, &out->enrolled, f) : FAULT_OK;
}

static void show_json(const struct cli *cli, const struct shown *s)
{
	cli_print_json(json_pack("{ss ss so sb ss ss so so}", "fingerprint", s->own, "lane", s->lane,
				 "root_fingerprint", cli_json_text(s->root), "enrolled",
				 (int)s->enrolled, "unit", book_unit(cli->book), "level",
				 certified_level_name((enum certified_level)book_level(cli->book)),
				 "team", cli_json_text(s->team), "expires", cli_json_day(s->expires, DAY_MAX)));
}

static void show_text(const struct cli *cli, const struct shown *s)
{
	struct buffer out = { 0 };
	char day[DATE_SIZE];

	device_line(&out, _("Code of this laptop"), s->own);
	if (*s->root)
		device_line(&out, _("Code of the unit"), s->root);
	device_line(&out, _("Lane"), s->lane);
	if (*s->team)
		device_line(&out, _("Team"), s->team);
	if (book_level(cli->book) != LEVEL_UPPER)
		device_line(&out, _("Enrolled"), s->enrolled ? _("yes") :
			 _("not yet: 'sotay device request -o FILE' asks for it"));
	if (s->expires != DAY_MAX) {
		date_format_vn(day, s->expires);
		device_line(&out, _("Until"), day);
	}
	out_print(&out);
}

int cmd_device_show(struct cli *cli)
{
	struct identity id = { 0 };
	struct fault f = { 0 };
	struct shown shown;
	int status = cli_open_identity(cli, &id);

	if (status)
		return status;
	if (find_shown(cli, &id, &shown, &f))
		status = cli_fail(cli, &f);
	else if (cli_option(cli, OPT_JSON))
		show_json(cli, &shown);
	else
		show_text(cli, &shown);
	identity_release(&id);
	return status;
}

/* ---- identity export ---- */

/* The row of the audit comes first: alone it tells of an attempt. */
static int export(struct cli *cli, const struct identity *id, const char *path)
{
	struct buffer text = { 0 };
	struct fault f = { 0 };
	int rc = book_audit(cli->book, "identity_export", NULL, &f);

	if (rc)
		return cli_fail(cli, &f);
	identity_export(&text, id, book_now(cli->book));
	rc = outfile_write(path, buffer_text(&text), text.len, false, &f);
	buffer_release(&text);
	if (rc)
		return cli_fail_file(cli, &f, path);
	puts(_("With this file everything that was sealed for this desk can be opened: keep it as you keep the recovery code."));
	return cli_done(cli);
}

int cmd_identity_export(struct cli *cli)
{
	const char *path = cli_option(cli, OPT_OUTPUT);
	struct identity id = { 0 };
	int status = cli_open_identity(cli, &id);

	if (!status)
		status = cli_may_keep_keys(cli);
	if (!status)
		status = cli_may_write(cli, path);
	if (!status)
		status = export(cli, &id, path);
	identity_release(&id);
	return status;
}
