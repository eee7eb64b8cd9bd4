#include "config.h"
#include "store/query/list_register.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/collate.h"
#include "store/base/memory.h"
#include "store/db/schema.h"
#include "store/db/statement.h"
#include "store/oplog/op.h"
#include "store/record/joined.h"
#include "store/record/qualify.h"
#include "store/record/read.h"

/* What a row is sorted by: two texts as keys of collate.h, one after the other. */
struct sort_key {
	uint8_t *bytes;
	size_t first, second; /* their lengths */
};

struct item {
	rec_t rec;
	struct sort_key key;
	struct op_made made; /* only where another has the same key */
	struct list_household h; /* its texts are owned; only for households */
};

struct items {
	struct item *all;
	size_t n, size;
	bool people; /* the first text is a person's name */
};

static void make_key(struct sort_key *key, const char *first, const char *second, bool people)
{
	size_t n = strlen(first), m = strlen(second), room = COLLATE_ROOM(n) + COLLATE_ROOM(m);
	uint8_t whole[1024], *at = room <= sizeof whole ? whole : memory_alloc(room);

	key->first = people ? collate_key_names(at, room, first, n) : collate_key(at, room, first, n);
	key->second = collate_key(at + key->first, room - key->first, second, m);
	key->bytes = memory_alloc(key->first + key->second + 1);
	memcpy(key->bytes, at, key->first + key->second);
	if (at != whole)
		free(at);
}

static int compare(const uint8_t *a, size_t n, const uint8_t *b, size_t m)
{
	int c = memcmp(a, b, n < m ? n : m);

	return c ? c : (n > m) - (n < m);
}

static int by_key(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int c = compare(x->key.bytes, x->key.first, y->key.bytes, y->key.first);

	return c ? c : compare(x->key.bytes + x->key.first, x->key.second,
			       y->key.bytes + y->key.first, y->key.second);
}

static int by_making(const void *a, const void *b)
{
	return op_made_compare(&((const struct item *)a)->made, &((const struct item *)b)->made);
}

/* Records of several laptops may bear the same code: they stand as they were made, on every desk. */
static int sort_alike(struct items *items, struct db *db, struct fault *f)
{
	for (size_t i = 0, n; i < items->n; i += n) {
		for (n = 1; i + n < items->n && !by_key(&items->all[i], &items->all[i + n]);)
			n++;
		for (size_t k = i; n > 1 && k < i + n; k++) {
			int rc = op_made(db, items->all[k].rec, &items->all[k].made, f);

			if (rc)
				return rc;
		}
		if (n > 1)
			qsort(&items->all[i], n, sizeof *items->all, by_making);
	}
	return FAULT_OK;
}

static void items_release(struct items *items)
{
	for (size_t i = 0; i < items->n; i++) {
		struct list_household *h = &items->all[i].h;

		free(items->all[i].key.bytes);
		free((void *)(uintptr_t)h->code);
		free((void *)(uintptr_t)h->hint);
		free((void *)(uintptr_t)h->same);
		free((void *)(uintptr_t)h->village);
		json_decref((json_t *)(uintptr_t)h->kinds);
	}
	free(items->all);
}

static const char *column(const struct statement *st, int i)
{
	const char *text = row_text(st, i);

	return text ? text : "";
}

/* One more item, sorted by the columns 1 and 2; good until the next. */
static struct item *add_item(struct items *items, const struct statement *st)
{
	struct item *it;

	if (items->n == items->size) {
		items->size = items->size * 2 + 64;
		items->all = memory_resize(items->all, items->size, sizeof *items->all);
	}
	it = &items->all[items->n++];
	*it = (struct item){ .rec = row_int(st, 0) };
	make_key(&it->key, column(st, 1), column(st, 2), items->people);
	return it;
}

/* After the last row: end, and sort what was read. */
static int sort_items(struct items *items, struct statement *st)
{
	int rc = statement_end(st);

	if (rc || !items->n)
		return rc;
	qsort(items->all, items->n, sizeof *items->all, by_key);
	return sort_alike(items, st->db, st->fault);
}

/* Those that count, and those of the list ?2 either way. */
#define ALSO(alias) alias ".rec IN (SELECT value FROM json_each(?2))"
#define LISTED(alias) "(NOT " alias ".voided OR " ALSO(alias) ")"
/* The same of a register in which a code is one thing: of several records of it the one that stands. */
#define LISTED_ONCE(table, alias) \
	"((NOT " alias ".voided AND " STANDS_FOR_CODE(table, alias) ") OR " ALSO(alias) ")"

