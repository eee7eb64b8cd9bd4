#include "config.h"
#include "tests/store/summary/by_hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "store/db/schema.h"

static sqlite3 *conn;
struct db db;
struct fault fault;
struct summary sum;
day_t today;

/* --- filling the tables ------------------------------------------------------ */

void run(const char *format, ...)
{
	va_list args;
	char *sql, *message = NULL;

	va_start(args, format);
	sql = sqlite3_vmprintf(format, args);
	va_end(args);
	if (sqlite3_exec(conn, sql, NULL, NULL, &message))
		fail_msg("%s: %s", sql, message);
	sqlite3_free(sql);
}

int setup(void **state)
{
	(void)state;
	if (sqlite3_open(":memory:", &conn))
		return -1;
	db_init(&db, conn);
	date_parse(&today, "2026-11-21");
	return schema_migrate(&db, &fault);
}

int teardown(void **state)
{
	(void)state;
	summary_release(&sum);
	db_release(&db);
	return sqlite3_close(conn);
}

day_t day(const char *text)
{
	day_t out;

	assert_true(date_parse(&out, text));
	return out;
}

long long interned(const char *text)
{
	sqlite3_stmt *stmt;
	long long k;

	if (!text)
		return 0;
	run("INSERT OR IGNORE INTO sym(s) VALUES(%Q)", text);
	sqlite3_prepare_v2(conn, "SELECT k FROM sym WHERE s = ?1", -1, &stmt, NULL);
	sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	k = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return k;
}

/* A new operation's key; its id sorts by `rank` first. */
long long op(int rank)
{
	static int n;
	long long k;

	run("INSERT INTO op(id, bytes) VALUES(CAST(printf('%%04d%%08d', %d, %d) AS BLOB), x'00')",
	    rank, n++);
	k = sqlite3_last_insert_rowid(conn);
	run("UPDATE op SET rec = k WHERE k = %lld", k);
	return k;
}

long long village(const char *code, const char *name, const char *households)
{
	long long rec = op(5);

	run("INSERT INTO village VALUES(%lld, %lld, %Q, %s, 0)", rec, interned(code), name,
	    households);
	return rec;
}

long long household(const char *at, const char *code, const char *since)
{
	long long rec = op(5);

	run("INSERT INTO household(rec, village, code, hint, guided_since, voided)"
	    " VALUES(%lld, %lld, %Q, NULL, %s, 0)", rec, interned(at), code, since);
	return rec;
}

long long team(const char *code, const char *name, const char *villages)
{
	long long rec = op(5);
	char list[64], *save = NULL;

	run("INSERT INTO team VALUES(%lld, %lld, %Q, 0)", rec, interned(code), name);
	snprintf(list, sizeof list, "%s", villages);
	for (char *v = strtok_r(list, " ", &save); v; v = strtok_r(NULL, " ", &save))
		run("INSERT INTO team_village VALUES(%lld, %lld)", rec, interned(v));
	return rec;
}

long long member(const char *code, const char *name, const char *of)
{
	long long rec = op(5);

	run("INSERT INTO member VALUES(%lld, %lld, %Q, NULL, nullif(%lld, 0), 0)", rec,
	    interned(code), name, interned(of));
	return rec;
}

long long session(struct visit_row v)
{
	long long rec = op(5);
	char list[64], *save = NULL;
	int pos = 0;

	run("INSERT INTO session(rec, day, minute, village, household, channel, attempt, minutes,"
	    " people, female, over60, voided) VALUES(%lld, %d, NULL, %lld, nullif(%lld, 0), %lld,"
	    " nullif(%lld, 0), %s, %s, %s, %s, 0)",
	    rec, day(v.date), interned(v.village ? v.village : "v1"), v.household,
	    interned(v.channel ? v.channel : "tai_nha"), interned(v.attempt),
	    v.minutes ? v.minutes : "NULL",
	    v.people ? v.people : "NULL", v.female ? v.female : "NULL",
	    v.over60 ? v.over60 : "NULL");
	snprintf(list, sizeof list, "%s", v.by ? v.by : "");
	for (char *m = strtok_r(list, " ", &save); m; m = strtok_r(NULL, " ", &save))
		run("INSERT INTO session_by VALUES(%lld, %d, %lld)", rec, pos++, interned(m));
	return rec;
}

void entry(long long at, const char *topic, const char *outcome, const char *count,
		  const char *blocker)
{
	run("INSERT INTO session_topic VALUES(%lld, %lld, %lld, %s, nullif(%lld, 0))", at,
	    interned(topic), interned(outcome), count ? count : "NULL", interned(blocker));
}

void promise(long long at, const char *due, const char *closed)
{
	run("INSERT INTO followup VALUES(%lld, %lld, %lld, %d, NULL, %lld, nullif(%d, 0), 0)",
	    op(5), at, interned("den_lai"), day(due), interned(closed ? "xong" : "mo"),
	    closed ? day(closed) : 0);
}

long long report(const char *key, const char *of, int nil)
{
	long long rec = op(5);
	struct period p;

	assert_int_equal(period_parse_key(&p, key), FAULT_OK);
	run("INSERT INTO report(rec, period, first, last, team, nil, voided)"
	    " VALUES(%lld, %Q, %d, %d, nullif(%lld, 0), %d, 0)", rec, key, p.from,
	    p.to, interned(of), nil);
	return rec;
}

/* --- asking ------------------------------------------------------------------- */

const char *said;

static json_t *read_report(void *arg, rec_t rec, struct fault *f)
{
	(void)arg;
	(void)rec;
	(void)f;
	return json_pack("{ss?sn}", "kho_khan", said, "ke_hoach");
}

void count(const char *key, enum summary_axis axis)
{
	const struct summary_input in = {.db = &db, .today = today, .unit = "26572",
					 .unit_name = "Phường Tam Long", .member = "Lan",
					 .read_report = read_report};
	struct period p;

	summary_release(&sum);
	assert_int_equal(period_parse_key(&p, key), FAULT_OK);
	assert_int_equal(summary_count(&in, &p, axis, &sum, &fault), FAULT_OK);
	assert_string_equal(sum.period.label, p.label);
}

/* A row's cell as text: "-" not known, an integer, a real, or the words. */
const char *cell_of(const struct summary_row *row, const char *column)
{
	static char text[4][256];
	static int turn;
	const struct summary_value *value = summary_value(row, column_find(column));
	char *out = text[turn++ % 4];

	switch (value->type) {
	case SUMMARY_INT:
		snprintf(out, 256, "%lld", (long long)value->integer);
		break;
	case SUMMARY_REAL:
		snprintf(out, 256, "%.10gr", value->real);
		break;
	case SUMMARY_TEXT:
		snprintf(out, 256, "%s", value->text);
		break;
	default:
		snprintf(out, 256, "-");
	}
	return out;
}

const struct summary_row *group(const char *key)
{
	for (size_t i = 0; i < sum.group_count; i++)
		if (!strcmp(sum.groups[i].key, key))
			return &sum.groups[i];
	return NULL;
}

/* The groups' keys in order, spaces between. */
void assert_groups(const char *expected)
{
	char keys[256] = "";

	for (size_t i = 0; i < sum.group_count; i++) {
		if (i)
			strcat(keys, " ");
		strcat(keys, sum.groups[i].key);
	}
	assert_string_equal(keys, expected);
}
