#include "config.h"
#include "store/query/asides.h"

#include <stdio.h>
#include <string.h>

#include "store/db/statement.h"
#include "store/oplog/op.h"

static int tell(struct book *book, const struct statement *st, aside_fn *each, void *arg,
		struct fault *f)
{
	struct aside_op out = { .aside = (enum aside)row_int(st, 1), .n = row_int(st, 2),
				.type = TYPE_ANY };
	struct op op;
	int rc = FAULT_OK;

	row_bytes(st, 0, out.id.b, ID_BYTES);
	if (!row_null(st, 3))
		rc = lane_load(book_db(book), row_int(st, 3), &out.lane, f);
	if (!op_parse(&op, row_blob(st, 4), row_length(st, 4))) {
		out.type = record_type_of_name(op.type);
		out.creates = !op.base;
		snprintf(out.who, sizeof out.who, "%s", op.who ? op.who : "");
		op_release(&op);
	}
	return rc ? rc : each(arg, &out, f);
}

int asides_each(struct book *book, aside_fn *each, void *arg, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT id, aside, n, lane, bytes FROM op WHERE aside IN (?, ?, ?, ?, ?, ?)"
		" AND bytes IS NOT NULL ORDER BY lane, n, k", f);
	static const enum aside shown[] = { ASIDE_BOUNDS, ASIDE_KIND, ASIDE_LOCAL, ASIDE_UNIT,
					    ASIDE_RIGHTS, ASIDE_PERSON };

	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
		bind_int(&st, shown[i]);
	while (row_next(&st))
		st.rc = tell(book, &st, each, arg, f);
	return statement_end(&st);
}
