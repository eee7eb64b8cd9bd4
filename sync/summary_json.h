/*
 * summary_json: a summary as one JSON object on one line.
 *
 * The form is the command-line contract's: period, unit, columns (all of
 * them, in the catalogue's order), filled, teams, and with groups by and
 * groups. Not known is null; counts are integers, hours and per cents reals
 * of at most 4 decimals; texts and labels Vietnamese. Thread-safe.
 */
#ifndef SYNC_SUMMARY_JSON_H
#define SYNC_SUMMARY_JSON_H

#include <stddef.h>

#include "store/summary.h"

/*
 * *out is malloc'ed, ends in a newline and a NUL, and is freed by the caller;
 * *len is without the NUL. FAULT_NOMEM.
 */
int summary_json(const struct summary *summary, char **out, size_t *len, struct fault *f);

#endif
