/* The header block: encoding, bounds, and which copy counts. */
#include "config.h"
#include "store/vault/header.h"
#include "store/vault/kdf.h"
#include "tests/store/vault/tools.h"

#include <sodium.h>

static uint8_t mac_key[VAULT_KEY];

static void fill(void *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		((uint8_t *)bytes)[i] = (uint8_t)pick(256);
}

/* Within all bounds. */
static struct vault_kdf random_kdf(void)
{
	struct vault_kdf kdf = { 19 + pick(1006), 2 };
	uint32_t most = VAULT_KDF_WORK_MAX / kdf.mem_mib;

	kdf.ops += pick((most < VAULT_KDF_OPS_MAX ? most : VAULT_KDF_OPS_MAX) - 1);
	return kdf;
}

static void random_header(struct vault_header *h)
{
	memset(h, 0, sizeof *h);
	h->sequence = (uint64_t)pick(UINT32_MAX) << 20;
	h->wal_generation = (uint64_t)pick(UINT32_MAX) << 9;
	h->wal_live = pick(2);
	h->owed = pick(VAULT_WARNINGS + 1);
	fill(h->id, sizeof h->id);
	for (int i = 0; i < VAULT_SLOTS; i++) {
		struct vault_slot *s = &h->slots[i];

		s->kind = pick(VAULT_SLOT_COMMUNE + 1);
		if (!s->kind)
			continue;
		if (s->kind != VAULT_SLOT_COMMUNE)
			s->kdf = random_kdf();
		fill(s->salt, sizeof s->salt);
		fill(s->public_key, sizeof s->public_key);
		fill(s->nonce, sizeof s->nonce);
		fill(s->wrapped, sizeof s->wrapped);
		fill(s->sealed, sizeof s->sealed);
		for (uint32_t k = 1 + pick(VAULT_NAME_MAX - 1); k-- > 0;)
			s->name[k] = (char)('a' + pick(26));
	}
}

static void same_bytes_again(void **state)
{
	uint8_t one[VAULT_HEADER_COPY], two[VAULT_HEADER_COPY];
	struct vault_header h, back;

	(void)state;
	for (int i = 0; i < 200; i++) {
		random_header(&h);
		vault_header_encode(&h, mac_key, one);
		assert_int_equal(vault_header_decode(one, sizeof one, &back), FAULT_OK);
		assert_true(vault_header_authentic(one, mac_key));
		vault_header_encode(&back, mac_key, two);
		assert_memory_equal(one, two, sizeof one);
		assert_int_equal(back.sequence, h.sequence);
		assert_int_equal(back.wal_live, h.wal_live);
		assert_int_equal(back.owed, h.owed);
		mac_key[0]++;
		assert_false(vault_header_authentic(one, mac_key));
	}
}

static void repair_digest(uint8_t *copy)
{
	crypto_generichash(copy + 4064, 32, copy, 4064, NULL, 0);
}

/* Bounds hold also where the digest was made to fit; nothing here may crash. */
static void any_bytes(void **state)
{
	uint8_t good[VAULT_HEADER_COPY], bad[VAULT_HEADER_COPY], *exact;
	struct vault_header h, out;
	long refused = 0;

	(void)state;
	random_header(&h);
	vault_header_encode(&h, mac_key, good);
	for (int i = 0; i < 4000; i++) {
		memcpy(bad, good, sizeof bad);
		for (uint32_t k = 1 + pick(3); k-- > 0;)
			bad[8 + pick(4024)] = (uint8_t)pick(256);
		repair_digest(bad);
		if (vault_header_decode(bad, sizeof bad, &out) != FAULT_OK) {
			refused++;
			continue;
		}
		assert_true(out.owed <= VAULT_WARNINGS);
		for (int k = 0; k < VAULT_SLOTS; k++) {
			const struct vault_slot *s = &out.slots[k];

			assert_true(s->kind <= VAULT_SLOT_COMMUNE);
			assert_true(strnlen(s->name, VAULT_NAME_MAX) < VAULT_NAME_MAX);
			if (s->kind == VAULT_SLOT_MEMBER || s->kind == VAULT_SLOT_CODE)
				assert_true(vault_kdf_valid(&s->kdf));
		}
	}
	assert_true(refused > 100);
	for (size_t len = 0; len < sizeof good; len += 1 + len / 7) {
		exact = malloc(len + !len);
		memcpy(exact, good, len);
		assert_int_equal(vault_header_decode(exact, len, &out),
				 len < 8 ? FAULT_NOT_A_VAULT : FAULT_DAMAGED);
		free(exact);
	}
}

static void make_newer(uint8_t *copy)
{
	copy[8]++;
	repair_digest(copy);
}

