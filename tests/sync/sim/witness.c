#include "config.h"
#include "tests/sync/sim/post.h"

#include <stdlib.h>
#include <string.h>

#include "store/book/transaction.h"
#include "store/db/statement.h"

/* Whether what a letter brings counts at a desk. */
static bool counts(struct device *d, const struct letter *letter)
{
	static const char batches[] = "SELECT count(*) FROM batch WHERE hash = ? AND ifnull(held, 0) <> 4";
	static const char documents[] = "SELECT count(*) FROM document d JOIN intake i ON i.k = d.intake"
					" WHERE d.hash = ? AND NOT i.undone";
	struct statement st;
	struct fault f;
	int64_t n = 0;

	if (letter->to != d->began || letter->kind == OUT_RECEIPT)
		return false;
	st = statement_of(book_db(d->book), letter->kind == OUT_BATCH ? batches : documents, &f);
	bind_blob(&st, letter->hash, sizeof letter->hash);
	if (row_next(&st))
		n = row_int(&st, 0);
	broken(statement_end(&st), &f, d, "what counts");
	return n != 0;
}

/* Whether every batch here came by a letter, and none by what a power cut left whole under another name. */
static bool came_by_letters(struct device *d)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT b.hash FROM batch b JOIN lane l"
		" ON l.k = b.lane WHERE NOT ifnull(l.own, 0) AND ifnull(b.held, 0) <> 4", &f);
	bool all = true;

	while (row_next(&st)) {
		uint8_t hash[LEDGER_HASH];

		row_bytes(&st, 0, hash, sizeof hash);
		all = all && letter_of(hash, d->began) >= 0;
	}
	broken(statement_end(&st), &f, d, "batches");
	return all;
}

/* What the desk wrote itself is told as it stands in its log. */
static void take_its_own(struct device *d, struct device *witness)
{
	struct parcel all = { 0 }, own = { 0 };
	struct fault f;
	int64_t import;
	int rc;

	collect_all(d, &all);
	own.lines = malloc(((size_t)all.n + 1) * sizeof *own.lines);
	for (int i = 0; i < all.n; i++)
		if (all.lines[i].lane.own)
			own.lines[own.n++] = all.lines[i];
	rc = book_begin(witness->book, "import", &f);
	if (!rc) /* lines of the present lane are taken from nobody */
		rc = book_new_lane(witness->book, &f);
	if (!rc)
		rc = adopt_lanes(d, witness->book, &f);
	if (!rc)
		rc = parcel_take(witness->book, &own, &import, &f);
	if (!rc)
		rc = book_commit(witness->book, NULL, &f);
	broken(rc, &f, d, "a witness");
	free(own.lines);
	parcel_release(&all);
}

static void take_the_others(struct device *d, struct device *witness)
{
	int *which = malloc((2 * (size_t)n_letters + 1) * sizeof *which), n = 0;

	for (int i = 0; i < n_letters; i++) {
		if (!counts(d, &letters[i]))
			continue;
		which[n++] = i;
		if (one_in(3))
			which[n++] = i;
	}
	for (int i = n - 1; i > 0; i--) {
		int j = (int)draw((uint32_t)i + 1), swap = which[i];

		which[i] = which[j];
		which[j] = swap;
	}
	for (int at = 0; at < n && !world.failed;) {
		int part = 1 + (int)draw((uint32_t)(n - at));

		letters_arrive(witness, which + at, part, NULL);
		at += part;
	}
	/* Those whose certificate came after them. */
	if (n && !world.failed)
		letters_arrive(witness, which, n, NULL);
	free(which);
}

void check_files_witness(struct device *d)
{
	struct device witness;
	char *here, *there;

	if (!d || !device_book(d) || d->unlike || !came_by_letters(d))
		return;
	witness = (struct device){ .is = d->is, .began = d->began, .in_use = true };
	witness.is.folder = "/sim/chung-goi/";
	disk_put_image(witness.is.folder, device_begun(d->began));
	here = desk_shows(d, d->book);
	if (device_book(&witness)) {
		take_its_own(d, &witness);
		if (!world.failed)
			take_the_others(d, &witness);
		if (!world.failed) {
			there = desk_shows(&witness, witness.book);
			if (strcmp(here, there))
				differ("I3", d, here, there);
			free(there);
		}
	}
	device_close(&witness);
	disk_clear(witness.is.folder);
	free(here);
	world.counts[N_PACKAGE_WITNESSES]++;
}
