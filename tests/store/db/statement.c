/* Questions and changes put to a database: what fails is told, and one text is in use once at a time. */
#include "config.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/db/statement.h"

static struct db db;

static int open_memory(void **state)
{
	sqlite3 *conn;
	struct fault f;

	(void)state;
	if (sqlite3_open(":memory:", &conn))
		return -1;
	db_init(&db, conn);
	return db_exec(&db, "CREATE TABLE t(k INTEGER PRIMARY KEY, n INTEGER UNIQUE, s TEXT, b BLOB);"
			    "INSERT INTO t VALUES(1, 10, 'mot', x'0102'), (2, 20, NULL, NULL)", &f);
}

static int close_memory(void **state)
{
	sqlite3 *conn = db.conn;

	(void)state;
	db_release(&db);
	return sqlite3_close(conn);
}

static void values_come_back(void **state)
{
	static const char insert[] = "INSERT INTO t(n, s, b) VALUES(?, ?, ?)";
	struct fault f;
	struct statement st = statement_of(&db, insert, &f);
	uint8_t bytes[3];
	int64_t key = 0;

	(void)state;
	bind_optional(&st, true, 30);
	bind_letters(&st, "babonnam", 2);
	bind_blob(&st, "\1\2\3", 3);
	assert_int_equal(statement_insert(&st, &key), FAULT_OK);
	assert_int_equal(key, 3);

	st = statement_of(&db, "SELECT n, s, b FROM t WHERE k = ?", &f);
	bind_int(&st, key);
	assert_true(row_next(&st));
	assert_int_equal(row_int(&st, 0), 30);
	assert_string_equal(row_text(&st, 1), "ba");
	assert_int_equal(row_length(&st, 2), 3);
	assert_false(row_bytes(&st, 2, bytes, 2));
	assert_true(row_bytes(&st, 2, bytes, 3));
	assert_memory_equal(bytes, "\1\2\3", 3);
	assert_false(row_next(&st));
	assert_int_equal(statement_end(&st), FAULT_OK);

	/* What was bound before is not bound any more. */
	st = statement_of(&db, insert, &f);
	bind_optional(&st, false, 40);
	bind_text(&st, NULL);
	assert_int_equal(statement_insert(&st, &key), FAULT_OK);
	assert_int_equal(key, 4);
	st = statement_of(&db, "SELECT n, s, b FROM t WHERE k = 4", &f);
	assert_true(row_next(&st));
	for (int i = 0; i < 3; i++)
		assert_true(row_null(&st, i));
	assert_int_equal(row_int(&st, 0), 0);
	assert_int_equal(row_int_or(&st, 0, -1), -1);
	assert_null(row_text(&st, 1));
	assert_int_equal(row_length(&st, 2), 0);
	assert_false(row_bytes(&st, 2, bytes, sizeof bytes));
	assert_false(row_bytes(&st, 2, bytes, 0));
	assert_int_equal(statement_end(&st), FAULT_OK);
}

static void integers_in_one_line(void **state)
{
	struct fault f;
	int64_t n = -1;

	(void)state;
	assert_int_equal(read_int(&db, "SELECT count(*) FROM t", &n, &f), FAULT_OK);
	assert_int_equal(n, 2);
	assert_int_equal(read_int_of(&db, "SELECT n FROM t WHERE k = ?", 2, &n, &f), FAULT_OK);
	assert_int_equal(n, 20);
	assert_int_equal(read_int_of(&db, "SELECT n FROM t WHERE k = ?", 99, &n, &f), FAULT_OK);
	assert_int_equal(n, 20); /* no row */
	assert_int_equal(read_int(&db, "SELECT n FROM nowhere", &n, &f), FAULT_INTERNAL);
	assert_int_equal(n, 20);
}

