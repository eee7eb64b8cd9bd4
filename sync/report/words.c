#include "config.h"
#include "sync/report/words.h"

#include <stdio.h>

const char total_words[] = "Tổng cộng";
const char no_team_words[] = "Không thuộc tổ nào";
const char closed_header[] = "Chốt kỳ";
const char team_header[] = "Tổ";
const char typed_words[] = "nhập tay";
const char across_header[] = "Tuần vắt hai kỳ, lời và số nhập tay không tính ở đây";

static const char *const quarters[] = {"I", "II", "III", "IV"};

void period_words(char out[PERIOD_WORDS_SIZE], const struct period *period)
{
	char from[DATE_SIZE], to[DATE_SIZE], name[48] = "";
	int year, month, week, week_year;

	date_split(period->from, &year, &month, NULL);
	switch (period->kind) {
	case PERIOD_WEEK:
		date_week(period->from, &week_year, &week);
		snprintf(name, sizeof name, "Tuần %d", week);
		break;
	case PERIOD_MONTH:
		snprintf(name, sizeof name, "Tháng %02d/%d", month, year);
		break;
	case PERIOD_QUARTER:
		snprintf(name, sizeof name, "Quý %s/%d", quarters[(month - 1) / 3], year);
		break;
	case PERIOD_HALF:
		snprintf(name, sizeof name, "6 tháng %s năm %d", month < 7 ? "đầu" : "cuối", year);
		break;
	case PERIOD_NINE_MONTHS:
		snprintf(name, sizeof name, "9 tháng đầu năm %d", year);
		break;
	case PERIOD_YEAR:
		snprintf(name, sizeof name, "Năm %d", year);
		break;
	default:
		break;
	}
	date_format_vn(from, period->from);
	date_format_vn(to, period->to);
	if (*name)
		snprintf(out, PERIOD_WORDS_SIZE, "%s (%s - %s)", name, from, to);
	else
		snprintf(out, PERIOD_WORDS_SIZE, "%s - %s", from, to);
}

static const char running_words[] = "chưa hết kỳ";
static const char no_teams_words[] = "chưa biết tổ nào";

/* Whether somebody has closed, and how many of a longer period's weeks; running: it is not over. */
static void put_closed(char out[CLOSED_WORDS_SIZE], bool running, const char *word, bool closed,
		       int weeks_closed, int weeks)
{
	if (weeks)
		snprintf(out, CLOSED_WORDS_SIZE, "%s (%d/%d tuần%s%s)", word, weeks_closed, weeks,
			 running ? ", " : "", running ? running_words : "");
	else if (running && !closed)
		snprintf(out, CLOSED_WORDS_SIZE, "%s (%s)", word, running_words);
	else
		snprintf(out, CLOSED_WORDS_SIZE, "%s", word);
}

static const char *closed_word(bool closed)
{
	return closed ? "đã chốt" : "chưa chốt";
}

/* Of a unit's teams. */
static void put_unit(char out[CLOSED_WORDS_SIZE], const struct summary *summary,
		     const struct summary_row *row)
{
	if (row->teams)
		snprintf(out, CLOSED_WORDS_SIZE,
			 summary->running ? "đã chốt %lld/%lld tổ (%s)" : "đã chốt %lld/%lld tổ",
			 (long long)row->teams_closed, (long long)row->teams, running_words);
	else
		snprintf(out, CLOSED_WORDS_SIZE, "%s", no_teams_words);
}

void closed_words(char out[CLOSED_WORDS_SIZE], const struct summary *summary,
		  const struct summary_row *row)
{
	if (row == &summary->whole)
		snprintf(out, CLOSED_WORDS_SIZE, summary->running ? "%lld/%lld (%s)" : "%lld/%lld",
			 (long long)summary->teams - (long long)summary->missing_count,
			 (long long)summary->teams, running_words);
	else if (row == summary->no_team)
		*out = 0;
	else if (summary->axis == SUMMARY_UNIT)
		put_unit(out, summary, row);
	else
		put_closed(out, summary->running, closed_word(row->closed), row->closed,
			   row->weeks_closed, row->weeks);
}

void standing_words(char out[STANDING_WORDS_SIZE], const struct summary *summary,
		    const struct standing *standing)
{
	char own[CLOSED_WORDS_SIZE] = "", teams[CLOSED_WORDS_SIZE] = "";
	bool gathers = summary->teams && !standing->team_code;

	if (standing->own)
		put_closed(own, summary->running && !gathers, /* that is said once */
			   standing->changed ? "đã chốt, sau đó số liệu đổi"
					     : closed_word(standing->closed),
			   standing->closed, standing->weeks_closed, standing->weeks);
	if (gathers)
		closed_words(teams, summary, &summary->whole);
	snprintf(out, STANDING_WORDS_SIZE, "%s%s%s%s", own, *own && gathers ? "; " : "",
		 gathers ? "tổ đã chốt: " : "", teams);
}

void across_words(char out[ACROSS_WORDS_SIZE], const struct summary *summary)
{
	char week[PERIOD_WORDS_SIZE];
	size_t used = 0;

	*out = 0;
	for (int i = 0; i < summary->across_count; i++) {
		period_words(week, &summary->across[i]);
		used += (size_t)snprintf(out + used, ACROSS_WORDS_SIZE - used, "%s%s",
					 i ? "; " : "", week);
	}
}

const char *axis_words(enum summary_axis axis)
{
	static const char *const words[SUMMARY_AXES] = {
		[SUMMARY_WHOLE] = "Đơn vị",
		[SUMMARY_UNIT] = "Xã, phường, đặc khu",
		[SUMMARY_VILLAGE] = "Thôn, ấp, khu phố",
		[SUMMARY_TEAM] = "Tổ công nghệ số cộng đồng",
		[SUMMARY_MEMBER] = "Thành viên",
		[SUMMARY_GROUP] = "Nhóm nội dung",
		[SUMMARY_TOPIC] = "Nội dung hướng dẫn",
		[SUMMARY_CHANNEL] = "Hình thức",
		[SUMMARY_OUTCOME] = "Kết quả",
		[SUMMARY_BLOCKER] = "Khó khăn, vướng mắc",
		[SUMMARY_DAY] = "Ngày",
	};

	return axis < SUMMARY_AXES ? words[axis] : "";
}
