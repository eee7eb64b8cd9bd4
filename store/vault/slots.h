/*
 * slots: who can open a vault, shown and changed.
 */
#ifndef STORE_VAULT_SLOTS_H
#define STORE_VAULT_SLOTS_H

#include "store/vault/vault.h"

/* Members leave two slots to the recovery code and the commune's recovery key. */
enum { VAULT_MEMBERS_MAX = VAULT_SLOTS_MAX - 2 };

/*
 * The slots as a locked vault shows them (unauthenticated: good for a choice of
 * names, nothing else). Fills at most `max`, sets *n to how many there are. Takes
 * no lock; not for a vault open in this process. Codes as vault_open().
 */
int vault_list_slots(const char *path, struct vault_slot_info *slots, int max, int *n,
		     struct fault *f);

/* The same from the open vault. Always FAULT_OK. */
int vault_slots(struct vault *v, struct vault_slot_info *slots, int max, int *n);

/*
 * The name of the open vault's slot that a member means, who may have got it before names were
 * evened out: that of this name, else one that is this when both are (text_name_key()). False:
 * there is none. Opening, restoring and all that is below find slots so.
 */
bool vault_slot_named(struct vault *v, const char *name, char out[VAULT_NAME_MAX]);

/*
 * Slot changes: each names the new table in the database, writes and syncs one header copy,
 * then the other, and strikes the old table out, so that no power cut locks anybody out, no
 * removed slot stays in the file and no older header brings it back. They are transactions
 * of their own: FAULT_USAGE (subject "transaction" or "statement") inside one. kdf NULL: for a new slot that of the first
 * member's, which suits this machine, for a changed one its own. Besides the codes named: FAULT_USAGE (as
 * vault_create(); also all slots taken, subject "slots"), FAULT_NOMEM,
 * FAULT_IO, FAULT_FULL: nothing has changed; FAULT_UNSURE: it failed on the way, the slots
 * are as before or as wanted.
 *
 * Removing a slot is no revocation: who had it may have kept the data key or a copy of the file.
 */
int vault_slot_add(struct vault *v, const char *name, struct vault_pass pass,
		   const struct vault_kdf *kdf, struct fault *f); /* FAULT_EXISTS */

/* FAULT_NOT_FOUND; FAULT_NOT_PERMITTED for the last member slot. */
int vault_slot_remove(struct vault *v, const char *name, struct fault *f);

/* FAULT_NOT_FOUND. The old passphrase opens nothing afterwards. */
int vault_slot_passphrase(struct vault *v, const char *name, struct vault_pass pass,
			  const struct vault_kdf *kdf, struct fault *f);

/*
 * Whether a passphrase opens that member's slot: FAULT_OK, FAULT_PASSPHRASE,
 * FAULT_NOT_FOUND, FAULT_NOMEM. Takes the time of the slot's key derivation.
 */
int vault_slot_check(struct vault *v, const char *name, struct vault_pass pass, struct fault *f);

/*
 * A recovery code: 136 random bits as seven groups of five letters, four and a check letter,
 * with dashes. It is drawn first, so that it can be put on paper before it counts; set, it
 * is the only one that opens. It is kept nowhere: wipe `text` (sodium_memzero) after use.
 */
void vault_code_draw(char text[VAULT_CODE_TEXT]);
int vault_code_set(struct vault *v, const char *text, struct fault *f);

#endif
