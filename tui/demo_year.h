/*
 * demo_year: the invented year while it is being made; for demo_data.c (the
 * registers and the calendar) and demo_visit.c (what happens on an outing).
 * Nobody else includes this.
 */
#ifndef TUI_DEMO_YEAR_H
#define TUI_DEMO_YEAR_H

#include "tui/demo_data.h"
#include "tui/demo_draw.h"
#include "tui/demo_house.h"
#include "tui/demo_topics.h"

enum { DEMO_VILLAGES = 2, DEMO_MEMBERS = 6, DEMO_HOUSES = 162 };

struct demo_village {
	const char *code, *name;
	int households; /* that live there */
	int known;      /* that the team has registered; DEMO_HOUSES in all */
};

extern const struct demo_village demo_villages[DEMO_VILLAGES];
extern const char *const demo_members[DEMO_MEMBERS];

struct year {
	struct demo *out;
	struct draw d;
	day_t start, today;
	struct house houses[DEMO_HOUSES]; /* village by village */
	int week_sessions;                /* since Monday */
	bool failed;                      /* out of memory */
};

/* Takes the reference; the record's place in the list, or -1 with y->failed. */
int year_put(struct year *y, enum kind kind, json_t *object);

/* Going from door to door; minute (of the day) is when it begins. */
void year_round(struct year *y, day_t day, int minute);

/* A table where people come by themselves, or a few calls. */
void year_counter(struct year *y, day_t day, int minute, const char *channel,
		  enum topics_place place, int sessions);

/* A class, meeting or school hour. */
void year_gathering(struct year *y, day_t day, int minute, const char *channel,
		    enum topics_place place, int people);

#endif
