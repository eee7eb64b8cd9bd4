/*
 * projection_put: a merged record into its table, and out of it.
 *
 * For projection.c alone. One function a type; a record without what its table needs is in the
 * log only. What names a record of another unit reads as if it named none.
 */
#ifndef STORE_RECORD_PROJECTION_PUT_H
#define STORE_RECORD_PROJECTION_PUT_H

#include "store/oplog/merge.h"
#include "store/record/scope.h"

/* A record to be put into its table. */
struct record {
	struct book *book;
	rec_t rec;
	const struct merged *m;
	const struct scope *scope;
	struct fault *f;
};

/* How records of a type are put into their tables, and taken out. */
struct projection_table {
	int (*put)(const struct record *); /* NULL: they have none */
	const char *drop[3];               /* children first; ?1 is the record */
};

extern const struct projection_table projection_tables[TYPES];

#endif
