#include "config.h"
#include "tests/sync/sim/post.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/db/statement.h"
#include "store/ledger/files.h"
#include "store/record/record.h"
#include "sync/exchange/answer_make.h"
#include "sync/exchange/standing.h"
#include "sync/identity/enrol.h"
#include "sync/identity/request.h"
#include "sync/identity/revoke.h"
#include "tests/sync/exchange/parties.h"

/* ---- certificates ---- */

static int read_request(struct device *d, const char *team, struct request *out, struct fault *f)
{
	struct buffer package = { 0 };
	struct input_memory in;
	int rc = exchange_settle(d->book, identity_of(d), f);

	if (!rc)
		rc = enrol_request(d->book, identity_of(d), team, &package, f);
	input_memory_init(&in, buffer_text(&package), package.len);
	if (!rc && request_open(out, &in.in))
		rc = fault_set(f, FAULT_INTERNAL, "request");
	buffer_release(&package);
	return rc;
}

static int grant(struct device *above, const struct request *request, const char *codes, struct fault *f)
{
	const struct grant grant = { .codes = codes, .expires = DAY_MAX };
	uint8_t bytes[FINGERPRINT_BYTES];
	char code[FINGERPRINT_TEXT];
	int rc = exchange_settle(above->book, identity_of(above), f);

	fingerprint_of(bytes, request->sign_pk, request->box_pk);
	fingerprint_text(code, bytes);
	if (!rc)
		rc = enrol_grant(above->book, identity_of(above), request, code, &grant, f);
	return rc ? rc : exchange_settle(above->book, identity_of(above), f);
}

static int send_answer(struct device *above, const struct request *request, int to, struct fault *f)
{
	struct letter letter = { .from = above->began, .to = to, .kind = OUT_DOCUMENT };
	struct document_out given;
	char name[NAMES_FILE];
	int rc = answer_make(above->book, identity_of(above), request, &given, name, f);

	if (!rc) {
		letter.n = given.sealed.n;
		letter.bytes = memcpy(malloc(letter.n + 1), given.sealed.bytes, letter.n);
		memcpy(letter.hash, given.hash, sizeof letter.hash);
		letter_add(&letter);
	}
	document_out_release(&given);
	return rc;
}

bool certify(struct device *above, struct device *below, const char *codes)
{
	struct request *request = calloc(1, sizeof *request);
	struct fault f = { 0 };
	int rc;

	if (!device_book(below) || !device_book(above)) {
		free(request);
		return false;
	}
	rc = read_request(below, below->is.team, request, &f);
	if (!went_well(below, rc, &f, "asking")) {
		free(request);
		return false;
	}
	if (device_book(above) && !rc) {
		rc = grant(above, request, codes, &f);
		if (!rc)
			rc = send_answer(above, request, below->began, &f);
	}
	free(request);
	if (rc == FAULT_NOT_PERMITTED && !strcmp(f.subject, "revoked")) {
		say(": refused, it is revoked");
		return false;
	}
	if (!went_well(above, rc, &f, "certifying"))
		return false;
	check_committed(above);
	if (device_book(below))
		check_committed(below);
	return true;
}

/* The desk of a commune, d's or any. */
static struct device *office_of(struct device *d)
{
	int began = d->is.level == LEVEL_COMMUNE ? d->began :
		    d->is.level == LEVEL_TEAM ? play.posts[d->began].above : XA_A;
	struct device *office = living(began, d->began == began ? (int)(d - world.devices)
								: (int)draw(DEVICES));

	return office && device_book(office) ? office : NULL;
}

/* A laptop of a team of it, in use. */
static struct device *some_team(const struct device *office)
{
	int n = 0, found = -1;

	for (int i = 0; i < DEVICES; i++)
		if (world.devices[i].in_use && world.devices[i].is.level == LEVEL_TEAM &&
		    play.posts[world.devices[i].began].above == office->began &&
		    draw((uint32_t)++n) == 0)
			found = i;
	return found < 0 ? NULL : &world.devices[found];
}

void certify_again(struct device *near)
{
	struct device *office = office_of(near), *team = office ? some_team(office) : NULL;

	if (!team)
		return say(" nobody");
	say(" %s at %s, for more communes", team->is.name, office->is.name);
	if (certify(office, team, NULL))
		world.counts[N_RENEWED]++;
}

void revoke_some(struct device *near)
{
	struct device *office = office_of(near), *team = office ? some_team(office) : NULL;
	struct fault f = { 0 };
	int rc;

	if (!team)
		return say(" nobody");
	if (one_in(3)) {
		say(" no more, at %s:", office->is.name);
		return undo_last(office);
	}
	say(" %s at %s", team->is.name, office->is.name);
	rc = exchange_settle(office->book, identity_of(office), &f);
	if (!rc)
		rc = enrol_revoke(office->book, identity_of(office), identity_of(team)->sign_pk, NULL, &f);
	if (!rc)
		rc = exchange_settle(office->book, identity_of(office), &f);
	if (rc == FAULT_NOTHING || rc == FAULT_NOT_FOUND)
		return say(": nothing");
	office->unlike = office->unlike || office->blank;
	if (went_well(office, rc, &f, "revoking"))
		world.counts[N_REVOKED]++;
	if (!world.failed && device_book(office))
		check_committed(office);
}

