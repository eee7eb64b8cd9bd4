/* Reads that fail: told apart, remembered, and nothing commits after them. */
#include "config.h"
#include "store/vault/database.h"
#include "tests/store/vault/tools.h"

#include "tests/store/vault/shim.h"

static bool failing;                 /* reads of the vault's file do */
static int failing_with;             /* as the VFS below would say it */
static sqlite3_int64 failing_from;   /* from this byte on */

static int failing_read(const char *name, void *to, int n, sqlite3_int64 at)
{
	(void)to;
	(void)n;
	return failing && at >= failing_from && !shim_is_log(name) ? failing_with : SQLITE_OK;
}

static int reset(void **state)
{
	failing = false;
	failing_with = SQLITE_IOERR_READ;
	failing_from = 3 * 8192;
	shim.read = failing_read;
	return folder_make(state);
}

static struct vault *just_opened(void)
{
	vault_close(small_vault(in_folder("v")));
	return must_open(in_folder("v"));
}

#define WALK "SELECT sum(length(v) + n) FROM t" /* not by the index */

static void flip_byte(const char *path, long at)
{
	size_t len;
	uint8_t *bytes = slurp(path, &len);

	assert_true((size_t)at < len);
	bytes[at] ^= 1;
	spit(path, bytes, len);
	free(bytes);
}

static void fails_with(struct vault *v, int code)
{
	struct fault f = { 0 };

	assert_int_equal(vault_trouble(v, &f), code);
	assert_int_equal(f.code, code);
}

static void a_disk_that_fails_is_no_damage(void **state)
{
	static const int as[] = { SQLITE_IOERR_READ, SQLITE_IOERR_CORRUPTFS };
	struct vault *v;
	int rc;

	(void)state;
	for (size_t i = 0; i < sizeof as / sizeof as[0]; i++) {
		v = just_opened();
		fails_with(v, FAULT_OK);
		failing = true;
		failing_with = as[i];
		rc = run(v, WALK);
		assert_int_equal(rc & 0xff, SQLITE_IOERR);
		failing = false;
		fails_with(v, FAULT_IO);
		vault_close(v);
		unlink(in_folder("v"));
	}
}

static void a_page_that_does_not_authenticate_is_named(void **state)
{
	struct vault *v = just_opened();
	struct fault f;

	(void)state;
	for (long page = 4; page < 12; page++)
		flip_byte(in_folder("v"), 8192L * page + 77);
	assert_int_not_equal(run(v, WALK), SQLITE_OK);
	assert_int_equal(vault_trouble(v, &f), FAULT_DAMAGED);
	assert_in_range(atoi(f.subject), 4, 11);
	vault_close(v);
}

/* The one who asked may have passed over it: what is written may rest on a value that was not read. */
static void nothing_commits_after_it(void **state)
{
	struct vault *v = just_opened();

	(void)state;
	must(v, "BEGIN; INSERT INTO t(v) VALUES('before')");
	failing = true;
	assert_int_not_equal(run(v, WALK), SQLITE_OK);
	failing = false;
	assert_int_not_equal(run(v, "COMMIT"), SQLITE_OK);
	if (!sqlite3_get_autocommit(vault_db(v)))
		run(v, "ROLLBACK");
	assert_int_equal(run(v, "INSERT INTO t(v) VALUES('alone')") & 0xff, SQLITE_CONSTRAINT);
	fails_with(v, FAULT_IO);
	vault_close(v);
	/* Opened again it is over. */
	v = must_open(in_folder("v"));
	fails_with(v, FAULT_OK);
	assert_int_equal(ask(v, "SELECT count(*) FROM t"), SMALL_ROWS);
	must(v, "INSERT INTO t(v) VALUES('after')");
	vault_close(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_disk_that_fails_is_no_damage, reset, folder_remove),
		cmocka_unit_test_setup_teardown(a_page_that_does_not_authenticate_is_named, reset,
						folder_remove),
		cmocka_unit_test_setup_teardown(nothing_commits_after_it, reset, folder_remove),
	};

	shim_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
