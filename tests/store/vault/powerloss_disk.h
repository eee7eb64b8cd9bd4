/*
 * powerloss_disk: a disk that remembers what an fsync has made durable.
 *
 * It sits below the vault by shim.h. Every file has its durable bytes and
 * a list of writes and truncations since its last fsync. A log that was created is there
 * durably after its first fsync; one that was deleted is gone for good at once where
 * disk_keeps_folders, else it may come back until another takes its name. disk_image() lays
 * out in another folder what a power cut could leave: of the pending operations
 * none, all, a prefix with the last one torn, or any subset of their 512-byte
 * sectors in any order of arrival.
 */
#ifndef TESTS_STORE_VAULT_POWERLOSS_DISK_H
#define TESTS_STORE_VAULT_POWERLOSS_DISK_H

#include "tests/store/vault/tools.h"

#include "tests/store/vault/shim.h"

#define DISK_FILES 8
#define SECTOR 512

struct disk_op {
	struct disk_op *next;
	int64_t at;
	int n;   /* 0: truncate to at */
	uint8_t bytes[];
};

struct disk_file {
	char name[128];
	bool exists;         /* durably */
	bool exists_now;
	bool folder_unsynced; /* created; its first fsync syncs the folder */
	uint8_t *bytes;      /* durable */
	int64_t size;
	struct disk_op *first, *last;
	int ops;
};

static struct disk_file disk[DISK_FILES];
static bool disk_keeps_folders;
static void (*disk_tick)(const char *name); /* after each operation */
static bool disk_at_start; /* the last write was to the first 8 KiB: a header, a log begun anew */

static void disk_put(uint8_t **bytes, int64_t *size, int64_t at, const uint8_t *from, int n)
{
	if (at + n > *size) {
		*bytes = realloc(*bytes, (size_t)(at + n));
		assert_non_null(*bytes);
		memset(*bytes + *size, 0, (size_t)(at + n - *size));
		*size = at + n;
	}
	memcpy(*bytes + at, from, (size_t)n);
}

static void disk_cut(uint8_t **bytes, int64_t *size, int64_t to)
{
	if (to > *size)
		disk_put(bytes, size, to - 1, (const uint8_t *)"", 1);
	*size = to;
}

static void disk_forget_ops(struct disk_file *d)
{
	while (d->first) {
		struct disk_op *op = d->first;

		d->first = op->next;
		free(op);
	}
	d->last = NULL;
	d->ops = 0;
}

static struct disk_file *disk_find(const char *name)
{
	struct disk_file *free_one = NULL;

	for (int i = 0; i < DISK_FILES; i++) {
		if (strcmp(disk[i].name, name) == 0)
			return &disk[i];
		if (!disk[i].name[0] && !free_one)
			free_one = &disk[i];
	}
	assert_non_null(free_one);
	snprintf(free_one->name, sizeof free_one->name, "%s", name);
	return free_one;
}

/* Forget the files whose name begins with prefix. */
static void disk_forget(const char *prefix)
{
	for (int i = 0; i < DISK_FILES; i++)
		if (disk[i].name[0] && strncmp(disk[i].name, prefix, strlen(prefix)) == 0) {
			disk_forget_ops(&disk[i]);
			free(disk[i].bytes);
			memset(&disk[i], 0, sizeof disk[i]);
		}
}

static void disk_pend(struct disk_file *d, const void *bytes, int n, int64_t at)
{
	struct disk_op *op = malloc(sizeof *op + (size_t)n);

	assert_non_null(op);
	op->next = NULL;
	op->at = at;
	op->n = n;
	if (n)
		memcpy(op->bytes, bytes, (size_t)n);
	if (d->last)
		d->last->next = op;
	else
		d->first = op;
	d->last = op;
	d->ops++;
}

static void disk_add(const char *name, const void *bytes, int n, int64_t at)
{
	disk_pend(disk_find(name), bytes, n, at);
	disk_at_start = at < 8192;
	disk_tick(name);
}

static int disk_opened(const char *name, bool created)
{
	struct disk_file *d = disk_find(name);
	size_t len;

	if (created) {
		d->folder_unsynced = !d->exists;
		d->exists_now = true;
		disk_forget_ops(d);
		if (d->exists) /* until the first fsync the name may be that of the deleted one */
			disk_pend(d, NULL, 0, 0);
	} else if (!d->exists && !d->exists_now) {
		/* Made before the simulation began, and durable. */
		free(d->bytes);
		d->bytes = slurp(name, &len);
		d->size = (int64_t)len;
		d->exists = d->exists_now = true;
	}
	return SQLITE_OK;
}

