#include "config.h"
#include "tests/sync/sim/post.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/ledger/receipts.h"
#include "store/oplog/op.h"
#include "sync/batch/pack.h"
#include "sync/identity/chain.h"

enum part { EMPTY, AGAIN, EPOCH, ROOT, LANE };

const char *const parts[PARTS_MAX + 1] = {
	[EMPTY] = "empty", [AGAIN] = "again", [EPOCH] = "epoch", [ROOT] = "root", [LANE] = "lane",
};
bool left_out[PARTS_MAX];

/* ---- in the place of the program's functions, by the linker's --wrap ---- */

int __real_pack_new(struct book *book, const struct identity *id, const struct packing *packing,
		    size_t *packed, struct fault *f);
int __wrap_pack_new(struct book *book, const struct identity *id, const struct packing *packing,
		    size_t *packed, struct fault *f);
int __real_batches_set_again(struct db *db, int64_t key, struct fault *f);
int __wrap_batches_set_again(struct db *db, int64_t key, struct fault *f);
int __real_receipts_find(struct db *db, const uint8_t sign[LEDGER_KEY], struct issuer *out,
			 bool *there, struct fault *f);
int __wrap_receipts_find(struct db *db, const uint8_t sign[LEDGER_KEY], struct issuer *out,
			 bool *there, struct fault *f);
int __real_trust_weigh(struct book *book, const struct package *p, enum chain_worth *worth,
		       struct laptop *signer, struct fault *f);
int __wrap_trust_weigh(struct book *book, const struct package *p, enum chain_worth *worth,
		       struct laptop *signer, struct fault *f);
int __real_op_parse(struct op *out, const char *line, size_t len);
int __wrap_op_parse(struct op *out, const char *line, size_t len);

/* Who has nothing to send sends nothing, however long, whatever came. */
int __wrap_pack_new(struct book *book, const struct identity *id, const struct packing *packing,
		    size_t *packed, struct fault *f)
{
	struct packing less = *packing;

	less.empty = less.empty && !left_out[EMPTY];
	return __real_pack_new(book, id, &less, packed, f);
}

/* A receipt lists the tips alone. */
int __wrap_batches_set_again(struct db *db, int64_t key, struct fault *f)
{
	return left_out[AGAIN] ? 0 : __real_batches_set_again(db, key, f);
}

/* Whichever receipt comes last counts. */
int __wrap_receipts_find(struct db *db, const uint8_t sign[LEDGER_KEY], struct issuer *out,
			 bool *there, struct fault *f)
{
	int rc = __real_receipts_find(db, sign, out, there, f);

	*there = *there && !left_out[EPOCH];
	return rc;
}

/* What is signed is believed. */
int __wrap_trust_weigh(struct book *book, const struct package *p, enum chain_worth *worth,
		       struct laptop *signer, struct fault *f)
{
	int rc = __real_trust_weigh(book, p, worth, signer, f);
	struct certificate *c;

	if (rc || !left_out[ROOT] || *worth == CHAIN_COUNTS)
		return rc;
	c = calloc(1, sizeof *c);
	if (!certificate_read(c, p->links[0].payload, p->links[0].n))
		abort();
	*worth = CHAIN_COUNTS;
	memset(signer, 0, sizeof *signer);
	memcpy(signer->sign, c->sign_pk, LEDGER_KEY);
	memcpy(signer->root, c->issuer, LEDGER_KEY);
	memcpy(signer->box, c->box_pk, LEDGER_KEY);
	signer->level = (enum book_level)c->level;
	snprintf(signer->unit, sizeof signer->unit, "%s", c->unit);
	snprintf(signer->team, sizeof signer->team, "%.16s", c->team);
	snprintf(signer->codes, sizeof signer->codes, "%s", c->unit);
	signer->expires = c->expires;
	free(c);
	return rc;
}

/* A line does not say whose it is. */
int __wrap_op_parse(struct op *out, const char *line, size_t len)
{
	int rc = __real_op_parse(out, line, len);

	out->says_lane = out->says_lane && !left_out[LANE];
	return rc;
}
