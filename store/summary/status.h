/*
 * status: the digital status of households, as of the period's end.
 */
#ifndef STORE_SUMMARY_STATUS_H
#define STORE_SUMMARY_STATUS_H

#include "store/summary/private.h"

/* After count_sessions(), whose groups they count for. I/O faults. */
int count_status(struct engine *e, struct fault *f);

#endif
