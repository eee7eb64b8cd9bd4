/*
 * What one laptop wrote, handed to another as lines, for tests that drive the real program.
 *
 *	sotay_foreign give                          what was made on this laptop, a line each:
 *	                                            LANE NUMBER OPERATION, a local one with a '!' before
 *	sotay_foreign take LEVEL UNIT TEAM CODES    take such lines in as one import of a laptop that is
 *	                                            this (TEAM '-': none); prints its key
 *	sotay_foreign undo KEY | redo KEY           take an import back, put it in again
 *	sotay_foreign keys                          what this laptop and its unit sign with and open by,
 *	                                            so that a test can do with them what no program does: JSON
 *
 * The data file is $SOTAY_VAULT, the file of its passphrase $SOTAY_PASSPHRASE_FILE.
 */
#include "config.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/crypto.h"
#include "store/base/memory.h"
#include "store/book/keys.h"
#include "store/book/meta.h"
#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/record/intake.h"
#include "store/record/open.h"
#include "sync/crypto/signed_json.h"

static void check(int rc, const struct fault *f, const char *what)
{
	if (!rc)
		return;
	fprintf(stderr, "sotay_foreign: %s: fault %d, field %s, subject %s\n", what, rc, f->field,
		f->subject);
	exit(EX_DATAERR);
}

static struct book *open_book(void)
{
	const char *vault = getenv("SOTAY_VAULT"), *name = getenv("SOTAY_PASSPHRASE_FILE");
	FILE *file = vault && name ? fopen(name, "r") : NULL;
	char text[256] = "";
	struct book *book;
	struct fault f;

	if (!file || !fgets(text, sizeof text, file))
		exit(EX_NOINPUT);
	fclose(file);
	text[strcspn(text, "\n")] = 0;
	check(records_open(vault, NULL, (struct vault_pass){ text, strlen(text) }, &book, &f), &f, vault);
	return book;
}

static void give(struct book *book)
{
	struct fault f;
	struct statement st = statement_of(book_db(book), "SELECT lower(hex(l.lane)), o.n, o.local, o.bytes"
		" FROM op o JOIN lane l ON l.k = o.lane WHERE o.source IS NULL ORDER BY o.k", &f);

	while (row_next(&st))
		printf("%s %lld %s%.*s\n", row_text(&st, 0), (long long)row_int(&st, 1),
		       row_int(&st, 2) ? "!" : "", (int)row_length(&st, 3), row_text(&st, 3));
	check(statement_end(&st), &f, "give");
}

/* One line of give(). */
static void take_line(struct intake *in, struct lane *lane, char *line)
{
	char *number = strchr(line, ' '), *text = number ? strchr(number + 1, ' ') : NULL;
	uint8_t before[LANE_BYTES];
	enum taken taken;
	struct fault f;
	bool local;

	if (!text)
		exit(EX_DATAERR);
	*number = *text++ = 0;
	memcpy(before, lane->id, sizeof before);
	if (lane_parse(lane->id, line))
		exit(EX_DATAERR);
	if (!lane->known || memcmp(before, lane->id, sizeof before) != 0) {
		lane->known = true;
		check(intake_lane(in, lane, &f), &f, "lane");
	}
	local = *text == '!';
	check(intake_line(in, text + local, strlen(text + local), local, &taken, &f), &f, text);
}

static void take(struct book *book, char **what)
{
	static const char *const levels[] = { "team", "commune", "upper" };
	struct lane lane = { .level = LEVEL_TEAM };
	struct intake in;
	char *line = NULL;
	size_t room = 0;
	struct fault f;
	ssize_t n;

	while (lane.level < LEVEL_UPPER && strcmp(levels[lane.level], what[0]) != 0)
		lane.level++;
	snprintf(lane.unit, sizeof lane.unit, "%s", what[1]);
	snprintf(lane.team, sizeof lane.team, "%s", strcmp(what[2], "-") ? what[2] : "");
	snprintf(lane.codes, sizeof lane.codes, "%s", what[3]);
	check(book_begin(book, "import", &f), &f, "begin");
	check(intake_begin(&in, book, &f), &f, "intake");
	while ((n = getline(&line, &room, stdin)) > 0) {
		line[strcspn(line, "\n")] = 0;
		take_line(&in, &lane, line);
	}
	free(line);
	check(intake_end(&in, &f), &f, "end");
	check(book_commit(book, NULL, &f), &f, "commit");
	printf("%lld\n", (long long)in.key);
	intake_release(&in);
}

static void take_back(struct book *book, const char *key, bool undone)
{
	struct fault f;

	check(book_begin(book, "import_undo", &f), &f, "begin");
	check(intake_undo(book, atoll(key), undone ? STANDS_NOT_UNDONE : STANDS, &f), &f, key);
	check(book_commit(book, NULL, &f), &f, "commit");
}

static void put_key(struct book *book, json_t *to, const char *name, enum own_key key, size_t n)
{
	uint8_t bytes[64];
	char text[2 * HEX_BYTES + 1];
	struct fault f;

	check(keys_read(book_db(book), key, bytes, n, &f), &f, name);
	hex_text(text, bytes, 32); /* of a secret that signs the seed, which comes first */
	json_object_set_new(to, name, json_string(text));
}

static void keys(struct book *book)
{
	json_t *all = json_object();
	uint8_t inc[ID_BYTES];
	char text[2 * HEX_BYTES + 1];
	struct fault f;

	put_key(book, all, "sign", OWN_SIGN_SK, 64);
	put_key(book, all, "box", OWN_BOX_SK, OWN_BOX_BYTES);
	if (book_level(book) != LEVEL_TEAM) {
		put_key(book, all, "root", OWN_ROOT_SK, 64);
		put_key(book, all, "unit_box", OWN_UNIT_BOX_SK, OWN_BOX_BYTES);
	}
	check(meta_blob(book_db(book), "incarnation", inc, sizeof inc, &f), &f, "incarnation");
	hex_text(text, inc, sizeof inc);
	json_object_set_new(all, "inc", json_string(text));
	json_dumpf(all, stdout, JSON_COMPACT);
	json_decref(all);
}

int main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	struct book *book;

	memory_start();
	if (crypto_init())
		return EX_OSERR;
	book = open_book();
	if (!strcmp(verb, "give") && argc == 2)
		give(book);
	else if (!strcmp(verb, "take") && argc == 6)
		take(book, argv + 2);
	else if ((!strcmp(verb, "undo") || !strcmp(verb, "redo")) && argc == 3)
		take_back(book, argv[2], *verb == 'u');
	else if (!strcmp(verb, "keys") && argc == 2)
		keys(book);
	else
		return EX_USAGE;
	book_close(book);
	return EX_OK;
}
