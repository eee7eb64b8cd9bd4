/*
 * date: civil dates, times and reporting periods.
 *
 * A date is a day number (day_t), a time of day is minutes since midnight;
 * neither knows a time zone. What day it is now says clock.h.
 *
 * Invariants: days lie between DAY_MIN and DAY_MAX, so that a year always has
 * four digits; what is parsed is always in there, what is formatted is
 * brought in there. Parsing takes the exact form and nothing around it.
 * Weeks are those of ISO 8601: Monday first, week 1 holds the first Thursday.
 * Everything is pure and thread-safe. Nothing allocates or depends on the locale.
 */
#ifndef STORE_BASE_DATE_H
#define STORE_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/base/fault.h"

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t day_t;

#define DAY_MIN ((day_t)-719162) /* 0001-01-01 */
#define DAY_MAX ((day_t)2932896) /* 9999-12-31 */

/* Room for each written form, NUL included. */
#define DATE_SIZE  11
#define MONTH_SIZE 8
#define TIME_SIZE  6

/* The day of a year 1-9999, month 1-12, day 1-31; false (and *out as it was) for no such day. */
bool date_make(day_t *out, int year, int month, int day);

/* Year, month and day of the month; each pointer may be NULL. */
void date_split(day_t day, int *year, int *month, int *mday);

/* "2026-11-17". */
bool date_parse(day_t *out, const char *text);
void date_format(char out[DATE_SIZE], day_t day);

/* "17/11/2026", as Viet Nam writes it. */
void date_format_vn(char out[DATE_SIZE], day_t day);

/* A month "2026-11" as its first day. Formatting takes any day of the month. */
bool date_parse_month(day_t *first, const char *text);
void date_format_month(char out[MONTH_SIZE], day_t day);

/* "14:30" as minutes since midnight, 0-1439. */
bool time_parse(int *minute, const char *text);
void time_format(char out[TIME_SIZE], int minute);

/* 1 Monday … 7 Sunday. */
int date_weekday(day_t day);

/* The ISO 8601 week a day lies in; its year may be the one before or after the day's. */
void date_week(day_t day, int *year, int *week);

/* Weeks in an ISO 8601 year 1-9999: 52 or 53. */
int date_weeks(int year);

/* The Monday of a week; false for no such week. */
bool date_from_week(day_t *monday, int year, int week);

/* The same day of the month so many months on (or back); the month's last when it has none. */
day_t date_add_months(day_t day, int months);

/* 1 January of the day's year. */
day_t date_year_start(day_t day);

/*
 * A reporting period: the days from..to, both included.
 * Its label is its key, unique among all kinds:
 *   week 2026-W47   month 2026-11     quarter 2026-Q4   half year 2026-H1
 *   nine months 2026-9M (January to September)           year 2026
 *   range 2026-11-16..2026-11-22
 */
enum period_kind {
	PERIOD_WEEK,
	PERIOD_MONTH,
	PERIOD_QUARTER,
	PERIOD_HALF,
	PERIOD_NINE_MONTHS,
	PERIOD_YEAR,
	PERIOD_RANGE,
	PERIOD_KINDS
};

struct period {
	enum period_kind kind;
	char label[24];
	day_t from, to;
};

/* The name of a kind in machine-readable output: "week", "month", "quarter", "half", … */
const char *period_kind_name(enum period_kind kind);

/*
 * Read a label of that kind; W, Q, H and M may be small letters. FAULT_OK, or
 * FAULT_USAGE when it is not one, names no real period (2026-W54) or a range
 * runs backwards; then *p is as it was.
 */
int period_parse(struct period *p, enum period_kind kind, const char *text);

/* The same, telling the kind from the form. */
int period_parse_key(struct period *p, const char *text);

/* The range from..to; FAULT_USAGE when it runs backwards or out of the calendar. */
int period_range(struct period *p, day_t from, day_t to);

/*
 * The period of that kind a day lies in. A range is the day alone; the nine
 * months are those of the day's year, also when they are over by then.
 * FAULT_USAGE for no kind, or a week that runs out of the calendar.
 */
int period_of_day(struct period *p, enum period_kind kind, day_t day);

/*
 * The period before: the same kind, ending the day before p begins (nine
 * months: those of the year before; a range: as many days). out may be p.
 * FAULT_USAGE when the calendar has none.
 */
int period_previous(struct period *out, const struct period *p);

/*
 * A number as Viet Nam writes it: 1.234,5. decimals 0-6, rounded half away
 * from zero; a value that is not finite or whose size is 1e12 or more is
 * written "—". Writes at most size bytes, NUL included, and returns the
 * length of the whole text.
 */
size_t number_format_vn(char *out, size_t size, double value, int decimals);

#endif
