/*
 * A vault whose log is gone, cut short or rotten says so when it is opened, if anything that was
 * acknowledged is missing, and not otherwise. What cannot be told is in docs/format-vault.md.
 */
#include "config.h"
#include "store/vault/backup.h"
#include "store/vault/slots.h"
#include "tests/store/vault/tools.h"

#include "tests/store/vault/by_key.h"
#include "tests/store/vault/shim.h"

#define COMMITS 7
#define LOG_HEADER 80
#define STEP 8296

static uint8_t data_key[VAULT_KEY];

/* What a kill left: the three files, and where each commit ends in the log. */
static struct killed {
	uint8_t *vault, *log, *lock;
	size_t vault_len, log_len, lock_len;
	uint32_t end[COMMITS + 1]; /* frames; end[0]: what was in the log before the first */
} killed;

static uint32_t frames_of(const char *log)
{
	struct stat st;

	return stat(log, &st) ? 0 : (uint32_t)((st.st_size - LOG_HEADER) / STEP);
}

/* Commits of one to four pages, then a kill. */
static void kill_one(void)
{
	const char *path = in_folder("v"), *log = in_folder("v-wal");
	struct vault *v = small_vault(path);
	struct fault f = { 0 };

	vault_key_of(v, data_key);
	vault_close(v);
	v = vault_by_key(path, data_key, &f);
	assert_non_null(v);
	must(v, "CREATE TABLE done(n INTEGER)");
	killed.end[0] = frames_of(log);
	for (int i = 1; i <= COMMITS; i++) {
		char sql[128];

		snprintf(sql, sizeof sql, "BEGIN; INSERT INTO done VALUES(%d); UPDATE t SET v = "
			 "upper(v) WHERE id %% 40 < %d; COMMIT", i, i % 3);
		must(v, sql);
		killed.end[i] = frames_of(log);
		assert_true(killed.end[i] > killed.end[i - 1]);
	}
	killed.vault = slurp(path, &killed.vault_len);
	killed.log = slurp(log, &killed.log_len);
	killed.lock = slurp(in_folder("v.lock"), &killed.lock_len);
	assert_true(killed.lock_len > 0);
	vault_close(v);
}

static void forget_killed(void)
{
	free(killed.vault);
	free(killed.log);
	free(killed.lock);
	memset(&killed, 0, sizeof killed);
}

/* Lay the killed vault out with this log (NULL: none) and mark. */
static void lay_out(const uint8_t *log, size_t len, bool marked)
{
	spit(in_folder("x"), killed.vault, killed.vault_len);
	unlink(in_folder("x-wal"));
	unlink(in_folder("x.lock"));
	if (log)
		spit(in_folder("x-wal"), log, len);
	if (marked)
		spit(in_folder("x.lock"), killed.lock, killed.lock_len);
}

/* The same, opened; *missing: commits that are. */
static unsigned warned(const uint8_t *log, size_t len, bool marked, long *missing)
{
	const char *path = in_folder("x");
	struct fault f = { 0 };
	unsigned warnings;
	struct vault *v;

	lay_out(log, len, marked);
	v = vault_by_key(path, data_key, &f);
	if (!v)
		fail_msg("does not open: %d %s", f.code, f.subject);
	*missing = ask(v, "SELECT count(*) FROM sqlite_schema WHERE name = 'done'") == 1
			   ? COMMITS - ask(v, "SELECT count(*) FROM done") : COMMITS + 1;
	warnings = vault_warnings(v);
	vault_close(v);
	return warnings;
}

static void whole_log_is_no_warning(void **state)
{
	long missing;

	(void)state;
	kill_one();
	for (int marked = 0; marked < 2; marked++) {
		assert_int_equal(warned(killed.log, killed.log_len, marked, &missing), 0);
		assert_int_equal(missing, 0);
	}
	forget_killed();
}

/* Deleted, or cut anywhere: with the mark always, without it when not even its header is left. */
static void cut_log_is_a_warning(void **state)
{
	long missing;

	(void)state;
	kill_one();
	assert_int_equal(warned(NULL, 0, false, &missing), VAULT_LOG_GONE);
	assert_int_equal(missing, COMMITS + 1);
	assert_int_equal(warned(NULL, 0, true, &missing), VAULT_LOG_GONE);
	for (size_t len = 0; len < LOG_HEADER; len += 79)
		assert_int_equal(warned(killed.log, len, false, &missing), VAULT_LOG_GONE);
	for (uint32_t i = 0; i < killed.end[COMMITS]; i++) {
		for (int more = 0; more < STEP; more += STEP - 1) {
			assert_int_equal(warned(killed.log, LOG_HEADER + (size_t)i * STEP +
						(size_t)more, true, &missing), VAULT_LOG_CUT);
			assert_true(missing > 0);
		}
	}
	forget_killed();
}

