/* Disks that fail or are full, and statements that would go around the seal. */
#include "config.h"
#include "store/vault/database.h"
#include "store/vault/slots.h"
#include "store/vault/verify.h"
#include "tests/store/vault/tools.h"

#include "tests/store/vault/shim.h"

static long writes_left = -1; /* then the disk is full; -1: never */
static long syncs_left = -1;  /* then an fsync fails, once */
static long torn;             /* bytes of the failing write that still arrive */
static bool log_only;
static long steps_left = -1; /* then a write or an fsync fails; -1: none does */
static bool for_good;         /* and all that follow */

static int full_write(const char *name, const void *bytes, int n, sqlite3_int64 at)
{
	FILE *out;

	if (writes_left < 0 || (log_only && !shim_is_log(name)))
		return SQLITE_OK;
	if (writes_left-- > 0)
		return SQLITE_OK;
	writes_left = 0;
	if (torn > 0 && torn < n) {
		out = fopen(name, "r+b");
		if (out) {
			fseek(out, (long)at, SEEK_SET);
			fwrite(bytes, 1, (size_t)torn, out);
			fclose(out);
		}
	}
	return SQLITE_FULL;
}

static int failing_sync(const char *name)
{
	(void)name;
	return syncs_left >= 0 && syncs_left-- == 0 ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int reset(void **state)
{
	writes_left = syncs_left = steps_left = -1;
	torn = 0;
	log_only = false;
	shim.write = full_write;
	shim.sync = failing_sync;
	shim.truncate = NULL;
	return folder_make(state);
}

/* One save: BEGIN, rows, COMMIT or ROLLBACK. Whether it was acknowledged. */
static bool save(struct vault *v, int n)
{
	char sql[256];
	int rc;

	snprintf(sql, sizeof sql,
		 "BEGIN; INSERT INTO t(n, v) VALUES(%d, hex(randomblob(6000)));"
		 "INSERT INTO f(x) VALUES('save %d'); UPDATE t SET v = hex(randomblob(3000)) "
		 "WHERE n = %d; COMMIT", n, n, n - 3);
	rc = run(v, sql);
	if (rc == SQLITE_OK)
		return true;
	if (!sqlite3_get_autocommit(vault_db(v)))
		run(v, "ROLLBACK");
	return false;
}

/* What a kill at this moment would leave opens and has what was saved. */
static void check_copy(const char *path, long saved)
{
	const char *copy = in_folder("copy"), *log = in_folder("copy-wal");
	struct vault *v;

	copy_file(path, copy);
	unlink(log);
	if (is_there(in_folder("v-wal")))
		copy_file(in_folder("v-wal"), log);
	v = must_open(copy);
	assert_int_equal(ask(v, "SELECT count(*) FROM t WHERE n >= 100000"), saved);
	vault_close(v);
}

/* At every write once the disk is full, for a while; then there is room again. */
static void full_disk(void **state)
{
	const char *path = in_folder("v");
	struct fault f = { 0 };
	struct vault *v = small_vault(path);
	long base = 100000, saved = 0, refused = 0;

	(void)state;
	must(v, "PRAGMA wal_autocheckpoint=40");
	for (int i = 0; i < 150; i++) {
		writes_left = pick(40);
		torn = (long)pick(9000);
		log_only = i % 3 == 0;
		if (log_only && i % 2) { /* not even the beginning of a new log fits */
			must(v, "PRAGMA wal_checkpoint(RESTART)");
			writes_left = 0;
		}
		if (save(v, (int)(base + i)))
			saved++;
		else
			refused++;
		if (writes_left == 0) /* for some time */
			for (int again = 0; again < 3; again++)
				assert_false(save(v, 1));
		writes_left = -1;
		assert_int_equal(ask(v, "SELECT count(*) FROM t WHERE n >= 100000"), saved);
		if (i % 3 == 0)
			check_copy(path, saved);
		if (i % 50 == 7) {
			assert_true(sound(v));
			assert_int_equal(vault_verify(v, NULL, &f), FAULT_OK);
			vault_close(v);
			v = must_open(path);
			must(v, "PRAGMA wal_autocheckpoint=40");
		}
	}
	assert_true(saved > 20 && refused > 20);
	assert_true(save(v, 1));
	assert_true(sound(v));
	vault_close(v);
	v = must_open(path);
	assert_int_equal(ask(v, "SELECT count(*) FROM t WHERE n >= 100000"), saved);
	assert_true(sound(v));
	vault_close(v);
	print_message("full disk: %ld saved, %ld refused\n", saved, refused);
}

static void fault_of_a_full_disk(void **state)
{
	struct vault *v = small_vault(in_folder("v"));
	struct fault f = { 0 };
	int rc;

	(void)state;
	writes_left = 0;
	rc = run(v, "INSERT INTO t(n) VALUES(5)");
	assert_int_equal(vault_fault(v, rc, &f), FAULT_FULL);
	assert_int_equal(vault_fault(v, SQLITE_IOERR_DATA, &f), FAULT_DAMAGED);
	assert_int_equal(vault_fault(v, SQLITE_DONE, &f), FAULT_OK);
	writes_left = -1;
	vault_close(v);
}

/* Closing on a full disk keeps the log; nothing acknowledged is lost. */
static void full_at_close(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);

	(void)state;
	assert_true(save(v, 7));
	writes_left = 0;
	vault_close(v);
	writes_left = -1;
	assert_true(is_there(in_folder("v-wal")));
	v = must_open(path);
	assert_int_equal(ask(v, "SELECT count(*) FROM t"), SMALL_ROWS + 1);
	vault_close(v);
	assert_false(is_there(in_folder("v-wal")));
}

