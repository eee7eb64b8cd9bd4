#include "config.h"
#include "store/vault/kdf.h"

#include "store/base/fault.h"
#include "store/base/platform.h"
#include "store/vault/header.h"
#include "store/vault/memory.h"

#include <sodium.h>

#define TARGET_SECONDS 0.7
#define PASSES 3        /* RFC 9106's choice where memory is short */
#define MEM_MAX_MIB 256 /* a backup must open on the team's oldest laptop too */

static uint32_t clamp(double value, uint32_t low, uint32_t high)
{
	return value < low ? low : value > high ? high : (uint32_t)value;
}

/* Seconds one derivation takes; negative when there is no memory for it. */
static double measure(const struct vault_kdf *kdf)
{
	static const uint8_t salt[VAULT_SALT];
	uint8_t key[VAULT_KEY];
	int64_t from = platform_awake_ms();

	if (crypto_pwhash(key, sizeof key, "calibrate", 9, salt, kdf->ops,
			  (size_t)kdf->mem_mib << 20, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return -1;
	return (double)(platform_awake_ms() - from + 1) / 1e3; /* never none at all */
}

struct vault_kdf vault_kdf_spread(double work, uint32_t mem_max)
{
	struct vault_kdf kdf;

	if (work > VAULT_KDF_WORK_MAX)
		work = VAULT_KDF_WORK_MAX;
	kdf.mem_mib = clamp(work / PASSES, VAULT_KDF_MEM_MIN, mem_max);
	kdf.ops = clamp(work / kdf.mem_mib, VAULT_KDF_OPS_MIN, VAULT_KDF_OPS_MAX);
	return kdf;
}

int vault_kdf_calibrate(struct vault_kdf *out)
{
	double quarter = (double)platform_free_memory() / 4 / 1048576;
	uint32_t mem_max = clamp(quarter, VAULT_KDF_MEM_MIN, MEM_MAX_MIB);
	struct vault_kdf kdf = VAULT_KDF_FLOOR;

	if (vault_memory_init() != FAULT_OK)
		return FAULT_INTERNAL;
	*out = kdf;
	/* The floor fits into some caches: measure again nearer the goal and correct. */
	for (int round = 0; round < 2; round++) {
		double seconds = measure(&kdf);

		if (seconds < 0)
			return FAULT_NOMEM;
		kdf = vault_kdf_spread((double)kdf.mem_mib * kdf.ops * TARGET_SECONDS / seconds, mem_max);
	}
	*out = kdf;
	return FAULT_OK;
}
