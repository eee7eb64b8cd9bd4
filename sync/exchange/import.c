#include "config.h"
#include "sync/exchange/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/transaction.h"
#include "store/ledger/files.h"
#include "store/record/erasure.h"
#include "store/record/rights.h"
#include "sync/exchange/answer.h"
#include "sync/exchange/arrive.h"
#include "sync/exchange/counted.h"
#include "sync/exchange/standing.h"
#include "sync/identity/trust.h"

/* A transaction is committed when so many operations are in it, or so many files. */
enum { FULL_OPERATIONS = 5000, FULL_FILES = 500 };

const char *import_verdict_name(enum import_verdict verdict)
{
	static const char *const names[] = {
		[IMPORT_ACCEPTED] = "accepted", [IMPORT_ALREADY] = "already",
		[IMPORT_QUARANTINED] = "quarantined", [IMPORT_DAMAGED] = "damaged",
		[IMPORT_FOREIGN] = "foreign", [IMPORT_NEWER] = "newer",
		[IMPORT_UNREAD] = "unread", [IMPORT_PASSED_OVER] = "passed_over",
	};

	return names[verdict];
}

/* A run over all files. */
struct run {
	struct book *book;
	struct identity *id;
	const struct import_options *options;
	struct walk walk;
	struct import_results *out;
	size_t *at;      /* of each result its file in walk */
	bool *said;      /* it stands: committed, or needs nothing to be */
	size_t first;    /* results from here on are of the transaction that is open */
	bool open;       /* there is one */
	bool written;    /* and something is in it */
	bool came, judge_again; /* batches; others may count otherwise */
	bool learned;    /* certificates or roots are known that were not before */
	int64_t operations, files; /* in it */
};

/* ---- the transaction ---- */

/* Where it is only tried, what must hold before is put right in what is rolled back, too. */
static int begin(struct run *run, struct fault *f)
{
	bool changed;
	int rc = run->open ? FAULT_OK : book_begin(run->book, "import", f);

	if (rc || run->open)
		return rc;
	run->open = true;
	return run->options->dry_run ?
		       exchange_settle_within(run->book, run->id, &changed, f) : FAULT_OK;
}

/* What hangs on what came is put right in the transaction that brought it. */
static int settle(struct run *run, struct fault *f)
{
	bool changed = false;
	int rc = standing_settle(run->book, run->id, run->judge_again, &changed, f);

	if (!rc && run->came && !changed)
		rc = receipt_reckon(run->book, f);
	run->learned = run->learned || changed;
	run->came = run->judge_again = false;
	return rc;
}

static int commit(struct run *run, struct fault *f)
{
	int rc = FAULT_OK;

	if (run->open && run->written)
		rc = settle(run, f);
	if (!rc && run->open && run->written && !run->options->dry_run)
		rc = book_commit(run->book, NULL, f);
	if (run->open && (rc || !run->written || run->options->dry_run))
		book_rollback(run->book);
	run->open = run->written = false;
	run->operations = run->files = 0;
	for (; !rc && run->first < run->out->n; run->first++)
		run->said[run->first] = true;
	return rc;
}

/* ---- one file ---- */

static void describe(struct import_result *r, const struct judging *j)
{
	r->verdict = j->verdict;
	r->reason = j->reason;
	r->sys = j->sys;
	r->format = j->has_manifest ? j->manifest.format : FORMAT_UNKNOWN;
	if (!j->has_signer)
		return;
	snprintf(r->unit, sizeof r->unit, "%s", j->signer.unit);
	snprintf(r->team, sizeof r->team, "%s", j->signer.team);
}

/* `already` and what could not be read have no row. */
static int list_file(struct run *run, const struct judging *j, const struct arrival *a,
		     struct fault *f)
{
	struct file_row row = {
		.name = (char *)(uintptr_t)walk_name(a->result->path),
		.size = (int64_t)j->file.in.size,
		.verdict = (char *)(uintptr_t)import_verdict_name(j->verdict),
		.reason = (char *)(uintptr_t)j->reason,
		.format = j->has_manifest ? (char *)(uintptr_t)j->manifest.format_name : NULL,
		.batch = a->batch,
		.intake = a->intake,
	};

	if (j->verdict == IMPORT_ALREADY || j->verdict == IMPORT_UNREAD)
		return FAULT_OK;
	run->written = true;
	return files_add(run->book, &row, &a->result->file, f);
}

/* Whether what a file brought stays in the book; else only its row in the list does. */
static bool stays(enum import_verdict verdict)
{
	return verdict == IMPORT_ACCEPTED || verdict == IMPORT_ALREADY ||
	       verdict == IMPORT_QUARANTINED || verdict == IMPORT_NEWER;
}

