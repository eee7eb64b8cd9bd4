/* Opening a book, and its clock. */
#include "config.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/base/crypto.h"
#include "store/book/transaction.h"
#include "store/db/db.h"
#include "store/db/statement.h"
#include "store/record/open.h"
#include "store/record/record.h"
#include "store/upkeep/check.h"
#include "store/vault/backup.h"
#include "tests/store/record/exchange.h"

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

static const struct vault_pass pass = { (char *)(uintptr_t)"mat khau", 8 };

static void what_does_not_open_is_no_book(void **state)
{
	struct desk *desk = *state;
	struct book *book = (struct book *)desk;
	struct fault f;

	assert_int_equal(records_open("/nowhere/at/all", "Lan", pass, &book, &f), FAULT_NO_FILE);
	assert_null(book);
	book = (struct book *)desk;
	assert_int_equal(records_open_code("/nowhere/at/all", "2222", &book, &f), FAULT_NO_FILE);
	assert_null(book);
	book = (struct book *)desk;
	assert_int_equal(records_restore("/nowhere/at/all", desk->path, "Lan", pass, &book, &f),
			 FAULT_NO_FILE);
	assert_null(book);
}

/* "It may have been saved" of a file that never appeared, or the backup's name for a full disk, would mislead. */
static void what_was_only_being_made_is_not_in_doubt(void **state)
{
	struct fault f = { 0 };

	(void)state;
	fault_sys(&f, FAULT_UNSURE, EIO, NULL);
	assert_int_equal(book_unseen(FAULT_UNSURE, "/new", &f), FAULT_IO);
	assert_int_equal(f.code, FAULT_IO);
	assert_int_equal(f.sys, EIO);
	assert_string_equal(f.subject, "/new");
	fault_set(&f, FAULT_FULL, NULL);
	assert_int_equal(book_unseen(FAULT_FULL, "/new", &f), FAULT_FULL);
	assert_string_equal(f.subject, "/new");
	fault_set(&f, FAULT_IO, "/backup");
	assert_int_equal(book_unseen(FAULT_IO, "/new", &f), FAULT_IO);
	assert_string_equal(f.subject, "/backup");
	assert_int_equal(book_unseen(FAULT_OK, "/new", &f), FAULT_OK);
}

/* Whether a book is another incarnation than this text, which is its own then. */
static bool is_new_life(struct book *book, char life[80])
{
	struct fault f;
	struct statement st = statement_of(book_db(book),
		"SELECT hex(value), (SELECT verb FROM audit ORDER BY n DESC LIMIT 1) FROM meta"
		" WHERE key = 'incarnation'", &f);
	bool other;

	assert_true(row_next(&st));
	other = strcmp(life, row_text(&st, 0)) && !strcmp(row_text(&st, 1), "restore");
	snprintf(life, 80, "%s", row_text(&st, 0));
	assert_int_equal(statement_end(&st), 0);
	return other;
}

/* Never is there a working copy that goes on in the lane of its original. */
static void a_restored_book_appears_with_a_life_of_its_own(void **state)
{
	struct desk *desk = *state;
	char backup[128], again[128], making[160], life[80] = "";
	struct book *book;
	struct fault f;

	snprintf(backup, sizeof backup, "%s/backup", desk->dir);
	snprintf(again, sizeof again, "%s/again", desk->dir);
	snprintf(making, sizeof making, "%s.sotay-new", again);
	assert_false(is_new_life(desk->book, life));
	assert_int_equal(vault_backup(book_vault(desk->book), backup, NULL, NULL, &f), 0);
	for (int whole = 0; whole < 2; whole++) {
		assert_int_equal(records_restore(backup, again, "Lan", pass, &book, &f), 0);
		assert_true(is_new_life(book, life));
		assert_int_not_equal(access(again, F_OK), 0);
		assert_int_equal(access(making, F_OK), 0);
		if (whole)
			assert_int_equal(book_publish(book, &f), 0);
		book_close(book);
		assert_int_equal(access(again, F_OK) == 0, whole);
		assert_int_not_equal(access(making, F_OK), 0);
	}
	assert_int_equal(records_open(again, "Lan", pass, &book, &f), 0);
	assert_false(is_new_life(book, life));
	book_close(book);
	assert_int_equal(unlink(backup) || unlink(again), 0);
}

