/*
 * refusal: why a file that came is not taken, as far as the file tells by itself.
 *
 * The reasons of docs/format-batch.md, "Judging", steps 1 to 10; each has its
 * verdict. They are data: the words for them are tui's. What could not be read
 * is no reason against a file, and has the system's errno beside it (input.h).
 */
#ifndef SYNC_CRYPTO_REFUSAL_H
#define SYNC_CRYPTO_REFUSAL_H

enum refusal {
	REFUSAL_NONE = 0,
	REFUSAL_NOT_OURS,      /* neither age, nor armour, nor a package */
	REFUSAL_CUT,           /* it ends too early */
	REFUSAL_BAD_HEADER,    /* of the age file */
	REFUSAL_NOT_FOR_US,    /* sealed for others */
	REFUSAL_CHANGED,       /* what was sealed does not authenticate */
	REFUSAL_NEWER,         /* of a newer version of the format */
	REFUSAL_BAD_PACKAGE,   /* lengths that do not add up */
	REFUSAL_BAD_SIGNATURE,
	REFUSAL_BAD_MANIFEST,
	REFUSAL_BAD_BODY,
	REFUSAL_UNREAD,        /* reading failed */
	REFUSAL_NOMEM,         /* no guarded memory for a key */
	REFUSALS
};

enum verdict { VERDICT_FINE, VERDICT_DAMAGED, VERDICT_FOREIGN, VERDICT_NEWER, VERDICT_UNKNOWN };

/* Unknown: of what could not be read. */
enum verdict refusal_verdict(enum refusal refusal);

/* "bad_header", "damaged", for machines; "" of REFUSAL_NONE, "ok" of VERDICT_FINE. */
const char *refusal_name(enum refusal refusal);
const char *verdict_name(enum verdict verdict);

#endif
