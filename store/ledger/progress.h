/*
 * progress: how far what the log holds of a record has come on its way up.
 *
 * Worked out from batches, carriers and receipts whenever it is asked for, so it may become less,
 * too: a desk that was restored knows less than it did (docs/format-batch.md, "States").
 */
#ifndef STORE_LEDGER_PROGRESS_H
#define STORE_LEDGER_PROGRESS_H

#include "store/book/book.h"

enum progress {
	PROGRESS_SAVED,   /* on this laptop, in no batch */
	PROGRESS_PACKED,
	PROGRESS_SENT,    /* written to a carrier */
	PROGRESS_COMMUNE, /* the commune has it */
	PROGRESS_UPPER,   /* the level above the commune has it */
	PROGRESSES
};
/* Code of vocabulary record_state; static. */
const char *progress_code(enum progress progress);

/*
 * A batch of this laptop's own: PACKED to UPPER; one of another laptop's: COMMUNE or UPPER. A
 * receipt counts while its issuer's certificate does.
 */
int batch_progress(struct book *book, int64_t batch, enum progress *out, struct fault *f);

/*
 * The least of a record's operations that count: at a team of those made on its laptop (none:
 * they came from the commune), at a commune of all. At an upper level's desk what came is there.
 */
int record_progress(struct book *book, rec_t rec, enum progress *out, struct fault *f);

/* How many records with operations made on this laptop have come how far by the least of these. */
struct progress_counts {
	int64_t records[PROGRESSES];
	int64_t sessions[PROGRESSES]; /* of them */
};
int progress_count(struct book *book, struct progress_counts *out, struct fault *f);

#endif
