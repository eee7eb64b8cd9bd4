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

/*
 * From the newest whole document of each issuer that is not revoked back to where it begins: the
 * first that speaks of an operation says how it is.
 */
#define TOLD \
	"WITH RECURSIVE chain(k, previous, sign, back) AS (SELECT d.k, d.previous, d.sign, 0" \
	" FROM document d JOIN laptop l ON l.sign = d.sign WHERE NOT l.revoked AND d.k =" \
	" (SELECT max(m.k) FROM document m WHERE m.sign = d.sign AND m.whole AND NOT EXISTS(" \
	"SELECT 1 FROM document n WHERE n.previous = m.hash AND n.sign = m.sign))" \
	" UNION ALL SELECT d.k, d.previous, d.sign, c.back + 1 FROM chain c" \
	" JOIN document d ON d.hash = c.previous AND d.sign = c.sign)," \
	" said(op, back, since) AS (SELECT a.op, a.back, min(c.back) FROM chain c" \
	" JOIN document_aside a ON a.document = c.k GROUP BY c.sign, a.op)"

int asides_told(struct book *book, aside_fn *each, void *arg, struct fault *f)
{
	struct statement st = statement_of(book_db(book), TOLD
		" SELECT id, aside, n, lane, bytes FROM op WHERE k IN (SELECT op FROM said WHERE NOT back)"
		" ORDER BY lane, n, k", f);

	while (row_next(&st))
		st.rc = tell(book, &st, each, arg, f);
	return statement_end(&st);
}
