#include "config.h"
#include "sync/identity/trust.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/ledger/receipts.h"
#include "store/record/intake.h"
#include "store/record/unit_codes.h"
#include "sync/identity/codes.h"
#include "sync/identity/known.h"

/* How often what was told of lanes may change what their records say. */
enum { ROUNDS = 8 };

/* ---- certificates in records ---- */

static bool is_kept(const struct known *k, const uint8_t sign[LEDGER_KEY],
		    const struct chain_link *link)
{
	size_t low = 0, high = k->n_kept;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(k->kept[middle].sign, sign, LEDGER_KEY) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < k->n_kept && !memcmp(k->kept[low].sign, sign, LEDGER_KEY); low++)
		if (k->kept[low].n == link->n && !memcmp(k->kept[low].payload, link->payload, link->n))
			return true;
	return false;
}

static int keep_if_right(struct book *book, const struct chain_link *link, bool *fresh,
			 struct fault *f)
{
	struct fault own = { 0 };
	int rc = trust_keep_link(book, link, &own);

	*fresh = *fresh || !rc;
	if (!rc || rc == FAULT_FIELD)
		return FAULT_OK;
	*f = own;
	return rc;
}

/* Keep those that are not; what is none, or of another key than its record, is passed over. */
static int keep_said(const struct known *k, bool *fresh, struct fault *f)
{
	int rc = FAULT_OK;

	for (size_t i = 0; !rc && i < k->n_records; i++) {
		const struct key_record *r = &k->records[i];

		for (size_t j = 0; !rc && j < r->n; j++) {
			struct said_certificate said;
			uint8_t sign[LEDGER_KEY];

			if (!known_decode(&said, r->certificates[j]) ||
			    !certificate_signer(sign, said.link.payload, said.link.n) ||
			    memcmp(sign, r->sign, LEDGER_KEY) != 0 || is_kept(k, sign, &said.link))
				continue;
			rc = keep_if_right(k->book, &said.link, fresh, f);
		}
	}
	return rc;
}

/* ---- roots ---- */

static bool same_root(const struct pinned_root *a, const struct pinned_root *b)
{
	return !memcmp(a->pk, b->pk, LEDGER_KEY) && !memcmp(a->box, b->box, LEDGER_KEY) &&
	       a->whose == b->whose && a->level == b->level && a->revoked == b->revoked &&
	       !strcmp(a->unit, b->unit) && !strcmp(a->unit_name, b->unit_name) &&
	       !strcmp(a->codes, b->codes);
}

/* Roots are being worked out in `k`, beside those that were. */
struct pinning {
	struct known *k;
	struct roots was;
	size_t room;
};

static struct pinned_root *add_root(struct pinning *p)
{
	struct roots *now = &p->k->roots;

	if (now->n == p->room) {
		p->room = p->room ? 2 * p->room : 8;
		now->all = memory_resize(now->all, p->room, sizeof *now->all);
	}
	memset(&now->all[now->n], 0, sizeof *now->all);
	return &now->all[now->n++];
}

int trust_own_root(struct book *book, const struct identity *id, struct pinned_root *out,
		   struct fault *f)
{
	const char *former = book_setting(book, UNIT_CODES_SETTING);

	memset(out, 0, sizeof *out);
	memcpy(out->pk, id->root_pk, sizeof out->pk);
	memcpy(out->box, id->boxes[id->n_boxes - 1].pk, sizeof out->box);
	out->whose = ROOT_OWN;
	out->level = book_level(book);
	snprintf(out->unit, sizeof out->unit, "%s", book_unit(book));
	snprintf(out->unit_name, sizeof out->unit_name, "%s", book_unit_name(book));
	if (out->level == LEVEL_COMMUNE) {
		codes_add(out->codes, out->unit);
		codes_add_list(out->codes, former ? former : "");
	}
	return book_trouble(book, f);
}

