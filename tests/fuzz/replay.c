/*
 * A main() for fuzz targets built without libFuzzer: feeds every file of
 * tests/fuzz/corpus/NAME/ and many deterministic changes of it, and says so in
 * TAP. What broke a target once is kept there and so tried for ever.
 */
#include "config.h"
#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	SEED_MAX = 1 << 20,
};

__attribute__((weak)) FUZZ_CHANGES(2000);

static uint64_t random_state = 20261121;

/* xorshift64*: the same numbers on every machine. */
static uint32_t random_next(void)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (uint32_t)(random_state * UINT64_C(2685821657736338717) >> 32);
}

/* A copy of exactly `len` bytes on the heap, so that ASan sees a read past its end. */
static void target_run(const uint8_t *bytes, size_t len)
{
	uint8_t *copy = malloc(len ? len : 1);

	if (!copy)
		abort();
	if (len)
		memcpy(copy, bytes, len);
	LLVMFuzzerTestOneInput(copy, len);
	free(copy);
}

/* Change one to four bytes in place, or shorten; returns the new length. */
static size_t seed_change(uint8_t *bytes, size_t len)
{
	static const uint8_t telling[] = { 0, 1, 0x7f, 0x80, 0xff, '"', '\\', '\n', '0', '-' };
	unsigned int n = 1 + random_next() % 4;

	if (!len)
		return 0;
	if (random_next() % 8 == 0)
		return random_next() % len;
	while (n--) {
		uint8_t *byte = bytes + random_next() % len;

		switch (random_next() % 3) {
		case 0:
			*byte ^= (uint8_t)(1 << random_next() % 8);
			break;
		case 1:
			*byte = (uint8_t)random_next();
			break;
		default:
			*byte = telling[random_next() % sizeof(telling)];
			break;
		}
	}
	return len;
}

/* Returns 0, or errno when the file cannot be read whole. */
static int seed_replay(const char *path)
{
	static uint8_t seed[SEED_MAX], changed[SEED_MAX];
	FILE *file = fopen(path, "rb");
	size_t len;

	if (!file)
		return errno;
	len = fread(seed, 1, sizeof(seed), file);
	if (ferror(file) || !feof(file)) {
		fclose(file);
		return EIO;
	}
	fclose(file);
	target_run(seed, len);
	for (int i = 0; i < fuzz_changes; i++) {
		memcpy(changed, seed, len);
		target_run(changed, seed_change(changed, len));
	}
	return 0;
}

static int seed_wanted(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	const char *srcdir = getenv("srcdir");
	const char *name = strrchr(argv[0], '/');
	struct dirent **entries;
	char folder[4096];
	int n, failed = 0;

	(void)argc;
	name = name ? name + 1 : argv[0];
	snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%.*s", srcdir ? srcdir : ".",
		 (int)strcspn(name, "."), name);
	n = scandir(folder, &entries, seed_wanted, alphasort);
	if (n <= 0) {
		printf("1..0 # SKIP no seeds in %s\n", folder);
		return 0;
	}
	printf("1..%d\n", n);
	fflush(stdout); /* a target may have another use for it */
	target_run(NULL, 0);
	for (int i = 0; i < n; i++) {
		char path[sizeof(folder) + sizeof(entries[i]->d_name)];
		int err;

		snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		err = seed_replay(path);
		printf("%s %d - %s and %d changes of it%s%s\n", err ? "not ok" : "ok", i + 1,
		       entries[i]->d_name, fuzz_changes, err ? ": " : "",
		       err ? strerror(err) : "");
		fflush(stdout);
		failed |= err;
		free(entries[i]);
	}
	free(entries);
	return failed != 0;
}
