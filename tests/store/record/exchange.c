#include "config.h"
#include "tests/store/record/exchange.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/buffer.h"
#include "store/book/transaction.h"
#include "store/db/schema.h"
#include "store/db/statement.h"

static void ok(int rc, const struct fault *f, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, subject %s", what, rc, f->field, f->subject);
}

struct parcel_line *parcel_more(struct parcel *parcel)
{
	parcel->lines = realloc(parcel->lines, (size_t)(parcel->n + 1) * sizeof *parcel->lines);
	memset(&parcel->lines[parcel->n], 0, sizeof *parcel->lines);
	return &parcel->lines[parcel->n++];
}

static char *copy(const void *bytes, size_t n)
{
	char *out = malloc(n + 1);

	memcpy(out, bytes, n);
	out[n] = 0;
	return out;
}

struct parcel parcel_of(struct desk *desk, int64_t after, const struct lane *is)
{
	struct parcel parcel = { 0 };
	struct fault f;
	struct statement st = statement_of(book_db(desk->book),
		"SELECT o.bytes, l.lane, o.n, o.local, o.id FROM op o JOIN lane l ON l.k = o.lane"
		" WHERE o.k > ? AND o.source IS NULL ORDER BY o.k", &f);

	bind_int(&st, after);
	while (row_next(&st)) {
		struct parcel_line *line = parcel_more(&parcel);

		line->lane = *is;
		line->lane.known = true;
		row_bytes(&st, 1, line->lane.id, LANE_BYTES);
		row_bytes(&st, 4, line->id.b, ID_BYTES);
		line->n = row_int(&st, 2);
		line->local = row_int(&st, 3) != 0;
		line->len = row_length(&st, 0);
		line->text = copy(row_blob(&st, 0), line->len);
	}
	ok(statement_end(&st), &f, "parcel");
	return parcel;
}

void parcel_add(struct parcel *parcel, const struct lane *lane, const char *text)
{
	struct parcel_line *line = parcel_more(parcel);

	line->lane = *lane;
	line->lane.known = true;
	line->len = strlen(text);
	line->text = copy(text, line->len);
	line->id = id_of(text, line->len);
}

void parcel_append(struct parcel *parcel, const struct parcel *other)
{
	for (int i = 0; i < other->n; i++) {
		struct parcel_line *line = parcel_more(parcel);

		*line = other->lines[i];
		line->text = line->text ? copy(line->text, line->len) : NULL;
	}
}

void parcel_shuffle(struct parcel *parcel, uint32_t *seed)
{
	for (int i = parcel->n - 1; i > 0; i--) {
		struct parcel_line swap = parcel->lines[i];
		int j;

		*seed = *seed * 1664525 + 1013904223;
		j = (int)((*seed >> 8) % (uint32_t)(i + 1));
		parcel->lines[i] = parcel->lines[j];
		parcel->lines[j] = swap;
	}
}

void parcel_release(struct parcel *parcel)
{
	for (int i = 0; i < parcel->n; i++)
		free(parcel->lines[i].text);
	free(parcel->lines);
	memset(parcel, 0, sizeof *parcel);
}

static int take_line(struct intake *in, const struct parcel_line *line, struct fault *f)
{
	enum taken taken;

	if (line->text)
		return intake_line(in, line->text, line->len, line->local, &taken, f);
	return intake_bare(in, &line->id, line->n, line->local, f);
}

int parcel_take(struct book *book, const struct parcel *parcel, int64_t *import, struct fault *f)
{
	struct intake in;
	int rc = intake_begin(&in, book, f);

	*import = in.key;
	for (int i = 0; !rc && i < parcel->n; i++) {
		const struct parcel_line *line = &parcel->lines[i];

		if (!i || memcmp(&line->lane, &line[-1].lane, sizeof line->lane))
			rc = intake_lane(&in, &line->lane, f);
		if (!rc)
			rc = take_line(&in, line, f);
	}
	if (!rc)
		rc = intake_end(&in, f);
	intake_release(&in);
	return rc;
}

int64_t desk_take_within(struct desk *desk, const struct parcel *parcel)
{
	struct fault f;
	int64_t key;

	ok(parcel_take(desk->book, parcel, &key, &f), &f, "take");
	return key;
}

int64_t desk_take(struct desk *desk, const struct parcel *parcel)
{
	struct fault f;
	int64_t key;

	ok(book_begin(desk->book, "import", &f), &f, "begin");
	key = desk_take_within(desk, parcel);
	ok(book_commit(desk->book, NULL, &f), &f, "commit");
	return key;
}

