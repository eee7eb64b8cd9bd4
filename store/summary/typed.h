/*
 * typed: the figures that no session has, typed in when a report was closed.
 *
 * Of the reports of periods inside the one that is counted. Where a team, or the unit
 * itself, has typed a sum for a long period and for days of it, the long period's stands
 * for them: no day counts twice. A figure that is the unit's own is never made from teams'.
 */
#ifndef STORE_SUMMARY_TYPED_H
#define STORE_SUMMARY_TYPED_H

#include "store/summary/private.h"

/* After count_closed_teams(), whose groups they count for. I/O faults. */
int count_typed(struct engine *e, struct fault *f);

#endif
