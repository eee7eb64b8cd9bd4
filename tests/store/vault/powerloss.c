/*
 * The power fails at any moment: below the vault a disk that loses, tears and
 * reorders what was not synced (powerloss_disk.h). From every image the vault opens, is
 * sound, authenticates on the disk, has every acknowledged transaction whole, at most
 * the one in flight besides, and somebody can unlock it: the members are those before or
 * after a change, the database names them, and nobody is told that sessions may be missing.
 * Some images lose power again while they recover. Both on a system that keeps what happens in
 * a folder and on one that never syncs it.
 */
#include "config.h"
#include "store/vault/create.h"
#include "store/vault/slots.h"
#include "store/vault/unlock.h"
#include "store/vault/verify.h"
#include "tests/store/vault/powerloss_disk.h"

#include "tests/store/vault/by_key.h"

#include <sodium.h>

#define EVERY 33       /* one image in so many disk operations */
#define EVERY_START 6  /* around the writes of headers */
#define EVERY_AGAIN 90 /* while an image recovers; a third of that around headers */

static long transactions = 60; /* each way */
static uint64_t seed = 20261121;

static uint8_t data_key[VAULT_KEY];
static char work[96], image[2][96]; /* prefixes of the files' names */
static long images, images_again, slot_images, more;
static long acked, in_flight;            /* the last acknowledged transaction, the one begun last */
static char pass_now[32], pass_next[32]; /* the second while it is being changed */
static bool changing_slot;
static bool second, second_next; /* whether "Ba" has a slot, and will have */
static long next_id;
static int level; /* 0: the work; 1: an image recovering; 2: an image of that */

static bool unlocks(const char *path, const char *pass)
{
	struct vault_pass p = { pass, strlen(pass) };
	struct vault_keys *keys;
	struct vault_block b;
	struct fault f;
	int copy, slot, rc;

	if (!*pass || vault_peek(path, &b, &f) != FAULT_OK)
		return false;
	keys = sodium_malloc(sizeof *keys);
	rc = vault_unlock(&b, VAULT_SLOT_MEMBER, "Lan", p.text, p.len, keys, &copy, &slot);
	sodium_free(keys);
	return rc == FAULT_OK;
}

/* The members by name: "Lan" always, "Ba" as before or after the change. */
static bool members_right(const char *path)
{
	struct vault_slot_info slots[VAULT_SLOTS_MAX];
	bool lan = false, ba = false;
	struct fault f;
	int n;

	if (vault_list_slots(path, slots, VAULT_SLOTS_MAX, &n, &f) != FAULT_OK)
		return false;
	for (int i = 0; i < n; i++) {
		lan = lan || !strcmp(slots[i].name, "Lan");
		ba = ba || !strcmp(slots[i].name, "Ba");
	}
	return lan && (ba == second || ba == second_next);
}

static void broken(const char *path, const char *what, long a, long b)
{
	fail_msg("image %ld (level %d), after transaction %ld: %s (%ld, %ld) in %s", images, level,
		 acked, what, a, b, path);
}

