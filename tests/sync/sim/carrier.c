#include "config.h"
#include "tests/sync/sim/post.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/ledger/documents.h"
#include "store/ledger/files.h"
#include "sync/exchange/out_folder.h"
#include "sync/exchange/standing.h"

#define STICK "/sim/gui"
#define DESK  "/sim/nhan"

struct letter *letters;
int n_letters, n_begun_letters;
static int room;

void letters_begun(void)
{
	for (int i = 0; i < n_letters; i++)
		letters[i].taken = true;
	n_begun_letters = n_letters;
}

void letters_clear(void)
{
	while (n_letters > n_begun_letters)
		free(letters[--n_letters].bytes);
	disk_clear(STICK "/");
	disk_clear(DESK "/");
}

void letter_add(const struct letter *letter)
{
	if (n_letters == room) {
		room = room * 2 + 64;
		letters = realloc(letters, (size_t)room * sizeof *letters);
	}
	letters[n_letters++] = *letter;
}

int letter_of(const uint8_t hash[LEDGER_HASH], int to)
{
	for (int i = n_letters; i-- > 0;)
		if (letters[i].to == to && !memcmp(letters[i].hash, hash, LEDGER_HASH))
			return i;
	return -1;
}

/* ---- what went wrong ---- */

bool went_well(struct device *d, int rc, const struct fault *f, const char *what)
{
	if (!rc && !disk_is_dead())
		return true;
	if (disk_is_dead()) {
		after_power_cut(d);
	} else if (disk_is_full()) {
		say(", the disk is full");
		world.counts[N_FULL]++;
		device_close(d);
		disk_room(-1);
		device_book(d);
	} else if (rc == FAULT_CLOCK) {
		say(": refused, its clock");
		world.counts[N_REFUSED]++;
	} else {
		broken(rc, f, d, what);
	}
	return !rc && !world.failed;
}

/* ---- sending ---- */

static int place_of(const struct device *from, const struct out_item *item)
{
	if (item->kind == OUT_BATCH)
		return play.posts[from->began].above;
	for (int i = 0; i < PLACES; i++)
		if (play.posts[i].above == from->began &&
		    !strcmp(*play.posts[i].team ? play.posts[i].team : play.posts[i].unit, item->to))
			return i;
	if (strcmp(item->to, NOBODYS_TEAM))
		violated("%s: an answer to %s, whom nobody knows", from->is.name, item->to);
	return -1;
}

static void hash_of_document(struct device *d, const struct out_item *item, uint8_t hash[LEDGER_HASH])
{
	struct document_out *waiting = NULL;
	struct fault f;
	size_t n = 0;

	broken(documents_out_waiting(book_db(d->book), item->addressee, &waiting, &n, &f), &f, d,
	       "documents");
	for (size_t i = 0; i < n; i++)
		if (waiting[i].key == item->document)
			memcpy(hash, waiting[i].hash, LEDGER_HASH);
	documents_out_free(waiting, n);
}

static void put_letter(void *arg, const struct out_item *item, const char *path)
{
	struct device *d = arg;
	struct letter letter = { .from = d->began, .kind = item->kind, .to = place_of(d, item) };

	if (letter.to < 0)
		return;
	letter.bytes = disk_read_file(path, &letter.n);
	if (!letter.bytes)
		return violated("%s: what was sent is not there", d->is.name);
	if (item->kind == OUT_BATCH)
		memcpy(letter.hash, item->batch.hash, sizeof letter.hash);
	else if (item->kind == OUT_DOCUMENT)
		hash_of_document(d, item, letter.hash);
	letter_add(&letter);
	world.counts[N_FILES]++;
}

/* What stands on a stick that was pulled out. */
static void keep_piece(void *arg, const char *path, const char *name)
{
	struct letter letter = { .to = -1, .from = ((struct device *)arg)->began };

	(void)name;
	letter.bytes = disk_read_file(path, &letter.n);
	letter_add(&letter);
}

/* Whether the very same was sent before. */
static bool is_known(int which)
{
	for (int i = which; i-- > 0;)
		if (letters[i].n == letters[which].n && letters[i].signature_known &&
		    !memcmp(letters[i].bytes, letters[which].bytes, letters[i].n))
			return true;
	return false;
}