/* The commit whose frames the one with this number is among. */
static int commit_of(uint32_t frame)
{
	int n = 0;

	while (n < COMMITS && killed.end[n] <= frame)
		n++;
	return n;
}

/*
 * One bit in any record: with the mark always; without it unless the frame is of the last
 * commit or ends the last but one, where it looks like a transaction that was being written.
 */
static void rotten_log_is_a_warning(void **state)
{
	long missing;

	(void)state;
	kill_one();
	for (uint32_t i = 0; i < killed.end[COMMITS]; i++) {
		size_t at = LOG_HEADER + (size_t)i * STEP + pick(STEP);
		int commit = commit_of(i);
		bool tells = commit < COMMITS - 1 ||
			     (commit == COMMITS - 1 && i + 1 < killed.end[commit]);

		killed.log[at] ^= 4;
		assert_int_equal(warned(killed.log, killed.log_len, true, &missing), VAULT_LOG_CUT);
		assert_true(missing > 0);
		assert_int_equal(warned(killed.log, killed.log_len, false, &missing),
				 tells ? VAULT_LOG_CUT : 0);
		killed.log[at] ^= 4;
	}
	for (size_t at = 0; at < LOG_HEADER; at += 13) {
		killed.log[at] ^= 4;
		assert_int_equal(warned(killed.log, killed.log_len, false, &missing),
				 VAULT_LOG_GONE);
		killed.log[at] ^= 4;
	}
	forget_killed();
}

/* Said once, it is noted for ever; never said, it is found again, in a copy as well. */
static void warning_is_kept_until_told(void **state)
{
	const char *path = in_folder("x");
	struct vault_note notes[4];
	struct fault f = { 0 };
	struct vault *v;
	long missing;
	int n;

	(void)state;
	kill_one();
	warned(NULL, 0, true, &missing);
	v = must_open(path);
	assert_int_equal(vault_warnings(v), VAULT_LOG_GONE);
	assert_int_equal(vault_backup(v, in_folder("copy"), NULL, NULL, &f), FAULT_OK);
	vault_told(v);
	assert_int_equal(vault_warnings(v), VAULT_LOG_GONE); /* as long as it is open */
	vault_close(v);
	v = must_open(path);
	assert_int_equal(vault_warnings(v), 0);
	assert_int_equal(vault_notes(v, notes, 4, &n, &f), FAULT_OK);
	assert_int_equal(n, 1);
	assert_int_equal(notes[0].what, VAULT_LOG_GONE);
	assert_true(notes[0].day > 18000);
	vault_close(v);
	assert_int_equal(vault_restore(in_folder("copy"), in_folder("y"), "Lan", RIGHT, &v, &f),
			 FAULT_OK);
	assert_int_equal(vault_warnings(v), VAULT_LOG_GONE);
	vault_close(v);
	forget_killed();
}

static void no_notes_where_nothing_was(void **state)
{
	struct vault *v = small_vault(in_folder("v"));
	struct fault f = { 0 };
	int n = 7;

	(void)state;
	assert_int_equal(vault_notes(v, NULL, 0, &n, &f), FAULT_OK);
	assert_int_equal(n, 0);
	assert_int_equal(vault_warnings(v), 0);
	vault_told(v);
	vault_close(v);
}

/* A checkpoint empties the log of a vault that stays open: killed then, nothing is missing. */
static void emptied_log_is_no_warning(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	struct fault f = { 0 };
	struct vault *w;

	(void)state;
	vault_key_of(v, data_key);
	must(v, "DELETE FROM t WHERE id > 3");
	assert_int_equal(vault_checkpoint(v, &f), FAULT_OK);
	for (int log = 0; log < 2; log++) {
		copy_file(path, in_folder("x"));
		unlink(in_folder("x-wal"));
		if (log)
			copy_file(in_folder("v-wal"), in_folder("x-wal"));
		w = vault_by_key(in_folder("x"), data_key, &f);
		assert_non_null(w);
		assert_int_equal(vault_warnings(w), 0);
		assert_int_equal(ask(w, "SELECT count(*) FROM t"), 3);
		vault_close(w);
	}
	vault_close(v);
}

