/*
 * summary_count: the inside of the counting engine, for store/summary*.c and
 * its test. Everybody else uses summary.h.
 *
 * A summary is made in steps over one struct engine:
 *   summary_reports.c   closed reports: groups of teams, narratives, who is missing
 *   summary_sessions.c  the period's sessions, one pass
 *   summary_year.c      the year's households before it, follow-ups open at its end
 *   summary_units.c     registers and household status
 *   summary_columns.c   tallies to cells, by the rules
 *   summary_axis.c      which group a session belongs to
 * and summary.c names and orders the groups.
 *
 * Invariants: groups[0] is the whole; a group's number never changes. Only
 * the period's sessions and closed team reports make groups. Ids are keys of
 * `sym`, but for SUMMARY_GROUP (1 + place in the list topic_group).
 */
#ifndef STORE_SUMMARY_COUNT_H
#define STORE_SUMMARY_COUNT_H

#include <jansson.h>

#include "store/summary.h"
#include "store/summary_map.h"
#include "store/summary_rules.h"

/*
 * Merging may leave several live records of one village, team or member code:
 * it counts once, and the one with the smallest id stands for it, as in
 * record_find_code(). An SQL condition on a row of `table`. (CROSS JOIN keeps
 * SQLite from walking all operations in the order of their ids.)
 */
#define STANDS_FOR_CODE(table, alias) \
	alias ".rec = (SELECT d.rec FROM " table " d CROSS JOIN op ON op.k = d.rec" \
	" WHERE d.code = " alias ".code AND d.voided = 0 ORDER BY op.id LIMIT 1)"

/* What the engine needs of a book. */
struct summary_input {
	struct db *db;
	day_t today;
	const char *unit, *unit_name, *member;
	/* A report's public object as a new reference; NULL with the fault set. */
	json_t *(*read_report)(void *arg, rec_t rec, struct fault *f);
	void *arg;
	bool period_only; /* as summary_make_period() */
};

/* summary_make() without a book. f is not NULL. */
int summary_count(const struct summary_input *in, const struct period *period,
		  enum summary_axis axis, struct summary *out, struct fault *f);

/* A sum and how many gave something to it; nobody: it is not known. */
struct figure {
	int64_t sum, carrying;
};

enum { RATES = 3 }; /* rules of kind RULE_STATUS_RATE */

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
};

struct group {
	int64_t id; /* 0: the whole */
	struct tally tally;
};

/* A topic met in the sessions. */
struct met_topic {
	int64_t group; /* 1 + place in the list topic_group; 0 for none of them */
	struct rule_topic counts;
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
	struct summary_map topic_of;   /* (0, sym) -> 1 + place in topics */
	struct met_blocker *met;
	uint32_t met_count, met_room;
	struct summary_map met_of;     /* (0, sym) -> 1 + place in met */
	/* (0, sym) -> sym of the team; axis team only */
	struct summary_map member_team, village_team;
};

/* What a group has met a household for. */
enum {
	HOUSEHOLD_VISITED = 1, /* guided at home in the period */
	HOUSEHOLD_FIRST = 2,   /* and never before it */
	HOUSEHOLD_BILLS = 4,
	HOUSEHOLD_GUIDED = 8   /* guided since 1 January */
};

/* The group of an id, made when it is not there. FAULT_NOMEM. */
int engine_group(struct engine *e, int64_t id, uint32_t *group, struct fault *f);

/*
 * The id of the group a session belongs to by one value: the key of what the
 * axis goes by (for team: the member, or 0, then the village decides; for
 * group: the topic). 0: none.
 */
int engine_group_id(struct engine *e, int64_t village, int64_t value, int64_t *id,
		    struct fault *f);
/* The number of that group, or 0 when it is not there. */
int engine_known_group(struct engine *e, int64_t village, int64_t value, uint32_t *group,
		       struct fault *f);

/* The topic of a key, good until the next call. */
int engine_topic(struct engine *e, int64_t sym, const struct met_topic **out, struct fault *f);

/* 1 + the place of a blocker's key in e->met. */
int engine_blocker(struct engine *e, int64_t sym, uint32_t *place, struct fault *f);

/* Load which team a member, and which a village, belongs to. */
int engine_teams(struct engine *e, struct fault *f);

/* The group has met the household for something more: HOUSEHOLD_ flags. */
int engine_household(struct engine *e, uint32_t group, int64_t household, uint32_t flags,
		     struct fault *f);

/* In this order. */
int count_closed_teams(struct engine *e, struct fault *f);
int count_sessions(struct engine *e, struct fault *f); /* calls the two of summary_year.c */
int count_year(struct engine *e, struct fault *f);
int count_followups(struct engine *e, struct fault *f);
int count_status(struct engine *e, struct fault *f);
int count_registers(struct engine *e, struct fault *f);
int count_missing(struct engine *e, struct summary *out, struct fault *f);

/* What closed reports of a group say in the field (a column's code); *out NULL for nothing. */
int report_texts(struct engine *e, int64_t id, const char *field, char **out, struct fault *f);

/* All cells of one row. row->values is empty and has room for every column. */
int fill_values(struct engine *e, uint32_t group, struct summary_row *row, struct fault *f);

/* One text from a statement with one bound key, malloc'ed; *out NULL when there is no row. */
int engine_text(struct engine *e, const char *sql, int64_t key, char **out, struct fault *f);

#endif
