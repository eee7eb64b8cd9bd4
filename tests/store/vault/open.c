/* The vault's life: making, opening, closing, and everything that is no vault. */
#include "config.h"
#include "tests/store/vault/tools.h"

#include "store/vault/create.h"
#include "store/vault/header.h"
#include "store/vault/slots.h"
#include "store/vault/vfs.h"

#include <sodium.h>
#include <sys/file.h>

static const struct vault_kdf kdf_floor = VAULT_KDF_FLOOR;

static int open_code_of(const char *path, const char *member, struct vault_pass pass)
{
	struct fault f = { 0 };
	struct vault *v;
	int rc = vault_open(path, member, pass, &v, &f);

	assert_int_equal(rc, f.code);
	if (rc == FAULT_OK)
		vault_close(v);
	else
		assert_null(v);
	return rc;
}

static void keeps_data(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	uint8_t id[VAULT_ID];

	(void)state;
	assert_string_equal(vault_path(v), path);
	assert_string_equal(vault_member(v), "Lan");
	memcpy(id, vault_id(v), VAULT_ID);
	vault_close(v);
	assert_int_equal(folder_count(), 1);
	for (int i = 0; i < 3; i++) {
		v = must_open(path);
		assert_memory_equal(id, vault_id(v), VAULT_ID);
		assert_int_equal(ask(v, "SELECT count(*) FROM t"), SMALL_ROWS + i);
		assert_int_equal(ask(v, "SELECT count(*) FROM f WHERE f MATCH 'note'"), SMALL_ROWS);
		assert_true(sound(v));
		must(v, "INSERT INTO t(n, v) VALUES (1, 'more')");
		vault_close(v);
		assert_int_equal(folder_count(), 1);
	}
	vault_close(NULL);
}

static void uncommitted_is_rolled_back(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);

	(void)state;
	must(v, "BEGIN; DELETE FROM t");
	vault_close(v);
	v = must_open(path);
	assert_int_equal(ask(v, "SELECT count(*) FROM t"), SMALL_ROWS);
	vault_close(v);
}

