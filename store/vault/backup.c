#include "config.h"
#include "store/vault/backup.h"

#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/vault/attach.h"
#include "store/vault/create.h"
#include "store/vault/database.h"
#include "store/vault/file.h"
#include "store/vault/pages.h"
#include "store/vault/private.h"
#include "store/vault/unlock.h"
#include "store/vault/verify.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROGRESS_STEP 64 /* pages between two calls of the progress function */

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
	c->sealed = memory_alloc(VAULT_PAGE_SIZE);
	c->plain = sodium_malloc(VAULT_PAGE_SIZE);
	return c->plain ? FAULT_OK : fault_set(f, FAULT_NOMEM, c->subject);
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

static int write_header(handle_t file, const struct vault_header *h, const struct vault_keys *keys)
{
	uint8_t block[VAULT_HEADER_SIZE];

	vault_header_encode(h, keys->mac, block);
	memcpy(block + VAULT_HEADER_COPY, block, VAULT_HEADER_COPY);
	return platform_write(file, block, sizeof block);
}

/* The next page of a copy, authenticated. */
static int read_page(struct copy *c, handle_t file, uint32_t number, struct fault *f)
{
	size_t got;
	int err = platform_read_whole(file, c->sealed, VAULT_PAGE_SIZE, &got);

	if (err)
		return fault_sys(f, FAULT_IO, err, c->subject);
	if (got < VAULT_PAGE_SIZE || !page_good(c, number))
		return vault_damaged_page(number, f);
	return FAULT_OK;
}

/* Read the finished file again, from the medium where the system allows it. */
static int read_back(struct copy *c, handle_t file, struct fault *f)
{
	int err, rc = FAULT_OK;

	platform_uncache(file);
	err = platform_seek(file, VAULT_HEADER_SIZE);
	if (err)
		return fault_sys(f, FAULT_IO, err, c->subject);
	for (uint32_t i = 1; rc == FAULT_OK && i <= c->pages; i++) {
		rc = read_page(c, file, i, f);
		if (rc == FAULT_OK)
			rc = advance(c, i, f);
	}
	return rc;
}

/* The file being made, open for writing and reading back; a leftover goes. */
static int open_new(const char *name, const char *subject, handle_t *file, struct fault *f)
{
	int err;

	vault_file_remove(name);
	err = platform_open(name, FILE_NEW, file);
	return err ? fault_sys(f, FAULT_CANT_CREATE, err, subject) : FAULT_OK;
}

/* Backup */

static int backup_pages(struct vault *v, struct copy *c, handle_t file, struct fault *f)
{
	int rc = FAULT_OK;

	for (uint32_t i = 1; rc == FAULT_OK && i <= c->pages; i++) {
		int err = vault_page_read(v->vfs, i, c->sealed);

		if (err == SQLITE_IOERR_DATA)
			return vault_damaged_page(i, f);
		if (err != SQLITE_OK)
			return vault_fault(v, err, f);
		err = platform_write(file, c->sealed, VAULT_PAGE_SIZE);
		rc = err ? fault_sys(f, FAULT_IO, err, c->subject) : advance(c, i, f);
	}
	return rc;
}

/* Write the sealed copy to the new file `name` and check it. */
static int backup_write(struct vault *v, struct copy *c, const char *name, struct fault *f)
{
	struct vault_header h = *vault_pages_header(v->vfs);
	handle_t file;
	int err, rc;

	/* Closed in order, and no log of the original fits it. */
	h.sequence++;
	h.wal_generation++;
	h.wal_live = false;
	rc = open_new(name, c->subject, &file, f);
	if (rc != FAULT_OK)
		return rc;
	err = write_header(file, &h, v->keys);
	rc = err ? fault_sys(f, FAULT_IO, err, c->subject) : backup_pages(v, c, file, f);
	err = rc == FAULT_OK ? platform_sync(file) : 0;
	if (err)
		rc = fault_sys(f, FAULT_IO, err, c->subject);
	if (rc == FAULT_OK)
		rc = read_back(c, file, f);
	err = platform_close(file);
	return rc == FAULT_OK && err ? fault_sys(f, FAULT_IO, err, c->subject) : rc;
}

/* Under the target's lock. */
static int backup_locked(struct vault *v, struct copy *c, const char *to, struct fault *f)
{
	struct file_info info;
	char *file;
	int rc, err, after = 0;

	if (platform_info(to, true, &info) != ENOENT || vault_file_holds(to))
		return fault_set(f, FAULT_EXISTS, to);
	err = vault_file_room(to, VAULT_HEADER_SIZE + (uint64_t)c->pages * VAULT_PAGE_SIZE);
	if (err)
		return fault_sys(f, FAULT_CANT_CREATE, err, c->subject);
	file = memory_format("%s" VAULT_NEW_SUFFIX, to);
	rc = backup_write(v, c, file, f);
	if (rc == FAULT_OK) {
		err = vault_file_appear(file, to, &after);
		if (err)
			rc = fault_sys(f, err == EEXIST ? FAULT_EXISTS : FAULT_CANT_CREATE, err,
				       c->subject);
	}
	if (rc != FAULT_OK)
		vault_file_remove(file);
	free(file);
	return after ? fault_sys(f, FAULT_DONE, after, c->subject) : rc;
}

