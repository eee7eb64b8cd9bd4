/*
 * Bytes changed at random, in the vault and in its log: it is refused, or what it
 * gives is what was put in.
 */
#include "config.h"
#include "tests/store/vault/tools.h"

#include "tests/store/vault/by_key.h"

#include <sodium.h>

#define COMMITS 6

static int tries = 450; /* of each kind; $HEAVY: twenty times as many */

typedef uint8_t digest[32];

static uint8_t data_key[VAULT_KEY];
static digest right[COMMITS + 1]; /* the content after each commit */
static int rights;

static struct {
	long tried, refused, good;
} score;

/* All there is, through table, index and search; false on any error. */
static bool content(struct vault *v, digest out)
{
	static const char *const queries[] = {
		"SELECT id, n, v FROM t ORDER BY id",
		"SELECT v FROM t INDEXED BY t_v ORDER BY v",
		"SELECT rowid, x FROM f ORDER BY rowid",
		"SELECT rowid FROM f WHERE f MATCH 'note*' ORDER BY rowid",
	};
	crypto_generichash_state hash;
	bool good = true;

	crypto_generichash_init(&hash, NULL, 0, sizeof(digest));
	for (size_t i = 0; good && i < sizeof queries / sizeof *queries; i++) {
		sqlite3_stmt *st;
		int rc = sqlite3_prepare_v2(vault_db(v), queries[i], -1, &st, NULL);

		if (rc != SQLITE_OK)
			return false;
		while ((rc = sqlite3_step(st)) == SQLITE_ROW)
			for (int c = 0; c < sqlite3_column_count(st); c++) {
				const unsigned char *text = sqlite3_column_text(st, c);

				crypto_generichash_update(&hash, text,
							  (size_t)sqlite3_column_bytes(st, c) + 1);
			}
		good = rc == SQLITE_DONE;
		sqlite3_finalize(st);
	}
	crypto_generichash_final(&hash, out, sizeof(digest));
	return good;
}

/* Change the bytes in one of many ways; *len may change by at most `room` bytes. */
static void mutate(uint8_t *bytes, size_t *len, size_t room)
{
	size_t pages = *len / VAULT_PAGE_SIZE, at = pick((uint32_t)*len), n;
	uint8_t page[VAULT_PAGE_SIZE];
	uint32_t a, b;

	switch (pick(8)) {
	case 0:
	case 1: /* a bit */
		bytes[at] ^= (uint8_t)(1 << pick(8));
		break;
	case 2: /* a few bytes, far apart */
		for (int i = 0; i < 5; i++)
			bytes[pick((uint32_t)*len)] ^= (uint8_t)(1 + pick(255));
		break;
	case 3: /* a run of noise or of zeros */
		n = 1 + pick(600);
		b = pick(2);
		for (size_t i = at; i < at + n && i < *len; i++)
			bytes[i] = b ? (uint8_t)pick(256) : 0;
		break;
	case 4: /* cut */
		*len = at;
		break;
	case 5: /* longer */
		n = 1 + pick((uint32_t)room - 1);
		memset(bytes + *len, (int)pick(256), n);
		*len += n;
		break;
	case 6: /* two pages change places */
		a = pick((uint32_t)pages);
		b = pick((uint32_t)pages);
		memcpy(page, bytes + a * VAULT_PAGE_SIZE, VAULT_PAGE_SIZE);
		memcpy(bytes + a * VAULT_PAGE_SIZE, bytes + b * VAULT_PAGE_SIZE, VAULT_PAGE_SIZE);
		memcpy(bytes + b * VAULT_PAGE_SIZE, page, VAULT_PAGE_SIZE);
		break;
	default: /* one page over another, or a slot's or frame's bytes moved */
		n = pick(2) ? VAULT_PAGE_SIZE : 280;
		a = pick((uint32_t)(*len / n));
		b = pick((uint32_t)(*len / n));
		memmove(bytes + a * n, bytes + b * n, n);
		break;
	}
}

static void judge(struct vault *v)
{
	digest now;
	int which = 0;

	score.tried++;
	if (!v) {
		score.refused++;
		return;
	}
	if (!content(v, now)) {
		score.refused++;
	} else {
		while (which < rights && memcmp(now, right[which], sizeof now) != 0)
			which++;
		if (which == rights)
			fail_msg("wrong data after mutation %ld", score.tried);
		score.good++;
	}
	vault_close(v);
}

static void report(const char *what)
{
	print_message("%s: %ld mutations tried, %ld refused, %ld healed or harmless, 0 wrong\n",
		      what, score.tried, score.refused, score.good);
	assert_true(score.refused > 0 && score.good > 0);
	memset(&score, 0, sizeof score);
}

static void closed_vault(void **state)
{
	const char *path = in_folder("v"), *bad = in_folder("bad");
	struct vault *v = small_vault(path);
	uint8_t *bytes, *work;
	size_t len, now;
	struct fault f;

	(void)state;
	must(v, "INSERT INTO t(n, v) SELECT n, 'note ' || hex(randomblob(300)) FROM t;"
		"INSERT INTO t(n, v) SELECT n, 'note ' || hex(randomblob(20000)) FROM t LIMIT 5");
	vault_key_of(v, data_key);
	assert_true(content(v, right[0]));
	rights = 1;
	vault_close(v);
	bytes = slurp(path, &len);
	work = malloc(len + 20000);
	for (int i = 0; i < tries; i++) {
		memcpy(work, bytes, len);
		now = len;
		mutate(work, &now, 20000);
		spit(bad, work, now);
		judge(vault_by_key(bad, data_key, &f));
	}
	report("closed vault");
	free(bytes);
	free(work);
}

