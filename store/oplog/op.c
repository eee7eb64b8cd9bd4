#include "config.h"
#include "store/oplog/op.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/db/statement.h"
#include "store/oplog/lane.h"

static int clk_rank(const char *clk)
{
	if (!strcmp(clk, "ok"))
		return OP_CLK_OK;
	return !strcmp(clk, "asked") ? OP_CLK_ASKED : OP_CLK_BAD;
}

/* The lane a line names: none in those of older programs. */
static int take_lane(struct op *op)
{
	const json_t *lane = json_object_get(op->doc, "lane");

	if (!lane)
		return 0;
	op->says_lane = true;
	return json_is_string(lane) ? lane_parse(op->lane_id, json_string_value(lane)) : -1;
}

/* The members of a decoded document, each of the right type or the whole refused. */
static int take_members(struct op *op)
{
	json_t *n = json_object_get(op->doc, "n"), *hlc = json_object_get(op->doc, "hlc");
	const json_t *rec = json_object_get(op->doc, "rec");
	const char *clk = json_string_value(json_object_get(op->doc, "clk"));
	struct id id;

	op->type = json_string_value(json_object_get(op->doc, "type"));
	op->who = json_string_value(json_object_get(op->doc, "who"));
	op->set = json_object_get(op->doc, "set");
	op->base = json_object_get(op->doc, "base");
	if (!json_is_integer(n) || !json_is_integer(hlc) || !op->type || !clk ||
	    !json_is_object(op->set) || (op->base && !json_is_array(op->base)) ||
	    !op->base != !rec || (rec && (!json_is_string(rec) ||
					  id_parse(&id, json_string_value(rec)))))
		return -1;
	op->n = json_integer_value(n);
	op->hlc = json_integer_value(hlc);
	op->clk = clk_rank(clk);
	return take_lane(op);
}

int op_parse(struct op *op, const void *bytes, size_t len)
{
	memset(op, 0, sizeof *op);
	if (len > OP_BYTES_MAX)
		return -1;
	op->doc = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(op->doc) || take_members(op)) {
		op_release(op);
		return -1;
	}
	op->id = id_of(bytes, len);
	return 0;
}

void op_release(struct op *op)
{
	json_decref(op->doc);
	memset(op, 0, sizeof *op);
}

int64_t op_when(const struct op *op)
{
	/* hlc of a plausible clock stays below 2^60 until the year 38000. */
	return (int64_t)op->clk << 60 | (op->hlc & (((int64_t)1 << 60) - 1));
}

int op_compare(const struct op *a, const struct op *b)
{
	if (a->clk != b->clk)
		return a->clk < b->clk ? -1 : 1;
	if (a->hlc != b->hlc)
		return a->hlc < b->hlc ? -1 : 1;
	return memcmp(a->id.b, b->id.b, ID_BYTES);
}

int op_intern(struct db *db, const struct id *id, int64_t *key, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT k FROM op WHERE id = ?", f);
	bool known;
	int rc;

	bind_blob(&st, id->b, ID_BYTES);
	known = row_next(&st);
	if (known)
		*key = row_int(&st, 0);
	rc = statement_end(&st);
	if (rc || known)
		return rc;
	st = statement_of(db, "INSERT INTO op(id) VALUES(?)", f);
	bind_blob(&st, id->b, ID_BYTES);
	return statement_insert(&st, key);
}

static json_t *id_array(const struct id *ids, int n)
{
	json_t *a = json_array();

	for (int i = 0; i < n; i++) {
		char text[ID_TEXT];

		id_text(text, &ids[i]);
		json_array_append_new(a, json_string(text));
	}
	return a;
}

/* The line of a new operation, malloc'ed; its length in *len. */
static char *encode(struct db *db, const struct op_new *o, size_t *len, struct fault *f)
{
	char text[ID_TEXT], lane[LANE_TEXT];
	struct id id;
	json_t *doc = json_object();
	char *line;

	json_object_set_new(doc, "n", json_integer(o->n));
	lane_text(lane, o->lane_id);
	json_object_set_new(doc, "lane", json_string(lane));
	if (o->rec) {
		if (op_id(db, o->rec, &id, f)) {
			json_decref(doc);
			return NULL;
		}
		id_text(text, &id);
		json_object_set_new(doc, "rec", json_string(text));
	}
	json_object_set_new(doc, "type", json_string(o->type));
	json_object_set_new(doc, "set", json_copy((json_t *)o->set));
	if (o->rec)
		json_object_set_new(doc, "base", id_array(o->base, o->n_base));
	json_object_set_new(doc, "hlc", json_integer(o->hlc));
	json_object_set_new(doc, "clk", json_string(o->clk));
	json_object_set_new(doc, "who", json_string(o->who));
	random_bytes(id.b, ID_BYTES);
	id_text(text, &id);
	json_object_set_new(doc, "salt", json_string(text));
	line = json_dumps(doc, JSON_COMPACT | JSON_REAL_PRECISION(OP_REAL_DIGITS));
	json_decref(doc);
	*len = strlen(line);
	if (*len > OP_BYTES_MAX) {
		free(line);
		fault_set(f, FAULT_INTERNAL, "op");
		return NULL;
	}
	return line;
}

