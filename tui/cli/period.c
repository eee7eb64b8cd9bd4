#include "config.h"
#include "tui/cli/period.h"

#include <sysexits.h>

#include "store/base/clock.h"
#include "tui/env/translate.h"

static const struct {
	enum option option;
	enum period_kind kind;
} period_options[] = {
	{ OPT_WEEK, PERIOD_WEEK },
	{ OPT_MONTH, PERIOD_MONTH },
	{ OPT_QUARTER, PERIOD_QUARTER },
	{ OPT_YEAR, PERIOD_YEAR },
	{ OPT_REPORT, PERIOD_KINDS }, /* its key says which */
};

static int refuse_period(const struct cli *cli, enum option option)
{
	return cli_refuse(cli, EX_USAGE, args_option_name(option), _("there is no such period"));
}

static int one_period(const struct cli *cli, size_t i, day_t today, struct period *p)
{
	enum option option = period_options[i].option;
	const char *key = cli_option(cli, option);
	int rc;

	if (period_options[i].kind == PERIOD_KINDS)
		rc = period_parse_key(p, key);
	else if (*key)
		rc = period_parse(p, period_options[i].kind, key);
	else
		rc = period_of_day(p, period_options[i].kind, today);
	return rc ? refuse_period(cli, option) : EX_OK;
}

static int range(const struct cli *cli, day_t today, struct period *p)
{
	const char *from = cli_option(cli, OPT_FROM), *to = cli_option(cli, OPT_TO);
	day_t first, last = today;

	date_make(&first, 2020, 1, 1); /* nothing is older (data/records.tsv) */
	if (from && !date_parse(&first, from))
		return cli_refuse(cli, EX_USAGE, "--from", _("not a date (YYYY-MM-DD)"));
	if (to && !date_parse(&last, to))
		return cli_refuse(cli, EX_USAGE, "--to", _("not a date (YYYY-MM-DD)"));
	if (period_range(p, first, last))
		return cli_refuse(cli, EX_USAGE, "--to", _("end date before start date"));
	return EX_OK;
}

int cli_period(const struct cli *cli, struct period *p, bool *given)
{
	struct moment now;
	struct fault f = { 0 };
	int status = EX_OK, n = 0;

	if (clock_now(&now, clock_build_day(), &f))
		return cli_fail(cli, &f);
	for (size_t i = 0; !status && i < sizeof period_options / sizeof period_options[0]; i++) {
		if (!cli_option(cli, period_options[i].option))
			continue;
		n++;
		status = one_period(cli, i, now.day, p);
	}
	if (!status && (cli_option(cli, OPT_FROM) || cli_option(cli, OPT_TO))) {
		n++;
		status = range(cli, now.day, p);
	}
	if (!status && n > 1)
		status = cli_refuse(cli, EX_USAGE, NULL, _("only one period can be given"));
	*given = n > 0;
	return status;
}
