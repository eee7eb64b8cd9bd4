#include "config.h"
#include "store/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/audit.h"
#include "store/book_impl.h"
#include "store/rights.h"
#include "store/schema.h"
#include "store/text.h"

static const char *const level_names[] = { "team", "commune", "upper" };

/* ---- table meta ---- */

static int meta_set(struct book *book, const char *key, const char *text, int64_t value,
		    struct fault *f)
{
	sqlite3_stmt *st = db_stmt(&book->db, "INSERT INTO meta(key, value) VALUES(?1, ?2)"
				   " ON CONFLICT(key) DO UPDATE SET value = ?2", f);

	if (!st)
		return (int)f->code;
	db_bind_text(st, 1, key);
	if (text)
		db_bind_text(st, 2, text);
	else
		sqlite3_bind_int64(st, 2, value);
	return db_run(&book->db, st, f);
}

int meta_set_int(struct book *book, const char *key, int64_t value, struct fault *f)
{
	return meta_set(book, key, NULL, value, f);
}

int meta_set_text(struct book *book, const char *key, const char *value, struct fault *f)
{
	return meta_set(book, key, value, 0, f);
}

static int meta_set_blob(struct book *book, const char *key, const void *blob, int n,
			 struct fault *f)
{
	sqlite3_stmt *st = db_stmt(&book->db, "INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)",
				   f);

	if (!st)
		return (int)f->code;
	db_bind_text(st, 1, key);
	sqlite3_bind_blob(st, 2, blob, n, SQLITE_STATIC);
	return db_run(&book->db, st, f);
}

/* The statement standing on the row of a key, or NULL; the caller resets it. */
static sqlite3_stmt *meta_row(struct book *book, const char *key)
{
	struct fault f;
	sqlite3_stmt *st = db_stmt(&book->db, "SELECT value FROM meta WHERE key = ?", &f);

	if (!st)
		return NULL;
	db_bind_text(st, 1, key);
	return db_step(&book->db, st, &f) == SQLITE_ROW ? st : NULL;
}

static char *meta_text(struct book *book, const char *key)
{
	sqlite3_stmt *st = meta_row(book, key);
	char *copy = NULL;

	if (st) {
		copy = strdup((const char *)sqlite3_column_text(st, 0));
		sqlite3_reset(st);
	}
	return copy;
}

static int64_t meta_int(struct book *book, const char *key, int64_t missing)
{
	sqlite3_stmt *st = meta_row(book, key);

	if (st) {
		missing = sqlite3_column_int64(st, 0);
		sqlite3_reset(st);
	}
	return missing;
}

static bool meta_blob(struct book *book, const char *key, void *out, int n)
{
	sqlite3_stmt *st = meta_row(book, key);
	bool ok = st && sqlite3_column_bytes(st, 0) == n;

	if (ok)
		memcpy(out, sqlite3_column_blob(st, 0), (size_t)n);
	if (st)
		sqlite3_reset(st);
	return ok;
}

/* ---- opening ---- */

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

/* A new random incarnation of the device key, hence a new lane beginning at 1. */
static int new_incarnation(struct book *book, struct fault *f)
{
	uint8_t incarnation[ID_BYTES];
	int rc;

	random_bytes(incarnation, sizeof incarnation);
	rc = meta_set_blob(book, "incarnation", incarnation, sizeof incarnation, f);
	return rc ? rc : meta_set_int(book, "n", 0, f);
}

static int load_meta(struct book *book, struct fault *f)
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
		book->count.last_day = (day_t)meta_int(book, "last_day", DAY_MIN);
		rc = lane_key(book, f);
	}
	free(level);
	free(unit);
	free(owner);
	return rc;
}

/* Wrap an open vault; on failure it is closed. */
static int wrap(struct vault *vault, struct book **out, struct fault *f)
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
	return clock_now(&book->now, f);
}

static int finish_open(struct book **out, struct fault *f)
{
	int rc = schema_migrate(&(*out)->db, f);

	if (!rc)
		rc = load_meta(*out, f);
	if (!rc)
		rc = topics_load(*out, f);
	return rc;
}

