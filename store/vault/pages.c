#include "config.h"
#include "store/vault/pages.h"

#include "store/vault/vfs_file.h"

#include <sodium.h>
#include <string.h>

/* Pages: ciphertext, nonce and tag fill exactly SQLite's page, 8,192 bytes further on. */

void vault_page_seal(struct vault_keys *keys, const uint8_t id[VAULT_ID], uint32_t number,
		     const uint8_t plain[VAULT_PAGE_SIZE], uint8_t sealed[VAULT_PAGE_SIZE])
{
	uint8_t ad[SEAL_AD];

	seal_place(ad, SEAL_PAGE, number, id);
	seal_close(&keys->seal, sealed, sealed + PAGE_PLAIN, plain, PAGE_PLAIN, ad);
}

bool vault_page_authentic(const struct vault_keys *keys, const uint8_t id[VAULT_ID],
			  uint32_t number, const uint8_t sealed[VAULT_PAGE_SIZE],
			  uint8_t plain[VAULT_PAGE_SIZE])
{
	uint8_t ad[SEAL_AD], tail[SEAL_TAIL];

	seal_place(ad, SEAL_PAGE, number, id);
	memcpy(tail, sealed + PAGE_PLAIN, SEAL_TAIL);
	memset(plain + PAGE_PLAIN, 0, SEAL_TAIL);
	return seal_open(&keys->seal, plain, sealed, PAGE_PLAIN, tail, ad) == 0;
}

static sqlite3_int64 page_offset(uint32_t number)
{
	return VAULT_HEADER_SIZE + (sqlite3_int64)(number - 1) * VAULT_PAGE_SIZE;
}

/*
 * One page, opened in place in SQLite's buffer. A page that is missing or cut
 * is as bad as a forged one: SQLite would take "short" for zeros, and secure_delete
 * makes sure that there are no holes in the file.
 */
static int page_read(struct vfs_file *file, uint8_t *to, uint32_t number)
{
	struct vault_vfs *vfs = file->vfs;
	int rc = SQLITE_IOERR_SHORT_READ;

	if (number != VAULT_LOCK_PAGE)
		rc = below_read(file, to, VAULT_PAGE_SIZE, page_offset(number));
	if (rc == SQLITE_OK && vault_page_authentic(vfs->keys, vfs->header.id, number, to, to))
		return SQLITE_OK;
	if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
		return rc;
	memset(to, 0, VAULT_PAGE_SIZE);
	sqlite3_log(SQLITE_IOERR_DATA, "page %u does not authenticate", number);
	return SQLITE_IOERR_DATA;
}

/*
 * The first bytes SQLite asks for at open tell it the page size. When page 1 is torn they
 * must not fail, or the log that mends it is never read.
 */
static void synthetic_header(uint8_t *to, int n)
{
	uint8_t head[100] = "SQLite format 3";

	head[16] = VAULT_PAGE_SIZE >> 8;
	head[18] = head[19] = 2;
	head[20] = SEAL_TAIL;
	head[21] = 64;
	head[22] = head[23] = 32;
	memcpy(to, head, (size_t)n);
}

static int pages_read(sqlite3_file *api, void *to, int n, sqlite3_int64 at)
{
	struct vfs_file *file = (struct vfs_file *)api;
	uint8_t *plain = file->vfs->plain;
	sqlite3_int64 in_page = at % VAULT_PAGE_SIZE;
	uint32_t number = (uint32_t)(at / VAULT_PAGE_SIZE) + 1;
	int rc;

	if (n == VAULT_PAGE_SIZE && in_page == 0)
		return vfs_note(file, page_read(file, to, number), number);
	if (in_page + n > VAULT_PAGE_SIZE)
		return SQLITE_IOERR_READ;
	rc = page_read(file, plain, number);
	if (rc == SQLITE_IOERR_DATA && at == 0 && n <= 100) {
		synthetic_header(to, n);
		return SQLITE_OK;
	}
	memcpy(to, plain + in_page, (size_t)n);
	sodium_memzero(plain, VAULT_PAGE_SIZE);
	return vfs_note(file, rc, number);
}

