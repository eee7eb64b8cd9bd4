#include "config.h"
#include "store/oplog/own.h"

#include <string.h>

#include "store/base/memory.h"
#include "store/db/statement.h"

int own_lanes(struct db *db, struct own_lane **out, size_t *n, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT k, lane, inc FROM lane WHERE own"
					       " ORDER BY k", f);
	size_t size = 0;

	*out = NULL;
	*n = 0;
	while (row_next(&st)) {
		struct own_lane *lane;

		if (*n == size) {
			size = size * 2 + 4;
			*out = memory_resize(*out, size, sizeof **out);
		}
		lane = &(*out)[*n];
		memset(lane, 0, sizeof *lane);
		lane->key = row_int(&st, 0);
		if (!row_bytes(&st, 1, lane->id, LANE_BYTES))
			st.rc = db_damaged(db, "lane", f);
		lane->has_inc = row_bytes(&st, 2, lane->inc, ID_BYTES);
		++*n;
	}
	return statement_end(&st);
}

/* An id alone has no bytes, where one that was erased has none left: of those there are 0. */
#define OWN "FROM op WHERE lane = ? AND source IS NULL AND bytes IS NOT NULL AND n >= ?"

int own_ops(struct db *db, int64_t lane, int64_t from, own_op_fn *each, void *arg,
	    struct fault *f)
{
	struct statement st = statement_of(db, "SELECT id, n, local, bytes " OWN " ORDER BY n", f);
	bool more = true;

	bind_int(&st, lane);
	bind_int(&st, from);
	while (more && row_next(&st)) {
		struct own_op op = { .n = row_int(&st, 1), .local = row_int(&st, 2) != 0,
				     .len = row_length(&st, 3) };

		op.bytes = op.len ? row_blob(&st, 3) : NULL;
		st.rc = row_bytes(&st, 0, op.id.b, ID_BYTES) ? each(arg, &op, &more, f) :
							       db_damaged(db, "op", f);
	}
	return statement_end(&st);
}

int own_count(struct db *db, int64_t lane, int64_t from, int64_t *count, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT count(*) " OWN, f);

	*count = 0;
	bind_int(&st, lane);
	bind_int(&st, from);
	if (row_next(&st))
		*count = row_int(&st, 0);
	return statement_end(&st);
}
