/*
 * attach: the database of a vault that is being made or opened; for
 * store/vault alone.
 *
 * Attached it is open through a VFS of its own (vfs.h), its header is one that it names (names.h),
 * and what opening found is noted (notes.h); detached the log is empty and the file is nobody's.
 */
#ifndef STORE_VAULT_ATTACH_H
#define STORE_VAULT_ATTACH_H

#include "store/vault/header.h"
#include "store/vault/vault.h"

/* Open the database in v->file; *h is what its header says. Codes as vault_open(). */
int vault_attach(struct vault *v, const struct vault_header *h, struct fault *f);

/*
 * Close the database, if it is open, and empty the log into the file. *last (may be
 * NULL) is what the header says then: wal_live when the log could not be emptied.
 */
void vault_detach(struct vault *v, struct vault_header *last);

#endif
