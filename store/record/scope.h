/*
 * scope: whose codes a record's codes are.
 *
 * Two teams each have a Lan, two communes each a T01. Codes are kept in the tables with what
 * tells them apart here: bare where they are this desk's own (its unit's, and on a team's
 * laptop its team's), "T02/Lan" a person of another team of the unit, "26575/T01" a team and
 * "26575/T01/Lan" a person of another unit; its own reports, of no team, are those of "26575/". No code a person chooses has a '/'.
 *
 * Invariant: a function of the lane that created the record, of what it is, and of what this
 * desk is.
 */
#ifndef STORE_RECORD_SCOPE_H
#define STORE_RECORD_SCOPE_H

#include "store/book/book.h"
#include "store/oplog/lane.h"

struct scope {
	char unit[LANE_UNIT + 1];               /* before codes of teams and topics: "26575/"; "" none */
	char person[LANE_UNIT + LANE_TEAM + 1]; /* before those of people: "T02/", "26575/T01/" */
	char team[LANE_UNIT + LANE_TEAM];       /* whose sessions these are: "T02", "26575/T01"; "" not said */
};

/* Of records that lane (a key; 0: this laptop's) created. *out is good until lanes change. */
int scope_of(struct book *book, int64_t lane, const struct scope **out, struct fault *f);

/* What that lane is, as judge() asks for it: this laptop's with the codes of its unit. */
int scope_lane(struct book *book, int64_t lane, struct lane *out, struct fault *f);

/*
 * Whether what lane `a` writes may name what lane `b` created (keys; 0: not known, which may be): one
 * of its unit.
 */
int scope_may_name(struct book *book, int64_t a, int64_t b, bool *may, struct fault *f);

/*
 * The team this team's laptop is enrolled for, as its lane says, in out[LANE_TEAM]; "" where it is
 * not enrolled, and at other desks.
 */
int scope_own_team(struct book *book, char *out, struct fault *f);

/* A lane was told something else: what was kept of lanes is read anew. */
void scope_changed(struct book *book);

#endif
