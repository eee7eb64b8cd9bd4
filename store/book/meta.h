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

int meta_has(struct db *db, const char *key, bool *out, struct fault *f);
/* *out: the caller's to free(), NULL when there is none. */
int meta_text(struct db *db, const char *key, char **out, struct fault *f);
/* *out stays as it is when there is none. */
int meta_int(struct db *db, const char *key, int64_t *out, struct fault *f);
/* FAULT_DAMAGED unless it is there with exactly n bytes. */
int meta_blob(struct db *db, const char *key, void *out, int n, struct fault *f);

#endif
