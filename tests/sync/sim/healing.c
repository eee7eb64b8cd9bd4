#include "config.h"
#include "tests/sync/sim/post.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/db/statement.h"
#include "store/ledger/roots.h"
#include "sync/batch/pack.h"
#include "sync/exchange/sealing.h"
#include "sync/identity/revoke.h"

enum { ROUNDS = 16 };

/* ---- the faults stop ---- */

/* Of a laptop and its copies one goes on. */
static void let_one_live(int began)
{
	struct device *chosen = living(began, (int)draw(DEVICES));

	for (int i = 0; i < DEVICES; i++) {
		struct device *d = &world.devices[i];

		if (!d->in_use || d->began != began || d == chosen)
			continue;
		device_close(d);
		d->in_use = d->used = false;
	}
}

static struct device *one(int place)
{
	return living(place, 0);
}

static void put_clocks_right(void)
{
	int most = 0;

	for (int i = 0; i < DEVICES; i++) {
		struct device *d = &world.devices[i];

		if (d->days_off > most && d->days_off < 300)
			most = d->days_off;
		d->days_off = 0;
		d->clock = CLOCK_SET;
	}
	world.minute += (most + 1) * 1440;
}

/* Whether an office believes a desk: its certificate was not taken back, its key not revoked. */
static bool is_believed(struct device *office, const struct device *d)
{
	struct db *db = book_db(office->book);
	struct pinned_root root = { .revoked = true };
	struct laptop laptop = { .revoked = true };
	struct fault f;
	bool there;

	if (d->is.level == LEVEL_TEAM)
		broken(laptops_find(db, identity_of(d)->sign_pk, &laptop, &there, &f), &f, office, "laptop");
	else
		broken(roots_child(db, d->is.unit, &root, &there, &f), &f, office, "root");
	return there && !(d->is.level == LEVEL_TEAM ? laptop.revoked : root.revoked);
}

/* Whether what it writes comes to the top: those on the way, and the top itself, believe it. */
static bool is_believed_to_the_top(const struct device *d)
{
	struct device *office = one(d->is.above), *top = one(TINH);
	struct fault f;
	bool revoked = false;

	if (!office || !is_believed(office, d))
		return false;
	broken(trust_is_revoked(top->book, identity_of(d)->sign_pk, &revoked, &f), &f, top, "key");
	return !revoked && (office == top || is_believed_to_the_top(office));
}

/* ---- what must come to hold ---- */

static char missing[SAID];
static bool is_missing;

static void miss(const char *kind, const struct device *d, const struct batch *batch)
{
	if (!is_missing)
		snprintf(missing, sizeof missing, "I1: %s: %s: batch %d of lane %02x%02x", kind,
			 d->is.name, (int)batch->number, batch->lane_id[0], batch->lane_id[1]);
	is_missing = true;
}

static void compare_batch(struct device *d, struct device *office, const struct batch *batch)
{
	struct acknowledgement ack = { 0 };
	struct batch held;
	struct fault f;
	bool goes, there;

	if (broken(sealing_goes_up(d->book, batch, &goes, &f), &f, d, "a batch") || !goes ||
	    broken(acknowledged(book_db(d->book), batch->key, &ack, &f), &f, d, "a batch") ||
	    broken(batches_find(book_db(office->book), batch->hash, &held, &there, &f), &f, office,
		   "a batch"))
		return;
	if (ack.here && !there)
		miss("FALSE", d, batch);
	else if (!ack.here && there)
		miss("STUCK", d, batch);
	else if (!there)
		miss("LOST", d, batch);
}

/* Every batch that goes up is there, and known to be. */
static void compare_batches(struct device *d, struct device *office)
{
	struct batch *batches = NULL;
	struct fault f;
	size_t n = 0;

	broken(batches_of_lane(book_db(d->book), 0, &batches, &n, &f), &f, d, "batches");
	for (size_t i = 0; i < n; i++)
		compare_batch(d, office, &batches[i]);
	free(batches);
}

/* What is at the level above of an operation: 0 nothing, 1 its id, 2 all of it; and in which lane. */
static int how_much(struct device *office, const struct id *id, uint8_t lane[LANE_BYTES])
{
	struct fault f;
	struct statement st = statement_of(book_db(office->book), "SELECT ifnull(length(o.bytes), 0) > 0,"
		" l.lane FROM op o JOIN lane l ON l.k = o.lane WHERE o.id = ?", &f);
	int much = 0;

	bind_blob(&st, id->b, ID_BYTES);
	if (row_next(&st)) {
		much = 1 + (int)row_int(&st, 0);
		row_bytes(&st, 1, lane, LANE_BYTES);
	}
	broken(statement_end(&st), &f, office, "operations");
	return much;
}

/* I1: every operation made here is at the top, whole but for hints and what is erased. */
static void operations_are_there(struct device *d, struct device *top, bool erased)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT o.id, o.n, o.local, length(o.bytes),"
		" l.lane FROM op o JOIN lane l ON l.k = o.lane WHERE l.own AND o.source IS NULL", &f);

	while (row_next(&st) && !world.failed) {
		uint8_t own[LANE_BYTES], there[LANE_BYTES] = { 0 };
		struct id id;
		int much;

		row_bytes(&st, 0, id.b, ID_BYTES);
		row_bytes(&st, 4, own, LANE_BYTES);
		much = how_much(top, &id, there);
		if (!much || (much == 1 && !row_int(&st, 2) && row_int(&st, 3) && !erased))
			violated("I1: %s: operation %d%s is not at %s", d->is.name, (int)row_int(&st, 1),
				 much ? ", but for its id," : "", top->is.name);
		if (much && memcmp(own, there, LANE_BYTES))
			violated("I1: %s: operation %d is another lane's at %s", d->is.name,
				 (int)row_int(&st, 1), top->is.name);
	}
	broken(statement_end(&st), &f, d, "operations");
}