static void forgotten_statement_loses_nothing(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	sqlite3_stmt *st;
	pid_t child;
	int status;

	(void)state;
	vault_close(v);
	/* What stays in memory is the point, and no leak of this process. */
	child = fork();
	if (child == 0) {
		v = must_open(path);
		must(v, "INSERT INTO t(n, v) VALUES (1, 'more')");
		sqlite3_prepare_v2(vault_db(v), "SELECT * FROM f", -1, &st, NULL);
		sqlite3_step(st);
		vault_close(v);
		sqlite3_finalize(st);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	v = must_open(path);
	assert_int_equal(ask(v, "SELECT count(*) FROM t"), SMALL_ROWS + 1);
	vault_close(v);
}

static void creation_appears_whole_or_not(void **state)
{
	const char *path = in_folder("v");
	struct fault f = { 0 };
	struct vault *v, *w;

	(void)state;
	assert_int_equal(vault_create(path, "Lan", RIGHT, &kdf_floor, &v, &f), FAULT_OK);
	must(v, SMALL_SCHEMA SMALL_FILL);
	assert_false(is_there(path));
	assert_int_equal(vault_create(path, "Ba", RIGHT, &kdf_floor, &w, &f), FAULT_IN_USE);
	vault_close(v);
	assert_int_equal(folder_count(), 0);

	/* What a killed creation left is no obstacle. */
	spit(in_folder("v.sotay-new"), "rest", 4);
	spit(in_folder("v.sotay-new-wal"), "rest", 4);
	vault_close(small_vault(path));
	assert_int_equal(folder_count(), 1);

	/* Somebody takes the name while it is being made. */
	assert_int_equal(vault_create(in_folder("w"), "Lan", RIGHT, &kdf_floor, &v, &f), FAULT_OK);
	spit(in_folder("w"), "mine", 4);
	assert_int_equal(vault_publish(v, &f), FAULT_EXISTS);
	vault_close(v);
	assert_int_equal(folder_count(), 2);
}

static void creation_refusals(void **state)
{
	static const char long_name[] = "01234567890123456789012345678901"
					"23456789012345678901234567890123";
	struct vault_kdf weak = { 18, 2 }, short_ = { 19, 1 }, huge = { 4096, 2 };
	const char *path = in_folder("v");
	struct fault f = { 0 };
	struct vault *v;

	(void)state;
	assert_int_equal(vault_create(path, "Lan", RIGHT, &weak, &v, &f), FAULT_USAGE);
	assert_int_equal(vault_create(path, "Lan", RIGHT, &short_, &v, &f), FAULT_USAGE);
	assert_int_equal(vault_create(path, "Lan", RIGHT, &huge, &v, &f), FAULT_USAGE);
	assert_int_equal(vault_create(path, "Lan", PASS(""), &kdf_floor, &v, &f), FAULT_USAGE);
	assert_int_equal(vault_create(path, "", RIGHT, &kdf_floor, &v, &f), FAULT_USAGE);
	assert_int_equal(vault_create(path, long_name, RIGHT, &kdf_floor, &v, &f), FAULT_USAGE);
	assert_int_equal(vault_create(in_folder("no/v"), "Lan", RIGHT, &kdf_floor, &v, &f),
			 FAULT_CANT_CREATE);
	assert_int_equal(vault_create(tool_dir, "Lan", RIGHT, &kdf_floor, &v, &f), FAULT_EXISTS);
	assert_int_equal(folder_count(), 0);
	spit(path, "", 0);
	assert_int_equal(vault_create(path, "Lan", RIGHT, &kdf_floor, &v, &f), FAULT_EXISTS);
	assert_int_equal(unlink(path), 0);
	spit(in_folder("v-wal"), "log of a lost vault", 19);
	assert_int_equal(vault_create(path, "Lan", RIGHT, &kdf_floor, &v, &f), FAULT_EXISTS);
	assert_int_equal(symlink("nowhere", path), 0);
	assert_int_equal(vault_create(path, "Lan", RIGHT, &kdf_floor, &v, &f), FAULT_EXISTS);
	assert_int_equal(chmod(tool_dir, 0555), 0);
	assert_int_equal(vault_create(in_folder("w"), "Lan", RIGHT, &kdf_floor, &v, &f),
			 FAULT_CANT_CREATE);
}

static void what_is_no_vault(void **state)
{
	const char *path = in_folder("v");
	size_t len;
	uint8_t *bytes, page[VAULT_PAGE_SIZE] = { 0 };

	(void)state;
	assert_int_equal(open_code_of(path, NULL, RIGHT), FAULT_NO_FILE);
	assert_int_equal(open_code_of(in_folder("no/v"), NULL, RIGHT), FAULT_NO_FILE);
	assert_int_equal(open_code_of(tool_dir, NULL, RIGHT), FAULT_NOT_A_VAULT);
	assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
	assert_int_equal(open_code_of(in_folder("pipe"), NULL, RIGHT), FAULT_NOT_A_VAULT);
	spit(path, "a shopping list\n", 16);
	assert_int_equal(open_code_of(path, NULL, RIGHT), FAULT_NOT_A_VAULT);
	spit(path, "", 0);
	assert_int_equal(open_code_of(path, NULL, RIGHT), FAULT_NOT_A_VAULT);
	bytes = calloc(1, 65536);
	memcpy(bytes, "SQLite format 3", 16);
	spit(path, bytes, 65536);
	free(bytes);
	assert_int_equal(open_code_of(path, NULL, RIGHT), FAULT_NOT_A_VAULT);
	assert_int_equal(unlink(path), 0);

	vault_close(small_vault(path));
	bytes = slurp(path, &len);
	for (size_t cut = 8; cut < len; cut += cut < 9000 ? 997 : VAULT_PAGE_SIZE) {
		spit(path, bytes, cut);
		assert_int_equal(open_code_of(path, "Lan", RIGHT), FAULT_DAMAGED);
	}
	spit(path, bytes, len - VAULT_PAGE_SIZE); /* cut between two pages */
	assert_int_equal(open_code_of(path, "Lan", RIGHT), FAULT_DAMAGED);
	spit(path, bytes, len);
	assert_int_equal(truncate(path, VAULT_HEADER_SIZE), 0);
	spit(in_folder("zero"), page, sizeof page);
	assert_int_equal(open_code_of(in_folder("zero"), "Lan", RIGHT), FAULT_NOT_A_VAULT);
	memset(bytes + VAULT_HEADER_SIZE, 0, VAULT_PAGE_SIZE); /* a page 1 of zeros */
	spit(path, bytes, len);
	assert_int_equal(open_code_of(path, "Lan", RIGHT), FAULT_DAMAGED);
	free(bytes);
	assert_int_equal(folder_count(), 3);
}

/* Give a copy another format number and a digest that fits, as a newer program would write it. */
static void make_newer(uint8_t *copy)
{
	copy[8] = VAULT_FORMAT + 1;
	crypto_generichash(copy + 4064, 32, copy, 4064, NULL, 0);
}

static void newer_is_left_alone(void **state)
{
	const char *path = in_folder("v");
	uint8_t *bytes, *after;
	size_t len, now;
	int n;
	struct fault f = { 0 };

	(void)state;
	vault_close(small_vault(path));
	bytes = slurp(path, &len);
	make_newer(bytes);
	make_newer(bytes + VAULT_HEADER_COPY);
	spit(path, bytes, len);
	assert_int_equal(open_code_of(path, "Lan", RIGHT), FAULT_NEWER);
	assert_int_equal(vault_list_slots(path, NULL, 0, &n, &f), FAULT_NEWER);
	after = slurp(path, &now);
	assert_int_equal(now, len);
	assert_memory_equal(bytes, after, len);
	assert_int_equal(folder_count(), 1);
	free(bytes);
	free(after);
}

static void readonly_is_said(void **state)
{
	const char *path = in_folder("v");
	struct fault f = { 0 };
	int n = 0;

	(void)state;
	vault_close(small_vault(path));
	assert_int_equal(chmod(path, 0400), 0);
	assert_int_equal(open_code_of(path, "Lan", RIGHT), FAULT_READONLY);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(chmod(tool_dir, 0500), 0);
	assert_int_equal(open_code_of(path, "Lan", RIGHT), FAULT_READONLY);
	assert_int_equal(vault_list_slots(path, NULL, 0, &n, &f), FAULT_OK);
	assert_int_equal(n, 1);
	assert_int_equal(chmod(tool_dir, 0700), 0);
	assert_int_equal(folder_count(), 1);
}

static void one_at_a_time(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	int status, fd;
	pid_t child;

	(void)state;
	assert_int_equal(open_code_of(path, "Lan", RIGHT), FAULT_IN_USE);
	assert_int_equal(symlink("v", in_folder("other-name")), 0);
	assert_int_equal(open_code_of(in_folder("other-name"), "Lan", RIGHT), FAULT_IN_USE);
	child = fork();
	if (child == 0)
		_exit(open_code_of(path, "Lan", RIGHT));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), FAULT_IN_USE);
	must(v, "INSERT INTO t(n, v) VALUES (1, 'still mine')");
	vault_close(v);
	/* A lock file without a holder is none. */
	fd = open(in_folder("v.lock"), O_CREAT | O_RDWR, 0600);
	assert_true(fd >= 0);
	assert_int_equal(open_code_of(path, "Lan", RIGHT), FAULT_OK);
	assert_int_equal(close(fd), 0);
	assert_false(is_there(in_folder("v.lock")));
}

