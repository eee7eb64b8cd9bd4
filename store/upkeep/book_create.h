/*
 * book_create: a new book, with its recovery code and its first member.
 */
#ifndef STORE_UPKEEP_BOOK_CREATE_H
#define STORE_UPKEEP_BOOK_CREATE_H

#include "store/book/book.h"

/*
 * Prepare a new vault at a temporary name, with its recovery code (a slot of
 * its own, shown once) and the first member. It appears at `path`, whole,
 * with book_publish(), so that the code can be put away safely before;
 * book_close() before that leaves nothing behind. Names and codes are kept as
 * text_name() makes them. FAULT_FIELD (field "unit", "unit_name", "member",
 * "codes"), FAULT_EXISTS, FAULT_CLOCK, I/O faults.
 */
int book_create(const char *path, const struct book_setup *setup,
		char code[VAULT_CODE_TEXT], struct book **out, struct fault *f);

#endif