/* Flip a bit in a frame of a log that nobody has open. */
static void rot(const char *log, uint32_t frame)
{
	size_t len;
	uint8_t *bytes = slurp(log, &len);

	bytes[LOG_HEADER + (size_t)frame * STEP + 300] ^= 1;
	spit(log, bytes, len);
	free(bytes);
}

/*
 * A long transaction is cut off as it is written, two short ones are written over its beginning,
 * and the power goes in the second of them: what lies beyond, a commit of each, is of no loss.
 */
static void leftovers_are_no_warning(void **state)
{
	const char *log[] = { in_folder("v-wal"), in_folder("x-wal"), in_folder("y-wal") };
	struct vault *v = small_vault(in_folder("v")), *w;
	struct fault f = { 0 };
	uint32_t at, end;

	(void)state;
	vault_key_of(v, data_key);
	must(v, "CREATE TABLE n(n INTEGER); INSERT INTO n VALUES(0)");
	at = frames_of(log[0]);
	must(v, "UPDATE t SET v = upper(v), n = n + 1");
	end = frames_of(log[0]);
	assert_true(end - at >= 6);
	copy_file(in_folder("v"), in_folder("x"));
	copy_file(log[0], log[1]);
	vault_close(v);
	rot(log[1], at);
	w = vault_by_key(in_folder("x"), data_key, &f);
	assert_non_null(w);
	assert_int_equal(vault_warnings(w), 0);
	must(w, "UPDATE n SET n = 1");
	must(w, "BEGIN; UPDATE n SET n = 2; UPDATE t SET n = 7 WHERE id = 1; COMMIT");
	copy_file(in_folder("x"), in_folder("y"));
	copy_file(log[1], log[2]);
	vault_close(w);
	assert_int_equal(frames_of(log[2]), end);
	rot(log[2], at + 1);
	w = vault_by_key(in_folder("y"), data_key, &f);
	assert_non_null(w);
	assert_int_equal(ask(w, "SELECT n FROM n"), 1);
	assert_int_equal(vault_warnings(w), 0);
	vault_close(w);
}

static void expect_bytes(const char *path, const uint8_t *bytes, size_t len)
{
	size_t now;
	uint8_t *is = slurp(path, &now);

	assert_int_equal(now, len);
	assert_memory_equal(is, bytes, len);
	free(is);
}

/* What tells that the log ended later goes only with an orderly closing, whoever tries before. */
static void mark_outlasts_refused_openings(void **state)
{
	size_t cut;
	struct fault f = { 0 };
	uint8_t *header;
	struct vault *v;

	(void)state;
	kill_one();
	cut = killed.log_len - STEP;
	lay_out(killed.log, cut, true);
	assert_int_equal(vault_open(in_folder("x"), "Lan", WRONG, &v, &f), FAULT_PASSPHRASE);
	assert_int_equal(vault_open(in_folder("x"), "Hoa", RIGHT, &v, &f), FAULT_FOREIGN);
	assert_int_equal(vault_backup(v = small_vault(in_folder("z")), in_folder("x"), NULL, NULL, &f),
			 FAULT_EXISTS);
	vault_close(v);
	header = slurp(in_folder("x"), &cut);
	memset(header, 0, 2 * VAULT_HEADER_COPY);
	spit(in_folder("x"), header, cut);
	assert_int_equal(vault_open(in_folder("x"), "Lan", RIGHT, &v, &f), FAULT_NOT_A_VAULT);
	free(header);
	spit(in_folder("x"), killed.vault, killed.vault_len);
	expect_bytes(in_folder("x.lock"), killed.lock, killed.lock_len);
	v = must_open(in_folder("x"));
	assert_int_equal(vault_warnings(v), VAULT_LOG_CUT);
	vault_close(v);
	assert_false(is_there(in_folder("x.lock")));
	/* Where there is no mark nothing is left. */
	assert_int_equal(vault_open(in_folder("x"), "Lan", WRONG, &v, &f), FAULT_PASSPHRASE);
	assert_false(is_there(in_folder("x.lock")));
	forget_killed();
}

