/*
 * sessions: the period's sessions, read once.
 */
#ifndef STORE_SUMMARY_SESSIONS_H
#define STORE_SUMMARY_SESSIONS_H

#include "store/summary/private.h"

/*
 * Count them, for the whole and for their groups, and note whether anything was
 * reported in the period, the year and ever. I/O faults.
 */
int count_sessions(struct engine *e, struct fault *f);

/* Count the households met, by what for: after the sessions and the year. */
void count_households(struct engine *e);

#endif
