/*
 * input: bytes that are read in order, from the beginning and once more from it.
 *
 * Readers of formats are stacked on each other: a file, the armour in it, what
 * was sealed in that, a body unpacked from this. Each is an input of the next,
 * so that none of them needs more memory than a piece. What is read is only
 * ever read: nothing here writes to the file.
 *
 * A struct that is an input has it as its first member. It is borrowed by what
 * is stacked on it. One thread at a time.
 */
#ifndef SYNC_CRYPTO_INPUT_H
#define SYNC_CRYPTO_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "store/base/platform.h"
#include "sync/crypto/refusal.h"

#define INPUT_SIZE_UNKNOWN UINT64_MAX

struct input {
	/* n bytes, fewer only at the end (*got); or a reason, then nothing of *to counts. */
	enum refusal (*read)(struct input *in, void *to, size_t n, size_t *got);
	enum refusal (*rewind)(struct input *in); /* to the beginning */
	uint64_t size; /* bytes in all, or INPUT_SIZE_UNKNOWN */
	int sys;       /* with REFUSAL_UNREAD: errno */
};

enum refusal input_read(struct input *in, void *to, size_t n, size_t *got);
enum refusal input_rewind(struct input *in);
/* n bytes, or REFUSAL_CUT. */
enum refusal input_read_all(struct input *in, void *to, size_t n);
/* Read n bytes and forget them; REFUSAL_CUT when there are fewer. */
enum refusal input_skip(struct input *in, uint64_t n);

/* Bytes in memory, which are borrowed. */
struct input_memory {
	struct input in;
	const uint8_t *bytes;
	size_t len, at;
};
void input_memory_init(struct input_memory *m, const void *bytes, size_t len);

/* A plain file that is open for reading; it stays the caller's. An errno of asking its size, or 0. */
#define INPUT_FILE_ROOM 16384
struct input_file {
	struct input in;
	handle_t file;
	size_t at, fill;
	uint8_t room[INPUT_FILE_ROOM];
};
int input_file_init(struct input_file *f, handle_t file);

#endif
