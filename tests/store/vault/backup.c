/* Backup, restore, verification, and logs that belong elsewhere. */
#include "config.h"
#include "tests/store/vault/tools.h"

#include "store/vault/backup.h"
#include "store/vault/create.h"
#include "store/vault/header.h"
#include "store/vault/verify.h"

static const struct vault_kdf kdf_floor = VAULT_KDF_FLOOR;

static int open_result(const char *path, struct vault_pass pass)
{
	struct fault f = { 0 };
	struct vault *v;
	int rc = vault_open(path, "Lan", pass, &v, &f);

	vault_close(v);
	return rc;
}

struct progress {
	uint64_t last, total;
	int calls, stop_at;
};

static int on_progress(void *arg, uint64_t done, uint64_t total)
{
	struct progress *p = arg;

	assert_true(done > p->last && done <= total);
	p->last = done;
	p->total = total;
	return ++p->calls == p->stop_at;
}

static void backup_and_restore(void **state)
{
	const char *path = in_folder("v"), *copy = in_folder("backup"), *third = in_folder("third");
	struct vault *v = small_vault(path), *w;
	struct progress p = { 0 };
	struct fault f = { 0 };
	uint64_t pages, restored;

	(void)state;
	must(v, "INSERT INTO t(n, v) SELECT n, hex(randomblob(2000)) FROM t");
	assert_int_equal(vault_backup(v, copy, on_progress, &p, &f), FAULT_OK);
	assert_true(p.calls > 1 && p.last == p.total);
	must(v, "DELETE FROM t WHERE id > 5");
	assert_int_equal(vault_verify(v, &pages, &f), FAULT_OK);
	assert_int_equal(vault_restore(copy, path, "Lan", RIGHT, &w, &f), FAULT_EXISTS);
	assert_int_equal(vault_restore(copy, third, "Lan", WRONG, &w, &f), FAULT_PASSPHRASE);
	assert_int_equal(vault_restore(copy, third, "Hoa", RIGHT, &w, &f), FAULT_FOREIGN);
	assert_int_equal(vault_restore(in_folder("none"), third, "Lan", RIGHT, &w, &f),
			 FAULT_NO_FILE);
	assert_false(is_there(third));
	assert_int_equal(vault_restore(copy, third, NULL, RIGHT, &w, &f), FAULT_OK);
	assert_false(is_there(third));
	assert_int_equal(vault_publish(w, &f), FAULT_OK);
	assert_string_equal(vault_member(w), "Lan");
	assert_memory_equal(vault_id(v), vault_id(w), VAULT_ID);
	assert_int_equal(ask(w, "SELECT count(*) FROM t"), 2 * SMALL_ROWS);
	assert_true(sound(w));
	assert_int_equal(vault_verify(w, &restored, &f), FAULT_OK);
	assert_true(restored >= pages);
	must(w, "DELETE FROM t");
	vault_close(w);
	assert_int_equal(ask(v, "SELECT count(*) FROM t"), 5);
	vault_close(v);
	/* The backup is a vault like any other. */
	v = must_open(copy);
	assert_int_equal(ask(v, "SELECT count(*) FROM t"), 2 * SMALL_ROWS);
	vault_close(v);
	assert_int_equal(folder_count(), 3);
}

static void backup_refusals(void **state)
{
	const char *path = in_folder("v"), *copy = in_folder("backup");
	struct vault *v = small_vault(path);
	struct progress p = { .stop_at = 1 };
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(vault_backup(v, path, NULL, NULL, &f), FAULT_EXISTS);
	assert_int_equal(symlink("v", in_folder("link")), 0);
	assert_int_equal(vault_backup(v, in_folder("link"), NULL, NULL, &f), FAULT_EXISTS);
	assert_int_equal(vault_backup(v, tool_dir, NULL, NULL, &f), FAULT_EXISTS);
	assert_int_equal(vault_backup(v, in_folder("no/b"), NULL, NULL, &f),
			 FAULT_CANT_CREATE);
	assert_int_equal(vault_backup(v, copy, on_progress, &p, &f), FAULT_NOTHING);
	assert_false(is_there(copy));
	must(v, "BEGIN; DELETE FROM t");
	assert_int_equal(vault_backup(v, copy, NULL, NULL, &f), FAULT_USAGE);
	assert_int_equal(vault_verify(v, NULL, &f), FAULT_USAGE);
	must(v, "ROLLBACK");
	assert_int_equal(vault_backup(v, copy, NULL, NULL, &f), FAULT_OK);
	assert_int_equal(vault_backup(v, copy, NULL, NULL, &f), FAULT_EXISTS);
	vault_close(v);
	v = must_open(copy);
	assert_int_equal(ask(v, "SELECT count(*) FROM t"), SMALL_ROWS);
	vault_close(v);
	assert_int_equal(folder_count(), 3);
}

