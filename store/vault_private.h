/*
 * vault_private: an open vault from inside; for store/vault*.c alone.
 */
#ifndef STORE_VAULT_PRIVATE_H
#define STORE_VAULT_PRIVATE_H

#include "store/vault.h"
#include "store/vault_lock.h"
#include "store/vault_unlock.h"
#include "store/vault_vfs.h"

#include <sqlite3.h>

struct vault {
	char *path; /* the vault's name */
	char *file; /* the file that is open: path, or path.new before vault_publish() */
	bool published;
	bool by_code;
	char member[VAULT_NAME_MAX];
	struct vault_lock lock;  /* of path */
	struct vault_keys *keys; /* guarded */
	struct vault_vfs *vfs;   /* while the database is open */
	sqlite3 *db;
};

/* An empty vault taking over `path`; NULL without memory (then path is freed). */
struct vault *vault_new(char *path);

/* Open the database in v->file; *h is what its header says. Codes as vault_open(). */
int vault_attach(struct vault *v, const struct vault_header *h, struct fault *f);

/*
 * Close the database, if it is open, and empty the log into the file. *last (may be
 * NULL) is what the header says then: log_live when the log could not be emptied.
 */
void vault_detach(struct vault *v, struct vault_header *last);

/*
 * Everything before a vault file is made at v->file, beside v->path: names, nothing
 * there, the lock. Codes as vault_create().
 */
int vault_begin(const char *path, struct vault **out, struct fault *f);

/* Read a vault's header block without a lock. Codes as vault_open(). */
int vault_peek(const char *path, struct vault_block *b, struct fault *f);

/* Whether a passphrase, name and parameters are acceptable; FAULT_OK or FAULT_USAGE. */
int vault_check_slot(const char *name, struct vault_pass pass, const struct vault_kdf *kdf,
		     struct fault *f);

/*
 * Empty the log into the file: FAULT_USAGE inside a transaction or while a statement
 * runs, else as vault_fault().
 */
int vault_checkpoint(struct vault *v, struct fault *f);

/* FAULT_DAMAGED with a page's number as subject. */
int vault_damaged_page(uint32_t number, struct fault *f);

/* What the database says it has: its page count. */
int vault_page_count(struct vault *v, uint32_t *pages, struct fault *f);

#endif
