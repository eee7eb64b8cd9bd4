#include "config.h"
#include "sync/document/document_write.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/ledger/documents.h"
#include "store/ledger/receipts.h"
#include "store/record/scope.h"
#include "sync/batch/pack.h"
#include "sync/document/document_lines.h"
#include "sync/identity/sealed.h"
#include "sync/identity/trust.h"

/* ---- what a document was made from ---- */

/*
 * Kept with every document given out, as JSON: which one the addressee had named by then, known
 * here or not, the number of the certificate it has with this one, what the registers came to
 * (share_sum()), and what was said to be put aside.
 */
struct made_from {
	bool has_named;
	uint8_t named[HASH_BYTES];
	int64_t certificate;
	uint8_t sum[ID_BYTES];
	json_t *aside; /* ids; owned */
};

static void made_from_release(struct made_from *from)
{
	json_decref(from->aside);
	memset(from, 0, sizeof *from);
}

static char *made_from_text(const struct made_from *from)
{
	json_t *object = json_object();
	char *text;

	json_object_set_new(object, "named",
			    from->has_named ? hex_json(from->named, sizeof from->named) :
					      json_null());
	json_object_set_new(object, "cert", json_integer(from->certificate));
	json_object_set_new(object, "sum", hex_json(from->sum, sizeof from->sum));
	json_object_set(object, "aside", from->aside);
	text = json_dumps(object, JSON_COMPACT);
	json_decref(object);
	return text;
}

/* What cannot be read is as if nothing had been given. */
static void made_from_read(struct made_from *out, const char *text)
{
	json_t *object = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
	const json_t *aside = json_object_get(object, "aside");

	memset(out, 0, sizeof *out);
	out->has_named = signed_hex(object, "named", out->named, sizeof out->named);
	signed_number(object, "cert", &out->certificate);
	signed_hex(object, "sum", out->sum, sizeof out->sum);
	out->aside = json_is_array(aside) ? json_incref((json_t *)(uintptr_t)aside) : json_array();
	json_decref(object);
}

/* ---- what there is to say ---- */

struct writing {
	struct book *book;
	const struct identity *id;
	const struct document_to *to;
	struct addressee addressee;
	struct document_out base; /* the whole one it has; key 0: from the beginning */
	struct made_from then;    /* what that was made from */
	json_t *aside;            /* put aside now */

	struct buffer lines;      /* of the document that grows */
	size_t operations;
	int64_t lane;             /* whose lines come now */
	int64_t upto;             /* key of the last operation in it */
	int n;                    /* documents written */
	bool goes_on;
	uint8_t last[HASH_BYTES]; /* the one it goes on from */
	bool enrolled;
};

static void writing_release(struct writing *w)
{
	addressee_release(&w->addressee);
	document_out_release(&w->base);
	made_from_release(&w->then);
	json_decref(w->aside);
	buffer_release(&w->lines);
}

static int read_aside(struct writing *w, struct fault *f)
{
	struct id *ids = NULL;
	size_t n = 0;
	int rc = share_aside(w->book, &w->to->share, &ids, &n, f);

	w->aside = json_array();
	for (size_t i = 0; !rc && i < n; i++) {
		char text[ID_TEXT];

		id_text(text, &ids[i]);
		json_array_append_new(w->aside, json_string(text));
	}
	free(ids);
	return rc;
}

/* Whether what was given up to a document is what would be given up to there now. */
static int is_as_it_was(struct writing *w, const struct document_out *given,
			const struct made_from *from, bool *same, struct fault *f)
{
	uint8_t sum[ID_BYTES];
	int rc = share_sum(w->book, &w->to->share, given->upto, sum, f);

	*same = !rc && !memcmp(sum, from->sum, sizeof sum);
	return rc;
}