static void which_copy_counts(void **state)
{
	uint8_t block[VAULT_HEADER_SIZE], *a = block, *b = block + VAULT_HEADER_COPY;
	struct vault_header h, out[2];
	size_t at[2];
	bool both;
	int n;

	(void)state;
	random_header(&h);
	h.sequence = 7;
	vault_header_encode(&h, mac_key, a);
	vault_header_encode(&h, mac_key, b);
	assert_int_equal(vault_header_block(block, sizeof block, out, at, &n, &both), FAULT_OK);
	assert_int_equal(n, 1);
	assert_true(both);

	h.sequence = 8;
	vault_header_encode(&h, mac_key, b);
	assert_int_equal(vault_header_block(block, sizeof block, out, at, &n, &both), FAULT_OK);
	assert_int_equal(n, 2);
	assert_false(both);
	assert_int_equal(out[0].sequence, 8);
	assert_int_equal(at[0], VAULT_HEADER_COPY);
	assert_int_equal(out[1].sequence, 7);

	b[100] ^= 1; /* torn: A counts */
	assert_int_equal(vault_header_block(block, sizeof block, out, at, &n, &both), FAULT_OK);
	assert_int_equal(n, 1);
	assert_int_equal(out[0].sequence, 7);
	assert_int_equal(at[0], 0);
	b[100] ^= 1;

	make_newer(b); /* the later one is a newer program's */
	assert_int_equal(vault_header_block(block, sizeof block, out, at, &n, &both), FAULT_NEWER);
	h.sequence = 9; /* ... or it was, and this program's came after */
	vault_header_encode(&h, mac_key, a);
	assert_int_equal(vault_header_block(block, sizeof block, out, at, &n, &both), FAULT_OK);
	assert_int_equal(out[0].sequence, 9);
	memset(a, 0, VAULT_HEADER_COPY);
	assert_int_equal(vault_header_block(block, sizeof block, out, at, &n, &both), FAULT_NEWER);
	memset(b, 0, VAULT_HEADER_COPY);
	assert_int_equal(vault_header_block(block, sizeof block, out, at, &n, &both),
			 FAULT_NOT_A_VAULT);
	assert_int_equal(vault_header_block(block, 0, out, at, &n, &both), FAULT_NOT_A_VAULT);
}

static void memory_times_passes_is_bounded(void **state)
{
	static const struct {
		struct vault_kdf kdf;
		bool valid;
	} cases[] = {
		{ { 64, 64 }, true },  { { 1024, 4 }, true },  { { 19, 64 }, true },
		{ { 65, 64 }, false }, { { 1024, 5 }, false }, { { 1024, 64 }, false },
		{ { 18, 2 }, false },  { { 1025, 2 }, false }, { { 19, 1 }, false },
		{ { 19, 65 }, false }, { { UINT32_MAX, UINT32_MAX }, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (vault_kdf_valid(&cases[i].kdf) != cases[i].valid)
			fail_msg("case %zu", i);
}

/* However fast the machine and however much memory it has. */
static void measuring_stays_in_bounds(void **state)
{
	(void)state;
	for (double work = 1; work < 1e12; work *= 1.7) {
		for (uint32_t mem_max = VAULT_KDF_MEM_MIN; mem_max <= 256; mem_max += 79) {
			struct vault_kdf kdf = vault_kdf_spread(work, mem_max);

			assert_true(vault_kdf_valid(&kdf));
		}
	}
}

/* Former versions made them: told from damage, and no copy of a vault that is fine. */
static void a_costly_slot_is_named(void **state)
{
	uint8_t block[VAULT_HEADER_SIZE], *a = block, *b = block + VAULT_HEADER_COPY;
	struct vault_header h, out[2];
	size_t at[2];
	bool both;
	int n;

	(void)state;
	random_header(&h);
	memset(&h.slots[3], 0, sizeof h.slots[3]);
	h.slots[3].kind = VAULT_SLOT_MEMBER;
	strcpy(h.slots[3].name, "Lan");
	h.slots[3].kdf = (struct vault_kdf){ 1024, 5 };
	vault_header_encode(&h, mac_key, a);
	memcpy(b, a, VAULT_HEADER_COPY);
	assert_int_equal(vault_header_decode(a, VAULT_HEADER_COPY, out), FAULT_COSTLY);
	assert_int_equal(vault_header_block(block, sizeof block, out, at, &n, &both), FAULT_COSTLY);
	memset(a, 0, VAULT_HEADER_COPY);
	assert_int_equal(vault_header_block(block, sizeof block, out, at, &n, &both), FAULT_COSTLY);
	h.slots[3].kdf.ops = 4;
	vault_header_encode(&h, mac_key, a);
	assert_int_equal(vault_header_block(block, sizeof block, out, at, &n, &both), FAULT_OK);
	assert_int_equal(n, 1);
	h.slots[3].kdf.ops = VAULT_KDF_OPS_MAX + 1; /* no version made that */
	vault_header_encode(&h, mac_key, a);
	assert_int_equal(vault_header_decode(a, VAULT_HEADER_COPY, out), FAULT_DAMAGED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_bytes_again),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(which_copy_counts),
		cmocka_unit_test(memory_times_passes_is_bounded),
		cmocka_unit_test(measuring_stays_in_bounds),
		cmocka_unit_test(a_costly_slot_is_named),
	};

	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
