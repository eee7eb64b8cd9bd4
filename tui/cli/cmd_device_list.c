#include "config.h"
#include "tui/cli/cmd_device.h"

#include <stdlib.h>
#include <sysexits.h>

#include "sync/crypto/certificate.h"
#include "sync/exchange/standing.h"
#include "sync/identity/roster.h"
#include "tui/cli/open.h"
#include "tui/words/device_words.h"
#include "tui/words/out.h"

static json_t *text_or_null(const char *text)
{
	return *text ? json_string(text) : json_null();
}

static json_t *day_or_null(day_t day, day_t none)
{
	char text[DATE_SIZE];

	if (day == none)
		return json_null();
	date_format(text, day);
	return json_string(text);
}

static void print_json(const struct rostered *r)
{
	cli_print_json(json_pack("{ss ss ss ss so ss so sb so}", "device", r->tag, "kind",
				 certified_name(r->unit ? CERTIFIED_UNIT : CERTIFIED_LAPTOP), "unit",
				 r->code, "level",
				 certified_level_name((enum certified_level)r->level), "team",
				 text_or_null(r->team), "name", r->name, "expires",
				 day_or_null(r->expires, DAY_MAX), "revoked", (int)r->revoked, "heard",
				 day_or_null(r->heard, 0)));
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
