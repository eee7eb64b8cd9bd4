#include "config.h"
#include "tui/cli/cmd_settings.h"

#include <string.h>
#include <sysexits.h>

#include "store/record/unit_codes.h"
#include "tui/cli/open.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"

/* "26572,26575" as a list. */
static json_t *codes_list(const char *codes)
{
	json_t *list = json_array();

	while (*codes) {
		size_t n = strcspn(codes, ",");

		json_array_append_new(list, json_stringn(codes, n));
		codes += n + (codes[n] == ',');
	}
	return list;
}

static void put_line(struct buffer *out, const char *label, const char *text)
{
	enum { LABEL = 22 };

	out_column(out, label, LABEL);
	buffer_put_char(out, ' ');
	out_clean(out, text);
	buffer_put_char(out, '\n');
}

static void show(struct cli *cli, const char *codes)
{
	const char *unit = book_unit(cli->book), *name = book_unit_name(cli->book);
	struct buffer out = { 0 };

	if (cli_option(cli, OPT_JSON)) {
		cli_print_json(json_pack("{ss ss so}", "unit", unit, "unit_name", name, "codes",
					 codes_list(codes)));
		return;
	}
	put_line(&out, _("Unit code"), unit);
	put_line(&out, _("Name"), name);
	put_line(&out, _("Former codes"), *codes ? codes : "—");
	out_print(&out);
}

int cmd_settings(struct cli *cli)
{
	const char *given = cli_option(cli, OPT_CODES), *codes;
	struct fault f = { 0 };
	int status = cli_open(cli);

	if (status)
		return status;
	if (given && unit_codes_set(cli->book, given, &f) && f.code != FAULT_NOTHING)
		return cli_fail(cli, &f);
	if (given)
		return EX_OK;
	codes = book_setting(cli->book, UNIT_CODES_SETTING);
	show(cli, codes ? codes : "");
	return EX_OK;
}
