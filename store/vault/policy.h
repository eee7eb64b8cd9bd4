/*
 * policy: how SQLite is set up inside a vault, and what it may not do there.
 *
 * - locking_mode EXCLUSIVE (the log's index stays in memory), temp_store
 *   MEMORY (no temporary files), synchronous FULL (a commit is on the disk);
 * - secure_delete ON: what `erase` removes is overwritten in the pages, and no
 *   page of the file is ever a hole, so a missing page is always damage;
 * - cache 8 MiB, log emptied from 1,000 frames on and cut to 32 MiB;
 * - DEFENSIVE: no direct writes to the schema or to shadow tables;
 * - an authorizer that refuses ATTACH (and with it VACUUM and VACUUM INTO) and
 *   every PRAGMA that is not on a list of harmless ones.
 */
#ifndef STORE_VAULT_POLICY_H
#define STORE_VAULT_POLICY_H

struct sqlite3;

/*
 * Set up a connection that was just opened and read the schema, which recovers the
 * log. A code of SQLite's; SQLITE_NOTADB when it is not in WAL mode.
 */
int vault_policy_apply(struct sqlite3 *db);

#endif
