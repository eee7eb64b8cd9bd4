#include "config.h"
#include "sync/crypto/envelope_write.h"

#include <sodium.h>
#include <string.h>

#include "sync/crypto/age_header.h"
#include "sync/crypto/armour.h"
#include "sync/crypto/chunk.h"

struct envelope_writer {
	struct buffer *out;
	struct buffer bare; /* what is armoured in the end */
	bool armoured;
	uint8_t key[CHUNK_KEY_BYTES];
	uint64_t number;
	uint8_t piece[CHUNK_SEALED]; /* is sealed where it stands, when more comes or nothing does */
	size_t fill;
};

static struct buffer *age_of(struct envelope_writer *w)
{
	return w->armoured ? &w->bare : w->out;
}

static bool begin(struct envelope_writer *w, const uint8_t (*recipients)[BOX_BYTES], size_t n)
{
	uint8_t file_key[FILE_KEY_BYTES], salt[CHUNK_SALT_BYTES];
	bool fine;

	randombytes_buf(file_key, sizeof file_key);
	randombytes_buf(salt, sizeof salt);
	fine = age_header_write(age_of(w), file_key, recipients, n);
	buffer_put_bytes(age_of(w), salt, sizeof salt);
	chunk_key(w->key, file_key, salt);
	sodium_memzero(file_key, sizeof file_key);
	return fine;
}

enum sealing envelope_begin(struct envelope_writer **out, struct buffer *to, bool armoured,
			    const uint8_t (*recipients)[BOX_BYTES], size_t n)
{
	struct envelope_writer *w = sodium_malloc(sizeof *w);

	*out = NULL;
	if (!w)
		return SEALING_NOMEM;
	memset(w, 0, sizeof *w);
	w->out = to;
	w->armoured = armoured;
	if (!begin(w, recipients, n)) {
		buffer_release(to);
		buffer_release(&w->bare);
		sodium_free(w);
		return SEALING_BAD_KEY;
	}
	*out = w;
	return SEALING_FINE;
}

static void seal_piece(struct envelope_writer *w, bool last)
{
	chunk_seal(w->piece, w->key, w->number++, last, w->piece, w->fill);
	buffer_put_bytes(age_of(w), w->piece, w->fill + CHUNK_TAG);
	w->fill = 0;
}

void envelope_put(struct envelope_writer *w, const void *bytes, size_t n)
{
	const uint8_t *from = bytes;

	while (n) {
		size_t here = CHUNK_BYTES - w->fill;

		if (!here) {
			seal_piece(w, false);
			continue;
		}
		if (here > n)
			here = n;
		memcpy(w->piece + w->fill, from, here);
		w->fill += here;
		from += here;
		n -= here;
	}
}

void envelope_end(struct envelope_writer *w)
{
	seal_piece(w, true);
	if (w->armoured)
		armour_write(w->out, (const uint8_t *)buffer_text(&w->bare), w->bare.len);
	buffer_release(&w->bare);
	sodium_free(w);
}
