/*
 * tools: what the vault's tests share: a folder of their own, a small
 * vault, SQL in a line, a reproducible random generator.
 */
#ifndef TESTS_STORE_VAULT_TOOLS_H
#define TESTS_STORE_VAULT_TOOLS_H

#include "store/base/fault.h"
#include "store/vault/vault.h"
#include "store/vault/create.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PASS(text) ((struct vault_pass){ text, sizeof text - 1 })
#define RIGHT PASS("m\xe1\xba\xadt kh\xe1\xba\xa9u")
#define WRONG PASS("m\xe1\xba\xadt kh\xe1\xba\xa9v")

static char tool_dir[64];
static char tool_path[24][128]; /* the names in_folder() has given out in this test */
static int tool_paths;
static uint64_t tool_seed = 1;

/* A number below n; the same sequence in every run. */
static inline uint32_t pick(uint32_t n)
{
	tool_seed ^= tool_seed << 13;
	tool_seed ^= tool_seed >> 7;
	tool_seed ^= tool_seed << 17;
	return (uint32_t)((tool_seed * 2685821657736338717ull) >> 33) % n;
}

static inline int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	(void)at;
	return remove(path);
}

/* cmocka's per-test set-up and tear-down: an empty folder. */
static inline int folder_make(void **state)
{
	(void)state;
	snprintf(tool_dir, sizeof tool_dir, "%.40s/vault-XXXXXX", getenv("TMPDIR") ?: "/tmp");
	tool_seed = 88172645463325252ull;
	tool_paths = 0;
	return mkdtemp(tool_dir) ? 0 : -1;
}

static inline int folder_remove(void **state)
{
	(void)state;
	chmod(tool_dir, 0700);
	return nftw(tool_dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* A name in the folder, good until the test ends. */
static inline const char *in_folder(const char *name)
{
	char path[sizeof tool_path[0]];

	snprintf(path, sizeof path, "%s/%s", tool_dir, name);
	for (int i = 0; i < tool_paths; i++)
		if (strcmp(tool_path[i], path) == 0)
			return tool_path[i];
	assert_true(tool_paths < (int)(sizeof tool_path / sizeof *tool_path));
	return strcpy(tool_path[tool_paths++], path);
}

static inline bool is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* How many names the folder holds. */
static inline int folder_count(void)
{
	char command[128];
	int n = -1;
	FILE *p;

	snprintf(command, sizeof command, "ls -A '%s' | wc -l", tool_dir);
	p = popen(command, "r");
	if (p) {
		if (fscanf(p, "%d", &n) != 1)
			n = -1;
		pclose(p);
	}
	return n;
}

/* A whole file; *len bytes, for free(). */
static inline uint8_t *slurp(const char *path, size_t *len)
{
	FILE *in = fopen(path, "rb");
	uint8_t *bytes;
	struct stat st;

	assert_non_null(in);
	assert_int_equal(fstat(fileno(in), &st), 0);
	bytes = malloc((size_t)st.st_size + 1);
	assert_non_null(bytes);
	*len = fread(bytes, 1, (size_t)st.st_size, in);
	fclose(in);
	return bytes;
}

static inline void spit(const char *path, const void *bytes, size_t len)
{
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(bytes, 1, len, out), len);
	assert_int_equal(fclose(out), 0);
}

static inline void copy_file(const char *from, const char *to)
{
	size_t len;
	uint8_t *bytes = slurp(from, &len);

	spit(to, bytes, len);
	free(bytes);
}

static inline int run(struct vault *v, const char *sql)
{
	return sqlite3_exec(vault_db(v), sql, NULL, NULL, NULL);
}

static inline void must(struct vault *v, const char *sql)
{
	int rc = run(v, sql);

	if (rc != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(vault_db(v)));
}

/* The first column of the first row as a number; -1 on an error. */
static inline long ask(struct vault *v, const char *sql)
{
	sqlite3_stmt *st;
	long n = -1;

	if (sqlite3_prepare_v2(vault_db(v), sql, -1, &st, NULL) != SQLITE_OK)
		return -1;
	if (sqlite3_step(st) == SQLITE_ROW)
		n = (long)sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

/* Whether SQLite finds the database sound. */
static inline bool sound(struct vault *v)
{
	return ask(v, "SELECT integrity_check = 'ok' FROM pragma_integrity_check") == 1;
}

#define SMALL_ROWS 200
#define SMALL_SCHEMA                                                                    \
	"CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, v TEXT);"                    \
	"CREATE INDEX t_v ON t(v);"                                                     \
	"CREATE VIRTUAL TABLE f USING fts5(x);"
#define SMALL_FILL                                                                      \
	"WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i<200)"     \
	" INSERT INTO t SELECT i, i*i, printf('note %05d %s', i, hex(zeroblob(100))) FROM c;" \
	"INSERT INTO f(rowid, x) SELECT id, v FROM t;"

/* A published vault with SMALL_ROWS rows, member "Lan", the floor's parameters. */
static inline struct vault *small_vault(const char *path)
{
	struct vault_kdf floor = VAULT_KDF_FLOOR;
	struct fault f = { 0 };
	struct vault *v;

	assert_int_equal(vault_create(path, "Lan", RIGHT, &floor, &v, &f), FAULT_OK);
	must(v, SMALL_SCHEMA SMALL_FILL);
	assert_int_equal(vault_publish(v, &f), FAULT_OK);
	return v;
}

static inline struct vault *must_open(const char *path)
{
	struct fault f = { 0 };
	struct vault *v;
	int rc = vault_open(path, "Lan", RIGHT, &v, &f);

	if (rc != FAULT_OK)
		fail_msg("open %s: %d %s (errno %d)", path, rc, f.subject, f.sys);
	return v;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)

#endif
