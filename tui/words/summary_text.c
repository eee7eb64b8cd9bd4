#include "config.h"
#include "tui/words/summary_text.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"
#include "tui/words/figure.h"
#include "tui/words/out.h"

#define NAME_WIDTH   28  /* of the table of groups: a topic's short label */
#define HEADER_WIDTH 14  /* of a column in it, unless its figures need more */
#define BRIEF_WIDTH  12  /* a header wider than this is broken into two lines */
#define BAR_MIN      6
#define SHOWN_MAX    16  /* more columns than fit beside each other */
#define WORD_MAX     320 /* bytes of a word; more is broken */

void period_text(char out[PERIOD_TEXT_SIZE], const struct period *period)
{
	char from[DATE_SIZE], to[DATE_SIZE], name[64] = "";
	int year, month, week, week_year;

	date_split(period->from, &year, &month, NULL);
	date_format_vn(from, period->from);
	date_format_vn(to, period->to);
	switch (period->kind) {
	case PERIOD_WEEK:
		date_week(period->from, &week_year, &week);
		snprintf(name, sizeof name, _("Week %d"), week);
		break;
	case PERIOD_MONTH:
		snprintf(name, sizeof name, _("Month %02d/%d"), month, year);
		break;
	case PERIOD_QUARTER:
		snprintf(name, sizeof name, _("Quarter %d/%d"), (month - 1) / 3 + 1, year);
		break;
	case PERIOD_HALF:
		snprintf(name, sizeof name,
			 month < 7 ? _("First half of %d") : _("Second half of %d"), year);
		break;
	case PERIOD_NINE_MONTHS:
		snprintf(name, sizeof name, _("First nine months of %d"), year);
		break;
	case PERIOD_YEAR:
		snprintf(name, sizeof name, _("Year %d"), year);
		break;
	default:
		break;
	}
	if (*name)
		snprintf(out, PERIOD_TEXT_SIZE, "%s (%s - %s)", name, from, to);
	else
		snprintf(out, PERIOD_TEXT_SIZE, "%s - %s", from, to);
}

static int width_of(const char *text)
{
	return text_width(text, strlen(text));
}

static void spaces(struct buffer *out, int count)
{
	while (count-- > 0)
		buffer_put_char(out, ' ');
}

/* Bytes of the next word, no wider than a line. */
static size_t word_len(const char *text, int room)
{
	size_t len = strcspn(text, " \n");

	if (len > WORD_MAX)
		len = WORD_MAX;
	while (len > 1 && (((unsigned char)text[len] & 0xC0) == 0x80 ||
			   text_width(text, len) > room))
		len--;
	return len;
}

/*
 * The text word by word, in lines that go on at column `indent`; the first
 * begins at column `at`.
 */
static void wrap(struct buffer *out, const char *text, int at, int indent)
{
	int column = at;

	for (bool first = true; *text; first = false) {
		size_t len = word_len(text, SUMMARY_TEXT_WIDTH - indent);
		int width = text_width(text, len);
		char word[TEXT_ROOM(WORD_MAX)];

		if (!first && column + 1 + width > SUMMARY_TEXT_WIDTH) {
			buffer_put_char(out, '\n');
			spaces(out, indent);
			column = indent;
		} else if (!first && column > indent) {
			buffer_put_char(out, ' ');
			column++;
		}
		text_printable(word, sizeof word, text, len);
		buffer_put(out, word);
		column += width;
		text += len;
		if (*text == '\n') {
			buffer_put_char(out, '\n');
			spaces(out, indent);
			column = indent;
		}
		text += *text == ' ' || *text == '\n';
	}
	buffer_put_char(out, '\n');
}

static void put_column(struct buffer *out, const struct summary *summary,
		       const struct profile_column *column, int label_width)
{
	const struct summary_value *value = summary_value(&summary->whole, column->column);
	char period[PERIOD_TEXT_SIZE], figure[FIGURE_FILLED_SIZE];
	const char *label = figure_label(column);
	const char *text = figure_said(value);
	int width = width_of(label);

	if (!strcmp(column->column->code, "ky")) {
		period_text(period, &summary->period);
		text = period;
	}
	out_clean(out, label);
	if (width > label_width) {
		buffer_put_char(out, '\n');
		width = 0;
	}
	if (!figure_is_words(column->column)) {
		spaces(out, label_width + 2 - width);
		figure_filled(figure, sizeof figure, &summary->whole, column->column);
		buffer_print(out, "%s\n", figure);
	} else if (label_width + 2 + width_of(text) <= SUMMARY_TEXT_WIDTH &&
		   !strchr(text, '\n')) {
		spaces(out, label_width + 2 - width);
		wrap(out, text, label_width + 2, label_width + 2);
	} else {
		if (width)
			buffer_put_char(out, '\n');
		spaces(out, 2);
		wrap(out, text, 2, 2);
	}
}

