/*
 * units: the communes an upper level's sessions, registers and reports come from.
 *
 * A unit is that of the lane that created a record. Records of another unit's teams bear its code
 * already ("26575/T01", "26575/": store/record/scope.h), so that the log is asked for the few
 * others alone.
 */
#ifndef STORE_SUMMARY_UNITS_H
#define STORE_SUMMARY_UNITS_H

#include "store/summary/private.h"

/* Load those that are registered: with a standing root pinned here, or a team. Axis unit only. */
int engine_units(struct engine *e, struct fault *f);
void engine_units_release(struct engine *e);

/*
 * The id of the group of a unit: by a team's key (0: this unit's own; *itself: it names no team but
 * the unit), by a lane's.
 */
int engine_unit_of_team(struct engine *e, int64_t team, int64_t *id, bool *itself, struct fault *f);
int engine_unit_of_lane(struct engine *e, int64_t lane, int64_t *id, struct fault *f);

/* Its name: as its pinned root has it, else the list of communes, else its code; malloc'ed. */
int engine_unit_name(struct engine *e, int64_t id, char **out, struct fault *f);

/* The unit before a team's code ("26575" of "26575/T01"), else this one; malloc'ed. */
char *engine_unit_before(const struct engine *e, const char *team);

#endif
