/*
 * database: the database of a vault, asked and told; for store/vault alone. It is opened and
 * closed by attach.h.
 */
#ifndef STORE_VAULT_DATABASE_H
#define STORE_VAULT_DATABASE_H

#include "store/vault/vault.h"

/* An empty vault taking over `path`; NULL without guarded memory (then path is freed). */
struct vault *vault_new(char *path);

/*
 * Empty the log into the file: FAULT_USAGE inside a transaction or while a statement
 * runs, else as vault_fault().
 */
int vault_checkpoint(struct vault *v, struct fault *f);

/* What the database says it has: its page count. */
int vault_page_count(struct vault *v, uint32_t *pages, struct fault *f);

/*
 * What SQLite's result code means: fill *f from `rc` and the database's last
 * error. FAULT_FULL, FAULT_DAMAGED, FAULT_READONLY, FAULT_IN_USE, FAULT_IO, FAULT_GONE or
 * FAULT_INTERNAL (misuse, SQL errors); FAULT_OK for SQLITE_OK, _ROW and _DONE.
 */
int vault_fault(struct vault *v, int rc, struct fault *f);

#endif