/* A unit this desk enrolled: what its certificates, issued here by records that stand, say of it. */
static void pin_child(struct pinning *p, const uint8_t own[LEDGER_KEY],
		      const struct weighed *certs, size_t n)
{
	const struct weighed *first = NULL, *newest = NULL;
	struct pinned_root *root;

	for (size_t i = 0; i < n; i++) {
		const struct weighed *w = &certs[i];

		if (w->c.kind != CERTIFIED_UNIT || memcmp(w->c.issuer, own, LEDGER_KEY) != 0 ||
		    !memcmp(w->c.sign_pk, own, LEDGER_KEY) ||
		    known_issued(p->k, w) != ISSUED)
			continue;
		if (!first || worth_order(w, first) < 0)
			first = w;
		if (!newest || worth_order(w, newest) > 0)
			newest = w;
	}
	if (!first || worth_root(&p->k->roots, first->c.sign_pk))
		return;
	root = add_root(p);
	memcpy(root->pk, first->c.sign_pk, sizeof root->pk);
	memcpy(root->box, newest->c.box_pk, sizeof root->box);
	root->whose = ROOT_CHILD;
	root->level = (enum book_level)first->c.level;
	snprintf(root->unit, sizeof root->unit, "%s", first->c.unit);
	snprintf(root->unit_name, sizeof root->unit_name, "%s", newest->c.unit_name);
}

/* Every signing key's certificates in turn. */
typedef void group_fn(void *arg, const struct weighed *certs, size_t n);

static void each_group(const struct known *k, group_fn *each, void *arg)
{
	for (size_t i = 0, rows, n; i < k->n_kept; i += rows) {
		struct weighed *certs = known_weighed(k, i, &rows, &n);

		if (n)
			each(arg, certs, n);
		free(certs);
	}
}

static void find_child(void *arg, const struct weighed *certs, size_t n)
{
	struct pinning *p = arg;

	pin_child(p, worth_root_whose(&p->k->roots, ROOT_OWN)->pk, certs, n);
}

static void add_codes(void *arg, const struct weighed *certs, size_t n)
{
	struct pinning *p = arg;
	struct pinned_root *root = worth_root(&p->k->roots, certs->c.sign_pk);

	if (root)
		worth_root_codes(&p->k->roots, root, certs, n);
}

/* What becomes of a root is said by the unit above it. */
static void revoke_roots(struct known *k)
{
	for (size_t i = 0; i < k->roots.n; i++) {
		struct pinned_root *root = &k->roots.all[i];
		size_t at, end;

		root->revoked = false;
		known_records_of(k, root->pk, &at, &end);
		for (; !root->revoked && at < end; at++)
			root->revoked = known_revokes_root(k, &k->records[at], root);
	}
}

/* A unit below is addressed by its code: whoever came, went, stands again, another may be meant. */
static int told_anew(struct db *db, const struct pinned_root *root, struct fault *f)
{
	return root->whose == ROOT_CHILD ? addressee_anew(db, root->unit, f) : FAULT_OK;
}

static int put_roots(const struct pinning *p, bool *changed, struct fault *f)
{
	const struct roots *now = &p->k->roots;
	struct db *db = book_db(p->k->book);
	int rc = FAULT_OK;

	for (size_t i = 0; !rc && i < p->was.n; i++)
		if (!worth_root(now, p->was.all[i].pk)) {
			*changed = true;
			rc = roots_remove(db, p->was.all[i].pk, f);
			if (!rc)
				rc = told_anew(db, &p->was.all[i], f);
		}
	for (size_t i = 0; !rc && i < now->n; i++) {
		const struct pinned_root *before = worth_root(&p->was, now->all[i].pk);

		if (!before || !same_root(before, &now->all[i])) {
			*changed = true;
			rc = roots_put(db, &now->all[i], f);
			if (!rc && (!before || before->revoked != now->all[i].revoked))
				rc = told_anew(db, &now->all[i], f);
		}
	}
	return rc;
}