/* A damaged backup is refused before anything appears. */
static void damaged_backup(void **state)
{
	const char *path = in_folder("v"), *copy = in_folder("backup");
	struct vault *v = small_vault(path);
	struct fault f = { 0 };
	uint8_t *bytes;
	size_t len;

	(void)state;
	assert_int_equal(vault_backup(v, copy, NULL, NULL, &f), FAULT_OK);
	vault_close(v);
	bytes = slurp(copy, &len);
	for (size_t page = 0; page < len / VAULT_PAGE_SIZE - 1; page++) {
		size_t at = VAULT_HEADER_SIZE + page * VAULT_PAGE_SIZE + pick(VAULT_PAGE_SIZE);

		bytes[at] ^= 0x10;
		spit(copy, bytes, len);
		bytes[at] ^= 0x10;
		assert_int_equal(vault_restore(copy, in_folder("w"), "Lan", RIGHT, &v, &f),
				 FAULT_DAMAGED);
	}
	spit(copy, bytes, len - VAULT_PAGE_SIZE);
	assert_int_equal(vault_restore(copy, in_folder("w"), "Lan", RIGHT, &v, &f), FAULT_DAMAGED);
	spit(copy, bytes, len - 1);
	assert_int_equal(vault_restore(copy, in_folder("w"), "Lan", RIGHT, &v, &f), FAULT_DAMAGED);
	free(bytes);
	assert_int_equal(folder_count(), 2);
}

/*
 * A vault copied by other means while it was open brings its log along. Nothing of it is
 * changed or need be writable, so that a stick's switch may be on.
 */
static void restore_of_a_running_vault_reads_only(void **state)
{
	const char *path = in_folder("v"), *usb = in_folder("usb/v"), *log = in_folder("usb/v-wal");
	struct vault *v = small_vault(path);
	uint8_t *bytes[4];
	size_t len[4];
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(mkdir(in_folder("usb"), 0700), 0);
	must(v, "DELETE FROM t WHERE id > 7");
	copy_file(path, usb);
	copy_file(in_folder("v-wal"), log);
	vault_close(v);
	bytes[0] = slurp(usb, &len[0]);
	bytes[1] = slurp(log, &len[1]);
	assert_int_equal(chmod(usb, 0400) || chmod(log, 0400) || chmod(in_folder("usb"), 0500), 0);
	assert_int_equal(vault_restore(usb, in_folder("w"), "Lan", RIGHT, &v, &f), FAULT_OK);
	assert_int_equal(vault_publish(v, &f), FAULT_OK);
	assert_int_equal(ask(v, "SELECT count(*) FROM t"), 7);
	must(v, "DELETE FROM t");
	vault_close(v);
	assert_int_equal(open_result(in_folder("w"), RIGHT), FAULT_OK);
	bytes[2] = slurp(usb, &len[2]);
	bytes[3] = slurp(log, &len[3]);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(len[i], len[i + 2]);
		assert_memory_equal(bytes[i], bytes[i + 2], len[i]);
	}
	for (int i = 0; i < 4; i++)
		free(bytes[i]);
	assert_int_equal(chmod(in_folder("usb"), 0700), 0);
	assert_int_equal(folder_count(), 3);
	/* The log of its former life fits it no more. */
	copy_file(log, in_folder("w-wal"));
	assert_int_equal(open_result(in_folder("w"), RIGHT), FAULT_STALE_LOG);
}

