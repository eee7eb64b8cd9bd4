/*
 * kept: files that nothing may write over, whoever asks and by whatever name.
 *
 * Every place that writes a file a person has named asks here first: a vault, a
 * backup, what belongs to them (log, lock, the one being made), the files that
 * the same call takes a passphrase or columns from, and a file with a recovery
 * code hold what cannot be made again. Nothing is opened that the open vault
 * has open. Thread-safe once sodium_init() was called.
 */
#ifndef STORE_VAULT_KEPT_H
#define STORE_VAULT_KEPT_H

struct fault;

/*
 * Whether a file may be written as `path`, which may be there or not, a link or not.
 * `vault`: the path of the vault that is open or about to be made; `inputs`: files read
 * in this call, up to NULL. FAULT_OK; FAULT_KEPT; FAULT_CANT_CREATE when what is there
 * cannot be read to see what it is. The subject is the path.
 */
int kept_check(const char *path, const char *vault, const char *const inputs[], struct fault *f);

/*
 * The same of a vault that is to be made where nothing is yet: it may not bear the name of
 * another one's log, lock or successor. FAULT_OK, FAULT_KEPT, FAULT_CANT_CREATE.
 */
int kept_check_vault(const char *path, struct fault *f);

#endif
