/*
 * figure: the words and numbers of a summary, for the screen and for text.
 *
 * What nobody reported is "—"; a figure only some sessions carry says how
 * many ("92 (37/40 lượt ghi)"), one that was typed in that it was. In the language the program speaks; what is
 * data stays as it is. Texts returned are static or belong to the summary. One
 * thread.
 */
#ifndef TUI_WORDS_FIGURE_H
#define TUI_WORDS_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/summary/summary.h"
#include "sync/report/profile.h"

#define FIGURE_SIZE        48  /* bytes of a figure */
#define FIGURE_FILLED_SIZE 128 /* and of one with how many sessions carry it */

/* "—" */
extern const char figure_unknown[];

/* 1.234,5 in Vietnamese, 1,234.5 in English. */
void figure_number(char *out, size_t size, double value, int decimals);

/*
 * A cell; "—" for what is not known and for what is no figure. One decimal of what is counted;
 * what was typed in stands as it was typed.
 */
void figure_text(char *out, size_t size, const struct summary_row *row,
		 const struct column *column);

/* The same, with how many sessions it is known for where that is not all; or "12 (nhập tay)". */
void figure_filled(char *out, size_t size, const struct summary_row *row,
		   const struct column *column);

/* What a column of words holds; "—" for nothing. The value's, or static. */
const char *figure_said(const struct summary_value *value);

/* How long its bar is; 0 for what is not known. */
double figure_size(const struct summary_value *value);

/* A column that holds words or a date, not a figure. */
bool figure_is_words(const struct column *column);

/* Its header, and the short one of tables. */
const char *figure_label(const struct profile_column *column);
const char *figure_brief(const struct profile_column *column);
/*
 * The header if it fits in so many columns, else most of it up to a comma, else
 * the shortest there is. Static until the next call.
 */
const char *figure_fitting(const struct profile_column *column, int width);

/* What groups of an axis are ("Village"), and the name of one of them. */
const char *figure_axis(enum summary_axis axis);
const char *figure_group(enum summary_axis axis, const struct summary_row *row);

/* Whether the group is a team that has not closed the period. */
bool figure_open_team(const struct summary *summary, const char *code);

/* Before the names of teams that have not closed: with how many weeks, of a longer period. */
const char *figure_not_yet(const struct summary *summary);
/* " 4/5": its closed weeks after a team's name; "" of a week. */
#define FIGURE_WEEKS_SIZE 32
void figure_weeks(char out[FIGURE_WEEKS_SIZE], int closed, int weeks);

/* By unit: "8/12", its teams that have closed; "—" where none is known. */
void figure_unit_teams(char out[FIGURE_WEEKS_SIZE], const struct summary_row *row);

/* "Teams that have closed: 3/5", and that the period is not over where it is not. */
#define FIGURE_TEAMS_SIZE 128
void figure_teams(char out[FIGURE_TEAMS_SIZE], const struct summary *summary);

/* Which weeks lie across an end of the period, so that their reports do not count in it; "" none. */
#define FIGURE_ACROSS_SIZE 320
void figure_across(char out[FIGURE_ACROSS_SIZE], const struct summary *summary);

#endif
