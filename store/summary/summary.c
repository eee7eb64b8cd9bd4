#include "config.h"
#include "store/summary/summary.h"

#include <stdlib.h>
#include <string.h>

static const char *const axis_names[SUMMARY_AXES] = {
	[SUMMARY_WHOLE] = "",
	[SUMMARY_UNIT] = "unit",
	[SUMMARY_VILLAGE] = "village",
	[SUMMARY_TEAM] = "team",
	[SUMMARY_MEMBER] = "member",
	[SUMMARY_GROUP] = "group",
	[SUMMARY_TOPIC] = "topic",
	[SUMMARY_CHANNEL] = "channel",
	[SUMMARY_OUTCOME] = "outcome",
	[SUMMARY_BLOCKER] = "blocker",
	[SUMMARY_DAY] = "day",
};

const char *summary_axis_name(enum summary_axis axis)
{
	return axis < SUMMARY_AXES ? axis_names[axis] : "";
}

enum summary_axis summary_axis_find(const char *name)
{
	enum summary_axis axis = SUMMARY_WHOLE + 1;

	while (axis < SUMMARY_AXES && strcmp(axis_names[axis], name))
		axis++;
	return axis;
}

const char *summary_filled_column(enum summary_filled which)
{
	static const char *const codes[FILLED_COLUMNS] = {
		[FILLED_PEOPLE] = "so_nguoi",
		[FILLED_FEMALE] = "so_nu",
		[FILLED_OVER60] = "so_60",
		[FILLED_HOURS] = "gio_hd",
	};

	return codes[which];
}

const struct summary_value *summary_value(const struct summary_row *row,
					  const struct column *column)
{
	return &row->values[column - catalog_columns];
}

size_t summary_rows(const struct summary *summary)
{
	return summary->group_count + (summary->no_team != NULL);
}

const struct summary_row *summary_row_at(const struct summary *summary, size_t at)
{
	return at < summary->group_count ? &summary->groups[at] : summary->no_team;
}

void summary_row_release(struct summary_row *row)
{
	free(row->key);
	free(row->label);
	free(row->label_en);
	free(row->label_code);
	for (size_t i = 0; row->values && i < catalog_column_count; i++)
		if (row->values[i].type == SUMMARY_TEXT) {
			free(row->values[i].text);
			free(row->values[i].text_en);
		}
	free(row->values);
}

void summary_release(struct summary *summary)
{
	summary_row_release(&summary->whole);
	for (size_t i = 0; i < summary->group_count; i++)
		summary_row_release(&summary->groups[i]);
	free(summary->groups);
	if (summary->no_team)
		summary_row_release(summary->no_team);
	free(summary->no_team);
	for (size_t i = 0; i < summary->missing_count; i++) {
		free(summary->missing[i].code);
		free(summary->missing[i].name);
		free(summary->missing[i].unit);
	}
	free(summary->missing);
	free(summary->unit);
	free(summary->unit_name);
	memset(summary, 0, sizeof *summary);
}
