/*
 * names: which slot tables of the header the database calls good.
 *
 * The header authenticates, but so does every header this vault ever had: put back, it would
 * bring a removed member or an old passphrase to today's data. So the database keeps the slot
 * table that counts, byte for byte, in a table of this room's own (vault_slots), and a
 * header with any other opens nothing. A change is announced before the header is written
 * and settled after: whatever the power leaves, the header's table is one of those named.
 *
 * Invariants
 * - Announced and settled names are in the vault's own file, not only in its log: without
 *   its log the vault still knows its slots.
 * - A row goes only when a header without its table is durable in both copies.
 * - A vault without names is new, or of a former version: its table is named when it is opened.
 * - A former version knows no names. What it made of the slots is told by its hand
 *   (vault_slot_marked()) and by a sequence number after the last naming, and is named then;
 *   a slot that was once struck out never is again (vault_struck).
 * - The recovery code, when its own slot is in a named table, opens behind a header that is
 *   not named, and puts that table back: passphrases and members as the database knows them.
 */
#ifndef STORE_VAULT_NAMES_H
#define STORE_VAULT_NAMES_H

#include "store/vault/header.h"

struct fault;
struct vault;

enum names_verdict {
	NAMES_GOOD,    /* the header's table is named */
	NAMES_UNKNOWN, /* nothing is named, or a former version changed it: it is to be named */
	NAMES_PUT_BACK /* not named, opened by a recovery code that is: *back is the table */
};

/*
 * Judge the header of a vault whose database has just been opened; nothing is written.
 * FAULT_OLD_HEADER, or what reading the names gave.
 */
int names_judge(struct vault *v, enum names_verdict *verdict, struct vault_header *back,
		struct fault *f);

/*
 * Do what the verdict asks for, and settle what a power cut left announced. What a full disk
 * refuses is left for the next opening; but a table that could not be put back is a fault.
 */
int names_apply(struct vault *v, enum names_verdict verdict, const struct vault_header *back,
		struct fault *f);

/*
 * Name the table of *next beside the present one, durably. FAULT_USAGE inside a transaction
 * or while a statement runs, else as vault_fault().
 */
int names_announce(struct vault *v, const struct vault_header *next, struct fault *f);

/* Strike out every table but the header's; what cannot be is struck at the next opening. */
void names_settle(struct vault *v);

/* Whether the header's table is named: FAULT_OK, FAULT_OLD_HEADER, or as vault_fault(). */
int names_check(struct vault *v, struct fault *f);

#endif
