/*
 * interned: codes as small integers.
 *
 * Every code a projection holds (villages, topics, channels, members …) is
 * interned in table `sym`, also those this program's catalogue does not know.
 * Keys mean nothing outside this vault. One thread; rolled back with the
 * transaction they were added in, so callers keep no key across a rollback.
 */
#ifndef STORE_DB_INTERNED_H
#define STORE_DB_INTERNED_H

#include "store/db/db.h"

/* The key of a text, added when it is new. NULL text gives 0, which binds as no value. */
int code_intern(struct db *db, const char *text, int64_t *key, struct fault *f);

/* The key if it is there, else 0. */
int code_find(struct db *db, const char *text, int64_t *key, struct fault *f);

#endif
