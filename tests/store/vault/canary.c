/*
 * Canaries: strings in every kind of data, looked for in every byte of every
 * file the vault leaves behind, also when it is killed in mid-write. Linked with
 * seal_null.c in the place of the seal, the same test must find them.
 */
#include "config.h"
#include "store/vault/create.h"
#include "tests/store/vault/tools.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>

extern const int vault_seal_is_null __attribute__((weak));

#define KILLS 12

enum { UTF8, UTF16LE, UTF16BE, FORMS };

static const char *const canaries[] = { "CanaryInRow", "CanaryInIndex", "canaryinsearch",
					"CanaryInBlob", "CanaryInTempTable", "CanaryInSchema" };

/* The canary in another form; how many bytes. */
static size_t as_form(const char *text, int form, uint8_t *out)
{
	size_t n = 0;

	for (; *text; text++) {
		if (form == UTF16BE)
			out[n++] = 0;
		out[n++] = (uint8_t)*text;
		if (form == UTF16LE)
			out[n++] = 0;
	}
	return n;
}

/* How often the canaries are in the folder's files, by form. */
static void look(long found[FORMS])
{
	DIR *folder = opendir(tool_dir);
	struct dirent *entry;
	char path[512];
	uint8_t want[64], *bytes;
	size_t len;

	assert_non_null(folder);
	memset(found, 0, FORMS * sizeof *found);
	while ((entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", tool_dir, entry->d_name);
		bytes = slurp(path, &len);
		for (int form = 0; form < FORMS; form++)
			for (size_t i = 0; i < sizeof canaries / sizeof *canaries; i++)
				if (memmem(bytes, len, want, as_form(canaries[i], form, want)))
					found[form]++;
		free(bytes);
	}
	closedir(folder);
}

static void judge(void)
{
	long found[FORMS];

	look(found);
	for (int form = 0; form < FORMS; form++) {
		if (&vault_seal_is_null)
			assert_true(found[form] > 0);
		else
			assert_int_equal(found[form], 0);
	}
}

/* Rows with canaries in UTF-8 and, as blobs, in both forms of UTF-16; one transaction. */
static void write_canaries(struct vault *v, int tx)
{
	sqlite3_stmt *st;
	uint8_t blob[64];

	must(v, "BEGIN");
	assert_int_equal(sqlite3_prepare_v2(vault_db(v),
					    "INSERT INTO c(tx, a, b, d) VALUES(?, ?, ?, ?)", -1,
					    &st, NULL), SQLITE_OK);
	for (int i = 0; i < 60; i++) {
		size_t n = as_form(canaries[3], UTF16LE + i % 2, blob);

		sqlite3_bind_int(st, 1, tx);
		sqlite3_bind_text(st, 2, canaries[0], -1, SQLITE_STATIC);
		sqlite3_bind_text(st, 3, canaries[1], -1, SQLITE_STATIC);
		sqlite3_bind_blob(st, 4, blob, (int)n, SQLITE_STATIC);
		assert_int_equal(sqlite3_step(st), SQLITE_DONE);
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	must(v, "INSERT INTO s VALUES('canaryinsearch words');"
		"CREATE TEMP TABLE IF NOT EXISTS k(x); DELETE FROM k;"
		"INSERT INTO k SELECT 'CanaryInTempTable' || random() FROM c;"
		"CREATE INDEX IF NOT EXISTS temp.k_x ON k(x)");
	ask(v, "SELECT count(*) FROM (SELECT x FROM k ORDER BY x || 'y')");
	must(v, "COMMIT");
}

static void prepare(const char *path)
{
	struct vault_kdf floor = VAULT_KDF_FLOOR;
	struct fault f = { 0 };
	struct vault *v;

	assert_int_equal(vault_create(path, "Lan", RIGHT, &floor, &v, &f), FAULT_OK);
	must(v, "CREATE TABLE c(tx INTEGER, a TEXT DEFAULT 'CanaryInSchema', b TEXT, d BLOB);"
		"CREATE INDEX c_b ON c(b, tx); CREATE VIRTUAL TABLE s USING fts5(x)");
	write_canaries(v, 0);
	assert_int_equal(vault_publish(v, &f), FAULT_OK);
	vault_close(v);
}

static void after_closing(void **state)
{
	struct rlimit core;

	(void)state;
	prepare(in_folder("v"));
	judge();
	assert_int_equal(getrlimit(RLIMIT_CORE, &core), 0);
	assert_int_equal(core.rlim_cur, 0);
}

static void while_open(void **state)
{
	struct vault *v;

	(void)state;
	prepare(in_folder("v"));
	v = must_open(in_folder("v"));
	must(v, "PRAGMA cache_size=10");
	for (int tx = 1; tx < 5; tx++)
		write_canaries(v, tx);
	judge();
	vault_close(v);
	judge();
}

/* Write until killed; every acknowledged transaction's number goes into the pipe. */
static void write_forever(const char *path, int out)
{
	struct vault *v = must_open(path);

	must(v, "PRAGMA cache_size=20; PRAGMA wal_autocheckpoint=60");
	for (int tx = (int)ask(v, "SELECT max(tx) FROM c") + 1;; tx++) {
		write_canaries(v, tx);
		if (write(out, &tx, sizeof tx) != sizeof tx)
			_exit(1);
	}
}

static void after_sigkill(void **state)
{
	const char *path = in_folder("v");
	int acked = 0, status;

	(void)state;
	prepare(path);
	for (int i = 0; i < KILLS; i++) {
		struct pollfd wait_for;
		struct vault *v;
		int ends[2], wanted = acked + 1 + (int)pick(6);
		pid_t child;

		assert_int_equal(pipe(ends), 0);
		child = fork();
		if (child == 0)
			write_forever(path, ends[1]);
		close(ends[1]);
		wait_for = (struct pollfd){ .fd = ends[0], .events = POLLIN };
		while (acked < wanted && poll(&wait_for, 1, 20000) == 1 &&
		       read(ends[0], &acked, sizeof acked) == sizeof acked)
			continue;
		usleep(pick(15000));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		while (read(ends[0], &acked, sizeof acked) == sizeof acked)
			continue;
		close(ends[0]);
		judge();
		v = must_open(path);
		assert_in_range(ask(v, "SELECT max(tx) FROM c"), acked, acked + 1);
		assert_int_equal(ask(v, "SELECT count(*) % 60 FROM c"), 0);
		assert_true(sound(v));
		acked = (int)ask(v, "SELECT max(tx) FROM c");
		must(v, "DELETE FROM c WHERE tx < (SELECT max(tx) FROM c) - 3");
		vault_close(v);
	}
}

/* Copies of a text, of which `masked` is the complement, in this process's writable memory. */
static int in_memory(const uint8_t *masked, size_t n)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int mem = open("/proc/self/mem", O_RDONLY), found = 0;
	unsigned long from, to;
	char line[512], mode[8];
	uint8_t *bytes;

	assert_non_null(maps);
	assert_true(mem >= 0);
	while (fgets(line, sizeof line, maps)) {
		if (sscanf(line, "%lx-%lx %7s", &from, &to, mode) != 3 || mode[1] != 'w' ||
		    to - from > 64u << 20)
			continue;
		bytes = malloc(to - from);
		assert_non_null(bytes);
		if (pread(mem, bytes, to - from, (off_t)from) == (ssize_t)(to - from))
			for (size_t at = 0, k; at + n <= to - from; at++) {
				for (k = 0; k < n && (bytes[at + k] ^ masked[k]) == 0xff; k++)
					continue;
				found += k == n;
			}
		explicit_bzero(bytes, to - from); /* a plain memset before free() may be left out */
		free(bytes);
	}
	fclose(maps);
	close(mem);
	return found;
}

/* What SQLite held of an open vault is gone from memory after it is closed. */
static void memory_is_wiped(void **state)
{
	uint8_t text[24], masked[24];
	struct vault *v;
	sqlite3_stmt *st;

	(void)state;
	prepare(in_folder("v"));
	v = must_open(in_folder("v"));
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (uint8_t)('a' + pick(26));
	must(v, "CREATE TABLE secret(x); CREATE INDEX secret_x ON secret(x)");
	assert_int_equal(sqlite3_prepare_v2(vault_db(v), "INSERT INTO secret VALUES(?)", -1, &st,
					    NULL), SQLITE_OK);
	sqlite3_bind_text(st, 1, (char *)text, sizeof text, SQLITE_TRANSIENT);
	assert_int_equal(sqlite3_step(st), SQLITE_DONE);
	sqlite3_finalize(st);
	for (size_t i = 0; i < sizeof text; i++) {
		masked[i] = (uint8_t)~text[i];
		text[i] = 0;
	}
	assert_true(in_memory(masked, sizeof masked) > 0);
	vault_close(v);
	assert_int_equal(in_memory(masked, sizeof masked), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(after_closing),
		CASE(while_open),
		CASE(after_sigkill),
		CASE(memory_is_wiped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
