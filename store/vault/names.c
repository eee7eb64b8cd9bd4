#include "config.h"
#include "store/vault/names.h"

#include "store/base/fault.h"
#include "store/vault/database.h"
#include "store/vault/pages.h"
#include "store/vault/private.h"
#include "store/vault/slot.h"

#include <sodium.h>
#include <string.h>

/* sequence is that of the header when the row was written. */
static const char tables[] =
	"CREATE TABLE IF NOT EXISTS vault_slots(slots BLOB NOT NULL, sequence INTEGER NOT NULL)"
	" STRICT;"
	"CREATE TABLE IF NOT EXISTS vault_struck(slot BLOB PRIMARY KEY) STRICT, WITHOUT ROWID";

/* ---- statements of one value ---- */

static int prepare(struct vault *v, const char *sql, const void *blob, int len, sqlite3_stmt **st)
{
	int rc = sqlite3_prepare_v2(v->db, sql, -1, st, NULL);

	if (rc == SQLITE_OK && blob)
		rc = sqlite3_bind_blob(*st, 1, blob, len, SQLITE_STATIC);
	return rc;
}

/* The first column of the first row, 0 without rows. */
static int ask_number(struct vault *v, const char *sql, const void *blob, int len, int64_t *out)
{
	sqlite3_stmt *st = NULL;
	int rc = prepare(v, sql, blob, len, &st);

	*out = 0;
	if (rc == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		*out = sqlite3_column_int64(st, 0);
	return rc == SQLITE_OK ? sqlite3_finalize(st) : (sqlite3_finalize(st), rc);
}

static int run(struct vault *v, const char *sql)
{
	return sqlite3_exec(v->db, sql, NULL, NULL, NULL);
}

/* ---- judging ---- */

static int are_kept(struct vault *v, int64_t *kept)
{
	return ask_number(v, "SELECT count(*) FROM sqlite_schema WHERE name = 'vault_slots'", NULL,
			  0, kept);
}

static int is_named(struct vault *v, const uint8_t table[VAULT_TABLE_BYTES], int64_t *named)
{
	return ask_number(v, "SELECT count(*) FROM vault_slots WHERE slots = ?", table,
			  VAULT_TABLE_BYTES, named);
}

static const uint8_t *slot_of(const uint8_t *table, int k)
{
	return table + (size_t)k * VAULT_SLOT_BYTES;
}

/* A slot that was struck out is remembered by its hash: it is nobody's to try passphrases on. */
static void slot_hash(const uint8_t *slot, int k, uint8_t hash[32])
{
	const uint8_t place = (uint8_t)k;
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, 32);
	crypto_generichash_update(&state, &place, 1);
	crypto_generichash_update(&state, slot, VAULT_SLOT_BYTES);
	crypto_generichash_final(&state, hash, 32);
}

/* A named table that has this very slot, into *out; *found: whether there is one. */
static int find_by_slot(struct vault *v, const uint8_t *slot, int k,
			uint8_t out[VAULT_TABLE_BYTES], bool *found)
{
	sqlite3_stmt *st = NULL;
	int rc = prepare(v, "SELECT slots FROM vault_slots WHERE substr(slots, ?2, ?3) = ?1"
			    " AND length(slots) = ?4 ORDER BY rowid DESC LIMIT 1", slot,
			 VAULT_SLOT_BYTES, &st);

	*found = false;
	if (rc == SQLITE_OK) {
		sqlite3_bind_int(st, 2, 1 + k * VAULT_SLOT_BYTES);
		sqlite3_bind_int(st, 3, VAULT_SLOT_BYTES);
		sqlite3_bind_int(st, 4, VAULT_TABLE_BYTES);
		*found = sqlite3_step(st) == SQLITE_ROW;
		if (*found)
			memcpy(out, sqlite3_column_blob(st, 0), VAULT_TABLE_BYTES);
	}
	return rc == SQLITE_OK ? sqlite3_finalize(st) : (sqlite3_finalize(st), rc);
}

/* Whether slot k of the header may stay if a former version wrote it: named, or of its making. */
static int slot_may_stay(struct vault *v, const uint8_t *table, int k, bool *may)
{
	const struct vault_slot *s = &vault_pages_header(v->vfs)->slots[k];
	uint8_t scratch[VAULT_TABLE_BYTES], hash[32];
	int64_t struck;
	int rc;

	*may = true;
	if (!s->kind)
		return SQLITE_OK;
	rc = find_by_slot(v, slot_of(table, k), k, scratch, may);
	if (rc != SQLITE_OK || *may || vault_slot_marked(s))
		return rc;
	slot_hash(slot_of(table, k), k, hash);
	rc = ask_number(v, "SELECT count(*) FROM vault_struck WHERE slot = ?", hash, sizeof hash,
			&struck);
	*may = !struck;
	return rc;
}

