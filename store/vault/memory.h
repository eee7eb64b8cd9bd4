/*
 * memory: what the process keeps in memory of an open vault.
 *
 * SQLite asks memory.h, so every block is wiped as it is freed: after
 * vault_close() no page, row or statement text of the vault is left in memory
 * that SQLite held; and memory that runs out ends the process, so no statement
 * is left half done for it. Core dumps are switched off for the process.
 */
#ifndef STORE_VAULT_MEMORY_H
#define STORE_VAULT_MEMORY_H

/*
 * Once per process, before its first use of SQLite (later calls do nothing):
 * sodium_init(), SQLite's allocator, RLIMIT_CORE 0. If SQLite was used already, its
 * own stays as it is. FAULT_OK or FAULT_INTERNAL (no random source).
 * Thread-safe.
 */
int vault_memory_init(void);

#endif
