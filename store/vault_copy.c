#include "config.h"
#include "store/vault_copy.h"
#include "store/fault.h"
#include "store/vault_create.h"
#include "store/vault_database.h"
#include "store/vault_file.h"
#include "store/vault_private.h"
#include "store/vault_unlock.h"
#include "store/vault_verify.h"
#include "store/vault_vfs_main.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PROGRESS_STEP 64 /* pages between two calls of the progress function */

/* Files, by descriptor: the copies are nobody's database while they are made. */

static int write_all(int fd, const uint8_t *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done < 0 ? errno : ENOSPC;
		bytes += done;
		n -= (size_t)done;
	}
	return 0;
}

/* 0, an errno, or -1 when the file ends before. */
static int read_all(int fd, uint8_t *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = read(fd, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done < 0 ? errno : -1;
		bytes += done;
		n -= (size_t)done;
	}
	return 0;
}

/* A copy in the making. */
struct copy {
	const struct vault_keys *keys;
	const uint8_t *id;
	const char *subject; /* for faults */
	uint32_t pages;
	vault_progress *progress;
	void *arg;
	uint64_t done, total; /* bytes, for progress */
	uint8_t *sealed;      /* one page */
	uint8_t *plain;       /* one page, guarded */
};

static int copy_init(struct copy *c, struct fault *f)
{
	c->sealed = malloc(VAULT_PAGE_SIZE);
	c->plain = sodium_malloc(VAULT_PAGE_SIZE);
	return c->sealed && c->plain ? FAULT_OK : fault_set(f, FAULT_NOMEM, c->subject);
}

static void copy_clear(struct copy *c)
{
	free(c->sealed);
	sodium_free(c->plain);
}

static int advance(struct copy *c, uint32_t number, struct fault *f)
{
	c->done += VAULT_PAGE_SIZE;
	if (c->progress && (number % PROGRESS_STEP == 0 || c->done == c->total) &&
	    c->progress(c->arg, c->done, c->total) != 0)
		return fault_set(f, FAULT_NOTHING, c->subject);
	return FAULT_OK;
}

/* Whether the page in c->sealed is what was sealed for this place. */
static bool page_good(struct copy *c, uint32_t number)
{
	return number == VAULT_LOCK_PAGE ||
	       vault_page_authentic(c->keys, c->id, number, c->sealed, c->plain);
}

static int write_header(int fd, const struct vault_header *h, const struct vault_keys *keys)
{
	uint8_t block[VAULT_HEADER_SIZE];

	vault_header_encode(h, keys->mac, block);
	memcpy(block + VAULT_HEADER_COPY, block, VAULT_HEADER_COPY);
	return write_all(fd, block, sizeof block);
}

/* Read the finished file again, from the medium where the system allows it. */
static int read_back(struct copy *c, int fd, struct fault *f)
{
	int rc = FAULT_OK;

	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	if (lseek(fd, VAULT_HEADER_SIZE, SEEK_SET) < 0)
		return fault_sys(f, FAULT_IO, errno, c->subject);
	for (uint32_t i = 1; rc == FAULT_OK && i <= c->pages; i++) {
		int err = read_all(fd, c->sealed, VAULT_PAGE_SIZE);

		if (err > 0)
			rc = fault_sys(f, FAULT_IO, err, c->subject);
		else if (err < 0 || !page_good(c, i))
			rc = vault_damaged_page(i, f);
		else
			rc = advance(c, i, f);
	}
	return rc;
}

/* The file being made, open for writing and reading back; a leftover goes. */
static int open_new(const char *file, const char *subject, int *fd, struct fault *f)
{
	vault_file_remove(file);
	*fd = open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return *fd < 0 ? fault_sys(f, FAULT_CANT_CREATE, errno, subject) : FAULT_OK;
}

/* Backup */

static int backup_pages(struct vault *v, struct copy *c, int fd, struct fault *f)
{
	int rc = FAULT_OK;

	for (uint32_t i = 1; rc == FAULT_OK && i <= c->pages; i++) {
		int err = vault_vfs_page(v->vfs, i, c->sealed);

		if (err == SQLITE_IOERR_DATA)
			return vault_damaged_page(i, f);
		if (err != SQLITE_OK)
			return vault_fault(v, err, f);
		err = write_all(fd, c->sealed, VAULT_PAGE_SIZE);
		rc = err ? fault_sys(f, FAULT_IO, err, c->subject) : advance(c, i, f);
	}
	return rc;
}