void letters_send(struct device *d)
{
	struct book *book = device_book(d);
	int before = n_letters, rc;
	struct fault f = { 0 };

	if (!book)
		return;
	rc = outbox_make(book, identity_of(d), &f);
	if (!rc)
		rc = out_folder_write(book, identity_of(d), STICK, false, put_letter, d, &f);
	world.counts[N_SENT]++;
	say(": %d files", n_letters - before);
	if (!rc && !disk_is_dead())
		for (int i = before; i < n_letters && !world.failed; i++)
			if (!is_known(i))
				look_inside(d, &letters[i]);
	if (!went_well(d, rc, &f, "sending")) {
		disk_power_cut(STICK "/", draw);
		disk_each(STICK "/", keep_piece, d);
	}
	disk_clear(STICK "/");
	if (!rc && !world.failed && one_in(6)) {
		say(" and is copied");
		keep_image(d);
	}
}

/* ---- taking in ---- */

static bool is_listed(struct device *d, const struct import_result *r)
{
	struct file_row row = { 0 };
	struct fault f;
	bool good = r->file && !files_get(book_db(d->book), r->file, &row, &f) &&
		    !strcmp(row.verdict, import_verdict_name(r->verdict)) &&
		    !strcmp(row.reason, r->reason);

	file_release(&row);
	return good;
}

static void count_verdict(const struct import_result *r)
{
	static const enum count of[] = {
		[IMPORT_ACCEPTED] = N_ACCEPTED, [IMPORT_ALREADY] = N_ALREADY,
		[IMPORT_QUARANTINED] = N_QUARANTINED, [IMPORT_DAMAGED] = N_DAMAGED,
		[IMPORT_FOREIGN] = N_FOREIGN,
	};

	if (r->verdict <= IMPORT_FOREIGN)
		world.counts[of[r->verdict]]++;
	world.counts[N_NEW_LANES] += r->receipt.new_lane;
}

/* I10, and that a whole file for this desk is none that is damaged. */
static void judge_result(struct device *d, const struct letter *letter, const struct import_result *r)
{
	count_verdict(r);
	if (r->verdict != IMPORT_ALREADY && !is_listed(d, r))
		violated("I10: %s: %s %s is not in the list", d->is.name,
			 import_verdict_name(r->verdict), r->reason);
	if (letter->to < 0)
		return;
	if (r->verdict == IMPORT_DAMAGED || r->verdict == IMPORT_NEWER || r->verdict == IMPORT_UNREAD)
		violated("%s: a whole file is %s %s", d->is.name, import_verdict_name(r->verdict),
			 r->reason);
	if (letter->to != d->began && letter->from != d->began && r->verdict != IMPORT_FOREIGN)
		violated("%s: what is for %s is %s", d->is.name, play.posts[letter->to].name,
			 import_verdict_name(r->verdict));
	if (r->wrong_token)
		violated("%s: a receipt it never gave", d->is.name);
}

bool letters_arrive(struct device *d, const int *which, int n, struct import_results *results)
{
	static const struct import_options options = { 0 };
	struct book *book = device_book(d);
	struct import_results own = { 0 };
	char **paths = calloc((size_t)n, sizeof *paths);
	struct fault f = { 0 };
	bool well = false;
	int rc;

	for (int i = 0; i < n; i++) {
		paths[i] = malloc(64);
		snprintf(paths[i], 64, DESK "/sotay-%d.stb", i);
		disk_put_file(paths[i], letters[which[i]].bytes, letters[which[i]].n);
		letters[which[i]].taken = true;
	}
	if (book) {
		rc = import_paths(book, identity_of(d), paths, (size_t)n, &options, &own, &f);
		for (size_t i = 0; !rc && !disk_is_dead() && i < own.n; i++) {
			say("%s %s%s%s", i ? "," : ":", import_verdict_name(own.results[i].verdict),
			    *own.results[i].reason ? " " : "", own.results[i].reason);
			judge_result(d, &letters[which[i]], &own.results[i]);
		}
		if (!rc && !disk_is_dead() && own.n != (size_t)n)
			violated("I10: %s: %d of %d files are told of", d->is.name, (int)own.n, n);
		well = went_well(d, rc, &f, "taking in");
		if (well)
			check_committed(d);
	}
	for (int i = 0; i < n; i++)
		free(paths[i]);
	free(paths);
	disk_clear(DESK "/");
	if (results && well)
		*results = own;
	else
		import_results_release(&own);
	return well;
}