/* Judging from step 6 on, as a part of the transaction that is open. */
static int judge_rest(struct run *run, struct judging *j, struct arrival *a, struct fault *f)
{
	int rc = judge_sender(j, f);

	if (!rc && j->verdict == IMPORT_FOREIGN && !strcmp(j->reason, "unknown_root"))
		rc = answer_weigh(j, run->options->root, &a->result->no_root_typed, f);
	a->result->other_root_typed = a->result->no_root_typed && run->options->root;
	if (rc || !j->has_manifest || (j->verdict != IMPORT_ACCEPTED && j->verdict != IMPORT_NEWER))
		return rc;
	return arrive(j, a, f);
}

static int judge_part(struct run *run, struct judging *j, struct arrival *a, struct fault *f)
{
	bool keep;
	int rc = book_part_begin(run->book, f);

	if (!rc)
		rc = judge_rest(run, j, a, f);
	if (rc)
		return rc;
	keep = stays(j->verdict);
	rc = book_part_end(run->book, keep, f);
	if (!keep)
		a->batch = a->intake = 0;
	/* A known batch came again, whatever it brought; else what an older receipt leaves behind. */
	if (!rc && keep && j->known) {
		rc = arrive_again(j, f);
		run->written = run->written || !j->own;
	} else if (j->verdict == IMPORT_ALREADY && j->manifest.format == FORMAT_RECEIPT) {
		run->written = true;
	}
	return rc;
}

static bool is_unknown(const struct import_result *r)
{
	return r->verdict == IMPORT_FOREIGN && !strcmp(r->reason, "unknown_root");
}

/*
 * A file, whole or not at all. last: what is not known who signed it stays so; else it is asked
 * again when all others have come.
 */
static int take_file(struct run *run, struct judging *j, const struct walked *file,
		     struct import_result *r, bool last, struct fault *f)
{
	struct arrival a = { .result = r };
	bool changed = false;
	int rc = FAULT_OK;

	judge_open(j, run->book, run->id, file);
	if (j->verdict == IMPORT_PASSED_OVER)
		return FAULT_OK;
	rc = begin(run, f);
	if (!rc && j->sealed_well)
		rc = judge_part(run, j, &a, f);
	describe(r, j);
	if (!rc && (last || !is_unknown(r)))
		rc = list_file(run, j, &a, f);
	if (rc)
		return rc;
	run->operations += r->batch.operations + r->document.operations;
	run->files++;
	run->came = run->came || r->format == FORMAT_BATCH;
	run->judge_again = run->judge_again || a.judge_again;
	if (a.intake && j->verdict == IMPORT_ACCEPTED)
		book_make_final(run->book); /* it is taken back by import_undo() alone */
	rc = trust_refresh(run->book, run->id, false, &changed, f);
	run->learned = run->learned || changed;
	run->judge_again = run->judge_again || changed;
	return rc;
}

static struct import_result *add_result(struct run *run, size_t at)
{
	struct import_results *out = run->out;
	struct import_result *r = &out->results[out->n];

	memset(r, 0, sizeof *r);
	r->path = memory_strdup(run->walk.files[at].path);
	run->at[out->n++] = at;
	return r;
}

static void drop_last(struct run *run)
{
	free(run->out->results[--run->out->n].path);
}

static bool is_full(const struct run *run)
{
	return !run->options->dry_run &&
	       (run->operations >= FULL_OPERATIONS || run->files >= FULL_FILES);
}

static bool is_stopped(const struct run *run)
{
	return run->options->stop && run->options->stop(run->options->arg);
}

static int take_all(struct run *run, struct judging *j, struct fault *f)
{
	int rc = FAULT_OK;

	for (size_t i = 0; !rc && i < run->walk.n && !is_stopped(run); i++) {
		struct import_result *r = add_result(run, i);

		rc = take_file(run, j, &run->walk.files[i], r, false, f);
		if (!rc && j->verdict == IMPORT_PASSED_OVER) {
			drop_last(run);
			run->out->passed_over++;
		}
		judge_close(j);
		if (!rc && is_full(run))
			rc = commit(run, f);
	}
	return rc;
}

/* Those whose root may have become known by a file after them; then they stay what they are. */
static int take_unknown(struct run *run, struct judging *j, struct fault *f)
{
	int rc = FAULT_OK;

	run->first = 0;
	for (int last = 0; !rc && last < 2; last++) {
		bool again = run->learned || last;

		run->learned = false;
		for (size_t i = 0; !rc && again && i < run->out->n; i++) {
			struct import_result *r = &run->out->results[i];

			if (!is_unknown(r))
				continue;
			run->said[i] = false;
			rc = take_file(run, j, &run->walk.files[run->at[i]], r, last, f);
			judge_close(j);
			if (!rc && is_full(run))
				rc = commit(run, f);
			run->first = 0; /* any of them may come next */
		}
		if (run->learned)
			last = -1; /* what was learned may be of use to others */
	}
	return rc;
}

