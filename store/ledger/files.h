/*
 * files: every file that was looked at and was ours, and what became of it.
 *
 * What `import list` shows: what was taken in and can be taken back, and what was refused with its
 * reason. A file that says the same as one before, of the same name and size, has no second row.
 */
#ifndef STORE_LEDGER_FILES_H
#define STORE_LEDGER_FILES_H

#include <stdbool.h>

#include "store/book/book.h"
#include "store/ledger/ledger.h"

struct file_row {
	int64_t key;
	int64_t at;            /* milliseconds since 1970 */
	char *member;          /* who imported; owned, as the other texts */
	char *name;            /* as it was called, without its folder */
	int64_t size;
	char *verdict, *reason; /* "accepted", ""; "damaged", "cut" … */
	char *format;          /* "batch" …; NULL not known */
	int64_t batch, intake; /* 0 none */
	bool undone;           /* its import was taken back */
};

/* Add it; key, at, member and undone are filled in here. */
int files_add(struct book *book, const struct file_row *row, int64_t *key, struct fault *f);
/* FAULT_NOT_FOUND. file_release() it. */
int files_get(struct db *db, int64_t key, struct file_row *out, struct fault *f);
/* All, oldest first; files_free() them. */
int files_all(struct db *db, struct file_row **out, size_t *n, struct fault *f);
void file_release(struct file_row *row);
void files_free(struct file_row *rows, size_t n);

#endif