/* Write the sealed copy to the new file `file` and check it. */
static int backup_write(struct vault *v, struct copy *c, const char *file, struct fault *f)
{
	struct vault_header h = *vault_vfs_header(v->vfs);
	int fd, err, rc;

	/* Closed in order, and no log of the original fits it. */
	h.sequence++;
	h.log_generation++;
	h.log_live = false;
	rc = open_new(file, c->subject, &fd, f);
	if (rc != FAULT_OK)
		return rc;
	err = write_header(fd, &h, v->keys);
	rc = err ? fault_sys(f, FAULT_IO, err, c->subject) : backup_pages(v, c, fd, f);
	if (rc == FAULT_OK && fsync(fd) != 0)
		rc = fault_sys(f, FAULT_IO, errno, c->subject);
	if (rc == FAULT_OK)
		rc = read_back(c, fd, f);
	if (close(fd) != 0 && rc == FAULT_OK)
		rc = fault_sys(f, FAULT_IO, errno, c->subject);
	return rc;
}

/* Whether the target may be written: it is not there, or may be replaced and is not the vault. */
static int check_target(const struct vault *v, const char *to, bool replace, struct fault *f)
{
	struct stat ours, theirs;

	if (stat(to, &theirs) != 0)
		return vault_file_holds(to) ? fault_set(f, FAULT_EXISTS, to) : FAULT_OK;
	if (!replace || (stat(v->file, &ours) == 0 && ours.st_dev == theirs.st_dev &&
			 ours.st_ino == theirs.st_ino))
		return fault_set(f, FAULT_EXISTS, to);
	return S_ISREG(theirs.st_mode) ? FAULT_OK : fault_sys(f, FAULT_CANT_CREATE, EISDIR, to);
}

/* Under the target's lock. */
static int backup_locked(struct vault *v, struct copy *c, const char *to, bool replace,
			 struct fault *f)
{
	char *file, *log;
	int rc, err;

	rc = check_target(v, to, replace, f);
	if (rc != FAULT_OK)
		return rc;
	err = vault_file_room(to, VAULT_HEADER_SIZE + (uint64_t)c->pages * VAULT_PAGE_SIZE);
	if (err)
		return fault_sys(f, FAULT_CANT_CREATE, err, c->subject);
	if (asprintf(&file, "%s" VAULT_NEW_SUFFIX, to) < 0)
		return fault_set(f, FAULT_NOMEM, c->subject);
	rc = backup_write(v, c, file, f);
	/* A replaced vault's log must not lie beside its successor. */
	if (rc == FAULT_OK && replace && asprintf(&log, "%s" VAULT_LOG_SUFFIX, to) >= 0) {
		unlink(log);
		free(log);
	}
	if (rc == FAULT_OK) {
		err = vault_file_appear(file, to, replace);
		if (err)
			rc = fault_sys(f, err == EEXIST ? FAULT_EXISTS : FAULT_CANT_CREATE, err,
				       c->subject);
	}
	if (rc != FAULT_OK)
		vault_file_remove(file);
	free(file);
	return rc;
}

int vault_backup(struct vault *v, const char *to, bool replace, vault_progress *progress, void *arg,
		 struct fault *f)
{
	struct copy c = { .keys = v->keys, .subject = to, .progress = progress, .arg = arg };
	struct vault_lock lock = VAULT_LOCK_NONE;
	char *real = NULL;
	int rc;

	if (!v->published)
		return fault_set(f, FAULT_USAGE, to);
	rc = vault_file_future(to, &real, f);
	if (rc == FAULT_OK && strcmp(real, v->path) == 0)
		rc = fault_set(f, FAULT_EXISTS, to);
	if (rc == FAULT_OK)
		rc = vault_lock_take(&lock, real, f);
	if (rc == FAULT_OK)
		rc = vault_checkpoint(v, f);
	if (rc == FAULT_OK)
		rc = vault_page_count(v, &c.pages, f);
	if (rc == FAULT_OK)
		rc = copy_init(&c, f);
	if (rc == FAULT_OK) {
		c.id = vault_id(v);
		c.total = 2 * (uint64_t)c.pages * VAULT_PAGE_SIZE;
		rc = backup_locked(v, &c, real, replace, f);
	}
	copy_clear(&c);
	vault_lock_release(&lock);
	free(real);
	return rc;
}

/* Restore */

/* The page count in SQLite's header, on page 1. */
static uint32_t pages_in_header(const uint8_t *page)
{
	return (uint32_t)page[28] << 24 | (uint32_t)page[29] << 16 | (uint32_t)page[30] << 8 |
	       page[31];
}