/* What was told of the laptop holds for its next lane, too: the records go by it. */
static void a_restored_book_is_of_the_same_team(void **state)
{
	struct desk *desk = *state;
	char backup[128], again[128];
	struct check_report report;
	struct book *book;
	struct lane lane;
	struct fault f;

	snprintf(backup, sizeof backup, "%s/backup", desk->dir);
	snprintf(again, sizeof again, "%s/again", desk->dir);
	desk_joins(desk, "T01");
	assert_int_equal(vault_backup(book_vault(desk->book), backup, NULL, NULL, &f), 0);
	assert_int_equal(records_restore(backup, again, "Lan", pass, &book, &f), 0);
	assert_int_equal(book_publish(book, &f), 0);
	assert_int_equal(lane_load(book_db(book), book_lane(book), &lane, &f), 0);
	assert_string_equal(lane.team, "T01");
	assert_int_equal(book_check(book, &report, &f), 0);
	book_close(book);
	assert_int_equal(unlink(backup) || unlink(again), 0);
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

/* How many operations have that lane and number. */
static int64_t made_in(struct desk *desk, int64_t lane, int64_t n)
{
	char sql[128];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM op WHERE lane = %d AND n = %d", (int)lane, (int)n);
	return desk_count(desk, sql);
}

static void a_new_incarnation_begins_within_a_transaction(void **state)
{
	struct desk *desk = *state;
	int64_t first = book_lane(desk->book), last = desk_count(desk, "SELECT max(n) FROM op"), second;
	struct fault f;

	assert_int_equal(book_new_lane(desk->book, &f), FAULT_INTERNAL);
	/* Taken back: as if it had never been. */
	assert_int_equal(book_begin(desk->book, "import", &f), FAULT_OK);
	assert_int_equal(book_new_lane(desk->book, &f), FAULT_OK);
	assert_int_not_equal(book_lane(desk->book), first);
	book_rollback(desk->book);
	assert_int_equal(book_lane(desk->book), first);
	desk_add(desk, TYPE_SESSION, desk_visit);
	assert_int_equal(made_in(desk, first, last + 1), 1);
	desk_check(desk);

	assert_int_equal(book_begin(desk->book, "import", &f), FAULT_OK);
	assert_int_equal(book_new_lane(desk->book, &f), FAULT_OK);
	second = book_lane(desk->book);
	assert_int_equal(book_commit(desk->book, NULL, &f), FAULT_OK);
	assert_int_not_equal(second, first);
	desk_check(desk);
	desk_add(desk, TYPE_SESSION, desk_visit);
	assert_int_equal(made_in(desk, second, 1), 1);
	desk_check(desk);
	desk_reopen(desk, "Lan");
	assert_int_equal(book_lane(desk->book), second);
	desk_add(desk, TYPE_SESSION, desk_visit);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM op a JOIN op b ON b.lane = a.lane AND b.n = a.n"
					  " AND b.k > a.k"), 0);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM lane WHERE own AND sign = (SELECT value"
					  " FROM meta WHERE key = 'device_pk')"), 2);
	desk_check(desk);
}

/* The last number is known, though the new lane has come as far as the one before. */
/* A part is taken back: its records, its numbers, its lane; what was before and after it stays. */
static void a_part_of_a_transaction_is_taken_back_alone(void **state)
{
	static const char *const codes[] = { "26572-11", "26572-12", "26572-13" };
	struct desk *desk = *state;
	int64_t n = desk_count(desk, "SELECT max(n) FROM op"), lane = book_lane(desk->book);
	struct fault f;

	assert_int_equal(book_begin(desk->book, "log", &f), 0);
	for (int i = 0; i < 3; i++) {
		json_t *village = json_pack("{ssss}", "code", codes[i], "name", "x");
		rec_t rec;

		assert_int_equal(book_part_begin(desk->book, &f), 0);
		if (i == 1)
			assert_int_equal(book_new_lane(desk->book, &f), 0);
		assert_int_equal(record_add(desk->book, TYPE_VILLAGE, village, &rec, &f), 0);
		assert_int_equal(book_part_end(desk->book, i != 1, &f), 0);
		json_decref(village);
	}
	assert_int_equal(book_commit(desk->book, NULL, &f), 0);
	assert_int_equal(book_lane(desk->book), lane);
	assert_int_equal(desk_count(desk, "SELECT max(n) FROM op"), n + 2);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					  " WHERE s.s IN ('26572-11', '26572-12', '26572-13')"), 2);
	desk_check(desk);
}

static void as_many_in_the_new_lane_as_in_the_one_before(void **state)
{
	struct desk *desk = *state;
	int64_t last = desk_count(desk, "SELECT max(n) FROM op");
	json_t *visit = json_loads("{\"date\":\"2026-11-18\",\"village\":\"26572-01\",\"household\":\"H001\",\"channel\":"
				   "\"tai_nha\",\"people\":1,\"topics\":[{\"topic\":\"TTQR\",\"outcome\":"
				   "\"hoan_thanh\"}],\"by\":[\"Lan\"]}", 0, NULL);
	struct fault f;
	rec_t rec;

	assert_int_equal(book_begin(desk->book, "import", &f), FAULT_OK);
	assert_int_equal(book_new_lane(desk->book, &f), FAULT_OK);
	while (desk_count(desk, "SELECT max(n) FROM op WHERE lane = (SELECT max(k) FROM lane)") < last)
		assert_int_equal(record_add(desk->book, TYPE_SESSION, visit, &rec, &f), FAULT_OK);
	assert_int_equal(book_commit(desk->book, NULL, &f), FAULT_OK);
	json_decref(visit);
	desk_check(desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(a_newer_book_is_left_alone),
		DESK_CASE(a_book_without_readable_topics_does_not_open),
		DESK_CASE(what_does_not_open_is_no_book),
		cmocka_unit_test(what_was_only_being_made_is_not_in_doubt),
		DESK_CASE(a_restored_book_appears_with_a_life_of_its_own),
		DESK_CASE(a_restored_book_is_of_the_same_team),
		DESK_CASE(a_wrong_clock_is_not_trusted),
		DESK_CASE(a_new_incarnation_begins_within_a_transaction),
		DESK_CASE(a_part_of_a_transaction_is_taken_back_alone),
		DESK_CASE(as_many_in_the_new_lane_as_in_the_one_before),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("book", tests, NULL, NULL);
}
