/*
 * ledger: rows of the ledger made by hand, for tests. Every helper fails the test on a fault.
 */
#ifndef TESTS_STORE_LEDGER_LEDGER_H
#define TESTS_STORE_LEDGER_LEDGER_H

#include "store/ledger/batches.h"
#include "tests/store/record/exchange.h"

#define LEDGER_MANIFEST "{\"format\":\"batch\"}"

void ledger_begin(struct desk *desk);
void ledger_commit(struct desk *desk);
void ledger_exec(struct desk *desk, const char *sql);

/* A hash, or a key, that is that number. */
void ledger_hash(uint8_t out[LEDGER_HASH], int number);
/* The key of another laptop's lane, whose id is that number. */
int64_t ledger_lane(struct desk *desk, int number);

/* Inside a transaction, as those below: its key. */
int64_t ledger_batch(struct desk *desk, const struct batch *batch);
/* One that was packed here, going on from the one before. */
int64_t ledger_own(struct desk *desk, int64_t number, int64_t first, int64_t count);
/* One that an import brought, of numbers from 1 on. */
int64_t ledger_brought(struct desk *desk, const struct lane *lane, int64_t import, int64_t number,
		       int64_t count);

/* Bind a laptop that counts to its key, which is that number; level commune or upper: its unit is that. */
void ledger_laptop(struct desk *desk, int number, enum book_level level, const char *unit);
/* That laptop says that it has a batch, or that the level above it has. */
void ledger_acknowledge(struct desk *desk, int64_t batch, int laptop, bool up);

#endif
