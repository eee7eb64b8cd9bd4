/* What a book knows of its backups. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/book/keyring.h"
#include "store/book/transaction.h"
#include "store/record/open.h"
#include "store/record/undo.h"
#include "store/upkeep/book_backup.h"
#include "store/vault/slots.h"
#include "tests/store/desk.h"

static day_t day_of(const char *text)
{
	day_t day;

	assert_true(date_parse(&day, text));
	return day;
}

static struct book_backups known(struct book *book)
{
	struct book_backups b;
	struct fault f;

	assert_int_equal(book_backups(book, &b, &f), FAULT_OK);
	return b;
}

/* None, one that failed, one that is there; then what was entered since. */
static void only_a_backup_that_is_there_counts(void **state)
{
	struct desk *desk = *state;
	struct book_backups b = known(desk->book);
	char path[128];
	struct fault f;

	assert_false(b.any);
	assert_true(b.waits);
	assert_int_equal(b.since, day_of(DESK_TODAY));
	assert_int_not_equal(book_backup(desk->book, "/nowhere/at/all.vault", &f), FAULT_OK);
	desk_add(desk, TYPE_SESSION, desk_visit);
	assert_false(known(desk->book).any); /* whatever comes after it */
	snprintf(path, sizeof path, "%s/copy.vault", desk->dir);
	assert_int_equal(book_backup(desk->book, path, &f), FAULT_OK);
	b = known(desk->book);
	assert_true(b.any);
	assert_int_equal(b.last, day_of(DESK_TODAY));
	assert_false(b.waits);
	assert_int_equal(book_backup(desk->book, path, &f), FAULT_EXISTS);
	assert_true(known(desk->book).any); /* the one before is there still */
	setenv("SOTAY_NOW", "2026-11-25T09:00", 1);
	desk_add(desk, TYPE_SESSION, desk_visit);
	b = known(desk->book);
	assert_true(b.waits);
	assert_int_equal(b.since, day_of("2026-11-25"));
	unlink(path);
}

/* A logbook made from a backup has that backup; what was entered in the other one it has not. */
static void a_restored_book_knows_its_backup(void **state)
{
	struct desk *desk = *state;
	struct vault_pass pass = { (char *)(uintptr_t)"mat khau", 8 };
	struct book *restored;
	char path[128], back[128];
	struct book_backups b;
	struct fault f;

	snprintf(path, sizeof path, "%s/copy.vault", desk->dir);
	snprintf(back, sizeof back, "%s/back.vault", desk->dir);
	assert_int_equal(book_backup(desk->book, path, &f), FAULT_OK);
	setenv("SOTAY_NOW", "2026-11-25T09:00", 1);
	desk_add(desk, TYPE_SESSION, desk_visit);
	assert_int_equal(records_restore(path, back, "Lan", pass, &restored, &f), FAULT_OK);
	assert_int_equal(book_publish(restored, &f), FAULT_OK);
	b = known(restored);
	assert_true(b.any);
	assert_int_equal(b.last, day_of(DESK_TODAY));
	assert_false(b.waits);
	book_close(restored);
	unlink(path);
	unlink(back);
}

/* Nothing without a passphrase that somebody knows; with one a logbook that he works in at once. */
static void who_has_the_paper_gets_a_logbook_and_a_passphrase(void **state)
{
	struct desk *desk = *state;
	struct vault_pass pass = { (char *)(uintptr_t)"mat khau moi", 12 };
	char code[VAULT_CODE_TEXT], path[128], back[128];
	struct undo_next next;
	struct book *restored;
	struct fault f;

	snprintf(path, sizeof path, "%s/copy.vault", desk->dir);
	snprintf(back, sizeof back, "%s/back.vault", desk->dir);
	vault_code_draw(code);
	assert_int_equal(keyring_code(desk->book, code, &f), FAULT_OK);
	desk_add(desk, TYPE_SESSION, desk_visit);
	assert_int_equal(book_backup(desk->book, path, &f), FAULT_OK);
	assert_int_equal(records_restore_code(path, back, code, "Hoa", pass, &restored, &f),
			 FAULT_NOT_FOUND);
	assert_null(restored);
	assert_int_not_equal(access(back, F_OK), 0);
	assert_int_equal(records_restore_code(path, back, code, "LAN", pass, &restored, &f),
			 FAULT_OK);
	assert_false(book_committed(restored)); /* of what has not appeared nothing is saved */
	assert_int_not_equal(access(back, F_OK), 0);
	assert_int_equal(book_publish(restored, &f), FAULT_OK);
	assert_true(known(restored).any);
	assert_false(known(restored).waits);
	book_close(restored);
	assert_int_equal(records_open(back, "Lan", pass, &restored, &f), FAULT_OK);
	assert_int_equal(book_undo_next(restored, &next, &f), FAULT_FINAL);
	assert_string_equal(f.subject, "recover");
	book_close(restored);
	unlink(path);
	unlink(back);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(only_a_backup_that_is_there_counts),
		DESK_CASE(a_restored_book_knows_its_backup),
		DESK_CASE(who_has_the_paper_gets_a_logbook_and_a_passphrase),
	};

	return cmocka_run_group_tests_name("book_backup", tests, NULL, NULL);
}
