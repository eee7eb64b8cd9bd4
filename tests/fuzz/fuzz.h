/*
 * fuzz: one function per parser of foreign bytes.
 *
 * Each tests/fuzz/NAME.c defines FUZZ_TARGET: it feeds `len` bytes to one
 * parser and aborts, by FUZZ_CHECK, when the parser breaks a promise of its
 * header. The same file is driven by libFuzzer (`make fuzz`) and by replay.c
 * (`make check`).
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libFuzzer's name; always returns 0. `data` is not terminated and may be empty. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#define FUZZ_TARGET int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)

/* How many changes of each seed replay.c tries, for a target that is slow. */
extern int fuzz_changes;
#define FUZZ_CHANGES(n) int fuzz_changes = (n)

#define FUZZ_CHECK(promise)                                                              \
	do {                                                                             \
		if (!(promise)) {                                                        \
			fprintf(stderr, "%s:%d: ERROR: not so: %s\n", __FILE__, __LINE__, \
				#promise);                                               \
			abort();                                                         \
		}                                                                        \
	} while (0)

/* A copy that ends in NUL, for parsers that take strings; the caller frees it. */
static inline char *fuzz_string(const uint8_t *data, size_t len)
{
	char *text = malloc(len + 1);

	if (!text)
		abort();
	if (len)
		memcpy(text, data, len);
	text[len] = 0;
	return text;
}

#endif
