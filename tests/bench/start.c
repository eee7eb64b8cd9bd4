/* Start to the first screen, and from the password to the main screen. */
#include "config.h"

#include <sodium.h>
#include <stdlib.h>

#include "store/vault/vault.h"
#include "tests/bench/bench.h"
#include "tests/bench/screen.h"

enum { ROUNDS = 3 * BENCH_ROUNDS };

/* One key derivation as the vault's slot has it. */
static double derive(void)
{
	static const unsigned char salt[crypto_pwhash_SALTBYTES];
	unsigned char key[32];
	int64_t from = bench_now();

	if (sodium_init() < 0 ||
	    crypto_pwhash(key, sizeof key, BENCH_PASS, sizeof BENCH_PASS - 1, salt,
			  VAULT_KDF_FLOOR.ops, (size_t)VAULT_KDF_FLOOR.mem_mib << 20,
			  crypto_pwhash_ALG_ARGON2ID13))
		bench_fail("no key derivation");
	return (double)(bench_now() - from) / 1e6;
}

static void start_peer(char *const argv[], struct samples *s)
{
	double ms;

	if (!argv[0])
		return;
	terminal_close(frame_start(argv, NULL, &ms));
	samples_add(s, ms);
}

static void row(const char *what, struct samples *ours, const char *peer, struct samples *theirs,
		double goal)
{
	table_row(&(struct result){.what = what,
				   .unit = "ms",
				   .ours = ours,
				   .peer = peer,
				   .theirs = theirs && theirs->n ? theirs : NULL,
				   .goal = goal});
}

/*
 * nano: a small program over the same curses that shows one small file. calcurse:
 * a notebook of days and tasks, which like ours reads its own data and shows a
 * main screen of figures of today; here it has none.
 */
void bench_start(struct bench *b)
{
	enum { LOCK, UNLOCK, KDF, MAIN, NANO, CALCURSE, N };
	struct samples s[N] = {{0}};
	double goal = b->sessions > 100000 ? 60 : 30;
	char *vault = bench_copy(b, "start.vault"), *text = bench_text("%s/pass", b->dir);
	char *nano[] = {bench_peer("nano"), "--ignorercfiles", text, NULL};
	char *calcurse[] = {bench_peer("calcurse"), "-D", bench_text("%s/calcurse", b->dir), NULL};

	if (calcurse[0]) /* makes its folder */
		bench_run("'%s' -D '%s' -Q >/dev/null 2>&1 || :", calcurse[0], calcurse[2]);
	for (int round = 0; round < ROUNDS; round++) {
		double lock, unlock, kdf = derive();
		struct terminal *t = screen_locked(b, vault, &lock);

		unlock = screen_unlock(t);
		kdf = (kdf + derive()) / 2;
		terminal_type(t, "q");
		terminal_wait_end(t);
		samples_add(&s[LOCK], lock);
		samples_add(&s[KDF], kdf);
		samples_add(&s[UNLOCK], unlock - kdf);
		samples_add(&s[MAIN], lock + unlock - kdf);
		start_peer(nano, &s[NANO]);
		start_peer(calcurse, &s[CALCURSE]);
	}
	row("start to the lock screen", &s[LOCK], "nano", &s[NANO], goal);
	row("password to main screen less KDF", &s[UNLOCK], NULL, NULL, 0);
	row("start to main screen less KDF", &s[MAIN], "calcurse", &s[CALCURSE], goal);
	table_note("the KDF alone (19 MiB, 2 passes) took %.1f ms, median",
		   samples_median(&s[KDF]));
	for (int i = 0; i < N; i++)
		samples_free(&s[i]);
	free(nano[0]);
	free(calcurse[0]);
	free(calcurse[2]);
	free(text);
	bench_remove(vault);
}
