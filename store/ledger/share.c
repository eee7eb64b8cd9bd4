#include "config.h"
#include "store/ledger/share.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/book/cache.h"
#include "store/catalog/record_type.h"
#include "store/db/statement.h"
#include "store/ledger/laptops.h"
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

#define NEW_IN " SELECT 1 FROM register r JOIN op o ON o.k = r.rec WHERE r.rec > ?1" COUNTS
#define NEW_CHANGE " UNION ALL SELECT 1 FROM register r" \
	" JOIN op o ON o.rec = r.rec AND o.rec <> o.k WHERE o.k > ?1" COUNTS

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

/* What was found by its text alone: whether it is of a type that rules; says_key: of type key. */
static bool says(const void *bytes, size_t n, bool *says_key)
{
	enum record_type type;
	struct op op;

	*says_key = false;
	if (op_parse(&op, bytes, n))
		return false;
	type = record_type_of_name(op.type);
	op_release(&op);
	*says_key = type == TYPE_KEY;
	return type == TYPE_SETTINGS || type == TYPE_ERASE || type == TYPE_RETAIN;
}

static bool rules(const struct share *to, const void *bytes, size_t n)
{
	bool says_key;

	return says(bytes, n, &says_key) || (says_key && !to->sign);
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

/* ---- whether there are any ---- */

/* An operation that may go down whatever the registers are. */
struct hint {
	int64_t key, lane, maker; /* maker: the lane of its record; 0: not known */
	bool says, says_key;      /* it rules; as one of type key does to units */
};

/* What was seen by looking over the log for all. */
struct looked {
	bool is, read;
	int64_t after;
	struct hint *hints; /* by key */
	size_t n, room;
};

static void looked_release(void *cache)
{
	free(((struct looked *)cache)->hints);
}

static const struct cache_kind looked_kind = {
	.size = sizeof(struct looked), .release = looked_release,
};

static void add_hint(struct looked *l, const struct statement *st)
{
	struct hint *hint;

	if (l->n == l->room) {
		l->room = l->room ? 2 * l->room : 64;
		l->hints = memory_resize(l->hints, l->room, sizeof *l->hints);
	}
	hint = &l->hints[l->n++];
	*hint = (struct hint){ .key = row_int(st, 0), .lane = row_int(st, 1), .maker = row_int(st, 2) };
	if (row_blob(st, 3))
		hint->says = says(row_blob(st, 3), row_length(st, 3), &hint->says_key);
}

/* Most of a log is what laptops write now, of records of their own: that goes down to nobody. */
static int look_over(struct book *book, struct looked *l, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "WITH written(lane, since) AS MATERIALIZED"
		" (SELECT lane, max(since) FROM (SELECT b.lane, l.sign, min(b.k) AS since FROM batch b"
		" JOIN lane l ON l.k = b.lane GROUP BY b.lane) WHERE sign IS NOT NULL GROUP BY sign)"
		" SELECT k, lane, maker, says FROM (SELECT o.k, o.lane, ifnull(CASE o.rec WHEN o.k"
		" THEN o.lane ELSE (SELECT c.lane FROM op c WHERE c.k = o.rec) END, 0) AS maker,"
		"CASE WHEN " SAYS_TYPE("key") " OR " SAYS_RULING " THEN o.bytes END AS says FROM op o WHERE o.k > ?" COUNTS ")"
		" WHERE says IS NOT NULL OR maker IS NOT lane OR lane NOT IN (SELECT lane FROM written)"
		" ORDER BY k", f);
	int rc;

	l->n = 0;
	bind_int(&st, l->after);
	while (row_next(&st))
		add_hint(l, &st);
	rc = statement_end(&st);
	l->read = !rc;
	return rc;
}

void share_look(struct book *book, int64_t after)
{
	struct looked *l = book_cache(book, &looked_kind);

	l->is = true;
	l->read = false;
	l->after = after;
}

void share_look_end(struct book *book)
{
	book_cache_drop(book, &looked_kind);
}