/* Columns for the labels: as many as the longest needs that leaves room for every figure. */
static int label_width_of(const struct summary *summary, const struct profile *profile)
{
	int room = SUMMARY_TEXT_WIDTH - 2, label_width = 0, longest = 0;

	for (size_t i = 0; i < profile->count; i++) {
		char figure[FIGURE_FILLED_SIZE];
		int width;

		if (figure_is_words(profile->columns[i].column))
			continue;
		figure_filled(figure, sizeof figure, &summary->whole, profile->columns[i].column);
		width = width_of(figure);
		if (width > longest)
			longest = width;
	}
	for (size_t i = 0; i < profile->count; i++) {
		int width = width_of(figure_label(&profile->columns[i]));

		if (width > label_width && width <= room - longest)
			label_width = width;
	}
	return label_width;
}

static void put_columns(struct buffer *out, const struct summary *summary, const struct profile *profile)
{
	int label_width = label_width_of(summary, profile);

	for (size_t i = 0; i < profile->count; i++)
		put_column(out, summary, &profile->columns[i], label_width);
}

static void put_teams(struct buffer *out, const struct summary *summary)
{
	struct buffer line = { 0 };
	char teams[FIGURE_TEAMS_SIZE], weeks[FIGURE_WEEKS_SIZE];

	if (!summary->teams)
		return;
	figure_teams(teams, summary);
	buffer_print(out, "%s\n", teams);
	if (!summary->missing_count)
		return;
	buffer_put(&line, figure_not_yet(summary));
	for (size_t i = 0; i < summary->missing_count; i++) {
		const struct summary_team *team = &summary->missing[i];
		bool named = strcmp(team->code, team->name) != 0;

		figure_weeks(weeks, team->weeks_closed, team->weeks);
		buffer_print(&line, " %s%s%s%s%s", team->code, named ? " " : "",
			     named ? team->name : "", weeks, i + 1 < summary->missing_count ? ";" : "");
	}
	wrap(out, buffer_text(&line), 0, 2);
	buffer_release(&line);
}

/*
 * What the table of groups shows: as many of the columns asked for, in their
 * order, as leave room for names and a bar. The bar is so_luot's, or else the
 * first column's.
 */
struct chosen {
	int closed_width; /* by unit, of how many of its teams have closed; else 0 */
	int bar_width;
	const struct profile_column *bar; /* NULL: no column is a figure */
	size_t count;
	struct {
		const struct profile_column *column;
		int width;
	} shown[SHOWN_MAX];
};

/*
 * Bytes of a header's first line: all of it, or up to the space at which the
 * wider half is narrowest.
 */
static size_t header_break(const char *text)
{
	size_t len = strlen(text), at = len;
	int best = text_width(text, len);

	if (best <= BRIEF_WIDTH)
		return len;
	for (const char *space = strchr(text, ' '); space; space = strchr(space + 1, ' ')) {
		int left = text_width(text, (size_t)(space - text)), right = width_of(space + 1);
		int wider = left > right ? left : right;

		if (wider < best) {
			best = wider;
			at = (size_t)(space - text);
		}
	}
	return at;
}

static int header_width(const char *text)
{
	size_t at = header_break(text);
	int left = text_width(text, at), right = text[at] ? width_of(text + at + 1) : 0;

	return left > right ? left : right;
}

/* As wide as the longest figure and, within bounds, the header. */
static int figure_width(const struct summary *summary, const struct profile_column *column)
{
	int width = header_width(figure_brief(column));

	if (width > HEADER_WIDTH)
		width = HEADER_WIDTH;
	for (size_t i = 0; i < summary_rows(summary); i++) {
		char figure[FIGURE_SIZE];
		int own;

		figure_text(figure, sizeof figure, summary_row_at(summary, i), column->column);
		own = width_of(figure);
		if (own > width)
			width = own;
	}
	return width;
}