/* ---- which ---- */

/* One for that desk, of the newest mostly, seldom of before the history; -1: there is none. */
static int some_letter(const struct device *d)
{
	int newest[6], n = 0, all = 0, any = -1, first = one_in(12) ? 0 : n_begun_letters;

	for (int i = n_letters; i-- > first;) {
		if (letters[i].to != d->began && letters[i].to >= 0)
			continue;
		if (n < 3)
			newest[n++] = i;
		if (draw((uint32_t)++all) == 0)
			any = i;
	}
	if (n && !one_in(4))
		return newest[draw((uint32_t)n)];
	return any;
}

/* Bits are flipped, or the end is lost: nothing of it is taken, and nothing changes. */
static void take_damaged(struct device *d, int which)
{
	struct letter damaged = letters[which];
	uint8_t before[LEDGER_HASH], after[LEDGER_HASH];
	struct import_results results = { 0 };
	bool cut = one_in(2);
	struct fault f;
	int last;

	damaged.to = -1;
	damaged.bytes = memcpy(malloc(damaged.n + 1), damaged.bytes, damaged.n);
	if (cut)
		damaged.n = draw((uint32_t)damaged.n);
	else
		damaged.bytes[draw((uint32_t)damaged.n)] ^= (uint8_t)(1u << draw(8));
	world.counts[cut ? N_CUT : N_FLIPPED]++;
	say(cut ? " one that is cut" : " one with a bit flipped");
	letter_add(&damaged);
	last = n_letters - 1;
	if (!went_well(d, exchange_settle(d->book, identity_of(d), &f), &f, "settling"))
		return;
	digest_of(d, before);
	if (!letters_arrive(d, &last, 1, &results))
		return;
	digest_of(d, after);
	if (results.results->verdict != IMPORT_DAMAGED && results.results->verdict != IMPORT_FOREIGN)
		violated("I5: %s: a damaged file is %s", d->is.name,
			 import_verdict_name(results.results->verdict));
	if (memcmp(before, after, sizeof before))
		violated("I5: %s: a damaged file (%s) has changed something", d->is.name,
			 results.results->reason);
	import_results_release(&results);
}

/* I6: again is no more than once. */
static void take_again_at_once(struct device *d, int which)
{
	struct import_results results = { 0 };
	char *before = desk_shows(d, d->book), *after;
	int64_t whole = d->whole;

	say("; again");
	if (letters_arrive(d, &which, 1, &results)) {
		after = desk_shows(d, d->book);
		if (!world.failed && strcmp(before, after))
			differ("I6", d, after, before);
		if (d->whole != whole)
			violated("I6: %s: the log has grown", d->is.name);
		if (results.results->verdict == IMPORT_ACCEPTED)
			violated("I6: %s: a file is taken in twice", d->is.name);
		free(after);
	}
	free(before);
	import_results_release(&results);
}

/* Whose letters nobody has looked at yet, of those in use. */
static struct device *who_waits(struct device *d)
{
	int n = 0, found = -1;

	for (int i = 0; i < n_letters; i++)
		if (!letters[i].taken && letters[i].to >= 0 && living(letters[i].to, 0) &&
		    draw((uint32_t)++n) == 0)
			found = letters[i].to;
	return found < 0 ? d : living(found, (int)draw(DEVICES));
}

void take_some(struct device *d)
{
	struct import_results results = { 0 };
	int which[4], n = 1 + (int)draw(draw(3) ? 1 : 4);

	if (!one_in(3))
		d = who_waits(d);
	say(" at %s", d->is.name);
	if (!device_book(d))
		return;
	which[0] = n_letters && one_in(12) ? (int)draw((uint32_t)n_letters) : some_letter(d);
	if (which[0] < 0)
		return say(" nothing");
	world.counts[N_FOR_OTHERS] += letters[which[0]].to >= 0 && letters[which[0]].to != d->began;
	if (letters[which[0]].n && one_in(8))
		return take_damaged(d, which[0]);
	for (int i = 1; i < n; i++) {
		which[i] = some_letter(d);
		if (which[i] < 0)
			which[i] = which[0];
	}
	if (!letters_arrive(d, which, n, &results))
		return;
	if (n == 1 && results.results->verdict == IMPORT_ACCEPTED && one_in(5))
		take_again_at_once(d, which[0]);
	import_results_release(&results);
}