/* ---- erasing ---- */

void erase_some(struct device *near)
{
	static const char sql[] =
		"SELECT k FROM op WHERE rec = k AND aside IS NULL AND length(bytes) > 0"
		" AND (instr(bytes, CAST('\"type\":\"session\"' AS BLOB))"
		" OR instr(bytes, CAST('\"type\":\"household\"' AS BLOB))"
		" OR instr(bytes, CAST('\"type\":\"status\"' AS BLOB))) ORDER BY id LIMIT 5";
	struct device *office = near->is.level == LEVEL_UPPER ? near : office_of(near);
	char rec[ID_TEXT], set[60];
	int64_t key = office ? any_key(office, sql) : 0;

	if (!key)
		return say(" nothing");
	id_of_key(office, key, rec);
	say(" at %s", office->is.name);
	snprintf(set, sizeof set, "{\"records\":[\"%s\"]}", rec);
	record_write(office, TYPE_ERASE, 0, set);
	world.counts[N_ERASURES]++;
	if (world.failed || disk_is_dead())
		return;
	check_committed(office);
	if (one_in(2)) {
		say("; eight days go by");
		world.minute += 8 * 1440;
		device_close(office);
	}
}

/* ---- an import as one thing ---- */

/* Of a file, by its row in the list; an answer as any other that it may not be. */
static bool undo_file(struct device *d, int64_t file)
{
	bool final;
	struct fault f = { 0 };
	int rc;

	d->unlike = d->unlike || d->blank;
	rc = import_undo(d->book, identity_of(d), file, &final, &f);
	if (rc == FAULT_USED || rc == FAULT_NOTHING) {
		say(": refused");
		return false;
	}
	world.counts[N_TAKEN_BACK] += !rc;
	return went_well(d, rc, &f, "taking back");
}

/* A batch that was taken back, and a file of it; -1: none. */
static int some_undone(struct device *d)
{
	uint8_t hash[LEDGER_HASH] = { 0 };
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT hash FROM batch WHERE held = 4"
							     " ORDER BY hash", &f);
	int n = 0;

	while (row_next(&st))
		if (draw((uint32_t)++n) == 0)
			row_bytes(&st, 0, hash, sizeof hash);
	broken(statement_end(&st), &f, d, "what was taken back");
	return n ? letter_of(hash, d->began) : -1;
}

void undo_or_redo(struct device *d)
{
	int which = some_undone(d);
	int64_t file;

	if (which >= 0 && one_in(2)) {
		say(" a batch in again");
		letters_arrive(d, &which, 1, NULL);
		return;
	}
	file = any_key(d, "SELECT k FROM file WHERE intake IS NOT NULL AND verdict = 'accepted'"
			  " ORDER BY k");
	if (!file)
		return say(" nothing");
	say(" file %d back", (int)file);
	undo_file(d, file);
}

static int64_t certificates(struct device *d)
{
	return count_of(d, "SELECT (SELECT count(*) FROM certificate) * 1000 + count(*) FROM laptop");
}

/* A batch that is not here yet. */
static int some_new_batch(struct device *d)
{
	int n = 0, found = -1;

	for (int i = 0; i < n_letters; i++) {
		struct batch batch;
		struct fault f;
		bool there = true;

		if (letters[i].to != d->began || letters[i].kind != OUT_BATCH)
			continue;
		broken(batches_find(book_db(d->book), letters[i].hash, &batch, &there, &f), &f, d, "batch");
		if (!there && draw((uint32_t)++n) == 0)
			found = i;
	}
	return found;
}

/* I11 and I6: taken back it leaves nothing, and in again it brings what it brought. */
void take_and_undo(struct device *d)
{
	struct import_results results = { 0 }, again = { 0 };
	int which = some_new_batch(d);
	char *before, *with, *without_it, *with_again;
	int64_t known;
	struct fault f;

	if (which < 0)
		return say(" nothing");
	/* What hangs on certificates is settled first: they stay when a batch goes. */
	if (!went_well(d, exchange_settle(d->book, identity_of(d), &f), &f, "settling") || !d->book)
		return;
	before = desk_shows(d, d->book);
	known = certificates(d);
	if (!letters_arrive(d, &which, 1, &results) ||
	    results.results->verdict != IMPORT_ACCEPTED || known != certificates(d)) {
		free(before);
		import_results_release(&results);
		return;
	}
	with = desk_shows(d, d->book);
	say("; back");
	if (undo_file(d, results.results->file)) {
		without_it = desk_shows(d, d->book);
		if (!world.failed && strcmp(before, without_it))
			differ("I11", d, without_it, before);
		say("; in again");
		if (letters_arrive(d, &which, 1, &again)) {
			with_again = desk_shows(d, d->book);
			if (!world.failed && strcmp(with, with_again))
				differ("I6", d, with_again, with);
			free(with_again);
			world.counts[N_AGAIN]++;
		}
		free(without_it);
	}
	free(before);
	free(with);
	import_results_release(&results);
	import_results_release(&again);
}

