#include "config.h"
#include "store/book/incarnation.h"

#include <stdio.h>
#include <string.h>

#include "store/base/crypto.h"
#include "store/book/meta.h"
#include "store/book/private.h"

int incarnation_draw(struct book *book, struct fault *f)
{
	uint8_t incarnation[ID_BYTES];

	random_bytes(incarnation, sizeof incarnation);
	return meta_set_blob(&book->db, "incarnation", incarnation, sizeof incarnation, f);
}

int incarnation_load(struct book *book, struct fault *f)
{
	uint8_t pk[DEVICE_PUBLIC_BYTES], incarnation[ID_BYTES];
	struct lane lane = { .known = true, .level = book->level };
	int rc = meta_blob(&book->db, "device_pk", pk, sizeof pk, f);

	if (!rc)
		rc = meta_blob(&book->db, "incarnation", incarnation, sizeof incarnation, f);
	if (rc)
		return rc;
	lane_of(book->count.lane, pk, incarnation);
	memcpy(lane.id, book->count.lane, LANE_BYTES);
	snprintf(lane.unit, sizeof lane.unit, "%s", book->unit);
	return lane_own(&book->db, &lane, incarnation, &book->count.lane_key, f);
}
