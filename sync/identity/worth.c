#include "config.h"
#include "sync/identity/worth.h"

#include <stdio.h>
#include <string.h>

#include "sync/identity/codes.h"

struct pinned_root *worth_root(const struct roots *roots, const uint8_t pk[LEDGER_KEY])
{
	for (size_t i = 0; i < roots->n; i++)
		if (!memcmp(roots->all[i].pk, pk, LEDGER_KEY))
			return &roots->all[i];
	return NULL;
}

struct pinned_root *worth_root_whose(const struct roots *roots, enum root_whose whose)
{
	for (size_t i = 0; i < roots->n; i++)
		if (roots->all[i].whose == whose)
			return &roots->all[i];
	return NULL;
}

/* The root above a pinned one, as far as this desk knows it; NULL: it does not. */
static struct pinned_root *root_above(const struct roots *roots, const struct pinned_root *root)
{
	switch (root->whose) {
	case ROOT_CHILD:
		return worth_root_whose(roots, ROOT_OWN);
	case ROOT_OWN:
		return worth_root_whose(roots, ROOT_PARENT);
	default:
		return NULL;
	}
}

static bool of_its_unit(const struct pinned_root *root, const struct certificate *c)
{
	return !strcmp(root->unit, c->unit) && (int)root->level == (int)c->level;
}

bool worth_certifies(const struct pinned_root *root, const struct certificate *c)
{
	return c->kind == CERTIFIED_LAPTOP && !strcmp(root->unit, c->unit) &&
	       strlen(c->team) < LANE_TEAM &&
	       ((int)root->level == (int)c->level ||
		(root->level == LEVEL_COMMUNE && c->level == CERTIFIED_TEAM));
}

int worth_order(const struct weighed *a, const struct weighed *b)
{
	size_t n = a->n < b->n ? a->n : b->n;
	int by = (a->c.number > b->c.number) - (a->c.number < b->c.number);

	if (!by)
		by = memcmp(a->c.issuer, b->c.issuer, LEDGER_KEY);
	if (!by)
		by = memcmp(a->payload, b->payload, n);
	return by ? by : (a->n > b->n) - (a->n < b->n);
}

/* ---- laptops ---- */

/* The root under which it counts; NULL: it does not. */
static const struct pinned_root *standing_root(const struct roots *roots, const struct weighed *w)
{
	const struct pinned_root *root = w->back ? NULL : worth_root(roots, w->c.issuer);

	return root && !root->revoked && worth_certifies(root, &w->c) ? root : NULL;
}

/* The one that says for good what the laptop is. */
static const struct weighed *binding_one(const struct roots *roots, const struct weighed *certs,
					 size_t n)
{
	const struct weighed *first = NULL;

	for (size_t i = 0; i < n; i++)
		if (standing_root(roots, &certs[i]) &&
		    (!first || worth_order(&certs[i], first) < 0))
			first = &certs[i];
	return first;
}

static bool agree(const struct certificate *a, const struct certificate *b)
{
	return a->level == b->level && !strcmp(a->unit, b->unit) && !strcmp(a->team, b->team);
}

bool worth_laptop(const struct roots *roots, const struct weighed *certs, size_t n,
		  struct laptop *out)
{
	const struct weighed *first = binding_one(roots, certs, n), *newest = first;

	memset(out, 0, sizeof *out);
	if (!first)
		return false;
	out->expires = first->c.expires;
	for (size_t i = 0; i < n; i++) {
		const struct weighed *w = &certs[i];
		const struct pinned_root *root = standing_root(roots, w);

		if (!root || !agree(&w->c, &first->c))
			continue;
		if (root->level == LEVEL_COMMUNE)
			codes_add_certificate(out->codes, &w->c, root->codes);
		if (w->c.expires > out->expires)
			out->expires = w->c.expires;
		if (worth_order(w, newest) > 0)
			newest = w;
	}
	memcpy(out->sign, first->c.sign_pk, LEDGER_KEY);
	memcpy(out->root, newest->c.issuer, LEDGER_KEY);
	memcpy(out->box, newest->c.box_pk, LEDGER_KEY);
	out->level = (enum book_level)first->c.level;
	snprintf(out->unit, sizeof out->unit, "%s", first->c.unit);
	memcpy(out->team, first->c.team, strlen(first->c.team) + 1); /* it fits: worth_certifies() */
	snprintf(out->name, sizeof out->name, "%s", newest->c.name);
	out->number = first->c.number;
	out->newest = newest->key;
	return true;
}

/* ---- roots ---- */

void worth_root_codes(const struct roots *roots, struct pinned_root *root,
		      const struct weighed *certs, size_t n)
{
	const struct pinned_root *above = root_above(roots, root);

	if (root->level != LEVEL_COMMUNE)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct certificate *c = &certs[i].c;
		bool by_above = above && !above->revoked &&
				!memcmp(above->pk, c->issuer, LEDGER_KEY);
		bool by_itself = root->whose == ROOT_PARENT &&
				 !memcmp(root->pk, c->issuer, LEDGER_KEY);

		if (!certs[i].back && c->kind == CERTIFIED_UNIT && of_its_unit(root, c) &&
		    (by_above || by_itself))
			codes_add_certificate(root->codes, c, NULL);
	}
}

static bool is_of(const struct pinned_root *root, const struct lane *lane)
{
	return lane->known && lane->level == root->level && !strcmp(lane->unit, root->unit);
}

bool worth_rules_root(const struct roots *roots, const struct pinned_root *root,
		      const struct lane *lane)
{
	const struct pinned_root *above = root_above(roots, root);

	return above && is_of(above, lane);
}

bool worth_rules_laptops(const struct roots *roots, const struct pinned_root *root,
			 const struct lane *lane)
{
	return is_of(root, lane) || worth_rules_root(roots, root, lane);
}
