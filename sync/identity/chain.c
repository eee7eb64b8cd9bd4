#include "config.h"
#include "sync/identity/chain.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/ledger/certificates.h"
#include "store/ledger/roots.h"
#include "sync/identity/known.h"
#include "sync/identity/trust.h"

/* ---- weighing ---- */

static bool read_link(struct weighed *w, const struct chain_link *link)
{
	memset(w, 0, sizeof *w);
	w->payload = link->payload;
	w->n = link->n;
	return certificate_read(&w->c, link->payload, link->n) &&
	       certificate_verify(&w->c, link->payload, link->n, link->signature);
}

static enum chain_worth worth_of(const struct roots *roots, const struct certificate *c)
{
	const struct pinned_root *root = worth_root(roots, c->issuer);

	if (!root || !worth_certifies(root, c))
		return CHAIN_UNKNOWN_ROOT;
	return root->revoked ? CHAIN_ROOT_REVOKED : CHAIN_COUNTS;
}

/* With the two of the chain beside those that are kept. */
static int weigh_anew(struct book *book, const struct weighed *first, const struct weighed *unit,
		      enum chain_worth *worth, struct laptop *signer, struct fault *f)
{
	struct weighed *certs = NULL;
	struct pinned_root *root;
	struct known k;
	size_t rows, n = 0;
	int rc = known_read(&k, book, first->c.sign_pk, f);

	if (!rc)
		*worth = worth_of(&k.roots, &first->c);
	if (!rc && *worth == CHAIN_COUNTS) {
		root = worth_root(&k.roots, first->c.issuer);
		if (unit && !memcmp(unit->c.sign_pk, root->pk, LEDGER_KEY))
			worth_root_codes(&k.roots, root, unit, 1);
		certs = k.n_kept ? known_weighed(&k, 0, &rows, &n) : memory_alloc_zero(1, sizeof *certs);
		certs[n] = *first;
		certs[n].back = known_issued(&k, first) == ISSUED_BACK;
		if (!worth_laptop(&k.roots, certs, n + 1, signer))
			*worth = CHAIN_UNKNOWN_ROOT;
		else
			rc = known_revoked(&k, signer, known_from_table, book_db(book), f);
	}
	free(certs);
	known_release(&k);
	return rc;
}

/* Whether a link is among the certificates kept; then rows say all there is to say. */
static int is_kept(struct db *db, const struct weighed *w, bool *kept, struct fault *f)
{
	struct kept_certificate *all;
	size_t n;
	int rc = certificates_of(db, w->c.sign_pk, &all, &n, f);

	*kept = false;
	for (size_t i = 0; i < n; i++)
		*kept = *kept || (all[i].n == w->n && !memcmp(all[i].payload, w->payload, w->n));
	certificates_free(all, n);
	return rc;
}

/* The chain of every package but the first of a laptop: nothing in it is new. */
static int weigh_known(struct book *book, const struct weighed *first, const struct weighed *unit,
		       enum chain_worth *worth, struct laptop *signer, bool *known, struct fault *f)
{
	struct db *db = book_db(book);
	struct pinned_root root;
	bool there = false;
	int rc = is_kept(db, first, known, f);

	if (!rc && *known && unit)
		rc = is_kept(db, unit, known, f);
	if (!rc && *known)
		rc = roots_find(db, first->c.issuer, &root, &there, f);
	if (!rc && *known && there)
		rc = laptops_find(db, first->c.sign_pk, signer, known, f);
	*known = !rc && *known && there;
	if (*known)
		*worth = worth_of(&(struct roots){ &root, 1 }, &first->c);
	return rc;
}

int trust_weigh(struct book *book, const struct package *p, enum chain_worth *worth,
		struct laptop *signer, struct fault *f)
{
	struct weighed first, unit;
	bool known, has_unit;
	int rc;

	*worth = CHAIN_UNKNOWN_ROOT;
	memset(signer, 0, sizeof *signer);
	if (!p->n_links || !read_link(&first, &p->links[0]) ||
	    memcmp(first.c.sign_pk, p->signer, LEDGER_KEY) != 0)
		return FAULT_OK;
	has_unit = p->n_links > 1 && read_link(&unit, &p->links[1]) &&
		   unit.c.kind == CERTIFIED_UNIT;
	rc = weigh_known(book, &first, has_unit ? &unit : NULL, worth, signer, &known, f);
	return rc || known ? rc : weigh_anew(book, &first, has_unit ? &unit : NULL, worth, signer, f);
}

/* ---- keeping ---- */

