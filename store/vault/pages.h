/*
 * pages: the vault's own file: sealed pages behind the header block.
 *
 * The database must be open where a struct vault_vfs is asked. Result codes
 * are SQLite's.
 */
#ifndef STORE_VAULT_PAGES_H
#define STORE_VAULT_PAGES_H

#include "store/vault/vfs.h"

#include <sqlite3.h>

/* What SQLite does with the open file. */
extern const sqlite3_io_methods vault_pages_methods;

/* Seal or authenticate one page outside SQLite (creation, backup). The lock page is neither. */
void vault_page_seal(struct vault_keys *keys, const uint8_t id[VAULT_ID], uint32_t number,
		     const uint8_t plain[VAULT_PAGE_SIZE], uint8_t sealed[VAULT_PAGE_SIZE]);
bool vault_page_authentic(const struct vault_keys *keys, const uint8_t id[VAULT_ID],
			  uint32_t number, const uint8_t sealed[VAULT_PAGE_SIZE],
			  uint8_t plain[VAULT_PAGE_SIZE]);

/* The header as last written. */
const struct vault_header *vault_pages_header(const struct vault_vfs *vfs);

/*
 * Write *h with the next sequence number (after its own and the last one's): copy A, fsync,
 * copy B and, when `both`, fsync (else B is synced with the pages, and before the next header
 * write). The database must be open. On an error before copy A is safe the old header stays the
 * one that counts (where that cannot be known nothing is written any more); after it the new one
 * is, and B is mended before A is touched again. It owes what vault_vfs_owed() says, whatever *h
 * does. vault_pages_header_unsure() tells whether either
 * may count.
 */
int vault_pages_header_store(struct vault_vfs *vfs, const struct vault_header *h, bool both);

/*
 * Warnings of this opening are owed to whoever opens the vault, until they are noted: in every
 * header that is written, and in one that is written now unless it says so already. Before anything
 * else is written, so that what makes them no more to be found finds them kept.
 */
int vault_pages_owe(struct vault_vfs *vfs, unsigned warnings);

/* Whether the last call of it failed when the new header may have been on the disk already. */
bool vault_pages_header_unsure(const struct vault_vfs *vfs);

/*
 * Compare the copies on the disk with the header; rewrite, with fsync, the one
 * that is not it, the other one staying as it is. *healed (may be NULL): how many. Both bad:
 * SQLITE_CORRUPT.
 */
int vault_pages_header_heal(struct vault_vfs *vfs, int *healed);

/* Pages in the file, *rest bytes beyond the last whole one. */
int vault_pages_count(struct vault_vfs *vfs, uint32_t *pages, uint32_t *rest);

/*
 * The sealed bytes of page `number` (from 1) into sealed[VAULT_PAGE_SIZE].
 * SQLITE_IOERR_DATA when they do not authenticate; the lock page comes as zeros.
 */
int vault_page_read(struct vault_vfs *vfs, uint32_t number, uint8_t *sealed);

#endif
