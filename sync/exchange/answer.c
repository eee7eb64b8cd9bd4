#include "config.h"
#include "sync/exchange/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/ledger/certificates.h"
#include "store/ledger/roots.h"
#include "sync/identity/trust.h"

/*
 * Whether its certificate is this laptop's, or that of the unit whose desk this is. team: "" or the
 * one it was answered for the first time, which binds it for life.
 */
static bool is_own(const struct judging *j, const struct certificate *c, const char *team)
{
	const struct identity *id = j->id;
	enum book_level level = book_level(j->book);
	const struct box_key *box = &id->boxes[level == LEVEL_TEAM ? 0 : id->n_boxes - 1];
	const uint8_t *sign = level == LEVEL_TEAM ? id->sign_pk : id->root_pk;

	return c->kind == (level == LEVEL_TEAM ? CERTIFIED_LAPTOP : CERTIFIED_UNIT) &&
	       (int)c->level == (int)level && !strcmp(c->unit, book_unit(j->book)) &&
	       (!*team || !strcmp(c->team, team)) &&
	       !memcmp(c->sign_pk, sign, SIGN_PUBLIC_BYTES) &&
	       !memcmp(c->box_pk, box->pk, BOX_BYTES);
}

/* Whether its root is above this desk: a team's of its own unit, a commune's of the upper level. */
static bool is_above(const struct judging *j, const struct answer *answer)
{
	enum book_level level = book_level(j->book);
	const struct certificate *root = &answer->root;

	return root->kind == CERTIFIED_UNIT && level != LEVEL_UPPER &&
	       (int)root->level == (int)level + 1 && !strcmp(root->unit, j->manifest.unit) &&
	       (level != LEVEL_TEAM || !strcmp(root->unit, book_unit(j->book))) &&
	       !memcmp(answer->certificate.issuer, root->sign_pk, SIGN_PUBLIC_BYTES);
}

static bool is_typed(const struct certificate *root, const char *typed)
{
	uint8_t said[FINGERPRINT_BYTES], is[FINGERPRINT_BYTES];

	fingerprint_of(is, root->sign_pk, root->box_pk);
	return typed && fingerprint_read(said, typed) && !memcmp(said, is, sizeof is);
}

/* Its codes as a list; those that fit into it. */
static void put_codes(char out[LANE_CODES], const struct certificate *c)
{
	size_t n = 0;

	*out = 0;
	for (int i = 0; i < c->n_codes; i++)
		if (n + strlen(c->codes[i]) + 2 <= LANE_CODES)
			n += (size_t)snprintf(out + n, LANE_CODES - n, "%s%s", n ? "," : "",
					      c->codes[i]);
}

/* The certificates are kept when the document is taken. */
static int pin(struct judging *j, const struct answer *answer, struct fault *f)
{
	const struct certificate *root = &answer->root;
	struct pinned_root pinned = { .whose = ROOT_PARENT, .level = (enum book_level)root->level };
	struct db *db = book_db(j->book);
	bool changed;
	int rc;

	memcpy(pinned.pk, root->sign_pk, sizeof pinned.pk);
	memcpy(pinned.box, root->box_pk, sizeof pinned.box);
	snprintf(pinned.unit, sizeof pinned.unit, "%s", root->unit);
	snprintf(pinned.unit_name, sizeof pinned.unit_name, "%s", root->unit_name);
	put_codes(pinned.codes, root);
	rc = roots_put(db, &pinned, f);
	if (!rc)
		rc = trust_set_stale(db, true, f);
	return rc ? rc : trust_refresh(j->book, j->id, true, &changed, f);
}

/* The same file once more, now that its root is known. */
static int judge_anew(struct judging *j, struct fault *f)
{
	enum refusal no = judge_again(j);

	judge_refuse(j, IMPORT_ACCEPTED, "");
	if (no)
		judge_refusal(j, no);
	return no ? FAULT_OK : judge_sender(j, f);
}

static int weigh(struct judging *j, const struct answer *answer, const char *typed, bool *asks,
		 struct fault *f)
{
	struct lane own;
	int rc = lane_load(book_db(j->book), book_lane(j->book), &own, f);

	if (rc)
		return rc;
	if (!is_own(j, &answer->certificate, own.team)) {
		judge_refusal(j, REFUSAL_NOT_FOR_US);
		return FAULT_OK;
	}
	*asks = is_above(j, answer) && !is_typed(&answer->root, typed);
	if (*asks || !is_above(j, answer))
		return FAULT_OK;
	rc = pin(j, answer, f);
	return rc ? rc : judge_anew(j, f);
}

int answer_weigh(struct judging *j, const char *typed, bool *asks, struct fault *f)
{
	struct answer *answer;
	int rc = FAULT_OK;

	*asks = false;
	if (!j->has_manifest || j->manifest.format != FORMAT_DOCUMENT ||
	    j->manifest.reader > MANIFEST_READER || judge_again(j))
		return FAULT_OK;
	answer = memory_alloc_zero(1, sizeof *answer);
	if (!document_answer(&j->package, &j->manifest, answer) && answer->there)
		rc = weigh(j, answer, typed, asks, f);
	free(answer);
	return rc;
}
