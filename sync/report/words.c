#include "config.h"
#include "sync/report/words.h"

#include <stdio.h>

const char total_words[] = "Tổng cộng";
const char closed_header[] = "Chốt kỳ";
const char typed_words[] = "nhập tay";

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

void closed_words(char out[CLOSED_WORDS_SIZE], const struct summary_row *team)
{
	const char *word = team->closed ? "đã chốt" : "chưa chốt";

	if (team->weeks)
		snprintf(out, CLOSED_WORDS_SIZE, "%s (%d/%d tuần)", word, team->weeks_closed,
			 team->weeks);
	else
		snprintf(out, CLOSED_WORDS_SIZE, "%s", word);
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
