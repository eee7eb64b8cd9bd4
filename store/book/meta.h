/*
 * meta: the rows of table `meta`: what a vault knows of itself besides records.
 *
 * Level and unit, device key and incarnation, the counters of the lane, and
 * the settings of this laptop ("set.…"). For the modules that make up a book.
 * Setting joins the transaction that is open, or commits at once.
 */
#ifndef STORE_BOOK_META_H
#define STORE_BOOK_META_H

#include <stdbool.h>
#include <stdint.h>

#include "store/book/book.h"
#include "store/db/db.h"

int meta_set_int(struct db *db, const char *key, int64_t value, struct fault *f);
int meta_set_text(struct db *db, const char *key, const char *value, struct fault *f);
int meta_set_blob(struct db *db, const char *key, const void *blob, int n, struct fault *f);

/* malloc'ed, or NULL when it is not there. */
char *meta_text(struct db *db, const char *key);
int64_t meta_int(struct db *db, const char *key, int64_t missing);
/* False unless it is there with exactly n bytes. */
bool meta_blob(struct db *db, const char *key, void *out, int n);

#endif
