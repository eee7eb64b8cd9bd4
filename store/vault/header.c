#include "config.h"
#include "store/vault/header.h"

#include "store/base/fault.h"
#include "store/vault/bytes.h"

#include <sodium.h>
#include <string.h>

/* Offsets in a copy. The magic has a high byte and a CR LF: text tools that mangle are noticed. */
enum {
	AT_MAGIC = 0,
	AT_FORMAT = 8,
	AT_PAGE_SIZE = 12,
	AT_SEQUENCE = 16,
	AT_GENERATION = 24,
	AT_WAL_LIVE = 32,
	AT_SLOT_COUNT = 36,
	AT_ID = 40,
	AT_OWED = 56,
	AT_RESERVED = 60,
	AT_SLOTS = 96,
	AT_RESERVED_END = AT_SLOTS + VAULT_TABLE_BYTES,
	AT_MAC = 4032,
	AT_DIGEST = 4064,
};

/* Offsets in a slot. */
enum {
	SLOT_KIND = 0,
	SLOT_MEM = 4,
	SLOT_OPS = 8,
	SLOT_RESERVED = 12,
	SLOT_SALT = 16,
	SLOT_PUBLIC = 32,
	SLOT_NONCE = 64,
	SLOT_WRAPPED = 88,
	SLOT_SEALED = 136,
	SLOT_NAME = 216,
};

_Static_assert(AT_RESERVED_END <= AT_MAC, "slots fit");
_Static_assert(SLOT_NAME + VAULT_NAME_MAX == VAULT_SLOT_BYTES, "slot layout");
_Static_assert(AT_DIGEST + 32 == VAULT_HEADER_COPY, "copy layout");

static const uint8_t magic[8] = { 0x93, 's', 'o', 't', 'a', 'y', '\r', '\n' };

static bool all_zero(const uint8_t *in, size_t n)
{
	return sodium_is_zero(in, n) == 1;
}

bool vault_header_begins(const void *bytes, size_t len)
{
	return len >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
}

static bool kdf_in_bounds(const struct vault_kdf *kdf)
{
	return kdf->mem_mib >= VAULT_KDF_MEM_MIN && kdf->mem_mib <= VAULT_KDF_MEM_MAX &&
	       kdf->ops >= VAULT_KDF_OPS_MIN && kdf->ops <= VAULT_KDF_OPS_MAX;
}

static bool kdf_costly(const struct vault_kdf *kdf)
{
	return (uint64_t)kdf->mem_mib * kdf->ops > VAULT_KDF_WORK_MAX;
}

bool vault_kdf_valid(const struct vault_kdf *kdf)
{
	return kdf_in_bounds(kdf) && !kdf_costly(kdf);
}

/* False: out of bounds. A slot that is only too costly is read. */
static bool slot_decode(const uint8_t *in, struct vault_slot *s)
{
	size_t len;

	memset(s, 0, sizeof *s);
	s->kind = get_u32(in + SLOT_KIND);
	if (s->kind == 0)
		return all_zero(in, VAULT_SLOT_BYTES);
	if (s->kind > VAULT_SLOT_COMMUNE || get_u32(in + SLOT_RESERVED) != 0)
		return false;
	s->kdf.mem_mib = get_u32(in + SLOT_MEM);
	s->kdf.ops = get_u32(in + SLOT_OPS);
	if (s->kind == VAULT_SLOT_COMMUNE ? s->kdf.mem_mib || s->kdf.ops :
					    !kdf_in_bounds(&s->kdf))
		return false;
	memcpy(s->salt, in + SLOT_SALT, sizeof s->salt);
	memcpy(s->public_key, in + SLOT_PUBLIC, sizeof s->public_key);
	memcpy(s->nonce, in + SLOT_NONCE, sizeof s->nonce);
	memcpy(s->wrapped, in + SLOT_WRAPPED, sizeof s->wrapped);
	memcpy(s->sealed, in + SLOT_SEALED, sizeof s->sealed);
	memcpy(s->name, in + SLOT_NAME, sizeof s->name);
	len = strnlen(s->name, sizeof s->name);
	if (len == sizeof s->name || (s->kind == VAULT_SLOT_MEMBER && len == 0))
		return false;
	return all_zero(in + SLOT_NAME + len, sizeof s->name - len);
}

static void slot_encode(const struct vault_slot *s, uint8_t *out)
{
	memset(out, 0, VAULT_SLOT_BYTES);
	put_u32(out + SLOT_KIND, s->kind);
	put_u32(out + SLOT_MEM, s->kdf.mem_mib);
	put_u32(out + SLOT_OPS, s->kdf.ops);
	memcpy(out + SLOT_SALT, s->salt, sizeof s->salt);
	memcpy(out + SLOT_PUBLIC, s->public_key, sizeof s->public_key);
	memcpy(out + SLOT_NONCE, s->nonce, sizeof s->nonce);
	memcpy(out + SLOT_WRAPPED, s->wrapped, sizeof s->wrapped);
	memcpy(out + SLOT_SEALED, s->sealed, sizeof s->sealed);
	memcpy(out + SLOT_NAME, s->name, sizeof s->name);
}

void vault_table_encode(const struct vault_header *h, uint8_t out[VAULT_TABLE_BYTES])
{
	for (int i = 0; i < VAULT_SLOTS; i++)
		slot_encode(&h->slots[i], out + i * VAULT_SLOT_BYTES);
}

bool vault_table_decode(const uint8_t in[VAULT_TABLE_BYTES], struct vault_header *h)
{
	for (int i = 0; i < VAULT_SLOTS; i++)
		if (!slot_decode(in + i * VAULT_SLOT_BYTES, &h->slots[i]))
			return false;
	return true;
}