/* Its own, the parent that is pinned, those it enrolled. */
static int pin_roots(struct known *k, const struct identity *id, bool *changed, struct fault *f)
{
	struct pinning p = { .k = k, .was = k->roots };
	const struct pinned_root *parent = worth_root_whose(&p.was, ROOT_PARENT);
	int rc = FAULT_OK;

	memset(&k->roots, 0, sizeof k->roots);
	if (id->has_unit)
		rc = trust_own_root(k->book, id, add_root(&p), f);
	if (!rc && parent)
		*add_root(&p) = *parent;
	if (!rc && id->has_unit)
		each_group(k, find_child, &p);
	revoke_roots(k);
	each_group(k, add_codes, &p);
	if (!rc)
		rc = put_roots(&p, changed, f);
	free(p.was.all);
	return rc;
}

/* ---- laptops ---- */

struct laptops {
	const struct known *k;
	struct laptop *all; /* by signing key */
	size_t n, room;
};

static void find_laptop(void *arg, const struct weighed *certs, size_t n)
{
	struct laptops *l = arg;

	if (l->n == l->room) {
		l->room = l->room ? 2 * l->room : 16;
		l->all = memory_resize(l->all, l->room, sizeof *l->all);
	}
	l->n += worth_laptop(&l->k->roots, certs, n, &l->all[l->n]);
}

static int by_sign(const void *a, const void *b)
{
	return memcmp(((const struct laptop *)a)->sign, ((const struct laptop *)b)->sign, LEDGER_KEY);
}

static struct laptop *laptop_of(const struct laptops *l, const uint8_t sign[LEDGER_KEY])
{
	struct laptop key;

	memcpy(key.sign, sign, LEDGER_KEY);
	return l->n ? bsearch(&key, l->all, l->n, sizeof *l->all, by_sign) : NULL;
}

static int other_laptop(void *arg, const uint8_t sign[LEDGER_KEY], struct laptop *out,
			bool *there, struct fault *f)
{
	const struct laptop *other = laptop_of(arg, sign);

	(void)f;
	*there = other != NULL;
	if (other)
		*out = *other;
	return FAULT_OK;
}

static bool same_laptop(const struct laptop *a, const struct laptop *b)
{
	return !memcmp(a->sign, b->sign, LEDGER_KEY) && !memcmp(a->root, b->root, LEDGER_KEY) &&
	       !memcmp(a->box, b->box, LEDGER_KEY) && a->level == b->level &&
	       !strcmp(a->unit, b->unit) && !strcmp(a->team, b->team) &&
	       !strcmp(a->codes, b->codes) && !strcmp(a->name, b->name) &&
	       a->number == b->number && a->newest == b->newest && a->expires == b->expires &&
	       a->revoked == b->revoked;
}

/* Lanes that are to be told what they are. */
struct telling {
	struct lane *lanes;
	size_t n;
};

static bool says_the_same(const struct lane *a, const struct lane *b)
{
	return a->known == b->known && a->level == b->level && !strcmp(a->unit, b->unit) &&
	       !strcmp(a->team, b->team) && !strcmp(a->codes, b->codes);
}

/* Of this laptop's own lanes the book knows all but the team. */
static int tell_lanes(struct telling *t, struct db *db, const struct laptop *laptop,
		      struct fault *f)
{
	int64_t *keys;
	size_t n;
	int rc = laptops_lanes(db, laptop->sign, &keys, &n, f);

	for (size_t i = 0; !rc && i < n; i++) {
		struct lane was, is;

		rc = lane_load(db, keys[i], &was, f);
		if (rc)
			break;
		is = was;
		memcpy(is.team, laptop->team, sizeof is.team);
		if (!was.own) {
			is.known = true;
			is.level = laptop->level;
			memcpy(is.unit, laptop->unit, sizeof is.unit);
			memcpy(is.codes, laptop->codes, sizeof is.codes);
		}
		if (says_the_same(&was, &is))
			continue;
		t->lanes = memory_resize(t->lanes, t->n + 1, sizeof *t->lanes);
		t->lanes[t->n++] = is;
	}
	free(keys);
	return rc;
}

