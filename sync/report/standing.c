#include "config.h"
#include "sync/report/standing.h"

#include <stdlib.h>
#include <string.h>

#include "store/query/reports.h"
#include "store/report/changed.h"
#include "store/report/close.h"

int standing_read(struct book *book, const struct period *period, struct standing *out,
		  struct fault *f)
{
	struct report_changes changes;
	int teams, rc;

	memset(out, 0, sizeof *out);
	rc = report_only_team(book, &out->team_code, &out->team_name, &teams, f);
	out->own = book_level(book) != LEVEL_TEAM || teams < 2;
	if (!rc && out->own)
		rc = report_changed(book, period, out->team_code, &changes, f);
	if (!rc && out->own) {
		out->closed = changes.report;
		out->changed = report_differs(&changes);
	}
	if (!rc && out->own && period->kind != PERIOD_WEEK)
		rc = reports_weeks(book, period, out->team_code, &out->weeks_closed, &out->weeks, f);
	if (rc)
		standing_release(out);
	return rc;
}

void standing_release(struct standing *standing)
{
	free(standing->team_code);
	free(standing->team_name);
	memset(standing, 0, sizeof *standing);
}
