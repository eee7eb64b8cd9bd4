#include "config.h"
#include "store/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/audit.h"
#include "store/book_impl.h"
#include "store/meta.h"
#include "store/schema.h"

static const char *const level_names[] = { "team", "commune", "upper" };

static int lane_key(struct book *book, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(&book->db, "SELECT k FROM lane WHERE lane = ?", f);
	int rc;

	if (!st)
		return (int)f->code;
	sqlite3_bind_blob(st, 1, book->lane, LANE_BYTES, SQLITE_STATIC);
	rc = db_step(&book->db, st, f);
	if (rc < 0)
		return (int)f->code;
	if (rc == SQLITE_ROW) {
		book->lane_key = sqlite3_column_int64(st, 0);
		sqlite3_reset(st);
		return FAULT_OK;
	}
	st = db_stmt(&book->db, "INSERT INTO lane(lane) VALUES(?)", f);
	if (!st)
		return (int)f->code;
	sqlite3_bind_blob(st, 1, book->lane, LANE_BYTES, SQLITE_STATIC);
	rc = db_run(&book->db, st, f);
	book->lane_key = sqlite3_last_insert_rowid(book->db.conn);
	return rc;
}

int book_new_incarnation(struct book *book, struct fault *f)
{
	uint8_t incarnation[ID_BYTES];
	int rc;

	random_bytes(incarnation, sizeof incarnation);
	rc = meta_set_blob(book, "incarnation", incarnation, sizeof incarnation, f);
	return rc ? rc : meta_set_int(book, "n", 0, f);
}

int book_load(struct book *book, struct fault *f)
{
	uint8_t pk[DEVICE_PUBLIC_BYTES], incarnation[ID_BYTES];
	char *level = meta_text(book, "level"), *unit = meta_text(book, "unit");
	char *owner = meta_text(book, "owner");
	int rc = FAULT_OK;

	book->unit_name = meta_text(book, "unit_name");
	if (!level || !unit || !owner || !book->unit_name ||
	    !meta_blob(book, "device_pk", pk, sizeof pk) ||
	    !meta_blob(book, "incarnation", incarnation, sizeof incarnation)) {
		rc = fault_set(f, FAULT_DAMAGED, "meta");
	} else {
		for (int i = 0; i < 3; i++)
			if (!strcmp(level, level_names[i]))
				book->level = (enum book_level)i;
		snprintf(book->unit, sizeof book->unit, "%s", unit);
		book->owner = *book->member && !strcmp(owner, book->member);
		lane_of(book->lane, pk, incarnation);
		book->count.n = meta_int(book, "n", 0);
		book->count.hlc = meta_int(book, "hlc", 0);
		book->count.hlc_asked = meta_int(book, "hlc_asked", 0);
		book->count.last_day = (day_t)meta_int(book, "last_day", DAY_MIN);
		book->count.asked_day = (day_t)meta_int(book, "asked_day", DAY_MIN);
		rc = clock_now(&book->now, book_clock_floor(book), f);
		if (!rc)
			rc = lane_key(book, f);
	}
	free(level);
	free(unit);
	free(owner);
	return rc;
}

const char *book_level_name(enum book_level level)
{
	return level_names[level];
}

int book_wrap(struct vault *vault, struct book **out, struct fault *f)
{
	struct book *book = calloc(1, sizeof *book);

	if (!book) {
		vault_close(vault);
		return fault_set(f, FAULT_NOMEM, NULL);
	}
	book->vault = vault;
	db_init(&book->db, vault_db(vault));
	if (vault_member(vault))
		snprintf(book->member, sizeof book->member, "%s", vault_member(vault));
	*out = book;
	return clock_now(&book->now, clock_build_day(), f);
}

static int finish_open(struct book **out, struct fault *f)
{
	int rc = schema_migrate(&(*out)->db, f);

	if (!rc)
		rc = book_load(*out, f);
	if (!rc)
		rc = topics_load(*out, f);
	return rc;
}

