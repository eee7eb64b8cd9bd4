#include "config.h"
#include "sync/exchange/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/ledger/documents.h"
#include "store/ledger/laptops.h"
#include "store/ledger/receipts.h"
#include "store/ledger/roots.h"
#include "store/ledger/share.h"
#include "store/oplog/op.h"
#include "sync/batch/pack.h"
#include "sync/document/document.h"
#include "sync/exchange/sealing.h"
#include "sync/exchange/standing.h"
#include "sync/identity/trust.h"
#include "sync/receipt/receipt.h"

enum { QUIET_DAYS = 30 }; /* after so long a silence an issuer is told what was heard of him */

/* ---- making ---- */

/* Whether the last packing is long past; where nothing was ever packed there is nothing to tell. */
static int long_quiet(struct book *book, bool *quiet, struct fault *f)
{
	struct batch *batches = NULL;
	day_t last = DAY_MIN;
	size_t n = 0;
	int rc = batches_of_lane(book_db(book), 0, &batches, &n, f);

	for (size_t i = 0; i < n; i++)
		if (batches[i].own && !batches[i].intake && batches[i].made > last)
			last = batches[i].made;
	free(batches);
	*quiet = last != DAY_MIN && book_now(book)->day - last >= QUIET_DAYS;
	return rc;
}

static int pack(struct book *book, const struct identity *id, const struct way_up *way,
		size_t *done, struct fault *f)
{
	struct packing packing = { .to = way->unit, .app = PACKAGE_VERSION };
	bool owed = false, quiet = false;
	size_t packed = 0;
	int rc = receipt_seen(book, packing.seen, &packing.n_seen, f);

	if (!rc)
		rc = receipts_hello(book, &owed, f);
	if (!rc)
		rc = long_quiet(book, &quiet, f);
	packing.empty = owed || quiet;
	if (!rc)
		rc = pack_new(book, id, &packing, &packed, f);
	if (!rc && packed && owed)
		rc = receipts_set_hello(book, false, f);
	*done += packed;
	return rc;
}

/* A laptop that this desk answers: one of its teams', whose key stands. */
static bool is_answered(struct book *book, const struct laptop *laptop)
{
	return book_level(book) == LEVEL_COMMUNE && laptop->level == LEVEL_TEAM &&
	       !laptop->revoked && !strcmp(laptop->unit, book_unit(book));
}

static int answer_laptops(struct book *book, const struct identity *id, size_t *done,
			  struct fault *f)
{
	struct laptop *laptops = NULL;
	char name[ADDRESSEE_NAME];
	struct above above;
	size_t n = 0;
	int rc = above_read(&above, book, f);

	if (!rc)
		rc = laptops_all(book_db(book), &laptops, &n, f);
	for (size_t i = 0; !rc && i < n; i++) {
		bool receipt = false, document = false;

		if (!is_answered(book, &laptops[i]))
			continue;
		addressee_laptop(name, laptops[i].sign);
		rc = receipt_write(book, id, name, laptops[i].box, &above, &receipt, f);
		if (!rc)
			rc = document_write(book, id, &laptops[i], false, &document, f);
		*done += receipt + document;
	}
	above_release(&above);
	free(laptops);
	return rc;
}

/* A unit's root that stands; of several the one that its code addresses. */
static int is_addressed(struct book *book, const struct pinned_root *root, bool *is,
			struct fault *f)
{
	struct pinned_root meant;
	int rc;

	*is = root->whose == ROOT_CHILD && !root->revoked;
	if (!*is)
		return FAULT_OK;
	rc = roots_child(book_db(book), root->unit, &meant, is, f);
	*is = !rc && *is && !memcmp(meant.pk, root->pk, LEDGER_KEY);
	return rc;
}

static int answer_units(struct book *book, const struct identity *id, size_t *done,
			struct fault *f)
{
	struct pinned_root *roots = NULL;
	size_t n = 0;
	int rc = roots_all(book_db(book), &roots, &n, f);

	for (size_t i = 0; !rc && i < n; i++) {
		bool receipt = false, document = false, is = false;

		rc = is_addressed(book, &roots[i], &is, f);
		if (rc || !is)
			continue;
		rc = receipt_write(book, id, roots[i].unit, roots[i].box, NULL, &receipt, f);
		if (!rc)
			rc = document_write_unit(book, id, &roots[i], false, &document, f);
		*done += receipt + document;
	}
	free(roots);
	return rc;
}

