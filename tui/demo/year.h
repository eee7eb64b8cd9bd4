/*
 * year: the invented year while it is being made.
 *
 * Where it plays and who goes there, what every household has come to, and the
 * records written so far; data.c fills in the registers and the calendar,
 * visit.c what happens on an outing. One thread.
 */
#ifndef TUI_DEMO_YEAR_H
#define TUI_DEMO_YEAR_H

#include "tui/demo/data.h"
#include "tui/demo/draw.h"
#include "tui/demo/house.h"

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
};

/* Append a record. Takes the reference; its place in the list. */
int year_put(struct year *y, enum record_type type, json_t *object);

#endif
