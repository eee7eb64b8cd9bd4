/*
 * json: a summary as one JSON object on one line.
 *
 * The form is the command-line contract's: period, unit, columns (all of
 * them, in the catalogue's order), filled, typed (the columns whose figure was
 * typed in with a report; left out where there is none), teams, and with groups
 * by and groups, each by team with `closed`. Not known is null; counts are integers,
 * hours and per cents reals
 * of at most 4 decimals; texts and labels Vietnamese. Thread-safe.
 */
#ifndef SYNC_REPORT_JSON_H
#define SYNC_REPORT_JSON_H

#include "store/base/buffer.h"
#include "store/summary/summary.h"

/* One line with its end. */
void summary_json(struct buffer *out, const struct summary *summary);

#endif