static int failing_sync(const char *name)
{
	return shim_is_log(name) ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

/* A closing that could not empty the log is no orderly one. */
static void mark_outlasts_a_failed_closing(void **state)
{
	struct vault *v;

	(void)state;
	kill_one();
	lay_out(killed.log, killed.log_len, true);
	shim_install();
	v = must_open(in_folder("x"));
	shim.sync = failing_sync;
	vault_close(v);
	shim.sync = NULL;
	vault_vfs_base(NULL);
	expect_bytes(in_folder("x.lock"), killed.lock, killed.lock_len);
	v = must_open(in_folder("x"));
	assert_int_equal(vault_warnings(v), 0);
	assert_int_equal(ask(v, "SELECT count(*) FROM done"), COMMITS);
	vault_close(v);
	assert_false(is_there(in_folder("x.lock")));
	forget_killed();
}

/* A copy made of a killed vault is told what the vault would be; the vault keeps all it has. */
static void restored_copy_is_warned(void **state)
{
	struct fault f = { 0 };
	struct vault *v;
	size_t cut;

	(void)state;
	kill_one();
	cut = killed.log_len - STEP;
	lay_out(killed.log, cut, true);
	assert_int_equal(vault_restore(in_folder("x"), in_folder("y"), "Lan", WRONG, &v, &f),
			 FAULT_PASSPHRASE);
	assert_false(is_there(in_folder("y.lock")));
	assert_int_equal(vault_restore(in_folder("x"), in_folder("y"), "Lan", RIGHT, &v, &f), FAULT_OK);
	assert_int_equal(vault_warnings(v), VAULT_LOG_CUT);
	assert_int_equal(vault_publish(v, &f), FAULT_OK);
	vault_close(v);
	assert_false(is_there(in_folder("y.lock")));
	v = must_open(in_folder("y"));
	assert_int_equal(vault_warnings(v), VAULT_LOG_CUT);
	vault_close(v);
	expect_bytes(in_folder("x"), killed.vault, killed.vault_len);
	expect_bytes(in_folder("x-wal"), killed.log, cut);
	expect_bytes(in_folder("x.lock"), killed.lock, killed.lock_len);
	/* One that is not published leaves nothing. */
	assert_int_equal(vault_restore(in_folder("x"), in_folder("w"), "Lan", RIGHT, &v, &f), FAULT_OK);
	vault_close(v);
	assert_false(is_there(in_folder("w.lock")) || is_there(in_folder("w")));
	forget_killed();
}

/* What is said to be saved must be there after a kill: not in a file that nobody finds. */
static void log_taken_away_is_no_place_to_save(void **state)
{
	const char *path = in_folder("v"), *log = in_folder("v-wal");
	struct vault *v = small_vault(path);
	struct fault f = { 0 };

	(void)state;
	must(v, "CREATE TABLE done(n INTEGER); INSERT INTO done VALUES(1)");
	assert_int_equal(unlink(log), 0);
	assert_int_not_equal(run(v, "INSERT INTO done VALUES(2)"), SQLITE_OK);
	assert_int_equal(vault_trouble(v, &f), FAULT_DAMAGED);
	assert_string_equal(f.subject, "log");
	/* Closed in order nothing of it is lost, and nothing is said to be. */
	vault_close(v);
	v = must_open(path);
	assert_int_equal(vault_warnings(v), 0);
	assert_int_equal(ask(v, "SELECT count(*) FROM done"), 1);
	must(v, "INSERT INTO done VALUES(3)");
	vault_close(v);
}

static void log_cut_short_is_no_place_to_save(void **state)
{
	const char *path = in_folder("v"), *log = in_folder("v-wal");
	struct vault *v = small_vault(path);
	struct fault f = { 0 };

	(void)state;
	must(v, "CREATE TABLE done(n INTEGER); INSERT INTO done VALUES(1)");
	assert_int_equal(truncate(log, LOG_HEADER + STEP), 0);
	assert_int_not_equal(run(v, "INSERT INTO done VALUES(2)"), SQLITE_OK);
	assert_int_equal(vault_trouble(v, &f), FAULT_DAMAGED);
	vault_close(v);
	v = must_open(path);
	assert_int_equal(vault_warnings(v), VAULT_LOG_CUT);
	vault_close(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(whole_log_is_no_warning),	  CASE(cut_log_is_a_warning),
		CASE(rotten_log_is_a_warning),	  CASE(warning_is_kept_until_told),
		CASE(no_notes_where_nothing_was), CASE(emptied_log_is_no_warning),
		CASE(leftovers_are_no_warning),	  CASE(mark_outlasts_refused_openings),
		CASE(restored_copy_is_warned),	  CASE(mark_outlasts_a_failed_closing),
		CASE(log_taken_away_is_no_place_to_save),
		CASE(log_cut_short_is_no_place_to_save),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
