/*
 * document: what goes down: certificates, registers, settings, corrections (docs/format-batch.md,
 * "Documents").
 */
#ifndef SYNC_DOCUMENT_DOCUMENT_H
#define SYNC_DOCUMENT_DOCUMENT_H

#include "store/ledger/documents.h"
#include "store/ledger/laptops.h"
#include "store/record/intake.h"
#include "sync/crypto/package.h"
#include "sync/identity/identity.h"

/* ---- taking one ---- */

struct document_taken {
	bool whole;         /* it goes on from nothing, or from what is whole here */
	bool enrolled;      /* it brought this laptop a certificate that is new */
	int64_t operations, fresh;
	int64_t not_taken;  /* of this laptop's present lane, not made here: shown, never packed */
};

/*
 * The certificates in the first line of an answer, where it has one: *there; each has the signature
 * of whom it names, and the laptop's that of units[0]. The package stands at its body, and is to be
 * opened again for taking.
 */
struct answer {
	bool there;
	struct certificate certificate; /* this laptop's or unit's new one */
	struct certificate root;        /* of units[0]: whose fingerprint is typed */
};
enum refusal document_answer(struct package *p, const struct manifest *m, struct answer *out);

/*
 * In the transaction that is open: steps 10 and 12 of a document that stands at its body.
 * Operations go into `in`, which the caller began and ends; certificates are kept, and what
 * of this laptop's the issuer put aside. *no: NONE, BAD_BODY, UNREAD …: then all is to be rolled
 * back.
 */
int document_take(struct intake *in, const struct identity *id, struct package *p,
		  const struct manifest *m, struct document_taken *taken, enum refusal *no,
		  struct fault *f);

/* ---- giving one ---- */

/*
 * In the transaction that is open: write a document for an enrolled laptop (of this unit's teams),
 * if there is something it was not given yet, or `always` (an answer). What is too much for one is
 * several: documents_out_waiting() has their files. *written false too when it or this is not
 * enrolled, or it is revoked.
 */
int document_write(struct book *book, const struct identity *id, const struct laptop *to,
		   bool always, bool *written, struct fault *f);
/* The same for a unit below, by its pinned root. */
struct pinned_root;
int document_write_unit(struct book *book, const struct identity *id, const struct pinned_root *to,
			bool always, bool *written, struct fault *f);

#endif
