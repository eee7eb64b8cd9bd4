#include "config.h"
#include "store/vault_file.h"
#include "store/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

/* The folder of a path, to be freed; NULL without memory. */
static char *folder_of(const char *path)
{
	char *copy = strdup(path), *folder = NULL;

	if (copy)
		folder = strdup(dirname(copy));
	free(copy);
	return folder;
}

static bool writable(const char *path)
{
	struct stat st;

	return access(path, W_OK) == 0 && stat(path, &st) == 0 && st.st_mode & 0222;
}

static int stat_fault(struct fault *f, int err, const char *path)
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
	struct stat st;

	if (stat(path, &st) != 0)
		return stat_fault(f, errno, path);
	if (!S_ISREG(st.st_mode))
		return fault_set(f, FAULT_NOT_A_VAULT, path);
	*out = realpath(path, NULL);
	return *out ? FAULT_OK : fault_sys(f, FAULT_IO, errno, path);
}

int vault_file_future(const char *path, char **out, struct fault *f)
{
	char *folder = folder_of(path), *real, *copy = strdup(path);
	const char *name;
	int rc = FAULT_OK;

	if (!folder || !copy) {
		free(folder);
		free(copy);
		return fault_set(f, FAULT_NOMEM, path);
	}
	real = realpath(folder, NULL);
	name = basename(copy);
	if (!real)
		rc = fault_sys(f, FAULT_CANT_CREATE, errno, path);
	else if (!writable(real))
		rc = fault_sys(f, FAULT_CANT_CREATE, EACCES, path);
	else if (!*path || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
		 strcmp(name, "/") == 0)
		rc = fault_sys(f, FAULT_CANT_CREATE, EISDIR, path);
	else if (asprintf(out, "%s/%s", strcmp(real, "/") ? real : "", name) < 0)
		rc = fault_set(f, FAULT_NOMEM, path);
	free(real);
	free(folder);
	free(copy);
	return rc;
}

int vault_file_writable(const char *path, struct fault *f)
{
	char *folder = folder_of(path);
	bool good = folder && writable(path) && writable(folder);

	free(folder);
	return good ? FAULT_OK : fault_set(f, FAULT_READONLY, path);
}

bool vault_file_holds(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && (!S_ISREG(st.st_mode) || st.st_size > 0);
}

void vault_file_remove(const char *path)
{
	char *log;

	unlink(path);
	if (asprintf(&log, "%s" VAULT_LOG_SUFFIX, path) >= 0) {
		unlink(log);
		free(log);
	}
}

static int sync_folder(const char *path)
{
	char *folder = folder_of(path);
	int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	int err = fd < 0 ? errno : 0;

	free(folder);
	if (fd < 0)
		return err;
	/* Some file systems cannot sync a folder; there is no other way to ask them. */
	if (fsync(fd) != 0 && errno != EINVAL && errno != ENOTSUP)
		err = errno;
	close(fd);
	return err;
}

/* Rename where the file system knows neither RENAME_NOREPLACE nor hard links (exFAT). */
static int claim_and_rename(const char *from, const char *to)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno;
	close(fd);
	return rename(from, to) == 0 ? 0 : errno;
}

static int rename_new(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
		return errno;
	if (link(from, to) == 0)
		return unlink(from) == 0 ? 0 : errno;
	return errno == EEXIST ? errno : claim_and_rename(from, to);
}

int vault_file_appear(const char *from, const char *to, bool replace)
{
	int err;

	if (replace)
		err = rename(from, to) == 0 ? 0 : errno;
	else
		err = rename_new(from, to);
	return err ? err : sync_folder(to);
}

int vault_file_room(const char *path, uint64_t size)
{
	char *folder = folder_of(path);
	struct statvfs room;
	struct statfs kind;
	int err = 0;

	if (!folder)
		return ENOMEM;
	if (statfs(folder, &kind) == 0 && kind.f_type == MSDOS_SUPER_MAGIC && size > UINT32_MAX)
		err = EFBIG;
	else if (statvfs(folder, &room) == 0 && room.f_frsize &&
		 size / room.f_frsize >= room.f_bavail)
		err = ENOSPC;
	free(folder);
	return err;
}
