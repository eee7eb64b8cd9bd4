#include "config.h"
#include "tui/cli/report_figures.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/memory.h"
#include "store/catalog/catalog.h"
#include "tui/env/translate.h"
#include "tui/words/number.h"

static int read_one(const struct cli *cli, const char *text, json_t *fields)
{
	size_t n = strcspn(text, "=");
	char *code = memory_strndup(text, n);
	const struct column *column = column_find(code);
	json_t *value = text[n] && text[n + 1] ? number_value(text + n + 1) : json_null();
	struct fault f = { 0 };
	int status = EX_OK;

	if (!column) {
		status = cli_refuse(cli, EX_USAGE, code, _("no such column"));
	} else if (!column_is_typed(column)) {
		status = cli_refuse(cli, EX_USAGE, code, _("this column is counted, not typed in"));
	} else if (!text[n]) {
		status = cli_refuse(cli, EX_USAGE, "--set", _("write column=number, as so_tin=12"));
	} else if (!value) {
		fault_field(&f, code, REASON_BAD_NUMBER, text + n + 1);
		status = cli_fail(cli, &f);
	} else {
		json_object_set(fields, code, value);
	}
	json_decref(value);
	free(code);
	return status;
}

int report_figures_read(const struct cli *cli, json_t *fields)
{
	int status = EX_OK;

	for (int i = 0; !status && i < cli->args.sets; i++)
		status = read_one(cli, cli->args.set[i], fields);
	return status;
}
