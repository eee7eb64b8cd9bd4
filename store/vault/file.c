#include "config.h"
#include "store/vault/file.h"

#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/base/platform.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

/* The folder of a path, to be freed. */
static char *folder_of(const char *path)
{
	char *copy = memory_strdup(path), *folder = memory_strdup(dirname(copy));

	free(copy);
	return folder;
}

static bool writable(const char *path)
{
	struct file_info info;

	return platform_info(path, true, &info) == 0 && info.writable;
}

static int look_fault(struct fault *f, int err, const char *path)
{
	switch (err) {
	case ENOENT:
	case ENOTDIR:
		return fault_sys(f, FAULT_NO_FILE, err, path);
	case EACCES:
		return fault_sys(f, FAULT_NOT_PERMITTED, err, path);
	default:
		return fault_sys(f, FAULT_IO, err, path);
	}
}

int vault_file_existing(const char *path, char **out, struct fault *f)
{
	struct file_info info;
	int err = platform_info(path, true, &info);

	if (err)
		return look_fault(f, err, path);
	if (info.kind != FILE_PLAIN)
		return fault_set(f, FAULT_NOT_A_VAULT, path);
	err = platform_real_path(path, out);
	return err ? fault_sys(f, FAULT_IO, err, path) : FAULT_OK;
}

int vault_file_future(const char *path, char **out, struct fault *f)
{
	char *folder = folder_of(path), *copy = memory_strdup(path), *real;
	const char *name = basename(copy);
	int err = platform_real_path(folder, &real);

	if (!err && !writable(real))
		err = EACCES;
	else if (!err && (!*path || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
			  strcmp(name, "/") == 0))
		err = EISDIR;
	if (!err)
		*out = memory_format("%s%c%s", strcmp(real, "/") ? real : "", PLATFORM_SEPARATOR,
				     name);
	free(real);
	free(folder);
	free(copy);
	return err ? fault_sys(f, FAULT_CANT_CREATE, err, path) : FAULT_OK;
}

int vault_file_writable(const char *path, struct fault *f)
{
	char *folder = folder_of(path);
	bool good = writable(path) && writable(folder);

	free(folder);
	return good ? FAULT_OK : fault_set(f, FAULT_READONLY, path);
}

bool vault_file_holds(const char *path)
{
	struct file_info info;

	return platform_info(path, false, &info) == 0 && (info.kind != FILE_PLAIN || info.size > 0);
}

void vault_file_remove(const char *path)
{
	char *log = memory_format("%s" VAULT_WAL_SUFFIX, path);

	platform_remove(path);
	platform_remove(log);
	free(log);
}

int vault_file_appear(const char *from, const char *to, int *after)
{
	char *folder = folder_of(to);
	int err = platform_rename(from, to, false);

	*after = err ? 0 : platform_sync_folder(folder);
	free(folder);
	return err;
}

int vault_file_room(const char *path, uint64_t size)
{
	char *folder = folder_of(path);
	int err = platform_room(folder, size);

	free(folder);
	return err;
}
