/*
 * vault: the one encrypted file that keeps everything, and the keys to it.
 *
 * The file is a header block with key slots and then SQLite's pages, each
 * sealed (docs/format-vault.md). Nothing readable reaches the disk: database,
 * write-ahead log and temporary data go through one SQLite VFS that seals what
 * it knows and refuses the rest. Everything above speaks plain SQL to
 * vault_db().
 *
 * Invariants
 * - What a COMMIT has acknowledged survives a power cut.
 * - Whoever opens a vault holds `<vault>.lock` from before the header is read
 *   until it is closed; another opening, also in this process, is told
 *   FAULT_IN_USE (FAULT_STOPPED, lock.h: here and below one of the two). The lock file goes away with the lock, but for one with the mark of a log
 *   that is not over (lock.h).
 * - A file that is refused is left as it was, byte for byte.
 * - After a failed fsync nothing more is written until the vault is reopened:
 *   every statement that writes fails with SQLITE_IOERR.
 * - Keys live in guarded memory and are wiped by vault_close(); SQLite's
 *   memory is wiped as it is freed; core dumps are switched off (RLIMIT_CORE).
 * - ATTACH, VACUUM and every PRAGMA that could move data out of the sealed
 *   file or weaken it are refused with SQLITE_AUTH (policy.c).
 *
 * A struct vault belongs to one thread at a time. No other code in the process
 * may open or close the vault's file while it is open: that would drop SQLite's
 * POSIX locks.
 *
 * A vault's file must not be reached by two hard links; symbolic links are
 * followed first.
 */
#ifndef STORE_VAULT_VAULT_H
#define STORE_VAULT_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/base/date.h"
#include "store/vault/pass.h"

struct fault;
struct sqlite3;
struct vault; /* an open, unlocked vault */

#define VAULT_NAME_MAX 64 /* bytes of a slot's name with its NUL */
#define VAULT_CODE_TEXT 42 /* bytes of a printed recovery code with its NUL */
#define VAULT_PASS_MAX 4096 /* bytes of a passphrase */
#define VAULT_ID 16 /* bytes of a vault's random id */
#define VAULT_SLOTS_MAX 14 /* slots of all kinds in a vault; members have at most 12 */

enum vault_slot_kind { VAULT_SLOT_MEMBER = 1, VAULT_SLOT_CODE = 2, VAULT_SLOT_COMMUNE = 3 };

/* Argon2id: memory in MiB (at least 19) and passes (at least 2). RFC 9106. */
struct vault_kdf {
	uint32_t mem_mib;
	uint32_t ops;
};

#define VAULT_KDF_DEFAULT ((struct vault_kdf){ 64, 3 })
#define VAULT_KDF_FLOOR ((struct vault_kdf){ 19, 2 })

/* What opening a vault found that its owner has to know, and that it could go on from. */
enum vault_warning {
	VAULT_LOG_GONE = 1,  /* the log that the header speaks of is gone or empty */
	VAULT_LOG_CUT = 2,   /* the log ends before commits that were acknowledged */
	VAULT_HEADER_OLD = 4, /* the header was an older one; the recovery code put it right */
	VAULT_WARNINGS = 7    /* all of them */
};

struct vault_slot_info {
	int slot;
	enum vault_slot_kind kind;
	char name[VAULT_NAME_MAX]; /* UTF-8, empty for the recovery code */
};

/*
 * Open with a member's passphrase; his slot is found by his name, evened out if need be
 * (vault_slot_named()); member NULL tries every member slot (each try costs one key
 * derivation). In this order:
 * FAULT_NO_FILE; FAULT_READONLY (the file or its folder: a vault needs both; no
 * write bit at all counts, also for root); FAULT_IN_USE; FAULT_NOT_A_VAULT (a
 * folder, a text, anything else); FAULT_DAMAGED (truncated or changed);
 * FAULT_NEWER (header of a later format); FAULT_FOREIGN (no slot of
 * that name); FAULT_PASSPHRASE; FAULT_STALE_LOG (an authentic log beside it
 * belongs to an earlier state of it); FAULT_OLD_HEADER (the header's slots are not those that the
 * database names, or the log beside it is later: it is an older one); FAULT_NOMEM, FAULT_IO, FAULT_FULL.
 * A torn or outdated header copy is rewritten from the good one.
 */
int vault_open(const char *path, const char *member, struct vault_pass pass, struct vault **out,
	       struct fault *f);

/*
 * Open with the printed recovery code, as typed: either case, spaces and dashes
 * anywhere, o for 0, i and l for 1. FAULT_PASSPHRASE when it opens nothing; when
 * a check letter shows a slip of the pen, the fault's field is "code" and its
 * column the number (from 1) of the group to look at again, 0 when the length is
 * wrong. A header whose slots are not named (FAULT_OLD_HEADER) is put right when the code's own
 * slot is: slots and passphrases are then those the database names. Else as vault_open().
 */
int vault_open_code(const char *path, const char *code, struct vault **out, struct fault *f);

/*
 * Close and wipe: roll back what is not committed, empty the log into the file.
 * All statements must be finalized before; with one left, keys and log stay until the
 * process ends (nothing committed is lost). NULL is fine.
 */
void vault_close(struct vault *v);

/* The database, borrowed. The vault owns its authorizer: set no other. */
struct sqlite3 *vault_db(struct vault *v);

/*
 * The first read or fsync below the database that failed since the vault was opened, whatever
 * became of it above: FAULT_OK, FAULT_DAMAGED (a page's number or "log" as subject) or FAULT_IO. From then
 * on no COMMIT succeeds until the vault is opened again: what was decided on a value that
 * could not be read must not become true.
 */
int vault_trouble(struct vault *v, struct fault *f);

/*
 * What is to be said about this vault, of enum vault_warning, as long as it is open: found by
 * this opening, or by an earlier one and never said (a copy of it brings it along), even if that
 * was cut off. vault_told()
 * notes in the vault that it was said: the next opening says nothing, but vault_notes() does.
 */
unsigned vault_warnings(const struct vault *v);
void vault_told(struct vault *v);

/* What ever was found, oldest first: at most `max` into out[], *n how many there are. */
struct vault_note {
	day_t day; /* in Viet Nam */
	enum vault_warning what;
};
int vault_notes(struct vault *v, struct vault_note *out, int max, int *n, struct fault *f);

/* Name of the member who opened it; NULL when the recovery code did. */
const char *vault_member(const struct vault *v);

/* The file's absolute path without symbolic links, also while it is being created. */
const char *vault_path(const struct vault *v);

/* VAULT_ID random bytes, the same for life, also in a backup. Not secret. */
const uint8_t *vault_id(const struct vault *v);

#endif
