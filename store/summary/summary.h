/*
 * summary: what a period comes to, as one row of figures and one row a group.
 *
 * The columns are those of catalog_columns, all of them, in that order; how
 * each is counted is a table (rules.h), and docs/counting.md says it
 * in words. summary_make() makes one.
 *
 * Invariants: "not known" is SUMMARY_NULL, never 0. Attempts count in
 * so_khong only; voided sessions and their follow-ups nowhere. A distinct
 * count counts a household once a row, so rows need not add up to the whole.
 * The same records give the same summary, in whatever order they came.
 *
 * A summary owns all it points to; nothing in it refers to the book.
 */
#ifndef STORE_SUMMARY_SUMMARY_H
#define STORE_SUMMARY_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/base/date.h"
#include "store/catalog/catalog.h"

/*
 * What the groups of a summary are. A group is the set of sessions carrying a value: by unit that of
 * the laptop that wrote it; by village, channel and day the session's; by member each of its `by`;
 * by team that of the laptop, or of the first in `by`, else one whose villages hold the session's;
 * by topic, topic group, outcome and blocker once for each the session has.
 */
enum summary_axis {
	SUMMARY_WHOLE, /* no groups */
	SUMMARY_UNIT,  /* at an upper level alone: make.h */
	SUMMARY_VILLAGE,
	SUMMARY_TEAM,
	SUMMARY_MEMBER,
	SUMMARY_GROUP,
	SUMMARY_TOPIC,
	SUMMARY_CHANNEL,
	SUMMARY_OUTCOME,
	SUMMARY_BLOCKER,
	SUMMARY_DAY, /* of periods of at most SUMMARY_DAYS_MAX days */
	SUMMARY_AXES
};

enum { SUMMARY_DAYS_MAX = 366 };

/* "village", "team" …; "" for SUMMARY_WHOLE. */
const char *summary_axis_name(enum summary_axis axis);
/* The axis of that name; SUMMARY_AXES when there is none ("" names none). */
enum summary_axis summary_axis_find(const char *name);

enum summary_type { SUMMARY_NULL, SUMMARY_INT, SUMMARY_REAL, SUMMARY_TEXT };

/* One cell. Reals are rounded to 4 decimals, half away from zero. */
struct summary_value {
	enum summary_type type;
	int64_t integer; /* SUMMARY_INT */
	double real;     /* SUMMARY_REAL: hours, per cent */
	char *text;      /* SUMMARY_TEXT: not empty, may hold newlines */
	char *text_en;   /* the same where words of the catalogue are in it; else NULL */
};

/* The columns some sessions may lack: how many carry the figure. */
enum summary_filled {
	FILLED_PEOPLE, /* so_nguoi */
	FILLED_FEMALE, /* so_nu */
	FILLED_OVER60, /* so_60 */
	FILLED_HOURS,  /* gio_hd */
	FILLED_COLUMNS
};

/* The column's code. */
const char *summary_filled_column(enum summary_filled which);

struct summary_row {
	char *key;      /* code of the village, topic …, "2026-11-17"; NULL in the whole's row */
	char *label;    /* its name or label, Vietnamese */
	char *label_en; /* the English label where the catalogue has one, else NULL */
	char *label_code; /* label and key, where another group has the same label, else NULL */
	struct summary_value *values; /* catalog_column_count of them */
	int64_t sessions;             /* guidance sessions */
	int64_t carrying[FILLED_COLUMNS]; /* how many of them carry the figure */
	bool closed;                  /* by team: it has closed the period */
	int weeks, weeks_closed;      /* by team, of a longer period: as in summary_team */
	int64_t teams, teams_closed;  /* by unit: registered there, and those that have closed */
};

enum { SUMMARY_ACROSS = 2 }; /* one at each end */

struct summary_team {
	char *code, *name;
	char *unit; /* code of the unit it is of */
	int weeks, weeks_closed; /* weeks that end in a longer period; of a week both are 0 */
};

struct summary {
	struct period period;
	char *unit, *unit_name;
	enum summary_axis axis;
	struct summary_row whole;
	/*
	 * Groups with a session or an attempt in the period, and every registered team, or unit: one
	 * that has neither these nor a report has no figures. Units, villages and teams by code,
	 * members by given name, days by date, the rest in the catalogue's order.
	 */
	struct summary_row *groups;
	size_t group_count;
	/* By team: what belongs to none, so that the rows can be added up; NULL where nothing does.
	 * Its key is "", so is its label; it is none of the groups above. */
	struct summary_row *no_team;
	bool running;                 /* the period goes on after today */
	/* Weeks with something written or typed in their reports that begin before the period or
	 * end after it, so that none of that is in here; none of a week. */
	struct period across[SUMMARY_ACROSS];
	int across_count;
	int64_t teams;                /* registered */
	struct summary_team *missing; /* those that have not closed the period, by code */
	size_t missing_count;
};

/*
 * The value of a column. The text column ky is always SUMMARY_NULL: who
 * writes the summary words its period.
 */
const struct summary_value *summary_value(const struct summary_row *row,
					  const struct column *column);

/* The rows of a table of groups: the groups, then that of no team where there is one. */
size_t summary_rows(const struct summary *summary);
const struct summary_row *summary_row_at(const struct summary *summary, size_t at);

void summary_row_release(struct summary_row *row);

/* Free what it owns and leave it empty. */
void summary_release(struct summary *summary);

#endif
