#include "config.h"
#include "store/ledger/share.h"

#include <string.h>

#include "store/base/memory.h"
#include "store/catalog/record_type.h"
#include "store/db/statement.h"
#include "store/oplog/judge.h"

/* Parameters of all questions: a key, the laptop's key or NULL, the team's or unit's code. */

/* ---- to a team's laptop ---- */

#define ITS_LANES "SELECT k FROM lane WHERE sign = ?2"
/* The one it writes now: the newest of those heard of. */
#define NOT_WRITTEN_NOW " AND o.lane NOT IN (SELECT lane FROM" \
	" (SELECT b.lane, min(b.k) AS since FROM batch b WHERE b.lane IN (" ITS_LANES ")" \
	" GROUP BY b.lane ORDER BY since DESC LIMIT 1))"
#define ITS_VILLAGES "SELECT tv.village FROM sym s JOIN team t ON t.code = s.k AND t.voided = 0" \
	" JOIN team_village tv ON tv.team = t.rec WHERE s.s = ?3"
#define LAPTOP_REGISTERS "WITH register(rec) AS MATERIALIZED (SELECT rec FROM village" \
	" UNION ALL SELECT rec FROM team UNION ALL SELECT rec FROM member" \
	" UNION ALL SELECT rec FROM topic UNION ALL SELECT rec FROM target" \
	" UNION ALL SELECT rec FROM campaign" \
	" UNION ALL SELECT rec FROM household WHERE village IN (" ITS_VILLAGES ")" \
	" UNION ALL SELECT r.rec FROM sym s JOIN report r ON r.team = s.k WHERE s.s = ?3)"

/* ---- to a unit ---- */

#define UPPER_LANES "SELECT k FROM lane WHERE level = 2"
#define UNIT_REGISTERS "WITH register(rec) AS MATERIALIZED (SELECT rec FROM topic" \
	" UNION ALL SELECT rec FROM target UNION ALL SELECT rec FROM campaign" \
	" UNION ALL SELECT rec FROM key_record" \
	" UNION ALL SELECT r.rec FROM report r JOIN op c ON c.k = r.rec" \
	" JOIN lane l ON l.k = c.lane WHERE l.unit = ?3 AND ?2 IS NULL)"

/* ---- both ---- */

#define COUNTS " AND o.aside IS NULL AND length(o.bytes) > 0"
/* What may be of a record that rules; rules() looks at the operation itself. */
#define SAYS_TYPE(name) "instr(o.bytes, CAST('\"type\":\"" name "\"' AS BLOB)) > 0"
#define SAYS_RULING "(" SAYS_TYPE("settings") " OR " SAYS_TYPE("erase") \
	" OR " SAYS_TYPE("retain") ")"

#define OPS " SELECT o.k, o.lane, o.local, o.bytes, o.rec IN (SELECT rec FROM register)"
#define NEWER " FROM op o WHERE o.k > ?1" COUNTS
#define SUM " SELECT o.id FROM register r JOIN op o ON o.k = r.rec WHERE o.k <= ?1" COUNTS
#define SUM_CHANGES " UNION ALL SELECT o.id FROM register r" \
	" JOIN op o ON o.rec = r.rec AND o.rec <> o.k WHERE o.k <= ?1" COUNTS

static const char laptop_ops[] = LAPTOP_REGISTERS OPS ","
	" ifnull((SELECT c.lane FROM op c WHERE c.k = o.rec), 0) IN (" ITS_LANES ") AS made" NEWER
	NOT_WRITTEN_NOW " AND (o.rec IN (SELECT rec FROM register) OR made OR " SAYS_RULING ")"
	" ORDER BY o.k";
static const char unit_ops[] = UNIT_REGISTERS OPS ", 0" NEWER
	" AND o.lane IN (" UPPER_LANES ") AND (o.rec IN (SELECT rec FROM register) OR "
	SAYS_TYPE("key") " OR " SAYS_RULING ") ORDER BY o.k";

static const char laptop_sum[] = LAPTOP_REGISTERS SUM NOT_WRITTEN_NOW SUM_CHANGES NOT_WRITTEN_NOW;
static const char unit_sum[] = UNIT_REGISTERS SUM " AND o.lane IN (" UPPER_LANES ")"
	SUM_CHANGES " AND o.lane IN (" UPPER_LANES ")";

