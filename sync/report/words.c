#include "config.h"
#include "sync/report/words.h"

#include <stdio.h>

const char total_words[] = "Tổng cộng";
const char no_team_words[] = "Không thuộc tổ nào";
const char closed_header[] = "Chốt kỳ";
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

void closed_words(char out[CLOSED_WORDS_SIZE], const struct summary *summary,
		  const struct summary_row *row)
{
	const char *running = summary->running ? "chưa hết kỳ" : "";
	const char *word = row->closed ? "đã chốt" : "chưa chốt";

	if (row == &summary->whole)
		snprintf(out, CLOSED_WORDS_SIZE, *running ? "%lld/%lld (%s)" : "%lld/%lld",
			 (long long)summary->teams - (long long)summary->missing_count,
			 (long long)summary->teams, running);
	else if (row == summary->no_team)
		*out = 0;
	else if (row->weeks)
		snprintf(out, CLOSED_WORDS_SIZE, "%s (%d/%d tuần%s%s)", word, row->weeks_closed,
			 row->weeks, *running ? ", " : "", running);
	else if (*running && !row->closed)
		snprintf(out, CLOSED_WORDS_SIZE, "%s (%s)", word, running);
	else
		snprintf(out, CLOSED_WORDS_SIZE, "%s", word);
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
