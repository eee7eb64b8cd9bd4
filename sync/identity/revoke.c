#include "config.h"
#include "sync/identity/revoke.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/transaction.h"
#include "store/ledger/batches.h"
#include "store/record/append.h"
#include "store/record/read.h"
#include "store/record/rights.h"
#include "sync/crypto/sign.h"
#include "sync/crypto/signed_json.h"
#include "sync/identity/known.h"

/* ---- what revokes a key ---- */

/* Of a key that nothing certifies: whether who may say so of this unit's or those below says it. */
static int is_revoked_unseen(struct book *book, const uint8_t sign[LEDGER_KEY], bool *revoked,
			     struct fault *f)
{
	const struct pinned_root *own;
	struct known k;
	size_t at, end;
	int rc = known_read(&k, book, sign, f);

	own = worth_root_whose(&k.roots, ROOT_OWN);
	known_records_of(&k, sign, &at, &end);
	for (; !rc && own && at < end; at++)
		*revoked = *revoked || (k.records[at].keep && !k.records[at].voided &&
			    worth_rules_laptops(&k.roots, own, &k.records[at].creator));
	known_release(&k);
	return rc;
}

int trust_is_revoked(struct book *book, const uint8_t sign[LEDGER_KEY], bool *revoked,
		     struct fault *f)
{
	struct pinned_root root;
	struct laptop laptop;
	bool there;
	int rc = laptops_find(book_db(book), sign, &laptop, &there, f);

	*revoked = !rc && there && laptop.revoked;
	if (rc || there)
		return rc;
	rc = roots_find(book_db(book), sign, &root, &there, f);
	*revoked = !rc && there && root.revoked;
	return rc || there ? rc : is_revoked_unseen(book, sign, revoked, f);
}

/* ---- revoking ---- */

/* What a batch is named by among those that stay. */
static json_t *kept_json(const struct batch *b)
{
	char lane[LANE_TEXT], hash[2 * HEX_BYTES + 1];

	lane_text(lane, b->lane_id);
	hex_text(hash, b->hash, sizeof b->hash);
	return json_pack("[s, I, s]", lane, (json_int_t)b->number, hash);
}

/* What is asked of batches that wait for a program that reads them. */
struct staying {
	bool revoked;       /* before: those alone stay that were named then */
	const json_t *said; /* `keep` of then; NULL none */
};

static bool stays(const struct batch *b, const struct staying *staying)
{
	char hash[2 * HEX_BYTES + 1];
	const json_t *one;
	bool named = false;
	size_t i;

	if (b->held != HELD_NEWER)
		return b->held == HELD_NOT;
	hex_text(hash, b->hash, sizeof b->hash);
	json_array_foreach((json_t *)(uintptr_t)staying->said, i, one) {
		const char *is = json_string_value(json_array_get(one, 2));

		named = named || (is && !strcmp(is, hash));
	}
	return named || !staying->revoked;
}

static bool is_ancestor(const struct batch *b, const struct batch *all, size_t n,
			const struct staying *staying)
{
	for (size_t i = 0; i < n; i++)
		if (stays(&all[i], staying) && all[i].has_prev &&
		    !memcmp(all[i].prev, b->hash, sizeof b->hash))
			return true;
	return false;
}

/* Whole ones first, then the newest: of more than a record may name these stay. */
static int by_worth(const void *a, const void *b)
{
	const struct batch *x = a, *y = b;

	if (x->whole != y->whole)
		return x->whole ? -1 : 1;
	return (x->number < y->number) - (x->number > y->number);
}

/* Of one lane the batches that stay and from which no other here goes on. */
static int add_tips(struct db *db, int64_t lane, const struct staying *staying,
		    struct batch **tips, size_t *n, struct fault *f)
{
	struct batch *all;
	size_t n_all;
	int rc = batches_of_lane(db, lane, &all, &n_all, f);

	for (size_t i = 0; !rc && i < n_all; i++) {
		if (!stays(&all[i], staying) || is_ancestor(&all[i], all, n_all, staying))
			continue;
		*tips = memory_resize(*tips, *n + 1, sizeof **tips);
		(*tips)[(*n)++] = all[i];
	}
	free(all);
	return rc;
}

/* All that is here of that key's lanes. */
static int keep_all(struct book *book, const uint8_t sign[SIGN_PUBLIC_BYTES], json_t **out,
		    struct fault *f)
{
	struct db *db = book_db(book);
	struct batch *tips = NULL;
	int64_t *lanes;
	size_t n_lanes, n = 0;
	struct staying staying = { 0 };
	json_t *is = NULL;
	rec_t rec = 0;
	int rc = laptops_lanes(db, sign, &lanes, &n_lanes, f);

