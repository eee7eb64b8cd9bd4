/*
 * The published vectors of age (tests/data/age/README), one test each, named
 * for what comes of it. What is sealed by a passphrase is refused here and so
 * not applicable where age opens it; that it is refused is tested.
 */
#include "config.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sodium.h>
#include <zstd.h>

#include "sync/crypto/envelope.h"
#include "tests/sync/crypto/vectors.h"

enum { VECTORS = 93, IDENTITIES = 4, ROOM = 32 << 20 };

struct vector {
	char path[512];
	char *bytes;         /* the whole file */
	const char *age;     /* what is to be opened, with its length */
	size_t len;
	char *inflated;
	char expect[32], payload[65];
	struct box_key *keys;
	size_t n_keys;
	bool passphrase;
};

static void take_line(struct vector *v, const char *line)
{
	if (!strncmp(line, "expect: ", 8))
		snprintf(v->expect, sizeof v->expect, "%s", line + 8);
	else if (!strncmp(line, "payload: ", 9))
		snprintf(v->payload, sizeof v->payload, "%s", line + 9);
	else if (!strncmp(line, "passphrase: ", 12))
		v->passphrase = true;
	else if (!strcmp(line, "compressed: zstd"))
		v->inflated = malloc(ROOM);
	else if (!strncmp(line, "identity: ", 10))
		vector_identity(&v->keys[v->n_keys++], line + 10);
}

static void vector_read(struct vector *v)
{
	FILE *file = fopen(v->path, "rb");
	size_t size;
	char *at;

	assert_non_null(file);
	v->bytes = malloc(1 << 20);
	size = fread(v->bytes, 1, (1 << 20) - 1, file);
	fclose(file);
	v->bytes[size] = 0;
	v->keys = box_keys_new(IDENTITIES);
	for (at = v->bytes; *at != '\n'; ) {
		char *end = strchr(at, '\n');

		*end = 0;
		take_line(v, at);
		at = end + 1;
	}
	v->age = at + 1;
	v->len = size - (size_t)(v->age - v->bytes);
	if (v->inflated) {
		v->len = ZSTD_decompress(v->inflated, ROOM, v->age, v->len);
		assert_false(ZSTD_isError(v->len));
		v->age = v->inflated;
	}
}

static void vector_release(struct vector *v)
{
	box_keys_free(v->keys);
	free(v->bytes);
	free(v->inflated);
}

/* What a reader of ours says where age says this. */
static bool fits(const struct vector *v, enum refusal no)
{
	if (v->passphrase)
		return no != REFUSAL_NONE;
	if (!strcmp(v->expect, "success"))
		return no == REFUSAL_NONE;
	if (!strcmp(v->expect, "no match"))
		return no == REFUSAL_NOT_FOR_US;
	if (!strcmp(v->expect, "HMAC failure"))
		return no == REFUSAL_CHANGED;
	if (!strcmp(v->expect, "header failure"))
		return no == REFUSAL_BAD_HEADER || no == REFUSAL_CUT;
	if (!strcmp(v->expect, "payload failure"))
		return no == REFUSAL_CHANGED || no == REFUSAL_CUT;
	return !strcmp(v->expect, "armor failure") &&
	       (refusal_verdict(no) == VERDICT_DAMAGED || no == REFUSAL_NOT_OURS);
}

static void check_payload(struct envelope *e, const char *wanted)
{
	struct input *content = envelope_content(e);
	crypto_hash_sha256_state state;
	uint8_t piece[10007], hash[32];
	char text[65];
	uint64_t all = 0;
	size_t got;

	crypto_hash_sha256_init(&state);
	do {
		assert_int_equal(input_read(content, piece, sizeof piece, &got), REFUSAL_NONE);
		crypto_hash_sha256_update(&state, piece, got);
		all += got;
	} while (got == sizeof piece);
	crypto_hash_sha256_final(&state, hash);
	sodium_bin2hex(text, sizeof text, hash, sizeof hash);
	assert_string_equal(text, wanted);
	assert_int_equal(all, content->size);
}

static void runs(void **state)
{
	struct vector *v = *state;
	struct input_memory file;
	struct envelope *e;
	enum refusal no;

	vector_read(v);
	input_memory_init(&file, v->age, v->len);
	no = envelope_open(&e, &file.in, v->keys, v->n_keys);
	if (!fits(v, no))
		fail_msg("wanted %s, came %s", v->expect, refusal_name(no));
	assert_true(!e == !!no);
	if (!no)
		check_payload(e, v->payload);
	envelope_close(e);
	vector_release(v);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t list(const char *folder, char **names, size_t room)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t n = 0;

	while (dir && (entry = readdir(dir)))
		if (*entry->d_name != '.' && strcmp(entry->d_name, "README") && n < room)
			names[n++] = strdup(entry->d_name);
	if (dir)
		closedir(dir);
	qsort(names, n, sizeof *names, by_name);
	return n;
}

int main(void)
{
	static struct CMUnitTest tests[VECTORS + 1];
	static struct vector vectors[VECTORS + 1];
	const char *srcdir = getenv("srcdir");
	char folder[400], *names[VECTORS + 1];
	size_t n;
	int failed;

	if (sodium_init() < 0)
		return 1;
	snprintf(folder, sizeof folder, "%s/tests/data/age", srcdir ? srcdir : ".");
	n = list(folder, names, VECTORS + 1);
	if (n != VECTORS) {
		printf("Bail out! %zu vectors in %s, not %d\n", n, folder, VECTORS);
		return 1;
	}
	for (size_t i = 0; i < n; i++) {
		char *name = malloc(strlen(names[i]) + 80);
		struct vector *v = &vectors[i];

		snprintf(v->path, sizeof v->path, "%s/%s", folder, names[i]);
		vector_read(v);
		sprintf(name, "%s: %s%s", names[i], v->expect,
			!v->passphrase ? "" :
			strcmp(v->expect, "success") ? " (by a passphrase: refused)" :
						       " is not applicable (by a passphrase: refused)");
		vector_release(v);
		*v = (struct vector){ 0 };
		snprintf(v->path, sizeof v->path, "%s/%s", folder, names[i]);
		tests[i] = (struct CMUnitTest){ name, runs, NULL, NULL, v };
	}
	failed = _cmocka_run_group_tests("age", tests, n, NULL, NULL);
	for (size_t i = 0; i < n; i++) {
		free((void *)(uintptr_t)tests[i].name);
		free(names[i]);
	}
	return failed;
}
