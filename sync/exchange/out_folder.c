#include "config.h"
#include "sync/exchange/out_folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/base/text.h"
#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/ledger/documents.h"
#include "store/ledger/receipts.h"
#include "sync/crypto/armour.h"
#include "sync/exchange/leftovers.h"
#include "sync/exchange/sealing.h"
#include "sync/io/putfile.h"

/* One writing of everything. */
struct writing {
	struct book *book;
	const struct identity *id;
	char *folder; /* without separators at its end; owned */
	bool armoured;
	out_folder_fn *each;
	void *arg;
	struct out_items items;
	bool *there;        /* by item: it has a file that can be written, then: it is written */
	struct fault first; /* what failed, while the others went on */
};

/* ---- files are made ---- */

static int begin_once(struct writing *w, bool *begun, struct fault *f)
{
	int rc = *begun ? FAULT_OK : book_begin(w->book, "batch", f);

	*begun |= !rc;
	return rc;
}

/* A batch that cannot be made stops no other. */
static int of_one(struct writing *w, int rc, const struct fault *f)
{
	if (rc != FAULT_DAMAGED)
		return rc;
	if (!w->first.code)
		w->first = *f;
	return FAULT_OK;
}

static int make_files(struct writing *w, bool *begun, struct fault *f)
{
	struct way_up way;
	int rc = way_up_find(&way, w->book, w->id, f);

	for (size_t i = 0; !rc && i < w->items.n; i++) {
		const struct out_item *item = &w->items.items[i];
		bool stands = false;

		w->there[i] = item->kind != OUT_BATCH;
		if (item->kind != OUT_BATCH)
			continue;
		rc = of_one(w, sealing_stands(w->book, &way, &item->batch, &stands, f), f);
		if (!rc && !stands) {
			rc = begin_once(w, begun, f);
			if (!rc)
				rc = of_one(w, sealing_make(w->book, w->id, &way, &item->batch,
							    &stands, f), f);
		}
		w->there[i] = stands;
	}
	return rc;
}

static int prepare(struct writing *w, struct fault *f)
{
	bool begun = false;
	int rc = make_files(w, &begun, f);

	if (begun && !rc)
		rc = book_commit(w->book, NULL, f);
	if (begun && rc)
		book_rollback(w->book);
	return rc;
}

/* ---- and written ---- */

/* Take them over. */
static void take(struct ledger_bytes *out, struct ledger_bytes *from)
{
	*out = *from;
	*from = (struct ledger_bytes){ 0 };
}

static int bytes_of_document(struct writing *w, const struct out_item *item,
			     struct ledger_bytes *out, struct fault *f)
{
	struct document_out *waiting = NULL;
	size_t n = 0;
	int rc = documents_out_waiting(book_db(w->book), item->addressee, &waiting, &n, f);

	for (size_t i = 0; !rc && i < n; i++)
		if (waiting[i].key == item->document)
			take(out, &waiting[i].sealed);
	documents_out_free(waiting, n);
	return rc;
}

static int bytes_of_receipt(struct writing *w, const struct out_item *item,
			    struct ledger_bytes *out, struct fault *f)
{
	struct addressee *all = NULL;
	size_t n = 0;
	int rc = addressees_all(book_db(w->book), &all, &n, f);

	for (size_t i = 0; !rc && i < n; i++)
		if (all[i].key == item->addressee)
			take(out, &all[i].sealed);
	addressees_free(all, n);
	return rc;
}

static int bytes_of(struct writing *w, const struct out_item *item, struct ledger_bytes *out,
		    struct fault *f)
{
	struct sealed_batch sealed = { 0 };
	int rc;

	if (item->kind == OUT_DOCUMENT)
		return bytes_of_document(w, item, out, f);
	if (item->kind == OUT_RECEIPT)
		return bytes_of_receipt(w, item, out, f);
	rc = batches_sealed(book_db(w->book), item->batch.key, &sealed, f);
	*out = sealed.file;
	return rc;
}

static int put(struct writing *w, const struct out_item *item, const struct ledger_bytes *bytes,
	       char **path, struct fault *f)
{
	struct buffer text = { 0 };
	char *name;
	int rc;

	if (!w->armoured)
		return putfile_put(w->folder, item->name, bytes->bytes, bytes->n, path, f);
	name = memory_format("%.*s.txt", (int)(strrchr(item->name, '.') - item->name), item->name);
	armour_write(&text, bytes->bytes, bytes->n);
	rc = putfile_put(w->folder, name, text.text, text.len, path, f);
	buffer_release(&text);
	free(name);
	return rc;
}

