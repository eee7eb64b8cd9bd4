/*
 * bounds: whether an operation that another laptop wrote is one that can count at all.
 *
 * Judged by the operation alone, by types and numbers: no reference, no vocabulary, no
 * uniqueness, no "today", so that every desk finds the same whatever it holds
 * (docs/format-operations.md, "What other laptops wrote"). Types and fields this program does not know pass.
 *
 * Invariant: what these bounds let pass they let pass for good, and the other way round: a
 * wider or narrower bound is a new field. tests/store/oplog/bounds.c holds each of them.
 * Pure functions, thread-safe.
 */
#ifndef STORE_OPLOG_BOUNDS_H
#define STORE_OPLOG_BOUNDS_H

#include <stdbool.h>

#include "store/catalog/record_type.h"
#include "store/oplog/op.h"

enum {
	BOUNDS_WHO = 32,    /* letters of `who` */
	BOUNDS_BASE = 64,   /* ids in `base` */
	BOUNDS_FIELDS = 64, /* fields in `set` */
	BOUNDS_CODE = 32,   /* letters of a code that names a record or a word of a vocabulary */
	BOUNDS_CODES = 200, /* codes in a list of them */
	BOUNDS_TEXTS = 10,  /* texts in a list of them */
	BOUNDS_FIGURES = 200,
};
#define BOUNDS_HLC (((int64_t)1 << 60) - 1)
#define BOUNDS_WHOLE (((int64_t)1 << 53) - 1) /* figures of a report: what every reader of JSON holds */

bool bounds_hold(const struct op *op);

/* The same of one value of a known field, as an operation holds it. NULL and null always do. */
bool bounds_hold_value(const struct field *field, const json_t *value);

#endif
