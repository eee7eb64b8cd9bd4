/*
 * keys: what this laptop signs with, and what is sealed for it and its unit.
 *
 * Drawn when a book is made, and kept for its life, through restores, too. A
 * desk of a commune or above has besides its laptop's keys those of its unit. A
 * book of a program that did not draw all of them yet gets the others here.
 *
 * They leave the sealed pages only into memory that the caller wipes.
 */
#ifndef STORE_BOOK_KEYS_H
#define STORE_BOOK_KEYS_H

#include <stddef.h>
#include <stdint.h>

#include "store/base/fault.h"
#include "store/db/db.h"
#include "store/oplog/lane.h"

enum own_key {
	OWN_SIGN_PK,  /* of the laptop, Ed25519 */
	OWN_SIGN_SK,
	OWN_BOX_SK,   /* of the laptop, X25519 */
	OWN_ROOT_PK,  /* of the unit, Ed25519 */
	OWN_ROOT_SK,
	OWN_UNIT_BOX_SK, /* of the unit, X25519 */
	OWN_KEYS
};

#define OWN_BOX_BYTES 32 /* of a secret of X25519; the others are crypto.h's */

/* Draw those a book of that level lacks, in the transaction that is open. */
int keys_draw(struct db *db, enum book_level level, struct fault *f);

/* The same of a book's database as a transaction of its own; nothing where none lacks. */
int keys_complete(struct db *db, enum book_level level, struct fault *f);

/* One of them into n bytes, which it has; a unit's only at its desks. FAULT_DAMAGED when it lacks. */
int keys_read(struct db *db, enum own_key key, void *out, size_t n, struct fault *f);

#endif