/* Copy and authenticate every page; page 1 must know of exactly these. */
static int restore_pages(struct copy *c, int from, int to, struct fault *f)
{
	int rc = FAULT_OK;

	if (lseek(from, VAULT_HEADER_SIZE, SEEK_SET) < 0)
		return fault_sys(f, FAULT_IO, errno, c->subject);
	for (uint32_t i = 1; rc == FAULT_OK && i <= c->pages; i++) {
		int err = read_all(from, c->sealed, VAULT_PAGE_SIZE);

		if (err > 0)
			return fault_sys(f, FAULT_IO, err, c->subject);
		if (err < 0 || !page_good(c, i))
			return vault_damaged_page(i, f);
		if (i == 1 && pages_in_header(c->plain) != c->pages)
			return fault_set(f, FAULT_DAMAGED, c->subject);
		err = write_all(to, c->sealed, VAULT_PAGE_SIZE);
		rc = err ? fault_sys(f, FAULT_IO, err, c->subject) : FAULT_OK;
	}
	return rc;
}

static int restore_write(struct vault *v, const char *from, const struct vault_block *b,
			 const struct vault_header *h, struct fault *f)
{
	uint64_t body = b->file_size - VAULT_HEADER_SIZE;
	struct copy c = { .keys = v->keys, .id = h->id, .subject = from };
	int in, out, err, rc;

	if (body % VAULT_PAGE_SIZE || body / VAULT_PAGE_SIZE > UINT32_MAX)
		return fault_set(f, FAULT_DAMAGED, from);
	c.pages = (uint32_t)(body / VAULT_PAGE_SIZE);
	err = vault_file_room(v->path, b->file_size);
	if (err)
		return fault_sys(f, FAULT_CANT_CREATE, err, v->path);
	in = open(from, O_RDONLY | O_CLOEXEC);
	if (in < 0)
		return fault_sys(f, FAULT_IO, errno, from);
	rc = open_new(v->file, v->path, &out, f);
	if (rc != FAULT_OK) {
		close(in);
		return rc;
	}
	v->published = false;
	rc = copy_init(&c, f);
	if (rc == FAULT_OK) {
		err = write_header(out, h, v->keys);
		rc = err ? fault_sys(f, FAULT_IO, err, v->path) : restore_pages(&c, in, out, f);
	}
	copy_clear(&c);
	if (rc == FAULT_OK && fsync(out) != 0)
		rc = fault_sys(f, FAULT_IO, errno, v->path);
	close(in);
	if (close(out) != 0 && rc == FAULT_OK)
		rc = fault_sys(f, FAULT_IO, errno, v->path);
	return rc;
}

/*
 * The header block of a source that was closed in order. A vault copied while it was
 * open, or after a crash, has its last commits in the log: open it once to bring them in.
 */
static int source_block(const char *from, const char *member, struct vault_pass pass,
			struct vault_block *b, struct fault *f)
{
	struct vault *v;
	int rc = vault_peek(from, b, f);

	if (rc != FAULT_OK || !b->copy[0].log_live)
		return rc;
	rc = vault_open(from, member, pass, &v, f);
	if (rc != FAULT_OK)
		return rc;
	rc = vault_checkpoint(v, f);
	vault_close(v);
	return rc == FAULT_OK ? vault_peek(from, b, f) : rc;
}

int vault_restore(const char *from, const char *to, const char *member, struct vault_pass pass,
		  struct vault **out, struct fault *f)
{
	struct vault_header h;
	struct vault_block b;
	struct vault *v;
	int copy, slot, rc, err;

	*out = NULL;
	rc = source_block(from, member, pass, &b, f);
	if (rc == FAULT_OK)
		rc = vault_begin(to, &v, f);
	if (rc != FAULT_OK)
		return rc;
	rc = vault_unlock(&b, VAULT_SLOT_MEMBER, member, pass.text ? pass.text : "", pass.len,
			  v->keys, &copy, &slot);
	if (rc != FAULT_OK) {
		fault_set(f, (enum fault_code)rc, rc == FAULT_FOREIGN && member ? member : from);
		vault_close(v);
		return rc;
	}
	h = b.copy[copy];
	memcpy(v->member, h.slots[slot].name, VAULT_NAME_MAX);
	/* Two lives may follow one backup: their logs must not be taken for each other's. */
	h.sequence++;
	h.log_generation += 2 + randombytes_random();
	h.log_live = false;
	rc = restore_write(v, from, &b, &h, f);
	if (rc == FAULT_OK) {
		err = vault_file_appear(v->file, v->path, false);
		if (err)
			rc = fault_sys(f, err == EEXIST ? FAULT_EXISTS : FAULT_CANT_CREATE, err,
				       to);
	}
	if (rc == FAULT_OK) {
		v->published = true;
		strcpy(v->file, v->path);
		rc = vault_attach(v, &h, f);
	}
	if (rc != FAULT_OK) {
		vault_close(v);
		return rc;
	}
	*out = v;
	return FAULT_OK;
}