int64_t desk_op(struct desk *desk, const struct id *id)
{
	struct fault f;
	struct statement st = statement_of(book_db(desk->book), "SELECT k FROM op WHERE id = ?", &f);
	int64_t key = 0;

	bind_blob(&st, id->b, ID_BYTES);
	if (row_next(&st))
		key = row_int(&st, 0);
	ok(statement_end(&st), &f, "op");
	return key;
}

void desk_stands(struct desk *desk, int64_t import, enum standing standing)
{
	struct fault f;

	ok(book_begin(desk->book, "import_undo", &f), &f, "begin");
	ok(intake_undo(desk->book, import, standing, &f), &f, "take back");
	ok(book_commit(desk->book, NULL, &f), &f, "commit");
}

void desk_take_back(struct desk *desk, int64_t import, bool undone)
{
	desk_stands(desk, import, undone ? STANDS_NOT_UNDONE : STANDS);
}

void desk_joins(struct desk *desk, const char *team)
{
	struct lane lane;
	struct fault f;
	bool changed;

	ok(lane_load(book_db(desk->book), book_lane(desk->book), &lane, &f), &f, "lane");
	snprintf(lane.team, sizeof lane.team, "%s", team);
	ok(lane_tell(book_db(desk->book), &lane, &changed, &f), &f, "team");
}

/* ---- the tables ---- */

static bool is_one_of(const char *name, const char *names)
{
	const char *at = strstr(names, name);
	size_t n = strlen(name);

	for (; at; at = strstr(at + 1, name))
		if ((at == names || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
			return true;
	return false;
}

/* One column as text that means the same in another vault. */
static void put_column(struct buffer *sql, const char *table, const char *column)
{
	static const char records[] = "rec session household same named record erase", codes[] =
		"code village channel attempt role team topic outcome blocker kind status member grp"
		" bundle";
	bool record = is_one_of(column, records) || (!strcmp(table, "team_village") &&
						     !strcmp(column, "team"));
	bool code = is_one_of(column, codes) && !(!strcmp(table, "household") &&
						  !strcmp(column, "code"));
	char text[256];

	snprintf(text, sizeof text, record ? "(SELECT hex(id) FROM op WHERE k = t.\"%s\")" :
		 code ? "(SELECT s FROM sym WHERE k = t.\"%s\")" : "t.\"%s\"", column);
	buffer_put(sql, text);
}

/* "SELECT a || '|' || b … FROM table t ORDER BY 1" */
static int select_of(struct book *book, const char *table, char **out, struct fault *f)
{
	struct buffer sql = { 0 };
	struct statement st = statement_of(book_db(book),
		"SELECT name FROM pragma_table_info(?) ORDER BY cid", f);
	bool first = true;

	bind_text(&st, table);
	buffer_put(&sql, "SELECT ");
	while (row_next(&st)) {
		buffer_put(&sql, first ? "ifnull(" : " || '|' || ifnull(");
		put_column(&sql, table, row_text(&st, 0));
		buffer_put(&sql, ", '-')");
		first = false;
	}
	buffer_put(&sql, " FROM ");
	buffer_put(&sql, table);
	buffer_put(&sql, " t ORDER BY 1");
	*out = buffer_take(&sql, NULL);
	return statement_end(&st);
}

static int put_rows(struct book *book, struct buffer *out, const char *sql, const char *name,
		    struct fault *f)
{
	struct statement st = statement_of(book_db(book), sql, f);

	while (row_next(&st)) {
		buffer_put(out, name);
		buffer_put(out, ": ");
		buffer_put(out, row_text(&st, 0) ? row_text(&st, 0) : "NULL");
		buffer_put_char(out, '\n');
	}
	return statement_end(&st);
}

int book_words(struct book *book, struct fault *f)
{
	return db_exec(book_db(book), "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_terms USING"
		       " fts5vocab('main', 'session_fts', 'row')", f);
}

/* Put together once: every book has the same tables. */
static char *selects[32];

int book_tables(struct book *book, char **out, struct fault *f)
{
	struct buffer text = { 0 };
	int rc = FAULT_OK;

	for (int i = 0; !rc && schema_projections()[i]; i++) {
		if (!selects[i])
			rc = select_of(book, schema_projections()[i], &selects[i], f);
		if (!rc)
			rc = put_rows(book, &text, selects[i], schema_projections()[i], f);
	}
	if (!rc)
		rc = book_words(book, f);
	if (!rc)
		rc = put_rows(book, &text, "SELECT term || ' ' || doc FROM temp.search_terms"
			      " ORDER BY 1", "word", f);
	*out = buffer_take(&text, NULL);
	return rc;
}

char *desk_tables(struct desk *desk)
{
	struct fault f;
	char *out;

	ok(book_tables(desk->book, &out, &f), &f, "tables");
	return out;
}
