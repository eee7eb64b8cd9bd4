/*
 * id: the names of operations and records, and of the lanes they come by.
 *
 * An id is 16 bytes of BLAKE2b over the bytes it names; as text it is 26
 * letters of base32.h. Pure functions, thread-safe.
 */
#ifndef STORE_BASE_ID_H
#define STORE_BASE_ID_H

#include <stddef.h>
#include <stdint.h>

#include "store/base/crypto.h"

#define ID_BYTES 16
#define ID_TEXT 27 /* with the closing NUL */
#define LANE_BYTES 8

struct id {
	uint8_t b[ID_BYTES];
};

struct id id_of(const void *bytes, size_t n);

void id_text(char out[ID_TEXT], const struct id *id);
/* 0, or -1 when the text is no whole id. */
int id_parse(struct id *out, const char *text);

/* lane = BLAKE2b-64(device key ‖ incarnation): one laptop between two restores. */
void lane_of(uint8_t lane[LANE_BYTES], const uint8_t pk[DEVICE_PUBLIC_BYTES],
	     const uint8_t incarnation[ID_BYTES]);

#endif