/*
 * Whether a former version, which names nothing, wrote this table after the last naming. Who
 * has such a program needs no old header; who has not cannot make such slots.
 */
static int by_former(struct vault *v, const uint8_t *table, bool *former)
{
	int64_t last;
	int rc = ask_number(v, "SELECT max(sequence) FROM vault_slots", NULL, 0, &last);

	*former = vault_pages_header(v->vfs)->sequence > (uint64_t)last;
	for (int k = 0; rc == SQLITE_OK && *former && k < VAULT_SLOTS; k++)
		rc = slot_may_stay(v, table, k, former);
	return rc;
}

/* Whether the vault was opened by a recovery code whose slot is named; then in which table. */
static int find_code(struct vault *v, const uint8_t *table, struct vault_header *back, bool *found)
{
	uint8_t named[VAULT_TABLE_BYTES];
	int rc;

	*found = false;
	if (!v->by_code)
		return SQLITE_OK;
	rc = find_by_slot(v, slot_of(table, v->slot), v->slot, named, found);
	if (rc == SQLITE_OK && *found) {
		*back = *vault_pages_header(v->vfs);
		*found = vault_table_decode(named, back);
	}
	return rc;
}

int names_judge(struct vault *v, enum names_verdict *verdict, struct vault_header *back,
		struct fault *f)
{
	uint8_t table[VAULT_TABLE_BYTES];
	bool former = false, code = false;
	int64_t kept, named = 0;
	int rc;

	vault_table_encode(vault_pages_header(v->vfs), table);
	rc = are_kept(v, &kept);
	if (rc == SQLITE_OK && kept)
		rc = is_named(v, table, &named);
	if (rc == SQLITE_OK && kept && !named)
		rc = by_former(v, table, &former);
	if (rc == SQLITE_OK && kept && !named && !former)
		rc = find_code(v, table, back, &code);
	if (rc != SQLITE_OK)
		return vault_fault(v, rc, f);
	if (!kept || former)
		*verdict = NAMES_UNKNOWN;
	else if (named)
		*verdict = NAMES_GOOD;
	else if (code)
		*verdict = NAMES_PUT_BACK;
	else
		return fault_set(f, FAULT_OLD_HEADER, v->path);
	return FAULT_OK;
}

/* ---- naming ---- */

static int insert(struct vault *v, const uint8_t table[VAULT_TABLE_BYTES])
{
	sqlite3_stmt *st = NULL;
	int rc = prepare(v, "INSERT INTO vault_slots(slots, sequence) VALUES(?, ?)", table,
			 VAULT_TABLE_BYTES, &st);

	if (rc == SQLITE_OK) {
		sqlite3_bind_int64(st, 2, (sqlite3_int64)vault_pages_header(v->vfs)->sequence);
		sqlite3_step(st);
		rc = sqlite3_finalize(st);
	}
	return rc;
}

/* Remember the slots of a table that `present` does not have. */
static int remember(struct vault *v, const uint8_t *table, const uint8_t *present)
{
	static const uint8_t empty[VAULT_SLOT_BYTES];
	int rc = SQLITE_OK;

	for (int k = 0; rc == SQLITE_OK && k < VAULT_SLOTS; k++) {
		const uint8_t *slot = slot_of(table, k);
		sqlite3_stmt *st = NULL;
		uint8_t hash[32];

		if (!memcmp(slot, empty, sizeof empty) ||
		    !memcmp(slot, slot_of(present, k), VAULT_SLOT_BYTES))
			continue;
		slot_hash(slot, k, hash);
		rc = prepare(v, "INSERT OR IGNORE INTO vault_struck(slot) VALUES(?)", hash,
			     sizeof hash, &st);
		if (rc == SQLITE_OK)
			sqlite3_step(st);
		rc = sqlite3_finalize(st);
	}
	return rc;
}

