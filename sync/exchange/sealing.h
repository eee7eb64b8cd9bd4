/*
 * sealing: a batch as the file that goes to the level above.
 *
 * A file is made once and kept (store/ledger/batches.h): what is sent again is the same to the
 * byte, so that nobody has it twice. It is made anew only when it would say something else, for an
 * erasure became known, or when it is for another box.
 */
#ifndef SYNC_EXCHANGE_SEALING_H
#define SYNC_EXCHANGE_SEALING_H

#include "store/ledger/batches.h"
#include "store/ledger/laptops.h"
#include "sync/identity/identity.h"

/* The way up from this desk: for whom files are sealed, and whether they leave the commune. */
struct way_up {
	bool there;            /* false: no level above, or its fingerprint was not typed yet */
	char unit[LANE_UNIT];  /* whom batches are for */
	uint8_t boxes[2][BOX_BYTES]; /* that unit's, one's own */
	bool redacted;
};
int way_up_find(struct way_up *out, struct book *book, const struct identity *id, struct fault *f);

/*
 * Whether this desk sends that batch up: its own, and at a commune what its teams sent and
 * counts, or is of a newer format.
 */
int sealing_goes_up(struct book *book, const struct batch *batch, bool *goes, struct fault *f);

/* The laptop that packed it; *there: its certificate counts. */
int sealing_whose(struct book *book, const struct batch *batch, struct laptop *out, bool *there,
		  struct fault *f);

/* Whether a file of it is at hand that is what would be made now. */
int sealing_stands(struct book *book, const struct way_up *way, const struct batch *batch,
		   bool *stands, struct fault *f);

/*
 * Inside a transaction: make the file and keep it. One of others counts as passed on from here on,
 * for what may have left the desk cannot be taken back. *made false: it cannot be made (no
 * certificate of who made it counts, or the newer format cannot even be redacted). FAULT_DAMAGED as
 * pack_file().
 */
int sealing_make(struct book *book, const struct identity *id, const struct way_up *way,
		 const struct batch *batch, bool *made, struct fault *f);

#endif
