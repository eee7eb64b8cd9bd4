#include "config.h"
#include "store/book/book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/cache.h"
#include "store/book/incarnation.h"
#include "store/book/keys.h"
#include "store/book/meta.h"
#include "store/book/now.h"
#include "store/book/private.h"
#include "store/book/transaction.h"
#include "store/db/schema.h"
#include "store/db/statement.h"
#include "store/oplog/judge.h"
#include "store/vault/backup.h"
#include "store/vault/create.h"

static const char *const level_names[] = { "team", "commune", "upper" };

/* A new random incarnation of the device key, hence a new lane beginning at 1. */
static int new_incarnation(struct book *book, struct fault *f)
{
	int rc = incarnation_draw(book, f);

	return rc ? rc : meta_set_int(&book->db, "n", 0, f);
}

/* Whose book it is: level, unit, owner. FAULT_DAMAGED when one of them lacks. */
static int load_identity(struct book *book, struct fault *f)
{
	char *level = NULL, *unit = NULL, *owner = NULL;
	int rc = meta_text(&book->db, "level", &level, f);

	if (!rc)
		rc = meta_text(&book->db, "unit", &unit, f);
	if (!rc)
		rc = meta_text(&book->db, "owner", &owner, f);
	if (!rc)
		rc = meta_text(&book->db, "unit_name", &book->unit_name, f);
	if (!rc && (!level || !unit || !owner || !book->unit_name))
		rc = db_damaged(&book->db, "meta", f);
	for (int i = 0; !rc && i < 3; i++)
		if (!strcmp(level, level_names[i]))
			book->level = (enum book_level)i;
	if (!rc) {
		snprintf(book->unit, sizeof book->unit, "%s", unit);
		book->owner = *book->member && !strcmp(owner, book->member);
	}
	free(level);
	free(unit);
	free(owner);
	return rc;
}

static int load_counters(struct book *book, struct fault *f)
{
	struct book_counters *count = &book->count;
	int64_t last_day = DAY_MIN, asked_day = DAY_MIN;
	int rc;

	*count = (struct book_counters){ 0 };
	rc = meta_int(&book->db, "n", &count->n, f);
	if (!rc)
		rc = meta_int(&book->db, "hlc", &count->hlc, f);
	if (!rc)
		rc = meta_int(&book->db, "hlc_asked", &count->hlc_asked, f);
	if (!rc)
		rc = meta_int(&book->db, "last_day", &last_day, f);
	if (!rc)
		rc = meta_int(&book->db, "asked_day", &asked_day, f);
	count->last_day = (day_t)last_day;
	count->asked_day = (day_t)asked_day;
	return rc;
}

/*
 * The last number given: a page of an older day, which nothing tells from today's, must not give
 * numbers again.
 */
static int load_last_number(struct book *book, struct fault *f)
{
	int64_t last = 0;
	int rc = read_int_of(&book->db, "SELECT o.n FROM step s JOIN op o ON o.k = s.last"
			     " WHERE s.last > 0 AND o.lane = ? ORDER BY s.k DESC LIMIT 1",
			     book->count.lane_key, &last, f);

	if (last > book->count.n)
		book->count.n = last;
	return rc;
}

/* What table meta says of the book, into its fields. */
static int load(struct book *book, struct fault *f)
{
	int rc = load_identity(book, f);

	if (!rc)
		rc = load_counters(book, f);
	if (!rc)
		rc = clock_now(&book->now, book_clock_floor(book), f);
	if (!rc)
		rc = incarnation_load(book, f);
	return rc ? rc : load_last_number(book, f);
}

static int trouble_of_vault(void *vault, struct fault *f)
{
	return vault_trouble(vault, f);
}

/* The connection, as the vault has it now. */
static void connect(struct book *book)
{
	db_init(&book->db, vault_db(book->vault));
	db_watch(&book->db, trouble_of_vault, book->vault);
}

/* Wrap an open vault, which is the book's from now on, also on failure. */
static int wrap(struct vault *vault, struct book **out, struct fault *f)
{
	struct book *book = memory_alloc_zero(1, sizeof *book);

	book->vault = vault;
	connect(book);
	if (vault_member(vault))
		snprintf(book->member, sizeof book->member, "%s", vault_member(vault));
	*out = book;
	return clock_now(&book->now, clock_build_day(), f);
}

static int finish_open(struct book *book, struct fault *f)
{
	int rc = schema_migrate(&book->db, f);

	return rc ? rc : load(book, f);
}

static int opened(struct vault *vault, struct book **out, struct fault *f)
{
	int rc;

	*out = NULL;
	rc = wrap(vault, out, f);
	if (!rc)
		rc = finish_open(*out, f);
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

	*out = NULL;
	return rc ? rc : opened(vault, out, f);
}

