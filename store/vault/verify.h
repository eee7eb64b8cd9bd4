/*
 * verify: everything that lies on the disk, read and authenticated.
 */
#ifndef STORE_VAULT_VERIFY_H
#define STORE_VAULT_VERIFY_H

#include "store/vault/vault.h"

/*
 * Read everything on the disk: both header copies (a bad one is rewritten),
 * every record of the log, and after a checkpoint every page; the file must be
 * as long as the database says. *pages (may be NULL) is the number of pages read.
 * SQLite's own consistency is not looked at: that is PRAGMA integrity_check.
 * FAULT_OLD_HEADER when the header's slots are not named (names.h).
 * FAULT_USAGE inside a transaction or while a statement runs; FAULT_DAMAGED with the
 * page number, "header", "log" or "size" as subject; FAULT_IO, FAULT_FULL.
 */
int vault_verify(struct vault *v, uint64_t *pages, struct fault *f);

/* FAULT_DAMAGED with a page's number as subject. */
int vault_damaged_page(uint32_t number, struct fault *f);

#endif
