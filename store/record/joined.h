/*
 * joined: households that are one.
 *
 * The same household may have been entered on two laptops. An officer says so: the field
 * `same` of one names the other, and from then on what names the first counts for the second.
 * Nothing is changed in what was written, and taking the field back parts them again.
 *
 * Invariant: a function of the households that are there. Who names nobody, or somebody who is not
 * there or not of the same village and unit, stands for himself; of a circle the smallest id does.
 */
#ifndef STORE_RECORD_JOINED_H
#define STORE_RECORD_JOINED_H

#include <jansson.h>

#include "store/book/book.h"

/*
 * Tell in a household's object what its code does not: where another one of its village has the
 * same code, or is joined to it, or it is joined itself, `id` and `same`: the id of the
 * one it counts for, null where that is itself. Else nothing is added.
 */
int joined_tell(struct book *book, rec_t household, json_t *object, struct fault *f);

/* The household that a session or status names; 0 none. */
int joined_named(struct book *book, rec_t rec, rec_t *household, struct fault *f);

/* The household that one counts for; itself where it is joined to none. */
int joined_root(struct book *book, rec_t household, rec_t *root, struct fault *f);

/*
 * The household that counts for what a record names that `lane` (a key, 0: this laptop's) created; 0
 * where it is of another unit: that reads as if none were named.
 */
int joined_for(struct book *book, int64_t lane, rec_t household, rec_t *root, struct fault *f);

/*
 * After a household came, went or changed: sessions and status of it, and of those joined to it,
 * count for whom they are to count for now, and sessions are found by the words of both.
 */
int joined_refresh(struct book *book, rec_t household, struct fault *f);

#endif
