#include "config.h"
#include "store/oplog/lane.h"

#include <string.h>

#include "store/base/hex.h"
#include "store/db/statement.h"

void lane_text(char out[LANE_TEXT], const uint8_t id[LANE_BYTES])
{
	hex_text(out, id, LANE_BYTES);
}

int lane_parse(uint8_t id[LANE_BYTES], const char *text)
{
	return hex_read(id, LANE_BYTES, text, strlen(text)) ? 0 : -1;
}

bool lane_has_code(const char *codes, const char *code)
{
	size_t len = strlen(code);

	while (*codes) {
		size_t n = strcspn(codes, ",");

		if (n == len && !strncmp(codes, code, n))
			return true;
		codes += n + (codes[n] != 0);
	}
	return false;
}

bool lane_codes_hold(const char *codes, const char *village)
{
	while (*codes) {
		size_t n = strcspn(codes, ",");

		if (n && !strncmp(codes, village, n) && village[n] == '-')
			return true;
		codes += n + (codes[n] != 0);
	}
	return false;
}

int lane_intern(struct db *db, const uint8_t id[LANE_BYTES], int64_t *key, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT k FROM lane WHERE lane = ?", f);
	bool known;
	int rc;

	bind_blob(&st, id, LANE_BYTES);
	known = row_next(&st);
	if (known)
		*key = row_int(&st, 0);
	rc = statement_end(&st);
	if (rc || known)
		return rc;
	st = statement_of(db, "INSERT INTO lane(lane) VALUES(?)", f);
	bind_blob(&st, id, LANE_BYTES);
	return statement_insert(&st, key);
}

int lane_load(struct db *db, int64_t key, struct lane *out, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT lane, own, level, unit, team, codes FROM lane"
					       " WHERE k = ?", f);
	bool found;
	int rc;

	memset(out, 0, sizeof *out);
	bind_int(&st, key);
	found = row_next(&st) && row_bytes(&st, 0, out->id, LANE_BYTES);
	if (found) {
		out->own = row_int(&st, 1) != 0;
		out->known = !row_null(&st, 2);
		out->level = (enum book_level)row_int(&st, 2);
		row_copy(&st, 3, out->unit, sizeof out->unit);
		row_copy(&st, 4, out->team, sizeof out->team);
		row_copy(&st, 5, out->codes, sizeof out->codes);
	}
	rc = statement_end(&st);
	return rc || found ? rc : fault_set(f, FAULT_INTERNAL, "lane_load");
}

static bool same(const struct lane *a, const struct lane *b)
{
	return a->known == b->known && a->level == b->level && !strcmp(a->unit, b->unit) &&
	       !strcmp(a->team, b->team) && !strcmp(a->codes, b->codes);
}

static int tell(struct db *db, int64_t key, const struct lane *lane, bool *changed,
		struct fault *f)
{
	struct statement st;
	struct lane was;
	int rc = lane_load(db, key, &was, f);

	*changed = !rc && !same(&was, lane);
	if (rc || !*changed)
		return rc;
	st = statement_of(db, "UPDATE lane SET level = ?, unit = ?, team = ?, codes = ?"
			      " WHERE k = ?", f);
	bind_int(&st, lane->level);
	bind_text(&st, lane->unit);
	bind_text(&st, *lane->team ? lane->team : NULL);
	bind_text(&st, lane->codes);
	bind_int(&st, key);
	return statement_run(&st);
}

int lane_tell(struct db *db, const struct lane *lane, bool *changed, struct fault *f)
{
	int64_t key;
	int rc = lane_intern(db, lane->id, &key, f);

	return rc ? rc : tell(db, key, lane, changed, f);
}

/* The team that this laptop was told when it had its lane before. */
static int former_team(struct db *db, char team[LANE_TEAM], struct fault *f)
{
	struct statement st = statement_of(db, "SELECT team FROM lane WHERE own ORDER BY k DESC LIMIT 1", f);

	if (row_next(&st))
		row_copy(&st, 0, team, LANE_TEAM);
	return statement_end(&st);
}

int lane_own(struct db *db, const struct lane *lane, const uint8_t incarnation[ID_BYTES],
	     int64_t *key, struct fault *f)
{
	struct lane was, is = *lane;
	struct statement st;
	bool changed;
	int rc = lane_intern(db, lane->id, key, f);

	if (!rc)
		rc = lane_load(db, *key, &was, f);
	if (rc || was.own)
		return rc;
	if (!*is.team)
		rc = former_team(db, is.team, f);
	if (rc)
		return rc;
	st = statement_of(db, "UPDATE lane SET own = 1, inc = ?, sign = (SELECT value FROM meta"
			      " WHERE key = 'device_pk') WHERE k = ?", f);
	bind_blob(&st, incarnation, ID_BYTES);
	bind_int(&st, *key);
	rc = statement_run(&st);
	return rc ? rc : tell(db, *key, &is, &changed, f);
}
