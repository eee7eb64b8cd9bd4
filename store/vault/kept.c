#include "config.h"
#include "store/vault/kept.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/crypto.h"
#include "store/base/fault.h"
#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/vault/code.h"
#include "store/vault/file.h"
#include "store/vault/header.h"

/* A file with a recovery code is a note; what is longer is something else. */
enum { NOTE_MAX = 64 << 10 };

static const char *const suffixes[] = { VAULT_WAL_SUFFIX, VAULT_LOCK_SUFFIX, VAULT_NEW_SUFFIX,
					VAULT_NEW_SUFFIX VAULT_WAL_SUFFIX };
enum { SUFFIXES = sizeof suffixes / sizeof suffixes[0] };

/* Whether one of the lines is a recovery code; they are cut up. */
static bool holds_code(char *text)
{
	uint8_t bytes[VAULT_CODE_BYTES];
	bool found = false;
	char *line, *rest = text;

	while (!found && (line = strsep(&rest, "\n")))
		found = vault_code_read(line, bytes) == 0;
	wipe(bytes, sizeof bytes);
	return found;
}

/* The beginning of a plain file with a NUL after it; nothing (*len 0) of anything else. An errno. */
static int read_beginning(const char *path, char *to, size_t *len)
{
	handle_t file;
	int err = platform_open(path, FILE_READ_PLAIN, &file);

	*len = 0;
	if (!err) {
		err = platform_read_whole(file, to, NOTE_MAX + 1, len);
		platform_close(file);
	} else if (err == ENOENT || err == ENOTDIR || err == EISDIR || err == EINVAL ||
		   err == ENXIO || err == ELOOP) {
		err = 0; /* no file that could be lost */
	}
	to[*len] = 0;
	return err;
}

/*
 * Whether the file holds a vault or, where that is asked, a recovery code. An errno.
 * `open`, which may be open, is known without opening it.
 */
static int look_into(const char *path, const char *open, bool codes, bool *kept)
{
	char *text;
	size_t len;
	int err;

	*kept = platform_same(path, open);
	if (*kept)
		return 0;
	text = memory_alloc(NOTE_MAX + 2);
	err = read_beginning(path, text, &len);
	*kept = vault_header_begins(text, len) ||
		(codes && len <= NOTE_MAX && !memchr(text, 0, len) && holds_code(text));
	memory_free_wiped(text);
	return err;
}

/* The absolute name of a file that is there or not; malloc'ed, NULL where it has no folder. */
static char *place_of(const char *path, bool follow)
{
	const char *end = strrchr(path, PLATFORM_SEPARATOR);
	char *folder, *real = NULL, *place = NULL;

	if (follow && platform_real_path(path, &real) == 0)
		return real;
	folder = end ? memory_strndup(path, (size_t)(end - path) + 1) : memory_strdup(".");
	if (platform_real_path(folder, &real) == 0)
		place = memory_format("%s%c%s", real, PLATFORM_SEPARATOR, end ? end + 1 : path);
	free(real);
	free(folder);
	return place;
}

static bool ends_in(const char *text, const char *end)
{
	size_t n = strlen(text), k = strlen(end);

	return n > k && strcmp(text + n - k, end) == 0;
}

/* One file, by whatever names, or one name that nothing bears yet. */
static bool same(const char *path, const char *other)
{
	char *one, *two;
	bool is;

	if (platform_same(path, other))
		return true;
	one = place_of(path, false);
	two = place_of(other, false);
	is = one && two && strcmp(one, two) == 0;
	free(one);
	free(two);
	return is;
}

/* The open vault or what belongs to it. */
static bool is_own(const char *path, const char *vault)
{
	bool own = same(path, vault);

	for (int i = 0; i < SUFFIXES && !own; i++) {
		char *name = memory_format("%s%s", vault, suffixes[i]);

		own = same(path, name);
		free(name);
	}
	return own;
}

/* Whether a name is that of what belongs to another vault. An errno. */
static int belongs_to_vault(const char *place, const char *open, bool *kept)
{
	int err = 0;

	for (int i = 0; i < SUFFIXES && !err && !*kept; i++) {
		char *name;

		if (!ends_in(place, suffixes[i]))
			continue;
		name = memory_strndup(place, strlen(place) - strlen(suffixes[i]));
		err = look_into(name, open, false, kept);
		free(name);
	}
	return err;
}

/* What the path leads to, by its own name and, through links, by that of what is there. */
static int judge(const char *path, const char *open, bool *kept)
{
	int err = look_into(path, open, true, kept);

	for (int follow = 0; follow < 2 && !err && !*kept; follow++) {
		char *place = place_of(path, follow);

		if (place)
			err = belongs_to_vault(place, open, kept);
		free(place);
	}
	return err;
}

int kept_check(const char *path, const char *vault, const char *const inputs[], struct fault *f)
{
	char *real = place_of(vault, true); /* the log lies beside the file, not beside a link to it */
	bool kept = is_own(path, vault) || (real && is_own(path, real));
	int err = 0;

	free(real);
	for (; !kept && *inputs; inputs++)
		kept = same(path, *inputs);
	if (!kept)
		err = judge(path, vault, &kept);
	if (kept)
		return fault_set(f, FAULT_KEPT, path);
	return err ? fault_sys(f, FAULT_CANT_CREATE, err, path) : FAULT_OK;
}

int kept_check_vault(const char *path, struct fault *f)
{
	bool kept = false;
	int err = belongs_to_vault(path, path, &kept);

	if (kept)
		return fault_set(f, FAULT_KEPT, path);
	return err ? fault_sys(f, FAULT_CANT_CREATE, err, path) : FAULT_OK;
}