/*
 * Killed with a full log: a log that is cut or changed ends at an earlier commit (what is said
 * of that is in log_lost.c), but it never mixes two states.
 */
static void vault_with_log(void **state)
{
	const char *path = in_folder("v"), *bad = in_folder("bad"), *log = in_folder("bad-wal");
	struct vault *v = small_vault(path);
	uint8_t *bytes[2], *work;
	size_t len[2], now;
	struct fault f;

	(void)state;
	vault_key_of(v, data_key);
	rights = 0;
	assert_true(content(v, right[rights++]));
	for (int i = 0; i < COMMITS; i++) {
		must(v, "BEGIN; UPDATE t SET v = 'note ' || hex(randomblob(50)) WHERE id % 3 = 0;"
			"INSERT INTO f(x) SELECT v FROM t WHERE id < 9; COMMIT");
		assert_true(content(v, right[rights++]));
	}
	bytes[0] = slurp(path, &len[0]);
	bytes[1] = slurp(in_folder("v-wal"), &len[1]);
	vault_close(v);
	work = malloc((len[0] > len[1] ? len[0] : len[1]) + 20000);
	for (int i = 0; i < tries; i++) {
		int which = pick(3) != 0;

		memcpy(work, bytes[which], len[which]);
		now = len[which];
		mutate(work, &now, 20000);
		spit(which ? log : bad, work, now);
		spit(which ? bad : log, bytes[!which], len[!which]);
		judge(vault_by_key(bad, data_key, &f));
	}
	report("vault with log");
	free(bytes[0]);
	free(bytes[1]);
	free(work);
}

/* The header block under its real opening: damage to one copy never matters. */
static void header_block(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	uint8_t *bytes, *work;
	size_t len, now, at;
	struct fault f;

	(void)state;
	assert_true(content(v, right[0]));
	rights = 1;
	vault_close(v);
	bytes = slurp(path, &len);
	work = malloc(len);
	for (int i = 0; i < 60; i++) {
		memcpy(work, bytes, len);
		at = pick(VAULT_HEADER_SIZE);
		if (i % 3 == 1) /* where it matters: sequence, generation, the first slot */
			at = pick(2) * VAULT_HEADER_COPY +
			     (pick(2) ? 16 + pick(16) : 96 + pick(280));
		work[at] ^= (uint8_t)(1 + pick(255));
		if (i % 3 == 0) /* and one in the other copy */
			work[(at + VAULT_HEADER_COPY) % VAULT_HEADER_SIZE] ^= 1;
		if (i % 3 == 1) { /* by one who can make the digest fit */
			uint8_t *copy = work + at / VAULT_HEADER_COPY * VAULT_HEADER_COPY;

			crypto_generichash(copy + 4064, 32, copy, 4064, NULL, 0);
		}
		spit(path, work, len);
		v = NULL;
		if (vault_open(path, "Lan", RIGHT, &v, &f) != FAULT_OK && i % 3 != 0)
			fail_msg("one bad copy, refused: %d at %zu", f.code, at);
		judge(v);
		if (i % 3 != 0) { /* both copies are what they were */
			uint8_t *after = slurp(path, &now);

			assert_int_equal(now, len);
			assert_memory_equal(after, bytes, len);
			free(after);
		}
	}
	report("header");
	free(bytes);
	free(work);
}

/* Under an open vault two records of the log, or a record and an older one, change places. */
static void log_in_use(void **state)
{
	const off_t header = 80, step = 64 + 8232;
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	uint8_t one[8232], two[8232];
	struct stat st;
	digest now;
	int fd;

	(void)state;
	must(v, "UPDATE t SET v = 'note ' || hex(randomblob(700))");
	must(v, "UPDATE t SET v = 'note ' || hex(randomblob(700)) WHERE id % 2");
	assert_true(content(v, right[0]));
	fd = open(in_folder("v-wal"), O_RDWR);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	for (int i = 0; i < 100; i++) {
		uint32_t frames = (uint32_t)((st.st_size - header) / step);
		off_t a = header + (off_t)pick(frames) * step + 64;
		off_t b = header + (off_t)pick(frames) * step + 64;

		assert_int_equal(pread(fd, one, sizeof one, a), sizeof one);
		assert_int_equal(pread(fd, two, sizeof two, b), sizeof two);
		assert_int_equal(pwrite(fd, two, sizeof two, a), sizeof two);
		assert_int_equal(pwrite(fd, one, sizeof one, b), sizeof one);
		must(v, "PRAGMA shrink_memory"); /* so that pages are read again */
		score.tried++;
		if (content(v, now)) {
			assert_memory_equal(now, right[0], sizeof now);
			score.good++;
		} else {
			score.refused++;
		}
		assert_int_equal(pwrite(fd, one, sizeof one, a), sizeof one);
		assert_int_equal(pwrite(fd, two, sizeof two, b), sizeof two);
	}
	report("log in use");
	close(fd);
	vault_close(v);
}

int main(void)
{
	const char *heavy = getenv("HEAVY");
	const struct CMUnitTest tests[] = {
		CASE(closed_vault),
		CASE(vault_with_log),
		CASE(header_block),
		CASE(log_in_use),
	};

	if (heavy && *heavy)
		tries *= 20;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