/* One that a running sotay has open may change under the reader. */
static void restore_of_a_vault_in_use_waits(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path), *w;
	struct fault f = { 0 };

	(void)state;
	must(v, "DELETE FROM t WHERE id > 7");
	assert_int_equal(vault_restore(path, in_folder("w"), "Lan", RIGHT, &w, &f), FAULT_IN_USE);
	vault_close(v);
	/* Nor is one read that may begin to write any moment. */
	v = must_open(path);
	assert_int_equal(vault_restore(path, in_folder("w"), "Lan", RIGHT, &w, &f), FAULT_IN_USE);
	assert_string_equal(f.subject, path);
	vault_close(v);
	assert_int_equal(folder_count(), 1);
}

static void old_log_is_named(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	uint8_t *before, *after;
	size_t len, now;

	(void)state;
	must(v, "UPDATE t SET n = 1");
	copy_file(in_folder("v-wal"), in_folder("old-wal"));
	must(v, "UPDATE t SET n = 2");
	vault_close(v);
	/* Beside the vault that was closed since ... */
	copy_file(in_folder("old-wal"), in_folder("v-wal"));
	before = slurp(path, &len);
	assert_int_equal(open_result(path, RIGHT), FAULT_STALE_LOG);
	after = slurp(path, &now);
	assert_int_equal(len, now);
	assert_memory_equal(before, after, len);
	free(before);
	free(after);
	assert_true(is_there(in_folder("v-wal")));
	assert_int_equal(open_result(path, WRONG), FAULT_PASSPHRASE);
	/* ... and beside one that lost power two logs later. */
	assert_int_equal(unlink(in_folder("v-wal")), 0);
	v = must_open(path);
	must(v, "UPDATE t SET n = 3");
	copy_file(path, in_folder("w"));
	vault_close(v);
	copy_file(in_folder("old-wal"), in_folder("w-wal"));
	assert_int_equal(open_result(in_folder("w"), RIGHT), FAULT_STALE_LOG);
	assert_int_equal(unlink(in_folder("w-wal")), 0);
	v = must_open(path);
	assert_int_equal(ask(v, "SELECT count(*) FROM t WHERE n = 3"), SMALL_ROWS);
	vault_close(v);
}

/* An older header beside a log that has gone on: it is the header that is old, whichever way it ended. */
static void old_header_beside_a_later_log_is_named(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path), *w;
	uint8_t *old[2], *log, *vault, *now;
	size_t len[2], log_len, vault_len, now_len;
	struct fault f = { 0 };

	(void)state;
	old[1] = slurp(path, &len[1]); /* a log was live */
	vault_close(v);
	old[0] = slurp(path, &len[0]); /* closed in order */
	v = must_open(path);
	for (int i = 0; i < 2; i++) {
		must(v, "UPDATE t SET n = n + 1");
		for (int k = 0; k < 2; k++) {
			vault = slurp(path, &vault_len);
			log = slurp(in_folder("v-wal"), &log_len);
			memcpy(vault, old[k], VAULT_HEADER_SIZE);
			spit(in_folder("x"), vault, vault_len);
			spit(in_folder("x-wal"), log, log_len);
			assert_int_equal(open_result(in_folder("x"), RIGHT), FAULT_OLD_HEADER);
			assert_int_equal(vault_restore(in_folder("x"), in_folder("w"), "Lan", RIGHT,
						       &w, &f), FAULT_OLD_HEADER);
			assert_string_equal(f.subject, in_folder("x"));
			now = slurp(in_folder("x-wal"), &now_len);
			assert_int_equal(now_len, log_len);
			assert_memory_equal(now, log, log_len);
			free(now);
			free(log);
			free(vault);
		}
		vault_close(v);
		v = must_open(path);
	}
	vault_close(v);
	for (int k = 0; k < 2; k++)
		free(old[k]);
}