static int write_one(struct writing *w, const struct out_item *item, struct fault *f)
{
	struct ledger_bytes bytes = { 0 };
	char *path = NULL;
	int rc = bytes_of(w, item, &bytes, f);

	if (!rc && !bytes.n)
		rc = fault_set(f, FAULT_INTERNAL, "out_folder");
	if (!rc)
		rc = put(w, item, &bytes, &path, f);
	if (!rc)
		w->each(w->arg, item, path);
	free(path);
	free(bytes.bytes);
	return rc;
}

/* The first that cannot be written ends it: a stick that is full or gone takes no other either. */
static int write_all(struct writing *w, struct fault *f)
{
	bool gone = false;
	int rc = FAULT_OK;

	for (size_t i = 0; i < w->items.n; i++) {
		if (w->there[i] && !gone) {
			rc = write_one(w, &w->items.items[i], f);
			gone = rc != FAULT_OK;
		}
		w->there[i] = w->there[i] && !gone;
	}
	return rc;
}

/* ---- and count as sent ---- */

/* Where it is, for people: the folder's real path, of a very long one the end. */
static void carrier_name(const struct writing *w, char out[LEDGER_NAME])
{
	char *real = NULL, *text;
	size_t room, len;

	if (platform_real_path(w->folder, &real))
		real = memory_strdup(w->folder);
	room = TEXT_ROOM(strlen(real));
	text = memory_alloc(room);
	len = text_printable(text, room, real, strlen(real));
	if (len >= LEDGER_NAME) {
		const char *end = text + len - (LEDGER_NAME - sizeof "…");

		while ((*end & 0xC0) == 0x80)
			end++;
		snprintf(out, LEDGER_NAME, "…%s", end);
	} else {
		snprintf(out, LEDGER_NAME, "%s", text);
	}
	free(text);
	free(real);
}

static int mark(struct writing *w, const char *carrier, struct fault *f)
{
	int rc = FAULT_OK;

	for (size_t i = 0; !rc && i < w->items.n; i++)
		if (w->there[i] && w->items.items[i].kind == OUT_BATCH)
			rc = batches_sent(book_db(w->book), w->items.items[i].batch.key, carrier,
					  book_now(w->book)->ms, f);
	return rc;
}

static int mark_sent(struct writing *w, struct fault *f)
{
	char carrier[LEDGER_NAME];
	bool any = false;
	int rc;

	for (size_t i = 0; i < w->items.n; i++)
		any |= w->there[i] && w->items.items[i].kind == OUT_BATCH;
	if (!any)
		return FAULT_OK;
	carrier_name(w, carrier);
	rc = book_begin(w->book, "sent", f);
	if (rc)
		return rc;
	rc = mark(w, carrier, f);
	if (!rc)
		rc = book_commit(w->book, NULL, f);
	if (rc)
		book_rollback(w->book);
	return rc;
}

static char *without_end(const char *folder)
{
	size_t len = strlen(folder);

	while (len > 1 && folder[len - 1] == PLATFORM_SEPARATOR)
		len--;
	return memory_strndup(folder, len);
}

int out_folder_write(struct book *book, const struct identity *id, const char *folder,
		     bool armoured, out_folder_fn *each, void *arg, struct fault *f)
{
	struct writing w = {
		.book = book, .id = id, .armoured = armoured, .each = each, .arg = arg,
	};
	struct fault own = { 0 }, late = { 0 };
	int rc = outbox_list(book, &w.items, &own), marked;

	w.folder = without_end(folder);
	w.there = memory_alloc_zero(w.items.n, sizeof *w.there);
	if (!rc && w.items.n)
		rc = putfile_folder(w.folder, &own);
	if (!rc)
		leftovers_remove(w.folder);
	if (!rc)
		rc = prepare(&w, &own);
	if (!rc) {
		rc = write_all(&w, &own);
		marked = mark_sent(&w, &late);
		if (!rc && marked) {
			rc = marked;
			own = late;
		}
	}
	if (!rc && w.first.code) {
		own = w.first;
		rc = own.code;
	}
	if (rc && f)
		*f = own;
	out_items_release(&w.items);
	free(w.there);
	free(w.folder);
	return rc;
}
