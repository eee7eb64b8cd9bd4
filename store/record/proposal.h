/*
 * proposal: what guidance makes of a household's digital status.
 *
 * A status is an object of figures as record_read() gives it, or one without
 * any while nothing is known. Whoever guides proposes the next one from the
 * newest and the topics done; a person takes it or not.
 *
 * Invariants: what comes out keeps the bounds of data/records.tsv when what
 * went in did; no figure goes below none, nor down but where its topic lowers it, and eid1,
 * which eid2 takes from. A figure nobody knows stays unknown: one more than unknown is no
 * number. Pure.
 */
#ifndef STORE_RECORD_PROPOSAL_H
#define STORE_RECORD_PROPOSAL_H

#include <jansson.h>

#include "store/catalog/catalog.h"

/*
 * One topic of a session: move the figures it moves (moves.h), if it moves any and
 * was done whole. outcome: its code, or NULL. count: how many were helped, -1 not
 * known, which is one.
 */
void proposal_add(json_t *status, const struct topic *topic, const char *outcome, int count);

#endif
