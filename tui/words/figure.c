#include "config.h"
#include "tui/words/figure.h"

#include <stdio.h>
#include <string.h>

#include "store/base/text.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/words/number.h"

const char figure_unknown[] = "—";

void figure_number(char *out, size_t size, double value, int decimals)
{
	number_format_vn(out, size, value, decimals);
	if (!lang_english())
		return;
	for (; *out; out++)
		if (*out == '.' || *out == ',')
			*out = *out == '.' ? ',' : '.';
}

void figure_text(char *out, size_t size, const struct summary_row *row,
		 const struct column *column)
{
	const struct summary_value *value = summary_value(row, column);

	if (value->type == SUMMARY_INT)
		figure_number(out, size, (double)value->integer, 0);
	else if (value->type == SUMMARY_REAL)
		figure_number(out, size, value->real,
			      column_is_typed(column) ? number_decimals(value->real) : 1);
	else
		snprintf(out, size, "%s", figure_unknown);
}

const char *figure_label(const struct profile_column *column)
{
	if (column->header)
		return column->header;
	return lang_english() ? column->column->en : column->column->header;
}

bool figure_is_words(const struct column *column)
{
	return !strcmp(column->unit, "text") || !strcmp(column->unit, "date");
}

/* How many sessions carry the column's figure, where some may not; -1 for other columns. */
static int64_t carrying(const struct summary_row *row, const struct column *column)
{
	for (int i = 0; i < FILLED_COLUMNS; i++)
		if (!strcmp(column->code, summary_filled_column(i)))
			return row->carrying[i];
	return -1;
}

void figure_filled(char *out, size_t size, const struct summary_row *row,
		   const struct column *column)
{
	const struct summary_value *value = summary_value(row, column);
	int64_t have = carrying(row, column);
	char figure[FIGURE_SIZE];

	figure_text(figure, sizeof figure, row, column);
	if (value->type != SUMMARY_NULL && have >= 0 && have < row->sessions)
		/* TRANSLATORS: a figure, and how many of the sessions it is known for. */
		snprintf(out, size, _("%s (%lld/%lld recorded)"), figure, (long long)have,
			 (long long)row->sessions);
	else if (value->type != SUMMARY_NULL && column_is_typed(column))
		/* TRANSLATORS: a figure that was typed in with the report, not counted. */
		snprintf(out, size, _("%s (typed in)"), figure);
	else
		snprintf(out, size, "%s", figure);
}

const char *figure_said(const struct summary_value *value)
{
	if (value->type != SUMMARY_TEXT)
		return figure_unknown;
	return lang_english() && value->text_en ? value->text_en : value->text;
}

double figure_size(const struct summary_value *value)
{
	return value->type == SUMMARY_INT    ? (double)value->integer
	       : value->type == SUMMARY_REAL ? value->real
					     : 0;
}

const char *figure_group(enum summary_axis axis, const struct summary_row *row)
{
	const struct topic *topic = axis == SUMMARY_TOPIC ? topic_find(row->key) : NULL;

	if (axis == SUMMARY_TEAM && !*row->key)
		return _("Of no team");
	if (topic)
		return topic_label(topic, lang_english());
	if (lang_english() && row->label_en)
		return row->label_en;
	return row->label_code ? row->label_code : row->label;
}

const char *figure_axis(enum summary_axis axis)
{
	static const char *const words[SUMMARY_AXES] = {
		[SUMMARY_UNIT] = N_("Commune"),
		[SUMMARY_VILLAGE] = N_("Village"), [SUMMARY_TEAM] = N_("Team"),
		[SUMMARY_MEMBER] = N_("Member"),   [SUMMARY_GROUP] = N_("Topic group"),
		[SUMMARY_TOPIC] = N_("Topic"),	   [SUMMARY_CHANNEL] = N_("Channel"),
		[SUMMARY_OUTCOME] = N_("Outcome"), [SUMMARY_BLOCKER] = N_("Difficulty"),
		[SUMMARY_DAY] = N_("Day"),
	};

	return words[axis] ? _(words[axis]) : "";
}

const char *figure_brief(const struct profile_column *column)
{
	return lang_english() ? column->column->en : column->column->brief;
}

const char *figure_fitting(const struct profile_column *column, int width)
{
	static char head[160];
	const char *label = figure_label(column), *brief_en = column->column->brief_en;
	int whole = text_width(label, strlen(label)), part;

	if (whole <= width)
		return label;
	if (lang_english())
		return *brief_en ? brief_en : figure_brief(column);
	/* "Lượt người được hướng dẫn an toàn trên mạng, phòng lừa đảo": most of it says most of it. */
	*head = 0;
	for (const char *comma = label; (comma = strchr(comma, ',')); comma++) {
		part = text_width(label, (size_t)(comma - label));
		if (part <= width && part > whole / 2)
			snprintf(head, sizeof head, "%.*s", (int)(comma - label), label);
	}
	return *head ? head : figure_brief(column);
}

bool figure_open_team(const struct summary *summary, const char *code)
{
	for (size_t i = 0; summary->axis == SUMMARY_TEAM && i < summary->missing_count; i++)
		if (!strcmp(summary->missing[i].code, code))
			return true;
	return false;
}

const char *figure_not_yet(const struct summary *summary)
{
	return summary->missing_count && summary->missing[0].weeks ? _("Not yet (weeks closed):")
								   : _("Not yet:");
}

void figure_weeks(char out[FIGURE_WEEKS_SIZE], int closed, int weeks)
{
	*out = 0;
	if (weeks)
		snprintf(out, FIGURE_WEEKS_SIZE, " %d/%d", closed, weeks);
}

void figure_unit_teams(char out[FIGURE_WEEKS_SIZE], const struct summary_row *row)
{
	if (row->teams)
		snprintf(out, FIGURE_WEEKS_SIZE, "%lld/%lld", (long long)row->teams_closed,
			 (long long)row->teams);
	else
		snprintf(out, FIGURE_WEEKS_SIZE, "%s", figure_unknown);
}

void figure_teams(char out[FIGURE_TEAMS_SIZE], const struct summary *summary)
{
	int used = snprintf(out, FIGURE_TEAMS_SIZE, _("Teams that have closed: %lld/%lld"),
			    (long long)summary->teams - (long long)summary->missing_count,
			    (long long)summary->teams);

	if (summary->running)
		snprintf(out + used, FIGURE_TEAMS_SIZE - (size_t)used, " (%s)",
			 _("the period is not over"));
}

void figure_across(char out[FIGURE_ACROSS_SIZE], const struct summary *summary)
{
	char from[DATE_SIZE], to[DATE_SIZE], weeks[128] = "";
	size_t used = 0;
	int number, year;

	*out = 0;
	for (int i = 0; i < summary->across_count; i++) {
		const struct period *week = &summary->across[i];

		date_week(week->from, &year, &number);
		date_format_vn(from, week->from);
		date_format_vn(to, week->to);
		used += (size_t)snprintf(weeks + used, sizeof weeks - used, "%s", i ? ", " : "");
		used += (size_t)snprintf(weeks + used, sizeof weeks - used, _("Week %d"), number);
		/* Day and month: the year is the period's, or beside it. */
		used += (size_t)snprintf(weeks + used, sizeof weeks - used, " (%.5s - %.5s)", from, to);
	}
	if (*weeks)
		snprintf(out, FIGURE_ACROSS_SIZE,
			 _("Across two periods, so texts and typed figures do not count here: %s"),
			 weeks);
}