/* After a failed fsync no save is acknowledged until the vault is reopened. */
static void failed_fsync_latches(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	struct fault f = { 0 };

	(void)state;
	vault_close(v);
	for (int at = 0; at < 12; at++) {
		long saved = 0, before;
		bool failed = false;

		v = must_open(path);
		before = ask(v, "SELECT count(*) FROM t");
		must(v, "PRAGMA wal_autocheckpoint=20");
		syncs_left = at;
		for (int i = 0; i < 12; i++) {
			bool good = save(v, i);

			assert_false(good && failed);
			saved += good;
			failed = failed || syncs_left < 0;
		}
		assert_true(failed);
		assert_int_equal(vault_slot_passphrase(v, "Lan", WRONG, NULL, &f), FAULT_IO);
		assert_int_equal(ask(v, "SELECT count(*) FROM t"), before + saved);
		syncs_left = -1;
		vault_close(v);
		v = must_open(path);
		/* What was called failed has been cut off: it does not come back. */
		assert_int_equal(ask(v, "SELECT count(*) FROM t"), before + saved);
		assert_true(sound(v));
		assert_true(save(v, 99));
		vault_close(v);
	}
}

/* One failing operation on the log, and what the disk has of it. */
static struct {
	long writes_left; /* before a write fails, -1: none does */
	bool sync;        /* an fsync of the log fails */
	bool arrives;     /* what failed reaches the disk all the same */
	bool uncut;       /* and the log cannot be cut */
	bool failed;
} blow;

static int blown_write(const char *name, const void *bytes, int n, sqlite3_int64 at)
{
	FILE *out;

	if (!shim_is_log(name) || blow.writes_left < 0 || blow.writes_left-- > 0)
		return SQLITE_OK;
	blow.failed = true;
	out = blow.arrives ? fopen(name, "r+b") : NULL;
	if (out) {
		fseek(out, (long)at, SEEK_SET);
		fwrite(bytes, 1, (size_t)n, out);
		fclose(out);
	}
	return SQLITE_IOERR_WRITE;
}

static int blown_sync(const char *name)
{
	if (!shim_is_log(name) || !blow.sync)
		return SQLITE_OK;
	blow.failed = true;
	return SQLITE_IOERR_FSYNC;
}

