#include "config.h"
#include "sync/batch/take.h"

#include <string.h>

#include "store/catalog/record_type.h"
#include "store/oplog/op.h"
#include "sync/crypto/root.h"

struct taking {
	struct intake *in;
	const struct batch_keys *keys;
	struct batch_counts *counts;
	int rc; /* the store's own fault */
	struct fault *f;
};

/* An operation of this lane, at its place. */
static bool belongs(const struct op *op, const struct batch_keys *keys, int64_t n)
{
	return op->n == n && (!op->says_lane || !memcmp(op->lane_id, keys->lane, LANE_BYTES));
}

static void count_fresh(struct batch_counts *counts, const struct op *op)
{
	enum record_type type = record_type_of_name(op->type);

	counts->fresh++;
	counts->sessions += !op->base && type == TYPE_SESSION;
	counts->reports += !op->base && type == TYPE_REPORT;
}

/* What the log says of a line; that it is none of an operation is the line's fault. */
static enum refusal store_said(struct taking *t, int rc)
{
	if (rc == FAULT_JSON || rc == FAULT_FIELD)
		return REFUSAL_BAD_BODY;
	t->rc = rc;
	return rc ? REFUSAL_UNREAD : REFUSAL_NONE; /* ends the walk */
}

static enum refusal take_op(struct taking *t, const struct batch_line *line, const struct op *op)
{
	enum taken taken = TAKEN_NOT;
	enum refusal no;

	if (!t->in) {
		count_fresh(t->counts, op);
		return REFUSAL_NONE;
	}
	no = store_said(t, intake_line(t->in, line->op, line->n, line->local, &taken, t->f));
	if (!no && (taken == TAKEN_NEW || taken == TAKEN_FILLED))
		count_fresh(t->counts, op);
	return no;
}

static bool has_control(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)bytes[i] < 0x20)
			return true;
	return false;
}

static enum refusal take_whole(struct taking *t, const struct batch_line *line, int64_t n)
{
	struct op op;
	enum refusal no;

	if (has_control(line->op, line->n) || op_parse(&op, line->op, line->n))
		return REFUSAL_BAD_BODY;
	no = belongs(&op, t->keys, n) ? take_op(t, line, &op) : REFUSAL_BAD_BODY;
	op_release(&op);
	return no;
}

static enum refusal take_line(void *arg, const char *text, size_t len)
{
	struct taking *t = arg;
	int64_t n = t->keys->first + t->counts->operations;
	struct batch_line line;

	if (t->counts->operations++ == t->keys->count)
		return REFUSAL_BAD_BODY;
	batch_line_read(&line, text, len);
	if (!line.bare)
		return take_whole(t, &line, n);
	t->counts->withheld++;
	if (!t->in)
		return REFUSAL_NONE;
	return store_said(t, intake_bare(t->in, &line.id, n, line.local, t->f));
}

int batch_take(struct intake *in, struct package *p, const struct manifest *m,
	       const struct batch_keys *keys, struct batch_counts *counts, enum refusal *no,
	       struct fault *f)
{
	struct taking t = { .in = in, .keys = keys, .counts = counts, .f = f };
	uint64_t lines;

	memset(counts, 0, sizeof *counts);
	*no = package_walk_body(p, m, &lines, take_line, &t);
	if (t.rc)
		*no = REFUSAL_NONE;
	else if (!*no && counts->operations != keys->count)
		*no = REFUSAL_BAD_BODY;
	return t.rc;
}