	if (!rc)
		rc = trust_is_revoked(book, sign, &staying.revoked, f);
	if (!rc)
		rc = key_record_of(book, sign, &rec, f);
	if (!rc && rec && !(is = record_read(book, rec, f)))
		rc = (int)f->code;
	staying.said = json_object_get(is, "keep");
	for (size_t i = 0; !rc && i < n_lanes; i++)
		rc = add_tips(db, lanes[i], &staying, &tips, &n, f);
	*out = json_array();
	if (n)
		qsort(tips, n, sizeof *tips, by_worth);
	for (size_t i = 0; !rc && i < n && i < KEEP_MAX; i++)
		json_array_append_new(*out, kept_json(&tips[i]));
	json_decref(is);
	free(tips);
	free(lanes);
	return rc;
}

/* Only what this desk's root certified, or the roots it did. */
static int may_revoke(struct book *book, const struct identity *id,
		      const uint8_t sign[SIGN_PUBLIC_BYTES], struct fault *f)
{
	static const struct rights_on on;
	struct pinned_root root;
	struct laptop laptop;
	bool there;
	int rc = rights_check(book, RIGHT_DEVICE_ENROL_REVOKE, &on, f);

	if (!rc)
		rc = roots_find(book_db(book), sign, &root, &there, f);
	if (rc)
		return rc;
	if (there)
		return root.whose == ROOT_CHILD ? FAULT_OK :
						  fault_set(f, FAULT_NOT_PERMITTED, NULL);
	rc = laptops_find(book_db(book), sign, &laptop, &there, f);
	if (!rc && !there)
		return fault_set(f, FAULT_NOT_FOUND, NULL);
	if (!rc)
		rc = roots_find(book_db(book), laptop.root, &root, &there, f);
	if (rc)
		return rc;
	if (!there || root.whose == ROOT_PARENT || !memcmp(sign, id->sign_pk, SIGN_PUBLIC_BYTES))
		return fault_set(f, FAULT_NOT_PERMITTED, NULL);
	return FAULT_OK;
}

/* Whether the record says so already. */
static int says(struct book *book, rec_t rec, const json_t *keep, bool *yes, struct fault *f)
{
	json_t *is = rec ? record_read(book, rec, f) : NULL;

	*yes = is && json_equal(json_object_get(is, "keep"), (json_t *)(uintptr_t)keep);
	json_decref(is);
	return rec && !is ? (int)f->code : FAULT_OK;
}

static int put_keep(struct book *book, const uint8_t sign[SIGN_PUBLIC_BYTES], json_t *keep,
		    struct fault *f)
{
	json_t *set = json_pack("{so}", "keep", json_incref(keep));
	bool same = false;
	rec_t rec;
	int rc = key_record_of(book, sign, &rec, f);

	if (!rc)
		rc = says(book, rec, keep, &same, f);
	if (!rc && same)
		rc = fault_set(f, FAULT_NOTHING, NULL);
	if (!rec)
		json_object_set_new(set, "sign", hex_json(sign, SIGN_PUBLIC_BYTES));
	if (!rc)
		rc = record_append(book, rec, TYPE_KEY, set, &rec, f);
	json_decref(set);
	return rc;
}

static int revoke(struct book *book, const uint8_t sign[SIGN_PUBLIC_BYTES], const json_t *keep,
		  struct fault *f)
{
	char tag_letters[2 * HEX_BYTES + 1];
	uint8_t tag[TAG_BYTES];
	json_t *kept = keep ? json_deep_copy(keep) : NULL;
	int rc = kept ? FAULT_OK : keep_all(book, sign, &kept, f);

	if (!rc)
		rc = put_keep(book, sign, kept, f);
	json_decref(kept);
	key_tag(tag, sign);
	hex_text(tag_letters, tag, sizeof tag);
	return rc ? rc : book_commit(book, tag_letters, f);
}

int enrol_revoke(struct book *book, const struct identity *id,
		 const uint8_t sign[SIGN_PUBLIC_BYTES], const json_t *keep, struct fault *f)
{
	int rc = may_revoke(book, id, sign, f);

	if (!rc)
		rc = book_begin(book, REVOKE_VERB, f);
	if (rc)
		return rc;
	rc = revoke(book, sign, keep, f);
	if (rc)
		book_rollback(book);
	return rc;
}
