#include "config.h"
#include "sync/io/outfile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/crypto.h"
#include "store/base/memory.h"
#include "store/base/platform.h"

/* Length of the folder's part of a path, up to and with the last separator; 0: the current one. */
static size_t folder_len(const char *path)
{
	const char *end = strrchr(path, PLATFORM_SEPARATOR);

	return end ? (size_t)(end - path) + 1 : 0;
}

/* What stands in the way at that name: 0 nothing, else an errno. */
static int in_the_way(const char *path, bool force)
{
	struct file_info info, there;
	int err;

	if (!*path || path[strlen(path) - 1] == PLATFORM_SEPARATOR)
		return EISDIR;
	err = platform_info(path, false, &info);
	if (err)
		return err == ENOENT ? 0 : err;
	/* A link is replaced itself, but one to a folder or a device is meant as what it leads to. */
	if (info.kind == FILE_LINK && !platform_info(path, true, &there))
		info.kind = there.kind;
	if (info.kind == FILE_FOLDER)
		return EISDIR;
	if (!force)
		return EEXIST;
	return info.kind == FILE_OTHER ? EINVAL : 0;
}

static int fail(struct fault *f, enum fault_code code, int sys, const char *path)
{
	if (sys == EEXIST)
		code = FAULT_EXISTS;
	return fault_sys(f, code, sys, path);
}

/* Write and flush the temporary file, close it, then let it take the name. An errno, or 0. */
static int write_and_take(handle_t file, const char *temp, const char *path, const void *data,
			  size_t len, bool force)
{
	int err = platform_write(file, data, len), closing;

	if (!err)
		err = platform_sync(file);
	closing = platform_close(file);
	if (!err)
		err = closing;
	if (!err)
		err = platform_rename(temp, path, force);
	if (err)
		platform_remove(temp);
	return err;
}

static int write_whole(const char *path, enum file_use use, const void *data, size_t len,
		       bool force, struct fault *f)
{
	int err = in_the_way(path, force), dir = (int)folder_len(path), rc = FAULT_OK;
	char *folder, *temp, tail[RANDOM_NAME];
	handle_t file;

	if (err)
		return fail(f, FAULT_CANT_CREATE, err, path);
	random_name(tail);
	temp = memory_format("%.*s.%s.%s", dir, path, path + dir, tail);
	folder = memory_format("%.*s", dir ? dir : 1, dir ? path : ".");
	err = platform_open(temp, use, &file);
	if (err) {
		rc = fail(f, FAULT_CANT_CREATE, err, path);
	} else {
		err = write_and_take(file, temp, path, data, len, force);
		if (err)
			rc = fail(f, FAULT_IO, err, path);
		else if ((err = platform_sync_folder(folder)) != 0)
			rc = fault_sys(f, FAULT_DONE, err, path);
	}
	free(temp);
	free(folder);
	return rc;
}

size_t outfile_unfinished(const char *temp)
{
	enum { TAIL = RANDOM_NAME }; /* with the dot before it */
	size_t n = strlen(temp);

	if (*temp != '.' || n < TAIL + 2 || temp[n - TAIL] != '.' ||
	    strspn(temp + n - TAIL + 1, "0123456789abcdef") != TAIL - 1)
		return 0;
	return n - TAIL - 1;
}

int outfile_write(const char *path, const void *data, size_t len, bool force, struct fault *f)
{
	return write_whole(path, FILE_NEW, data, len, force, f);
}

int outfile_write_sealed(const char *path, const void *data, size_t len, struct fault *f)
{
	return write_whole(path, FILE_NEW_SHARED, data, len, false, f);
}
