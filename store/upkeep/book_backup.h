/*
 * book_backup: a backup of an open book, and what the book knows of its last one.
 *
 * An audit row goes before, so that the backup tells of itself; the row after it says that
 * it worked: "backup_done" here, "restore" in a book that was made from it. So neither an
 * attempt that failed or was cut off counts, nor is anything forgotten by restoring.
 */
#ifndef STORE_UPKEEP_BOOK_BACKUP_H
#define STORE_UPKEEP_BOOK_BACKUP_H

#include "store/book/book.h"

/*
 * Copy the book to `to`, where nothing may be: vault_backup(). FAULT_DONE: the backup is there,
 * but its folder could not be synced, or that it worked could not be written down.
 */
int book_backup(struct book *book, const char *to, struct fault *f);

struct book_backups {
	bool any;     /* whether there has been one: */
	day_t last;   /* on this day */
	bool waits;   /* whether something was entered since, or ever: */
	day_t since;  /* for the first time on this day */
};

int book_backups(struct book *book, struct book_backups *out, struct fault *f);

#endif
