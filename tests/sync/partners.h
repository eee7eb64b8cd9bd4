/*
 * partners: a commune's desk and a team's laptop that it enrolled, for tests of what goes between
 * them. Whatever fails that a test does not ask about fails the test.
 */
#ifndef TESTS_SYNC_PARTNERS_H
#define TESTS_SYNC_PARTNERS_H

#include "store/ledger/batches.h"
#include "store/ledger/receipts.h"
#include "sync/document/document.h"
#include "sync/identity/trust.h"
#include "sync/receipt/receipt.h"
#include "tests/store/desk.h"

struct partner {
	struct desk desk;
	struct identity id;
};

struct partners {
	struct partner commune, team; /* unit 26572; the team's code is T01 */
	char name[2 + 2 * HEX_BYTES + 1]; /* what the team's laptop is called as an addressee */
};

/* The team knows its commune's root; it has its certificate once it took the answer. */
void partners_open(struct partners *p);
void partners_close(struct partners *p);
/* As a test's state, opened before it and closed after it; the caller includes cmocka.h. */
#define PARTNERS_CASE(name, set_up) \
	cmocka_unit_test_setup_teardown(name, set_up, partners_tear_down)
struct partners *partners_set_up(void **state);
int partners_tear_down(void **state);
/* Have the team take its answer, as whoever typed the root's fingerprint does. */
void partners_enrol(struct partners *p);

/* A desk's file as it is now, to be put back. */
struct buffer partner_copy(struct partner *partner);
/* Put back, and opened by its own name: nobody there notices. */
void partner_put_back(struct partner *partner, const struct buffer *copy);

void partner_begin(struct partner *partner);
void partner_commit(struct partner *partner);
/* Certificates as they are now. */
void partner_refresh(struct partner *partner);

/* ---- files ---- */

struct sealed_file {
	struct ledger_bytes file; /* owned */
	struct input_memory in;
	struct envelope *envelope;
	struct package package;
	struct manifest manifest;
	uint8_t hash[HASH_BYTES];
};
/* Open what was sealed for a partner; it stands at its body. */
struct sealed_file *partner_open(struct partner *partner, struct ledger_bytes file);
void sealed_file_again(struct sealed_file *file);
void sealed_file_close(struct sealed_file *file);
/* Its lines; the caller releases. */
struct buffer sealed_file_lines(struct sealed_file *file);

/* Pack what waits at the team, or an empty batch; the last one. */
struct batch team_packs(struct partners *p, bool empty);
/* The commune gets a batch of the team, with what it holds. wrong: receipt_heard()'s. */
void team_sends(struct partners *p, const struct batch *batch, bool *wrong);

/* The receipt the commune has for the team; n 0: nothing to say. */
struct ledger_bytes commune_receipt(struct partners *p);
/* The team takes it. */
struct receipt_taken team_takes_receipt(struct partners *p, struct ledger_bytes file);

/* The document it has for the team; n 0: nothing to say. */
struct ledger_bytes commune_document(struct partners *p, bool always);
/* The team takes it. *no may be NULL: it must be fine. */
struct document_taken team_takes_document(struct partners *p, struct ledger_bytes file,
					  enum refusal *no);

#endif
