/*
 * putfile: putting a file that travels into a folder, a stick.
 *
 * Whole or not at all, under a name that nothing else has: what bears it already, with other
 * bytes, stays, and the new one is called "NAME-2.stb", "-3" … What is there with the same bytes,
 * also under such another name, is not put a second time. It is on the medium when this says so.
 */
#ifndef SYNC_IO_PUTFILE_H
#define SYNC_IO_PUTFILE_H

#include <stddef.h>

#include "store/base/fault.h"

/*
 * A folder that is to take files: made when its own folder is there. FAULT_CANT_CREATE, READONLY,
 * FULL.
 */
int putfile_folder(const char *folder, struct fault *f);

/*
 * Put `len` bytes there, as `name`, which is one of ours with a dot before its ending. *path: where
 * it stands, to be freed; NULL on a fault: those of outfile_write(), EXISTS when a thousand other
 * files bear the name. After DONE it is there, but may be lost yet: it is to be put once more.
 */
int putfile_put(const char *folder, const char *name, const void *bytes, size_t len, char **path,
		struct fault *f);

#endif
