#include "config.h"
#include "tui/cli/cmd_device.h"

#include <string.h>
#include <sysexits.h>

#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/oplog/lane.h"
#include "sync/identity/identity.h"
#include "sync/io/outfile.h"
#include "tui/cli/open.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"

static int open_identity(struct cli *cli, struct identity *id)
{
	struct fault f = { 0 };
	int status = cli_open(cli);

	if (status)
		return status;
	return identity_read(id, cli->book, &f) ? cli_fail(cli, &f) : EX_OK;
}

/* ---- device show ---- */

static void put_line(struct buffer *out, const char *label, const char *text)
{
	enum { LABEL = 26 };

	out_column(out, label, LABEL);
	buffer_print(out, " %s\n", text);
}

static void show(struct cli *cli, const struct identity *id, const char *lane)
{
	char own[FINGERPRINT_TEXT], root[FINGERPRINT_TEXT] = "";
	struct buffer out = { 0 };

	identity_fingerprint(id, own);
	if (id->has_unit)
		identity_root_fingerprint(id, root);
	if (cli_option(cli, OPT_JSON)) {
		/* No certificate comes to a laptop yet: none is enrolled. */
		cli_print_json(json_pack("{ss ss so sb}", "fingerprint", own, "lane", lane,
					 "root_fingerprint",
					 *root ? json_string(root) : json_null(), "enrolled", 0));
		return;
	}
	put_line(&out, _("Code of this laptop"), own);
	if (*root)
		put_line(&out, _("Code of the unit"), root);
	put_line(&out, _("Lane"), lane);
	out_print(&out);
}

int cmd_device_show(struct cli *cli)
{
	struct identity id = { 0 };
	struct fault f = { 0 };
	struct lane lane;
	char text[LANE_TEXT];
	int status = open_identity(cli, &id);

	if (status)
		return status;
	if (lane_load(book_db(cli->book), book_lane(cli->book), &lane, &f)) {
		status = cli_fail(cli, &f);
	} else {
		lane_text(text, lane.id);
		show(cli, &id, text);
	}
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
	int status = open_identity(cli, &id);

	if (!status)
		status = cli_may_keep_keys(cli);
	if (!status)
		status = cli_may_write(cli, path);
	if (!status)
		status = export(cli, &id, path);
	identity_release(&id);
	return status;
}