static int disk_write(const char *name, const void *bytes, int n, sqlite3_int64 at)
{
	disk_add(name, bytes, n, at);
	return SQLITE_OK;
}

static int disk_truncate(const char *name, sqlite3_int64 size)
{
	disk_add(name, NULL, 0, size);
	return SQLITE_OK;
}

static int disk_sync(const char *name)
{
	struct disk_file *d = disk_find(name);

	disk_tick(name);
	for (struct disk_op *op = d->first; op; op = op->next) {
		if (op->n)
			disk_put(&d->bytes, &d->size, op->at, op->bytes, op->n);
		else
			disk_cut(&d->bytes, &d->size, op->at);
	}
	disk_forget_ops(d);
	if (d->folder_unsynced)
		d->exists = true;
	d->folder_unsynced = false;
	disk_tick(name);
	return SQLITE_OK;
}

static int disk_remove(const char *name, bool sync_folder)
{
	struct disk_file *d = disk_find(name);

	(void)sync_folder; /* whatever is asked for: some systems do it always, some never */
	d->exists_now = false;
	disk_tick(name);
	if (disk_keeps_folders) {
		disk_forget_ops(d);
		d->exists = false;
		d->size = 0;
		disk_tick(name);
	}
	return SQLITE_OK;
}

static void disk_install(void (*tick)(const char *name))
{
	disk_tick = tick;
	shim.opened = disk_opened;
	shim.write = disk_write;
	shim.truncate = disk_truncate;
	shim.sync = disk_sync;
	shim.remove = disk_remove;
	shim_install();
}

enum disk_loss { LOSE_ALL, LOSE_NONE, LOSE_SECTORS, LOSE_TAIL, LOSSES };

/* Some sectors of a write arrive. */
static void disk_tear(uint8_t **bytes, int64_t *size, const struct disk_op *op)
{
	int64_t at = op->at;
	const uint8_t *from = op->bytes;
	int left = op->n;

	while (left > 0) {
		int n = SECTOR - (int)(at % SECTOR);

		if (n > left)
			n = left;
		if (pick(3))
			disk_put(bytes, size, at, from, n);
		at += n;
		from += n;
		left -= n;
	}
}

static void disk_file_image(const struct disk_file *d, const char *to, enum disk_loss loss)
{
	uint8_t *bytes = malloc((size_t)d->size + 1);
	int64_t size = d->size;
	int kept = d->ops ? (int)pick((uint32_t)d->ops) : 0, k = 0;

	assert_non_null(bytes);
	memcpy(bytes, d->bytes ? d->bytes : (const uint8_t *)"", (size_t)size);
	for (struct disk_op *op = d->first; op; op = op->next, k++) {
		bool whole = loss == LOSE_NONE || (loss == LOSE_TAIL && k < kept);

		if (loss == LOSE_ALL || (loss == LOSE_TAIL && k > kept))
			continue;
		if (!op->n) {
			if (whole || pick(2))
				disk_cut(&bytes, &size, op->at);
		} else if (whole) {
			disk_put(&bytes, &size, op->at, op->bytes, op->n);
		} else {
			disk_tear(&bytes, &size, op);
		}
	}
	spit(to, bytes, (size_t)size);
	free(bytes);
}

/* The lock file is no file of SQLite's: what is in it may have reached the disk, or not. */
static void disk_lock_image(const char *from, const char *to)
{
	char lock[256], name[256];

	snprintf(lock, sizeof lock, "%sv.lock", from);
	snprintf(name, sizeof name, "%sv.lock", to);
	unlink(name);
	if (is_there(lock) && pick(3))
		copy_file(lock, name);
}

/* Write what a power cut now could leave of the files under `from` into the folder `to`. */
static void disk_image(const char *from, const char *to)
{
	enum disk_loss loss = pick(LOSSES);
	char name[256];

	for (int i = 0; i < DISK_FILES; i++) {
		const struct disk_file *d = &disk[i];
		bool exists = d->exists;

		if (!d->name[0] || strncmp(d->name, from, strlen(from)) != 0)
			continue;
		snprintf(name, sizeof name, "%s%s", to, d->name + strlen(from));
		unlink(name);
		if (d->exists != d->exists_now && pick(2))
			exists = d->exists_now;
		if (exists)
			disk_file_image(d, name, loss);
	}
	disk_lock_image(from, to);
}

#endif
