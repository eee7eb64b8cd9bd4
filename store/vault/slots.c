#include "config.h"
#include "store/vault/slots.h"

#include "store/base/fault.h"
#include "store/vault/code.h"
#include "store/vault/database.h"
#include "store/vault/names.h"
#include "store/vault/pages.h"
#include "store/vault/private.h"
#include "store/vault/slot.h"
#include "store/vault/unlock.h"

#include <sodium.h>
#include <string.h>

_Static_assert(VAULT_SLOTS == VAULT_SLOTS_MAX, "slots of the header");

static void list(const struct vault_header *h, struct vault_slot_info *slots, int max, int *n)
{
	*n = 0;
	for (int i = 0; i < VAULT_SLOTS; i++) {
		const struct vault_slot *s = &h->slots[i];

		if (!s->kind)
			continue;
		if (*n < max) {
			slots[*n].slot = i;
			slots[*n].kind = (enum vault_slot_kind)s->kind;
			memcpy(slots[*n].name, s->name, VAULT_NAME_MAX);
		}
		(*n)++;
	}
}

int vault_list_slots(const char *path, struct vault_slot_info *slots, int max, int *n,
		     struct fault *f)
{
	struct vault_block b;
	int rc;

	*n = 0;
	rc = vault_peek(path, &b, f);
	if (rc == FAULT_OK)
		list(&b.copy[0], slots, max, n);
	return rc;
}

int vault_slots(struct vault *v, struct vault_slot_info *slots, int max, int *n)
{
	list(vault_pages_header(v->vfs), slots, max, n);
	return FAULT_OK;
}

bool vault_slot_named(struct vault *v, const char *name, char out[VAULT_NAME_MAX])
{
	const struct vault_header *h = vault_pages_header(v->vfs);
	int k = vault_slot_find(h, VAULT_SLOT_MEMBER, name);

	if (k >= 0)
		memcpy(out, h->slots[k].name, VAULT_NAME_MAX);
	return k >= 0;
}

/* Whatever the power leaves of this, the header's slots are those named before or after. */
static int store_header(struct vault *v, const struct vault_header *next, struct fault *f)
{
	struct vault_header h;
	int rc = names_announce(v, next, f);

	if (rc != FAULT_OK) /* the slots are as before, whatever became of the announcement */
		return rc == FAULT_UNSURE ? fault_sys(f, FAULT_IO, f ? f->sys : 0, v->path) : rc;
	/* Announcing emptied the log, which the header tells. */
	h = *vault_pages_header(v->vfs);
	memcpy(h.slots, next->slots, sizeof h.slots);
	rc = vault_fault(v, vault_pages_header_store(v->vfs, &h, true), f);
	if (rc == FAULT_OK)
		names_settle(v);
	else if (vault_pages_header_unsure(v->vfs))
		rc = fault_sys(f, FAULT_UNSURE, f ? f->sys : 0, v->path);
	return rc;
}

/* Make slot k of *h and write the header. */
static int make_and_store(struct vault *v, struct vault_header *h, int k, enum vault_slot_kind kind,
			  const char *name, const void *secret, size_t len,
			  const struct vault_kdf *kdf, struct fault *f)
{
	int rc = vault_slot_make(&h->slots[k], k, h->id, kind, name, secret, len, kdf,
				 v->keys->data);

	return rc == FAULT_OK ? store_header(v, h, f) : fault_set(f, (enum fault_code)rc, v->path);
}

static int free_slot(const struct vault_header *h, enum vault_slot_kind kind)
{
	int members = 0;

	for (int i = 0; i < VAULT_SLOTS; i++)
		members += h->slots[i].kind == VAULT_SLOT_MEMBER;
	if (kind == VAULT_SLOT_MEMBER && members >= VAULT_MEMBERS_MAX)
		return -1;
	for (int i = 0; i < VAULT_SLOTS; i++)
		if (!h->slots[i].kind)
			return i;
	return -1;
}

