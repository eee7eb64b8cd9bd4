/*
 * topics: what an invented session was about, and how it went.
 *
 * A table says how often each topic comes up, where, with whom and in which
 * months there is a campaign for it. Made topics keep the rules of
 * data/records.tsv: each topic once, a count only with success and within the
 * people present. Objects are new references. One thread.
 */
#ifndef TUI_DEMO_TOPICS_H
#define TUI_DEMO_TOPICS_H

#include <jansson.h>

#include "store/catalog/catalog.h"
#include "tui/demo/draw.h"
#include "tui/demo/house.h"

/* Where people were guided; bits, as a topic may fit several. */
enum topics_place {
	PLACE_HOME = 1,
	PLACE_DESK = 2,
	PLACE_MARKET = 4,
	PLACE_ONE_STOP = 8,
	PLACE_DISTANCE = 16, /* by phone or Zalo */
	PLACE_CLASS = 32,
	PLACE_MEETING = 64,
	PLACE_SCHOOL = 128
};

struct topics {
	json_t *list;              /* as in a session record */
	const struct topic *first;
	bool done;                 /* nothing got stuck, and the first is more than talk */
	const struct topic *stuck; /* the first that did not come to its end, or NULL */
	const char *outcome;       /* of `stuck` */
	const char *blocker;       /* of `stuck`, or NULL */
};

/*
 * Topics for a session in a month 1-12 with so many people (0: not known).
 * house: whose it was, its figures are moved; NULL for strangers and groups.
 * The caller owns out->list.
 */
void topics_make(struct topics *out, struct draw *d, struct house *house,
		 enum topics_place place, int month, int people);

/* One topic by code with that outcome and count (-1: none), added to a list. */
void topics_put(json_t *list, const char *code, const char *outcome, int count);

/* What is agreed when a topic got stuck: a code of vocabulary followup, or NULL for nothing. */
const char *topics_followup(struct draw *d, const struct topics *topics, enum topics_place place);

#endif