/* The document it named, if it can be gone on from. */
static int find_base(struct writing *w, struct fault *f)
{
	bool there = false, same = false;
	int rc = FAULT_OK;

	if (w->addressee.has_named)
		rc = documents_out_find(book_db(w->book), w->addressee.key, w->addressee.named,
					&w->base, &there, f);
	made_from_read(&w->then, there ? w->base.state : NULL);
	if (!rc && there)
		rc = is_as_it_was(w, &w->base, &w->then, &same, f);
	if (rc || same)
		return rc;
	document_out_release(&w->base);
	made_from_release(&w->then);
	made_from_read(&w->then, NULL);
	return FAULT_OK;
}

/*
 * Whether the last one given is what it has, or was written when it said it had what it says now.
 */
static bool still_fits(const struct writing *w, const struct document_out *last,
		       const struct made_from *from)
{
	const struct addressee *a = &w->addressee;

	if (!a->has_named)
		return !from->has_named;
	return !memcmp(a->named, last->hash, HASH_BYTES) ||
	       (from->has_named && !memcmp(a->named, from->named, HASH_BYTES));
}

/* Whether there is anything that the last one given did not say. */
static int is_due(struct writing *w, bool *due, struct fault *f)
{
	struct made_from from = { 0 };
	struct document_out last;
	bool there, same = true;
	int rc = documents_out_last(book_db(w->book), w->addressee.key, &last, &there, f);

	made_from_read(&from, !rc && there ? last.state : NULL);
	*due = !there || !still_fits(w, &last, &from) ||
	       from.certificate < w->to->certificate->number || !json_equal(from.aside, w->aside);
	if (!rc && !*due && last.key != w->base.key) /* that one is as it was */
		rc = is_as_it_was(w, &last, &from, &same, f);
	*due = *due || !same;
	if (!rc && !*due)
		rc = share_any(w->book, &w->to->share, last.upto, due, f);
	made_from_release(&from);
	document_out_release(&last);
	return rc;
}

/* ---- writing ---- */

static json_t *from_json(const struct writing *w)
{
	json_t *own = json_object();

	json_object_set_new(own, "from",
			    w->goes_on ? hex_json(w->last, sizeof w->last) : json_null());
	return own;
}

/* The row of one that was sealed; `file` is taken over. */
static int add_row(struct writing *w, const uint8_t hash[HASH_BYTES], struct buffer *file,
		   bool last, struct fault *f)
{
	struct document_out row = {
		.addressee = w->addressee.key, .upto = w->upto, .made = book_now(w->book)->day,
		.at = book_now(w->book)->ms,
	};
	struct made_from from = {
		.has_named = w->addressee.has_named, .certificate = w->to->certificate->number,
		.aside = last ? w->aside : w->then.aside,
	};
	int rc = share_sum(w->book, &w->to->share, w->upto, from.sum, f);

	memcpy(from.named, w->addressee.named, sizeof from.named);
	memcpy(row.hash, hash, sizeof row.hash);
	row.state = made_from_text(&from);
	row.sealed.bytes = (uint8_t *)buffer_take(file, &row.sealed.n);
	if (!rc)
		rc = documents_out_add(book_db(w->book), &row, w->n > 0, f);
	document_out_release(&row);
	return rc;
}

/* What has grown becomes a document, and the next goes on from it. */
static int finish(struct writing *w, bool last, struct fault *f)
{
	struct sealed what = {
		.format = FORMAT_DOCUMENT, .to = w->to->name, .box = w->to->box,
		.own = from_json(w), .lines = &w->lines,
	};
	struct buffer file = { 0 };
	uint8_t hash[HASH_BYTES];
	int rc = sealed_write(w->book, w->id, &what, &file, hash, &w->enrolled, f);

	if (!rc && w->enrolled)
		rc = add_row(w, hash, &file, last, f);
	buffer_release(&file);
	buffer_release(&w->lines);
	memcpy(w->last, hash, sizeof w->last);
	w->goes_on = true;
	w->operations = 0;
	w->lane = 0;
	w->n++;
	return rc;
}

