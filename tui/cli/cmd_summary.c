#include "config.h"
#include "tui/cli/cmd_summary.h"

#include <string.h>
#include <sysexits.h>

#include "store/book/now.h"
#include "store/summary/make.h"
#include "store/summary/summary.h"
#include "sync/report/csv.h"
#include "sync/report/export.h"
#include "sync/report/json.h"
#include "sync/report/profile.h"
#include "tui/cli/open.h"
#include "tui/cli/period.h"
#include "tui/env/translate.h"
#include "tui/words/summary_text.h"

enum format { TEXT, JSON, CSV };

static int read_format(const struct cli *cli, enum format *out)
{
	static const char *const names[] = { [TEXT] = "text", [JSON] = "json", [CSV] = "csv" };
	static const char *const later[] = { "xlsx", "pdf", "odt", "png", "chat" };
	const char *name = cli_option(cli, OPT_FORMAT);

	*out = TEXT;
	if (!name)
		return EX_OK;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (!strcmp(names[i], name)) {
			*out = (enum format)i;
			return EX_OK;
		}
	}
	for (size_t i = 0; i < sizeof later / sizeof later[0]; i++)
		if (!strcmp(later[i], name))
			return cli_refuse(cli, EX_UNAVAILABLE, name,
					  _("not available in this version"));
	return cli_refuse(cli, EX_USAGE, "--format", _("one of text, json, csv"));
}

static int refuse_axis(const struct cli *cli)
{
	return cli_refuse(cli, EX_USAGE, "--by",
			  _("one of village, team, member, group, topic, channel, outcome, "
			    "blocker, day; at an upper level also unit"));
}

static int read_axis(const struct cli *cli, enum summary_axis *out)
{
	const char *name = cli_option(cli, OPT_BY);

	*out = name ? summary_axis_find(name) : SUMMARY_WHOLE;
	if (*out == SUMMARY_AXES)
		return refuse_axis(cli);
	return EX_OK;
}

static int read_columns(const struct cli *cli, struct profile *out)
{
	const char *codes = cli_option(cli, OPT_COLUMNS), *file = cli_option(cli, OPT_PROFILE);
	struct fault f = { 0 };
	int rc = FAULT_OK;

	if (codes && file)
		return cli_refuse(cli, EX_USAGE, "--profile", _("either --columns or --profile"));
	if (codes)
		rc = profile_codes(out, codes, &f);
	else if (file)
		rc = profile_read(out, file, &f);
	else
		profile_default(out);
	if (rc == FAULT_USAGE)
		return cli_refuse(cli, EX_USAGE, f.subject, _("no such column"));
	return rc ? cli_fail_file(cli, &f, file) : EX_OK;
}

static int check_days(const struct cli *cli, const struct period *period, enum summary_axis axis)
{
	return axis == SUMMARY_DAY && period->to - period->from >= SUMMARY_DAYS_MAX
		       ? cli_refuse(cli, EX_USAGE, "--by", _("by day: at most 366 days"))
		       : EX_OK;
}

/* The columns of the table of groups where none were asked for. */
static const char group_columns[] = "so_luot,so_nguoi,ho_tham";

static int format_text(const struct summary *summary, const struct profile *profile, bool asked,
		       struct buffer *out, struct fault *f)
{
	struct profile few = { 0 };

	if (profile_codes(&few, group_columns, f))
		return (int)f->code;
	summary_text(out, summary, profile, asked ? profile : &few);
	profile_release(&few);
	return FAULT_OK;
}

static int format_csv(struct book *book, const struct summary *summary,
		      const struct profile *profile, struct buffer *out, struct fault *f)
{
	struct standing standing;

	if (standing_read(book, &summary->period, &standing, f))
		return (int)f->code;
	summary_csv(out, summary, profile, &standing);
	standing_release(&standing);
	return FAULT_OK;
}

static int format_summary(struct book *book, enum format format, const struct summary *summary,
			  const struct profile *profile, bool asked, struct buffer *out,
			  struct fault *f)
{
	switch (format) {
	case JSON:
		summary_json(out, summary);
		return FAULT_OK;
	case CSV:
		return format_csv(book, summary, profile, out, f);
	default:
		return format_text(summary, profile, asked, out, f);
	}
}

/* Count, and hand the result to standard output or the file. */
static int deliver(struct cli *cli, const struct period *period, enum summary_axis axis,
		   enum format format, const struct profile *profile)
{
	const char *file = cli_option(cli, OPT_OUTPUT);
	struct summary summary;
	struct fault f = { 0 };
	struct buffer text = { 0 };
	int status = EX_OK, rc = summary_make(cli->book, period, axis, &summary, &f);

	if (rc)
		return cli_fail(cli, &f);
	rc = format_summary(cli->book, format, &summary, profile,
			    cli_option(cli, OPT_COLUMNS) || cli_option(cli, OPT_PROFILE), &text,
			    &f);
	summary_release(&summary);
	if (rc)
		status = cli_fail(cli, &f);
	else if (!file || !strcmp(file, "-"))
		fwrite(text.text, 1, text.len, stdout);
	else if (export_write(cli->book, period, file, cli->launch.inputs, text.text, text.len,
			      cli_option(cli, OPT_FORCE) != NULL, &f))
		status = cli_fail_file(cli, &f, file);
	buffer_release(&text);
	return status;
}

int cmd_summary(struct cli *cli)
{
	struct period period = { 0 };
	struct profile profile = { 0 };
	enum summary_axis axis;
	enum format format;
	bool given = false;
	int status = read_format(cli, &format);

	if (!status && cli_option(cli, OPT_CAMPAIGN))
		status = cli_refuse(cli, EX_UNAVAILABLE, "--campaign",
				    _("not available in this version"));
	if (!status)
		status = read_axis(cli, &axis);
	if (!status)
		status = cli_period(cli, &period, &given);
	if (!status && given)
		status = check_days(cli, &period, axis);
	if (!status)
		status = read_columns(cli, &profile);
	if (!status)
		status = cli_open(cli);
	if (!status && !summary_axis_is_for(cli->book, axis))
		status = refuse_axis(cli);
	if (!status && !given)
		period_of_day(&period, PERIOD_WEEK, book_now(cli->book)->day);
	if (!status)
		status = deliver(cli, &period, axis, format, &profile);
	profile_release(&profile);
	return status;
}
