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
	SLOT_FULL,      /* as many members as there are slots for */
	SLOT_NOT_HELD,
	SLOT_LAST,      /* nobody else could unlock */
	SLOT_OWN        /* of who unlocked */
};

/*
 * The name of the slot a member means, who may have got it before names were evened
 * out (text_name()): that of this name, else of one that is this when evened out.
 * False when there is none, or the vault cannot be read.
 */
bool keyring_find(const char *path, const char *name, char out[VAULT_NAME_MAX]);

/* Whether the member of that code can unlock. */
bool keyring_holds(struct book *book, const char *code);

enum slot_no keyring_may_give(struct book *book, const char *code);
enum slot_no keyring_may_take(struct book *book, const char *code);

/* Members' slots, in the order of the lock screen: fills `out`, returns how many. */
int keyring_members(struct book *book, struct vault_slot_info out[VAULT_SLOTS_MAX]);

#endif
