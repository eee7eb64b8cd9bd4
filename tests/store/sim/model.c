#include "config.h"
#include "tests/store/sim/world.h"

#include <stdlib.h>
#include <string.h>

#include "store/db/statement.h"
#include "store/oplog/merge.h"
#include "store/oplog/op.h"

/*
 * An operation, and what its laptop held of the record, and counted, when it was made; with what
 * those had seen who made that: of a line that was lost, or taken back, one may know by what was
 * written after it, and passes it over in the same way.
 */
struct made {
	struct op op;
	char *text;
	size_t len;
	struct id *seen;
	int n_seen;
};

enum { SLOTS = 4096 };

static struct made *all;
static int n, room, n_begun;
static int slots[SLOTS]; /* 1 + index, by id */

static int slot_of(const struct id *id)
{
	unsigned at = (unsigned)(id->b[0] | id->b[1] << 8) % SLOTS;

	while (slots[at] && memcmp(all[slots[at] - 1].op.id.b, id->b, ID_BYTES))
		at = (at + 1) % SLOTS;
	return (int)at;
}

static struct made *find(const struct id *id)
{
	int at = slots[slot_of(id)];

	return at ? &all[at - 1] : NULL;
}

static struct made *add(const void *text, size_t len)
{
	struct made *made;

	if (n == room) {
		room = room * 2 + 64;
		all = realloc(all, (size_t)room * sizeof *all);
	}
	made = &all[n];
	memset(made, 0, sizeof *made);
	if (op_parse(&made->op, text, len) || n >= SLOTS / 2)
		abort();
	slots[slot_of(&made->op.id)] = ++n;
	made->text = memcpy(malloc(len), text, len);
	made->len = len;
	return made;
}

/* What the histories begin with stays; what one made goes with it. */
void model_begin(void)
{
	if (!n_begun)
		n_begun = n;
}

void model_end(void)
{
	while (n > n_begun) {
		op_release(&all[--n].op);
		free(all[n].text);
		free(all[n].seen);
	}
	memset(slots, 0, sizeof slots);
	for (int i = 0; i < n; i++)
		slots[slot_of(&all[i].op.id)] = i + 1;
}

const char *model_text(const struct id *id, size_t *len)
{
	const struct made *made = find(id);

	*len = made ? made->len : 0;
	return made ? made->text : NULL;
}

static bool saw_id(const struct made *made, const struct id *id)
{
	for (int i = 0; i < made->n_seen; i++)
		if (!memcmp(made->seen[i].b, id->b, ID_BYTES))
			return true;
	return false;
}

static void sees_one(struct made *made, const struct id *id)
{
	if (saw_id(made, id))
		return;
	made->seen = realloc(made->seen, (size_t)(made->n_seen + 1) * sizeof *made->seen);
	made->seen[made->n_seen++] = *id;
}

/* An operation, and all that had been seen by who made it. */
static void sees(struct made *made, const struct id *id)
{
	const struct made *other = find(id);

	sees_one(made, id);
	for (int i = 0; other && i < other->n_seen; i++)
		sees_one(made, &other->seen[i]);
}

void model_add(const char *text, size_t len, const struct id *seen, int n_seen)
{
	struct made *made = add(text, len);

	for (int i = 0; i < n_seen; i++)
		sees(made, &seen[i]);
}

/* What the log holds of a record before an operation, as far as it counts. */
static void look(struct device *d, struct made *made, int64_t key, int64_t rec)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT id FROM op WHERE"
		" rec = ? AND k <> ? AND (source IS NOT NULL OR k < ?) AND aside IS NULL"
		" AND length(bytes) > 0", &f);

	bind_int(&st, rec);
	bind_int(&st, key);
	bind_int(&st, key);
	while (row_next(&st)) {
		struct id id;

		row_bytes(&st, 0, id.b, ID_BYTES);
		sees(made, &id);
	}
	broken(statement_end(&st), &f, d, "looking at what was seen");
}