int vault_header_decode(const uint8_t *bytes, size_t len, struct vault_header *out)
{
	struct vault_header h = { 0 };
	uint8_t digest[32];

	if (!vault_header_begins(bytes, len))
		return FAULT_NOT_A_VAULT;
	if (len < VAULT_HEADER_COPY)
		return FAULT_DAMAGED;
	crypto_generichash(digest, sizeof digest, bytes, AT_DIGEST, NULL, 0);
	if (memcmp(digest, bytes + AT_DIGEST, sizeof digest) != 0)
		return FAULT_DAMAGED;
	if (get_u32(bytes + AT_FORMAT) > VAULT_FORMAT)
		return FAULT_NEWER;
	if (get_u32(bytes + AT_FORMAT) != VAULT_FORMAT ||
	    get_u32(bytes + AT_PAGE_SIZE) != VAULT_PAGE_SIZE ||
	    get_u32(bytes + AT_WAL_LIVE) > 1 || get_u32(bytes + AT_SLOT_COUNT) != VAULT_SLOTS ||
	    get_u32(bytes + AT_OWED) > VAULT_WARNINGS ||
	    !all_zero(bytes + AT_RESERVED, AT_SLOTS - AT_RESERVED) ||
	    !all_zero(bytes + AT_RESERVED_END, AT_MAC - AT_RESERVED_END))
		return FAULT_DAMAGED;
	h.sequence = get_u64(bytes + AT_SEQUENCE);
	h.wal_generation = get_u64(bytes + AT_GENERATION);
	h.wal_live = get_u32(bytes + AT_WAL_LIVE) == 1;
	h.owed = get_u32(bytes + AT_OWED);
	memcpy(h.id, bytes + AT_ID, sizeof h.id);
	if (!vault_table_decode(bytes + AT_SLOTS, &h))
		return FAULT_DAMAGED;
	for (int i = 0; i < VAULT_SLOTS; i++)
		if (kdf_costly(&h.slots[i].kdf))
			return FAULT_COSTLY;
	*out = h;
	return FAULT_OK;
}

/* The sequence number of a copy whose digest is right, whatever its format. */
static uint64_t copy_sequence(const uint8_t *copy)
{
	return get_u64(copy + AT_SEQUENCE);
}

int vault_header_block(const uint8_t *bytes, size_t len, struct vault_header out[2], size_t at[2],
		       int *n, bool *both)
{
	const uint8_t *b = bytes + VAULT_HEADER_COPY;
	size_t len_b = len > VAULT_HEADER_COPY ? len - VAULT_HEADER_COPY : 0;
	struct vault_header first, second;
	int a_is, b_is;

	*n = 0;
	*both = false;
	a_is = vault_header_decode(bytes, len, &first);
	b_is = len_b ? vault_header_decode(b, len_b, &second) : FAULT_NOT_A_VAULT;
	if (a_is == FAULT_NEWER || b_is == FAULT_NEWER) {
		/* A newer program may have left one older copy: the later counts. */
		bool a_counts = b_is != FAULT_OK && b_is != FAULT_NEWER;

		if (!a_counts && (a_is == FAULT_OK || a_is == FAULT_NEWER))
			a_counts = copy_sequence(bytes) >= copy_sequence(b);
		if ((a_counts ? a_is : b_is) == FAULT_NEWER)
			return FAULT_NEWER;
	}
	if (a_is == FAULT_OK) {
		out[0] = first;
		at[0] = 0;
		*n = 1;
	}
	if (b_is == FAULT_OK) {
		if (*n && memcmp(bytes, b, VAULT_HEADER_COPY) == 0) {
			*both = true;
		} else if (*n && second.sequence > first.sequence) {
			out[1] = first;
			at[1] = 0;
			out[0] = second;
			at[0] = VAULT_HEADER_COPY;
			*n = 2;
		} else {
			out[*n] = second;
			at[*n] = VAULT_HEADER_COPY;
			(*n)++;
		}
	}
	if (*n)
		return FAULT_OK;
	if (a_is == FAULT_COSTLY || b_is == FAULT_COSTLY)
		return FAULT_COSTLY;
	return a_is == FAULT_NOT_A_VAULT && b_is == FAULT_NOT_A_VAULT ? FAULT_NOT_A_VAULT :
									FAULT_DAMAGED;
}

void vault_header_encode(const struct vault_header *h, const uint8_t mac_key[VAULT_KEY],
			 uint8_t out[VAULT_HEADER_COPY])
{
	memset(out, 0, VAULT_HEADER_COPY);
	memcpy(out + AT_MAGIC, magic, sizeof magic);
	put_u32(out + AT_FORMAT, VAULT_FORMAT);
	put_u32(out + AT_PAGE_SIZE, VAULT_PAGE_SIZE);
	put_u64(out + AT_SEQUENCE, h->sequence);
	put_u64(out + AT_GENERATION, h->wal_generation);
	put_u32(out + AT_WAL_LIVE, h->wal_live);
	put_u32(out + AT_SLOT_COUNT, VAULT_SLOTS);
	put_u32(out + AT_OWED, h->owed);
	memcpy(out + AT_ID, h->id, sizeof h->id);
	vault_table_encode(h, out + AT_SLOTS);
	crypto_generichash(out + AT_MAC, 32, out, AT_MAC, mac_key, VAULT_KEY);
	crypto_generichash(out + AT_DIGEST, 32, out, AT_DIGEST, NULL, 0);
}

bool vault_header_authentic(const uint8_t copy[VAULT_HEADER_COPY],
			    const uint8_t mac_key[VAULT_KEY])
{
	uint8_t mac[32];

	crypto_generichash(mac, sizeof mac, copy, AT_MAC, mac_key, VAULT_KEY);
	return sodium_memcmp(mac, copy + AT_MAC, sizeof mac) == 0;
}