static const char *const register_sql[TYPES] = {
	[TYPE_VILLAGE] = "SELECT v.rec, v.name, c.s FROM village v JOIN sym c ON c.k = v.code"
			 " WHERE " LISTED_ONCE("village", "v") " AND (?1 IS NULL OR c.s = ?1)",
	[TYPE_HOUSEHOLD] = "SELECT h.rec, v.s, h.code FROM household h JOIN sym v ON v.k = h.village"
			   " WHERE " LISTED("h") " AND (?1 IS NULL OR v.s = ?1)",
	[TYPE_TEAM] = "SELECT t.rec, t.name, c.s FROM team t JOIN sym c ON c.k = t.code"
		      " WHERE " LISTED_ONCE("team", "t") " AND (?1 IS NULL OR EXISTS(SELECT 1 FROM team_village x"
		      " JOIN sym v ON v.k = x.village WHERE x.team = t.rec AND v.s = ?1))",
	[TYPE_MEMBER] = "SELECT m.rec, m.name, c.s FROM member m JOIN sym c ON c.k = m.code"
			" WHERE " LISTED_ONCE("member", "m") " AND ?1 IS ?1"
			" AND " REGISTERED_AS("c.s") " IS NULL",
	[TYPE_TOPIC] = "SELECT t.rec, c.s, t.short FROM topic t JOIN sym c ON c.k = t.code"
		       " WHERE " LISTED("t") " AND ?1 IS ?1",
	[TYPE_REPORT] = "SELECT r.rec, r.period, ifnull(t.s, '') FROM report r"
			" LEFT JOIN sym t ON t.k = r.team WHERE " LISTED("r") " AND ?1 IS ?1",
	[TYPE_CAMPAIGN] = "SELECT p.rec, date(p.first * 86400, 'unixepoch'), c.s FROM campaign p"
			  " JOIN sym c ON c.k = p.code WHERE " LISTED("p") " AND ?1 IS ?1",
	[TYPE_TARGET] = "SELECT p.rec, s.s || '/' || c.s, ifnull(t.s, '') FROM target p"
			" JOIN sym s ON s.k = p.bundle JOIN sym c ON c.k = p.code"
			" LEFT JOIN sym t ON t.k = p.team WHERE " LISTED("p") " AND ?1 IS ?1",
};

/* Call back with the records of a statement that is bound, sorted. */
static int walk_sorted(struct statement *st, bool people, list_each each, void *arg)
{
	struct items items = { .people = people };
	int rc;

	while (row_next(st))
		add_item(&items, st);
	rc = sort_items(&items, st);
	for (size_t i = 0; !rc && i < items.n; i++)
		rc = each(arg, items.all[i].rec);
	items_release(&items);
	return list_ended(rc);
}

int list_register_and(struct book *book, enum record_type type, const char *village,
		      const struct list_also *also, list_each each, void *arg, struct fault *f)
{
	struct statement st;
	char *keys;
	int rc;

	if (type < 0 || !register_sql[type])
		return fault_set(f, FAULT_INTERNAL, "list_register");
	keys = list_also_text(also);
	st = statement_of(book_db(book), register_sql[type], f);
	bind_text(&st, village);
	bind_text(&st, keys);
	rc = walk_sorted(&st, type == TYPE_MEMBER, each, arg);
	free(keys);
	return rc;
}

int list_register(struct book *book, enum record_type type, const char *village, list_each each,
		  void *arg, struct fault *f)
{
	return list_register_and(book, type, village, NULL, each, arg, f);
}

int list_reports(struct book *book, const char *period, const char *team, bool any_team,
		 list_each each, void *arg, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT r.rec, ifnull(t.s, ''), '' FROM report r LEFT JOIN sym t ON t.k = r.team"
		" WHERE NOT r.voided AND r.period = ?1 AND (?2 OR t.s IS ?3)", f);

	bind_text(&st, period);
	bind_int(&st, any_team);
	bind_text(&st, team);
	return walk_sorted(&st, false, each, arg);
}

struct codes {
	struct book *book;
	json_t *list;
	struct fault *fault;
};

static int each_code(void *arg, rec_t rec)
{
	struct codes *codes = arg;
	json_t *record = record_read(codes->book, rec, codes->fault);

	json_array_append(codes->list, json_object_get(record, "code"));
	json_decref(record);
	return record ? FAULT_OK : (int)codes->fault->code;
}

json_t *list_register_codes(struct book *book, enum record_type type, struct fault *f)
{
	struct codes codes = { book, json_array(), f };

	if (!list_register(book, type, NULL, each_code, &codes, f))
		return codes.list;
	json_decref(codes.list);
	return NULL;
}

