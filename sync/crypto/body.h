/*
 * body: the lines of a package, packed by zstd.
 *
 * Nothing, or one frame without a dictionary and nothing behind it; unpacked,
 * lines each ended by LF, none empty (docs/format-batch.md, "Package"). Reading
 * unpacks as far as the next line and never past what the manifest announced,
 * so memory stays at a line and zstd's window, whatever the frame says.
 */
#ifndef SYNC_CRYPTO_BODY_H
#define SYNC_CRYPTO_BODY_H

#include <stddef.h>
#include <stdint.h>

#include "store/base/buffer.h"
#include "sync/crypto/input.h"

struct body;

/* The lines in the next `packed` bytes of an input, which is borrowed; at most `raw` bytes unpacked. */
struct body *body_open(struct input *in, uint32_t packed, uint64_t raw);
void body_close(struct body *b);

/*
 * The next line, without its LF, good until the next call; *line NULL behind the last one, when
 * the frame has ended as it must. BAD_BODY, or what reading says.
 */
enum refusal body_line(struct body *b, const char **line, size_t *len);

/* Bytes of the lines read so far, with their LFs. */
uint64_t body_unpacked(const struct body *b);

/*
 * Packing: bytes of lines are put one after the other, and what is packed grows in a buffer, which
 * is borrowed to the end; nothing for none. Memory is zstd's window, however many there are.
 * about: how many there will be, as far as is known.
 */
struct body_packer;
struct body_packer *body_pack_begin(struct buffer *out, size_t about);
void body_pack_put(struct body_packer *p, const char *bytes, size_t n);
void body_pack_end(struct body_packer *p);

/* Append n bytes of lines, packed. */
void body_pack(struct buffer *out, const char *lines, size_t n);

#endif
