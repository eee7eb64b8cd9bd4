#include "config.h"
#include "tui/demo/data.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/catalog/catalog.h"
#include "tui/demo/visit.h"
#include "tui/demo/words.h"
#include "tui/demo/year.h"

#define TEAM "T01"

/* ---- the registers ---- */

static void put_village(struct year *y, const struct demo_village *v, struct house *houses)
{
	for (int i = 0; i < v->known; i++) {
		house_make(&houses[i], &y->d, v->code, i + 1);
		year_put(y, TYPE_HOUSEHOLD, house_record(&houses[i], &y->d, y->start));
	}
}

static void put_registers(struct year *y)
{
	json_t *codes = json_array();
	struct house *houses = y->houses;

	for (int i = 0; i < DEMO_VILLAGES; i++) {
		const struct demo_village *v = &demo_villages[i];

		year_put(y, TYPE_VILLAGE, json_pack("{ss ss si}", "code", v->code, "name", v->name,
						    "households", v->households));
		json_array_append_new(codes, json_string(v->code));
	}
	year_put(y, TYPE_TEAM, json_pack("{ss ss so}", "code", TEAM, "name", "Tổ Ấp Bắc",
					 "villages", codes));
	for (int i = 0; i < DEMO_MEMBERS; i++) {
		const char *name = demo_members[i], *role = i ? "thanh_vien" : "to_truong";

		year_put(y, TYPE_MEMBER, json_pack("{ss ss ss ss}", "code", name, "name", name,
						   "role", role, "team", TEAM));
	}
	for (int i = 0; i < DEMO_VILLAGES; i++) {
		put_village(y, &demo_villages[i], houses);
		houses += demo_villages[i].known;
	}
}

/* ---- the calendar ---- */

static day_t monday_of(day_t day)
{
	return day - date_weekday(day) + 1;
}

static bool is_tet(const struct holiday *holiday)
{
	int month;

	date_split(holiday->day, NULL, &month, NULL);
	return holiday->kind == HOLIDAY_LUNAR && month <= 2;
}

/* How much of the usual is done on a day, in a hundred. */
static int mood(day_t day)
{
	for (size_t i = 0; i < catalog_holiday_count; i++) {
		const struct holiday *holiday = &catalog_holidays[i];
		int after = (int)(day - holiday->day);

		if (holiday->kind != HOLIDAY_OBSERVANCE && after == 0)
			return 0;
		if (!is_tet(holiday))
			continue;
		/* The days off, and the whole week most of them lie in. */
		if ((after >= -3 && after <= 6) || monday_of(day) == monday_of(holiday->day + 2))
			return 0;
		if (after >= -14 && after <= 14)
			return 45;
	}
	return 100;
}

static bool happens(struct year *y, int percent, int mood_now)
{
	return draw_chance(&y->d, percent * mood_now / 100);
}

/* What does not come by the week: classes, meetings, schools, the day itself. */
static void gatherings(struct year *y, day_t day, int mood_now)
{
	int month, mday, weekday = date_weekday(day), people = draw_between(&y->d, 14, 34);

	date_split(day, NULL, &month, &mday);
	if (!mood_now)
		return;
	if (month == 10 && mday == 10)
		year_gathering(y, day, 7 * 60 + 30, "lop_nhom", PLACE_CLASS, 60 + 2 * people);
	else if (weekday == 6 && mday >= 8 && mday <= 14)
		year_gathering(y, day, 14 * 60, "lop_nhom", PLACE_CLASS, people);
	if (weekday == 7 && mday >= 22 && mday <= 28)
		year_gathering(y, day, 19 * 60, "hop_thon", PLACE_MEETING, 20 + people);
	if (weekday == 3 && (month == 9 || month == 3) && mday <= 21 && happens(y, 60, mood_now))
		year_gathering(y, day, 9 * 60, "truong", PLACE_SCHOOL, 8 + people);
}

