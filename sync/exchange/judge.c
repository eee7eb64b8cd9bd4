#include "config.h"
#include "sync/exchange/judge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/ledger/roots.h"
#include "sync/identity/request.h"
#include "sync/identity/trust.h"

void judge_refuse(struct judging *j, enum import_verdict verdict, const char *reason)
{
	j->verdict = verdict;
	j->reason = reason;
}

void judge_refusal(struct judging *j, enum refusal no)
{
	switch (refusal_verdict(no)) {
	case VERDICT_FINE:
		return;
	case VERDICT_DAMAGED:
		judge_refuse(j, IMPORT_DAMAGED, refusal_name(no));
		return;
	case VERDICT_FOREIGN:
		judge_refuse(j, IMPORT_FOREIGN, refusal_name(no));
		return;
	case VERDICT_NEWER:
		judge_refuse(j, IMPORT_NEWER, "");
		return;
	case VERDICT_UNKNOWN:
		break;
	}
	judge_refuse(j, IMPORT_UNREAD, "");
	j->sys = no == REFUSAL_NOMEM ? ENOMEM : j->file.in.sys;
}

/* ---- steps 1 to 5: what it is ---- */

static void not_ours(struct judging *j, const struct walked *file)
{
	if (file->within && !walk_is_named_ours(file->path))
		judge_refuse(j, IMPORT_PASSED_OVER, "");
	else
		judge_refusal(j, REFUSAL_NOT_OURS);
}

static void unread(struct judging *j, int sys)
{
	j->file.in.sys = sys;
	judge_refusal(j, REFUSAL_UNREAD);
}

static void open_file(struct judging *j, const struct walked *file)
{
	int err = file->sys;

	if (!err && file->plain)
		err = platform_open(file->path, FILE_READ_PLAIN, &j->handle);
	if (err)
		j->handle = HANDLE_NONE;
	if (err == EISDIR || err == EINVAL || (!err && !file->plain)) {
		not_ours(j, file);
		return;
	}
	if (!err)
		err = input_file_init(&j->file, j->handle);
	if (err)
		unread(j, err);
}

static void open_package(struct judging *j, const struct walked *file)
{
	enum container container;
	enum refusal no = envelope_sniff(&j->file.in, &container);

	if (no == REFUSAL_NOT_OURS ||
	    (!j->file.in.size && file->within && !walk_is_named_ours(file->path))) {
		not_ours(j, file);
		return;
	}
	if (!no)
		no = envelope_open(&j->envelope, &j->file.in, j->id->boxes, j->id->n_boxes);
	if (!no) {
		no = package_read(&j->package, envelope_content(j->envelope));
		if (no == REFUSAL_UNREAD)
			j->file.in.sys = envelope_content(j->envelope)->sys;
	}
	judge_refusal(j, no);
	j->sealed_well = !no;
}

void judge_open(struct judging *j, struct book *book, const struct identity *id,
		const struct walked *file)
{
	memset(j, 0, sizeof *j);
	j->book = book;
	j->id = id;
	j->handle = HANDLE_NONE;
	judge_refuse(j, IMPORT_ACCEPTED, "");
	open_file(j, file);
	if (j->verdict == IMPORT_ACCEPTED)
		open_package(j, file);
	if (!j->sealed_well)
		return;
	manifest_hash(j->hash, j->package.manifest, j->package.manifest_len);
	j->has_manifest = manifest_read(&j->manifest, j->package.manifest, j->package.manifest_len);
}

void judge_close(struct judging *j)
{
	envelope_close(j->envelope);
	j->envelope = NULL;
	if (j->handle != HANDLE_NONE)
		platform_close(j->handle);
	j->handle = HANDLE_NONE;
}

enum refusal judge_again(struct judging *j)
{
	struct input *content = envelope_content(j->envelope);
	enum refusal no = input_rewind(content);

	if (!no)
		no = package_read(&j->package, content);
	if (no == REFUSAL_UNREAD)
		j->file.in.sys = content->sys;
	return no;
}

enum refusal judge_whole(struct judging *j, struct ledger_bytes *out)
{
	struct input *content = envelope_content(j->envelope);
	enum refusal no = input_rewind(content);

	out->n = (size_t)content->size; /* of a package that was read: within LIMIT_FILE */
	out->bytes = memory_alloc(out->n);
	if (!no)
		no = input_read_all(content, out->bytes, out->n);
	if (!no)
		return REFUSAL_NONE;
	if (no == REFUSAL_UNREAD)
		j->file.in.sys = content->sys;
	free(out->bytes);
	*out = (struct ledger_bytes){ 0 };
	return no;
}

/* ---- step 6: who signed it ---- */

static int weigh(struct judging *j, struct fault *f)
{
	enum chain_worth worth = CHAIN_COUNTS;
	int rc;

	j->has_signer = false;
	if (!j->package.n_links)
		return FAULT_OK; /* only a request has none, which step 7 finds */
	rc = trust_weigh(j->book, &j->package, &worth, &j->signer, f);
	if (rc)
		return rc;
	j->has_signer = worth == CHAIN_COUNTS;
	j->own = j->has_signer && !memcmp(j->signer.sign, j->id->sign_pk, SIGN_PUBLIC_BYTES);
	if (worth == CHAIN_UNKNOWN_ROOT)
		judge_refuse(j, IMPORT_FOREIGN, "unknown_root");
	else if (worth == CHAIN_ROOT_REVOKED)
		judge_refuse(j, IMPORT_QUARANTINED, held_name(HELD_REVOKED));
	return FAULT_OK;
}

/* ---- step 7: from whom to whom ---- */

