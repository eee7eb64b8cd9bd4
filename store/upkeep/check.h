/*
 * check: whether everything in the vault is what it should be.
 *
 * Every page authenticates, SQLite finds its structures and references whole,
 * every operation has the id its bytes say, the audit chain holds, and the
 * projections are exactly what the operations add up to: they are made anew
 * in a savepoint that is rolled back and compared table by table. Nothing is
 * changed but a damaged copy of the header, which is healed from the other.
 */
#ifndef STORE_UPKEEP_CHECK_H
#define STORE_UPKEEP_CHECK_H

#include "store/book/book.h"

struct check_report {
	int64_t pages, ops, records, audit_rows;
};

/*
 * FAULT_DAMAGED with a subject that names what is wrong: "pages", "sqlite",
 * "references", "operations", "audit", or the name of a projection table.
 */
int book_check(struct book *book, struct check_report *report, struct fault *f);

/* The projections alone; also inside a transaction, as it stands. */
int book_check_projections(struct book *book, struct fault *f);

#endif
