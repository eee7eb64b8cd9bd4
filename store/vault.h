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
 *   FAULT_IN_USE. The lock file goes away with the lock.
 * - A file that is refused is left as it was, byte for byte.
 * - After a failed fsync nothing more is written until the vault is reopened:
 *   every statement that writes fails with SQLITE_IOERR.
 * - Keys live in guarded memory and are wiped by vault_close(); SQLite's
 *   memory is wiped as it is freed; core dumps are switched off (RLIMIT_CORE).
 * - ATTACH, VACUUM and every PRAGMA that could move data out of the sealed
 *   file or weaken it are refused with SQLITE_AUTH (vault_policy.c).
 *
 * A struct vault belongs to one thread at a time. No other code in the process
 * may open or close the vault's file while it is open: that would drop SQLite's
 * POSIX locks.
 *
 * A vault's file must not be reached by two hard links; symbolic links are
 * followed first.
 */
#ifndef STORE_VAULT_H
#define STORE_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/vault_pass.h"

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

struct vault_slot_info {
	int slot;
	enum vault_slot_kind kind;
	char name[VAULT_NAME_MAX]; /* UTF-8, empty for the recovery code */
};

/*
 * Parameters that take this machine about 0.7 s, never below the floor and
 * never more than a quarter of the free memory or 256 MiB. Takes about a
 * second. FAULT_OK or FAULT_NOMEM (then *out is the floor).
 */
int vault_kdf_calibrate(struct vault_kdf *out);

/*
 * Begin a new vault for one member. It is made at a temporary name beside
 * `path`: fill the database, then vault_publish() makes it appear whole;
 * vault_close() before that leaves nothing behind. A leftover of a creation
 * that was killed is removed. kdf NULL: VAULT_KDF_DEFAULT.
 * FAULT_EXISTS: `path` is there, or a log `path`-wal of a vault that was.
 * FAULT_USAGE: parameters below the floor, an empty passphrase or a name that
 * is empty or longer than VAULT_NAME_MAX - 1 bytes. FAULT_CANT_CREATE,
 * FAULT_READONLY, FAULT_IN_USE, FAULT_FULL, FAULT_NOMEM, FAULT_IO.
 */
int vault_create(const char *path, const char *member, struct vault_pass pass,
		 const struct vault_kdf *kdf, struct vault **out, struct fault *f);

/*
 * Make a created vault appear under its name: checkpoint, close, fsync, rename
 * without ever replacing, fsync of the folder, reopen. The handle of vault_db()
 * changes; all statements must be finalized before. After a failure only
 * vault_close() may follow, and nothing stays behind. FAULT_EXISTS when
 * somebody else took the name meanwhile.
 */
int vault_publish(struct vault *v, struct fault *f);

/*
 * Open with a member's passphrase; member NULL tries every member slot (each
 * try costs one key derivation). In this order:
 * FAULT_NO_FILE; FAULT_READONLY (the file or its folder: a vault needs both; no
 * write bit at all counts, also for root); FAULT_IN_USE; FAULT_NOT_A_VAULT (a
 * folder, a text, anything else); FAULT_DAMAGED (truncated or changed);
 * FAULT_NEWER (header of a later format); FAULT_FOREIGN (no slot of
 * that name); FAULT_PASSPHRASE; FAULT_STALE_LOG (an authentic log beside it
 * belongs to another state of it); FAULT_NOMEM, FAULT_IO, FAULT_FULL.
 * A torn or outdated header copy is rewritten from the good one.
 */
int vault_open(const char *path, const char *member, struct vault_pass pass, struct vault **out,
	       struct fault *f);

/*
 * Open with the printed recovery code, as typed: either case, spaces and dashes
 * anywhere, o for 0, i and l for 1. FAULT_PASSPHRASE when it opens nothing; when
 * a check letter shows a slip of the pen, the fault's field is "code" and its
 * column the number (from 1) of the group to look at again, 0 when the length is
 * wrong. Else as vault_open().
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

/* Name of the member who opened it; NULL when the recovery code did. */
const char *vault_member(const struct vault *v);

/* The file's absolute path without symbolic links, also while it is being created. */
const char *vault_path(const struct vault *v);

/* VAULT_ID random bytes, the same for life, also in a backup. Not secret. */
const uint8_t *vault_id(const struct vault *v);

/*
 * What SQLite's result code means: fill *f from `rc` and the database's last
 * error. FAULT_FULL, FAULT_DAMAGED, FAULT_READONLY, FAULT_NOMEM, FAULT_IO or
 * FAULT_INTERNAL (misuse, SQL errors); FAULT_OK for SQLITE_OK, _ROW and _DONE.
 */
