#include "config.h"
#include "store/upkeep/book_backup.h"

#include <string.h>

#include "store/base/clock.h"
#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/vault/backup.h"

int book_backup(struct book *book, const char *to, struct fault *f)
{
	struct fault after;
	int rc = book_audit(book, "backup", NULL, f);

	if (!rc)
		rc = vault_backup(book_vault(book), to, NULL, NULL, f);
	if (rc && rc != FAULT_DONE)
		return rc;
	if (book_audit(book, "backup_done", NULL, &after) && !rc)
		rc = fault_sys(f, FAULT_DONE, after.sys, to);
	return rc;
}

int book_backups(struct book *book, struct book_backups *out, struct fault *f)
{
	int64_t row = 0;
	struct statement st = statement_of(book_db(book),
		"SELECT b.n, b.at FROM audit b JOIN audit a ON a.n = b.n + 1 WHERE b.verb = 'backup'"
		" AND a.verb IN ('backup_done', 'restore') ORDER BY b.n DESC LIMIT 1", f);
	int rc;

	memset(out, 0, sizeof *out);
	if (row_next(&st)) {
		out->any = true;
		row = row_int(&st, 0);
		out->last = clock_day_of(row_int(&st, 1));
	}
	rc = statement_end(&st);
	if (rc)
		return rc;
	st = statement_of(book_db(book), /* by rows, not by times: clocks are set back */
		"SELECT at FROM audit WHERE n > ? AND verb IN (SELECT verb FROM step"
		" WHERE first IS NOT NULL) ORDER BY n LIMIT 1", f);
	bind_int(&st, row);
	if (row_next(&st)) {
		out->waits = true;
		out->since = clock_day_of(row_int(&st, 0));
	}
	return statement_end(&st);
}
