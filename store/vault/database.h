/*
 * database: the database of a vault that is being made or opened; for
 * store/vault alone.
 *
 * Attached it is open through a VFS of its own (vfs.h); detached the log
 * is empty and the file is nobody's.
 */
#ifndef STORE_VAULT_DATABASE_H
#define STORE_VAULT_DATABASE_H

#include "store/vault/header.h"
#include "store/vault/vault.h"

/* An empty vault taking over `path`; NULL without guarded memory (then path is freed). */
struct vault *vault_new(char *path);

/* Open the database in v->file; *h is what its header says. Codes as vault_open(). */
int vault_attach(struct vault *v, const struct vault_header *h, struct fault *f);

/*
 * Close the database, if it is open, and empty the log into the file. *last (may be
 * NULL) is what the header says then: wal_live when the log could not be emptied.
 */
void vault_detach(struct vault *v, struct vault_header *last);

/*
 * Empty the log into the file: FAULT_USAGE inside a transaction or while a statement
 * runs, else as vault_fault().
 */
int vault_checkpoint(struct vault *v, struct fault *f);

/* What the database says it has: its page count. */
int vault_page_count(struct vault *v, uint32_t *pages, struct fault *f);

/*
 * What SQLite's result code means: fill *f from `rc` and the database's last
 * error. FAULT_FULL, FAULT_DAMAGED, FAULT_READONLY, FAULT_IN_USE, FAULT_IO or
 * FAULT_INTERNAL (misuse, SQL errors); FAULT_OK for SQLITE_OK, _ROW and _DONE.
 */
int vault_fault(struct vault *v, int rc, struct fault *f);

#endif
