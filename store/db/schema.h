/*
 * schema: the tables inside the vault and their numbered migrations.
 *
 * Two halves. The log (`op`, `lane`, `step`, `audit`, `meta`) is what is kept.
 * The rest are projections: a pure function of the operations, thrown away and
 * made anew at will (record.h, check.h). Codes are interned in `sym`, ids in
 * `op`: the key `k` of an operation is also the key of the record it creates,
 * and an id that was only mentioned so far is a row of `op` without bytes.
 *
 * Days are days since 1970-01-01, minutes minutes of the day, months
 * year × 12 + month − 1. NULL is "not known", never 0.
 *
 * Invariant: PRAGMA user_version is the number of the last migration applied;
 * a greater one than this program knows is refused and nothing is touched.
 */
#ifndef STORE_DB_SCHEMA_H
#define STORE_DB_SCHEMA_H

#include "store/db/db.h"

/*
 * Of several live records of one code, the first in this order stands for it: that of the
 * higher level's lane (a commune's before a team's), then the smallest id. `op`: the name of
 * the operation that created the record in the query.
 */
#define BY_STANDING(op) "(SELECT level FROM lane WHERE lane.k = " op ".lane) DESC, " op ".id"
/* The other way round: the last row is the one that stands. */
#define BY_STANDING_LAST(op) "(SELECT level FROM lane WHERE lane.k = " op ".lane), " op ".id DESC"

/*
 * Merging may leave several live records of one village, team or member code:
 * it counts once, and the first BY_STANDING stands for it, as in
 * record_lookup_code(). An SQL condition on a row of `table`. (CROSS JOIN keeps
 * SQLite from walking all operations in the order of their ids.)
 */
#define STANDS_FOR_CODE(table, alias) \
	alias ".rec = (SELECT d.rec FROM " table " d CROSS JOIN op ON op.k = d.rec" \
	" WHERE d.code = " alias ".code AND d.voided = 0" \
	" ORDER BY " BY_STANDING("op") " LIMIT 1)"

/*
 * The number of households of the village in a row of `village`, an SQL number: where the record
 * does not say it, that of the first BY_STANDING of its code that does; NULL where none does. A
 * commune that leaves the field empty does not take away what its team knows.
 */
#define VILLAGE_HOUSEHOLDS(alias) \
	"ifnull(" alias ".households, (SELECT d.households FROM village d" \
	" CROSS JOIN op ON op.k = d.rec WHERE d.code = " alias ".code AND d.voided = 0" \
	" AND d.households IS NOT NULL ORDER BY " BY_STANDING("op") " LIMIT 1))"

/* Number of the newest migration. */
int schema_version(void);

/* Bring the database to schema_version(), in one transaction. FAULT_NEWER, I/O faults. */
int schema_migrate(struct db *db, struct fault *f);

/* Empty every projection (inside the caller's transaction). */
int schema_clear_projections(struct db *db, struct fault *f);

/* Names of the projection tables, NULL at the end; the search index is not among them. */
const char *const *schema_projections(void);

#endif
