#include "config.h"
#include "tests/store/sim/disk.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/platform.h"
#include "store/vault/vfs.h"

enum { CHUNK = 8192, SECTOR = 512, FILES = 192, HANDLES = 32, NAME = 128 };

struct chunk {
	int shared; /* by how many beside the first */
	uint8_t bytes[CHUNK];
};

/* A write or (n 0) a cut since the last sync. */
struct pending {
	struct pending *next;
	int64_t at;
	int n;
	uint8_t bytes[];
};

struct file {
	char name[NAME];       /* "": a free place */
	struct extent now, durable;
	struct pending *first, *last;
	int pending;
	bool locked;
};

static struct file files[FILES];
static struct {
	struct file *file;
	int64_t at;
} handles[HANDLES];
static int fuse = -1, room = -1;
static bool dead, full;

/* ---- bytes in chunks ---- */

static void drop(struct chunk *chunk)
{
	if (!chunk->shared--)
		free(chunk);
}

static void extent_release(struct extent *e)
{
	for (int i = 0; i < e->n; i++)
		drop(e->chunks[i]);
	free(e->chunks);
	memset(e, 0, sizeof *e);
}

static void extent_copy(struct extent *to, const struct extent *from)
{
	*to = *from;
	to->chunks = malloc(((size_t)from->n + 1) * sizeof *to->chunks);
	for (int i = 0; i < from->n; i++) {
		to->chunks[i] = from->chunks[i];
		to->chunks[i]->shared++;
	}
}

/* So many chunks; those that are new are zeros. */
static void extent_resize(struct extent *e, int n)
{
	while (e->n > n)
		drop(e->chunks[--e->n]);
	if (e->n == n)
		return;
	e->chunks = realloc(e->chunks, (size_t)n * sizeof *e->chunks);
	while (e->n < n)
		e->chunks[e->n++] = calloc(1, sizeof(struct chunk));
}

static uint8_t *own_chunk(struct extent *e, int i)
{
	struct chunk *chunk = e->chunks[i];

	if (chunk->shared) {
		e->chunks[i] = malloc(sizeof *chunk);
		memcpy(e->chunks[i]->bytes, chunk->bytes, CHUNK);
		e->chunks[i]->shared = 0;
		chunk->shared--;
	}
	return e->chunks[i]->bytes;
}

static void extent_cut(struct extent *e, int64_t size)
{
	extent_resize(e, (int)((size + CHUNK - 1) / CHUNK));
	if (size < e->size && size % CHUNK)
		memset(own_chunk(e, e->n - 1) + size % CHUNK, 0, (size_t)(CHUNK - size % CHUNK));
	e->size = size;
}

static void extent_write(struct extent *e, int64_t at, const uint8_t *from, int n)
{
	if (at + n > e->size)
		extent_cut(e, at + n);
	while (n > 0) {
		int within = (int)(at % CHUNK), part = CHUNK - within < n ? CHUNK - within : n;

		memcpy(own_chunk(e, (int)(at / CHUNK)) + within, from, (size_t)part);
		at += part;
		from += part;
		n -= part;
	}
}

static int extent_read(const struct extent *e, int64_t at, uint8_t *to, int n)
{
	int left = at >= e->size ? 0 : e->size - at < n ? (int)(e->size - at) : n, got = left;

	while (left > 0) {
		int within = (int)(at % CHUNK), part = CHUNK - within < left ? CHUNK - within : left;

		memcpy(to, e->chunks[at / CHUNK]->bytes + within, (size_t)part);
		at += part;
		to += part;
		left -= part;
	}
	return got;
}

/* ---- files ---- */

static struct file *find(const char *name)
{
	for (int i = 0; i < FILES; i++)
		if (!strcmp(files[i].name, name))
			return &files[i];
	return NULL;
}

static struct file *find_there(const char *name)
{
	struct file *file = find(name);

	return file && file->now.there ? file : NULL;
}

static struct file *make(const char *name)
{
	struct file *file = find(name);

	if (!file)
		file = find("");
	if (!file || strlen(name) >= NAME)
		abort();
	strcpy(file->name, name);
	file->now.there = true;
	return file;
}