static void work_day(struct year *y, day_t day, int mood_now)
{
	static const int evenings[] = { 0, 22, 55, 60, 52, 58, 30, 25 };
	int weekday = date_weekday(day), calls = draw_between(&y->d, 1, 2);
	bool zalo = draw_chance(&y->d, 45);

	if ((weekday == 2 || weekday == 4) && happens(y, 35, mood_now))
		year_counter(y, day, 8 * 60, "mot_cua", PLACE_ONE_STOP, draw_between(&y->d, 1, 2));
	if (weekday == 6 && happens(y, 78, mood_now))
		year_counter(y, day, 8 * 60, "nha_van_hoa", PLACE_DESK, draw_between(&y->d, 2, 5));
	if (weekday == 7 && happens(y, 32, mood_now))
		year_counter(y, day, 6 * 60 + 30, "cho", PLACE_MARKET, draw_between(&y->d, 1, 3));
	gatherings(y, day, mood_now);
	if (weekday >= 6 && happens(y, 84, mood_now))
		year_round(y, day, 14 * 60 + 30);
	if (weekday < 6 && happens(y, 30, mood_now))
		year_counter(y, day, 18 * 60, zalo ? "zalo" : "dien_thoai", PLACE_DISTANCE, calls);
	if (happens(y, evenings[weekday], mood_now))
		year_round(y, day, 18 * 60 + 20);
}

/* Close the week that ends on a Sunday, if its time has come. */
static void close_week(struct year *y, day_t sunday)
{
	static const struct {
		const char *field;
		int percent;
	} texts[] = {
		{ "kho_khan", 55 }, { "kien_nghi", 22 }, { "ke_hoach", 80 }, { "cach_lam", 10 },
	};
	bool nil = !y->week_sessions;
	struct period week;
	json_t *report;

	y->week_sessions = 0;
	/* The last week's report is still to be written. */
	if (sunday >= monday_of(y->today) - 7 || period_of_day(&week, PERIOD_WEEK, sunday))
		return;
	report = json_pack("{ss ss sb}", "period", week.label, "team", TEAM, "nil", (int)nil);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0] && !nil; i++) {
		const char *text = words_report(texts[i].field, (int)(sunday - y->start) / 7);

		if (draw_chance(&y->d, texts[i].percent))
			json_object_set_new(report, texts[i].field, json_string(text));
	}
	if (nil && !mood(sunday - 3))
		json_object_set_new(report, "ghi_chu", json_string("Nghỉ Tết Nguyên đán."));
	if (!nil) /* what the village's loudspeakers and its Zalo group carried */
		json_object_set_new(report, "so_tin", json_integer(1 + (sunday / 7 * 5) % 6));
	year_put(y, TYPE_REPORT, report);
}

/*
 * Whether a day must not pass without work: no week does but that of Tết, and
 * the year ends on work unless today is a Monday or a holiday.
 */
static bool must_work(const struct year *y, day_t day, size_t before)
{
	day_t sunday = monday_of(day) + 6;

	if (!mood(day))
		return false;
	if (day == y->today && date_weekday(day) != 1)
		return y->out->count == before;
	if (y->week_sessions)
		return false;
	/* Is it the week's last chance? */
	while (++day <= sunday)
		if (mood(day))
			return false;
	return true;
}

static void live_through(struct year *y)
{
	for (day_t day = y->start; day <= y->today; day++) {
		size_t before = y->out->count;

		work_day(y, day, mood(day));
		/* A round that finds no door to knock at makes no session. */
		for (int tries = 0; tries < 8 && must_work(y, day, before); tries++)
			year_round(y, day, 16 * 60);
		if (date_weekday(day) == 7)
			close_week(y, day);
	}
}

void demo_make(struct demo *out, day_t today)
{
	struct year *y = memory_alloc_zero(1, sizeof *y);
	day_t earliest;

	memset(out, 0, sizeof *out);
	date_make(&earliest, 2020, 1, 6); /* the first Monday records may have */
	y->out = out;
	y->today = today;
	y->start = monday_of(today - 364);
	if (y->start < earliest)
		y->start = earliest;
	draw_init(&y->d, (uint64_t)today);
	put_registers(y);
	live_through(y);
	free(y);
}

void demo_release(struct demo *demo)
{
	for (size_t i = 0; i < demo->count; i++) {
		json_decref(demo->records[i].object);
		json_decref(demo->records[i].closing);
	}
	free(demo->records);
	memset(demo, 0, sizeof *demo);
}
