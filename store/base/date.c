#include "config.h"
#include "store/base/date.h"

#include <string.h>

#define MINUTES_PER_DAY 1440

/* Read exactly n digits at *s and step over them. */
static bool take_digits(const char **s, int n, int *value)
{
	*value = 0;
	for (; n > 0; n--, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		*value = *value * 10 + (**s - '0');
	}
	return true;
}

static bool take_char(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

/* Write n digits of value and return where they end. */
static char *put_digits(char *out, int value, int n)
{
	for (int i = n; i-- > 0; value /= 10)
		out[i] = (char)('0' + value % 10);
	return out + n;
}

/* --- days ----------------------------------------------------------------- */

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/*
 * Days from 1970-01-01 to 1 March of a year counted from March, which puts the
 * leap day last and makes the months' lengths one formula.
 */
static day_t march_start(int year)
{
	return (day_t)(365 * year + year / 4 - year / 100 + year / 400 - 719468);
}

bool date_make(day_t *out, int year, int month, int day)
{
	int from_march, march_year;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
	    day > month_days(year, month))
		return false;
	from_march = (month + 9) % 12;
	march_year = from_march >= 10 ? year - 1 : year;
	*out = march_start(march_year) + (153 * from_march + 2) / 5 + day - 1;
	return true;
}

static day_t clamp_day(day_t day)
{
	return day < DAY_MIN ? DAY_MIN : day > DAY_MAX ? DAY_MAX : day;
}

void date_split(day_t day, int *year, int *month, int *mday)
{
	int march_year, rest, from_march;

	day = clamp_day(day);
	/* a guess by the mean length of a year is right or one too high or low */
	march_year = (int)(((int64_t)day + 719468) * 400 / 146097);
	if (march_start(march_year) > day)
		march_year--;
	else if (march_start(march_year + 1) <= day)
		march_year++;
	rest = day - march_start(march_year);
	from_march = (5 * rest + 2) / 153;
	if (year)
		*year = from_march >= 10 ? march_year + 1 : march_year;
	if (month)
		*month = (from_march + 2) % 12 + 1;
	if (mday)
		*mday = rest - (153 * from_march + 2) / 5 + 1;
}

/* Read "YYYY-MM-DD" at *s and step over it. */
static bool take_date(const char **s, day_t *out)
{
	int year, month, day;

	return take_digits(s, 4, &year) && take_char(s, '-') && take_digits(s, 2, &month) &&
	       take_char(s, '-') && take_digits(s, 2, &day) && date_make(out, year, month, day);
}

bool date_parse(day_t *out, const char *text)
{
	day_t day;

	if (!take_date(&text, &day) || *text)
		return false;
	*out = day;
	return true;
}

void date_format(char out[DATE_SIZE], day_t day)
{
	int year, month, mday;

	date_split(day, &year, &month, &mday);
	out = put_digits(out, year, 4);
	*out++ = '-';
	out = put_digits(out, month, 2);
	*out++ = '-';
	*put_digits(out, mday, 2) = 0;
}

void date_format_vn(char out[DATE_SIZE], day_t day)
{
	int year, month, mday;

	date_split(day, &year, &month, &mday);
	out = put_digits(out, mday, 2);
	*out++ = '/';
	out = put_digits(out, month, 2);
	*out++ = '/';
	*put_digits(out, year, 4) = 0;
}

bool date_parse_month(day_t *first, const char *text)
{
	int year, month;

	return take_digits(&text, 4, &year) && take_char(&text, '-') &&
	       take_digits(&text, 2, &month) && !*text && date_make(first, year, month, 1);
}

void date_format_month(char out[MONTH_SIZE], day_t day)
{
	int year, month;

	date_split(day, &year, &month, NULL);
	out = put_digits(out, year, 4);
	*out++ = '-';
	*put_digits(out, month, 2) = 0;
}

static bool take_time(const char **s, int *minute)
{
	int hour, min;

	if (!take_digits(s, 2, &hour) || !take_char(s, ':') || !take_digits(s, 2, &min) ||
	    hour > 23 || min > 59)
		return false;
	*minute = hour * 60 + min;
	return true;
}

bool time_parse(int *minute, const char *text)
{
	int value;

	if (!take_time(&text, &value) || *text)
		return false;
	*minute = value;
	return true;
}

void time_format(char out[TIME_SIZE], int minute)
{
	if (minute < 0 || minute >= MINUTES_PER_DAY)
		minute = 0;
	out = put_digits(out, minute / 60, 2);
	*out++ = ':';
	*put_digits(out, minute % 60, 2) = 0;
}