static void forget_pending(struct file *file)
{
	while (file->first) {
		struct pending *gone = file->first;

		file->first = gone->next;
		free(gone);
	}
	file->last = NULL;
	file->pending = 0;
}

static void forget(struct file *file)
{
	forget_pending(file);
	extent_release(&file->now);
	extent_release(&file->durable);
	memset(file, 0, sizeof *file);
}

/* Whether the power is there for one more operation. */
static bool alive(void)
{
	if (!dead && fuse >= 0 && fuse-- == 0)
		dead = true;
	return !dead;
}

/* Whether a file may grow once more. */
static bool has_room(void)
{
	if (room < 0)
		return true;
	full = room == 0;
	room -= !full;
	return !full;
}

static void pend(struct file *file, int64_t at, const void *bytes, int n)
{
	struct pending *op = malloc(sizeof *op + (size_t)n);

	*op = (struct pending){ .at = at, .n = n };
	if (n)
		memcpy(op->bytes, bytes, (size_t)n);
	*(file->last ? &file->last->next : &file->first) = op;
	file->last = op;
	file->pending++;
}

static int file_write(struct file *file, int64_t at, const void *from, int n)
{
	if (!alive())
		return EIO;
	if (n && at + n > file->now.size && !has_room())
		return ENOSPC;
	pend(file, at, from, n);
	if (n)
		extent_write(&file->now, at, from, n);
	else
		extent_cut(&file->now, at);
	return 0;
}

static int file_sync(struct file *file)
{
	if (!alive())
		return EIO;
	extent_release(&file->durable);
	extent_copy(&file->durable, &file->now);
	forget_pending(file);
	return 0;
}

static int file_remove(const char *name)
{
	struct file *file = find_there(name);

	if (!file)
		return ENOENT;
	if (!alive())
		return EIO;
	extent_release(&file->now);
	forget_pending(file);
	return 0;
}

/* ---- power ---- */

void disk_fuse(int operations)
{
	fuse = operations;
	dead = false;
}

bool disk_is_dead(void)
{
	return dead;
}

void disk_room(int operations)
{
	room = operations;
	full = false;
}

bool disk_is_full(void)
{
	return full;
}

enum loss { LOSE_ALL, LOSE_NONE, LOSE_SECTORS, LOSE_TAIL, LOSSES };

static void tear(struct extent *e, const struct pending *op, uint32_t (*random)(uint32_t))
{
	int64_t at = op->at, end = op->at + op->n;

	while (at < end) {
		int64_t next = (at / SECTOR + 1) * SECTOR;

		if (next > end)
			next = end;
		if (random(3))
			extent_write(e, at, op->bytes + (at - op->at), (int)(next - at));
		at = next;
	}
}

static void lose(struct file *file, enum loss loss, uint32_t (*random)(uint32_t))
{
	int kept = file->pending ? (int)random((uint32_t)file->pending) : 0, i = 0;

	for (struct pending *op = file->first; op; op = op->next, i++) {
		bool whole = loss == LOSE_NONE || (loss == LOSE_TAIL && i < kept);

		if (loss == LOSE_ALL || (loss == LOSE_TAIL && i > kept))
			continue;
		if (op->n && whole)
			extent_write(&file->durable, op->at, op->bytes, op->n);
		else if (op->n)
			tear(&file->durable, op, random);
		else if (whole || random(2))
			extent_cut(&file->durable, op->at);
	}
	forget_pending(file);
	/* A name that came or went since the last sync has its old state or its new one. */
	if (file->now.there != file->durable.there && random(2))
		file->durable.there = file->now.there;
	extent_release(&file->now);
	if (file->durable.there)
		extent_copy(&file->now, &file->durable);
	else
		extent_release(&file->durable);
}

static bool is_below(const struct file *file, const char *folder)
{
	return *file->name && !strncmp(file->name, folder, strlen(folder));
}

void disk_power_cut(const char *folder, uint32_t (*random)(uint32_t below))
{
	enum loss loss = (enum loss)random(LOSSES);

	disk_fuse(-1);
	for (int i = 0; i < FILES; i++) {
		if (!is_below(&files[i], folder))
			continue;
		lose(&files[i], loss, random);
		if (!files[i].now.there)
			forget(&files[i]);
	}
}