/* How many of a unit's teams have closed: above "8/12". */
static const char teams_closed[] = N_("Teams closed");

static struct chosen choose(const struct summary *summary, const struct profile *table)
{
	struct chosen chosen = { 0 };
	int room = SUMMARY_TEXT_WIDTH - NAME_WIDTH - 1 - BAR_MIN;

	if (summary->axis == SUMMARY_UNIT) {
		chosen.closed_width = header_width(_(teams_closed));
		room -= 1 + chosen.closed_width;
	}
	for (size_t i = 0; i < table->count && chosen.count < SHOWN_MAX; i++) {
		const struct profile_column *column = &table->columns[i];
		int width = 1 + figure_width(summary, column);

		if (figure_is_words(column->column) || width > room)
			continue;
		room -= width;
		chosen.shown[chosen.count].column = column;
		chosen.shown[chosen.count++].width = width - 1;
		if (!chosen.bar || !strcmp(column->column->code, "so_luot"))
			chosen.bar = column;
	}
	chosen.bar_width = BAR_MIN + room;
	return chosen;
}

/* The columns that were asked for and have no place in the table. */
static void put_left_out(struct buffer *out, const struct profile *table, const struct chosen *chosen)
{
	struct buffer line = { 0 };
	size_t next = 0, left = 0;

	buffer_put(&line, _("Not in the table:"));
	for (size_t i = 0; i < table->count; i++) {
		if (next < chosen->count && chosen->shown[next].column == &table->columns[i]) {
			next++;
			continue;
		}
		buffer_print(&line, "%s %s", left++ ? ";" : "", figure_brief(&table->columns[i]));
	}
	if (left)
		wrap(out, buffer_text(&line), 0, 2);
	buffer_release(&line);
}

/* Which of the columns in the table are typed in, not counted. */
static void put_typed(struct buffer *out, const struct chosen *chosen)
{
	struct buffer line = { 0 };
	int typed = 0;

	buffer_put(&line, _("Typed in with the report:"));
	for (size_t i = 0; i < chosen->count; i++)
		if (column_is_typed(chosen->shown[i].column->column))
			buffer_print(&line, "%s %s", typed++ ? ";" : "",
				     figure_brief(chosen->shown[i].column));
	if (typed)
		wrap(out, buffer_text(&line), 0, 2);
	buffer_release(&line);
}

/* A bar in half cells; whatever is above nothing shows. */
static void put_bar(struct buffer *out, double size, double largest, int width)
{
	int halves = largest > 0 ? (int)(size / largest * width * 2 + 0.5) : 0;
	int cells = (halves + 1) / 2;

	if (size > 0 && !halves)
		halves = cells = 1;
	for (int i = 0; i < halves / 2; i++)
		buffer_put(out, "█");
	if (halves % 2)
		buffer_put(out, "▌");
	spaces(out, width - cells);
}

/* Right-aligned in its columns, after a space. */
static void put_cell(struct buffer *out, const char *text, int columns)
{
	int width = width_of(text);

	spaces(out, 1 + (width < columns ? columns - width : 0));
	out_last(out, text, columns);
}

/* The part of a header on the upper line, or on the lower; skipped: columns left free before it. */
static void put_header_part(struct buffer *out, const char *text, int width, bool first, int *skipped)
{
	size_t at = header_break(text);
	char *part = first ? memory_strndup(text, text[at] ? at : 0)
			   : memory_strdup(text[at] ? text + at + 1 : text);

	if (*part) {
		spaces(out, *skipped);
		*skipped = 0;
		put_cell(out, part, width);
	} else {
		*skipped += 1 + width;
	}
	free(part);
}

/* The upper line of headers, what stands before a break, or the lower one, all the rest. */
static void put_header_line(struct buffer *out, const char *name, const struct chosen *chosen, bool first)
{
	int skipped = NAME_WIDTH + 1 + chosen->bar_width - width_of(name);

	buffer_put(out, name);
	for (size_t i = 0; i < chosen->count; i++)
		put_header_part(out, figure_brief(chosen->shown[i].column), chosen->shown[i].width,
				first, &skipped);
	if (chosen->closed_width)
		put_header_part(out, _(teams_closed), chosen->closed_width, first, &skipped);
	buffer_put_char(out, '\n');
}

