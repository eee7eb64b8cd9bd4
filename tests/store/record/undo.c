/* Taking transactions back. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/crypto.h"
#include "store/book/keyring.h"
#include "store/book/transaction.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "store/record/record.h"
#include "store/record/undo.h"
#include "store/record/unit_codes.h"
#include "store/vault/slots.h"
#include "tests/store/desk.h"

static void undo_takes_back_step_by_step(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit);
	char *before = desk_read(desk, rec), *after, verb[33];
	struct record_facts facts;
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"people\":5,\"female\":null,\"followups\":[]}");
	desk_void(desk, rec);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "void");
	assert_int_equal(record_facts(desk->book, rec, &facts, &f), 0);
	assert_false(facts.voided);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "edit");
	after = desk_read(desk, rec);
	assert_string_equal(after, before);
	free(after);
	desk_reopen(desk, "Lan"); /* across runs */
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "log");
	assert_int_equal(record_facts(desk->book, rec, &facts, &f), 0);
	assert_true(facts.voided);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM session WHERE NOT voided"), 0);
	free(before);
	desk_check(desk);
}

static void undo_leaves_what_others_changed(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit);
	char verb[33], *text;
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"people\":5,\"minutes\":30}");
	desk_slot(desk, "Tú");
	desk_reopen(desk, "Tú");
	desk_edit(desk, rec, "{\"people\":6}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	text = desk_read(desk, rec);
	assert_non_null(strstr(text, "\"minutes\":25,\"people\":6"));
	free(text);
	desk_check(desk);
}

static void undo_goes_back_over_undone_steps(void **state)
{
	static const char *const notes[] = { "C", "B", "A" };
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit);
	char verb[33], want[32], *text;
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"note\":\"A\"}");
	desk_edit(desk, rec, "{\"note\":\"B\"}");
	desk_edit(desk, rec, "{\"note\":\"C\"}");
	for (int i = 0; i < 3; i++) {
		text = desk_read(desk, rec);
		snprintf(want, sizeof want, "\"note\":\"%s\"", notes[i]);
		assert_non_null(strstr(text, want));
		free(text);
		assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
		assert_int_equal(count, 1);
		assert_int_equal(left, 0);
	}
	text = desk_read(desk, rec);
	assert_string_equal(text, desk_visit);
	free(text);
	desk_edit(desk, rec, "{\"note\":\"D\"}"); /* and on from there */
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 1);
	text = desk_read(desk, rec);
	assert_string_equal(text, desk_visit);
	free(text);
	desk_check(desk);
}

static void undo_keeps_a_session_and_its_promises_together(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit);
	char verb[33], *before, *after;
	struct fault f;
	int count, left;

	desk_slot(desk, "Tú");
	desk_reopen(desk, "Tú");
	desk_edit(desk, rec, "{\"note\":\"của Tú\"}");
	before = desk_read(desk, rec);
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 0);
	assert_int_equal(left, 2);
	after = desk_read(desk, rec);
	assert_string_equal(after, before);
	free(before);
	free(after);
}

static void undo_makes_nothing_that_could_not_be_entered(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION, desk_visit), first, second;
	char verb[33];
	struct fault f;
	int count, left;

	desk_edit(desk, rec, "{\"people\":5}");
	desk_slot(desk, "Tú");
	desk_reopen(desk, "Tú");
	desk_edit(desk, rec, "{\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"count\":5}]}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(left, 1); /* two people cannot have five accounts */
	first = desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"Z1\"}");
	desk_void(desk, first);
	desk_reopen(desk, "Tú");
	second = desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"Z1\"}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(left, 1); /* the code is taken */
	assert_int_not_equal(first, second);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM household WHERE code = 'Z1'"
					  " AND NOT voided"), 1);
}

