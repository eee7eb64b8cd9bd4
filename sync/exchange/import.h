/*
 * import: files that came are judged and taken in.
 *
 * The steps of docs/format-batch.md, "Judging". Carried files are only read. Each is taken whole
 * or not at all (a part of a transaction); a bad one changes nothing but its row in the list of
 * files and stops nobody. Several share a transaction; what they came to is said after the commit
 * that holds them.
 */
#ifndef SYNC_EXCHANGE_IMPORT_H
#define SYNC_EXCHANGE_IMPORT_H

#include "sync/batch/take.h"
#include "sync/document/document.h"
#include "sync/receipt/receipt.h"

enum import_verdict {
	IMPORT_ACCEPTED, IMPORT_ALREADY, IMPORT_QUARANTINED, IMPORT_DAMAGED, IMPORT_FOREIGN,
	IMPORT_NEWER, IMPORT_UNREAD, /* the file could not be read: sys says why */
	IMPORT_PASSED_OVER /* in a folder, neither ours nor named like ours: counted alone */
};
const char *import_verdict_name(enum import_verdict verdict); /* "accepted" … */

/* What became of one file. */
struct import_result {
	char *path;               /* as it was given or found; owned */
	enum import_verdict verdict;
	const char *reason;       /* "" or a name as in the format: "cut", "unknown_root" … */
	int sys;
	enum package_format format; /* where it got so far */
	char unit[SIGNED_CODE], team[SIGNED_NAME]; /* the signer's, likewise */
	int64_t number;           /* of a batch */
	int64_t file;             /* its row in the list of files; 0 none */
	struct batch_counts batch;
	struct receipt_taken receipt;
	struct document_taken document;
	uint8_t asking[LEDGER_KEY]; /* of a request: whose it is */
	bool asks;                  /* and it is not enrolled yet, or its certificate has run out */
	bool forked, gap; /* of a batch: same number, other hash; the one before is missing */
	bool wrong_token;         /* `seen` names a receipt this desk never gave */
	bool no_root_typed;       /* an answer whose root nobody typed the fingerprint of */
	bool other_root_typed;    /* and another one was typed */
};

struct import_results {
	struct import_result *results;
	size_t n;
	size_t passed_over, not_reached; /* files beyond the 20,000th or too deep */
};

struct import_options {
	bool dry_run;      /* all of it, then nothing is kept */
	const char *root;  /* the fingerprint a person typed, NULL none */
	bool (*stop)(void *arg); /* asked between files; NULL never */
	void *arg;
};

/*
 * Files and folders (four deep, no links followed). A file of several that cannot be read has its
 * own verdict; the fault is for what stops all: the vault's own, no right (FAULT_NOT_PERMITTED).
 * *out holds what was committed; import_results_release() is due either way.
 */
int import_paths(struct book *book, struct identity *id, char *const *paths, size_t n,
		 const struct import_options *options, struct import_results *out,
		 struct fault *f);
void import_results_release(struct import_results *r);

/*
 * Take the import of a file of the list back. FAULT_NOT_FOUND; FAULT_NOTHING; FAULT_USED: it was
 * forwarded; FAULT_NOT_PERMITTED. *final: it erased what is blank by now and does not come back.
 */
int import_undo(struct book *book, const struct identity *id, int64_t file, bool *final,
		struct fault *f);

#endif