int book_open_code(const char *path, const char *code, struct book **out, struct fault *f)
{
	struct vault *vault;
	int rc = vault_open_code(path, code, &vault, f);

	*out = NULL;
	return rc ? rc : opened(vault, out, f);
}

/* The image may have siblings in use: its operations must never share a lane with theirs. */
static int begin_new_life(struct book *book, struct fault *f)
{
	int rc = db_exec(&book->db, "BEGIN IMMEDIATE", f);

	if (!rc)
		rc = new_incarnation(book, f);
	if (!rc)
		rc = book_audit(book, "restore", NULL, f);
	if (!rc)
		rc = db_exec(&book->db, "COMMIT", f);
	if (rc)
		return rc;
	free(book->unit_name);
	return load(book, f);
}

/* Of a copy that has not appeared yet. */
static int restored(struct vault *vault, struct book **out, struct fault *f)
{
	int rc = opened(vault, out, f);

	if (!rc)
		rc = begin_new_life(*out, f);
	if (rc) {
		book_close(*out);
		*out = NULL;
	} else {
		(*out)->hidden = true;
	}
	return rc;
}

int book_restore(const char *from, const char *to, const char *member, struct vault_pass pass,
		 struct book **out, struct fault *f)
{
	struct vault *vault;
	int rc = vault_restore(from, to, member, pass, &vault, f);

	*out = NULL;
	return rc ? rc : restored(vault, out, f);
}

int book_restore_code(const char *from, const char *to, const char *code, struct book **out,
		      struct fault *f)
{
	struct vault *vault;
	int rc = vault_restore_code(from, to, code, &vault, f);

	*out = NULL;
	return rc ? rc : restored(vault, out, f);
}

/* ---- a new book ---- */

static int fill_meta(struct book *book, const struct book_setup *s, struct fault *f)
{
	struct db *db = &book->db;
	int rc = meta_set_text(db, "level", level_names[s->level], f);

	if (!rc)
		rc = meta_set_text(db, "unit", s->unit, f);
	if (!rc)
		rc = meta_set_text(db, "unit_name", s->unit_name, f);
	if (!rc)
		rc = meta_set_text(db, "owner", s->member, f);
	if (!rc) /* nothing is in it that was judged otherwise */
		rc = meta_set_int(db, JUDGING, JUDGING_NUMBER, f);
	if (!rc)
		rc = keys_draw(db, s->level, f);
	if (!rc)
		rc = new_incarnation(book, f);
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
	return rc ? rc : load(book, f);
}

int book_new(struct vault *vault, const struct book_setup *setup, struct book **out,
	     struct fault *f)
{
	int rc;

	*out = NULL;
	rc = wrap(vault, out, f);
	if (!rc)
		rc = fill(*out, setup, f);
	if (rc) {
		book_close(*out);
		*out = NULL;
	} else {
		(*out)->hidden = true;
	}
	return rc;
}

int book_publish(struct book *book, struct fault *f)
{
	int rc;

	/* The vault closes and opens its connection under the new name. */
	db_release(&book->db);
	rc = vault_publish(book->vault, f);
	book->hidden &= rc && rc != FAULT_DONE;
	connect(book);
	return rc;
}

int book_unseen(int rc, const char *path, struct fault *f)
{
	if (rc == FAULT_UNSURE)
		return fault_sys(f, FAULT_IO, f->sys, path);
	if ((rc == FAULT_IO || rc == FAULT_FULL) && !*f->subject)
		return fault_sys(f, (enum fault_code)rc, f->sys, path);
	return rc;
}

bool book_is_open(const struct book *book)
{
	return book->db.conn != NULL;
}

void book_close(struct book *book)
{
	if (!book)
		return;
	if (book->in_transaction)
		book_rollback(book);
	book_cache_clear(book);
	free(book->unit_name);
	memory_free_wiped(book->setting);
	db_release(&book->db);
	vault_close(book->vault);
	memory_free_wiped(book);
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

int book_trouble(const struct book *book, struct fault *f)
{
	return db_trouble(&book->db, f);
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

int64_t book_lane(const struct book *book)
{
	return book->count.lane_key;
}

bool book_is_owner(const struct book *book)
{
	return book->owner;
}

const char *book_setting(struct book *book, const char *key)
{
	struct fault unreadable; /* is trouble of the book, and stays so */
	char full[64];

	snprintf(full, sizeof full, "set.%s", key);
	memory_free_wiped(book->setting);
	meta_text(&book->db, full, &book->setting, &unreadable);
	return book->setting;
}

int book_setting_set(struct book *book, const char *key, const char *value, struct fault *f)
{
	char full[64];
	int rc = book_trouble(book, f);

	if (rc)
		return rc;
	snprintf(full, sizeof full, "set.%s", key);
	return meta_set_text(&book->db, full, value, f);
}
