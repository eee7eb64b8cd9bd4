#include "config.h"
#include "sync/document/document.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/ledger/certificates.h"
#include "store/ledger/receipts.h"
#include "store/ledger/roots.h"
#include "store/oplog/op.h"
#include "sync/document/document_lines.h"
#include "sync/document/document_write.h"
#include "sync/identity/codes.h"
#include "sync/identity/trust.h"

enum { LANES_MAX = 8192, ASIDE_MAX = 8192 }; /* in one document */

/* ---- what an answer brings ---- */

/* The first line is told apart from the rest by ending the walk. */
struct peek {
	struct answer *out;
	bool heard;
};

static void read_answer(struct answer *out, const char *line, size_t len)
{
	json_t *object = document_certificates_read(line, len);
	const json_t *units = json_object_get(object, "units");

	out->there = json_array_size(units) > 0 &&
		     document_certificate_read(&out->certificate, json_object_get(object, "cert")) &&
		     document_certificate_read(&out->root, json_array_get(units, 0)) &&
		     out->root.kind == CERTIFIED_UNIT &&
		     !memcmp(out->certificate.issuer, out->root.sign_pk, SIGN_PUBLIC_BYTES);
	json_decref(object);
}

static enum refusal hear_first(void *arg, const char *line, size_t len)
{
	struct peek *peek = arg;

	read_answer(peek->out, line, len);
	peek->heard = true;
	return REFUSAL_BAD_BODY;
}

enum refusal document_answer(struct package *p, const struct manifest *m, struct answer *out)
{
	struct peek peek = { .out = out };
	uint64_t lines;
	enum refusal no;

	memset(out, 0, sizeof *out);
	no = package_walk_body(p, m, &lines, hear_first, &peek);
	if (!peek.heard)
		return no;
	if (!out->there)
		memset(out, 0, sizeof *out);
	return REFUSAL_NONE;
}

/* ---- taking one ---- */

struct taking {
	struct intake *in;
	const struct identity *id;
	const struct manifest *m;
	struct document_taken *taken;
	struct lane **lanes; /* those that were named, in the order of their ids */
	size_t n, room;
	json_t *aside, *back; /* ids that were put aside, and that no longer are; NULL none */
	bool within;        /* lines are of one of them; else of nobody's: passed over */
	int rc;             /* the store's own fault ends the walk */
	struct fault *f;
};

/* A fault of the store ends it; the caller looks at rc first. */
static enum refusal ended(struct taking *t, int rc)
{
	t->rc = rc;
	return rc ? REFUSAL_BAD_BODY : REFUSAL_NONE;
}

/* Whether somebody of the parent may say what that lane is: of its own unit, of the upper level. */
static bool may_say(const struct taking *t, const struct lane *lane)
{
	return !strcmp(lane->unit, t->m->unit) || lane->level == LEVEL_UPPER ||
	       !strcmp(lane->unit, book_unit(t->in->book));
}

/*
 * What was said before of the same laptop holds, too: an older document that comes later takes no
 * code away.
 */
static int add_known_codes(struct taking *t, int64_t key, struct lane *lane)
{
	struct lane was;
	int rc = lane_load(book_db(t->in->book), key, &was, t->f);
	char codes[LANE_CODES] = "";

	if (rc)
		return rc;
	if (was.known && was.level == lane->level && !strcmp(was.unit, lane->unit) &&
	    !strcmp(was.team, lane->team))
		codes_add_list(codes, was.codes);
	codes_add_list(codes, lane->codes);
	memcpy(lane->codes, codes, sizeof codes);
	return FAULT_OK;
}

/* What is said of a lane; a certificate that counts goes before it. */
static int what_it_is(struct taking *t, const struct lane *said, struct lane *out)
{
	struct db *db = book_db(t->in->book);
	uint8_t sign[LEDGER_KEY];
	struct laptop laptop;
	bool there = false;
	int64_t key;
	int rc = lane_intern(db, said->id, &key, t->f);

	*out = *said;
	if (!rc)
		rc = laptops_of_lane(db, key, sign, &there, t->f);
	if (!rc && there)
		rc = laptops_find(db, sign, &laptop, &there, t->f);
	if (rc || !there)
		return rc ? rc : add_known_codes(t, key, out);
	out->level = laptop.level;
	memcpy(out->unit, laptop.unit, sizeof out->unit);
	memcpy(out->team, laptop.team, sizeof out->team);
	memcpy(out->codes, laptop.codes, sizeof out->codes);
	return FAULT_OK;
}

/* The place of a lane among those that were named, or where it would be; *there: it is. */
static size_t place_of(const struct taking *t, const uint8_t id[LANE_BYTES], bool *there)
{
	size_t low = 0, high = t->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(t->lanes[middle]->id, id, LANE_BYTES) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*there = low < t->n && !memcmp(t->lanes[low]->id, id, LANE_BYTES);
	return low;
}