int vault_fault(struct vault *v, int rc, struct fault *f);

/*
 * The slots as a locked vault shows them (unauthenticated: good for a choice of
 * names, nothing else). Fills at most `max`, sets *n to how many there are. Takes
 * no lock; not for a vault open in this process. Codes as vault_open().
 */
int vault_list_slots(const char *path, struct vault_slot_info *slots, int max, int *n,
		     struct fault *f);

/* The same from the open vault. Always FAULT_OK. */
int vault_slots(struct vault *v, struct vault_slot_info *slots, int max, int *n);

/*
 * Slot changes: each writes and syncs one header copy, then the other, so that
 * no power cut locks anybody out and no removed slot stays in the file. They do
 * not depend on a transaction. kdf NULL: for a new slot that of the first
 * member's, which suits this machine, for a changed one its own. Besides the codes named: FAULT_USAGE (as
 * vault_create(); also all slots taken, subject "slots"), FAULT_NOMEM,
 * FAULT_IO, FAULT_FULL.
 *
 * Removing a slot is no revocation: who had it may have kept the data key.
 */
int vault_slot_add(struct vault *v, const char *name, struct vault_pass pass,
		   const struct vault_kdf *kdf, struct fault *f); /* FAULT_EXISTS */

/* FAULT_NOT_FOUND; FAULT_NOT_PERMITTED for the last member slot. */
int vault_slot_remove(struct vault *v, const char *name, struct fault *f);

/* FAULT_NOT_FOUND. The old passphrase opens nothing afterwards. */
int vault_slot_passphrase(struct vault *v, const char *name, struct vault_pass pass,
			  const struct vault_kdf *kdf, struct fault *f);

/*
 * Whether a passphrase opens that member's slot: FAULT_OK, FAULT_PASSPHRASE,
 * FAULT_NOT_FOUND, FAULT_NOMEM. Takes the time of the slot's key derivation.
 */
int vault_slot_check(struct vault *v, const char *name, struct vault_pass pass, struct fault *f);

/*
 * Draw a recovery code (136 random bits), make or replace its slot, and give
 * its text: seven groups of five letters, four and a check letter, with dashes.
 * It is shown once and kept nowhere: wipe `text` (sodium_memzero) after use.
 */
int vault_code_new(struct vault *v, char text[VAULT_CODE_TEXT], struct fault *f);

/*
 * Called now and then in long work with bytes done and in all; anything but 0
 * stops it: the target does not appear and FAULT_NOTHING is returned. It must
 * not use the vault.
 */
typedef int vault_progress(void *arg, uint64_t done, uint64_t total);

/*
 * Copy the vault, sealed as it is, to `to`: checkpoint, copy, read back and
 * authenticate every page, fsync, rename, fsync of the folder. `replace` allows
 * an existing file to be replaced, never this vault or one in use.
 * FAULT_USAGE inside a transaction or while a statement runs; FAULT_EXISTS; FAULT_CANT_CREATE with
 * sys EFBIG when the file system cannot hold a file of that size (FAT, 4 GiB);
 * FAULT_FULL (asked before and while writing), FAULT_READONLY, FAULT_IN_USE,
 * FAULT_DAMAGED (a page of this vault, or what was written does not read back).
 */
int vault_backup(struct vault *v, const char *to, bool replace, vault_progress *progress,
		 void *arg, struct fault *f);

/*
 * Copy a backup to `to`, which must not exist, authenticating every page, and open it.
 * The restored vault's log generation jumps, so that no log of its former life fits.
 * `from` that was not closed in order (a copy of a running vault) is opened,
 * recovered and closed first. Codes as vault_open() and vault_create().
 */
int vault_restore(const char *from, const char *to, const char *member, struct vault_pass pass,
		  struct vault **out, struct fault *f);

/*
 * Read everything on the disk: both header copies (a bad one is rewritten),
 * every record of the log, and after a checkpoint every page; the file must be
 * as long as the database says. *pages (may be NULL) is the number of pages read.
 * SQLite's own consistency is not looked at: that is PRAGMA integrity_check.
 * FAULT_USAGE inside a transaction or while a statement runs; FAULT_DAMAGED with the
 * page number, "header", "log" or "size" as subject; FAULT_IO, FAULT_FULL.
 */
int vault_verify(struct vault *v, uint64_t *pages, struct fault *f);

#endif
