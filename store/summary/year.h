/*
 * year: what reaches beyond the period: the year's households before
 * it, promises open at its end.
 */
#ifndef STORE_SUMMARY_YEAR_H
#define STORE_SUMMARY_YEAR_H

#include "store/summary/private.h"

/* After count_sessions(), whose groups they count for. I/O faults. */
int count_year(struct engine *e, struct fault *f);
int count_followups(struct engine *e, struct fault *f);

#endif