static int blown_truncate(const char *name, sqlite3_int64 size)
{
	(void)size;
	return shim_is_log(name) && blow.failed && blow.uncut ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

/*
 * Save once while the disk fails so. What comes back at the next opening was acknowledged, or
 * called unsure; with `sure` nothing else does.
 */
static bool save_blown(const char *path, bool sure)
{
	struct vault *v = must_open(path);
	long before = ask(v, "SELECT count(*) FROM t"), after;
	bool good = save(v, 1);
	int rc = sqlite3_extended_errcode(vault_db(v));
	bool failed = blow.failed;

	vault_close(v);
	memset(&blow, 0, sizeof blow);
	blow.writes_left = -1;
	v = must_open(path);
	after = ask(v, "SELECT count(*) FROM t");
	assert_true(sound(v));
	vault_close(v);
	assert_true(good == !failed);
	assert_true(after == before || after == before + 1);
	if (good)
		assert_int_equal(after, before + 1);
	else if (after != before)
		assert_int_equal(rc, VAULT_IOERR_UNSURE);
	if (!good && sure)
		assert_int_equal(after, before);
	return failed;
}

/* A write of the log that fails: nothing is saved, or it is called unsure. */
static void a_commit_that_may_have_arrived_is_called_unsure(void **state)
{
	const char *path = in_folder("v");
	int uncut_and_back = 0;

	(void)state;
	vault_close(small_vault(path));
	shim.write = blown_write;
	shim.sync = blown_sync;
	shim.truncate = blown_truncate;
	for (int way = 0; way < 4; way++) {
		for (int at = 0;; at++) {
			blow.writes_left = at;
			blow.arrives = way & 1;
			blow.uncut = way & 2;
			if (!save_blown(path, !(way & 1) || !(way & 2)))
				break;
		}
	}
	/* An fsync that fails is always unsure, also where the cut seems to have succeeded. */
	for (int uncut = 0; uncut < 2; uncut++) {
		struct vault *v = must_open(path);
		struct fault f = { 0 };
		long before = ask(v, "SELECT count(*) FROM t");

		must(v, "UPDATE t SET v = 'x' WHERE id = 1"); /* the log has begun */
		blow.sync = true;
		blow.uncut = uncut;
		assert_false(save(v, 1));
		assert_int_equal(sqlite3_extended_errcode(vault_db(v)), VAULT_IOERR_UNSURE);
		assert_int_equal(vault_fault(v, VAULT_IOERR_UNSURE, &f), FAULT_UNSURE);
		assert_false(save(v, 2)); /* and nothing more is written */
		vault_close(v);
		memset(&blow, 0, sizeof blow);
		blow.writes_left = -1;
		v = must_open(path);
		uncut_and_back += ask(v, "SELECT count(*) FROM t") != before;
		assert_int_equal(uncut_and_back, uncut);
		vault_close(v);
	}
}

static int failing_step(const char *name)
{
	(void)name;
	if (steps_left < 0 || steps_left-- > 0)
		return SQLITE_OK;
	blow.failed = true;
	steps_left = for_good ? 0 : -1;
	return SQLITE_IOERR_WRITE;
}

static int failing_step_write(const char *name, const void *bytes, int n, sqlite3_int64 at)
{
	(void)bytes;
	(void)n;
	(void)at;
	return failing_step(name);
}

static bool opens_with(const char *path, struct vault_pass pass)
{
	struct fault f = { 0 };
	struct vault *v;
	int rc = vault_open(path, "Lan", pass, &v, &f);

	vault_close(v);
	return rc == FAULT_OK;
}

/* At every write and fsync of a changed passphrase, once and for good. */
static void a_slot_change_says_what_may_hold(void **state)
{
	const char *path = in_folder("v");
	int unsure = 0;

	(void)state;
	vault_close(small_vault(path));
	copy_file(path, in_folder("whole"));
	shim.write = failing_step_write;
	shim.sync = failing_step;
	for (int at = 0;; at++) {
		struct vault *v;
		struct fault f = { 0 };
		bool old, new;
		int rc;

		copy_file(in_folder("whole"), path);
		steps_left = -1;
		blow.failed = false;
		v = must_open(path);
		steps_left = at / 2;
		for_good = at % 2;
		rc = vault_slot_passphrase(v, "Lan", WRONG, NULL, &f);
		if (!blow.failed) {
			assert_int_equal(rc, FAULT_OK);
			vault_close(v);
			break;
		}
		vault_close(v);
		steps_left = -1;
		old = opens_with(path, RIGHT);
		new = opens_with(path, WRONG);
		assert_true(old != new);
		assert_true(new || rc != FAULT_OK);
		if (rc == FAULT_UNSURE)
			unsure++;
		else if (rc != FAULT_OK)
			assert_true(old); /* what is called failed has changed nothing */
	}
	assert_true(unsure > 0);
}

static void refused_statements(void **state)
{
	static const char *const statements[] = {
		"ATTACH '%s/out.db' AS o",
		"ATTACH ':memory:' AS o",
		"VACUUM",
		"VACUUM INTO '%s/out.db'",
		"PRAGMA journal_mode=DELETE",
		"PRAGMA journal_mode=MEMORY",
		"PRAGMA journal_mode=OFF",
		"PRAGMA journal_mode=TRUNCATE",
		"PRAGMA main.journal_mode=PERSIST",
		"PRAGMA page_size=4096",
		"PRAGMA mmap_size=1000000",
		"PRAGMA locking_mode=NORMAL",
		"PRAGMA temp_store=FILE",
		"PRAGMA temp_store_directory='%s'",
		"PRAGMA synchronous=OFF",
		"PRAGMA secure_delete=OFF",
		"PRAGMA secure_delete=FAST",
		"PRAGMA writable_schema=ON",
		"PRAGMA auto_vacuum=FULL",
		"PRAGMA schema_version=7",
		"PRAGMA encoding='UTF-16'",
		"PRAGMA no_such_pragma=1",
		"SELECT * FROM pragma_writable_schema(1)",
		"SELECT load_extension('x')",
		"INSERT INTO f_data VALUES(1, x'00')",
	};
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	char sql[256];

	(void)state;
	for (int mode = 0; mode < 2; mode++) {
		for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
			snprintf(sql, sizeof sql, statements[i], tool_dir);
			if (run(v, sql) == SQLITE_OK)
				fail_msg("not refused: %s", sql);
		}
		assert_int_equal(ask(v, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
		assert_int_equal(ask(v, "PRAGMA page_size"), 8192);
		assert_int_equal(ask(v, "PRAGMA synchronous"), 2);
		assert_int_equal(ask(v, "PRAGMA secure_delete"), 1);
		assert_int_equal(ask(v, "PRAGMA temp_store"), 2);
		assert_int_equal(ask(v, "PRAGMA mmap_size"), 0);
		assert_int_equal(ask(v, "SELECT locking_mode = 'exclusive' "
					"FROM pragma_locking_mode"), 1);
		vault_close(v);
		v = must_open(path);
	}
	must(v, "PRAGMA foreign_keys=ON; PRAGMA user_version=3");
	assert_int_equal(folder_count(), 3); /* vault, log, lock */
	vault_close(v);
}

/* Even without the authorizer the VFS keeps the layout. */
static void second_line_of_defence(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	char sql[256];

	(void)state;
	sqlite3_set_authorizer(vault_db(v), NULL, NULL);
	for (int i = 0; i < 3; i++) {
		static const char *const modes[] = { "DELETE", "MEMORY", "OFF" };

		snprintf(sql, sizeof sql, "PRAGMA journal_mode=%s", modes[i]);
		assert_int_not_equal(run(v, sql), SQLITE_OK);
	}
	assert_int_not_equal(run(v, "PRAGMA page_size=4096"), SQLITE_OK);
	assert_int_not_equal(run(v, "PRAGMA mmap_size=99999"), SQLITE_OK);
	run(v, "VACUUM"); /* goes through memory and the sealed log */
	snprintf(sql, sizeof sql, "ATTACH '%s/out.db' AS o; CREATE TABLE o.x(a)", tool_dir);
	assert_int_not_equal(run(v, sql), SQLITE_OK);
	assert_int_equal(folder_count(), 3);
	assert_true(sound(v));
	vault_close(v);
	v = must_open(path);
	assert_int_equal(ask(v, "SELECT count(*) FROM t"), SMALL_ROWS);
	vault_close(v);
}

/* Sorting, temporary tables and statement journals far beyond the cache stay in memory. */
static void temporary_data(void **state)
{
	struct vault *v = small_vault(in_folder("v"));

	(void)state;
	must(v, "PRAGMA cache_size=10;"
		"CREATE TEMP TABLE big AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 "
		"FROM c WHERE i<3000) SELECT i, hex(randomblob(500)) AS v FROM c;"
		"CREATE INDEX temp.big_v ON big(v)");
	assert_int_equal(ask(v, "SELECT count(*) FROM (SELECT v FROM big ORDER BY v)"), 3000);
	must(v, "BEGIN; INSERT INTO t(n, v) SELECT i, v FROM big");
	/* A statement that fails in the middle needs its journal. */
	assert_int_not_equal(run(v, "UPDATE t SET id = 5000 - id % 2, v = v || 'x' WHERE id > 10"),
			     SQLITE_OK);
	must(v, "COMMIT");
	assert_int_equal(ask(v, "SELECT count(*) FROM t WHERE v LIKE '%x'"), 0);
	assert_int_equal(folder_count(), 3);
	vault_close(v);
}

#define DISK_CASE(name) cmocka_unit_test_setup_teardown(name, reset, folder_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		DISK_CASE(full_disk),	       DISK_CASE(fault_of_a_full_disk),
		DISK_CASE(full_at_close),      DISK_CASE(failed_fsync_latches),
		DISK_CASE(a_commit_that_may_have_arrived_is_called_unsure),
		DISK_CASE(a_slot_change_says_what_may_hold),
		DISK_CASE(refused_statements), DISK_CASE(second_line_of_defence),
		DISK_CASE(temporary_data),
	};

	shim_install();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
