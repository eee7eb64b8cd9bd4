#include "config.h"
#include "sync/identity/roster.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/clock.h"
#include "store/base/memory.h"
#include "store/ledger/batches.h"
#include "sync/crypto/sign.h"

/* ---- reading ---- */

/* When the newest batch of a laptop came. */
static int heard_of(struct db *db, const uint8_t sign[LEDGER_KEY], day_t *heard, struct fault *f)
{
	int64_t *lanes, newest = 0;
	size_t n;
	int rc = laptops_lanes(db, sign, &lanes, &n, f);

	for (size_t i = 0; !rc && i < n; i++) {
		struct batch *batches;
		size_t n_batches;

		rc = batches_of_lane(db, lanes[i], &batches, &n_batches, f);
		for (size_t j = 0; j < n_batches; j++)
			newest = batches[j].at > newest ? batches[j].at : newest;
		free(batches);
	}
	free(lanes);
	*heard = newest ? clock_day_of(newest) : 0;
	return rc;
}

static void set_key(struct rostered *r, const uint8_t sign[LEDGER_KEY])
{
	uint8_t tag[TAG_BYTES];

	memset(r, 0, sizeof *r);
	memcpy(r->sign, sign, sizeof r->sign);
	key_tag(tag, sign);
	hex_text(r->tag, tag, sizeof tag);
}

static void from_root(struct rostered *r, const struct pinned_root *root)
{
	set_key(r, root->pk);
	r->unit = true;
	r->level = root->level;
	memcpy(r->code, root->unit, sizeof r->code);
	memcpy(r->name, root->unit_name, sizeof r->name);
	r->expires = DAY_MAX;
	r->revoked = root->revoked;
}

static void from_laptop(struct rostered *r, const struct laptop *laptop)
{
	set_key(r, laptop->sign);
	r->level = laptop->level;
	memcpy(r->code, laptop->unit, sizeof r->code);
	memcpy(r->team, laptop->team, sizeof r->team);
	memcpy(r->name, laptop->name, sizeof r->name);
	r->expires = laptop->expires;
	r->revoked = laptop->revoked;
}

/* Of a unit it is that of its laptops. */
static void hear_for_unit(struct rostered *all, size_t n, const struct laptop *laptop, day_t heard)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].unit && !memcmp(all[i].sign, laptop->root, LEDGER_KEY) &&
		    heard > all[i].heard)
			all[i].heard = heard;
}

/* Whether it is one of the parent's. */
static bool is_above(const struct pinned_root *roots, size_t n, const struct laptop *laptop)
{
	for (size_t i = 0; i < n; i++)
		if (roots[i].whose == ROOT_PARENT && !memcmp(roots[i].pk, laptop->root, LEDGER_KEY))
			return true;
	return false;
}

int roster_read(struct book *book, const struct identity *id, struct rostered **out, size_t *n,
		struct fault *f)
{
	struct db *db = book_db(book);
	struct pinned_root *roots = NULL;
	struct laptop *laptops = NULL;
	size_t n_roots = 0, n_laptops = 0;
	int rc = roots_all(db, &roots, &n_roots, f);

	if (!rc)
		rc = laptops_all(db, &laptops, &n_laptops, f);
	*out = memory_alloc_zero(n_roots + n_laptops + 1, sizeof **out);
	*n = 0;
	for (size_t i = 0; !rc && i < n_roots; i++)
		if (roots[i].whose == ROOT_CHILD)
			from_root(&(*out)[(*n)++], &roots[i]);
	for (size_t i = 0; !rc && i < n_laptops; i++) {
		struct rostered *r = &(*out)[*n];

		if (!memcmp(laptops[i].sign, id->sign_pk, LEDGER_KEY) ||
		    is_above(roots, n_roots, &laptops[i]))
			continue;
		from_laptop(r, &laptops[i]);
		r->here = !strcmp(r->code, book_unit(book));
		rc = heard_of(db, laptops[i].sign, &r->heard, f);
		hear_for_unit(*out, *n, &laptops[i], r->heard);
		++*n;
	}
	free(roots);
	free(laptops);
	return rc;
}

/* ---- finding ---- */

enum match { MATCH_TEAM, MATCH_UNIT, MATCH_NAME, MATCH_KEY, MATCHES };

/* "T01", or "26572/T01". */
static bool is_team(const struct rostered *r, const char *text)
{
	size_t n = strlen(r->code);

	if (r->unit || !*r->team)
		return false;
	return !strcmp(r->team, text) ||
	       (!strncmp(text, r->code, n) && text[n] == '/' && !strcmp(text + n + 1, r->team));
}

static bool matches(const struct rostered *r, const char *text, enum match how)
{
	char key[2 * HEX_BYTES + 1];
	size_t n = strlen(text);

	switch (how) {
	case MATCH_TEAM:
		return is_team(r, text);
	case MATCH_UNIT:
		return r->unit && !strcmp(r->code, text);
	case MATCH_NAME:
		return !strcmp(r->name, text);
	default:
		hex_text(key, r->sign, LEDGER_KEY);
		return n >= ROSTER_DIGITS && (!strncmp(r->tag, text, n) || !strncmp(key, text, n));
	}
}

int roster_find(const struct rostered *all, size_t n, const char *text, const struct rostered **out,
		struct fault *f)
{
	for (int how = 0; how < MATCHES; how++) {
		const struct rostered *standing = NULL, *any = NULL;
		size_t n_standing = 0, n_any = 0;

		for (size_t i = 0; i < n; i++) {
			if (!matches(&all[i], text, (enum match)how))
				continue;
			any = &all[i];
			n_any++;
			if (!all[i].revoked) {
				standing = &all[i];
				n_standing++;
			}
		}
		if (!n_any)
			continue;
		*out = standing ? standing : any;
		return n_standing == 1 || (!n_standing && n_any == 1) ?
			       FAULT_OK : fault_set(f, FAULT_AMBIGUOUS, text);
	}
	return fault_set(f, FAULT_NOT_FOUND, text);
}