static void household_with_visits_stays(void **state)
{
	struct desk *desk = *state;
	char verb[33];
	struct fault f;
	int count, left;
	rec_t rec = desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H003\"}");

	desk_slot(desk, "Minh");
	desk_reopen(desk, "Minh");
	desk_add(desk, TYPE_SESSION,
		 "{\"date\":\"2026-11-20\",\"village\":\"26572-01\",\"household\":\"H003\","
		 "\"channel\":\"tai_nha\",\"attempt\":\"vang\"}");
	desk_reopen(desk, "Lan");
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 0);
	(void)rec;
	assert_int_equal(desk_count(desk, "SELECT voided FROM household WHERE code = 'H003'"), 0);
}

/* ---- what is no matter of records ---- */

static const struct vault_pass new_pass = { (char *)(uintptr_t)"mat khau moi", 12 };

static struct fault undo_refused(struct desk *desk)
{
	char verb[33];
	struct fault f = { 0 };
	int count, left;

	assert_int_not_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	return f;
}

static void what_has_no_operations_ends_the_chain(void **state)
{
	struct desk *desk = *state;
	char code[VAULT_CODE_TEXT], verb[33];
	struct fault f;
	int count, left;

	desk_add(desk, TYPE_SESSION, desk_visit);
	for (int what = 0; what < 6; what++) {
		static const char *const verbs[] = { "passphrase",  "recover",	     "slot_add",
						     "slot_remove", "recovery_code", "settings" };
		struct book *book = desk->book;
		int rc = FAULT_OK;

		vault_code_draw(code);
		if (what < 2)
			rc = keyring_passphrase(book, verbs[what], "Lan", new_pass, &f);
		else if (what == 2)
			rc = keyring_give(book, "Minh", new_pass, &VAULT_KDF_FLOOR, &f);
		else if (what == 3)
			rc = keyring_take(book, "Minh", &f);
		else if (what == 4)
			rc = keyring_code(book, code, &f);
		else
			rc = unit_codes_set(book, "26572,26575", &f);
		assert_int_equal(rc, FAULT_OK);
		f = undo_refused(desk);
		assert_int_equal(f.code, FAULT_FINAL);
		assert_string_equal(f.subject, verbs[what]);
	}
	/* What came after can be taken back, and no more. */
	desk_add(desk, TYPE_SESSION, desk_visit);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "log");
	assert_int_equal(undo_refused(desk).code, FAULT_FINAL);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM session WHERE NOT voided"), 1);
	desk_check(desk);
}

static void what_was_not_changed_ends_nothing(void **state)
{
	struct desk *desk = *state;
	char verb[33];
	struct fault f;
	int count, left;

	desk_add(desk, TYPE_SESSION, desk_visit);
	assert_int_equal(keyring_passphrase(desk->book, "passphrase", "Hoa", new_pass, &f),
			 FAULT_NOT_FOUND);
	assert_int_equal(keyring_take(desk->book, "Lan", &f), FAULT_NOT_PERMITTED);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "log");
}

static void a_transaction_that_came_to_nothing_ends_nothing(void **state)
{
	struct desk *desk = *state;
	char verb[33];
	struct fault f;
	int count, left;

	assert_int_equal(unit_codes_set(desk->book, "26572,26575", &f), 0);
	desk_add(desk, TYPE_SESSION, desk_visit);
	assert_int_equal(book_begin(desk->book, "settings", &f), 0);
	assert_int_equal(book_commit(desk->book, NULL, &f), 0);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_string_equal(verb, "log");
	assert_int_equal(undo_refused(desk).code, FAULT_FINAL);
}

/* A member's record whose password came with it. */
static rec_t add_unlocker(struct desk *desk, const char *code)
{
	json_t *member = json_pack("{ss ss}", "code", code, "name", code);
	struct fault f;
	rec_t rec;

	assert_int_equal(book_begin(desk->book, UNDO_MEMBER_WITH_KEY, &f), 0);
	assert_int_equal(record_add(desk->book, TYPE_MEMBER, member, &rec, &f), 0);
	assert_int_equal(book_commit(desk->book, NULL, &f), 0);
	assert_int_equal(keyring_give_added(desk->book, code, new_pass, &VAULT_KDF_FLOOR, &f), 0);
	json_decref(member);
	return rec;
}