static int opened(struct vault *vault, struct book **out, struct fault *f)
{
	int rc;

	*out = NULL;
	rc = wrap(vault, out, f);
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
		rc = new_incarnation(book, f);
	if (!rc)
		rc = audit_append(&book->db, vault_id(vault), book->now.ms, book->member, "restore",
				  NULL, f);
	if (!rc)
		rc = db_exec(&book->db, "COMMIT", f);
	if (!rc) {
		free(book->unit_name);
		rc = load_meta(book, f);
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

/* ---- creation ---- */

static bool good_unit(const char *code)
{
	size_t n = strlen(code);

	return n >= 1 && n <= 16 &&
	       strspn(code, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.-") == n;
}

static bool good_text(const char *text, size_t max)
{
	size_t n = strlen(text);

	return text_utf8_valid(text, n) && text_chars(text, n) >= 1 &&
	       text_chars(text, n) <= max && !text_has_control(text, n, false) &&
	       strspn(text, " ") < n;
}

static int check_setup(const struct book_setup *s, struct fault *f)
{
	if (!good_unit(s->unit))
		return fault_field(f, "unit", REASON_BAD_CODE, s->unit);
	if (!good_text(s->unit_name, 80))
		return fault_field(f, "unit_name", REASON_BAD_TEXT, s->unit_name);
	if (!good_text(s->member, 32) || strlen(s->member) >= VAULT_NAME_MAX ||
	    strpbrk(s->member, "/,"))
		return fault_field(f, "member", REASON_BAD_CODE, s->member);
	return FAULT_OK;
}

static int fill_meta(struct book *book, const struct book_setup *s, struct fault *f)
{
	uint8_t pk[DEVICE_PUBLIC_BYTES], sk[DEVICE_SECRET_BYTES];
	int rc;

	device_key_new(pk, sk);
	rc = meta_set_text(book, "level", level_names[s->level], f);
	if (!rc)
		rc = meta_set_text(book, "unit", s->unit, f);
	if (!rc)
		rc = meta_set_text(book, "unit_name", s->unit_name, f);
	if (!rc)
		rc = meta_set_text(book, "owner", s->member, f);
	if (!rc)
		rc = meta_set_blob(book, "device_pk", pk, sizeof pk, f);
	if (!rc)
		rc = meta_set_blob(book, "device_sk", sk, sizeof sk, f);
	wipe(sk, sizeof sk);
	if (!rc)
		rc = new_incarnation(book, f);
	return rc;
}

static enum role first_role(enum book_level level)
{
	if (level == LEVEL_COMMUNE)
		return ROLE_OFFICER;
	return level == LEVEL_UPPER ? ROLE_UPPER : ROLE_MEMBER;
}

static int first_member(struct book *book, const struct book_setup *s, struct fault *f)
{
	json_t *member = json_pack("{ss ss ss}", "code", s->member, "name", s->member,
				   "role", role_code(first_role(s->level)));
	rec_t rec;
	int rc = book_begin(book, "init", f);

	if (!rc)
		rc = record_append(book, 0, KIND_MEMBER, member, &rec, f);
	if (!rc)
		rc = book_commit(book, NULL, f);
	json_decref(member);
	return rc;
}

static int fill(struct book *book, const struct book_setup *s, struct fault *f)
{
	int rc = schema_migrate(&book->db, f);

	if (!rc)
		rc = db_exec(&book->db, "BEGIN IMMEDIATE", f);
	if (!rc)
		rc = fill_meta(book, s, f);
	if (!rc)
		rc = db_exec(&book->db, "COMMIT", f);
	if (!rc)
		rc = load_meta(book, f);
	if (!rc)
		rc = topics_load(book, f);
	return rc ? rc : first_member(book, s, f);
}

int book_create(const char *path, const struct book_setup *setup, char code[VAULT_CODE_TEXT],
		struct book **out, struct fault *f)
{
	struct vault *vault;
	struct book *book = NULL;
	int rc = check_setup(setup, f);

	if (!rc)
		rc = vault_create(path, setup->member, setup->pass, &setup->kdf, &vault, f);
	if (rc)
		return rc;
	rc = wrap(vault, &book, f);
	if (!rc)
		rc = fill(book, setup, f);
	if (!rc)
		rc = vault_code_new(vault, code, f);
	if (rc) {
		book_close(book);
		return rc;
	}
	*out = book;
	return FAULT_OK;
}

int book_publish(struct book *book, struct fault *f)
{
	int rc;

	/* The vault closes and opens its connection under the new name. */
	db_release(&book->db);
	rc = vault_publish(book->vault, f);
	db_init(&book->db, vault_db(book->vault));
	return rc;
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

int book_check_clock(struct book *book, struct fault *f)
{
	int rc = clock_now(&book->now, f);

	if (rc)
		return rc;
	if (!clock_plausible(&book->now, book_clock_floor(book)))
		return fault_set(f, FAULT_CLOCK, NULL);
	return FAULT_OK;
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

/* ---- steps ---- */

int book_begin(struct book *book, const char *verb, struct fault *f)
{
	sqlite3_stmt *st;
	int rc = book_check_clock(book, f);

	if (rc)
		return rc;
	if (!*book->member)
		return fault_set(f, FAULT_NOT_PERMITTED, NULL);
	rc = db_exec(&book->db, "BEGIN IMMEDIATE", f);
	if (rc)
		return rc;
	book->in_step = true;
	book->before = book->count;
	book->first = book->last = 0;
	snprintf(book->verb, sizeof book->verb, "%s", verb);
	st = db_stmt(&book->db, "INSERT INTO step(verb, member, at) VALUES(?, ?, ?)", f);
	if (st) {
		db_bind_text(st, 1, book->verb);
		db_bind_text(st, 2, book->member);
		sqlite3_bind_int64(st, 3, book->now.ms);
		rc = db_run(&book->db, st, f);
		book->step = sqlite3_last_insert_rowid(book->db.conn);
	} else {
		rc = (int)f->code;
	}
	if (rc)
		book_rollback(book);
	return rc;
}

static int close_step(struct book *book, struct fault *f)
{
	sqlite3_stmt *st = db_stmt(&book->db, "UPDATE step SET first = ?, last = ? WHERE k = ?", f);

	if (!st)
		return (int)f->code;
	db_bind_opt(st, 1, book->first != 0, book->first);
	db_bind_opt(st, 2, book->last != 0, book->last);
	sqlite3_bind_int64(st, 3, book->step);
	return db_run(&book->db, st, f);
}

int book_commit(struct book *book, const char *detail, struct fault *f)
{
	int rc = close_step(book, f);

	if (!book->now.fixed && book->now.day > book->count.last_day)
		book->count.last_day = book->now.day;
	if (!rc)
		rc = meta_set_int(book, "n", book->count.n, f);
	if (!rc)
		rc = meta_set_int(book, "hlc", book->count.hlc, f);
	if (!rc)
		rc = meta_set_int(book, "last_day", book->count.last_day, f);
	if (!rc)
		rc = audit_append(&book->db, vault_id(book->vault), book->now.ms, book->member,
				  book->verb, detail, f);
	if (!rc)
		rc = db_exec(&book->db, "COMMIT", f);
	if (rc)
		return rc;
	book->in_step = false;
	return FAULT_OK;
}

void book_rollback(struct book *book)
{
	struct fault ignored;

	if (!book->in_step)
		return;
	/* An error such as a full disk may have rolled back already; then this does nothing. */
	sqlite3_exec(book->db.conn, "ROLLBACK", NULL, NULL, NULL);
	book->count = book->before;
	book->in_step = false;
	search_forget(book);
	topics_load(book, &ignored);
}

int book_audit(struct book *book, const char *verb, const char *detail, struct fault *f)
{
	return audit_append(&book->db, vault_id(book->vault), book->now.ms,
			    *book->member ? book->member : NULL, verb, detail, f);
}