/* Certificate and its issuer's unit's, where it is to have them. */
static int put_certificate(struct writing *w, struct fault *f)
{
	const struct kept_certificate *c = w->to->certificate;
	json_t *line = json_object(), *units = json_array();
	struct buffer chain = { 0 };
	struct chain_link link = { 0 };
	size_t at = 0;
	bool there = false;
	int rc = trust_own_chain(w->book, w->id, &chain, &there, f);

	there = !rc && there && chain_next((const uint8_t *)chain.text, chain.len, &at, &link) &&
		chain_next((const uint8_t *)chain.text, chain.len, &at, &link);
	if (there)
		json_array_append_new(units, document_certificate_json(link.payload, link.n,
								       link.signature));
	json_object_set_new(line, "cert",
			    document_certificate_json(c->payload, c->n, c->signature));
	json_object_set_new(line, "units", units);
	signed_json_write(&w->lines, line);
	buffer_put_char(&w->lines, '\n');
	buffer_release(&chain);
	return rc;
}

static int put_lane(struct writing *w, int64_t lane, struct fault *f)
{
	struct lane is;
	int rc = scope_lane(w->book, lane, &is, f);

	if (!rc)
		document_lane_write(&w->lines, &is);
	w->lane = lane;
	return rc;
}

static int put_operation(void *arg, const struct share_op *op, struct fault *f)
{
	struct writing *w = arg;
	int rc = FAULT_OK;

	if (w->operations == PACK_COUNT_MAX ||
	    (w->operations && w->lines.len + op->len > PACK_RAW_MAX))
		rc = finish(w, false, f);
	if (!rc && op->lane != w->lane)
		rc = put_lane(w, op->lane, f);
	if (rc)
		return rc;
	if (op->local)
		buffer_put_char(&w->lines, '!');
	buffer_put_bytes(&w->lines, op->bytes, op->len);
	buffer_put_char(&w->lines, '\n');
	w->operations++;
	w->upto = op->key;
	return FAULT_OK;
}

/* Those of a list that another has not; new reference. */
static json_t *without(const json_t *list, const json_t *other)
{
	json_t *out = json_array(), *known = json_object(), *id;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)other, i, id)
		json_object_set_new(known, json_string_value(id), json_true());
	json_array_foreach((json_t *)(uintptr_t)list, i, id)
		if (!json_object_get(known, json_string_value(id)))
			json_array_append(out, id);
	json_decref(known);
	return out;
}

static void put_aside(struct writing *w)
{
	json_t *line = json_object();

	if (json_equal(w->aside, w->then.aside)) {
		json_decref(line);
		return;
	}
	json_object_set_new(line, "aside", without(w->aside, w->then.aside));
	json_object_set_new(line, "back", without(w->then.aside, w->aside));
	signed_json_write(&w->lines, line);
	buffer_put_char(&w->lines, '\n');
}

static int write_all(struct writing *w, bool always, struct fault *f)
{
	int64_t end;
	int rc = share_end(w->book, &end, f);

	w->goes_on = w->base.key != 0;
	memcpy(w->last, w->base.hash, sizeof w->last);
	w->upto = w->base.upto;
	if (!rc && (always || !w->base.key || w->then.certificate < w->to->certificate->number))
		rc = put_certificate(w, f);
	if (!rc)
		rc = share_ops(w->book, &w->to->share, w->base.upto, put_operation, w, f);
	if (rc)
		return rc;
	put_aside(w);
	w->upto = end;
	return finish(w, true, f);
}

int document_write_to(struct book *book, const struct identity *id, const struct document_to *to,
		      bool always, bool *written, struct fault *f)
{
	struct writing w = { .book = book, .id = id, .to = to };
	bool due = always;
	int rc = addressee_get(book_db(book), to->name, &w.addressee, f);

	*written = false;
	if (!rc)
		rc = read_aside(&w, f);
	if (!rc)
		rc = find_base(&w, f);
	if (!rc && !always)
		rc = is_due(&w, &due, f);
	if (!rc && due)
		rc = write_all(&w, always, f);
	*written = !rc && due && w.enrolled;
	writing_release(&w);
	return rc;
}
