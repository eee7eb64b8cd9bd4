/*
 * private: an open vault from inside; for store/vault alone.
 */
#ifndef STORE_VAULT_PRIVATE_H
#define STORE_VAULT_PRIVATE_H

#include "store/vault/lock.h"
#include "store/vault/unlock.h"
#include "store/vault/vault.h"
#include "store/vault/vfs.h"

#include <sqlite3.h>

struct vault {
	char *path; /* the vault's name */
	char *file; /* the file that is open: path, or path.new before vault_publish() */
	bool published;
	bool log_over; /* between two openings: closed in order, so no mark speaks of a log */
	bool by_code;
	int slot;          /* that opened it; -1: none did */
	unsigned warnings; /* enum vault_warning */
	char member[VAULT_NAME_MAX];
	struct vault_lock lock;  /* of path */
	struct vault_keys *keys; /* guarded */
	struct vault_vfs *vfs;   /* while the database is open */
	sqlite3 *db;
};

#endif