static int pages_write(sqlite3_file *api, const void *from, int n, sqlite3_int64 at)
{
	struct vfs_file *file = (struct vfs_file *)api;
	struct vault_vfs *vfs = file->vfs;
	const uint8_t *plain = from;
	uint32_t number = (uint32_t)(at / VAULT_PAGE_SIZE) + 1;

	if (vfs->failed || n != VAULT_PAGE_SIZE || at % VAULT_PAGE_SIZE ||
	    number == VAULT_LOCK_PAGE)
		return SQLITE_IOERR_WRITE;
	/* Write-ahead log and room for the seal, or not at all. */
	if (number == 1 && (plain[18] != 2 || plain[19] != 2 || plain[20] != SEAL_TAIL))
		return SQLITE_IOERR_WRITE;
	vault_page_seal(vfs->keys, vfs->header.id, number, plain, vfs->sealed);
	return below_write(file, vfs->sealed, VAULT_PAGE_SIZE, page_offset(number));
}

static int pages_truncate(sqlite3_file *api, sqlite3_int64 size)
{
	struct vfs_file *file = (struct vfs_file *)api;

	if (file->vfs->failed || size < VAULT_PAGE_SIZE || size % VAULT_PAGE_SIZE)
		return SQLITE_IOERR_TRUNCATE;
	return below(file)->pMethods->xTruncate(below(file), VAULT_HEADER_SIZE + size);
}

static int pages_sync(sqlite3_file *api, int flags)
{
	return vfs_sync((struct vfs_file *)api, flags);
}

/* Bytes of pages in the file. */
static int body_size(struct vfs_file *file, sqlite3_int64 *out)
{
	sqlite3_int64 size;
	int rc = below(file)->pMethods->xFileSize(below(file), &size);

	if (rc == SQLITE_OK)
		*out = size > VAULT_HEADER_SIZE ? size - VAULT_HEADER_SIZE : 0;
	return rc;
}

/* Whole pages: SQLite then finds a file that was cut shorter than page 1 says. */
static int pages_size(sqlite3_file *api, sqlite3_int64 *out)
{
	int rc = body_size((struct vfs_file *)api, out);

	if (rc == SQLITE_OK)
		*out -= *out % VAULT_PAGE_SIZE;
	return rc;
}

/* Version 1: no shared memory (its index would lie on the disk) and no mapping. */
const sqlite3_io_methods vault_pages_methods = {
	.iVersion = 1,
	.xClose = vfs_close,
	.xRead = pages_read,
	.xWrite = pages_write,
	.xTruncate = pages_truncate,
	.xSync = pages_sync,
	.xFileSize = pages_size,
	.xLock = vfs_lock,
	.xUnlock = vfs_unlock,
	.xCheckReservedLock = vfs_check_reserved,
	.xFileControl = vfs_control,
	.xSectorSize = vfs_sector_size,
	.xDeviceCharacteristics = vfs_characteristics,
};

int vault_pages_count(struct vault_vfs *vfs, uint32_t *pages, uint32_t *rest)
{
	sqlite3_int64 size;
	int rc = body_size(vfs->pages, &size);

	if (rc == SQLITE_OK) {
		*pages = (uint32_t)(size / VAULT_PAGE_SIZE);
		*rest = (uint32_t)(size % VAULT_PAGE_SIZE);
	}
	return rc;
}

int vault_page_read(struct vault_vfs *vfs, uint32_t number, uint8_t *sealed)
{
	bool good;
	int rc;

	if (number == VAULT_LOCK_PAGE) {
		memset(sealed, 0, VAULT_PAGE_SIZE);
		return SQLITE_OK;
	}
	rc = below_read(vfs->pages, sealed, VAULT_PAGE_SIZE, page_offset(number));
	if (rc != SQLITE_OK)
		return rc == SQLITE_IOERR_SHORT_READ ? SQLITE_IOERR_DATA : rc;
	good = vault_page_authentic(vfs->keys, vfs->header.id, number, sealed, vfs->plain);
	sodium_memzero(vfs->plain, VAULT_PAGE_SIZE);
	return good ? SQLITE_OK : SQLITE_IOERR_DATA;
}

/* The header block, through the same handle */

const struct vault_header *vault_pages_header(const struct vault_vfs *vfs)
{
	return &vfs->header;
}

/* Whether copy A reads as none of the header that counts: nor as what was to be written over it. */
static bool copy_a_torn_or_old(struct vault_vfs *vfs, const uint8_t next[VAULT_HEADER_COPY])
{
	uint8_t now[VAULT_HEADER_COPY];

	return below_read(vfs->pages, now, sizeof now, 0) == SQLITE_OK &&
	       memcmp(now, next, sizeof now) != 0;
}

