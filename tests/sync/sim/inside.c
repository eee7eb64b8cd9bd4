#include "config.h"
#include "tests/sync/sim/post.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/db/statement.h"
#include "store/ledger/batches.h"
#include "sync/crypto/envelope.h"
#include "sync/crypto/root.h"
#include "sync/receipt/receipt_lines.h"

/* ---- a file that is opened ---- */

struct reading {
	struct device *from;
	const struct letter *letter;
	bool above; /* it left the commune */
};

/* I2: what a receipt lists is committed at whose it is. */
static void holds(const struct reading *r, const struct receipt_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct batch batch;
		struct fault f;
		bool there;

		if (!broken(batches_find(book_db(r->from->book), list->batches[i].hash, &batch, &there,
					 &f), &f, r->from, "a batch") && !there)
			violated("I2: %s: its receipt lists a batch that it does not hold",
				 r->from->is.name);
	}
}

static void judge_receipt_line(const struct reading *r, const char *line, size_t len)
{
	struct receipt_lane lane;

	if (!receipt_line_read(&lane, line, len))
		return violated("%s: a line of a receipt that nobody reads", r->from->is.name);
	holds(r, &lane.whole);
	holds(r, &lane.part);
	holds(r, &lane.held);
	receipt_lane_release(&lane);
}

/* Whether who sends it knows that this is erased. */
static bool is_erased(const struct reading *r, const struct id *id)
{
	struct fault f;
	struct statement st = statement_of(book_db(r->from->book), "SELECT count(*) FROM op WHERE id = ?"
		" AND (length(bytes) = 0 OR rec IN (SELECT rec FROM erased))", &f);
	int64_t n = 0;

	bind_blob(&st, id->b, ID_BYTES);
	if (row_next(&st))
		n = row_int(&st, 0);
	broken(statement_end(&st), &f, r->from, "what is erased");
	return n != 0;
}

/* I9: no hint, and nothing that is erased, leaves the commune. */
static void judge_batch_line(const struct reading *r, const char *text, size_t len)
{
	struct batch_line line;

	batch_line_read(&line, text, len);
	if (line.bare || !r->above)
		return;
	if (line.local || memmem(line.op, line.n, "\"hint\":", 7))
		violated("I9: %s: a hint leaves the commune", r->from->is.name);
	if (is_erased(r, &line.id))
		violated("I9: %s: what is erased leaves the commune", r->from->is.name);
}

static enum refusal judge_line(void *arg, const char *line, size_t len)
{
	const struct reading *r = arg;

	if (r->letter->kind == OUT_RECEIPT)
		judge_receipt_line(r, line, len);
	else if (r->letter->kind == OUT_BATCH)
		judge_batch_line(r, line, len);
	return REFUSAL_NONE;
}

/* ---- I9: signed bytes stay what they are ---- */

/* What was signed under a hash, as it was first seen in this history. */
static void same_as_before(const struct reading *r, const struct package *p)
{
	uint8_t hash[HASH_BYTES];
	const struct letter *first = NULL;

	manifest_hash(hash, p->manifest, p->manifest_len);
	if (r->letter->kind == OUT_BATCH && memcmp(hash, r->letter->hash, HASH_BYTES))
		violated("I9: %s: a manifest is not what was signed", r->from->is.name);
	for (int i = 0; r->letter->kind == OUT_BATCH && i < n_letters && !first; i++)
		if (!memcmp(letters[i].hash, hash, HASH_BYTES))
			first = &letters[i];
	if (first && first != r->letter && first->signature_known &&
	    memcmp(first->signature, p->signature, SIGNATURE_BYTES))
		violated("I9: %s: a signature is not what it was", r->from->is.name);
}

/* No word of what is inside. */
static void judge_outside(struct device *from, const struct letter *letter)
{
	static const char *const words[] = { "\"set\":", "\"lane\":", "26572", "gần đình", "VNEID" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (memmem(letter->bytes, letter->n, words[i], strlen(words[i])))
			violated("I9: %s: \"%s\" can be read from outside", from->is.name, words[i]);
}

void look_inside(struct device *from, struct letter *letter)
{
	const struct identity *to = identity_of(&world.devices[letter->to]);
	struct reading r = { from, letter, letter->to == TINH };
	struct package *p = calloc(1, sizeof *p);
	struct envelope *envelope;
	struct input_memory in;
	struct manifest m;
	uint64_t lines;
	enum refusal no;

	judge_outside(from, letter);
	input_memory_init(&in, letter->bytes, letter->n);
	no = envelope_open(&envelope, &in.in, to->boxes, to->n_boxes);
	if (!no)
		no = package_read(p, envelope_content(envelope));
	if (!no && !manifest_read(&m, p->manifest, p->manifest_len))
		no = REFUSAL_BAD_MANIFEST;
	if (!no) {
		same_as_before(&r, p);
		memcpy(letter->signature, p->signature, SIGNATURE_BYTES);
		letter->signature_known = true;
		no = package_walk_body(p, &m, &lines, judge_line, &r);
	}
	if (no)
		violated("%s: what it sent is %s to whom it is for", from->is.name, refusal_name(no));
	envelope_close(envelope);
	free(p);
	world.counts[N_OPENED]++;
}

/* ---- all a desk knows ---- */

static void digest_table(struct device *d, const char *table, crypto_generichash_state *state)
{
	char sql[120];
	struct fault f;
	struct statement st;

	/* Every transaction says what day it was. */
	snprintf(sql, sizeof sql, "SELECT * FROM %.40s%s", table, strcmp(table, "meta") ? "" :
		 " WHERE key NOT IN ('last_day', 'asked_day')");
	st = statement_once(book_db(d->book), sql, &f);
	while (row_next(&st))
		for (int i = 0; i < sqlite3_column_count(st.stmt); i++) {
			crypto_generichash_update(state, row_blob(&st, i), row_length(&st, i));
			crypto_generichash_update(state, (const uint8_t *)"|", 1);
		}
	broken(statement_end(&st), &f, d, table);
}

void digest_of(struct device *d, uint8_t out[LEDGER_HASH])
{
	char tables[64][40];
	crypto_generichash_state state;
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT name FROM sqlite_schema WHERE"
		" type = 'table' AND name NOT IN ('file', 'step', 'audit') AND name NOT LIKE 'sqlite%'"
		" AND name NOT LIKE 'search%'"
		" AND name NOT LIKE '%fts%' ORDER BY name", &f);
	int n = 0;

	while (row_next(&st) && n < 64)
		snprintf(tables[n++], sizeof tables[0], "%s", row_text(&st, 0));
	broken(statement_end(&st), &f, d, "tables");
	crypto_generichash_init(&state, NULL, 0, LEDGER_HASH);
	for (int i = 0; i < n; i++)
		digest_table(d, tables[i], &state);
	crypto_generichash_final(&state, out, LEDGER_HASH);
}
