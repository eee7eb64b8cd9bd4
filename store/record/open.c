#include "config.h"
#include "store/record/open.h"

#include "store/book/keyring.h"
#include "store/ledger/receipts.h"
#include "store/record/erasure.h"
#include "store/record/kinds.h"
#include "store/record/search_index.h"
#include "store/record/topics.h"

/*
 * What an older program left to be made anew (schema.c sets the key): all of it, in a
 * transaction of its own.
 */
static int renew(struct book *book, const char *key,
		 int put_all(struct book *book, struct fault *f), struct fault *f)
{
	const char *stale = book_setting(book, key);
	int rc;

	if (!stale || !*stale)
		return book_trouble(book, f);
	rc = db_exec(book_db(book), "BEGIN IMMEDIATE", f);
	if (!rc)
		rc = put_all(book, f);
	if (!rc)
		rc = book_setting_set(book, key, "", f);
	if (!rc)
		rc = db_exec(book_db(book), "COMMIT", f);
	if (rc)
		db_rollback(book_db(book));
	return rc;
}

/* Of a book just opened; it is closed again when something cannot be read or mended. */
static int read_what_must(struct book **book, struct fault *f)
{
	int rc = topics_load(*book, f);

	if (!rc)
		rc = renew(*book, "search_stale", search_put_all, f);
	if (!rc)
		rc = renew(*book, "kinds_stale", kinds_put_all, f);
	if (!rc)
		rc = erasure_blank_due(*book, f);
	if (rc == FAULT_FULL || rc == FAULT_READONLY)
		rc = FAULT_OK; /* one can read all the same; at the next opening, then */
	if (rc) {
		book_close(*book);
		*book = NULL;
	}
	return rc;
}

/* A copy may have said otherwise to others since: its receipts are of another epoch. */
static int new_epoch(struct book *book, struct fault *f)
{
	int rc = db_exec(book_db(book), "BEGIN IMMEDIATE", f);

	if (!rc)
		rc = receipts_new_epoch(book, 0, f);
	if (!rc)
		rc = db_exec(book_db(book), "COMMIT", f);
	if (rc)
		db_rollback(book_db(book));
	return rc;
}

/* Of a copy that book_restore…() opened. */
static int restored(struct book **book, struct fault *f)
{
	int rc = new_epoch(*book, f);

	if (!rc)
		return read_what_must(book, f);
	book_close(*book);
	*book = NULL;
	return rc;
}

int records_open(const char *path, const char *member, struct vault_pass pass,
		 struct book **out, struct fault *f)
{
	int rc = book_open(path, member, pass, out, f);

	return rc ? rc : read_what_must(out, f);
}

int records_open_code(const char *path, const char *code, struct book **out, struct fault *f)
{
	int rc = book_open_code(path, code, out, f);

	return rc ? rc : read_what_must(out, f);
}

int records_restore(const char *from, const char *to, const char *member, struct vault_pass pass,
		    struct book **out, struct fault *f)
{
	int rc = book_restore(from, to, member, pass, out, f);

	return book_unseen(rc ? rc : restored(out, f), to, f);
}

int records_restore_code(const char *from, const char *to, const char *code, const char *member,
			 struct vault_pass pass, struct book **out, struct fault *f)
{
	int rc = book_restore_code(from, to, code, out, f);

	if (!rc)
		rc = restored(out, f);
	if (!rc)
		rc = keyring_passphrase(*out, "recover", member, pass, f);
	if (rc) {
		book_close(*out);
		*out = NULL;
	}
	return book_unseen(rc, to, f);
}
