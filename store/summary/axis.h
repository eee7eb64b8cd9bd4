/*
 * axis: what the sessions are counted for: groups, topics, blockers,
 * households, each made when it is met first.
 */
#ifndef STORE_SUMMARY_AXIS_H
#define STORE_SUMMARY_AXIS_H

#include "store/summary/private.h"

/* The number of an id's group, which is made when it is not there. */
uint32_t engine_group(struct engine *e, int64_t id);

/*
 * The id of the group a session belongs to by one value: the key of what the axis goes by. For unit:
 * the lane that made it, or less than 0 the key of the team whose laptop did, taken from 0; for team:
 * the member, or 0, then the village decides, or less than 0 that team; for group: the topic; for
 * day: the day. 0: none; NO_TEAM: of no team.
 */
int engine_group_id(struct engine *e, int64_t village, int64_t value, int64_t *id,
		    struct fault *f);
/* The number of that group, or 0 when it is not there. */
int engine_known_group(struct engine *e, int64_t village, int64_t value, uint32_t *group,
		       struct fault *f);

/* The topic of a key, good until the next call. */
int engine_topic(struct engine *e, int64_t key, const struct met_topic **out, struct fault *f);

/* 1 + the place of a blocker's key in e->met. */
int engine_blocker(struct engine *e, int64_t key, uint32_t *place, struct fault *f);

/* Load which team a member, and which a village, belongs to. */
int engine_teams(struct engine *e, struct fault *f);

/* The group has met the household for something more: HOUSEHOLD_ flags. */
void engine_household(struct engine *e, uint32_t group, int64_t household, uint32_t flags);

#endif
