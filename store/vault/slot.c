#include "config.h"
#include "store/vault/slot.h"

#include "store/base/fault.h"
#include "store/base/text.h"
#include "store/vault/bytes.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SLOT_AD (VAULT_ID + 16 + VAULT_NAME_MAX)

_Static_assert(crypto_pwhash_argon2id_SALTBYTES == VAULT_SALT, "salt size");
_Static_assert(crypto_box_SEALBYTES + VAULT_KEY == sizeof((struct vault_slot *)0)->sealed,
	       "sealed size");

int vault_check_slot(const char *name, struct vault_pass pass, const struct vault_kdf *kdf,
		     struct fault *f)
{
	if (name && (!*name || strlen(name) >= VAULT_NAME_MAX))
		return fault_set(f, FAULT_USAGE, "name");
	if (!pass.text || pass.len == 0 || pass.len > VAULT_PASS_MAX)
		return fault_set(f, FAULT_USAGE, "passphrase");
	if (kdf && !vault_kdf_valid(kdf))
		return fault_set(f, FAULT_USAGE, "kdf");
	return FAULT_OK;
}

static void slot_ad(uint8_t ad[SLOT_AD], const struct vault_slot *s, int index,
		    const uint8_t id[VAULT_ID])
{
	memcpy(ad, id, VAULT_ID);
	put_u32(ad + VAULT_ID, (uint32_t)index);
	put_u32(ad + VAULT_ID + 4, s->kind);
	put_u32(ad + VAULT_ID + 8, s->kdf.mem_mib);
	put_u32(ad + VAULT_ID + 12, s->kdf.ops);
	memcpy(ad + VAULT_ID + 16, s->name, VAULT_NAME_MAX);
}

/* The wrapping key, into guarded memory the caller frees; NULL where Argon2 or that has none. */
static uint8_t *slot_key(const struct vault_slot *s, const void *secret, size_t len)
{
	uint8_t *key = sodium_malloc(VAULT_KEY);

	if (key && crypto_pwhash(key, VAULT_KEY, secret, len, s->salt, s->kdf.ops,
				 (size_t)s->kdf.mem_mib << 20, crypto_pwhash_ALG_ARGON2ID13) != 0) {
		sodium_free(key);
		key = NULL;
	}
	return key;
}

/* The wrapping key is another for every salt, so that the nonce need not be drawn. */
static void slot_nonce(const struct vault_slot *s, uint8_t nonce[sizeof s->nonce])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, s->salt, sizeof s->salt, sizeof s->nonce);
	crypto_generichash_update(&state, s->public_key, sizeof s->public_key);
	crypto_generichash_final(&state, nonce, sizeof s->nonce);
}

bool vault_slot_marked(const struct vault_slot *s)
{
	uint8_t nonce[sizeof s->nonce];

	slot_nonce(s, nonce);
	return memcmp(nonce, s->nonce, sizeof nonce) == 0;
}

int vault_slot_make(struct vault_slot *s, int index, const uint8_t id[VAULT_ID],
		    enum vault_slot_kind kind, const char *name, const void *secret, size_t len,
		    const struct vault_kdf *kdf, const uint8_t data_key[VAULT_KEY])
{
	uint8_t ad[SLOT_AD];
	uint8_t *pair_secret, *key;

	memset(s, 0, sizeof *s);
	s->kind = kind;
	s->kdf = *kdf;
	memcpy(s->name, name, strlen(name));
	randombytes_buf(s->salt, sizeof s->salt);
	slot_ad(ad, s, index, id);
	pair_secret = sodium_malloc(crypto_box_SECRETKEYBYTES);
	key = slot_key(s, secret, len);
	if (!pair_secret || !key) {
		sodium_free(pair_secret);
		sodium_free(key);
		return FAULT_NOMEM;
	}
	crypto_box_keypair(s->public_key, pair_secret);
	slot_nonce(s, s->nonce);
	crypto_aead_xchacha20poly1305_ietf_encrypt(s->wrapped, NULL, pair_secret,
						   crypto_box_SECRETKEYBYTES, ad, sizeof ad, NULL,
						   s->nonce, key);
	sodium_free(pair_secret);
	sodium_free(key);
	return crypto_box_seal(s->sealed, data_key, VAULT_KEY, s->public_key) ? FAULT_INTERNAL :
										FAULT_OK;
}

int vault_slot_unlock(const struct vault_slot *s, int index, const uint8_t id[VAULT_ID],
		      const void *secret, size_t len, uint8_t data_key[VAULT_KEY])
{
	uint8_t ad[SLOT_AD];
	uint8_t *pair_secret = sodium_malloc(crypto_box_SECRETKEYBYTES);
	uint8_t *key = slot_key(s, secret, len);
	int rc = FAULT_PASSPHRASE;

	slot_ad(ad, s, index, id);
	if (!pair_secret || !key)
		rc = FAULT_NOMEM;
	else if (crypto_aead_xchacha20poly1305_ietf_decrypt(pair_secret, NULL, NULL, s->wrapped,
							    sizeof s->wrapped, ad, sizeof ad,
							    s->nonce, key) == 0 &&
		 crypto_box_seal_open(data_key, s->sealed, sizeof s->sealed, s->public_key,
				      pair_secret) == 0)
		rc = FAULT_OK;
	sodium_free(pair_secret);
	sodium_free(key);
	return rc;
}

static bool alike(const char *a, const char *b)
{
	char *x = text_name_key(a), *y = text_name_key(b);
	bool same = !strcmp(x, y);

	free(x);
	free(y);
	return same;
}

int vault_slot_find(const struct vault_header *h, enum vault_slot_kind kind, const char *name)
{
	for (int i = 0; i < VAULT_SLOTS; i++)
		if (h->slots[i].kind == kind && (!name || !strcmp(h->slots[i].name, name)))
			return i;
	for (int i = 0; name && i < VAULT_SLOTS; i++)
		if (h->slots[i].kind == kind && alike(h->slots[i].name, name))
			return i;
	return -1;
}
