/* Who may do what. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <jansson.h>
#include <cmocka.h>

#include "store/record/append.h"
#include "store/record/lookup.h"
#include "store/base/crypto.h"
#include "store/base/memory.h"
#include "store/book/transaction.h"
#include "store/record/record.h"
#include "tests/store/desk.h"

/* Take out a member who holds a slot, which older programs did. */
static void take_out(struct desk *desk, rec_t rec)
{
	json_t *set = json_pack("{sb}", "voided", 1);
	struct fault f;

	assert_int_equal(book_begin(desk->book, "void", &f), 0);
	assert_int_equal(record_append(desk->book, rec, TYPE_ANY, set, &rec, &f), 0);
	assert_int_equal(book_commit(desk->book, NULL, &f), 0);
	json_decref(set);
}

static void leaders_keep_to_their_team(void **state)
{
	struct desk *desk = *state;
	rec_t lan, minh, other;
	struct fault f;

	desk_add(desk, TYPE_TEAM, "{\"code\":\"T02\",\"name\":\"Tổ Hòa Bình\","
				  "\"villages\":[\"26572-02\"]}");
	other = desk_add(desk, TYPE_SESSION,
			 "{\"date\":\"2026-11-20\",\"village\":\"26572-02\",\"channel\":\"cho\","
			 "\"topics\":[{\"topic\":\"KNDT\",\"outcome\":\"hen_lai\"}],"
			 "\"followups\":[{\"kind\":\"goi_lai\"}]}");
	(void)other;
	assert_int_equal(record_lookup_code(desk->book, TYPE_MEMBER, "Lan", &lan, &f), 0);
	assert_int_equal(record_lookup_code(desk->book, TYPE_MEMBER, "Minh", &minh, &f), 0);
	desk_slot(desk, "Tú");
	desk_reopen(desk, "Tú"); /* leads T01 */
	desk_edit(desk, minh, "{\"name\":\"Minh Hai\"}");
	f = desk_refused(desk, TYPE_MEMBER, minh, "{\"role\":\"quan_tri\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	assert_string_equal(f.who, ""); /* nobody at a team's laptop */
	f = desk_refused(desk, TYPE_MEMBER, minh, "{\"team\":\"T02\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	assert_string_equal(f.who, "Lan"); /* who may is named: she set the laptop up */
	f = desk_refused(desk, TYPE_MEMBER, lan, "{\"name\":\"x\"}"); /* of no team */
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	f = desk_refused(desk, TYPE_FOLLOWUP, desk_count(desk, "SELECT rec FROM followup"),
			 "{\"status\":\"xong\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED); /* promised in a village of T02 */
	desk_reopen(desk, "Lan");
	take_out(desk, desk_count(desk, "SELECT rec FROM member WHERE name = 'Tú'"));
	desk_reopen(desk, "Tú"); /* has the slot still, but is nobody now */
	f = desk_refused(desk, TYPE_SESSION, 0, desk_visit);
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
}

static void roles_are_kept(void **state)
{
	struct desk *desk = *state;
	rec_t lans = desk_add(desk, TYPE_SESSION, desk_visit);
	struct fault f;

	desk_slot(desk, "Minh");
	desk_reopen(desk, "Minh");
	f = desk_refused(desk, TYPE_VILLAGE, 0, "{\"code\":\"26572-03\",\"name\":\"Ấp Nam\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	f = desk_refused(desk, TYPE_SESSION, lans, "{\"people\":1}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED);
	f = desk_refused(desk, TYPE_SESSION, 0,
			 "{\"date\":\"2026-11-17\",\"village\":\"26572-02\",\"channel\":\"cho\","
			 "\"topics\":[{\"topic\":\"ATLD\",\"outcome\":\"tu_lam\"}]}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED); /* not a village of team T01 */
	f = desk_refused(desk, TYPE_REPORT, 0, "{\"period\":\"2026-W46\",\"team\":\"T01\"}");
	assert_int_equal(f.code, FAULT_NOT_PERMITTED); /* the team has a leader */
	desk_edit(desk, desk_add(desk, TYPE_SESSION, desk_visit), "{\"people\":1,\"female\":1}");
}

/* What a team gave above its own roles was put aside by everybody else, for good. */
static void a_team_gives_roles_of_a_team(void **state)
{
	static const char *const above[] = { "can_bo_xa", "cap_tren", "quan_tri" };
	struct desk *desk = *state, office;
	rec_t minh, ha;
	struct fault f;

	assert_int_equal(record_lookup_code(desk->book, TYPE_MEMBER, "Minh", &minh, &f), 0);
	for (size_t i = 0; i < sizeof above / sizeof above[0]; i++) {
		char *role = memory_format("{\"role\":\"%s\"}", above[i]);
		char *added = memory_format("{\"code\":\"X\",\"name\":\"X\",\"role\":\"%s\"}", above[i]);

		f = desk_refused(desk, TYPE_MEMBER, 0, added);
		assert_int_equal(f.code, FAULT_NOT_PERMITTED);
		f = desk_refused(desk, TYPE_MEMBER, minh, role);
		assert_int_equal(f.code, FAULT_NOT_PERMITTED);
		free(added);
		free(role);
	}
	desk_edit(desk, minh, "{\"role\":\"to_truong\"}");
	/* Who has such a role from before can be named otherwise, and it can be taken from him. */
	ha = desk_add_unasked(desk, TYPE_MEMBER, "{\"code\":\"Hà\",\"name\":\"Hà\",\"role\":\"can_bo_xa\"}");
	desk_edit(desk, ha, "{\"name\":\"Hà Hai\"}");
	desk_edit(desk, ha, "{\"role\":\"thanh_vien\"}");
	desk_open_as(&office, LEVEL_COMMUNE, "26572");
	desk_add(&office, TYPE_MEMBER, "{\"code\":\"Hà\",\"name\":\"Hà\",\"role\":\"can_bo_xa\"}");
	desk_close(&office);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(leaders_keep_to_their_team),
		DESK_CASE(roles_are_kept),
		DESK_CASE(a_team_gives_roles_of_a_team),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("rights", tests, NULL, NULL);
}
