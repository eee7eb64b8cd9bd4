/* What is damaged is noticed. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "store/upkeep/check.h"
#include "store/db/db.h"
#include "store/base/crypto.h"
#include "tests/store/desk.h"

static void check_sees_tampering(void **state)
{
	static const struct {
		const char *sql, *subject;
	} cases[] = {
		{ "UPDATE session SET people = people + 1", "session" },
		{ "DELETE FROM session_topic", "session_topic" },
		{ "UPDATE household SET voided = 1 WHERE code = 'X9'", "household" },
		{ "UPDATE audit SET member = 'Ai' WHERE n = 2", "audit" },
		{ "DELETE FROM audit WHERE n = 2", "audit" },
		{ "UPDATE op SET bytes = CAST(replace(CAST(bytes AS TEXT), 'hoan_thanh',"
		  " 'mot_phan') AS BLOB)", "operations" },
		{ "INSERT INTO session_fts(session_fts) VALUES('delete-all')", "session_fts" },
		{ "UPDATE session SET village = 999", "references" },
		{ "UPDATE meta SET value = value - 1 WHERE key = 'n'", "numbers" },
		{ "INSERT INTO intake(at) VALUES(1); UPDATE op SET aside = 5"
		  " WHERE k = (SELECT max(rec) FROM session)", "judging" },
	};
	struct desk *desk = *state;

	desk_add(desk, TYPE_SESSION, desk_visit);
	desk_check(desk);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct check_report report;
		struct fault f;

		memset(&f, 0, sizeof f);
		assert_int_equal(db_exec(book_db(desk->book), "SAVEPOINT tamper", &f), 0);
		assert_int_equal(db_exec(book_db(desk->book), cases[i].sql, &f), 0);
		assert_int_equal(db_exec(book_db(desk->book), "RELEASE tamper", &f), 0);
		if (book_check(desk->book, &report, &f) != FAULT_DAMAGED ||
		    strcmp(f.subject, cases[i].subject))
			fail_msg("%s: %d %s", cases[i].sql, f.code, f.subject);
		desk_close(desk);
		desk_open(desk);
		desk_add(desk, TYPE_SESSION, desk_visit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(check_sees_tampering),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
