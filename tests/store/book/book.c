/* Opening a book, and its clock. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/db/db.h"
#include "store/base/crypto.h"
#include "store/record/open.h"
#include "store/book/transaction.h"
#include "tests/store/desk.h"

static void a_newer_book_is_left_alone(void **state)
{
	struct desk *desk = *state;
	struct book *book = NULL;
	struct fault f;

	assert_int_equal(db_exec(book_db(desk->book), "PRAGMA user_version = 99", &f), 0);
	book_close(desk->book);
	desk->book = NULL;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(records_open(desk->path, "Lan",
					      (struct vault_pass){ "mat khau", 8 }, &book, &f),
				 FAULT_NEWER);
		assert_null(book);
	}
}

/* Else its own topics would be missing, and nothing would say so. */
static void a_book_without_readable_topics_does_not_open(void **state)
{
	struct desk *desk = *state;
	struct book *book = NULL;
	struct fault f;

	assert_int_equal(db_exec(book_db(desk->book), "DROP TABLE topic", &f), 0);
	book_close(desk->book);
	desk->book = NULL;
	assert_int_equal(records_open(desk->path, "Lan", (struct vault_pass){ "mat khau", 8 },
				      &book, &f), FAULT_INTERNAL);
	assert_int_equal(f.code, FAULT_INTERNAL);
	assert_non_null(strstr(f.subject, "topic"));
	assert_null(book);
}

static void a_wrong_clock_is_not_trusted(void **state)
{
	struct desk *desk = *state;
	struct fault f;

	unsetenv("SOTAY_NOW");
	setenv("SOTAY_NOW", "nonsense", 1);
	assert_int_equal(book_begin(desk->book, "log", &f), FAULT_USAGE);
	setenv("SOTAY_NOW", DESK_TODAY "T09:00", 1);
	assert_int_equal(book_begin(desk->book, "log", &f), 0);
	book_rollback(desk->book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(a_newer_book_is_left_alone),
		DESK_CASE(a_book_without_readable_topics_does_not_open),
		DESK_CASE(a_wrong_clock_is_not_trusted),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("book", tests, NULL, NULL);
}