/* ---- images ---- */

static const char *const names[IMAGE_FILES] = { "vault", "vault-wal", "vault.lock" };

void disk_clear(const char *folder)
{
	for (int i = 0; i < FILES; i++)
		if (is_below(&files[i], folder))
			forget(&files[i]);
}

void disk_image(const char *folder, struct image *out)
{
	char name[NAME];

	memset(out, 0, sizeof *out);
	for (int i = 0; i < IMAGE_FILES; i++) {
		struct file *file;

		snprintf(name, sizeof name, "%s%s", folder, names[i]);
		file = find_there(name);
		if (file)
			extent_copy(&out->files[i], &file->now);
	}
}

void disk_put_image(const char *folder, const struct image *image)
{
	char name[NAME];

	disk_clear(folder);
	for (int i = 0; i < IMAGE_FILES; i++) {
		struct file *file;

		if (!image->files[i].there)
			continue;
		snprintf(name, sizeof name, "%s%s", folder, names[i]);
		file = make(name);
		extent_copy(&file->now, &image->files[i]);
		extent_copy(&file->durable, &image->files[i]);
	}
}

void image_release(struct image *image)
{
	for (int i = 0; i < IMAGE_FILES; i++)
		extent_release(&image->files[i]);
}

void image_copy(struct image *to, const struct image *from)
{
	for (int i = 0; i < IMAGE_FILES; i++)
		extent_copy(&to->files[i], &from->files[i]);
}

void image_mix_page(struct image *to, const struct image *from, int at)
{
	struct extent *a = &to->files[IMAGE_VAULT];
	const struct extent *b = &from->files[IMAGE_VAULT];

	if (at < a->n && at < b->n)
		memcpy(own_chunk(a, at), b->chunks[at]->bytes, CHUNK);
}

/* ---- other files ---- */

void disk_put_file(const char *path, const void *bytes, size_t n)
{
	struct file *file = find(path);

	if (file)
		forget(file);
	file = make(path);
	extent_write(&file->now, 0, bytes, (int)n);
	extent_copy(&file->durable, &file->now);
}

void *disk_read_file(const char *path, size_t *n)
{
	const struct file *file = find_there(path);
	void *bytes;

	if (!file)
		return NULL;
	*n = (size_t)file->now.size;
	bytes = malloc(*n + 1);
	extent_read(&file->now, 0, bytes, (int)*n);
	return bytes;
}

void disk_each(const char *folder, void (*each)(void *arg, const char *path, const char *name),
	       void *arg)
{
	for (int i = 0; i < FILES; i++)
		if (is_below(&files[i], folder) && files[i].now.there &&
		    !strchr(files[i].name + strlen(folder), '/'))
			each(arg, files[i].name, files[i].name + strlen(folder));
}

/* ---- below SQLite ---- */

struct open_file {
	sqlite3_file api;
	struct file *file;
};

static struct file *of(sqlite3_file *api)
{
	return ((struct open_file *)api)->file;
}

static int vfs_close(sqlite3_file *api)
{
	(void)api;
	return SQLITE_OK;
}

static int vfs_read(sqlite3_file *api, void *to, int n, sqlite3_int64 at)
{
	int got = extent_read(&of(api)->now, at, to, n);

	if (got == n)
		return SQLITE_OK;
	memset((uint8_t *)to + got, 0, (size_t)(n - got));
	return SQLITE_IOERR_SHORT_READ;
}