int date_weekday(day_t day)
{
	/* DAY_MIN is a Monday */
	return (clamp_day(day) - DAY_MIN) % 7 + 1;
}

/* The Monday of week 1: that of the week of 4 January. It may lie before DAY_MIN. */
static day_t first_monday(int year)
{
	day_t fourth = march_start(year - 1) + 306 + 3;

	return fourth - ((fourth - DAY_MIN) % 7 + 7) % 7;
}

void date_week(day_t day, int *year, int *week)
{
	int y;

	day = clamp_day(day);
	date_split(day, &y, NULL, NULL);
	if (day < first_monday(y))
		y--;
	else if (day >= first_monday(y + 1))
		y++;
	*year = y;
	*week = (day - first_monday(y)) / 7 + 1;
}

int date_weeks(int year)
{
	return (first_monday(year + 1) - first_monday(year)) / 7;
}

bool date_from_week(day_t *monday, int year, int week)
{
	if (year < 1 || year > 9999 || week < 1 || week > date_weeks(year))
		return false;
	*monday = first_monday(year) + 7 * (week - 1);
	return true;
}

day_t date_add_months(day_t day, int months)
{
	int year, month, mday;
	int64_t count;

	date_split(day, &year, &month, &mday);
	count = (int64_t)year * 12 + (month - 1) + months;
	if (count < 12)
		return DAY_MIN;
	if (count >= 12 * 10000)
		return DAY_MAX;
	year = (int)(count / 12);
	month = (int)(count % 12) + 1;
	if (mday > month_days(year, month))
		mday = month_days(year, month);
	date_make(&day, year, month, mday);
	return day;
}

day_t date_year_start(day_t day)
{
	int year;

	date_split(day, &year, NULL, NULL);
	date_make(&day, year, 1, 1);
	return day;
}

/* --- periods -------------------------------------------------------------- */

const char *period_kind_name(enum period_kind kind)
{
	static const char *const names[PERIOD_KINDS] = {
		[PERIOD_WEEK] = "week",
		[PERIOD_MONTH] = "month",
		[PERIOD_QUARTER] = "quarter",
		[PERIOD_HALF] = "half",
		[PERIOD_NINE_MONTHS] = "nine_months",
		[PERIOD_YEAR] = "year",
		[PERIOD_RANGE] = "range",
	};

	return kind < PERIOD_KINDS ? names[kind] : "";
}

/* Months a period of that kind has; 0 for those that are not made of months. */
static int kind_months(enum period_kind kind)
{
	switch (kind) {
	case PERIOD_MONTH:
		return 1;
	case PERIOD_QUARTER:
		return 3;
	case PERIOD_HALF:
		return 6;
	case PERIOD_NINE_MONTHS:
		return 9;
	case PERIOD_YEAR:
		return 12;
	default:
		return 0;
	}
}

/* The n-th (from 1) period of a year, for the kinds made of months. */
static int make_months(struct period *p, enum period_kind kind, int year, int n)
{
	int months = kind_months(kind), last = n * months;
	char *label;

	if (year < 1 || year > 9999 || n < 1 || last > 12)
		return FAULT_USAGE;
	p->kind = kind;
	date_make(&p->from, year, last - months + 1, 1);
	date_make(&p->to, year, last, month_days(year, last));
	label = put_digits(p->label, year, 4);
	if (kind != PERIOD_YEAR)
		*label++ = '-';
	if (kind == PERIOD_MONTH)
		label = put_digits(label, n, 2);
	if (kind == PERIOD_QUARTER)
		*label++ = 'Q';
	if (kind == PERIOD_HALF)
		*label++ = 'H';
	if (kind == PERIOD_QUARTER || kind == PERIOD_HALF)
		label = put_digits(label, n, 1);
	if (kind == PERIOD_NINE_MONTHS) {
		*label++ = '9';
		*label++ = 'M';
	}
	*label = 0;
	return FAULT_OK;
}

static int make_week(struct period *p, int year, int week)
{
	day_t monday;
	char *label;

	if (!date_from_week(&monday, year, week) || monday < DAY_MIN || monday > DAY_MAX - 6)
		return FAULT_USAGE;
	p->kind = PERIOD_WEEK;
	p->from = monday;
	p->to = monday + 6;
	label = put_digits(p->label, year, 4);
	*label++ = '-';
	*label++ = 'W';
	*put_digits(label, week, 2) = 0;
	return FAULT_OK;
}

