#include "config.h"
#include "store/report/figures.h"

#include <string.h>

#include "store/query/list_register.h"
#include "store/record/lookup.h"
#include "store/summary/make.h"
#include "store/summary/summary.h"

static json_t *figures_of(const struct summary_row *row)
{
	json_t *figures = json_object();

	for (size_t i = 0; row && i < catalog_column_count; i++) {
		const struct summary_value *value = &row->values[i];

		if (value->type == SUMMARY_INT)
			json_object_set_new(figures, catalog_columns[i].code,
					    json_integer(value->integer));
	}
	return figures;
}

int report_scope(struct book *book, const char *team, const char **scope, struct fault *f)
{
	rec_t rec = 0;
	int teams = 0, rc = FAULT_OK;

	*scope = team;
	if (!team || book_level(book) != LEVEL_TEAM)
		return FAULT_OK;
	rc = list_count(book, TYPE_TEAM, &teams, f);
	if (!rc && teams == 1)
		rc = record_lookup_code(book, TYPE_TEAM, team, &rec, f);
	if (!rc && rec)
		*scope = NULL;
	return rc == FAULT_NOT_FOUND ? FAULT_OK : rc;
}

int report_row(struct book *book, const struct period *period, const char *team,
	       struct summary *summary, const struct summary_row **row, struct fault *f)
{
	int rc = report_scope(book, team, &team, f);

	*row = NULL;
	if (!rc)
		rc = summary_make(book, period, team ? SUMMARY_TEAM : SUMMARY_WHOLE, summary, f);
	if (rc)
		return rc;
	if (!team)
		*row = &summary->whole;
	for (size_t i = 0; team && i < summary->group_count; i++)
		if (summary->groups[i].key && !strcmp(summary->groups[i].key, team))
			*row = &summary->groups[i];
	return FAULT_OK;
}

int report_figures(struct book *book, const struct period *period, const char *team,
		   json_t **out, struct fault *f)
{
	const struct summary_row *row;
	struct summary summary;
	int rc = report_row(book, period, team, &summary, &row, f);

	*out = NULL;
	if (rc)
		return rc;
	*out = figures_of(row);
	summary_release(&summary);
	return FAULT_OK;
}