/* Whether a register has something newer. */
static int register_has(struct book *book, const struct share *to, int64_t after, bool *has,
			struct fault *f)
{
	static const char laptop[] = LAPTOP_REGISTERS NEW_IN NOT_WRITTEN_NOW NEW_CHANGE
		NOT_WRITTEN_NOW " LIMIT 1";
	static const char unit[] = UNIT_REGISTERS NEW_IN " AND o.lane IN (" UPPER_LANES ")"
		NEW_CHANGE " AND o.lane IN (" UPPER_LANES ") LIMIT 1";
	struct statement st = ask(book, to, after, laptop, unit, f);

	*has = row_next(&st);
	return statement_end(&st);
}

/* The lane it writes now, as NOT_WRITTEN_NOW has it; 0: none was heard of. */
static int written_now(struct db *db, const uint8_t sign[LEDGER_KEY], int64_t *lane, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT b.lane FROM batch b JOIN lane l ON l.k = b.lane"
		" WHERE l.sign = ? GROUP BY b.lane ORDER BY min(b.k) DESC LIMIT 1", f);

	bind_blob(&st, sign, LEDGER_KEY);
	*lane = row_next(&st) ? row_int(&st, 0) : 0;
	return statement_end(&st);
}

static bool is_among(const int64_t *lanes, size_t n, int64_t lane)
{
	while (n-- > 0)
		if (lanes[n] == lane)
			return true;
	return false;
}

/* Whether something was seen, newer than a key, that may go down to it. */
static int seen_for(struct book *book, const struct looked *l, const struct share *to,
		    int64_t after, bool *seen, struct fault *f)
{
	int64_t *lanes = NULL, now = 0;
	size_t n = 0;
	int rc = FAULT_OK;

	*seen = false;
	if (!l->n || l->hints[l->n - 1].key <= after)
		return FAULT_OK;
	if (to->sign)
		rc = laptops_lanes(book_db(book), to->sign, &lanes, &n, f);
	if (!rc && to->sign)
		rc = written_now(book_db(book), to->sign, &now, f);
	for (size_t i = l->n; !rc && !*seen && i-- > 0 && l->hints[i].key > after;) {
		const struct hint *h = &l->hints[i];

		*seen = (h->says || (h->says_key && !to->sign) || is_among(lanes, n, h->maker)) &&
			(!now || h->lane != now);
	}
	free(lanes);
	return rc;
}

/* Whether it is worth the walk. */
static int may_be_any(struct book *book, const struct share *to, int64_t after, bool *may,
		      struct fault *f)
{
	struct looked *l = book_cache(book, &looked_kind);
	int rc = FAULT_OK;

	*may = !l->is || after < l->after;
	if (*may)
		return FAULT_OK;
	if (!l->read)
		rc = look_over(book, l, f);
	if (!rc)
		rc = seen_for(book, l, to, after, may, f);
	return rc || *may ? rc : register_has(book, to, after, may, f);
}

static int walk_for_any(struct book *book, const struct share *to, int64_t after, bool *any,
			struct fault *f)
{
	struct statement st = ask(book, to, after, laptop_ops, unit_ops, f);
	struct share_op op;

	while (!*any && row_next(&st))
		*any = goes_down(&st, to, &op);
	return statement_end(&st);
}

int share_any(struct book *book, const struct share *to, int64_t after, bool *any, struct fault *f)
{
	bool may = true;
	int rc = may_be_any(book, to, after, &may, f);

	*any = false;
	return rc || !may ? rc : walk_for_any(book, to, after, any, f);
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

/* In their order they would be looked for in the whole log. */
#define FEW "op INDEXED BY op_aside"

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
	static const char of_laptop[] = "SELECT aside, id FROM " FEW " WHERE aside IS NOT NULL"
		" AND k > ?1"
		" AND lane IN (" ITS_LANES ") AND ?3 IS NOT NULL ORDER BY k DESC";
	static const char of_unit[] = "SELECT aside, id FROM " FEW " WHERE aside IS NOT NULL AND k > ?1"
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
	struct statement st = statement_of(db, "SELECT aside FROM " FEW " WHERE aside IS NOT NULL"
					       " AND lane = ?", f);

	*n = 0;
	bind_int(&st, lane);
	while (row_next(&st))
		*n += is_put_aside(row_int(&st, 0));
	return statement_end(&st);
}