bool vault_pages_header_unsure(const struct vault_vfs *vfs)
{
	return vfs->header_unsure;
}

static int write_copy(struct vault_vfs *vfs, const struct vault_header *h, sqlite3_int64 at)
{
	vault_header_encode(h, vfs->keys->mac, vfs->sealed);
	return below_write(vfs->pages, vfs->sealed, VAULT_HEADER_COPY, at);
}

/* Copy B is to be whole and safe before A becomes unsure. */
static int settle_copy_b(struct vault_vfs *vfs)
{
	int rc = SQLITE_OK;

	if (vfs->copy_b_behind)
		rc = write_copy(vfs, &vfs->header, VAULT_HEADER_COPY);
	if (rc != SQLITE_OK)
		return rc;
	if (vfs->copy_b_behind || vfs->header_unsynced)
		rc = vfs_sync(vfs->pages, SQLITE_SYNC_NORMAL);
	vfs->copy_b_behind = vfs->copy_b_behind && rc != SQLITE_OK;
	return rc;
}

/* Half written, A is none, and B counts; but whole and said to have failed, either may. */
static int write_copy_a(struct vault_vfs *vfs, const struct vault_header *next)
{
	int rc = write_copy(vfs, next, 0);

	if (rc != SQLITE_OK) {
		vfs->header_unsure = !copy_a_torn_or_old(vfs, vfs->sealed);
		vfs->failed = vfs->failed || vfs->header_unsure;
		return rc;
	}
	rc = vfs_sync(vfs->pages, SQLITE_SYNC_NORMAL);
	vfs->header_unsure = rc != SQLITE_OK;
	return rc;
}

int vault_pages_header_store(struct vault_vfs *vfs, const struct vault_header *h, bool both)
{
	struct vault_header next = *h;
	int rc;

	vfs->header_unsure = false;
	if (vfs->failed)
		return SQLITE_IOERR_WRITE;
	rc = settle_copy_b(vfs);
	if (rc != SQLITE_OK)
		return rc;
	if (next.sequence < vfs->header.sequence)
		next.sequence = vfs->header.sequence;
	next.sequence++;
	next.owed = vfs->owed;
	rc = write_copy_a(vfs, &next);
	if (rc != SQLITE_OK)
		return rc;
	vfs->header = next;
	rc = write_copy(vfs, &next, VAULT_HEADER_COPY);
	if (rc != SQLITE_OK) {
		vfs->copy_b_behind = vfs->header_unsure = true;
		return rc;
	}
	vfs->header_unsynced = true;
	rc = both ? vfs_sync(vfs->pages, SQLITE_SYNC_NORMAL) : SQLITE_OK;
	vfs->header_unsure = rc != SQLITE_OK;
	return rc;
}

int vault_pages_owe(struct vault_vfs *vfs, unsigned warnings)
{
	vfs->owed |= warnings;
	if (vfs->owed == vfs->header.owed)
		return SQLITE_OK;
	return vault_pages_header_store(vfs, &vfs->header, true);
}

int vault_pages_header_heal(struct vault_vfs *vfs, int *healed)
{
	uint8_t want[VAULT_HEADER_COPY], have[VAULT_HEADER_SIZE];
	bool good[2];
	int rc;

	if (healed)
		*healed = 0;
	vault_header_encode(&vfs->header, vfs->keys->mac, want);
	rc = below_read(vfs->pages, have, sizeof have, 0);
	if (rc != SQLITE_OK)
		return rc;
	good[0] = memcmp(have, want, sizeof want) == 0;
	good[1] = memcmp(have + VAULT_HEADER_COPY, want, sizeof want) == 0;
	if (good[0] && good[1])
		return SQLITE_OK;
	if (!good[0] && !good[1])
		return SQLITE_CORRUPT;
	if (vfs->failed)
		return SQLITE_IOERR_WRITE;
	rc = below_write(vfs->pages, want, sizeof want, good[0] ? VAULT_HEADER_COPY : 0);
	if (rc == SQLITE_OK)
		rc = vfs_sync(vfs->pages, SQLITE_SYNC_NORMAL);
	if (rc == SQLITE_OK && healed)
		*healed = 1;
	return rc;
}