static void check_image(const char *path)
{
	struct fault f = { 0 };
	struct vault *v;
	long last, rows;

	if (!members_right(path))
		broken(path, "members", second, second_next);
	if (changing_slot ? images % 3 == 0 : images % 40 == 0) {
		slot_images++;
		if (!unlocks(path, pass_now) && !unlocks(path, pass_next))
			broken(path, "nobody can unlock", 0, 0);
	}
	v = vault_by_key(path, data_key, &f);
	if (!v)
		broken(path, "does not open", f.code, f.sys);
	if (vault_warnings(v))
		broken(path, "warns", vault_warnings(v), 0);
	last = ask(v, "SELECT max(tx) FROM t");
	rows = ask(v, "SELECT count(*) FROM t");
	if (last != acked && last != in_flight)
		broken(path, "transactions", last, acked);
	if (last > acked)
		more++;
	if (rows != ask(v, "SELECT n FROM counter"))
		broken(path, "half a transaction", rows, ask(v, "SELECT n FROM counter"));
	if (ask(v, "SELECT count(*) FROM t WHERE v <> "
		   "printf('%.*c', 50 + id % 700, char(97 + (id + rev) % 26))") != 0)
		broken(path, "wrong data", 0, 0);
	if (ask(v, "SELECT count(*) FROM f WHERE f MATCH 'nhi*'") != rows)
		broken(path, "search index", rows, 0);
	if (!sound(v))
		broken(path, "not sound", 0, 0);
	if (vault_verify(v, NULL, &f) != FAULT_OK)
		broken(path, f.subject, f.code, 0);
	must(v, "BEGIN; INSERT INTO t SELECT max(id) + 1, 0, 0, "
		"printf('%.*c', 50 + (max(id) + 1) % 700, char(97 + (max(id) + 1) % 26)) FROM t;"
		"INSERT INTO f(rowid, x) SELECT max(id), 'nhi' FROM t;"
		"UPDATE counter SET n = n + 1; COMMIT");
	vault_close(v);
}

/* A power cut now: what is left of the files of this level is the next level's vault. */
static void cut_power(void)
{
	static char path[2][128];
	const char *from = level == 0 ? work : image[0], *to = image[level];

	disk_forget(to);
	disk_image(from, to);
	snprintf(path[level], sizeof path[0], "%sv", to);
	images++;
	images_again += level;
	level++;
	check_image(path[level - 1]);
	level--;
}

static void tick(const char *name)
{
	uint32_t every = disk_at_start ? EVERY_START : EVERY;
	const char *mine = level == 0 ? work : image[0];

	if (level == 1)
		every = disk_at_start ? EVERY_AGAIN / 3 : EVERY_AGAIN;
	if (level < 2 && strncmp(name, mine, strlen(mine)) == 0 && pick(every) == 0)
		cut_power();
}

/* A transaction of some rows, now and then many, and some changes; every ninth is rolled back. */
static void transaction(struct vault *v, long tx)
{
	uint32_t n = 1 + pick(pick(8) ? 5 : 30);
	char sql[256];

	in_flight = tx;
	must(v, "BEGIN");
	for (uint32_t i = 0; i < n; i++) {
		next_id++;
		snprintf(sql, sizeof sql,
			 "INSERT INTO t VALUES(%ld, %ld, 0, printf('%%.*c', 50 + %ld %% 700, "
			 "char(97 + %ld %% 26))); INSERT INTO f(rowid, x) VALUES(%ld, 'nhi %u');"
			 "UPDATE counter SET n = n + 1",
			 next_id, tx, next_id, next_id, next_id, pick(999));
		must(v, sql);
	}
	/* Some of the old ones change too: pages are written again within a transaction. */
	snprintf(sql, sizeof sql,
		 "UPDATE t SET rev = rev + 1, v = printf('%%.*c', 50 + id %% 700, "
		 "char(97 + (id + rev + 1) %% 26)) WHERE id %% 7 = %u", pick(7));
	must(v, sql);
	if (tx % 9 == 0) {
		must(v, "ROLLBACK");
		next_id -= n;
		return;
	}
	must(v, "COMMIT");
	acked = tx;
}

static void change_passphrase(struct vault *v, long tx)
{
	struct fault f = { 0 };

	snprintf(pass_next, sizeof pass_next, "pass %ld", tx);
	assert_int_equal(vault_slot_passphrase(v, "Lan",
					       (struct vault_pass){ pass_next, strlen(pass_next) },
					       NULL, &f), FAULT_OK);
	strcpy(pass_now, pass_next);
	*pass_next = 0;
}

