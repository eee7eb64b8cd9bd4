/*
 * slot: one way into the vault, made and used.
 *
 * A slot has an X25519 pair. Its secret key is wrapped by XChaCha20-Poly1305
 * under the Argon2id key of a passphrase (or of a recovery code's bytes); the
 * vault's data key is sealed to its public key (libsodium's sealed box). So the
 * data key can be changed for everybody without anybody's passphrase.
 *
 * The wrapping's associated data binds vault id, slot number, kind, parameters
 * and name: a slot copied to another place or renamed opens nothing. Pure but
 * for random bytes; Argon2's memory is freed before return. Sources: RFC 9106, RFC 7748.
 */
#ifndef STORE_VAULT_SLOT_H
#define STORE_VAULT_SLOT_H

#include "store/vault/header.h"

struct fault;

/* Whether a passphrase, name and parameters are acceptable; FAULT_OK or FAULT_USAGE. */
int vault_check_slot(const char *name, struct vault_pass pass, const struct vault_kdf *kdf,
		     struct fault *f);

/*
 * Fill *s as slot number `index` of vault `id`: a new key pair, the secret
 * under `secret` (any bytes), the data key sealed. kdf must be within bounds
 * and name shorter than VAULT_NAME_MAX. FAULT_OK, FAULT_NOMEM or FAULT_INTERNAL.
 */
int vault_slot_make(struct vault_slot *s, int index, const uint8_t id[VAULT_ID],
		    enum vault_slot_kind kind, const char *name, const void *secret, size_t len,
		    const struct vault_kdf *kdf, const uint8_t data_key[VAULT_KEY]);

/*
 * Whether vault_slot_make() of a program that names slot tables (names.h) made it: its nonce
 * is a hash of salt and public key. A former version drew it, and the slot opens all the same.
 */
bool vault_slot_marked(const struct vault_slot *s);

/*
 * The first slot of this kind, of this name if one is given: letter for letter, else one that is
 * the same evened out (text_name_key()), for it may have got its name before names were. -1: none.
 */
int vault_slot_find(const struct vault_header *h, enum vault_slot_kind kind, const char *name);

/* The data key of a slot: FAULT_OK, FAULT_PASSPHRASE (it does not open) or FAULT_NOMEM. */
int vault_slot_unlock(const struct vault_slot *s, int index, const uint8_t id[VAULT_ID],
		      const void *secret, size_t len, uint8_t data_key[VAULT_KEY]);

#endif
