/*
 * outfile: a file that appears whole or not at all.
 *
 * The bytes go to a temporary file in the same folder (".NAME." and random digits), which
 * is flushed to the disk and then takes the name; the folder is flushed too.
 * Whatever fails, the name holds what it held before and the temporary file
 * is gone; only a power cut or a killed program may leave one behind. Only the owner can read the
 * file, but for those that are sealed. Works on FAT. Thread-safe.
 */
#ifndef SYNC_IO_OUTFILE_H
#define SYNC_IO_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/base/fault.h"

/*
 * Write len bytes as the file `path`. What is there already is replaced only
 * with force (FAULT_EXISTS otherwise), and only if it is a regular file or a
 * link to one or to nothing, which is itself replaced. FAULT_CANT_CREATE when the folder is not
 * there or may not be written or the name is no file's, FAULT_READONLY (the
 * file system is), FAULT_FULL, FAULT_IO; the subject is the path. FAULT_DONE: it is there, but the
 * folder was not flushed.
 */
int outfile_write(const char *path, const void *data, size_t len, bool force, struct fault *f);

/*
 * The same of a file that is sealed, or secret to nobody, never in the place of another: who it is
 * carried to may read it, also on a stick whose files have owners.
 */
int outfile_write_sealed(const char *path, const void *data, size_t len, struct fault *f);

/*
 * Of the name of such a temporary file, ".NAME.0123456789abcdef", how long NAME is, which begins behind the
 * first dot; 0 for any other name.
 */
size_t outfile_unfinished(const char *temp);

#endif