/* The rows become what was worked out. */
static int put_laptops(const struct laptops *l, struct telling *t, bool *changed, struct fault *f)
{
	struct db *db = book_db(l->k->book);
	struct laptops was = { .k = l->k };
	int rc = laptops_all(db, &was.all, &was.n, f);

	if (was.n)
		qsort(was.all, was.n, sizeof *was.all, by_sign);
	for (size_t i = 0; !rc && i < was.n; i++)
		if (!laptop_of(l, was.all[i].sign)) {
			*changed = true;
			rc = laptops_remove(db, was.all[i].sign, f);
		}
	for (size_t i = 0; !rc && i < l->n; i++) {
		const struct laptop *before = laptop_of(&was, l->all[i].sign);

		if (!before || !same_laptop(before, &l->all[i])) {
			*changed = true;
			rc = laptops_put(db, &l->all[i], f);
		}
		if (!rc)
			rc = tell_lanes(t, db, &l->all[i], f);
	}
	free(was.all);
	return rc;
}

/* ---- all of it ---- */

static int work_out(struct known *k, const struct identity *id, struct telling *t, bool *changed,
		    struct fault *f)
{
	struct laptops l = { .k = k };
	int rc = pin_roots(k, id, changed, f);

	if (!rc)
		each_group(k, find_laptop, &l);
	for (size_t i = 0; !rc && i < l.n; i++)
		rc = known_revoked(k, &l.all[i], other_laptop, &l, f);
	if (!rc)
		rc = put_laptops(&l, t, changed, f);
	free(l.all);
	return rc;
}

/* One round; *again: lanes became others, so what their records say may, too. */
static int round_of(struct book *book, const struct identity *id, bool *changed, bool *again,
		    struct fault *f)
{
	struct telling t = { 0 };
	struct known k;
	bool fresh = false;
	int rc = known_read(&k, book, NULL, f);

	if (!rc)
		rc = keep_said(&k, &fresh, f);
	if (!rc && fresh) {
		known_release(&k);
		rc = known_read(&k, book, NULL, f);
	}
	if (!rc)
		rc = work_out(&k, id, &t, changed, f);
	known_release(&k);
	*again = t.n != 0;
	if (!rc)
		rc = trust_set_stale(book_db(book), false, f);
	if (!rc && t.n)
		rc = intake_retell(book, t.lanes, t.n, NULL, f);
	free(t.lanes);
	return rc;
}

/* Whether this desk's own root is pinned at all. */
static int own_is_pinned(struct book *book, const struct identity *id, bool *yes, struct fault *f)
{
	struct pinned_root pinned;
	int rc;

	*yes = true;
	if (!id->has_unit)
		return FAULT_OK;
	rc = roots_own(book_db(book), &pinned, yes, f);
	*yes = *yes && !memcmp(pinned.pk, id->root_pk, LEDGER_KEY);
	return rc;
}

int trust_refresh(struct book *book, const struct identity *id, bool always, bool *changed,
		  struct fault *f)
{
	bool stale, pinned, again = true;
	int rc = trust_is_stale(book_db(book), &stale, f);

	*changed = false;
	if (!rc)
		rc = own_is_pinned(book, id, &pinned, f);
	if (rc || (!always && !stale && pinned))
		return rc;
	for (int i = 0; !rc && again && i < ROUNDS; i++)
		rc = round_of(book, id, changed, &again, f);
	return rc;
}

int trust_own(struct book *book, const struct identity *id, struct laptop *out, bool *there,
	      struct fault *f)
{
	return laptops_find(book_db(book), id->sign_pk, out, there, f);
}
