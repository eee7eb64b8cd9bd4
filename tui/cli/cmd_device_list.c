#include "config.h"
#include "tui/cli/cmd_device_list.h"

#include <stdlib.h>
#include <sysexits.h>

#include "sync/crypto/certificate.h"
#include "sync/exchange/standing.h"
#include "sync/identity/roster.h"
#include "tui/cli/open.h"
#include "tui/words/device_words.h"
#include "tui/words/out.h"

static void print_json(const struct rostered *r)
{
	cli_print_json(json_pack("{ss ss ss ss so ss so sb so}", "device", r->tag, "kind",
				 certified_name(r->unit ? CERTIFIED_UNIT : CERTIFIED_LAPTOP), "unit",
				 r->code, "level",
				 certified_level_name((enum certified_level)r->level), "team",
				 cli_json_text(r->team), "name", r->name, "expires",
				 cli_json_day(r->expires, DAY_MAX), "revoked", (int)r->revoked, "heard",
				 cli_json_day(r->heard, 0)));
}

static void print_all(const struct cli *cli, const struct rostered *all, size_t n)
{
	struct buffer out = { 0 };

	if (!cli_option(cli, OPT_JSON) && n)
		device_list_head(&out);
	for (size_t i = 0; i < n; i++) {
		if (cli_option(cli, OPT_JSON))
			print_json(&all[i]);
		else
			device_list_line(&out, &all[i]);
	}
	out_print(&out);
}

int cmd_device_list(struct cli *cli)
{
	struct identity id = { 0 };
	struct rostered *all = NULL;
	struct fault f = { 0 };
	size_t n = 0;
	int status = cli_open_identity(cli, &id);

	if (status)
		return status;
	if (!exchange_settle(cli->book, &id, &f) && !roster_read(cli->book, &id, &all, &n, &f))
		print_all(cli, all, n);
	free(all);
	identity_release(&id);
	return cli_end_list(cli, &f, (int)n);
}
