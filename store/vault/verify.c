#include "config.h"
#include "store/vault/verify.h"

#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/vault/database.h"
#include "store/vault/names.h"
#include "store/vault/pages.h"
#include "store/vault/private.h"
#include "store/vault/wal.h"

#include <stdio.h>
#include <stdlib.h>

int vault_damaged_page(uint32_t number, struct fault *f)
{
	char text[16];

	snprintf(text, sizeof text, "%u", number);
	return fault_set(f, FAULT_DAMAGED, text);
}

int vault_verify(struct vault *v, uint64_t *pages, struct fault *f)
{
	uint8_t *sealed;
	uint32_t count = 0, held, rest;
	int rc, err;

	if (pages)
		*pages = 0;
	if (!sqlite3_get_autocommit(v->db))
		return fault_set(f, FAULT_USAGE, "transaction");
	err = vault_pages_header_heal(v->vfs, NULL);
	if (err == SQLITE_CORRUPT)
		return fault_set(f, FAULT_DAMAGED, "header");
	rc = err == SQLITE_OK ? names_check(v, f) : FAULT_OK;
	if (rc != FAULT_OK)
		return rc;
	if (err == SQLITE_OK)
		err = vault_wal_verify(v->vfs, NULL);
	if (err == SQLITE_IOERR_DATA)
		return fault_set(f, FAULT_DAMAGED, "log");
	rc = err == SQLITE_OK ? vault_checkpoint(v, f) : vault_fault(v, err, f);
	if (rc == FAULT_OK)
		rc = vault_page_count(v, &count, f);
	if (rc != FAULT_OK)
		return rc;
	err = vault_pages_count(v->vfs, &held, &rest);
	if (err != SQLITE_OK)
		return vault_fault(v, err, f);
	if (held != count || rest)
		return fault_set(f, FAULT_DAMAGED, "size");
	sealed = memory_alloc(VAULT_PAGE_SIZE);
	for (uint32_t i = 1; rc == FAULT_OK && i <= count; i++) {
		err = vault_page_read(v->vfs, i, sealed);
		if (err == SQLITE_IOERR_DATA)
			rc = vault_damaged_page(i, f);
		else if (err != SQLITE_OK)
			rc = vault_fault(v, err, f);
	}
	free(sealed);
	if (pages && rc == FAULT_OK)
		*pages = count;
	return rc;
}
