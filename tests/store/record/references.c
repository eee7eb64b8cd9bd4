/* What must stay because others stand on it: voiding, and undoing what made it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/record/lookup.h"
#include "store/record/record.h"
#include "store/book/transaction.h"
#include "store/record/undo.h"
#include "store/record/references.h"
#include "tests/store/desk.h"

static const char visit[] =
	"{\"date\":\"2026-11-18\",\"village\":\"26572-01\",\"household\":\"H001\",\"channel\":\"tai_nha\","
	"\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\"}],\"by\":[\"Minh\"]}";

static rec_t by_code(struct desk *desk, enum record_type type, const char *code)
{
	struct fault f;
	rec_t rec;

	assert_int_equal(record_lookup_code(desk->book, type, code, &rec, &f), FAULT_OK);
	return rec;
}

static void assert_referenced(struct desk *desk, enum record_type type, rec_t rec, bool now,
			      bool ever)
{
	struct fault f;
	bool yes;

	assert_int_equal(record_is_referenced(desk->book, rec, type, &yes, &f), FAULT_OK);
	assert_int_equal(yes, now);
	assert_int_equal(record_was_referenced(desk->book, rec, type, &yes, &f), FAULT_OK);
	assert_int_equal(yes, ever);
}

static void assert_cannot_go(struct desk *desk, rec_t rec, const char *code)
{
	struct fault f;

	assert_int_equal(book_begin(desk->book, "void", &f), FAULT_OK);
	assert_int_equal(record_void(desk->book, rec, true, &f), FAULT_USED);
	assert_string_equal(f.subject, code);
	book_rollback(desk->book);
}

static void a_place_stays_with_what_is_in_it(void **state)
{
	struct desk *desk = *state;
	rec_t village = by_code(desk, TYPE_VILLAGE, "26572-02"), house, session, team;
	struct fault f;

	assert_referenced(desk, TYPE_VILLAGE, village, true, true);
	for (int i = 0; i < 2; i++) {
		assert_cannot_go(desk, village, "26572-02");
		assert_int_equal(household_lookup(desk->book, i ? "26572-02/X9" : "26572-02/H001",
						  &house, &f), FAULT_OK);
		assert_referenced(desk, TYPE_HOUSEHOLD, house, false, false);
		desk_void(desk, house);
	}
	assert_referenced(desk, TYPE_VILLAGE, village, false, false);
	team = desk_add(desk, TYPE_TEAM,
			"{\"code\":\"T02\",\"name\":\"Tổ 2\",\"villages\":[\"26572-02\"]}");
	assert_cannot_go(desk, village, "26572-02");
	desk_void(desk, team);
	desk_void(desk, village);

	session = desk_add(desk, TYPE_SESSION, visit);
	assert_int_equal(household_lookup(desk->book, "26572-01/H001", &house, &f), FAULT_OK);
	assert_cannot_go(desk, house, "H001");
	desk_void(desk, session);
	desk_add(desk, TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\","
		 "\"date\":\"2026-11-18\",\"dvc\":1}");
	assert_cannot_go(desk, house, "H001");
	desk_check(desk);
}

static void a_topic_stays_with_its_sessions(void **state)
{
	struct desk *desk = *state;
	rec_t topic = desk_add(desk, TYPE_TOPIC, "{\"code\":\"X1\",\"short\":\"Mới\",\"vi\":\"Mới\","
			       "\"group\":\"an_toan\"}"), session;

	assert_referenced(desk, TYPE_TOPIC, topic, false, false);
	session = desk_add(desk, TYPE_SESSION,
			   "{\"date\":\"2026-11-18\",\"village\":\"26572-01\",\"channel\":\"cho\","
			   "\"topics\":[{\"topic\":\"X1\",\"outcome\":\"tu_lam\"}]}");
	assert_cannot_go(desk, topic, "X1");
	desk_void(desk, session);
	desk_void(desk, topic);
}

/* Its reports stay behind when it goes; its members would not. */
static void a_team_stays_with_its_members(void **state)
{
	static const char *const members[] = { "Minh", "Tú" };
	struct desk *desk = *state;
	rec_t team = by_code(desk, TYPE_TEAM, "T01");

	for (int i = 0; i < 2; i++) {
		assert_referenced(desk, TYPE_TEAM, team, true, true);
		assert_cannot_go(desk, team, "T01");
		desk_void(desk, by_code(desk, TYPE_MEMBER, members[i]));
	}
	assert_referenced(desk, TYPE_TEAM, team, false, false);
	desk_add(desk, TYPE_REPORT, "{\"period\":\"2026-W46\",\"team\":\"T01\",\"nil\":true}");
	assert_referenced(desk, TYPE_TEAM, team, false, true);
	desk_void(desk, team);
	desk_check(desk);
}

static void a_member_leaves_the_visits_behind(void **state)
{
	struct desk *desk = *state;
	rec_t minh = by_code(desk, TYPE_MEMBER, "Minh"), other;
	int count, left;
	char verb[33];
	struct fault f;

	desk_add(desk, TYPE_SESSION, visit);
	assert_referenced(desk, TYPE_MEMBER, minh, false, true);
	desk_void(desk, minh);

	other = desk_add(desk, TYPE_MEMBER, "{\"code\":\"An\",\"name\":\"An\",\"team\":\"T01\"}");
	assert_referenced(desk, TYPE_MEMBER, other, false, false);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), FAULT_OK);
	assert_int_equal(left, 0);
	assert_int_equal(record_lookup_code(desk->book, TYPE_MEMBER, "An", &other, &f),
			 FAULT_NOT_FOUND);
}

static int set_up(void **state)
{
	static struct desk desk;

	desk_open(&desk);
	*state = &desk;
	return 0;
}

static int tear_down(void **state)
{
	desk_close(*state);
	return 0;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_place_stays_with_what_is_in_it),
		CASE(a_topic_stays_with_its_sessions),
		CASE(a_team_stays_with_its_members),
		CASE(a_member_leaves_the_visits_behind),
	};

	return cmocka_run_group_tests_name("used", tests, NULL, NULL);
}