/* Each place where a statement may fail: its end says so, and nothing is read. */
static void faults_come_out_at_the_end(void **state)
{
	struct fault f = { 0 };
	struct statement st = statement_of(&db, "SELECT k FROM nowhere WHERE s = ?", &f);
	int64_t key = -1;

	(void)state;
	bind_text(&st, "mot");
	assert_false(row_next(&st));
	assert_int_equal(statement_end(&st), FAULT_INTERNAL);
	assert_int_equal(f.code, FAULT_INTERNAL);
	assert_non_null(strstr(f.subject, "nowhere"));

	memset(&f, 0, sizeof f);
	st = statement_once(&db, "SELEKT", &f);
	assert_false(row_next(&st));
	assert_int_equal(statement_end(&st), FAULT_INTERNAL);
	assert_int_equal(f.code, FAULT_INTERNAL);

	memset(&f, 0, sizeof f);
	st = statement_of(&db, "SELECT k FROM t WHERE s = ?1", &f);
	bind_text(&st, "mot");
	bind_int(&st, 2); /* more than there are */
	assert_false(row_next(&st));
	assert_int_equal(statement_end(&st), FAULT_INTERNAL);
	assert_int_equal(f.code, FAULT_INTERNAL);

	memset(&f, 0, sizeof f);
	st = statement_of(&db, "INSERT INTO t(n) VALUES(?)", &f);
	bind_int(&st, 10); /* there is one */
	assert_int_equal(statement_insert(&st, &key), FAULT_INTERNAL);
	assert_int_equal(f.code, FAULT_INTERNAL);
	assert_int_equal(key, -1);

	/* In the middle of a walk; the statement can be used again. */
	for (int i = 0; i < 2; i++) {
		int rows = 0;

		memset(&f, 0, sizeof f);
		st = statement_of(&db, "SELECT CASE k WHEN 2 THEN abs(-9223372036854775808) ELSE k END"
				       " FROM t ORDER BY k", &f);
		while (row_next(&st))
			rows++;
		assert_int_equal(rows, 1);
		assert_int_equal(statement_end(&st), FAULT_INTERNAL);
		assert_int_equal(f.code, FAULT_INTERNAL);
	}
}

static void a_reader_ends_its_walk(void **state)
{
	struct fault f = { 0 };
	struct statement st = statement_once(&db, "SELECT k FROM t", &f);
	int rows = 0;

	(void)state;
	while (row_next(&st)) {
		rows++;
		st.rc = 77;
	}
	assert_int_equal(rows, 1);
	assert_int_equal(statement_end(&st), 77);
	assert_int_equal(f.code, FAULT_OK);
}

/* The cache grows under a statement that is being walked. */
static void walks_do_not_disturb_each_other(void **state)
{
	static char texts[100][32];
	struct fault f;
	struct statement st = statement_of(&db, "SELECT k FROM t ORDER BY k", &f);
	int64_t sum = 0, n = 0;

	(void)state;
	while (row_next(&st)) {
		for (int i = 0; i < 100; i++) {
			snprintf(texts[i], sizeof texts[i], "SELECT %d", i);
			assert_int_equal(read_int(&db, texts[i], &n, &f), FAULT_OK);
			assert_int_equal(n, i);
		}
		sum += row_int(&st, 0);
	}
	assert_int_equal(statement_end(&st), FAULT_OK);
	assert_int_equal(sum, 3);
}

static void take_twice(void)
{
	static const char sql[] = "SELECT k FROM t";
	struct fault f;

	statement_of(&db, sql, &f);
	statement_of(&db, sql, &f);
}

static void close_under_a_walk(void)
{
	struct fault f;

	statement_of(&db, "SELECT k FROM t", &f);
	db_release(&db);
}

static void assert_aborts(void (*act)(void))
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (!child) {
		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO); /* what assert() has to say is expected */
		act();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

static void a_statement_in_use_is_not_taken_again(void **state)
{
	(void)state;
	assert_aborts(take_twice);
	assert_aborts(close_under_a_walk);
}

#define MEMORY_CASE(name) cmocka_unit_test_setup_teardown(name, open_memory, close_memory)

int main(void)
{
	const struct CMUnitTest tests[] = {
		MEMORY_CASE(values_come_back),
		MEMORY_CASE(integers_in_one_line),
		MEMORY_CASE(faults_come_out_at_the_end),
		MEMORY_CASE(a_reader_ends_its_walk),
		MEMORY_CASE(walks_do_not_disturb_each_other),
		MEMORY_CASE(a_statement_in_use_is_not_taken_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
