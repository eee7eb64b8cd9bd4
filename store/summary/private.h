/*
 * private: what a summary is counted with; for store/summary alone.
 *
 * It is made in steps over one struct engine, in the order of count.c:
 *   reports.c    closed reports: groups of teams, narratives, who is missing
 *   sessions.c   the period's sessions, one pass
 *   year.c       the year's households before it, follow-ups open at its end
 *   registers.c  the registers
 *   status.c     the digital status of households
 *   typed.c      figures typed in with the reports
 *   units.c      which unit a record is of
 *   columns.c    tallies to cells, by the rules
 * and all of them ask axis.c which group a session belongs to.
 *
 * Invariants: groups[0] is the whole; a group's number never changes. Only
 * the period's sessions and closed team reports make groups. Ids are keys of
 * `sym`, but for SUMMARY_GROUP (1 + place in the list topic_group), SUMMARY_DAY (the day)
 * and SUMMARY_UNIT (1 + place in `units`).
 */
#ifndef STORE_SUMMARY_PRIVATE_H
#define STORE_SUMMARY_PRIVATE_H

#include "store/db/db.h"
#include "store/db/schema.h"
#include "store/summary/count.h"
#include "store/summary/map.h"
#include "store/summary/rules.h"
#include "store/summary/summary.h"

/* A sum and how many gave something to it; nobody: it is not known. */
struct figure {
	int64_t sum, carrying;
};

enum { RATES = 11 }; /* rules of kind RULE_STATUS_RATE */
enum { TYPED = 3 };  /* rules of kind RULE_TYPED_SUM and RULE_TYPED_LAST */

struct status_tally {
	struct figure figure[STATUS_FIGURES];
	int64_t having[STATUS_FIGURES];          /* households where it is at least 1 */
	struct {
		int64_t part, whole;
	} rate[RATES]; /* households where both are known */
};

/* What is registered of a group's villages; sized: villages with a known number of households. */
struct registers {
	int64_t teams, members, villages, sized, households;
};

#define TOP_BLOCKERS 3

/* What a group's sessions come to. */
struct tally {
	int64_t sessions, attempts, gatherings, open, overdue;
	struct figure people, female, over60, minutes, gathered;
	struct figure slot[RULE_SLOTS];
	int64_t visited, first, bills, guided; /* households, at the end */
	struct status_tally status;
	struct registers registers;
	struct {
		bool known;
		double value;
	} typed[TYPED];
};

/* The id of the group of what belongs to no team; axis team only, where it is always the first. */
#define NO_TEAM (-1)

struct group {
	int64_t id; /* 0: the whole */
	struct tally tally;
};

/* A topic met in the sessions. */
struct met_topic {
	int64_t group; /* 1 + place in the list topic_group; 0 for none of them */
	struct rule_topic counts;
};

/* A unit whose group there may be. */
struct met_unit {
	char *code; /* owned */
	bool registered;
};

/* A blocker met in them. */
struct met_blocker {
	char *code;                /* owned */
	const struct vocab *known; /* NULL: a code the catalogue lacks */
};

struct engine {
	const struct summary_input *in;
	struct db *db; /* in->db */
	const struct period *period;
	day_t year_start; /* 1 January of the year of the period's last day */
	enum summary_axis axis;
	/* Whether anything was: in the period, in the year until its end, ever until then. */
	bool reported, reported_year, reported_ever;

	struct group *groups;
	uint32_t group_count, group_room;
	struct summary_map group_of;   /* (0, id) -> number of the group; 0 none */
	struct summary_map households; /* (group, household) -> HOUSEHOLD_ flags */
	struct summary_map blockers;   /* (group, 1 + place in met) -> sessions */

	struct met_topic *topics;
	uint32_t topic_count, topic_room;
	struct summary_map topic_of;   /* (0, code) -> 1 + place in topics */
	struct met_blocker *met;
	uint32_t met_count, met_room;
	struct summary_map met_of;     /* (0, code) -> 1 + place in met */
	/* (0, code) -> code of the team; axis team only */
	struct summary_map member_team, village_team;
	struct met_unit *units; /* axis unit only */
	uint32_t unit_count, unit_room;
	struct summary_map unit_of;    /* (0, a team's code) or (1, a lane) -> the unit: units.c */
	struct summary_map person_of;  /* (0, code) -> code of the person it means; axis member only */
};

/* What a group has met a household for. */
enum {
	HOUSEHOLD_VISITED = 1, /* guided at home in the period */
	HOUSEHOLD_FIRST = 2,   /* and never before it */
	HOUSEHOLD_BILLS = 4,
	HOUSEHOLD_GUIDED = 8   /* guided since 1 January */
};

#endif