int period_range(struct period *p, day_t from, day_t to)
{
	if (from > to || from < DAY_MIN || to > DAY_MAX)
		return FAULT_USAGE;
	p->kind = PERIOD_RANGE;
	p->from = from;
	p->to = to;
	date_format(p->label, from);
	memcpy(p->label + DATE_SIZE - 1, "..", 2);
	date_format(p->label + DATE_SIZE + 1, to);
	return FAULT_OK;
}

/* Either case of a label's letter. */
static bool take_letter(const char **s, char upper)
{
	if (**s != upper && **s != upper + ('a' - 'A'))
		return false;
	(*s)++;
	return true;
}

static int parse_range(struct period *p, const char *s)
{
	day_t from, to;

	if (take_date(&s, &from) && take_char(&s, '.') && take_char(&s, '.') &&
	    take_date(&s, &to) && !*s)
		return period_range(p, from, to);
	return FAULT_USAGE;
}

int period_parse_key(struct period *p, const char *text)
{
	const char *s = text;
	struct period found;
	int year, n, rc = FAULT_USAGE;

	if (!take_digits(&s, 4, &year))
		return FAULT_USAGE;
	if (!*s)
		return make_months(p, PERIOD_YEAR, year, 1);
	if (!take_char(&s, '-'))
		return FAULT_USAGE;
	if (take_letter(&s, 'W')) {
		if (take_digits(&s, 2, &n))
			rc = make_week(&found, year, n);
	} else if (take_letter(&s, 'Q')) {
		if (take_digits(&s, 1, &n))
			rc = make_months(&found, PERIOD_QUARTER, year, n);
	} else if (take_letter(&s, 'H')) {
		if (take_digits(&s, 1, &n))
			rc = make_months(&found, PERIOD_HALF, year, n);
	} else if (s[0] == '9' && (s[1] == 'M' || s[1] == 'm')) {
		s += 2;
		rc = make_months(&found, PERIOD_NINE_MONTHS, year, 1);
	} else if (take_digits(&s, 2, &n)) {
		if (*s)
			return parse_range(p, text);
		rc = make_months(&found, PERIOD_MONTH, year, n);
	}
	if (rc != FAULT_OK || *s)
		return FAULT_USAGE;
	*p = found;
	return FAULT_OK;
}

int period_parse(struct period *p, enum period_kind kind, const char *text)
{
	struct period found;

	if (period_parse_key(&found, text) != FAULT_OK || found.kind != kind)
		return FAULT_USAGE;
	*p = found;
	return FAULT_OK;
}

int period_of_day(struct period *p, enum period_kind kind, day_t day)
{
	int year, month, week;

	day = clamp_day(day);
	if (kind == PERIOD_RANGE)
		return period_range(p, day, day);
	if (kind == PERIOD_WEEK) {
		date_week(day, &year, &week);
		return make_week(p, year, week);
	}
	if (!kind_months(kind))
		return FAULT_USAGE;
	date_split(day, &year, &month, NULL);
	if (kind == PERIOD_NINE_MONTHS)
		month = 1;
	return make_months(p, kind, year, (month - 1) / kind_months(kind) + 1);
}

int period_previous(struct period *out, const struct period *p)
{
	day_t before = p->from - 1;

	if (before < DAY_MIN)
		return FAULT_USAGE;
	if (p->kind == PERIOD_RANGE)
		return period_range(out, before - (p->to - p->from), before);
	return period_of_day(out, p->kind, before);
}

/* --- numbers -------------------------------------------------------------- */

size_t number_format_vn(char *out, size_t size, double value, int decimals)
{
	char text[40], *at = text + sizeof text;
	double magnitude = value < 0 ? -value : value;
	int64_t scaled, scale = 1;
	size_t len;

	if (decimals < 0)
		decimals = 0;
	if (decimals > 6)
		decimals = 6;
	for (int i = 0; i < decimals; i++)
		scale *= 10;
	*--at = 0;
	if (!(magnitude < 1e12)) { /* not a number is not below it either */
		at -= strlen("—");
		memcpy(at, "—", strlen("—"));
	} else {
		scaled = (int64_t)(magnitude * (double)scale + 0.5);
		for (int digit = 0; digit <= decimals || scaled; digit++, scaled /= 10) {
			if (digit == decimals && decimals)
				*--at = ',';
			else if (digit > decimals && (digit - decimals) % 3 == 0)
				*--at = '.';
			*--at = (char)('0' + scaled % 10);
		}
		if (value < 0 && strpbrk(at, "123456789"))
			*--at = '-';
	}
	len = strlen(at);
	if (size) {
		size_t n = len < size ? len : size - 1;

		memcpy(out, at, n);
		out[n] = 0;
	}
	return len;
}
