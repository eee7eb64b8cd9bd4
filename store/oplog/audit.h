/*
 * audit: who did what on this laptop, each row chained to the one before.
 *
 * hash(n) = BLAKE2b-256(hash(n − 1) ‖ the row as a JSON line), hash(0) = the
 * vault's id padded with zeros. A row taken out or changed breaks every later
 * hash; a chain rewritten as a whole shows only against a head that has left
 * the laptop (docs/format-operations.md). Details hold counts and ids, never
 * what people wrote. Rows are added inside the transaction they tell of.
 */
#ifndef STORE_OPLOG_AUDIT_H
#define STORE_OPLOG_AUDIT_H

#include "store/base/id.h"
#include "store/db/db.h"

/* at: milliseconds since 1970. member and detail may be NULL. */
int audit_append(struct db *db, const uint8_t vault_id[ID_BYTES], int64_t at, const char *member,
		 const char *verb, const char *detail, struct fault *f);

/* The last row's number and hash, by which the chain is known elsewhere; *n 0: there is none. */
int audit_head(struct db *db, int64_t *n, uint8_t hash[HASH_BYTES], struct fault *f);

/* Recompute the chain; FAULT_DAMAGED with subject "audit" at the first break. *rows: how many stand. */
int audit_verify(struct db *db, const uint8_t vault_id[ID_BYTES], int64_t *rows, struct fault *f);

#endif
