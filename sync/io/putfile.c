#include "config.h"
#include "sync/io/putfile.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "sync/io/outfile.h"

enum { PIECE = 65536, NAMES_MAX = 1000 };

int putfile_folder(const char *folder, struct fault *f)
{
	struct file_info info;
	int err = platform_info(folder, true, &info);

	if (err == ENOENT)
		err = platform_make_folder(folder);
	else if (!err && info.kind != FILE_FOLDER)
		err = ENOTDIR;
	return err ? fault_sys(f, FAULT_CANT_CREATE, err, folder) : FAULT_OK;
}

/* "FOLDER/NAME.stb", "FOLDER/NAME-2.stb" … */
static char *path_of(const char *folder, const char *name, size_t stem, int number)
{
	size_t len = strlen(folder);
	const char *between = len && folder[len - 1] == PLATFORM_SEPARATOR ? "" : "/";

	if (number == 1)
		return memory_format("%s%s%s", folder, between, name);
	return memory_format("%s%s%.*s-%d%s", folder, between, (int)stem, name, number,
			     name + stem);
}

/* Whether the rest of a file is these bytes. */
static bool holds(handle_t file, const uint8_t *bytes, size_t len)
{
	uint8_t *piece = memory_alloc(PIECE);
	size_t got = 0, at = 0;
	bool same = true;

	do {
		same = !platform_read_whole(file, piece, PIECE, &got) && got <= len - at &&
		       !memcmp(piece, bytes + at, got);
		at += got;
	} while (same && got);
	free(piece);
	return same && at == len;
}

/* The bytes in question, and the file that has them already. */
struct twin {
	const char *folder;
	const char *stem; /* its name begins so; stem_len bytes */
	size_t stem_len;
	const void *bytes;
	size_t len;
	char *path;
};

/* A file that cannot be read is another one. */
static bool is_same(const struct twin *twin, const char *path)
{
	struct file_info info;
	handle_t file;
	bool same;

	if (platform_info(path, false, &info) || info.kind != FILE_PLAIN ||
	    info.size != twin->len || platform_open(path, FILE_READ_PLAIN, &file))
		return false;
	same = holds(file, twin->bytes, twin->len) && !platform_sync(file);
	platform_close(file);
	return same;
}

static void each_name(void *arg, const char *path, const char *name)
{
	struct twin *twin = arg;

	if (!twin->path && !strncmp(name, twin->stem, twin->stem_len) && is_same(twin, path))
		twin->path = path_of(twin->folder, name, strlen(name), 1);
}

/* What an earlier try wrote and could not flush may be lost yet. */
static int flush(const char *folder, const char *path, struct fault *f)
{
	int err = platform_sync_folder(folder);

	return err ? fault_sys(f, FAULT_DONE, err, path) : FAULT_OK;
}

static bool is_taken(const char *path)
{
	struct file_info info;

	return !platform_info(path, false, &info);
}

int putfile_put(const char *folder, const char *name, const void *bytes, size_t len, char **path,
		struct fault *f)
{
	const char *dot = strrchr(name, '.');
	size_t stem = dot ? (size_t)(dot - name) : strlen(name);
	struct twin twin = {
		.folder = folder, .stem = name, .stem_len = stem, .bytes = bytes, .len = len,
	};
	int rc = FAULT_EXISTS;

	platform_folder(folder, false, each_name, &twin);
	*path = twin.path;
	if (*path)
		rc = flush(folder, *path, f);
	for (int number = 1; rc == FAULT_EXISTS && number <= NAMES_MAX; number++) {
		free(*path);
		*path = path_of(folder, name, stem, number);
		if (!is_taken(*path))
			rc = outfile_write_sealed(*path, bytes, len, f);
	}
	if (rc == FAULT_EXISTS)
		rc = fault_set(f, FAULT_EXISTS, name);
	if (rc) {
		free(*path);
		*path = NULL;
	}
	return rc;
}
