/*
 * kdf: how much work a passphrase costs on this machine.
 */
#ifndef STORE_VAULT_KDF_H
#define STORE_VAULT_KDF_H

#include "store/vault/vault.h"

/*
 * Parameters that take this machine about 0.7 s, never below the floor and
 * never more than a quarter of the free memory or 256 MiB, nor out of the
 * bounds of header.h. Takes about a second. FAULT_OK or FAULT_NOMEM (then *out is the floor).
 */
int vault_kdf_calibrate(struct vault_kdf *out);

/* Parameters worth `work` MiB × passes, as near as bounds allow: first memory, then passes. */
struct vault_kdf vault_kdf_spread(double work, uint32_t mem_max);

#endif
