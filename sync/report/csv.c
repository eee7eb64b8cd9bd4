#include "config.h"
#include "sync/report/csv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "sync/report/words.h"

/* A table being written, cell by cell. */
struct table {
	struct buffer *to;
	const struct summary *summary;
	const struct profile *profile;
	const struct standing *standing;
	bool row_begun;
	char period[PERIOD_WORDS_SIZE];
	char across[ACROSS_WORDS_SIZE]; /* "": there is no such column */
};

static void put_cell(struct table *t, const char *text)
{
	if (t->row_begun)
		buffer_put_char(t->to, ',');
	t->row_begun = true;
	if (!text[strcspn(text, ",\"\r\n")]) {
		buffer_put(t->to, text);
		return;
	}
	buffer_put_char(t->to, '"');
	for (; *text; text++) {
		if (*text == '"')
			buffer_put_char(t->to, '"');
		buffer_put_char(t->to, *text);
	}
	buffer_put_char(t->to, '"');
}

/* Words, never a formula. */
static void put_text(struct table *t, const char *text)
{
	char *guarded;

	if (!*text || !strchr("=+-@\t\r", *text)) {
		put_cell(t, text);
	} else {
		guarded = memory_format("'%s", text);
		put_cell(t, guarded);
		free(guarded);
	}
}

static void end_row(struct table *t)
{
	buffer_put(t->to, "\r\n");
	t->row_begun = false;
}

/* At most 4 decimals and a comma, whatever the locale says. */
static void put_real(struct table *t, double real)
{
	long long scaled = (long long)((real < 0 ? -real : real) * 1e4 + 0.5);
	char text[48];
	int len = snprintf(text, sizeof text, "%s%lld,%04lld", real < 0 && scaled ? "-" : "",
			   scaled / 10000, scaled % 10000);

	while (text[len - 1] == '0')
		text[--len] = 0;
	if (text[len - 1] == ',')
		text[--len] = 0;
	put_cell(t, text);
}

static void put_value(struct table *t, const struct summary_value *value)
{
	char text[24];

	switch (value->type) {
	case SUMMARY_INT:
		snprintf(text, sizeof text, "%lld", (long long)value->integer);
		put_cell(t, text);
		break;
	case SUMMARY_REAL:
		put_real(t, value->real);
		break;
	case SUMMARY_TEXT:
		put_text(t, value->text);
		break;
	default:
		put_cell(t, "");
	}
}

static bool is_period(const struct column *column)
{
	return !strcmp(column->code, "ky");
}

/* A figure that was typed in is marked where it is named. */
static void put_header(struct table *t, const struct profile_column *column)
{
	const char *header = column->header ? column->header : column->column->header;
	char *marked = column_is_typed(column->column)
			       ? memory_format("%s (%s)", header, typed_words) : memory_strdup(header);

	put_text(t, marked);
	free(marked);
}

static bool has_column(const struct profile *profile, const char *code)
{
	for (size_t i = 0; i < profile->count; i++)
		if (!strcmp(profile->columns[i].column->code, code))
			return true;
	return false;
}

/* A file is read far from where it was made: period, unit, who made it and when. */
static const char *const origin[] = { "ky", "don_vi", "nguoi_lap", "ngay_lap" };
enum { ORIGINS = sizeof origin / sizeof origin[0] };

/* The column of the i-th of these, where no other of the table says it; NULL. */
static const struct column *origin_column(const struct table *t, int i)
{
	bool first = t->summary->axis == SUMMARY_WHOLE && !strcmp(origin[i], "ky");

	return first || has_column(t->profile, origin[i]) ? NULL : column_find(origin[i]);
}

static void put_cell_of(struct table *t, const struct summary_row *row,
			const struct column *column)
{
	if (is_period(column))
		put_text(t, t->period);
	else
		put_value(t, summary_value(row, column));
}

/* The period stands first where nothing else does; whose figures they are stands before it. */
static bool period_first(const struct table *t)
{
	return t->summary->axis == SUMMARY_WHOLE && !has_column(t->profile, "ky");
}

/* By team the rows say it themselves. */
static bool names_team(const struct table *t)
{
	return t->standing->team_code && t->summary->axis != SUMMARY_TEAM;
}

static void put_team_header(struct table *t)
{
	if (names_team(t))
		put_text(t, team_header);
}

static void put_team(struct table *t)
{
	char *both;

	if (!names_team(t))
		return;
	both = memory_format("%s (%s)", t->standing->team_name, t->standing->team_code);
	put_text(t, both);
	free(both);
}

static void put_columns(struct table *t, const struct summary_row *row)
{
	char closed[STANDING_WORDS_SIZE];
	const struct column *column;

	for (size_t i = 0; i < t->profile->count; i++)
		put_cell_of(t, row, t->profile->columns[i].column);
	if (t->summary->axis == SUMMARY_TEAM ||
	    (t->summary->axis == SUMMARY_UNIT && row != &t->summary->whole))
		closed_words(closed, t->summary, row);
	else
		standing_words(closed, t->summary, t->standing);
	put_text(t, closed);
	if (!period_first(t))
		put_team(t);
	for (int i = 0; i < ORIGINS; i++)
		if ((column = origin_column(t, i)))
			put_cell_of(t, &t->summary->whole, column);
	if (*t->across)
		put_text(t, t->across);
	end_row(t);
}

static void put_headers(struct table *t)
{
	const struct column *column;

	for (size_t i = 0; i < t->profile->count; i++)
		put_header(t, &t->profile->columns[i]);
	put_text(t, closed_header);
	if (!period_first(t))
		put_team_header(t);
	for (int i = 0; i < ORIGINS; i++)
		if ((column = origin_column(t, i)))
			put_text(t, column->header);
	if (*t->across)
		put_text(t, across_header);
	end_row(t);
}

static void put_groups(struct table *t)
{
	const struct summary *summary = t->summary;

	put_text(t, axis_words(summary->axis));
	put_headers(t);
	for (size_t i = 0; i < summary->group_count; i++) {
		const struct summary_row *row = &summary->groups[i];

		put_text(t, row->label_code ? row->label_code : row->label);
		put_columns(t, row);
	}
	if (summary->no_team) {
		put_text(t, no_team_words);
		put_columns(t, summary->no_team);
	}
	put_text(t, total_words);
	put_columns(t, &summary->whole);
}

static void put_whole(struct table *t)
{
	if (period_first(t)) {
		put_team_header(t);
		put_text(t, column_find("ky")->header);
	}
	put_headers(t);
	if (period_first(t)) {
		put_team(t);
		put_text(t, t->period);
	}
	put_columns(t, &t->summary->whole);
}

void summary_csv(struct buffer *out, const struct summary *summary, const struct profile *profile,
		 const struct standing *standing)
{
	struct table t = { .to = out, .summary = summary, .profile = profile,
			   .standing = standing };

	period_words(t.period, &summary->period);
	across_words(t.across, summary);
	buffer_put(out, "\xEF\xBB\xBF");
	if (summary->axis == SUMMARY_WHOLE)
		put_whole(&t);
	else
		put_groups(&t);
}