/* After a fault: results that did not come to stand are nobody's to know. */
static void forget_unsaid(struct run *run)
{
	struct import_results *out = run->out;
	size_t n = 0;

	for (size_t i = 0; i < out->n; i++)
		if (run->said[i] && !(is_unknown(&out->results[i]) && !out->results[i].file))
			out->results[n++] = out->results[i];
		else
			free(out->results[i].path);
	out->n = n;
}

static int run_all(struct run *run, struct fault *f)
{
	struct judging *j = memory_alloc_zero(1, sizeof *j);
	int rc = take_all(run, j, f);

	if (!rc)
		rc = take_unknown(run, j, f);
	judge_close(j);
	if (!rc)
		rc = commit(run, f);
	else if (run->open)
		book_rollback(run->book);
	memory_free_wiped(j);
	if (rc)
		forget_unsaid(run);
	return rc;
}

/* On a team's laptop what comes is for its people; elsewhere it is an officer's. */
static int may_import(struct book *book, struct fault *f)
{
	const struct rights_on on = { 0 };

	return book_level(book) == LEVEL_TEAM ? FAULT_OK : rights_check(book, RIGHT_IMPORT, &on, f);
}

int import_paths(struct book *book, struct identity *id, char *const *paths, size_t n,
		 const struct import_options *options, struct import_results *out,
		 struct fault *f)
{
	struct run run = { .book = book, .id = id, .options = options, .out = out };
	int rc = may_import(book, f);

	memset(out, 0, sizeof *out);
	if (!rc && !options->dry_run)
		rc = exchange_settle(book, id, f);
	if (rc)
		return rc;
	walk_paths(&run.walk, paths, n);
	out->not_reached = run.walk.not_reached;
	out->results = memory_alloc_zero(run.walk.n + 1, sizeof *out->results);
	run.at = memory_alloc_zero(run.walk.n + 1, sizeof *run.at);
	run.said = memory_alloc_zero(run.walk.n + 1, sizeof *run.said);
	rc = run_all(&run, f);
	walk_release(&run.walk);
	free(run.at);
	free(run.said);
	return rc;
}

void import_results_release(struct import_results *r)
{
	for (size_t i = 0; i < r->n; i++)
		free(r->results[i].path);
	free(r->results);
	memset(r, 0, sizeof *r);
}

/* ---- taking one back ---- */

static int undo_batch(struct book *book, int64_t key, bool *final, struct fault *f)
{
	struct batch batch;
	int rc = batches_get(book_db(book), key, &batch, f);

	if (rc)
		return rc;
	if (batch.forwarded)
		return fault_set(f, FAULT_USED, NULL);
	if (batch.held == HELD_UNDONE)
		return fault_set(f, FAULT_NOTHING, NULL);
	if (batch.intake)
		rc = erasure_is_final(book, batch.intake, final, f);
	return rc ? rc : counted_out(book, &batch, HELD_UNDONE, f);
}

static int undo_intake(struct book *book, int64_t key, bool *final, struct fault *f)
{
	int rc = erasure_is_final(book, key, final, f);

	return rc ? rc : intake_undo(book, key, STANDS_NOT_UNDONE, f);
}

static int undo(struct book *book, const struct identity *id, const struct file_row *row,
		bool *final, struct fault *f)
{
	bool changed;
	int rc;

	if (row->batch)
		rc = undo_batch(book, row->batch, final, f);
	else if (row->intake)
		rc = undo_intake(book, row->intake, final, f);
	else
		rc = fault_set(f, FAULT_NOTHING, NULL);
	if (!rc)
		rc = standing_settle(book, id, false, &changed, f);
	return rc || changed ? rc : receipt_reckon(book, f);
}

int import_undo(struct book *book, const struct identity *id, int64_t file, bool *final,
		struct fault *f)
{
	struct file_row row = { 0 };
	int rc = may_import(book, f);

	*final = false;
	if (!rc)
		rc = exchange_settle(book, id, f);
	if (!rc)
		rc = files_get(book_db(book), file, &row, f);
	if (!rc)
		rc = book_begin(book, "import_undo", f);
	if (!rc)
		rc = undo(book, id, &row, final, f);
	if (!rc) {
		book_make_final(book);
		rc = book_commit(book, NULL, f);
	}
	if (rc)
		book_rollback(book);
	file_release(&row);
	return rc;
}