static bool is_at_rest(void)
{
	is_missing = false;
	for (int i = 0; i < PLACES && !world.failed; i++) {
		struct device *d = one(i), *office = d && d->is.above >= 0 ? one(d->is.above) : NULL;
		int64_t waiting = 0;
		struct fault f;

		if (!office || !device_book(d) || !device_book(office) || !is_believed(office, d))
			continue;
		compare_batches(d, office);
		broken(pack_waiting(d->book, &waiting, &f), &f, d, "packing");
		if (waiting && !is_missing)
			snprintf(missing, sizeof missing, "I1: %s: %d operations are in no batch",
				 d->is.name, (int)waiting);
		is_missing = is_missing || waiting;
	}
	return !is_missing;
}

/* ---- rounds ---- */

/* All letters from `first` on that are for a desk, or the receipts of them, as one import. */
static void hand_over(struct device *d, int first, bool receipts)
{
	int *which = malloc(((size_t)n_letters + 1) * sizeof *which), n = 0;

	for (int i = first; i < n_letters; i++)
		if (letters[i].to == d->began && (!receipts || letters[i].kind == OUT_RECEIPT))
			which[n++] = i;
	for (int i = n - 1; i > 0; i--) {
		int j = (int)draw((uint32_t)i + 1), swap = which[i];

		which[i] = which[j];
		which[j] = swap;
	}
	if (n && !world.failed)
		letters_arrive(d, which, n, NULL);
	free(which);
}

/* Each sends, from below to above, then from above to below, and all of it comes. */
static void go_round(void)
{
	static const int way[] = { A1, A2, B1, XA_A, XA_B, TINH, XA_A, XA_B };

	for (size_t i = 0; i < sizeof way / sizeof *way && !world.failed; i++) {
		struct device *d = one(way[i]);
		int first = n_letters;

		if (!d)
			continue;
		letters_send(d);
		for (int to = 0; to < PLACES && !world.failed; to++)
			if (to != way[i] && one(to))
				hand_over(one(to), first, false);
	}
	world.counts[N_ROUNDS]++;
}

/* What a person took back comes in by hand again. */
static void redo_all(struct device *d)
{
	struct fault f;
	struct statement st;
	int which[64], n = 0;

	if (!device_book(d))
		return;
	st = statement_of(book_db(d->book), "SELECT hash FROM batch WHERE held = 4 UNION ALL"
		" SELECT d.hash FROM document d JOIN intake i ON i.k = d.intake WHERE i.undone", &f);
	while (row_next(&st) && n < 64) {
		uint8_t hash[LEDGER_HASH];

		row_bytes(&st, 0, hash, sizeof hash);
		which[n] = letter_of(hash, d->began);
		n += which[n] >= 0;
	}
	broken(statement_end(&st), &f, d, "what was taken back");
	if (n && !world.failed)
		letters_arrive(d, which, n, NULL);
}

/* What was on its way comes late, in any order. */
static void hand_over_old(bool receipts)
{
	for (int i = 0; i < PLACES && !world.failed; i++)
		if (one(i))
			hand_over(one(i), n_begun_letters, receipts);
}

/* Rounds, until nobody misses anything; twice so long passes that who is quiet says so. */
void come_to_rest(void)
{
	for (int round = 0; round < ROUNDS && !world.failed; round++) {
		world.minute += round == 5 || round == 10 ? 32 * 1440 : 60;
		go_round();
		if (!world.failed && is_at_rest())
			return;
	}
	violated("%s", missing);
}

static void check_progress(bool erased)
{
	for (int i = 0; i < PLACES && !world.failed; i++) {
		struct device *d = one(i);

		if (!d || i == TINH || !is_believed_to_the_top(d))
			continue;
		operations_are_there(d, one(d->is.above), erased);
		if (d->is.above != TINH && !world.failed)
			operations_are_there(d, one(TINH), erased);
	}
}

void heal(void)
{
	static int64_t erasures, disks;
	int64_t others = world.counts[N_FORKS] + world.counts[N_RESTORES] + world.counts[N_PUT_BACK];
	bool erased = world.counts[N_ERASURES] != erasures, is_calm = others == disks, late;

	erasures = world.counts[N_ERASURES];
	disks = others;
	for (int i = 0; i < DEVICES; i++)
		if (world.devices[i].in_use && world.devices[i].rotten)
			return;
	chance_from(world.seed ^ 0x4ea1);
	if (!world.thorough && !one_in(3)) /* it costs most */
		return;
	world.said.len = 0;
	for (int i = 0; i < PLACES; i++)
		let_one_live(i);
	put_clocks_right();
	/* The last fault is sometimes that an office has forgotten what it said. */
	if (one_in(3)) {
		is_calm = false;
		put_image_back(one(one_in(3) ? TINH : XA_A));
		disks++;
	}
	for (int i = 0; i < PLACES && !world.failed; i++)
		if (one(i))
			redo_all(one(i));
	late = one_in(3);
	if (late)
		hand_over_old(false);
	come_to_rest();
	check_progress(erased);
	/* It stays so, in whatever order old receipts come that were lost. */
	if (!world.failed && !late && is_calm) {
		hand_over_old(true);
		if (!world.failed && !is_at_rest())
			violated("%s, after old receipts came", missing);
	}
	if (!world.failed && !erased && (world.thorough || one_in(4)))
		check_files_witness(one_in(2) ? one(TINH) : one(XA_A));
	if (!world.failed && world.thorough)
		check_all();
	world.counts[N_HEALED]++;
}
