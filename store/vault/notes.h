/*
 * notes: what openings of the vault found wrong, kept in a table of this room's own (vault_note).
 */
#ifndef STORE_VAULT_NOTES_H
#define STORE_VAULT_NOTES_H

#include "store/vault/vault.h"

/*
 * An opening found this, of enum vault_warning: note it in the vault, and with it what an earlier
 * one found and could not note (vault_vfs_owed()); take these, and what was noted and not yet
 * said, into v->warnings. What cannot be written stays owed in the header.
 */
void notes_take(struct vault *v, unsigned found);

#endif
