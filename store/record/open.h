/*
 * open: opening a book whose records can be worked with.
 *
 * The book knows no record, and what is read when first asked for can say
 * nothing when it cannot be read. So whoever opens a book opens it here: what
 * must be readable is read at once, and where it is not, the book does not open.
 */
#ifndef STORE_RECORD_OPEN_H
#define STORE_RECORD_OPEN_H

#include "store/book/book.h"

/* As book_open(), book_open_code() and book_restore(), with their faults. */
int records_open(const char *path, const char *member, struct vault_pass pass,
		 struct book **out, struct fault *f);
int records_open_code(const char *path, const char *code, struct book **out, struct fault *f);
int records_restore(const char *from, const char *to, const char *member, struct vault_pass pass,
		    struct book **out, struct fault *f);

/*
 * The same with the recovery code of the backup's day, and a new passphrase for `member` before
 * anything appears: nobody is left with a logbook that only the paper opens. Besides the faults
 * of book_restore_code() those of vault_slot_passphrase(): FAULT_NOT_FOUND when he has no slot in
 * the backup. The book is open by the code: to work in it, publish, close, and open it by him.
 */
int records_restore_code(const char *from, const char *to, const char *code, const char *member,
			 struct vault_pass pass, struct book **out, struct fault *f);

#endif