int vault_backup(struct vault *v, const char *to, vault_progress *progress, void *arg,
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
		rc = backup_locked(v, &c, real, f);
	}
	copy_clear(&c);
	vault_lock_release(&lock, false);
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
static int restore_pages(struct copy *c, handle_t from, handle_t to, const char *path,
			 struct fault *f)
{
	int err = platform_seek(from, VAULT_HEADER_SIZE), rc;

	if (err)
		return fault_sys(f, FAULT_IO, err, c->subject);
	for (uint32_t i = 1; i <= c->pages; i++) {
		rc = read_page(c, from, i, f);
		if (rc != FAULT_OK)
			return rc;
		if (i == 1 && pages_in_header(c->plain) != c->pages)
			return fault_set(f, FAULT_DAMAGED, c->subject);
		err = platform_write(to, c->sealed, VAULT_PAGE_SIZE);
		if (err)
			return fault_sys(f, FAULT_IO, err, path);
	}
	return FAULT_OK;
}

/* Sync what is written, if all went well, and close it. */
static int finish_new(handle_t out, int rc, const char *subject, struct fault *f)
{
	int err = rc == FAULT_OK ? platform_sync(out) : 0, closing = platform_close(out);

	if (!err)
		err = closing;
	return rc == FAULT_OK && err ? fault_sys(f, FAULT_IO, err, subject) : rc;
}

/* A backup that was closed in order: every page is looked at on its way. */
static int restore_closed(struct vault *v, const char *from, const struct vault_block *b,
			  struct vault_header *h, struct fault *f)
{
	uint64_t body = b->file_size - VAULT_HEADER_SIZE;
	struct copy c = { .keys = v->keys, .id = h->id, .subject = from };
	handle_t in, out;
	int err, rc;

	if (body % VAULT_PAGE_SIZE || body / VAULT_PAGE_SIZE > UINT32_MAX)
		return fault_set(f, FAULT_DAMAGED, from);
	c.pages = (uint32_t)(body / VAULT_PAGE_SIZE);
	err = platform_open(from, FILE_READ, &in);
	if (err)
		return fault_sys(f, FAULT_IO, err, from);
	rc = open_new(v->file, v->path, &out, f);
	if (rc != FAULT_OK) {
		platform_close(in);
		return rc;
	}
	v->published = false;
	/* Two lives may follow one backup: their logs must not be taken for each other's. */
	h->sequence++;
	h->wal_generation += 2 + randombytes_random();
	rc = copy_init(&c, f);
	if (rc == FAULT_OK) {
		err = write_header(out, h, v->keys);
		rc = err ? fault_sys(f, FAULT_IO, err, v->path)
			 : restore_pages(&c, in, out, v->path, f);
	}
	copy_clear(&c);
	platform_close(in);
	rc = finish_new(out, rc, v->path, f);
	return rc == FAULT_OK ? vault_attach(v, h, f) : rc;
}

/* A file as it is; where there is none, none is made. */
static int copy_file(const char *from, const char *to, const char *subject, struct fault *f)
{
	uint8_t *room = memory_alloc(VAULT_PAGE_SIZE);
	size_t got = 0;
	handle_t in, out;
	int err = platform_open(from, FILE_READ, &in), rc;

	rc = err && err != ENOENT ? fault_sys(f, FAULT_IO, err, from) : FAULT_OK;
	if (err || (rc = open_new(to, subject, &out, f)) != FAULT_OK) {
		if (!err)
			platform_close(in);
		free(room);
		return rc;
	}
	do {
		err = platform_read_whole(in, room, VAULT_PAGE_SIZE, &got);
		if (err)
			rc = fault_sys(f, FAULT_IO, err, from);
		else if ((err = platform_write(out, room, got)) != 0)
			rc = fault_sys(f, FAULT_IO, err, subject);
	} while (!err && got == VAULT_PAGE_SIZE);
	platform_close(in);
	free(room);
	return finish_new(out, rc, subject, f);
}

/*
 * A vault copied while it was open, or after a crash, has its last commits in its log: both
 * are copied, and the copy is recovered and looked at whole. Where they came from nothing is written.
 */
static int restore_running(struct vault *v, const char *real, const struct vault_header *h,
			   struct fault *f)
{
	char *log = memory_format("%s" VAULT_WAL_SUFFIX, real);
	char *new_log = memory_format("%s" VAULT_WAL_SUFFIX, v->file);
	struct vault_header next;
	int rc;

