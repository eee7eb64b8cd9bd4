/*
 * transaction: one change to the book, whole or not at all: one row of the
 * audit and one stroke of undo.
 *
 * Everything that changes records happens inside a transaction: book_begin() …
 * record_add/edit/void … book_commit(). When anything fails the caller calls
 * book_rollback() and nothing of the transaction is kept.
 */
#ifndef STORE_BOOK_TRANSACTION_H
#define STORE_BOOK_TRANSACTION_H

#include <stdbool.h>
#include <stdint.h>

struct book;
struct fault;
struct op_new;

/* verb: "log", "household_add" …, at most 32 bytes of a–z and _; goes to audit and undo. */
int book_begin(struct book *book, const char *verb, struct fault *f);
/* detail for the audit row: short, no personal data; may be NULL. */
int book_commit(struct book *book, const char *detail, struct fault *f);
/*
 * Whether any has been committed, or a slot changed, since the book was opened, and is there
 * for whoever opens it next: nothing is before book_publish().
 */
bool book_committed(const struct book *book);
/* How many have been committed since it was opened: whether there was one meanwhile. */
unsigned book_changes(const struct book *book);
/* What was kept in memory of the records (cache.h) is released. Nothing outside a transaction. */
void book_rollback(struct book *book);

/*
 * A part of the transaction that is open, which can be taken back alone: what was changed since
 * is then as it was. One at a time; after a fault the whole transaction is to be rolled back. What
 * was kept in memory of the records is released when it is taken back.
 */
int book_part_begin(struct book *book, struct fault *f);
int book_part_end(struct book *book, bool keep, struct fault *f);

/*
 * The transaction that is open changes, without operations, what undo cannot take back: the
 * chain ends at it.
 */
void book_make_final(struct book *book);

/* The key of the transaction that is open. */
int64_t book_transaction(const struct book *book);

/*
 * Append one operation to the log (op.h) under this laptop's lane, inside a
 * transaction. Given are rec, type, set and base; who, lane, n, hlc and clk are
 * filled in here. *key: its key in the log.
 */
int book_append(struct book *book, struct op_new *op, int64_t *key, struct fault *f);

/*
 * Begin a new incarnation of this laptop's key inside the transaction that is open: what follows is
 * of a new lane, from number 1 (a partner has what this laptop did not make). A rollback takes it back, too.
 */
int book_new_lane(struct book *book, struct fault *f);

/*
 * What is done to the vault and not to its records (a password, a recovery code), outside a
 * transaction: an audit row, and in the chain of `whose` undo a stroke without operations,
 * at which it ends. Void: it was not done after all.
 */
int book_stroke(struct book *book, const char *verb, const char *whose, int64_t *stroke,
		struct fault *f);
int book_stroke_void(struct book *book, int64_t stroke, struct fault *f);

/* One audit row outside a transaction (backup, export …). */
int book_audit(struct book *book, const char *verb, const char *detail, struct fault *f);

#endif