/* For operations that name it later on; false when there are more than any document has. */
static bool remember(struct taking *t, const struct lane *lane)
{
	bool there;
	size_t at = place_of(t, lane->id, &there);

	if (!there && t->n == LANES_MAX)
		return false;
	if (!there) {
		if (t->n == t->room) {
			t->room = t->room ? 2 * t->room : 16;
			t->lanes = memory_resize(t->lanes, t->room, sizeof(struct lane *));
		}
		memmove(&t->lanes[at + 1], &t->lanes[at], (t->n++ - at) * sizeof(struct lane *));
		t->lanes[at] = memory_alloc(sizeof *lane);
	}
	*t->lanes[at] = *lane;
	return true;
}

static void forget_all(struct taking *t)
{
	while (t->n)
		free(t->lanes[--t->n]);
	free(t->lanes);
}

static enum refusal hear_lane(struct taking *t, const char *line, size_t len)
{
	struct lane said, is;
	int rc;

	if (!document_lane_read(&said, line, len))
		return REFUSAL_NONE;
	t->within = may_say(t, &said);
	if (!t->within)
		return REFUSAL_NONE;
	rc = what_it_is(t, &said, &is);
	if (!rc)
		rc = intake_lane(t->in, &is, t->f);
	if (rc)
		return ended(t, rc);
	return remember(t, &is) ? REFUSAL_NONE : REFUSAL_BAD_BODY;
}

/* One that does not hold is passed over, as what is not understood is. */
static int keep(struct taking *t, const json_t *text)
{
	uint8_t sign[LEDGER_KEY];
	struct fault own = { 0 };
	bool is_new;
	int rc;

	if (!json_is_string(text))
		return FAULT_OK;
	rc = trust_keep(t->in->book, json_string_value(text), sign, &is_new, &own);
	if (rc == FAULT_FIELD)
		return FAULT_OK;
	if (rc)
		*t->f = own;
	else if (is_new && (!memcmp(sign, t->id->sign_pk, sizeof sign) ||
			    (t->id->has_unit && !memcmp(sign, t->id->root_pk, sizeof sign))))
		t->taken->enrolled = true;
	return rc;
}

static int keep_all(struct taking *t, const json_t *said)
{
	const json_t *units = json_object_get(said, "units");
	int rc = keep(t, json_object_get(said, "cert"));

	for (size_t i = 0; !rc && i < json_array_size(units); i++)
		rc = keep(t, json_array_get(units, i));
	return rc;
}

/* Ids that one of several lines has, after those that were heard. */
static void hear_ids(json_t **all, const json_t *list)
{
	if (!json_is_array(list) || json_array_size(*all) + json_array_size(list) > ASIDE_MAX)
		return;
	if (!*all)
		*all = json_array();
	json_array_extend(*all, (json_t *)(uintptr_t)list);
}

/* What was put aside there, of what this laptop made. */
static int put_aside(struct taking *t, int64_t document, const json_t *ids, bool back)
{
	const json_t *each;
	int rc = FAULT_OK;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)ids, i, each) {
		struct id id;

		if (rc || !json_is_string(each) || id_parse(&id, json_string_value(each)))
			continue;
		rc = documents_put_aside(book_db(t->in->book), document, &id, back, t->f);
	}
	return rc;
}

static enum refusal hear_other(struct taking *t, const char *line, size_t len)
{
	json_t *said = signed_json(line, len);
	int rc = document_has_certificates(said) ? keep_all(t, said) : FAULT_OK;

	hear_ids(&t->aside, json_object_get(said, "aside"));
	hear_ids(&t->back, json_object_get(said, "back"));
	json_decref(said);
	return ended(t, rc);
}

/* An operation that names a lane of before goes there; any other lane is none of this document. */
static int go_back(struct taking *t, const char *line, size_t len, bool *there)
{
	struct op op;
	size_t at;

	*there = false;
	if (op_parse(&op, line, len))
		return FAULT_OK;
	at = place_of(t, op.lane_id, there);
	op_release(&op);
	return *there ? intake_lane(t->in, t->lanes[at], t->f) : FAULT_OK;
}

static enum refusal took(struct taking *t, enum taken taken)
{
	t->taken->operations++;
	t->taken->fresh += taken == TAKEN_NEW || taken == TAKEN_FILLED;
	t->taken->not_taken += taken == TAKEN_NOT;
	return REFUSAL_NONE;
}

static enum refusal hear_operation(struct taking *t, const char *line, size_t len)
{
	bool local = *line == '!', there = false;
	enum taken taken;
	int rc;