/* All that go down, of one look over what none of them was given yet. */
static int answer_all(struct book *book, const struct identity *id, size_t *done, struct fault *f)
{
	int64_t given = 0;
	int rc = documents_out_least(book_db(book), &given, f);

	share_look(book, given);
	if (!rc)
		rc = answer_laptops(book, id, done, f);
	if (!rc)
		rc = answer_units(book, id, done, f);
	share_look_end(book);
	return rc;
}

static int make(struct book *book, const struct identity *id, size_t *done, struct fault *f)
{
	struct way_up way;
	int rc = way_up_find(&way, book, id, f);

	if (!rc && way.there)
		rc = pack(book, id, &way, done, f);
	return rc ? rc : answer_all(book, id, done, f);
}

int outbox_make(struct book *book, const struct identity *id, struct fault *f)
{
	struct laptop self;
	bool enrolled = false;
	size_t done = 0;
	int rc = exchange_settle(book, id, f);

	if (!rc)
		rc = trust_own(book, id, &self, &enrolled, f);
	if (!rc && !enrolled)
		rc = fault_set(f, FAULT_NOT_PERMITTED, OUTBOX_NOT_ENROLLED);
	if (!rc)
		rc = book_begin(book, "batch", f);
	if (rc)
		return rc;
	rc = make(book, id, &done, f);
	if (!rc && done)
		rc = book_commit(book, NULL, f);
	if (rc || !done)
		book_rollback(book);
	return rc;
}

/* ---- listing ---- */

struct counts {
	int64_t *sessions, *reports;
};

static int count_op(void *arg, const struct batch_op *one, struct fault *f)
{
	struct counts *counts = arg;
	struct op op;

	(void)f;
	if (!one->bytes || op_parse(&op, one->bytes, one->len))
		return FAULT_OK;
	if (!op.base && !strcmp(op.type, "session"))
		++*counts->sessions;
	else if (!op.base && !strcmp(op.type, "report"))
		++*counts->reports;
	op_release(&op);
	return FAULT_OK;
}

int outbox_count(struct db *db, const struct batch *batch, int64_t *sessions, int64_t *reports,
		 struct fault *f)
{
	struct counts counts = { sessions, reports };

	*sessions = *reports = 0;
	return batches_ops(db, batch, count_op, &counts, f);
}

static struct out_item *add(struct out_items *out, enum out_kind kind)
{
	struct out_item *item;

	out->items = memory_resize(out->items, out->n + 1, sizeof *out->items);
	item = &out->items[out->n++];
	memset(item, 0, sizeof *item);
	item->kind = kind;
	return item;
}

/*
 * Who sends it, in the file's name: a team's laptop by its team, a commune by its code, both where
 * it is passed on.
 */
static int name_batch(struct book *book, const char *own_team, struct out_item *item,
		      struct fault *f)
{
	const struct batch *batch = &item->batch;
	char who[NAMES_WHO], text[LANE_UNIT + LANE_TEAM + 1];
	struct laptop laptop;
	bool there;
	int rc = FAULT_OK;

	if (!batch->own) {
		rc = sealing_whose(book, batch, &laptop, &there, f);
		if (rc)
			return rc;
		snprintf(item->team, sizeof item->team, "%s", there ? laptop.team : "");
		snprintf(text, sizeof text, "%s-%s", book_unit(book), item->team);
		names_fold(who, text);
	} else if (book_level(book) == LEVEL_TEAM) {
		rc = names_of_team(who, book, own_team, f);
	} else {
		names_fold(who, book_unit(book));
	}
	if (!rc)
		names_batch(item->name, who, batch->made, batch->number);
	return rc;
}

static int own_team(struct book *book, char out[LANE_TEAM], struct fault *f)
{
	struct lane lane;
	int rc = lane_load(book_db(book), book_lane(book), &lane, f);

	if (!rc)
		snprintf(out, LANE_TEAM, "%s", lane.team);
	return rc;
}

/* Whether it waits for the level above. */
static int waits(struct book *book, const struct batch *batch, bool *is, struct fault *f)
{
	struct acknowledgement ack;
	int rc = sealing_goes_up(book, batch, is, f);

	if (!rc && *is)
		rc = acknowledged(book_db(book), batch->key, &ack, f);
	if (!rc && *is)
		*is = !ack.here;
	return rc;
}

