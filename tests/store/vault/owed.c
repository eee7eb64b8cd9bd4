/*
 * An opening that finds something missing is itself cut off, at any write or sync, by a kill or by
 * a power cut (powerloss_disk.h): the next that succeeds says it all the same, and notes it once.
 */
#include "config.h"
#include "store/vault/backup.h"
#include "store/vault/pages.h"
#include "tests/store/vault/powerloss_disk.h"

#include "tests/store/vault/by_key.h"

#define LOG_HEADER 80
#define STEP 8296
#define IMAGES 3 /* of each moment */

static uint8_t data_key[VAULT_KEY];
static char work[96], cut[96]; /* prefixes of the files' names */
static unsigned wanted;
static long images;
static bool looking;

static const char *named(const char *prefix, const char *name)
{
	static char path[2][160];
	static int k;

	k = !k;
	snprintf(path[k], sizeof path[k], "%s%s", prefix, name);
	return path[k];
}

/* What was found is said, noted once, and said again as long as nobody was told. */
static void check_image(void)
{
	struct vault_note notes[4];
	struct fault f = { 0 };
	struct vault *v;
	int n;

	for (int again = 0; again < 2; again++) {
		v = vault_by_key(named(cut, "v"), data_key, &f);
		if (!v)
			fail_msg("image %ld does not open: %d %s", images, f.code, f.subject);
		if (vault_warnings(v) != wanted)
			fail_msg("image %ld, opening %d: warnings %u, not %u", images, again,
				 vault_warnings(v), wanted);
		assert_int_equal(vault_notes(v, notes, 4, &n, &f), FAULT_OK);
		if (n != 1)
			fail_msg("image %ld, opening %d: %d notes", images, again, n);
		assert_int_equal(notes[0].what, wanted);
		assert_true(sound(v));
		assert_int_equal(vault_pages_header(v->vfs)->owed, 0);
		vault_close(v);
	}
}

/* The mark beside the vault was there before this opening, so it is durable. */
static void tick(const char *name)
{
	if (looking || strncmp(name, work, strlen(work)) != 0)
		return;
	looking = true;
	for (int i = 0; i < IMAGES; i++) {
		disk_forget(cut);
		unlink(named(cut, "v-wal"));
		disk_image(work, cut);
		if (is_there(named(work, "v.lock")))
			copy_file(named(work, "v.lock"), named(cut, "v.lock"));
		images++;
		check_image();
	}
	looking = false;
}

/* What a kill leaves after some commits: v, v-wal, v.lock under `work`. */
static void leave_killed(void)
{
	const char *path = in_folder("o");
	struct vault *v = small_vault(path);

	vault_key_of(v, data_key);
	must(v, "CREATE TABLE done(n INTEGER)");
	for (int i = 0; i < 4; i++)
		must(v, "INSERT INTO done VALUES(1); UPDATE t SET v = upper(v) WHERE id % 40 = 1");
	copy_file(path, named(work, "v"));
	copy_file(in_folder("o-wal"), named(work, "v-wal"));
	copy_file(in_folder("o.lock"), named(work, "v.lock"));
	vault_close(v);
}

static void set_up(void)
{
	snprintf(work, sizeof work, "%s/work-", tool_dir);
	snprintf(cut, sizeof cut, "%s/cut-", tool_dir);
	images = 0;
	leave_killed();
}

/* Open what lies there, cut off at every step. */
static void cut_often(unsigned warning, bool keeps_folders)
{
	struct fault f = { 0 };
	struct vault *v;

	wanted = warning;
	disk_keeps_folders = keeps_folders;
	disk_install(tick);
	v = vault_by_key(named(work, "v"), data_key, &f);
	assert_non_null(v);
	assert_int_equal(vault_warnings(v), warning);
	vault_close(v);
	vault_vfs_base(NULL);
	disk_forget(tool_dir);
	assert_true(images > 20 * IMAGES);
}

static void a_log_that_is_gone(void **state)
{
	(void)state;
	for (int keeps = 0; keeps < 2; keeps++) {
		set_up();
		assert_int_equal(unlink(named(work, "v-wal")), 0);
		cut_often(VAULT_LOG_GONE, keeps);
		unlink(in_folder("o"));
	}
}

static void a_log_that_was_cut(void **state)
{
	struct stat st;

	(void)state;
	for (int keeps = 0; keeps < 2; keeps++) {
		set_up();
		assert_int_equal(stat(named(work, "v-wal"), &st), 0);
		assert_int_equal(truncate(named(work, "v-wal"), st.st_size - STEP), 0);
		cut_often(VAULT_LOG_CUT, keeps);
		unlink(in_folder("o"));
	}
}

static int full_disk(const char *name, const void *bytes, int n, sqlite3_int64 at)
{
	(void)bytes;
	(void)n;
	return shim_is_log(name) && at >= LOG_HEADER ? SQLITE_FULL : SQLITE_OK;
}

/* Where the note cannot be written the vault opens, is closed in order, and still owes it. */
static void a_full_disk(void **state)
{
	struct fault f = { 0 };
	struct vault *v;
	struct stat st;

	(void)state;
	set_up();
	assert_int_equal(stat(named(work, "v-wal"), &st), 0);
	assert_int_equal(truncate(named(work, "v-wal"), st.st_size - STEP), 0);
	memset(&shim, 0, sizeof shim);
	shim.write = full_disk;
	shim_install();
	for (int i = 0; i < 2; i++) {
		v = vault_by_key(named(work, "v"), data_key, &f);
		assert_non_null(v);
		assert_int_equal(vault_warnings(v), VAULT_LOG_CUT);
		vault_told(v);
		/* What is copied of it meanwhile owes it as well. */
		if (i)
			assert_int_equal(vault_backup(v, in_folder("b"), NULL, NULL, &f), FAULT_OK);
		vault_close(v);
		assert_false(is_there(named(work, "v-wal")));
	}
	vault_vfs_base(NULL);
	memset(&shim, 0, sizeof shim);
	v = vault_by_key(in_folder("b"), data_key, &f);
	assert_non_null(v);
	assert_int_equal(vault_warnings(v), VAULT_LOG_CUT);
	vault_close(v);
	v = vault_by_key(named(work, "v"), data_key, &f);
	assert_non_null(v);
	assert_int_equal(vault_warnings(v), VAULT_LOG_CUT);
	vault_told(v);
	vault_close(v);
	v = vault_by_key(named(work, "v"), data_key, &f);
	assert_non_null(v);
	assert_int_equal(vault_warnings(v), 0);
	vault_close(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = { CASE(a_log_that_is_gone), CASE(a_log_that_was_cut),
					    CASE(a_full_disk) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
