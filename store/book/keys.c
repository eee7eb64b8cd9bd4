#include "config.h"
#include "store/book/keys.h"

#include "store/base/crypto.h"
#include "store/book/meta.h"

static const char *const rows[OWN_KEYS] = {
	[OWN_SIGN_PK] = "device_pk",
	[OWN_SIGN_SK] = "device_sk",
	[OWN_BOX_SK] = "box_sk",
	[OWN_ROOT_PK] = "root_pk",
	[OWN_ROOT_SK] = "root_sk",
	[OWN_UNIT_BOX_SK] = "unit_box_sk",
};

static int lacks(struct db *db, enum own_key key, bool *out, struct fault *f)
{
	int rc = meta_has(db, rows[key], out, f);

	*out = !*out;
	return rc;
}

static int draw_pair(struct db *db, enum own_key public, enum own_key secret, struct fault *f)
{
	uint8_t pk[DEVICE_PUBLIC_BYTES], sk[DEVICE_SECRET_BYTES];
	bool lacking = false;
	int rc = lacks(db, secret, &lacking, f);

	if (rc || !lacking)
		return rc;
	device_key_new(pk, sk);
	rc = meta_set_blob(db, rows[public], pk, sizeof pk, f);
	if (!rc)
		rc = meta_set_blob(db, rows[secret], sk, sizeof sk, f);
	wipe(sk, sizeof sk);
	return rc;
}

static int draw_box(struct db *db, enum own_key secret, struct fault *f)
{
	uint8_t sk[OWN_BOX_BYTES];
	bool lacking = false;
	int rc = lacks(db, secret, &lacking, f);

	if (rc || !lacking)
		return rc;
	random_bytes(sk, sizeof sk);
	rc = meta_set_blob(db, rows[secret], sk, sizeof sk, f);
	wipe(sk, sizeof sk);
	return rc;
}

int keys_draw(struct db *db, enum book_level level, struct fault *f)
{
	int rc = draw_pair(db, OWN_SIGN_PK, OWN_SIGN_SK, f);

	if (!rc)
		rc = draw_box(db, OWN_BOX_SK, f);
	if (!rc && level != LEVEL_TEAM)
		rc = draw_pair(db, OWN_ROOT_PK, OWN_ROOT_SK, f);
	if (!rc && level != LEVEL_TEAM)
		rc = draw_box(db, OWN_UNIT_BOX_SK, f);
	return rc;
}

/* The one drawn last: where it is, they all are. */
static enum own_key last_drawn(enum book_level level)
{
	return level == LEVEL_TEAM ? OWN_BOX_SK : OWN_UNIT_BOX_SK;
}

int keys_complete(struct db *db, enum book_level level, struct fault *f)
{
	bool lacking = false;
	int rc = db_trouble(db, f);

	if (!rc)
		rc = lacks(db, last_drawn(level), &lacking, f);
	if (rc || !lacking)
		return rc;
	rc = db_exec(db, "BEGIN IMMEDIATE", f);
	if (rc)
		return rc;
	rc = keys_draw(db, level, f);
	if (!rc)
		rc = db_exec(db, "COMMIT", f);
	if (rc)
		db_rollback(db);
	return rc;
}

int keys_read(struct db *db, enum own_key key, void *out, size_t n, struct fault *f)
{
	return meta_blob(db, rows[key], out, (int)n, f);
}