static int list_batches(struct book *book, struct out_items *out, struct fault *f)
{
	struct batch *batches = NULL;
	struct pinned_root parent;
	char team[LANE_TEAM];
	bool there = false, is = false;
	size_t n = 0;
	int rc = roots_parent(book_db(book), &parent, &there, f);

	if (!rc)
		rc = own_team(book, team, f);
	if (!rc && there)
		rc = batches_of_lane(book_db(book), 0, &batches, &n, f);
	for (size_t i = 0; !rc && i < n; i++) {
		struct out_item *item;

		rc = waits(book, &batches[i], &is, f);
		if (rc || !is)
			continue;
		item = add(out, OUT_BATCH);
		item->batch = batches[i];
		snprintf(item->to, sizeof item->to, "%s", parent.unit);
		rc = name_batch(book, team, item, f);
		if (!rc)
			rc = outbox_count(book_db(book), &batches[i], &item->sessions,
					  &item->reports, f);
	}
	free(batches);
	return rc;
}

/* Who an addressee is to people; *stands: whether anything is still sent there. */
static int addressee_words(struct book *book, const struct addressee *a, char to[LEDGER_NAME],
			   bool *stands, struct fault *f)
{
	struct pinned_root root;
	struct laptop laptop;
	uint8_t sign[LEDGER_KEY];
	int rc;

	*stands = false;
	if (!strncmp(a->name, "l-", 2)) {
		if (!hex_read(sign, sizeof sign, a->name + 2, strlen(a->name + 2)))
			return db_damaged(book_db(book), "addressee", f);
		rc = laptops_find(book_db(book), sign, &laptop, stands, f);
		if (rc || !*stands)
			return rc;
		snprintf(to, LEDGER_NAME, "%s", *laptop.team ? laptop.team : laptop.name);
		*stands = is_answered(book, &laptop);
		return FAULT_OK;
	}
	snprintf(to, LEDGER_NAME, "%s", a->name);
	rc = roots_child(book_db(book), a->name, &root, stands, f);
	if (!rc && *stands)
		*stands = !root.revoked;
	return rc;
}

static struct out_item *add_answer(struct out_items *out, enum out_kind kind,
				   const struct addressee *a, const char *to, day_t made,
				   const uint8_t *hash)
{
	struct out_item *item = add(out, kind);
	char who[NAMES_WHO];

	snprintf(item->to, sizeof item->to, "%s", to);
	item->addressee = a->key;
	names_fold(who, to);
	names_answer(item->name, who, made, hash);
	return item;
}

/* Those behind the one it has named; one goes on from the other, so all of them. */
static int list_documents(struct book *book, const struct addressee *a, const char *to,
			  struct out_items *out, struct fault *f)
{
	struct document_out *waiting = NULL;
	size_t n = 0, first = 0;
	int rc = documents_out_waiting(book_db(book), a->key, &waiting, &n, f);

	for (size_t i = 0; !rc && i < n; i++)
		if (a->has_named && !memcmp(a->named, waiting[i].hash, LEDGER_HASH))
			first = i + 1;
	for (size_t i = first; !rc && i < n; i++)
		add_answer(out, OUT_DOCUMENT, a, to, waiting[i].made, waiting[i].hash)->document =
			waiting[i].key;
	documents_out_free(waiting, n);
	return rc;
}

static int list_answers_to(struct book *book, const struct addressee *a, struct out_items *out,
			   struct fault *f)
{
	char to[LEDGER_NAME];
	bool stands = false;
	int rc = addressee_words(book, a, to, &stands, f);

	if (rc || !stands)
		return rc;
	if (a->sealed.n && a->has_hash)
		add_answer(out, OUT_RECEIPT, a, to, a->made, a->hash);
	return list_documents(book, a, to, out, f);
}

static int list_answers(struct book *book, struct out_items *out, struct fault *f)
{
	struct addressee *all = NULL;
	size_t n = 0;
	int rc = addressees_all(book_db(book), &all, &n, f);

	for (size_t i = 0; !rc && i < n; i++)
		rc = list_answers_to(book, &all[i], out, f);
	addressees_free(all, n);
	return rc;
}

int outbox_list(struct book *book, struct out_items *out, struct fault *f)
{
	int rc = FAULT_OK;

	memset(out, 0, sizeof *out);
	if (book_level(book) != LEVEL_UPPER)
		rc = pack_waiting(book, &out->unpacked, f);
	if (!rc)
		rc = list_batches(book, out, f);
	if (!rc)
		rc = list_answers(book, out, f);
	return rc;
}

void out_items_release(struct out_items *items)
{
	free(items->items);
	memset(items, 0, sizeof *items);
}