void model_scan(struct device *d)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT k, rec, id, bytes FROM op"
		" WHERE k > ? AND source IS NULL AND length(bytes) > 0 ORDER BY k", &f);

	bind_int(&st, d->scanned);
	while (row_next(&st)) {
		struct id id;

		row_bytes(&st, 2, id.b, ID_BYTES);
		d->scanned = row_int(&st, 0);
		if (!find(&id))
			look(d, add(row_blob(&st, 3), row_length(&st, 3)), row_int(&st, 0),
			     row_int(&st, 1));
	}
	broken(statement_end(&st), &f, d, "looking at what it made");
}

/* ---- judging what shows ---- */

/* The operations of a record that count at a desk. */
struct group {
	struct device *d;
	struct made *ops[256];
	int n;
	bool whole; /* all that any of them saw is here */
};

static bool holds(const struct group *g, const struct id *id)
{
	for (int i = 0; i < g->n; i++)
		if (!memcmp(g->ops[i]->op.id.b, id->b, ID_BYTES))
			return true;
	return false;
}

static bool is_whole(const struct group *g)
{
	for (int i = 0; i < g->n; i++)
		for (int j = 0; j < g->ops[i]->n_seen; j++)
			if (!holds(g, &g->ops[i]->seen[j]))
				return false;
	return true;
}

static const json_t *value_of(const struct made *made, const char *field)
{
	return json_object_get(made->op.set, field);
}

/* Whether nobody who set the field since had seen it. */
static bool stands(const struct group *g, const struct made *made, const char *field)
{
	for (int i = 0; i < g->n; i++)
		if (value_of(g->ops[i], field) && saw_id(g->ops[i], &made->op.id))
			return false;
	return true;
}

static bool is_told(const struct merged *m, const char *field)
{
	const json_t *name;
	size_t i;

	json_array_foreach(m->conflicts, i, name)
		if (!strcmp(json_string_value(name), field))
			return true;
	return false;
}

static bool is_value(const json_t *value, const json_t *shown)
{
	return json_is_null(value) ? !shown : shown && json_equal(value, shown);
}

static void judge_field(const struct group *g, const struct merged *m, const char *field)
{
	const json_t *shown = json_object_get(m->values, field);
	bool told = is_told(m, field), stands_here = false, others = false;

	for (int i = 0; i < g->n; i++) {
		const json_t *value = value_of(g->ops[i], field);

		if (!value || !stands(g, g->ops[i], field))
			continue;
		if (is_value(value, shown))
			stands_here = true;
		else
			others = true;
	}
	if (!stands_here && (g->whole || !told))
		violated("I4: %s: a value of %s shows that somebody changed with sight of it",
			 g->d->is.name, field);
	else if (others && !told)
		violated("I4: %s: two values of %s, and nobody is told", g->d->is.name, field);
	else if (told && g->whole && !others)
		violated("I4: %s: told of a conflict of %s that is none", g->d->is.name, field);
	world.counts[N_CONFLICTS] += told;
}

static void judge_group(const struct group *g, const struct merged *m)
{
	for (int i = 0; i < g->n; i++) {
		const char *field;
		json_t *value;

		json_object_foreach(g->ops[i]->op.set, field, value)
			judge_field(g, m, field);
	}
}

static void judge_record(struct device *d, rec_t rec)
{
	struct group g = { .d = d };
	struct merged m;
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT id FROM op WHERE rec = ?"
		" AND aside IS NULL AND length(bytes) > 0", &f);

	bind_int(&st, rec);
	while (row_next(&st) && g.n < 256) {
		struct id id;

		row_bytes(&st, 0, id.b, ID_BYTES);
		g.ops[g.n] = find(&id);
		if (!g.ops[g.n++]) {
			violated("%s: an operation nobody made", d->is.name);
			g.n--;
		}
	}
	if (broken(statement_end(&st), &f, d, "judging") || world.failed)
		return;
	if (merged_load(book_db(d->book), rec, &m, &f))
		return; /* it was not created here: it shows nothing */
	g.whole = is_whole(&g);
	judge_group(&g, &m);
	merged_release(&m);
}

void model_judge(struct device *d)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT rec FROM op WHERE rec > 0 AND"
		" aside IS NULL AND length(bytes) > 0 GROUP BY rec HAVING count(*) > 1", &f);

	while (row_next(&st))
		judge_record(d, row_int(&st, 0));
	broken(statement_end(&st), &f, d, "judging");
}