static struct statement ask(struct book *book, const struct share *to, int64_t key,
			    const char *laptop, const char *unit, struct fault *f)
{
	struct statement st = statement_of(book_db(book), to->sign ? laptop : unit, f);

	bind_int(&st, key);
	if (to->sign)
		bind_blob(&st, to->sign, LEDGER_KEY);
	else
		bind_text(&st, NULL);
	bind_text(&st, to->code);
	return st;
}

/* What was found by its text alone: whether it is of such a type. */
static bool rules(const struct share *to, const void *bytes, size_t n)
{
	enum record_type type;
	struct op op;

	if (op_parse(&op, bytes, n))
		return false;
	type = record_type_of_name(op.type);
	op_release(&op);
	return type == TYPE_SETTINGS || type == TYPE_ERASE || type == TYPE_RETAIN ||
	       (type == TYPE_KEY && !to->sign);
}

/* Whether the row it stands on goes down; *op is it. */
static bool goes_down(const struct statement *st, const struct share *to, struct share_op *op)
{
	*op = (struct share_op){
		.key = row_int(st, 0),
		.lane = row_int(st, 1),
		.local = row_int(st, 2) != 0,
		.bytes = row_blob(st, 3),
		.len = row_length(st, 3),
	};
	return row_int(st, 4) || row_int(st, 5) || rules(to, op->bytes, op->len);
}

int share_ops(struct book *book, const struct share *to, int64_t after, share_fn *each, void *arg,
	      struct fault *f)
{
	struct statement st = ask(book, to, after, laptop_ops, unit_ops, f);
	struct share_op op;

	while (row_next(&st))
		if (goes_down(&st, to, &op))
			st.rc = each(arg, &op, f);
	return statement_end(&st);
}

int share_any(struct book *book, const struct share *to, int64_t after, bool *any, struct fault *f)
{
	struct statement st = ask(book, to, after, laptop_ops, unit_ops, f);
	struct share_op op;

	*any = false;
	while (!*any && row_next(&st))
		*any = goes_down(&st, to, &op);
	return statement_end(&st);
}

int share_end(struct book *book, int64_t *key, struct fault *f)
{
	*key = 0;
	return read_int(book_db(book), "SELECT ifnull(max(k), 0) FROM op", key, f);
}

int share_sum(struct book *book, const struct share *to, int64_t upto, uint8_t out[ID_BYTES],
	      struct fault *f)
{
	struct statement st = ask(book, to, upto, laptop_sum, unit_sum, f);
	struct id id;

	memset(out, 0, ID_BYTES);
	while (row_next(&st)) { /* ids are hashes: in whatever order they come */
		if (row_bytes(&st, 0, id.b, ID_BYTES))
			for (int i = 0; i < ID_BYTES; i++)
				out[i] ^= id.b[i];
	}
	return statement_end(&st);
}

/* ---- what is put aside ---- */

/*
 * What says something of the operation; others wait, are erased, or went with their batch: of one that is
 * held it is not here at all, if that came when it was held already.
 */
static bool is_put_aside(int64_t aside)
{
	return aside && aside != ASIDE_UNDONE && aside != ASIDE_REVOKED &&
	       aside != ASIDE_WAITS && aside != ASIDE_ERASED;
}

int share_aside(struct book *book, const struct share *to, struct id **ids, size_t *n,
		struct fault *f)
{
	static const char of_laptop[] = "SELECT aside, id FROM op WHERE aside IS NOT NULL"
		" AND k > ?1"
		" AND lane IN (" ITS_LANES ") AND ?3 IS NOT NULL ORDER BY k DESC";
	static const char of_unit[] = "SELECT aside, id FROM op WHERE aside IS NOT NULL AND k > ?1"
		" AND lane IN (SELECT k FROM lane WHERE unit = ?3 AND ?2 IS NULL) ORDER BY k DESC";
	struct statement st = ask(book, to, 0, of_laptop, of_unit, f);

	*n = 0;
	*ids = memory_alloc_zero(SHARE_ASIDE, sizeof **ids);
	while (*n < SHARE_ASIDE && row_next(&st))
		if (is_put_aside(row_int(&st, 0)) && row_bytes(&st, 1, (*ids)[*n].b, ID_BYTES))
			++*n;
	return statement_end(&st);
}

int share_count_aside(struct db *db, int64_t lane, int64_t *n, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT aside FROM op WHERE aside IS NOT NULL"
					       " AND lane = ?", f);

	*n = 0;
	bind_int(&st, lane);
	while (row_next(&st))
		*n += is_put_aside(row_int(&st, 0));
	return statement_end(&st);
}
