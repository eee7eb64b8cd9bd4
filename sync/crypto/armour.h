/*
 * armour: an age file as text, for ways that carry only text.
 *
 * Source: c2sp.org/age, "ASCII armor": PEM of type AGE ENCRYPTED FILE, strict and canonical:
 * lines of 64 letters, a last one of 1 to 64, each ended by LF or CR LF; base64 with its padding;
 * nothing around but white space.
 */
#ifndef SYNC_CRYPTO_ARMOUR_H
#define SYNC_CRYPTO_ARMOUR_H

#include <stdbool.h>

#include "store/base/buffer.h"
#include "sync/crypto/input.h"

#define ARMOUR_BEGIN "-----BEGIN AGE ENCRYPTED FILE-----"
#define ARMOUR_END   "-----END AGE ENCRYPTED FILE-----"
#define ARMOUR_COLUMNS 64

/*
 * What armoured text holds, as an input on another one, which begins with white space or
 * ARMOUR_BEGIN. Reading says CUT when the text ends before ARMOUR_END, CHANGED when it is not
 * canonical or something follows; its end is reached only when all of the text was right.
 */
struct armour {
	struct input in;
	struct input *text;
	uint8_t bytes[ARMOUR_COLUMNS / 4 * 3]; /* of the line read last */
	size_t at, fill;
	bool begun, last, ended; /* behind the first line; the line read last ends the bytes */
};
void armour_init(struct armour *a, struct input *text);

/* Append n bytes as armoured text. */
void armour_write(struct buffer *out, const uint8_t *bytes, size_t n);

#endif