/* ---- rogues ---- */

/* What the root of commune B signs; and a laptop of a third team of commune A. */
static struct ghost rogue, thief;

void rogues_prepare(void)
{
	struct party b = { .desk.book = device_book(&world.devices[XA_B]),
			   .id = *identity_of(&world.devices[XA_B]) };
	struct party a = { .desk.book = device_book(&world.devices[XA_A]),
			   .id = *identity_of(&world.devices[XA_A]) };

	ghost_new(&rogue, &b, 60);
	ghost_new(&thief, &a, 70);
	snprintf(thief.c.team, sizeof thief.c.team, NOBODYS_TEAM);
}

/* Of a lane that nobody has seen. */
static struct ghost another(const struct ghost *g)
{
	struct ghost out = *g;

	for (int i = 0; i < ID_BYTES; i++)
		out.keys.inc[i] = (uint8_t)draw(256);
	batch_lane(out.keys.lane, out.key.sign_pk, out.keys.inc);
	return out;
}

static void send_of(struct ghost *g, struct device *d)
{
	struct letter letter = { .from = -1, .to = -1, .kind = OUT_BATCH };
	struct buffer file;
	int which;

	memcpy(g->box, identity_of(d)->boxes[1].pk, BOX_BYTES);
	file = ghost_batch(g);
	letter.bytes = (uint8_t *)buffer_take(&file, &letter.n);
	letter_add(&letter);
	which = n_letters - 1;
	letters_arrive(d, &which, 1, NULL);
	ghost_release(g);
}

/*
 * The root of commune B says that a laptop is commune A's, or the upper level's, and that sends
 * what it wrote.
 */
static void get_false_root(void)
{
	bool above = one_in(2);
	struct device *d = living(above ? TINH : XA_A, (int)draw(DEVICES));
	struct ghost g = another(&rogue);

	if (!d || !device_book(d))
		return say(" nothing");
	say(" at %s, of a unit that is not its own", d->is.name);
	snprintf(g.c.unit, sizeof g.c.unit, "%s", above && one_in(2) ? "77" : "26572");
	snprintf(g.c.codes[0], sizeof g.c.codes[0], "26572");
	g.c.level = above ? (enum certified_level)draw(3) : CERTIFIED_TEAM;
	snprintf(g.m.unit, sizeof g.m.unit, "%s", g.c.unit);
	snprintf(g.m.to_code, sizeof g.m.to_code, "%s", above && g.c.level == CERTIFIED_TEAM ?
		 g.c.unit : d->is.unit);
	ghost_line(&g, "26572-99");
	send_of(&g, d);
	if (!world.failed && device_book(d) &&
	    count_of(d, "SELECT count(*) FROM op WHERE instr(bytes, CAST('\"26572-99\"' AS BLOB))"))
		violated("%s: what a rogue signed is taken in", d->is.name);
}

/* A laptop of another team packs a line of the first team as its own. */
static void get_stolen_line(void)
{
	struct device *d = living(XA_A, (int)draw(DEVICES));
	struct ghost g = another(&thief);
	struct fault f;
	struct statement st;
	int64_t key;

	if (!d || !device_book(d))
		return say(" nothing");
	key = any_key(d, "SELECT o.k FROM op o JOIN lane l ON l.k = o.lane WHERE l.level = 0"
			 " AND l.team = 'T01' AND o.rec = o.k AND o.aside IS NULL"
			 " AND length(o.bytes) > 0 AND ifnull(o.local, 0) = 0 ORDER BY o.id");
	if (!key)
		return say(" nothing");
	say(" at %s, a line of another team", d->is.name);
	st = statement_of(book_db(d->book), "SELECT n, CAST(bytes AS TEXT) FROM op WHERE k = ?", &f);
	bind_int(&st, key);
	if (row_next(&st)) {
		g.keys.first = row_int(&st, 0);
		ghost_text(&g, row_text(&st, 1));
	}
	if (!broken(statement_end(&st), &f, d, "a line"))
		send_of(&g, d);
}

void get_rogue(struct device *d)
{
	(void)d;
	disk_fuse(-1);
	world.counts[N_ROGUES]++;
	if (one_in(2))
		get_false_root();
	else
		get_stolen_line();
}