/* Households that are one count once. */
static int count_households(struct book *book, int *n, struct fault *f)
{
	struct statement st = statement_of(book_db(book), "SELECT rec, same IS NOT NULL FROM household"
					   " WHERE NOT voided", f);

	while (row_next(&st)) {
		rec_t rec = row_int(&st, 0), root = rec;

		if (row_int(&st, 1))
			st.rc = joined_root(book, rec, &root, f);
		*n += root == rec;
	}
	return statement_end(&st);
}

int list_count(struct book *book, enum record_type type, int *n, struct fault *f)
{
	char sql[2048];
	struct statement st;

	*n = 0;
	if (type == TYPE_HOUSEHOLD)
		return count_households(book, n, f);
	if (type < 0 || !register_sql[type])
		return fault_set(f, FAULT_INTERNAL, "list_count");
	snprintf(sql, sizeof sql, "SELECT count(*) FROM (%s)", register_sql[type]);
	st = statement_once(book_db(book), sql, f);
	if (row_next(&st))
		*n = (int)row_int(&st, 0);
	return statement_end(&st);
}

/* ---- households, with what a list shows of them ---- */

/*
 * No table has the kinds: they are read from the operation that made the
 * household where it is the only one; NULL with several, which are merged.
 */
static const char households_sql[] =
	"SELECT h.rec, v.s, h.code, h.hint,"
	" (SELECT max(s.day) FROM session s WHERE s.household = h.rec AND NOT s.voided),"
	" EXISTS(SELECT 1 FROM op x WHERE x.rec = h.rec AND x.rec <> x.k),"
	" json_extract(CAST(o.bytes AS TEXT), '$.set.kinds'), h.same,"
	" h.rec = (SELECT x.rec FROM household x CROSS JOIN op xo ON xo.k = x.rec"
	" WHERE x.village = h.village AND x.code = h.code AND NOT x.voided"
	" ORDER BY " BY_STANDING("xo") " LIMIT 1)"
	" FROM household h JOIN sym v ON v.k = h.village JOIN op o ON o.k = h.rec"
	" WHERE " LISTED("h") " AND (?1 IS NULL OR v.s = ?1)";

static int kinds_of(struct book *book, rec_t rec, const json_t **kinds, struct fault *f)
{
	json_t *object = record_read(book, rec, f);

	if (!object)
		return (int)f->code;
	*kinds = json_incref(json_object_get(object, "kinds"));
	json_decref(object);
	return FAULT_OK;
}

/* The code of the household that one counts for; "": itself. */
static int same_of(struct book *book, rec_t rec, const char **same, struct fault *f)
{
	struct statement st = { 0 };
	rec_t root;
	int rc = joined_root(book, rec, &root, f);

	*same = memory_strdup("");
	if (rc || root == rec)
		return rc;
	st = statement_of(book_db(book), "SELECT code FROM household WHERE rec = ?", f);
	bind_int(&st, root);
	if (row_next(&st)) {
		free((void *)(uintptr_t)*same);
		*same = memory_strdup(column(&st, 0));
	}
	return statement_end(&st);
}

static int take_household(struct book *book, struct items *items, const struct statement *st)
{
	struct item *it = add_item(items, st);
	struct list_household *h = &it->h;

	h->rec = it->rec;
	h->village = memory_strdup(column(st, 1));
	h->code = memory_strdup(column(st, 2));
	h->hint = memory_strdup(column(st, 3));
	h->last = (day_t)row_int(st, 4);
	h->stands = row_int(st, 8) != 0;
	if (row_null(st, 7))
		h->same = memory_strdup("");
	else if (same_of(book, h->rec, &h->same, st->fault))
		return (int)st->fault->code;
	if (row_int(st, 5))
		return kinds_of(book, h->rec, &h->kinds, st->fault);
	h->kinds = json_loads(column(st, 6), 0, NULL);
	return FAULT_OK;
}

int list_households(struct book *book, const char *village, list_each_household each, void *arg,
		    struct fault *f)
{
	return list_households_and(book, village, NULL, each, arg, f);
}

int list_households_and(struct book *book, const char *village, const struct list_also *also,
			list_each_household each, void *arg, struct fault *f)
{
	struct items items = { 0 };
	char *keys = list_also_text(also);
	struct statement st = statement_of(book_db(book), households_sql, f);
	int rc;

	bind_text(&st, village);
	bind_text(&st, keys);
	while (row_next(&st))
		st.rc = take_household(book, &items, &st);
	rc = sort_items(&items, &st);
	for (size_t i = 0; !rc && i < items.n; i++)
		rc = each(arg, &items.all[i].h);
	items_release(&items);
	free(keys);
	return list_ended(rc);
}