static int opened(struct vault *vault, struct book **out, struct fault *f)
{
	int rc;

	*out = NULL;
	rc = book_wrap(vault, out, f);
	if (!rc)
		rc = finish_open(out, f);
	if (rc) {
		book_close(*out);
		*out = NULL;
	}
	return rc;
}

int book_open(const char *path, const char *member, struct vault_pass pass,
	      struct book **out, struct fault *f)
{
	struct vault *vault;
	int rc = vault_open(path, member, pass, &vault, f);

	return rc ? rc : opened(vault, out, f);
}

int book_open_code(const char *path, const char *code, struct book **out, struct fault *f)
{
	struct vault *vault;
	int rc = vault_open_code(path, code, &vault, f);

	return rc ? rc : opened(vault, out, f);
}

int book_restore(const char *from, const char *to, const char *member, struct vault_pass pass,
		 struct book **out, struct fault *f)
{
	struct vault *vault;
	struct book *book;
	int rc = vault_restore(from, to, member, pass, &vault, f);

	if (!rc)
		rc = opened(vault, &book, f);
	if (rc)
		return rc;
	/* The image may have siblings in use: its operations must never share a lane with theirs. */
	rc = db_exec(&book->db, "BEGIN IMMEDIATE", f);
	if (!rc)
		rc = book_new_incarnation(book, f);
	if (!rc)
		rc = audit_append(&book->db, vault_id(vault), book->now.ms, book->member, "restore",
				  NULL, f);
	if (!rc)
		rc = db_exec(&book->db, "COMMIT", f);
	if (!rc) {
		free(book->unit_name);
		rc = book_load(book, f);
	}
	if (rc) {
		book_close(book);
		return rc;
	}
	*out = book;
	return FAULT_OK;
}

void book_close(struct book *book)
{
	if (!book)
		return;
	if (book->in_step)
		book_rollback(book);
	topics_free(book);
	search_forget(book);
	free(book->unit_name);
	free(book->setting);
	db_release(&book->db);
	vault_close(book->vault);
	wipe(book, sizeof *book);
	free(book);
}

/* ---- what a book knows of itself ---- */

struct vault *book_vault(struct book *book)
{
	return book->vault;
}

struct db *book_db(struct book *book)
{
	return &book->db;
}

enum book_level book_level(const struct book *book)
{
	return book->level;
}

const char *book_unit(const struct book *book)
{
	return book->unit;
}

const char *book_unit_name(const struct book *book)
{
	return book->unit_name;
}

const char *book_member(const struct book *book)
{
	return book->member;
}

const uint8_t *book_lane(const struct book *book)
{
	return book->lane;
}

const struct moment *book_now(const struct book *book)
{
	return &book->now;
}

day_t book_clock_floor(const struct book *book)
{
	day_t built = clock_build_day();

	return book->count.last_day > built ? book->count.last_day : built;
}

day_t book_last_day(const struct book *book)
{
	day_t built = clock_build_day();

	if (book->count.asked_day == DAY_MIN)
		return book_clock_floor(book);
	return book->count.asked_day > built ? book->count.asked_day : built;
}

int book_check_clock(struct book *book, struct fault *f)
{
	int rc = clock_now(&book->now, book_clock_floor(book), f);

	if (!rc && book->now.trust == CLOCK_WRONG)
		rc = fault_set(f, FAULT_CLOCK, NULL);
	return rc;
}

const char *book_setting(struct book *book, const char *key)
{
	char full[64];

	snprintf(full, sizeof full, "set.%s", key);
	free(book->setting);
	book->setting = meta_text(book, full);
	return book->setting;
}

int book_setting_set(struct book *book, const char *key, const char *value, struct fault *f)
{
	char full[64];

	snprintf(full, sizeof full, "set.%s", key);
	return meta_set_text(book, full, value, f);
}