int op_append(struct db *db, const struct op_new *o, int64_t *key, struct fault *f)
{
	struct statement st;
	size_t len;
	struct id id;
	char *line = encode(db, o, &len, f);
	int rc;

	if (!line)
		return (int)f->code;
	id = id_of(line, len);
	st = statement_of(db, "INSERT INTO op(k, id, rec, lane, n, bytes, local)"
			      " VALUES((SELECT ifnull(max(k), 0) + 1 FROM op), ?1,"
			      " ifnull(?2, (SELECT ifnull(max(k), 0) + 1 FROM op)), ?3, ?4, ?5, ?6)", f);
	bind_blob(&st, id.b, ID_BYTES);
	bind_optional(&st, o->rec != 0, o->rec);
	bind_int(&st, o->lane);
	bind_int(&st, o->n);
	bind_blob(&st, line, len);
	bind_optional(&st, o->local, 1);
	rc = statement_insert(&st, key);
	free(line);
	return rc;
}

/* One row of the columns below into *op; false when its bytes are no operation. */
static bool take_row(const struct statement *st, struct op *op)
{
	if (op_parse(op, row_blob(st, 6), row_length(st, 6)))
		return false;
	op->key = row_int(st, 0);
	op->rec = row_int(st, 1);
	op->lane = row_int(st, 2);
	op->local = row_int(st, 3) != 0;
	op->source = row_int(st, 4);
	op->aside = (int)row_int(st, 5);
	return true;
}

#define OF_RECORD(and_those) \
	"SELECT k, rec, lane, local, source, aside, bytes FROM op" \
	" WHERE k = ?1 AND rec = k AND length(bytes) > 0" and_those \
	" UNION ALL SELECT k, rec, lane, local, source, aside, bytes FROM op" \
	" WHERE rec = ?1 AND rec <> k AND length(bytes) > 0" and_those

static int load(struct statement st, int64_t rec, struct op **ops, int *n)
{
	struct op *list = NULL;
	int used = 0, size = 0, rc;

	*ops = NULL;
	*n = 0;
	bind_int(&st, rec);
	while (row_next(&st)) {
		if (used == size) {
			size = size * 2 + 4;
			list = memory_resize(list, (size_t)size, sizeof *list);
		}
		if (take_row(&st, &list[used]))
			used++;
		else
			st.rc = db_damaged(st.db, "op", st.fault);
	}
	rc = statement_end(&st);
	if (rc) {
		op_list_free(list, used);
		return rc;
	}
	*ops = list;
	*n = used;
	return FAULT_OK;
}

int op_load(struct db *db, int64_t rec, struct op **ops, int *n, struct fault *f)
{
	return load(statement_of(db, OF_RECORD(" AND aside IS NULL"), f), rec, ops, n);
}

int op_load_all(struct db *db, int64_t rec, struct op **ops, int *n, struct fault *f)
{
	return load(statement_of(db, OF_RECORD(""), f), rec, ops, n);
}

void op_list_free(struct op *ops, int n)
{
	for (int i = 0; i < n; i++)
		op_release(&ops[i]);
	free(ops);
}

int op_id(struct db *db, int64_t key, struct id *out, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT id FROM op WHERE k = ?", f);
	bool found;
	int rc;

	bind_int(&st, key);
	found = row_next(&st) && row_bytes(&st, 0, out->b, ID_BYTES);
	rc = statement_end(&st);
	return rc || found ? rc : fault_set(f, FAULT_INTERNAL, "op_id");
}

int op_made(struct db *db, int64_t rec, struct op_made *out, struct fault *f)
{
	struct statement st = statement_of(db, "SELECT bytes FROM op WHERE k = ? AND rec = k"
					       " AND length(bytes) > 0", f);
	bool found = false;
	struct op op;
	int rc;

	bind_int(&st, rec);
	if (row_next(&st)) {
		found = !op_parse(&op, row_blob(&st, 0), row_length(&st, 0));
		if (!found)
			st.rc = db_damaged(db, "op", f);
	}
	rc = statement_end(&st);
	if (rc || !found)
		return rc ? rc : fault_set(f, FAULT_NOT_FOUND, NULL);
	*out = (struct op_made){ op_when(&op), op.id };
	op_release(&op);
	return FAULT_OK;
}

int op_made_compare(const struct op_made *a, const struct op_made *b)
{
	if (a->when != b->when)
		return a->when < b->when ? -1 : 1;
	return memcmp(a->id.b, b->id.b, ID_BYTES);
}