static void who_may_open(void **state)
{
	const char *path = in_folder("v");

	(void)state;
	vault_close(small_vault(path));
	assert_int_equal(open_code_of(path, NULL, RIGHT), FAULT_OK);
	assert_int_equal(open_code_of(path, "Lan", WRONG), FAULT_PASSPHRASE);
	assert_int_equal(open_code_of(path, NULL, WRONG), FAULT_PASSPHRASE);
	assert_int_equal(open_code_of(path, "Lan", PASS("")), FAULT_PASSPHRASE);
	assert_int_equal(open_code_of(path, "Hoa", RIGHT), FAULT_FOREIGN);
}

/* Without SQLite's own door to the disk it is a fault of the program, not of the memory. */
static void no_base_is_internal(void **state)
{
	const char *path = in_folder("v");

	(void)state;
	vault_close(small_vault(path));
	vault_vfs_base("no such");
	assert_int_equal(open_code_of(path, "Lan", RIGHT), FAULT_INTERNAL);
	vault_vfs_base(NULL);
	assert_int_equal(open_code_of(path, "Lan", RIGHT), FAULT_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(keeps_data),
		CASE(uncommitted_is_rolled_back),
		CASE(forgotten_statement_loses_nothing),
		CASE(creation_appears_whole_or_not),
		CASE(creation_refusals),
		CASE(what_is_no_vault),
		CASE(newer_is_left_alone),
		CASE(readonly_is_said),
		CASE(one_at_a_time),
		CASE(who_may_open),
		CASE(no_base_is_internal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
