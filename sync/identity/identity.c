#include "config.h"
#include "sync/identity/identity.h"

#include <string.h>

#include "store/base/crypto.h"
#include "store/book/keys.h"

enum { LAPTOP, UNIT };

static int read_box(struct identity *id, int which, struct db *db, enum own_key key,
		    struct fault *f)
{
	struct box_key *box = &id->boxes[which];
	int rc = keys_read(db, key, box->secret, sizeof box->secret, f);

	if (!rc)
		box_key_complete(box);
	return rc;
}

int identity_read(struct identity *id, struct book *book, struct fault *f)
{
	struct db *db = book_db(book);
	int rc = keys_complete(db, book_level(book), f);

	memset(id, 0, sizeof *id);
	if (rc)
		return rc;
	id->has_unit = book_level(book) != LEVEL_TEAM;
	id->n_boxes = id->has_unit ? 2 : 1;
	id->boxes = box_keys_new(id->n_boxes);
	if (!id->boxes)
		return fault_set(f, FAULT_NOMEM, NULL);
	rc = keys_read(db, OWN_SIGN_PK, id->sign_pk, sizeof id->sign_pk, f);
	if (!rc)
		rc = read_box(id, LAPTOP, db, OWN_BOX_SK, f);
	if (!rc && id->has_unit)
		rc = keys_read(db, OWN_ROOT_PK, id->root_pk, sizeof id->root_pk, f);
	if (!rc && id->has_unit)
		rc = read_box(id, UNIT, db, OWN_UNIT_BOX_SK, f);
	if (rc)
		identity_release(id);
	return rc;
}

void identity_release(struct identity *id)
{
	box_keys_free(id->boxes);
	memset(id, 0, sizeof *id);
}

static void fingerprint(char out[FINGERPRINT_TEXT], const uint8_t pk[SIGN_PUBLIC_BYTES],
			const struct box_key *box)
{
	uint8_t bytes[FINGERPRINT_BYTES];

	fingerprint_of(bytes, pk, box->pk);
	fingerprint_text(out, bytes);
}

void identity_fingerprint(const struct identity *id, char out[FINGERPRINT_TEXT])
{
	fingerprint(out, id->sign_pk, &id->boxes[LAPTOP]);
}

void identity_root_fingerprint(const struct identity *id, char out[FINGERPRINT_TEXT])
{
	fingerprint(out, id->root_pk, &id->boxes[UNIT]);
}

void identity_export(struct buffer *out, const struct identity *id, const struct moment *now)
{
	char day[DATE_SIZE], minute[TIME_SIZE], pk[BOX_PUBLIC_TEXT], secret[BOX_SECRET_TEXT];

	date_format(day, now->day);
	time_format(minute, now->minute);
	buffer_print(out, "# created: %sT%s:00+07:00\n", day, minute);
	for (size_t i = id->n_boxes; i-- > 0;) {
		box_public_text(pk, id->boxes[i].pk);
		box_secret_text(secret, &id->boxes[i]);
		buffer_print(out, "# public key: %s\n%s\n", pk, secret);
	}
	wipe(secret, sizeof secret);
}
