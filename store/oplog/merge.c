#include "config.h"
#include "store/oplog/merge.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/oplog/bounds.h"

/* The operations of one record as a graph: parents[] are indexes into ops. */
struct graph {
	const struct op *ops;
	const bool *passed_over; /* NULL: all count */
	int n;
	int *parents, *first; /* parents of i: parents[first[i]] … parents[first[i + 1] - 1] */
	int *sorted;          /* indexes by id, for looking up */
	unsigned char *seen;
	int *marked, n_marked; /* those mark_ancestors() has set seen[] of, in any order */
	int *stack;
};

static int by_id(const void *a, const void *b, void *arg)
{
	const struct op *ops = arg;

	return memcmp(ops[*(const int *)a].id.b, ops[*(const int *)b].id.b, ID_BYTES);
}

static int index_of(const struct graph *g, const struct id *id)
{
	int lo = 0, hi = g->n;

	while (lo < hi) {
		int mid = (lo + hi) / 2;
		int c = memcmp(g->ops[g->sorted[mid]].id.b, id->b, ID_BYTES);

		if (c == 0)
			return g->sorted[mid];
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -1;
}

static void graph_release(struct graph *g)
{
	free(g->parents);
	free(g->first);
	free(g->sorted);
	free(g->seen);
	free(g->marked);
	free(g->stack);
}

static void graph_init(struct graph *g, const struct op *ops, int n)
{
	size_t edges = 0;
	int used = 0;

	memset(g, 0, sizeof *g);
	g->ops = ops;
	g->n = n;
	for (int i = 0; i < n; i++)
		edges += json_array_size(ops[i].base);
	g->parents = memory_alloc((edges + 1) * sizeof *g->parents);
	g->first = memory_alloc(((size_t)n + 1) * sizeof *g->first);
	g->sorted = memory_alloc(((size_t)n + 1) * sizeof *g->sorted);
	g->seen = memory_alloc((size_t)n + 1);
	g->marked = memory_alloc(((size_t)n + 1) * sizeof *g->marked);
	g->stack = memory_alloc((edges + (size_t)n + 1) * sizeof *g->stack);
	for (int i = 0; i < n; i++)
		g->sorted[i] = i;
	qsort_r(g->sorted, (size_t)n, sizeof *g->sorted, by_id, (void *)ops);
	for (int i = 0; i < n; i++) {
		g->first[i] = used;
		for (size_t j = 0; j < json_array_size(ops[i].base); j++) {
			const char *text = json_string_value(json_array_get(ops[i].base, j));
			struct id id;
			int parent = text && !id_parse(&id, text) ? index_of(g, &id) : -1;

			if (parent >= 0)
				g->parents[used++] = parent;
		}
	}
	g->first[n] = used;
}

/* Mark in seen[] every ancestor of i (not i itself unless it was marked already). */
static void mark_ancestors(struct graph *g, int i)
{
	int depth = 0;

	g->stack[depth++] = i;
	while (depth) {
		int at = g->stack[--depth];

		for (int e = g->first[at]; e < g->first[at + 1]; e++) {
			int parent = g->parents[e];

			if (!g->seen[parent]) {
				g->seen[parent] = 1;
				g->marked[g->n_marked++] = parent;
				g->stack[depth++] = parent;
			}
		}
	}
}

static bool sets(const struct graph *g, int i, const char *field)
{
	if (g->passed_over && g->passed_over[i])
		return false;
	return !field || json_object_get(g->ops[i].set, field);
}

/* After this seen[i] is 0 for exactly the heads of the field among those that set it. */
static void mark_heads(struct graph *g, const char *field)
{
	for (int i = 0; i < g->n; i++)
		g->seen[i] = 0;
	g->n_marked = 0;
	for (int i = 0; i < g->n; i++)
		if (sets(g, i, field))
			mark_ancestors(g, i);
}

/* That an operation sets a field. */
struct setting {
	const char *field;
	const json_t *value;
	int op;
};

/*
 * All n that set one field. A record may have as many fields as whoever wrote it liked: each costs
 * what is before those that set it, none of them a walk over all operations.
 */
static void merge_field(struct graph *g, const struct setting *set, size_t n, struct merged *out)
{
	const struct setting *best = NULL;
	bool differ = false;

	for (size_t i = 0; n > 1 && i < n; i++)
		mark_ancestors(g, set[i].op);
	for (size_t i = 0; i < n; i++) {
		if (g->seen[set[i].op])
			continue;
		if (best && !json_equal(set[i].value, best->value))
			differ = true;
		if (!best || op_compare(&g->ops[set[i].op], &g->ops[best->op]) > 0)
			best = &set[i];
	}
	while (g->n_marked)
		g->seen[g->marked[--g->n_marked]] = 0;
	if (!json_is_null(best->value))
		json_object_set(out->values, best->field, (json_t *)(uintptr_t)best->value);
	if (differ) {
		if (!out->conflicts)
			out->conflicts = json_array();
		json_array_append_new(out->conflicts, json_string(best->field));
	}
}

static int by_field(const void *a, const void *b)
{
	const struct setting *x = a, *y = b;
	int c = strcmp(x->field, y->field);

	return c ? c : x->op - y->op;
}

/* Merge every field that any operation sets, in the order of the names. */
static void merge_fields(struct graph *g, struct merged *out)
{
	size_t size = 0, used = 0, next;
	struct setting *set;

	for (int i = 0; i < g->n; i++)
		size += json_object_size(g->ops[i].set);
	set = memory_alloc((size + 1) * sizeof *set);
	for (int i = 0; i < g->n; i++) {
		const char *field;
		json_t *value;

		json_object_foreach(g->ops[i].set, field, value)
			set[used++] = (struct setting){ field, value, i };
	}
	qsort(set, used, sizeof *set, by_field);
	for (int i = 0; i < g->n; i++)
		g->seen[i] = 0;
	for (size_t i = 0; i < used; i = next) {
		next = i + 1;
		while (next < used && !strcmp(set[next].field, set[i].field))
			next++;
		merge_field(g, &set[i], next - i, out);
	}
	free(set);
}

static int by_greatness(const void *a, const void *b, void *arg)
{
	const struct op *ops = arg;

	return op_compare(&ops[*(const int *)b], &ops[*(const int *)a]);
}

/* More than an operation may have seen (bounds.h) are seen by several, the greatest first. */
static void collect_heads(struct graph *g, struct merged *out)
{
	int *heads = memory_alloc(((size_t)g->n + 1) * sizeof *heads), n = 0;

	mark_heads(g, NULL);
	for (int j = 0; j < g->n; j++)
		if (!g->seen[g->sorted[j]])
			heads[n++] = g->sorted[j]; /* by id: the same set gives the same order */
	if (n > BOUNDS_BASE) {
		qsort_r(heads, (size_t)n, sizeof *heads, by_greatness, (void *)(uintptr_t)g->ops);
		n = BOUNDS_BASE;
	}
	out->heads = memory_alloc(((size_t)n + 1) * sizeof *out->heads);
	for (; out->n_heads < n; out->n_heads++)
		out->heads[out->n_heads] = g->ops[heads[out->n_heads]].id;
	free(heads);
}

void merge_ops(const struct op *ops, int n, struct merged *out)
{
	struct graph g;

	memset(out, 0, sizeof *out);
	out->type = TYPE_ANY;
	out->values = json_object();
	out->n_ops = n;
	if (n <= 0)
		return;
	graph_init(&g, ops, n);
	merge_fields(&g, out);
	collect_heads(&g, out);
	graph_release(&g);
	for (int i = 0; i < n; i++) {
		if (ops[i].base)
			continue;
		out->type = record_type_of_name(ops[i].type);
		out->owner = json_incref(ops[i].doc);
		out->author = ops[i].who;
		out->lane = ops[i].lane;
		out->born = op_when(&ops[i]);
	}
	out->voided = json_is_true(json_object_get(out->values, "voided"));
}

int merged_load(struct db *db, int64_t rec, struct merged *out, struct fault *f)
{
	struct op *ops;
	int n, rc = op_load(db, rec, &ops, &n, f);

	memset(out, 0, sizeof *out);
	if (rc)
		return rc;
	if (!n || ops[0].key != rec)
		rc = fault_set(f, FAULT_NOT_FOUND, NULL);
	else
		merge_ops(ops, n, out);
	op_list_free(ops, n);
	return rc;
}

int merged_before(struct db *db, int64_t rec, int64_t skip, struct merged *out, struct fault *f)
{
	struct op *ops, *past;
	struct graph g;
	int n, used = 0, rc = op_load(db, rec, &ops, &n, f);

	memset(out, 0, sizeof *out);
	if (rc)
		return rc;
	past = memory_alloc(((size_t)n + 1) * sizeof *past);
	graph_init(&g, ops, n);
	for (int i = 0; i < n; i++)
		g.seen[i] = 0;
	for (int i = 0; i < n; i++)
		if (ops[i].key == skip)
			mark_ancestors(&g, i);
	for (int i = 0; i < n; i++)
		if (g.seen[i])
			past[used++] = ops[i];
	graph_release(&g);
	merge_ops(past, used, out);
	free(past);
	op_list_free(ops, n);
	return FAULT_OK;
}

bool merged_decided_by(const struct op *ops, int n, const bool *passed_over, int64_t key,
		       const char *field)
{
	struct graph g;
	bool decided = false;

	graph_init(&g, ops, n);
	g.passed_over = passed_over;
	mark_heads(&g, field);
	for (int i = 0; i < n; i++) {
		if (g.seen[i] || !sets(&g, i, field))
			continue;
		decided = ops[i].key == key;
		if (!decided)
			break;
	}
	graph_release(&g);
	return decided;
}

int merge_heads(const struct op *ops, int n, const char *field, int *heads)
{
	struct graph g;
	int found = 0;

	graph_init(&g, ops, n);
	mark_heads(&g, field);
	for (int i = 0; i < n; i++)
		if (!g.seen[i] && sets(&g, i, field))
			heads[found++] = i;
	graph_release(&g);
	qsort_r(heads, (size_t)found, sizeof *heads, by_greatness, (void *)(uintptr_t)ops);
	return found;
}

static int by_age(const void *a, const void *b, void *arg)
{
	const struct op *ops = arg, *x = &ops[*(const int *)a], *y = &ops[*(const int *)b];

	if (x->hlc != y->hlc)
		return x->hlc < y->hlc ? -1 : 1;
	return memcmp(x->id.b, y->id.b, ID_BYTES);
}

/* Whether all that i has seen is placed (seen[]) already. */
static bool ready(const struct graph *g, int i)
{
	for (int e = g->first[i]; e < g->first[i + 1]; e++)
		if (!g->seen[g->parents[e]])
			return false;
	return true;
}

void merge_order(const struct op *ops, int n, int *order)
{
	struct graph g;
	int *left; /* by age; those placed are taken out */

	graph_init(&g, ops, n);
	left = g.stack;
	for (int i = 0; i < n; i++) {
		left[i] = i;
		g.seen[i] = 0;
	}
	qsort_r(left, (size_t)n, sizeof *left, by_age, (void *)ops);
	for (int placed = 0; placed < n; placed++) {
		int at = 0, rest = n - placed;

		while (at + 1 < rest && !ready(&g, left[at]))
			at++;
		order[placed] = left[at];
		g.seen[left[at]] = 1;
		memmove(left + at, left + at + 1, (size_t)(rest - at - 1) * sizeof *left);
	}
	graph_release(&g);
}

void merged_release(struct merged *merged)
{
	json_decref(merged->values);
	json_decref(merged->conflicts);
	json_decref(merged->owner);
	free(merged->heads);
	memset(merged, 0, sizeof *merged);
}