static void put_headers(struct buffer *out, const char *name, const struct chosen *chosen)
{
	const char *closed = chosen->closed_width ? _(teams_closed) : "";
	bool broken = closed[header_break(closed)] != 0;

	for (size_t i = 0; i < chosen->count; i++) {
		const char *text = figure_brief(chosen->shown[i].column);

		broken |= text[header_break(text)] != 0;
	}
	if (broken)
		put_header_line(out, "", chosen, true);
	put_header_line(out, name, chosen, false);
}

static void put_value(struct buffer *out, const struct summary_row *row,
		      const struct profile_column *column, int columns)
{
	char figure[FIGURE_SIZE];

	figure_text(figure, sizeof figure, row, column->column);
	put_cell(out, figure, columns);
}

static void put_group(struct buffer *out, enum summary_axis axis, const struct summary_row *row,
		      const struct chosen *chosen, double largest, bool open)
{
	const struct summary_value *bar = summary_value(row, chosen->bar->column);
	char teams[FIGURE_WEEKS_SIZE];

	out_column(out, figure_group(axis, row), NAME_WIDTH);
	buffer_put_char(out, open ? '*' : ' ');
	if (open && bar->type == SUMMARY_NULL && width_of(_("not closed")) <= chosen->bar_width)
		out_column(out, _("not closed"), chosen->bar_width);
	else
		put_bar(out, figure_size(bar), largest, chosen->bar_width);
	for (size_t i = 0; i < chosen->count; i++)
		put_value(out, row, chosen->shown[i].column, chosen->shown[i].width);
	if (axis == SUMMARY_UNIT) {
		figure_unit_teams(teams, row);
		put_cell(out, teams, chosen->closed_width);
	}
	buffer_put_char(out, '\n');
}

static void put_groups(struct buffer *out, const struct summary *summary, const struct profile *table)
{
	struct chosen chosen = choose(summary, table);
	double largest = 0;
	bool any_open = false;

	if (summary->axis == SUMMARY_WHOLE || !chosen.bar)
		return;
	for (size_t i = 0; i < summary_rows(summary); i++) {
		double size = figure_size(summary_value(summary_row_at(summary, i),
							chosen.bar->column));

		if (size > largest)
			largest = size;
	}
	buffer_put_char(out, '\n');
	put_headers(out, figure_axis(summary->axis), &chosen);
	for (size_t i = 0; i < summary_rows(summary); i++) {
		const struct summary_row *row = summary_row_at(summary, i);
		bool open = figure_open_team(summary, row->key);

		put_group(out, summary->axis, row, &chosen, largest, open);
		any_open |= open;
	}
	if (any_open)
		buffer_print(out, "%s\n", _("* has not closed the period yet"));
	put_typed(out, &chosen);
	put_left_out(out, table, &chosen);
}

/* Who made it, and on which day; nothing where that is not known. */
static void put_maker(struct buffer *out, const struct summary *summary)
{
	const struct summary_value *by = summary_value(&summary->whole, column_find("nguoi_lap"));
	const struct summary_value *on = summary_value(&summary->whole, column_find("ngay_lap"));

	if (by->type != SUMMARY_TEXT || on->type != SUMMARY_TEXT)
		return;
	buffer_print(out, "%s: ", _("Prepared by"));
	out_clean(out, by->text);
	buffer_print(out, ", %s\n", on->text);
}

void summary_text(struct buffer *out, const struct summary *summary, const struct profile *profile,
		  const struct profile *table)
{
	char period[PERIOD_TEXT_SIZE], across[FIGURE_ACROSS_SIZE];

	out_clean(out, summary->unit_name);
	buffer_put(out, " (");
	out_clean(out, summary->unit);
	buffer_put(out, ")\n");
	period_text(period, &summary->period);
	buffer_print(out, "%s\n", period);
	put_maker(out, summary);
	buffer_put_char(out, '\n');
	put_columns(out, summary, profile);
	put_teams(out, summary);
	figure_across(across, summary);
	if (*across)
		wrap(out, across, 0, 2);
	put_groups(out, summary, table);
}
