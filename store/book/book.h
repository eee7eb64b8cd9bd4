/*
 * book: the open logbook: a vault and who unlocked it.
 *
 * book_create() makes a new one, now.h reads its clock, transaction.h changes
 * it. What its operations add up to (record.h) is not known here.
 *
 * Invariants: operations are only ever appended (op.h). Nothing becomes true once something
 * could not be read (book_trouble()). One struct book a process, used by one thread at a time.
 */
#ifndef STORE_BOOK_BOOK_H
#define STORE_BOOK_BOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/fault.h"
#include "store/base/id.h"
#include "store/db/db.h"
#include "store/oplog/lane.h"
#include "store/vault/vault.h"

struct book;

/* Key of a record inside this vault; 0 is none. Not stable across vaults: ids are. */
typedef int64_t rec_t;

struct book_setup {
	enum book_level level;
	const char *unit;      /* code, as unit_code_fits() (record/unit_codes.h) */
	const char *unit_name; /* 1–80 characters */
	const char *codes;     /* of former communes, as unit_codes_read(); NULL none */
	const char *member;    /* code and name of who sets it up, 1–32 characters */
	struct vault_pass pass;
	struct vault_kdf kdf;
};

/*
 * A new book in a vault that was just created, with the schema, what `setup`
 * says of its unit, a device key and its first lane; no member's record yet. The
 * vault goes over to the book, also when this fails: then it is closed, *out NULL.
 */
int book_new(struct vault *vault, const struct book_setup *setup, struct book **out,
	     struct fault *f);

/*
 * Let a book whose vault stands at a temporary name appear, whole, at its own
 * (vault_publish()); book_close() before that leaves nothing behind. FAULT_DONE: it is there,
 * but the folder was not synced, or the book is not open any more: book_is_open() tells.
 */
int book_publish(struct book *book, struct fault *f);

/*
 * What failed while a book for `path` was being made, and has been closed: what was in doubt is
 * not there, and a fault of the disk that names no file is this one's.
 */
int book_unseen(int rc, const char *path, struct fault *f);

/*
 * For record/open.h, by which everyone opens, so that the records can be read, too.
 * member NULL: whichever member's slot the passphrase opens. Faults of vault_open();
 * FAULT_NEWER.
 */
int book_open(const char *path, const char *member, struct vault_pass pass,
	      struct book **out, struct fault *f);
/* With the recovery code: no member has unlocked, so records cannot be changed. */
int book_open_code(const char *path, const char *code, struct book **out, struct fault *f);
/* A backup's copy as a new incarnation, for `to`, which must not exist; book_publish() lets it appear. */
int book_restore(const char *from, const char *to, const char *member, struct vault_pass pass,
		 struct book **out, struct fault *f);
/* The same with the recovery code: no member has unlocked, as after book_open_code(). */
int book_restore_code(const char *from, const char *to, const char *code, struct book **out,
		      struct fault *f);
/* Whether its vault is open: not where book_publish() could not open it again. */
bool book_is_open(const struct book *book);
/* Close and wipe; an open transaction is rolled back. NULL is fine. */
void book_close(struct book *book);

struct vault *book_vault(struct book *book);
struct db *book_db(struct book *book);
enum book_level book_level(const struct book *book);
const char *book_unit(const struct book *book);
const char *book_unit_name(const struct book *book);
/* Code of the member who unlocked; "" when the recovery code did. */
const char *book_member(const struct book *book);
/* Whether who unlocked set this laptop up: its administrator besides his role. */
bool book_is_owner(const struct book *book);

/* The key of this laptop's present lane in the log. */
int64_t book_lane(const struct book *book);

/*
 * The first thing that could not be read since the book was opened, whoever passed over it:
 * FAULT_OK, FAULT_DAMAGED or FAULT_IO. From then on no transaction commits and no setting is
 * set until the book is opened again; a figure shown since may lack something.
 */
int book_trouble(const struct book *book, struct fault *f);

/*
 * A setting of this laptop (language, tone style …), never sent. get: text
 * owned by the book until the next call, or NULL; one that cannot be read is NULL too, and
 * trouble. set commits at once unless a transaction is open.
 */
const char *book_setting(struct book *book, const char *key);
int book_setting_set(struct book *book, const char *key, const char *value, struct fault *f);

#endif
