/*
 * book: the open logbook: a vault, who unlocked it, and the steps he takes.
 *
 * Everything that changes records happens inside a step: book_begin() …
 * record_add/edit/void … book_commit(). A step is one transaction, one row of
 * the audit and one stroke of undo; when anything fails the caller calls
 * book_rollback() and nothing of it is kept.
 *
 * Invariants: operations are only ever appended (op.h); records are read from
 * projections that are a pure function of them (record.h). One struct book a
 * process, used by one thread at a time.
 */
#ifndef STORE_BOOK_H
#define STORE_BOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "store/clock.h"
#include "store/db.h"
#include "store/fault.h"
#include "store/hash.h"
#include "store/vault.h"

struct book;

/* Key of a record inside this vault; 0 is none. Not stable across vaults: ids are. */
typedef int64_t rec_t;

enum book_level { LEVEL_TEAM, LEVEL_COMMUNE, LEVEL_UPPER };

struct book_setup {
	enum book_level level;
	const char *unit;      /* code, 1–16 of 0–9 A–Z . - */
	const char *unit_name; /* 1–80 characters */
	const char *member;    /* code and name of who sets it up, 1–32 characters */
	struct vault_pass pass;
	struct vault_kdf kdf;
};

/*
 * Prepare a new vault at a temporary name, with its recovery code (a slot of
 * its own, shown once) and the first member. It appears at `path`, whole,
 * with book_publish(), so that the code can be put away safely before;
 * book_close() before that leaves nothing behind. FAULT_FIELD (field "unit",
 * "unit_name", "member"), FAULT_EXISTS, FAULT_CLOCK, I/O faults.
 */
int book_create(const char *path, const struct book_setup *setup,
		char code[VAULT_CODE_TEXT], struct book **out, struct fault *f);

int book_publish(struct book *book, struct fault *f);

/* member NULL: whichever member's slot the passphrase opens. Faults of vault_open(); FAULT_NEWER. */
int book_open(const char *path, const char *member, struct vault_pass pass,
	      struct book **out, struct fault *f);
/* With the recovery code: no member has unlocked, so records cannot be changed. */
int book_open_code(const char *path, const char *code, struct book **out, struct fault *f);
/* Open a backup's copy as a new incarnation at `to`, which must not exist. */
int book_restore(const char *from, const char *to, const char *member, struct vault_pass pass,
		 struct book **out, struct fault *f);
/* Close and wipe; an open step is rolled back. NULL is fine. */
void book_close(struct book *book);

struct vault *book_vault(struct book *book);
struct db *book_db(struct book *book);
enum book_level book_level(const struct book *book);
const char *book_unit(const struct book *book);
const char *book_unit_name(const struct book *book);
/* Code of the member who unlocked; "" when the recovery code did. */
const char *book_member(const struct book *book);
const uint8_t *book_lane(const struct book *book); /* LANE_BYTES */

/* The present, read when the book was opened, by book_begin() and by book_check_clock(). */
const struct moment *book_now(const struct book *book);
/*
 * The earliest day the system's clock can be right about: the build's day or
 * the last accepted day in this vault, whichever is later. A day is accepted
 * when a step is committed by a clock that is right; a person's answer never is.
 */
day_t book_clock_floor(const struct book *book);
/*
 * The day to propose to a person who is asked for the date: that of the last
 * step committed here, also by an answer; never before the build's.
 */
day_t book_last_day(const struct book *book);
/* Read the clock anew. FAULT_CLOCK when it cannot be right and nobody has been asked (clock.h). */
int book_check_clock(struct book *book, struct fault *f);

/*
 * A setting of this laptop (language, tone style …), never sent. get: text
 * owned by the book until the next call, or NULL. set commits at once unless
 * a step is open.
 */
const char *book_setting(struct book *book, const char *key);
int book_setting_set(struct book *book, const char *key, const char *value, struct fault *f);

/* verb: "log", "household_add" …, at most 32 bytes of a–z and _; goes to audit and undo. */
int book_begin(struct book *book, const char *verb, struct fault *f);
/* detail for the audit row: short, no personal data; may be NULL. */
int book_commit(struct book *book, const char *detail, struct fault *f);
void book_rollback(struct book *book);

/*
 * Take back the last step of the member who unlocked that is not taken back
 * yet, as a new step whose operations restore the earlier values. What
 * somebody else has changed since stays, so does what other records stand on,
 * and what a rule of the records forbids to bring back. FAULT_NOTHING when
 * there is no step. verb (32 bytes) gets the step's verb, count how many of its
 * operations were taken back, left how many had to stay.
 */
int book_undo(struct book *book, char verb[33], int *count, int *left, struct fault *f);

/* One audit row outside a step (backup, export …). */
int book_audit(struct book *book, const char *verb, const char *detail, struct fault *f);

#endif