static int keep(struct book *book, const struct chain_link *link, struct weighed *w, bool *is_new,
		struct fault *f)
{
	struct kept_certificate kept = { .payload = (char *)(uintptr_t)link->payload, .n = link->n };

	if (!read_link(w, link))
		return fault_field(f, "cert", REASON_BAD_CODE, NULL);
	memcpy(kept.sign, w->c.sign_pk, sizeof kept.sign);
	memcpy(kept.issuer, w->c.issuer, sizeof kept.issuer);
	memcpy(kept.signature, link->signature, sizeof kept.signature);
	kept.number = w->c.number;
	return certificates_keep(book_db(book), &kept, is_new, f);
}

int trust_keep_link(struct book *book, const struct chain_link *link, struct fault *f)
{
	struct weighed w;
	bool is_new;

	return keep(book, link, &w, &is_new, f);
}

int trust_keep(struct book *book, const char *base64, uint8_t sign[LEDGER_KEY], bool *is_new,
	       struct fault *f)
{
	struct said_certificate said;
	struct weighed w;
	int rc;

	*is_new = false;
	if (!known_decode(&said, base64))
		return fault_field(f, "cert", REASON_BAD_CODE, NULL);
	rc = keep(book, &said.link, &w, is_new, f);
	if (!rc)
		memcpy(sign, w.c.sign_pk, LEDGER_KEY);
	return rc;
}

/* Of a unit only what its root or the one above says; what somebody else does is no part of it. */
static int keep_unit(struct book *book, const struct chain_link *link,
		     const uint8_t root[LEDGER_KEY], struct fault *f)
{
	struct pinned_root issuer;
	struct weighed w;
	bool there;
	int rc;

	if (!read_link(&w, link) || w.c.kind != CERTIFIED_UNIT ||
	    memcmp(w.c.sign_pk, root, LEDGER_KEY) != 0)
		return FAULT_OK;
	rc = roots_find(book_db(book), w.c.issuer, &issuer, &there, f);
	return rc || !there ? rc : trust_keep_link(book, link, f);
}

int trust_keep_chain(struct book *book, const struct package *p, struct fault *f)
{
	struct weighed first;
	int rc;

	if (!p->n_links || !read_link(&first, &p->links[0]))
		return FAULT_OK;
	rc = trust_keep_link(book, &p->links[0], f);
	return rc || p->n_links < 2 ? rc : keep_unit(book, &p->links[1], first.c.issuer, f);
}

/* ---- writing ---- */

static void put(struct buffer *chain, const struct kept_certificate *c)
{
	chain_put(chain, &(struct chain_link){ c->payload, c->n, c->signature });
}

/* The newest that another root says of this one, else its own newest; NULL: none. */
static const struct kept_certificate *unit_of(const struct kept_certificate *all, size_t n,
					      const uint8_t root[LEDGER_KEY])
{
	const struct kept_certificate *best = NULL;
	bool best_own = true;

	for (size_t i = 0; i < n; i++) {
		bool own = !memcmp(all[i].issuer, root, LEDGER_KEY);
		struct certificate c;

		if (!certificate_read(&c, all[i].payload, all[i].n) || c.kind != CERTIFIED_UNIT)
			continue;
		if (!best || own < best_own || (own == best_own && all[i].number >= best->number)) {
			best = &all[i];
			best_own = own;
		}
	}
	return best;
}

static int put_both(struct db *db, const struct laptop *laptop, struct buffer *chain, bool *there,
		    struct fault *f)
{
	struct kept_certificate newest, *units = NULL;
	const struct kept_certificate *unit = NULL;
	size_t n = 0;
	int rc = certificates_get(db, laptop->newest, &newest, f);

	if (!rc)
		rc = certificates_of(db, laptop->root, &units, &n, f);
	if (!rc)
		unit = unit_of(units, n, laptop->root);
	*there = unit != NULL;
	if (unit) {
		put(chain, &newest);
		put(chain, unit);
	}
	free(newest.payload);
	certificates_free(units, n);
	return rc;
}

int trust_chain_of(struct book *book, const struct identity *id, const uint8_t sign[LEDGER_KEY],
		   struct buffer *chain, bool *there, struct fault *f)
{
	struct laptop laptop;
	int rc = laptops_find(book_db(book), sign, &laptop, there, f);

	(void)id;
	return rc || !*there ? rc : put_both(book_db(book), &laptop, chain, there, f);
}

int trust_own_chain(struct book *book, const struct identity *id, struct buffer *chain,
		    bool *there, struct fault *f)
{
	return trust_chain_of(book, id, id->sign_pk, chain, there, f);
}
