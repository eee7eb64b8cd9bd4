/*
 * keyring: who can unlock this laptop, and who may be given or lose that.
 *
 * A member's key slot bears his code; the record and the slot are two things:
 * who has only a record is logged with others but cannot unlock. The rules
 * here are those of the command line and of the screen; what is given and
 * taken is vault/slots.h's. They do not ask whether who unlocked has the right
 * to (rights.h): whoever gives or takes asks that, too.
 */
#ifndef STORE_BOOK_KEYRING_H
#define STORE_BOOK_KEYRING_H

#include "store/book/book.h"

/* Why a slot cannot be given or taken away. */
enum slot_no {
	SLOT_FINE,
	SLOT_HELD,      /* he can unlock already */
	SLOT_LONG_NAME, /* more than VAULT_NAME_MAX - 1 bytes: the lock screen cannot bear it */
	SLOT_ELSEWHERE, /* of another team or unit: the code is no name of this desk's */
	SLOT_FULL,      /* as many members as there are slots for */
	SLOT_NOT_HELD,
	SLOT_LAST,      /* nobody else could unlock */
	SLOT_OWN        /* of who unlocked */
};

/* Whether the member of that code can unlock; his slot is found by vault_slot_named(). */
bool keyring_holds(struct book *book, const char *code);

enum slot_no keyring_may_give(struct book *book, const char *code);
enum slot_no keyring_may_take(struct book *book, const char *code);

/*
 * Changing who can unlock, outside a transaction: the audit row, then the slot; alone the row
 * tells of an attempt. Each but the two for a record's own act is a stroke that undo cannot
 * take back (book_stroke()). Faults of vault/slots.h; FAULT_UNSURE: the slot is as before or
 * as wanted, and nobody can tell which; after any other nothing has changed.
 */
int keyring_give(struct book *book, const char *code, struct vault_pass pass,
		 const struct vault_kdf *kdf, struct fault *f);
int keyring_take(struct book *book, const char *code, struct fault *f);
/* The same as part of adding a member's record, and of taking that back. */
int keyring_give_added(struct book *book, const char *code, struct vault_pass pass,
		       const struct vault_kdf *kdf, struct fault *f);
int keyring_take_added(struct book *book, const char *code, struct fault *f);
/* A new passphrase: verb "passphrase", or "recover" by the recovery code. FAULT_NOT_FOUND. */
int keyring_passphrase(struct book *book, const char *verb, const char *code,
		       struct vault_pass pass, struct fault *f);
/* Another recovery code (vault_code_draw()) instead of the present one. */
int keyring_code(struct book *book, const char *text, struct fault *f);

/* Members' slots, in the order of the lock screen: fills `out`, returns how many. */
int keyring_members(struct book *book, struct vault_slot_info out[VAULT_SLOTS_MAX]);

#endif
