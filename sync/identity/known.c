#include "config.h"
#include "sync/identity/known.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "sync/crypto/base64.h"

int known_read(struct known *k, struct book *book, const uint8_t *sign, struct fault *f)
{
	struct db *db = book_db(book);
	int rc;

	memset(k, 0, sizeof *k);
	k->book = book;
	rc = roots_all(db, &k->roots.all, &k->roots.n, f);
	if (!rc)
		rc = key_records(book, &k->records, &k->n_records, f);
	if (!rc)
		rc = key_records_aside(book, &k->aside, &k->n_aside, f);
	return rc ? rc : certificates_of(db, sign, &k->kept, &k->n_kept, f);
}

void known_release(struct known *k)
{
	free(k->roots.all);
	key_records_free(k->records, k->n_records);
	key_records_free(k->aside, k->n_aside);
	certificates_free(k->kept, k->n_kept);
	memset(k, 0, sizeof *k);
}

/* ---- certificates ---- */

bool known_decode(struct said_certificate *out, const char *base64)
{
	size_t n, at = 0;

	return base64_decode(out->bytes, sizeof out->bytes, base64, strlen(base64), &n) &&
	       chain_next(out->bytes, n, &at, &out->link) && at == n;
}

struct weighed *known_weighed(const struct known *k, size_t first, size_t *rows, size_t *n)
{
	struct weighed *certs;

	for (*rows = 1; first + *rows < k->n_kept; ++*rows)
		if (memcmp(k->kept[first].sign, k->kept[first + *rows].sign, LEDGER_KEY) != 0)
			break;
	certs = memory_alloc_zero(*rows + 1, sizeof *certs);
	*n = 0;
	for (size_t i = first; i < first + *rows; i++) {
		struct weighed *w = &certs[*n];

		if (!certificate_read(&w->c, k->kept[i].payload, k->kept[i].n))
			continue;
		w->payload = k->kept[i].payload;
		w->n = k->kept[i].n;
		w->key = k->kept[i].key;
		w->back = known_issued(k, w) == ISSUED_BACK;
		++*n;
	}
	return certs;
}

void known_records_of(const struct known *k, const uint8_t sign[LEDGER_KEY], size_t *first,
		      size_t *end)
{
	size_t low = 0, high = k->n_records;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(k->records[middle].sign, sign, LEDGER_KEY) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*first = low;
	for (*end = low; *end < k->n_records; ++*end)
		if (memcmp(k->records[*end].sign, sign, LEDGER_KEY) != 0)
			break;
}

static bool names(const struct key_record *r, const struct weighed *w)
{
	struct said_certificate said;

	for (size_t i = 0; i < r->n; i++)
		if (known_decode(&said, r->certificates[i]) && said.link.n == w->n &&
		    !memcmp(said.link.payload, w->payload, w->n))
			return true;
	return false;
}

enum issued known_issued(const struct known *k, const struct weighed *w)
{
	const struct pinned_root *root = worth_root(&k->roots, w->c.issuer);
	enum issued issued = ISSUED_UNSAID;
	size_t at, end;

	if (!root)
		return issued;
	known_records_of(k, w->c.sign_pk, &at, &end);
	for (; at < end; at++) {
		const struct key_record *r = &k->records[at];

		if (!worth_rules_laptops(&k->roots, root, &r->creator) || !names(r, w))
			continue;
		if (!r->voided)
			return ISSUED;
		issued = ISSUED_BACK;
	}
	return issued;
}

/* ---- revocations ---- */

bool known_revokes_root(const struct known *k, const struct key_record *r,
			const struct pinned_root *root)
{
	return r->keep && !r->voided && !memcmp(r->sign, root->pk, LEDGER_KEY) &&
	       worth_rules_root(&k->roots, root, &r->creator);
}

static bool revokes_laptop(const struct known *k, const struct key_record *r,
			   const struct laptop *laptop)
{
	const struct pinned_root *root = worth_root(&k->roots, laptop->root);

	return root && r->keep && !r->voided && !memcmp(r->sign, laptop->sign, LEDGER_KEY) &&
	       worth_rules_laptops(&k->roots, root, &r->creator);
}

int known_from_table(void *db, const uint8_t sign[LEDGER_KEY], struct laptop *out, bool *there,
		     struct fault *f)
{
	return laptops_find(db, sign, out, there, f);
}

/* The laptop whose lane created a record; false: it is not known. */
static int revoker_of(const struct known *k, const struct key_record *r, known_laptop_fn *others,
		      void *arg, struct laptop *out, bool *there, struct fault *f)
{
	struct db *db = book_db(k->book);
	uint8_t sign[LEDGER_KEY];
	int64_t lane = 0;
	int rc = lane_intern(db, r->creator.id, &lane, f);

	if (!rc)
		rc = laptops_of_lane(db, lane, sign, there, f);
	return rc || !*there ? rc : others(arg, sign, out, there, f);
}

/* Whether a record of a laptop's lanes revokes another. */
static int is_its_word(const struct known *k, const struct key_record *r, const struct laptop *by,
		       const struct laptop *whom, known_laptop_fn *others, void *arg, bool *yes,
		       struct fault *f)
{
	struct laptop revoker;
	bool there;
	int rc;

	*yes = false;
	if (!revokes_laptop(k, r, whom))
		return FAULT_OK;
	rc = revoker_of(k, r, others, arg, &revoker, &there, f);
	*yes = !rc && there && !memcmp(revoker.sign, by->sign, LEDGER_KEY);
	return rc;
}

/* Whether a laptop revokes another, by any record of its lanes, also by what does not count. */
static int revokes(const struct known *k, const struct laptop *by, const struct laptop *whom,
		   known_laptop_fn *others, void *arg, bool *yes, struct fault *f)
{
	size_t at, end;
	int rc = FAULT_OK;

	*yes = false;
	known_records_of(k, whom->sign, &at, &end);
	for (; !rc && !*yes && at < end; at++)
		rc = is_its_word(k, &k->records[at], by, whom, others, arg, yes, f);
	for (at = 0; !rc && !*yes && at < k->n_aside; at++)
		rc = is_its_word(k, &k->aside[at], by, whom, others, arg, yes, f);
	return rc;
}

static bool is_later(const struct laptop *a, const struct laptop *b)
{
	return a->number != b->number ? a->number > b->number :
					memcmp(a->sign, b->sign, LEDGER_KEY) > 0;
}

int known_prevails(const struct known *k, const struct key_record *r, const struct laptop *laptop,
		   known_laptop_fn *others, void *arg, bool *prevails, struct fault *f)
{
	struct laptop revoker;
	bool there, mutual = false;
	int rc;

	*prevails = revokes_laptop(k, r, laptop);
	if (!*prevails)
		return FAULT_OK;
	rc = revoker_of(k, r, others, arg, &revoker, &there, f);
	if (rc || !there || revoker.level != laptop->level || strcmp(revoker.unit, laptop->unit) ||
	    !memcmp(revoker.sign, laptop->sign, LEDGER_KEY))
		return rc;
	if (is_later(laptop, &revoker))
		rc = revokes(k, laptop, &revoker, others, arg, &mutual, f);
	*prevails = !mutual;
	return rc;
}

int known_revoked(const struct known *k, struct laptop *laptop, known_laptop_fn *others, void *arg,
		  struct fault *f)
{
	size_t at, end;
	int rc = FAULT_OK;

	laptop->revoked = false;
	known_records_of(k, laptop->sign, &at, &end);
	for (; !rc && !laptop->revoked && at < end; at++)
		rc = known_prevails(k, &k->records[at], laptop, others, arg, &laptop->revoked, f);
	return rc;
}