static void undoing_a_member_with_his_password_takes_both(void **state)
{
	struct desk *desk = *state;
	rec_t rec = add_unlocker(desk, "Hoa");
	struct record_facts facts;
	char verb[33];
	struct fault f;
	int count, left;

	assert_true(keyring_holds(desk->book, "Hoa"));
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(count, 1);
	assert_false(keyring_holds(desk->book, "Hoa"));
	assert_int_equal(record_facts(desk->book, rec, &facts, &f), 0);
	assert_true(facts.voided);
	desk_check(desk);
}

/* Nothing is taken back of a member whose record stands already: his password neither. */
static void a_member_who_has_worked_keeps_his_password(void **state)
{
	struct desk *desk = *state;
	char verb[33];
	struct fault f;
	int count, left;
	rec_t rec;

	assert_int_equal(book_begin(desk->book, UNDO_MEMBER_WITH_KEY, &f), 0);
	rec = 0;
	{
		json_t *o = json_loads("{\"code\":\"Hoa\",\"name\":\"Hoa\",\"role\":\"to_truong\","
				       "\"team\":\"T01\"}", 0, NULL);

		assert_int_equal(record_add(desk->book, TYPE_MEMBER, o, &rec, &f), 0);
		json_decref(o);
	}
	assert_int_equal(book_commit(desk->book, NULL, &f), 0);
	assert_int_equal(keyring_give_added(desk->book, "Hoa", (struct vault_pass){ "mat khau", 8 },
					    &VAULT_KDF_FLOOR, &f), 0);
	desk_reopen(desk, "Hoa");
	desk_add(desk, TYPE_SESSION, "{\"date\":\"2026-11-20\",\"village\":\"26572-01\","
		 "\"household\":\"H001\",\"channel\":\"tai_nha\",\"attempt\":\"vang\","
		 "\"by\":[\"Hoa\"]}");
	desk_reopen(desk, "Lan");
	book_undo(desk->book, verb, &count, &left, &f);
	assert_string_equal(verb, UNDO_MEMBER_WITH_KEY);
	assert_int_equal(count, 0);
	assert_true(keyring_holds(desk->book, "Hoa"));
	desk_reopen(desk, "Hoa");
	desk_check(desk);
}

static void a_member_who_can_unlock_is_not_taken_out(void **state)
{
	struct desk *desk = *state;
	rec_t rec = add_unlocker(desk, "Hoa");
	struct record_facts facts;
	struct fault f;

	assert_int_equal(book_begin(desk->book, "void", &f), 0);
	assert_int_equal(record_void(desk->book, rec, true, &f), FAULT_HAS_KEY);
	assert_string_equal(f.subject, "Hoa");
	book_rollback(desk->book);
	/* Nor by undo where the password was given otherwise. */
	assert_int_equal(keyring_take_added(desk->book, "Hoa", &f), 0);
	desk_void(desk, rec);
	rec = desk_add(desk, TYPE_MEMBER, "{\"code\":\"Ba\",\"name\":\"Ba\"}");
	desk_slot(desk, "Ba");
	f = undo_refused(desk);
	assert_int_equal(f.code, FAULT_HAS_KEY);
	assert_string_equal(f.subject, "Ba");
	assert_true(keyring_holds(desk->book, "Ba"));
	assert_int_equal(record_facts(desk->book, rec, &facts, &f), 0);
	assert_false(facts.voided);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(undo_takes_back_step_by_step),
		DESK_CASE(undo_leaves_what_others_changed),
		DESK_CASE(undo_goes_back_over_undone_steps),
		DESK_CASE(undo_keeps_a_session_and_its_promises_together),
		DESK_CASE(undo_makes_nothing_that_could_not_be_entered),
		DESK_CASE(household_with_visits_stays),
		DESK_CASE(what_has_no_operations_ends_the_chain),
		DESK_CASE(what_was_not_changed_ends_nothing),
		DESK_CASE(a_transaction_that_came_to_nothing_ends_nothing),
		DESK_CASE(undoing_a_member_with_his_password_takes_both),
		DESK_CASE(a_member_who_has_worked_keeps_his_password),
		DESK_CASE(a_member_who_can_unlock_is_not_taken_out),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("undo", tests, NULL, NULL);
}