/* One of the four kinds of slot change. */
static void change_slot(struct vault *v, long tx)
{
	const struct vault_kdf floor = VAULT_KDF_FLOOR;
	char code[VAULT_CODE_TEXT];
	struct fault f = { 0 };

	changing_slot = true;
	if (tx % 10 == 3) {
		change_passphrase(v, tx);
	} else if (tx % 10 == 8) {
		vault_code_draw(code);
	assert_int_equal(vault_code_set(v, code, &f), FAULT_OK);
	} else {
		second_next = !second;
		assert_int_equal(second ? vault_slot_remove(v, "Ba", &f)
					: vault_slot_add(v, "Ba", PASS("two"), &floor, &f),
				 FAULT_OK);
		second = second_next;
	}
	changing_slot = false;
}

static void prepare(const char *path)
{
	struct vault_kdf floor = VAULT_KDF_FLOOR;
	struct fault f = { 0 };
	struct vault *v;

	strcpy(pass_now, "pass 0");
	assert_int_equal(vault_create(path, "Lan", PASS("pass 0"), &floor, &v, &f), FAULT_OK);
	must(v, "CREATE TABLE t(id INTEGER PRIMARY KEY, tx INTEGER, rev INTEGER, v TEXT);"
		"CREATE INDEX tv ON t(v); CREATE TABLE counter(n INTEGER);"
		"INSERT INTO counter VALUES(1);"
		"INSERT INTO t VALUES(0, 0, 0, printf('%.*c', 50, 'a'));"
		"CREATE VIRTUAL TABLE f USING fts5(x);"
		"INSERT INTO f(rowid, x) VALUES(0, 'nhi 0')");
	vault_key_of(v, data_key);
	assert_int_equal(vault_publish(v, &f), FAULT_OK);
	vault_close(v);
}

#define SMALL_CACHES "PRAGMA cache_size=12; PRAGMA wal_autocheckpoint=30"

static void cut_often(bool keeps_folders)
{
	struct fault f = { 0 };
	struct vault *v;
	char path[128];

	disk_keeps_folders = keeps_folders;
	images = images_again = slot_images = more = acked = in_flight = next_id = 0;
	second = second_next = false;
	tool_seed = seed;
	snprintf(work, sizeof work, "%s/work-", tool_dir);
	snprintf(image[0], sizeof image[0], "%s/cut-", tool_dir);
	snprintf(image[1], sizeof image[1], "%s/again-", tool_dir);
	snprintf(path, sizeof path, "%sv", work);
	prepare(path);
	disk_install(tick);
	v = vault_by_key(path, data_key, &f);
	assert_non_null(v);
	must(v, SMALL_CACHES);
	for (long tx = 1; tx <= transactions; tx++) {
		transaction(v, tx);
		if (tx % 10 == 3 || tx % 10 == 5 || tx % 10 == 8)
			change_slot(v, tx);
		if (tx % 30 == 17) {
			vault_close(v);
			v = vault_by_key(path, data_key, &f);
			assert_non_null(v);
			must(v, SMALL_CACHES);
		}
	}
	vault_close(v);
	vault_vfs_base(NULL);
	print_message("power loss, folders %s: %ld images (%ld of them cut again while recovering, %ld with "
		      "key derivation), 0 failures; %ld held the transaction in flight\n",
		      keeps_folders ? "kept" : "never synced", images, images_again, slot_images, more);
	assert_true(images > 200 && images_again > 10 && slot_images > 10);
	disk_forget(tool_dir);
}

static void power_cuts(void **state)
{
	(void)state;
	cut_often(true);
}

static void power_cuts_without_folder_sync(void **state)
{
	(void)state;
	cut_often(false);
}

/* A longer run: powerloss TRANSACTIONS SEED. */
int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { CASE(power_cuts), CASE(power_cuts_without_folder_sync) };

	if (getenv("HEAVY") && *getenv("HEAVY"))
		transactions *= 12;
	if (argc == 3) {
		transactions = atol(argv[1]);
		seed = strtoull(argv[2], NULL, 10) | 1;
	}

	return cmocka_run_group_tests(tests, NULL, NULL);
}