static int vfs_write(sqlite3_file *api, const void *from, int n, sqlite3_int64 at)
{
	int err = file_write(of(api), at, from, n);

	return err == ENOSPC ? SQLITE_FULL : err ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

static int vfs_truncate(sqlite3_file *api, sqlite3_int64 size)
{
	return file_write(of(api), size, NULL, 0) ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

static int vfs_sync(sqlite3_file *api, int flags)
{
	(void)flags;
	return file_sync(of(api)) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int vfs_size(sqlite3_file *api, sqlite3_int64 *out)
{
	*out = of(api)->now.size;
	return SQLITE_OK;
}

static int vfs_lock(sqlite3_file *api, int level)
{
	(void)api;
	(void)level;
	return SQLITE_OK;
}

static int vfs_reserved(sqlite3_file *api, int *out)
{
	(void)api;
	*out = 0;
	return SQLITE_OK;
}

static int vfs_control(sqlite3_file *api, int op, void *arg)
{
	(void)api;
	(void)op;
	(void)arg;
	return SQLITE_NOTFOUND;
}

static int vfs_sector(sqlite3_file *api)
{
	(void)api;
	return SECTOR;
}

static int vfs_traits(sqlite3_file *api)
{
	(void)api;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *out, int flags, int *got)
{
	static const sqlite3_io_methods methods = {
		.iVersion = 1,
		.xClose = vfs_close,
		.xRead = vfs_read,
		.xWrite = vfs_write,
		.xTruncate = vfs_truncate,
		.xSync = vfs_sync,
		.xFileSize = vfs_size,
		.xLock = vfs_lock,
		.xUnlock = vfs_lock,
		.xCheckReservedLock = vfs_reserved,
		.xFileControl = vfs_control,
		.xSectorSize = vfs_sector,
		.xDeviceCharacteristics = vfs_traits,
	};
	struct file *file = name ? find_there(name) : NULL;

	(void)vfs;
	memset(out, 0, sizeof(struct open_file));
	if (!file && !(flags & SQLITE_OPEN_CREATE))
		return SQLITE_CANTOPEN;
	if (!file && !alive())
		return SQLITE_CANTOPEN;
	((struct open_file *)out)->file = file ? file : make(name);
	out->pMethods = &methods;
	if (got)
		*got = flags;
	return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	int err = file_remove(name);

	(void)vfs;
	(void)sync_folder;
	return err == ENOENT ? SQLITE_IOERR_DELETE_NOENT : err ? SQLITE_IOERR_DELETE : SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	(void)vfs;
	(void)flags;
	*out = find_there(name) != NULL;
	return SQLITE_OK;
}

void disk_install(void)
{
	static sqlite3_vfs vfs;

	vfs = *sqlite3_vfs_find("unix");
	vfs.pNext = NULL;
	vfs.zName = "memory-disk";
	vfs.szOsFile = (int)sizeof(struct open_file);
	vfs.xOpen = vfs_open;
	vfs.xDelete = vfs_delete;
	vfs.xAccess = vfs_access;
	sqlite3_vfs_register(&vfs, 0);
	vault_vfs_base("memory-disk");
}

/* ---- in the place of the system: platform.h, called by store/ ---- */

#define WRAP(name) __wrap_platform_##name

int WRAP(open)(const char *path, enum file_use use, handle_t *out);
int WRAP(read)(handle_t h, void *to, size_t n, size_t *got);
int WRAP(read_whole)(handle_t h, void *to, size_t n, size_t *got);
int WRAP(write)(handle_t h, const void *from, size_t n);
int WRAP(seek)(handle_t h, uint64_t at);
int WRAP(size)(handle_t h, uint64_t *size);
int WRAP(sync)(handle_t h);
void WRAP(uncache)(handle_t h);
int WRAP(close)(handle_t h);
int WRAP(info)(const char *path, bool follow, struct file_info *out);
int WRAP(real_path)(const char *path, char **out);
int WRAP(rename)(const char *from, const char *to, bool replace);
int WRAP(remove)(const char *path);
int WRAP(sync_folder)(const char *folder);
int WRAP(folder)(const char *folder, bool hidden,
		 void (*each)(void *arg, const char *path, const char *name), void *arg);
int WRAP(room)(const char *folder, uint64_t size);
int WRAP(lock)(const char *path, handle_t *out);
void WRAP(unlock)(const char *path, handle_t lock, bool remove);

static int handle_new(struct file *file, handle_t *out)
{
	for (int i = 0; i < HANDLES; i++)
		if (!handles[i].file) {
			handles[i].file = file;
			handles[i].at = 0;
			*out = i;
			return 0;
		}
	return EMFILE;
}

int WRAP(open)(const char *path, enum file_use use, handle_t *out)
{
	struct file *file = find_there(path);

	if (use == FILE_NEW || use == FILE_NEW_SHARED) {
		if (file)
			return EEXIST;
		if (!alive())
			return EIO;
		file = make(path);
	}
	return file ? handle_new(file, out) : ENOENT;
}

int WRAP(read_whole)(handle_t h, void *to, size_t n, size_t *got)
{
	*got = (size_t)extent_read(&handles[h].file->now, handles[h].at, to, (int)n);
	handles[h].at += (int64_t)*got;
	return 0;
}

int WRAP(read)(handle_t h, void *to, size_t n, size_t *got)
{
	return WRAP(read_whole)(h, to, n, got);
}

int WRAP(write)(handle_t h, const void *from, size_t n)
{
	int err = n ? file_write(handles[h].file, handles[h].at, from, (int)n) : 0;

	if (!err)
		handles[h].at += (int64_t)n;
	return err;
}

int WRAP(seek)(handle_t h, uint64_t at)
{
	handles[h].at = (int64_t)at;
	return 0;
}

int WRAP(size)(handle_t h, uint64_t *size)
{
	*size = (uint64_t)handles[h].file->now.size;
	return 0;
}

int WRAP(sync)(handle_t h)
{
	return file_sync(handles[h].file);
}

void WRAP(uncache)(handle_t h)
{
	(void)h;
}

int WRAP(close)(handle_t h)
{
	handles[h].file = NULL;
	return 0;
}

/* Folders are what ends nowhere: no file of a device, and none that is carried, has such a name. */
int WRAP(info)(const char *path, bool follow, struct file_info *out)
{
	struct file *file = find_there(path);
	const char *name = strrchr(path, '/');

	(void)follow;
	memset(out, 0, sizeof *out);
	out->writable = true;
	if (file) {
		out->kind = FILE_PLAIN;
		out->size = (uint64_t)file->now.size;
		return 0;
	}
	out->kind = FILE_FOLDER;
	return name && (!strncmp(name, "/vault", 6) || strchr(name, '.')) ? ENOENT : 0;
}

int WRAP(real_path)(const char *path, char **out)
{
	*out = strdup(path);
	return 0;
}

int WRAP(rename)(const char *from, const char *to, bool replace)
{
	struct file *file = find_there(from), *old = find(to);

	if (!file)
		return ENOENT;
	if (old && old->now.there && !replace)
		return EEXIST;
	if (!alive())
		return EIO;
	if (old)
		forget(old);
	snprintf(file->name, NAME, "%s", to);
	return 0;
}

int WRAP(remove)(const char *path)
{
	return file_remove(path);
}

int WRAP(sync_folder)(const char *folder)
{
	(void)folder;
	return alive() ? 0 : EIO;
}

/* Of the names in a folder those that begin with a dot, or those that do not. */
struct part {
	bool hidden;
	void (*each)(void *arg, const char *path, const char *name);
	void *arg;
};

static void each_of_part(void *arg, const char *path, const char *name)
{
	struct part *part = arg;

	if ((*name == '.') == part->hidden)
		part->each(part->arg, path, name);
}

int WRAP(folder)(const char *folder, bool hidden,
		 void (*each)(void *arg, const char *path, const char *name), void *arg)
{
	struct part part = { hidden, each, arg };
	char below[NAME];

	snprintf(below, sizeof below, "%s/", folder);
	disk_each(below, each_of_part, &part);
	return 0;
}

int WRAP(room)(const char *folder, uint64_t size)
{
	(void)folder;
	(void)size;
	return 0;
}

int WRAP(lock)(const char *path, handle_t *out)
{
	struct file *file = find_there(path);

	if (file && file->locked)
		return EWOULDBLOCK;
	if (!file)
		file = make(path);
	file->locked = true;
	return handle_new(file, out);
}

void WRAP(unlock)(const char *path, handle_t lock, bool remove)
{
	struct file *file = handles[lock].file;

	(void)path;
	file->locked = false;
	handles[lock].file = NULL;
	/* A process that ends without power leaves the file as it is. */
	if (remove && !dead)
		file_remove(file->name);
}