int vault_slot_add(struct vault *v, const char *name, struct vault_pass pass,
		   const struct vault_kdf *kdf, struct fault *f)
{
	struct vault_header h = *vault_pages_header(v->vfs);
	int k = vault_slot_find(&h, VAULT_SLOT_MEMBER, NULL), rc;
	struct vault_kdf used = kdf ? *kdf : k >= 0 ? h.slots[k].kdf : VAULT_KDF_DEFAULT;

	rc = vault_check_slot(name ? name : "", pass, &used, f);
	if (rc != FAULT_OK)
		return rc;
	if (vault_slot_find(&h, VAULT_SLOT_MEMBER, name) >= 0)
		return fault_set(f, FAULT_EXISTS, name);
	k = free_slot(&h, VAULT_SLOT_MEMBER);
	if (k < 0)
		return fault_set(f, FAULT_USAGE, "slots");
	return make_and_store(v, &h, k, VAULT_SLOT_MEMBER, name, pass.text, pass.len, &used, f);
}

int vault_slot_remove(struct vault *v, const char *name, struct fault *f)
{
	struct vault_header h = *vault_pages_header(v->vfs);
	int k = vault_slot_find(&h, VAULT_SLOT_MEMBER, name ? name : "");

	if (k < 0)
		return fault_set(f, FAULT_NOT_FOUND, name);
	memset(&h.slots[k], 0, sizeof h.slots[k]);
	if (vault_slot_find(&h, VAULT_SLOT_MEMBER, NULL) < 0)
		return fault_set(f, FAULT_NOT_PERMITTED, name);
	return store_header(v, &h, f);
}

int vault_slot_passphrase(struct vault *v, const char *name, struct vault_pass pass,
			  const struct vault_kdf *kdf, struct fault *f)
{
	struct vault_header h = *vault_pages_header(v->vfs);
	int k = vault_slot_find(&h, VAULT_SLOT_MEMBER, name ? name : "");
	char kept[VAULT_NAME_MAX];
	struct vault_kdf used;
	int rc;

	if (k < 0)
		return fault_set(f, FAULT_NOT_FOUND, name);
	used = kdf ? *kdf : h.slots[k].kdf;
	memcpy(kept, h.slots[k].name, sizeof kept);
	rc = vault_check_slot(kept, pass, &used, f);
	if (rc != FAULT_OK)
		return rc;
	return make_and_store(v, &h, k, VAULT_SLOT_MEMBER, kept, pass.text, pass.len, &used, f);
}

int vault_slot_check(struct vault *v, const char *name, struct vault_pass pass, struct fault *f)
{
	const struct vault_header *h = vault_pages_header(v->vfs);
	int k = vault_slot_find(h, VAULT_SLOT_MEMBER, name ? name : ""), rc;
	uint8_t *data;

	if (k < 0)
		return fault_set(f, FAULT_NOT_FOUND, name);
	if (!pass.len)
		return fault_set(f, FAULT_PASSPHRASE, name);
	data = sodium_malloc(VAULT_KEY);
	if (!data)
		return fault_set(f, FAULT_NOMEM, NULL);
	rc = vault_slot_unlock(&h->slots[k], k, h->id, pass.text, pass.len, data);
	sodium_free(data);
	return rc == FAULT_OK ? FAULT_OK : fault_set(f, (enum fault_code)rc, name);
}

void vault_code_draw(char text[VAULT_CODE_TEXT])
{
	uint8_t bytes[VAULT_CODE_BYTES];

	randombytes_buf(bytes, sizeof bytes);
	vault_code_print(bytes, text);
	sodium_memzero(bytes, sizeof bytes);
}

int vault_code_set(struct vault *v, const char *text, struct fault *f)
{
	struct vault_header h = *vault_pages_header(v->vfs);
	struct vault_kdf kdf = VAULT_KDF_FLOOR; /* 136 random bits need no slow derivation */
	uint8_t bytes[VAULT_CODE_BYTES];
	int k = vault_slot_find(&h, VAULT_SLOT_CODE, NULL), rc;

	if (k < 0)
		k = free_slot(&h, VAULT_SLOT_CODE);
	if (k < 0)
		return fault_set(f, FAULT_USAGE, "slots");
	if (vault_code_read(text, bytes) != 0)
		return fault_set(f, FAULT_USAGE, "code");
	rc = make_and_store(v, &h, k, VAULT_SLOT_CODE, "", bytes, sizeof bytes, &kdf, f);
	sodium_memzero(bytes, sizeof bytes);
	return rc;
}