/* A log of the original's other life beside a restored vault. */
static void log_of_another_life(void **state)
{
	const char *path = in_folder("v"), *copy = in_folder("backup");
	struct vault *v = small_vault(path), *w;
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(vault_backup(v, copy, NULL, NULL, &f), FAULT_OK);
	must(v, "UPDATE t SET n = 5");
	assert_int_equal(vault_restore(copy, in_folder("w"), "Lan", RIGHT, &w, &f), FAULT_OK);
	assert_int_equal(vault_publish(w, &f), FAULT_OK);
	must(w, "UPDATE t SET n = 6");
	copy_file(in_folder("v-wal"), in_folder("x-wal"));
	copy_file(in_folder("w"), in_folder("x"));
	vault_close(w);
	vault_close(v);
	assert_int_equal(open_result(in_folder("x"), RIGHT), FAULT_STALE_LOG);
	/* A lost vault's log is not overwritten by a restore. */
	assert_int_equal(unlink(in_folder("x")), 0);
	assert_int_equal(vault_restore(copy, in_folder("x"), "Lan", RIGHT, &w, &f), FAULT_EXISTS);
	/* A stranger's log is no log. */
	assert_int_equal(vault_create(in_folder("s"), "Lan", RIGHT, &kdf_floor, &w, &f), FAULT_OK);
	assert_int_equal(vault_publish(w, &f), FAULT_OK);
	vault_close(w);
	copy_file(in_folder("x-wal"), in_folder("s-wal"));
	assert_int_equal(open_result(in_folder("s"), RIGHT), FAULT_OK);
}

/* vault_verify() sees every page and every log record, and heals a header copy. */
static void verification(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	struct fault f = { 0 };
	uint64_t pages;
	uint8_t *bytes;
	size_t len, at;
	int fd;

	(void)state;
	assert_int_equal(vault_verify(v, &pages, &f), FAULT_OK);
	must(v, "UPDATE t SET n = n + 1");
	fd = open(in_folder("v-wal"), O_RDWR);
	assert_true(fd >= 0);
	for (int i = 0; i < 20; i++) {
		struct stat st;
		uint8_t byte;

		assert_int_equal(fstat(fd, &st), 0);
		at = 80 + pick((uint32_t)st.st_size - 80);
		assert_int_equal(pread(fd, &byte, 1, (off_t)at), 1);
		byte ^= 4;
		assert_int_equal(pwrite(fd, &byte, 1, (off_t)at), 1);
		assert_int_equal(vault_verify(v, NULL, &f), FAULT_DAMAGED);
		assert_string_equal(f.subject, "log");
		byte ^= 4;
		assert_int_equal(pwrite(fd, &byte, 1, (off_t)at), 1);
	}
	close(fd);
	assert_int_equal(vault_verify(v, &pages, &f), FAULT_OK);
	vault_close(v);

	bytes = slurp(path, &len);
	assert_int_equal(pages, len / VAULT_PAGE_SIZE - 1);
	for (uint64_t page = 2; page <= pages; page++) {
		char number[16];

		at = VAULT_HEADER_SIZE + (page - 1) * VAULT_PAGE_SIZE + pick(VAULT_PAGE_SIZE);
		bytes[at] ^= 1;
		spit(path, bytes, len);
		bytes[at] ^= 1;
		if (vault_open(path, "Lan", RIGHT, &v, &f) != FAULT_OK) {
			assert_int_equal(f.code, FAULT_DAMAGED); /* the schema needs this page */
			continue;
		}
		snprintf(number, sizeof number, "%llu", (unsigned long long)page);
		assert_int_equal(vault_verify(v, NULL, &f), FAULT_DAMAGED);
		assert_string_equal(f.subject, number);
		vault_close(v);
	}
	for (int half = 0; half < 2; half++) {
		at = (size_t)half * VAULT_HEADER_COPY + pick(VAULT_HEADER_COPY);
		bytes[at] ^= 1;
		spit(path, bytes, len);
		bytes[at] ^= 1;
		v = must_open(path);
		assert_int_equal(vault_verify(v, NULL, &f), FAULT_OK);
		vault_close(v);
		free(bytes);
		bytes = slurp(path, &len);
		assert_memory_equal(bytes, bytes + VAULT_HEADER_COPY, VAULT_HEADER_COPY);
	}
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(backup_and_restore),
		CASE(backup_refusals),
		CASE(damaged_backup),
		CASE(restore_of_a_running_vault_reads_only),
		CASE(restore_of_a_vault_in_use_waits),
		CASE(old_log_is_named),
		CASE(old_header_beside_a_later_log_is_named),
		CASE(log_of_another_life),
		CASE(verification),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