	vault_file_remove(v->file);
	v->published = false;
	rc = copy_file(real, v->file, v->path, f);
	if (rc == FAULT_OK)
		rc = copy_file(log, new_log, v->path, f);
	if (rc == FAULT_OK)
		rc = vault_lock_copy_mark(real, &v->lock, f);
	free(log);
	free(new_log);
	if (rc == FAULT_OK)
		rc = vault_attach(v, h, f);
	if (rc == FAULT_OK)
		rc = vault_verify(v, NULL, f); /* which empties the log */
	if (rc != FAULT_OK)
		return rc;
	next = *vault_pages_header(v->vfs);
	next.wal_generation += 2 + randombytes_random();
	return vault_fault(v, vault_pages_header_store(v->vfs, &next, true), f);
}

/* What a backup is unlocked with: as vault_unlock(). */
struct way_in {
	enum vault_slot_kind kind;
	const char *name;
	const void *secret;
	size_t len;
};

/* Unlock the backup whose header block this is, and copy it to v->file. */
static int restore_locked(struct vault *v, const char *from, const char *real,
			  const struct vault_block *b, const struct way_in *in, struct fault *f)
{
	struct vault_header h;
	int copy, slot, rc, err;
	char *log;

	rc = vault_unlock(b, in->kind, in->name, in->secret, in->len, v->keys, &copy, &slot);
	if (rc != FAULT_OK)
		return fault_set(f, (enum fault_code)rc,
				 rc == FAULT_FOREIGN && in->name ? in->name : from);
	h = b->copy[copy];
	v->by_code = in->kind == VAULT_SLOT_CODE;
	v->slot = slot;
	memcpy(v->member, h.slots[slot].name, VAULT_NAME_MAX);
	err = vault_file_room(v->path, b->file_size);
	if (err)
		return fault_sys(f, FAULT_CANT_CREATE, err, v->path);
	/* What else lies there as its log is judged as when it is opened. */
	log = memory_format("%s" VAULT_WAL_SUFFIX, real);
	rc = h.wal_live || vault_file_holds(log) ? restore_running(v, real, &h, f)
						 : restore_closed(v, real, b, &h, f);
	free(log);
	/* The copy cannot help it when what it was made of is bad. */
	if ((rc == FAULT_DAMAGED || rc == FAULT_STALE_LOG || rc == FAULT_OLD_HEADER) && f &&
	    !strcmp(f->subject, v->path))
		fault_set(f, (enum fault_code)rc, from);
	return rc;
}

/*
 * Keep every sotay from changing the source while it is read, also one that has not begun
 * a log yet; where no lock file can be made there is none. What the header says counts from here.
 */
static int lock_source(const char *real, struct vault_block *b, struct vault_lock *lock,
		       struct fault *f)
{
	struct fault ignored;
	int rc = vault_lock_take(lock, real, &ignored);

	if (rc == FAULT_IN_USE || rc == FAULT_STOPPED)
		return fault_set(f, (enum fault_code)rc, real);
	return vault_block_read(real, b, f);
}

static int restore(const char *from, const char *to, const struct way_in *in, struct vault **out,
		   struct fault *f)
{
	struct vault_lock lock = VAULT_LOCK_NONE;
	struct vault_block b;
	struct vault *v = NULL;
	char *real;
	int rc;

	rc = vault_peek(from, &b, f);
	if (rc == FAULT_OK)
		rc = vault_file_existing(from, &real, f);
	if (rc != FAULT_OK)
		return rc;
	rc = lock_source(real, &b, &lock, f);
	if (rc == FAULT_OK)
		rc = vault_begin(to, &v, f);
	if (rc == FAULT_OK)
		rc = restore_locked(v, from, real, &b, in, f);
	vault_lock_release(&lock, false);
	free(real);
	if (rc != FAULT_OK) {
		vault_close(v);
		return rc;
	}
	*out = v;
	return FAULT_OK;
}

int vault_restore(const char *from, const char *to, const char *member, struct vault_pass pass,
		  struct vault **out, struct fault *f)
{
	struct way_in in = { VAULT_SLOT_MEMBER, member, pass.text ? pass.text : "", pass.len };

	*out = NULL;
	return restore(from, to, &in, out, f);
}

int vault_restore_code(const char *from, const char *to, const char *code, struct vault **out,
		       struct fault *f)
{
	uint8_t bytes[VAULT_CODE_BYTES];
	struct way_in in = { VAULT_SLOT_CODE, NULL, bytes, sizeof bytes };
	int rc = vault_unlock_code(from, code, bytes, f);

	*out = NULL;
	if (rc == FAULT_OK)
		rc = restore(from, to, &in, out, f);
	sodium_memzero(bytes, sizeof bytes);
	return rc == FAULT_FOREIGN ? fault_set(f, FAULT_PASSPHRASE, from) : rc;
}
