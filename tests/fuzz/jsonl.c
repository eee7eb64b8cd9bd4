#include "config.h"
#include "tests/fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "sync/io/jsonl.h"

/* Standard input as a person may pipe it in: a secret line, if the first byte says so, then JSON. */
FUZZ_TARGET
{
	struct fault fault = { 0 };
	struct jsonl in;
	json_t *object;
	char *secret = NULL;
	size_t secret_len;
	int line = 0;
	int fd = memfd_create("jsonl", MFD_CLOEXEC);

	FUZZ_CHECK(fd >= 0);
	if (len > 1)
		FUZZ_CHECK(write(fd, data + 1, len - 1) == (ssize_t)(len - 1));
	FUZZ_CHECK(lseek(fd, 0, SEEK_SET) == 0);

	jsonl_init(&in, fd);
	if (len && (data[0] & 1) && !jsonl_secret(&in, &secret, &secret_len, &fault) && secret)
		FUZZ_CHECK(strlen(secret) == secret_len && secret_len <= JSONL_SECRET_MAX);
	free(secret);
	while (!jsonl_next(&in, &object, &fault) && object) {
		FUZZ_CHECK(json_is_object(object) && in.line > line);
		line = in.line;
		json_decref(object);
	}
	jsonl_release(&in);
	close(fd);

	if (!jsonl_object((const char *)data, len, &object, &fault))
		json_decref(object);
	return 0;
}
