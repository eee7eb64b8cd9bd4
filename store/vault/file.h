/*
 * file: names and folders around a vault: the few file operations that
 * are neither SQLite's nor the seal's. Nothing here reads a vault.
 */
#ifndef STORE_VAULT_FILE_H
#define STORE_VAULT_FILE_H

#include <stdbool.h>
#include <stdint.h>

struct fault;

#define VAULT_WAL_SUFFIX "-wal" /* SQLite's name for the log */
#define VAULT_LOCK_SUFFIX ".lock"
/* A vault while it is being made: what is there under that name is ours and a leftover. */
#define VAULT_NEW_SUFFIX ".sotay-new"

/*
 * The absolute name of an existing regular file without symbolic links, the caller's to
 * free(). FAULT_NO_FILE, FAULT_NOT_A_VAULT (a folder or another kind),
 * FAULT_NOT_PERMITTED (a folder on the way), FAULT_IO.
 */
int vault_file_existing(const char *path, char **out, struct fault *f);

/*
 * The absolute name of a file to be made: its folder exists and can be written, the
 * name itself may be taken. The caller's to free(). FAULT_CANT_CREATE.
 */
int vault_file_future(const char *path, char **out, struct fault *f);

/*
 * Whether a file and its folder can be written; without any write bit counts as
 * not, even for root. FAULT_OK or FAULT_READONLY.
 */
int vault_file_writable(const char *path, struct fault *f);

/* Whether something is there and, as a file, not empty. */
bool vault_file_holds(const char *path);

/* Remove a file that was being made, and its log, if they are there. */
void vault_file_remove(const char *path);

/*
 * Rename `from` to `to`, which is never replaced, and fsync their folder (one and the same).
 * 0 or an errno, EEXIST among them; once it has appeared it is 0, and what failed in syncing
 * the folder is in *after.
 */
int vault_file_appear(const char *from, const char *to, int *after);

/*
 * Whether `size` bytes will fit beside `path`: 0, ENOSPC, or EFBIG when the file
 * system holds no file that large (FAT: 4 GiB less a byte).
 */
int vault_file_room(const char *path, uint64_t size);

#endif
