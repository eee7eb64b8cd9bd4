/*
 * rows: what the tables of the ledger are read and written with, beside db/statement.h.
 *
 * For store/ledger alone.
 */
#ifndef STORE_LEDGER_ROWS_H
#define STORE_LEDGER_ROWS_H

#include "store/db/statement.h"
#include "store/ledger/ledger.h"

/* A copy of a column's bytes, none for NULL; a NUL, which n does not count, is after them. */
struct ledger_bytes row_owned(const struct statement *st, int column);

/* A key of this vault, NULL for 0. */
void bind_key(struct statement *st, int64_t key);
/* LEDGER_… bytes, or NULL when they are not there. */
void bind_optional_blob(struct statement *st, bool present, const void *bytes, size_t n);

/* `n` elements of `size` bytes in `list`, room for one more made: doubled as it grows. */
void *room_for_one(void *list, size_t n, size_t size);

#endif