static bool for_this_unit(const struct judging *j)
{
	return j->manifest.to_unit && book_level(j->book) != LEVEL_TEAM &&
	       !strcmp(j->manifest.to_code, book_unit(j->book));
}

static bool for_this_laptop(const struct judging *j)
{
	return j->manifest.to_laptop &&
	       !memcmp(j->manifest.to_pk, j->id->sign_pk, SIGN_PUBLIC_BYTES);
}

/* Receipts and documents: of the parent's own laptops, to this laptop of a team or this commune. */
static int fits_down(struct judging *j, bool *fits, struct fault *f)
{
	struct pinned_root parent;
	bool there;
	int rc = roots_parent(book_db(j->book), &parent, &there, f);

	*fits = !rc && there && !memcmp(j->signer.root, parent.pk, LEDGER_KEY) &&
		j->signer.level == parent.level &&
		(book_level(j->book) == LEVEL_TEAM ? for_this_laptop(j) : for_this_unit(j));
	return rc;
}

/* A commune's batches, and its teams' that it passes on, come to the level above it. */
static int fits_upper(struct judging *j, bool *fits, struct fault *f)
{
	struct pinned_root root;
	bool there;
	int rc = roots_find(book_db(j->book), j->signer.root, &root, &there, f);

	*fits = !rc && there && root.whose == ROOT_CHILD &&
		(j->signer.level == LEVEL_COMMUNE ? for_this_unit(j) :
		 j->signer.level == LEVEL_TEAM && !strcmp(j->manifest.to_code, j->signer.unit));
	return rc;
}

static int fits_batch(struct judging *j, bool *fits, struct fault *f)
{
	*fits = false;
	if (!j->manifest.to_unit)
		return FAULT_OK;
	if (j->own) {
		*fits = true;
		return FAULT_OK;
	}
	if (book_level(j->book) == LEVEL_UPPER)
		return fits_upper(j, fits, f);
	*fits = for_this_unit(j) && j->signer.level == LEVEL_TEAM &&
		!strcmp(j->signer.unit, book_unit(j->book));
	return FAULT_OK;
}

/* Those of a desk's own unit, and above the communes any commune's. */
static bool fits_request(const struct judging *j)
{
	enum book_level level = book_level(j->book);
	struct request request;

	if (level == LEVEL_TEAM ||
	    !request_read(&request, j->package.manifest, j->package.manifest_len))
		return false;
	if (level == LEVEL_UPPER && request.level == CERTIFIED_COMMUNE)
		return true;
	return !strcmp(j->manifest.unit, book_unit(j->book)) &&
	       (request.level == CERTIFIED_TEAM) == (level == LEVEL_COMMUNE);
}

static int fits(struct judging *j, bool *yes, struct fault *f)
{
	switch (j->manifest.format) {
	case FORMAT_BATCH:
		return fits_batch(j, yes, f);
	case FORMAT_RECEIPT:
	case FORMAT_DOCUMENT:
		return fits_down(j, yes, f);
	case FORMAT_REQUEST:
		*yes = fits_request(j);
		return FAULT_OK;
	case FORMAT_UNKNOWN:
		break;
	}
	*yes = for_this_laptop(j) || for_this_unit(j);
	return FAULT_OK;
}

/* The manifest by itself and beside its certificate. */
static bool is_manifest(const struct judging *j)
{
	const struct manifest *m = &j->manifest;
	struct request request;

	if (!j->has_manifest || (m->format == FORMAT_REQUEST) != !j->package.n_links)
		return false;
	return m->format == FORMAT_REQUEST ?
		       request_read(&request, j->package.manifest, j->package.manifest_len) :
		       !strcmp(m->unit, j->signer.unit);
}

/* ---- steps 8 and 9: what is known of it, whether it can be read ---- */

static int find_batch(struct judging *j, struct fault *f)
{
	uint8_t lane[LANE_BYTES];

	if (!batch_place_read(&j->keys, j->package.manifest, j->package.manifest_len)) {
		judge_refusal(j, REFUSAL_BAD_MANIFEST);
		return FAULT_OK;
	}
	batch_lane(lane, j->package.signer, j->keys.inc);
	if (memcmp(lane, j->keys.lane, LANE_BYTES)) {
		judge_refusal(j, REFUSAL_BAD_MANIFEST);
		return FAULT_OK;
	}
	return batches_find(book_db(j->book), j->hash, &j->row, &j->known, f);
}

static int find_known(struct judging *j, struct fault *f)
{
	bool seen = false;
	int rc;

	if (j->manifest.format == FORMAT_BATCH)
		return find_batch(j, f);
	rc = seen_find(book_db(j->book), j->hash, &seen, f);
	/* A document that was taken back may be taken in again: arrive.h asks. */
	if (!rc && seen && j->manifest.format != FORMAT_DOCUMENT)
		judge_refuse(j, IMPORT_ALREADY, "");
	return rc;
}

int judge_sender(struct judging *j, struct fault *f)
{
	bool yes;
	int rc = weigh(j, f);

	if (rc || j->verdict != IMPORT_ACCEPTED)
		return rc;
	if (!is_manifest(j)) {
		judge_refusal(j, REFUSAL_BAD_MANIFEST);
		return FAULT_OK;
	}
	rc = fits(j, &yes, f);
	if (!rc && !yes)
		judge_refusal(j, REFUSAL_NOT_FOR_US);
	if (rc || !yes)
		return rc;
	rc = find_known(j, f);
	if (!rc && j->verdict == IMPORT_ACCEPTED && !j->known &&
	    (j->manifest.reader > MANIFEST_READER || j->manifest.format == FORMAT_UNKNOWN))
		judge_refuse(j, IMPORT_NEWER, "");
	return rc;
}