/* Only the header's table stays; its row then says that the header was at least as late. */
static int strike_others(struct vault *v, const uint8_t present[VAULT_TABLE_BYTES])
{
	sqlite3_stmt *st = NULL;
	int rc = prepare(v, "SELECT slots FROM vault_slots WHERE slots <> ? AND length(slots) = ?2",
			 present, VAULT_TABLE_BYTES, &st), ended;

	if (rc == SQLITE_OK)
		sqlite3_bind_int(st, 2, VAULT_TABLE_BYTES);
	while (rc == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		rc = remember(v, sqlite3_column_blob(st, 0), present);
	ended = sqlite3_finalize(st);
	if (rc == SQLITE_OK)
		rc = ended;
	if (rc == SQLITE_OK)
		rc = run(v, "DELETE FROM vault_slots");
	return rc == SQLITE_OK ? insert(v, present) : rc;
}

/* In one transaction, and then from the log into the file. */
static int commit(struct vault *v, int rc)
{
	if (rc == SQLITE_OK)
		rc = run(v, "COMMIT");
	if (rc != SQLITE_OK && !sqlite3_get_autocommit(v->db))
		run(v, "ROLLBACK");
	return rc;
}

static int keep_only_present(struct vault *v)
{
	uint8_t present[VAULT_TABLE_BYTES];
	int rc = run(v, "BEGIN IMMEDIATE");

	vault_table_encode(vault_pages_header(v->vfs), present);
	if (rc == SQLITE_OK)
		rc = run(v, tables);
	if (rc == SQLITE_OK)
		rc = strike_others(v, present);
	return commit(v, rc);
}

/* A vault that is being made has no former header: it is named when it has appeared. */
static bool is_too_early(struct vault *v)
{
	int64_t kept;

	return !v->published && are_kept(v, &kept) == SQLITE_OK && !kept;
}

void names_settle(struct vault *v)
{
	if (!is_too_early(v) && keep_only_present(v) == SQLITE_OK)
		vault_checkpoint(v, NULL);
}

int names_announce(struct vault *v, const struct vault_header *next, struct fault *f)
{
	uint8_t present[VAULT_TABLE_BYTES], table[VAULT_TABLE_BYTES];
	int64_t named = 0;
	int rc;

	if (!sqlite3_get_autocommit(v->db))
		return fault_set(f, FAULT_USAGE, "transaction");
	if (is_too_early(v))
		return FAULT_OK;
	vault_table_encode(vault_pages_header(v->vfs), present);
	vault_table_encode(next, table);
	rc = run(v, "BEGIN IMMEDIATE");
	if (rc == SQLITE_OK)
		rc = run(v, tables);
	if (rc == SQLITE_OK)
		rc = is_named(v, present, &named);
	if (rc == SQLITE_OK && !named) /* a full disk at the opening */
		rc = insert(v, present);
	if (rc == SQLITE_OK)
		rc = insert(v, table);
	rc = commit(v, rc);
	return rc == SQLITE_OK ? vault_checkpoint(v, f) : vault_fault(v, rc, f);
}

/* The header's other numbers are of the past, too: no log of that time may fit it. */
static int put_back(struct vault *v, const struct vault_header *back, struct fault *f)
{
	struct vault_header h;
	int64_t last = 0;
	int rc = vault_checkpoint(v, f);

	if (rc != FAULT_OK)
		return rc;
	h = *vault_pages_header(v->vfs);
	memcpy(h.slots, back->slots, sizeof h.slots);
	h.wal_generation += 2 + randombytes_random();
	rc = ask_number(v, "SELECT max(sequence) FROM vault_slots", NULL, 0, &last);
	if (h.sequence < (uint64_t)last)
		h.sequence = (uint64_t)last;
	if (rc == SQLITE_OK)
		rc = vault_pages_header_store(v->vfs, &h, true);
	return vault_fault(v, rc, f);
}

int names_apply(struct vault *v, enum names_verdict verdict, const struct vault_header *back,
		struct fault *f)
{
	int64_t rows = 0;
	int rc;

	if (verdict == NAMES_PUT_BACK) {
		rc = put_back(v, back, f);
		if (rc != FAULT_OK)
			return rc;
	}
	if (verdict == NAMES_GOOD)
		ask_number(v, "SELECT count(*) FROM vault_slots", NULL, 0, &rows);
	if (verdict != NAMES_GOOD || rows > 1)
		names_settle(v);
	return FAULT_OK;
}

int names_check(struct vault *v, struct fault *f)
{
	uint8_t table[VAULT_TABLE_BYTES];
	int64_t kept, named = 0;
	int rc = are_kept(v, &kept);

	vault_table_encode(vault_pages_header(v->vfs), table);
	if (rc == SQLITE_OK && kept)
		rc = is_named(v, table, &named);
	if (rc != SQLITE_OK)
		return vault_fault(v, rc, f);
	return named || !kept ? FAULT_OK : fault_set(f, FAULT_OLD_HEADER, v->path);
}
