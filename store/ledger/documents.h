/*
 * documents: those that came from above, and those this desk gave out.
 */
#ifndef STORE_LEDGER_DOCUMENTS_H
#define STORE_LEDGER_DOCUMENTS_H

#include <stdbool.h>

#include "store/base/date.h"
#include "store/book/book.h"
#include "store/ledger/ledger.h"

/* One that came. whole: it goes on from nothing, or from one that is whole here. */
struct document_row {
	int64_t key;
	uint8_t hash[LEDGER_HASH], sign[LEDGER_KEY];
	bool has_previous; /* it goes on from another */
	uint8_t previous[LEDGER_HASH];
	bool whole;        /* that leads to one from the beginning; documents_add() tells */
	day_t made;
	int64_t at;     /* milliseconds since 1970 when it came */
	int64_t intake; /* its import */
};
int documents_find(struct db *db, const uint8_t hash[LEDGER_HASH], struct document_row *out,
		   bool *there, struct fault *f);
/* The whole one of a signer that none goes on from; of several what came last. */
int documents_newest(struct db *db, const uint8_t sign[LEDGER_KEY], struct document_row *out,
		     bool *there, struct fault *f);
/* key and whole are filled in; those that waited for this one become whole, too. */
int documents_add(struct db *db, struct document_row *row, struct fault *f);

/*
 * That document says that an operation was put aside, or (back) no longer is. Of one that was not made
 * here nothing is kept. What holds is in query/asides.h.
 */
int documents_put_aside(struct db *db, int64_t document, const struct id *op, bool back,
			struct fault *f);

/* One given out. */
struct document_out {
	int64_t key, addressee;
	uint8_t hash[LEDGER_HASH];
	int64_t upto;     /* key of the last operation of the log it knew of */
	char *state;      /* what it was made from, as who writes documents has it; owned */
	day_t made;
	int64_t at;
	struct ledger_bytes sealed; /* while it is to be sent; owned */
};
int documents_out_find(struct db *db, int64_t addressee, const uint8_t hash[LEDGER_HASH],
		       struct document_out *out, bool *there, struct fault *f);
/* The last to an addressee. */
int documents_out_last(struct db *db, int64_t addressee, struct document_out *out, bool *there,
		       struct fault *f);
/* Those that are to be sent, the oldest first: each goes on from the one before. */
int documents_out_waiting(struct db *db, int64_t addressee, struct document_out **out, size_t *n,
			  struct fault *f);
/*
 * Add it; one that says the very same takes the place of the former. goes_on: it is to be sent with
 * those before it; else the files of former ones to this addressee are forgotten.
 */
int documents_out_add(struct db *db, const struct document_out *row, bool goes_on, struct fault *f);
/*
 * How far the log went into documents given out; 0: there are none. What becomes of an operation up
 * to there later on is not among what is new since.
 */
int documents_out_end(struct db *db, int64_t *upto, struct fault *f);
/* How far it went into the last one of every addressee at least; 0: there are none. */
int documents_out_least(struct db *db, int64_t *upto, struct fault *f);
/*
 * Nothing is gone on from those that went as far as an operation: it did not go down with them, and
 * would now. lane: to the laptop of that lane, 0: to all.
 */
int documents_out_anew(struct db *db, int64_t op, int64_t lane, struct fault *f);
void documents_out_free(struct document_out *d, size_t n);
void document_out_release(struct document_out *d);

#endif
