#include "config.h"
#include "sync/exchange/answer_make.h"

#include <stdio.h>
#include <string.h>

#include "store/book/transaction.h"
#include "store/ledger/receipts.h"
#include "store/ledger/roots.h"
#include "sync/document/document.h"
#include "sync/exchange/standing.h"

/* Who is answered: what people call him, and his name in the ledger. */
struct answered {
	char who[NAMES_WHO];
	char name[ADDRESSEE_NAME];
};

static int write_to_laptop(struct book *book, const struct identity *id, const struct request *r,
			   struct answered *to, struct fault *f)
{
	struct laptop laptop;
	bool there, written;
	int rc = laptops_find(book_db(book), r->sign_pk, &laptop, &there, f);

	if (!rc && !there)
		rc = fault_set(f, FAULT_INTERNAL, "enrol");
	if (rc)
		return rc;
	names_fold(to->who, laptop.team);
	addressee_laptop(to->name, laptop.sign);
	return document_write(book, id, &laptop, true, &written, f);
}

static int write_to_unit(struct book *book, const struct identity *id, const struct request *r,
			 struct answered *to, struct fault *f)
{
	struct pinned_root root;
	bool there, written;
	int rc = roots_find(book_db(book), r->sign_pk, &root, &there, f);

	if (!rc && !there)
		rc = fault_set(f, FAULT_INTERNAL, "enrol");
	if (rc)
		return rc;
	names_fold(to->who, root.unit);
	snprintf(to->name, sizeof to->name, "%s", root.unit);
	return document_write_unit(book, id, &root, true, &written, f);
}

static int write_answer(struct book *book, const struct identity *id, const struct request *r,
			struct answered *to, struct fault *f)
{
	int rc = book_begin(book, SETTLE_VERB, f);

	if (rc)
		return rc;
	rc = r->level == CERTIFIED_TEAM ? write_to_laptop(book, id, r, to, f) :
					  write_to_unit(book, id, r, to, f);
	if (!rc)
		rc = book_commit(book, NULL, f);
	if (rc)
		book_rollback(book);
	return rc;
}

/* The first of those that wait for it. */
static int read_first(struct book *book, const struct answered *to, struct document_out *out,
		      struct fault *f)
{
	struct addressee addressee = { 0 };
	struct document_out *waiting = NULL;
	size_t n = 0;
	int rc = addressee_get(book_db(book), to->name, &addressee, f);

	if (!rc)
		rc = documents_out_waiting(book_db(book), addressee.key, &waiting, &n, f);
	if (!rc && !n)
		rc = fault_set(f, FAULT_INTERNAL, "answer");
	if (!rc) {
		*out = waiting[0];
		memset(&waiting[0], 0, sizeof waiting[0]); /* it is the caller's */
	}
	documents_out_free(waiting, n);
	addressee_release(&addressee);
	return rc;
}

int answer_make(struct book *book, const struct identity *id, const struct request *r,
		struct document_out *out, char name[NAMES_FILE], struct fault *f)
{
	struct answered to;
	int rc;

	memset(out, 0, sizeof *out);
	rc = write_answer(book, id, r, &to, f);
	if (!rc)
		rc = read_first(book, &to, out, f);
	if (!rc)
		names_answer(name, to.who, out->made, out->hash);
	return rc;
}