	line += local;
	len -= local;
	rc = intake_line(t->in, line, len, local, &taken, t->f);
	if (!rc)
		return took(t, taken);
	if (rc == FAULT_JSON)
		return local ? REFUSAL_NONE : hear_other(t, line, len);
	if (rc != FAULT_FIELD)
		return ended(t, rc);
	rc = go_back(t, line, len, &there);
	if (rc || !there)
		return rc ? ended(t, rc) : REFUSAL_BAD_BODY;
	rc = intake_line(t->in, line, len, local, &taken, t->f);
	return rc ? ended(t, rc) : took(t, taken);
}

static enum refusal hear_line(void *arg, const char *line, size_t len)
{
	struct taking *t = arg;

	if (*line == '[')
		return hear_lane(t, line, len);
	if (t->within && (*line == '{' || *line == '!'))
		return hear_operation(t, line, len);
	return *line == '{' ? hear_other(t, line, len) : REFUSAL_NONE;
}

/* The row of it, and whether all that went before it is here. */
static int add_row(struct taking *t, const struct package *p, const uint8_t *from)
{
	struct db *db = book_db(t->in->book);
	struct document_row row = {
		.has_previous = from != NULL,
		.made = t->m->day, .at = book_now(t->in->book)->ms, .intake = t->in->key,
	};
	int rc;

	if (from)
		memcpy(row.previous, from, sizeof row.previous);
	manifest_hash(row.hash, p->manifest, p->manifest_len);
	memcpy(row.sign, p->signer, sizeof row.sign);
	rc = documents_add(db, &row, t->f);
	t->taken->whole = row.whole;
	if (!rc)
		rc = put_aside(t, row.key, t->aside, false);
	if (!rc)
		rc = put_aside(t, row.key, t->back, true);
	return rc ? rc : seen_put(db, row.hash, FORMAT_DOCUMENT, row.at, t->f);
}

int document_take(struct intake *in, const struct identity *id, struct package *p,
		  const struct manifest *m, struct document_taken *taken, enum refusal *no,
		  struct fault *f)
{
	struct taking t = { .in = in, .id = id, .m = m, .taken = taken, .f = f };
	uint8_t from[HASH_BYTES];
	bool goes_on;
	uint64_t lines;

	memset(taken, 0, sizeof *taken);
	if (!document_from_read(from, &goes_on, p->manifest, p->manifest_len)) {
		*no = REFUSAL_BAD_MANIFEST;
		return FAULT_OK;
	}
	*no = package_walk_body(p, m, &lines, hear_line, &t);
	forget_all(&t);
	if (t.rc)
		*no = REFUSAL_NONE;
	if (!t.rc && !*no)
		t.rc = add_row(&t, p, goes_on ? from : NULL);
	json_decref(t.aside);
	json_decref(t.back);
	return t.rc;
}

/* ---- giving one ---- */

int document_write(struct book *book, const struct identity *id, const struct laptop *to,
		   bool always, bool *written, struct fault *f)
{
	char name[ADDRESSEE_NAME];
	struct kept_certificate newest;
	struct document_to whom = {
		.name = name, .box = to->box, .certificate = &newest,
		.share = { .sign = to->sign, .code = to->team },
	};
	int rc;

	*written = false;
	if (to->revoked || to->level != LEVEL_TEAM)
		return FAULT_OK;
	addressee_laptop(name, to->sign);
	memset(&newest, 0, sizeof newest);
	rc = certificates_get(book_db(book), to->newest, &newest, f);
	if (!rc)
		rc = document_write_to(book, id, &whom, always, written, f);
	free(newest.payload);
	return rc;
}

/* The last certificate this desk's root gave to another. */
static const struct kept_certificate *newest_of(const struct kept_certificate *all, size_t n,
						const struct identity *id)
{
	for (size_t i = n; i-- > 0;)
		if (!memcmp(all[i].issuer, id->root_pk, SIGN_PUBLIC_BYTES))
			return &all[i];
	return NULL;
}

int document_write_unit(struct book *book, const struct identity *id, const struct pinned_root *to,
			bool always, bool *written, struct fault *f)
{
	struct document_to whom = {
		.name = to->unit, .box = to->box, .share = { .code = to->unit },
	};
	struct kept_certificate *all = NULL;
	size_t n = 0;
	int rc;

	*written = false;
	if (to->revoked || to->whose != ROOT_CHILD)
		return FAULT_OK;
	rc = certificates_of(book_db(book), to->pk, &all, &n, f);
	whom.certificate = newest_of(all, n, id);
	if (!rc && whom.certificate)
		rc = document_write_to(book, id, &whom, always, written, f);
	certificates_free(all, n);
	return rc;
}
