/* Finding sessions as one types. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "store/record/lookup.h"
#include "store/base/crypto.h"
#include "store/query/list_sessions.h"
#include "store/record/topics.h"
#include "store/record/undo.h"
#include "tests/store/desk.h"

struct found {
	rec_t rec[64];
	int n;
};

static int collect(void *arg, rec_t rec)
{
	struct found *found = arg;

	found->rec[found->n++] = rec;
	return 0;
}

static rec_t note(struct desk *desk, const char *text)
{
	char line[512];

	snprintf(line, sizeof line, "{\"date\":\"2026-11-20\",\"village\":\"26572-01\","
		 "\"channel\":\"cho\",\"topics\":[{\"topic\":\"KNDT\",\"outcome\":\"tu_lam\"}],"
		 "\"note\":\"%s\"}", text);
	return desk_add(desk, TYPE_SESSION, line);
}

static int hits(struct desk *desk, const char *words, struct found *found)
{
	struct session_filter q = { .search = words };
	struct fault f;

	found->n = 0;
	assert_int_equal(list_sessions(desk->book, &q, collect, found, &f), 0);
	return found->n;
}

static void search_needs_no_marks(void **state)
{
	struct desk *desk = *state;
	struct found found;
	rec_t dao = note(desk, "Vườn Đào"), nguyen = note(desk, "Phố Nguyễn"),
	      old_style = note(desk, "thuận Hòa"), new_style = note(desk, "thuận Hoà");

	assert_int_equal(hits(desk, "dao", &found), 1);
	assert_int_equal(found.rec[0], dao);
	assert_int_equal(hits(desk, "NGUYEN", &found), 1);
	assert_int_equal(found.rec[0], nguyen);
	assert_int_equal(hits(desk, "thuan hoa", &found), 2);
	assert_int_equal(found.rec[0] + found.rec[1], old_style + new_style);
	assert_int_equal(hits(desk, "thuận hoà", &found), 2);
	assert_int_equal(hits(desk, "ngu pho", &found), 1);   /* prefixes, any order */
	assert_int_equal(hits(desk, "dien thoai", &found), 4); /* a topic's label */
	assert_int_equal(hits(desk, "ap bac dao v", &found), 1); /* village, note */
	assert_int_equal(hits(desk, "khong co", &found), 0);
	assert_int_equal(hits(desk, "\"' OR * NEAR(", &found), 0);
	desk_edit(desk, dao, "{\"note\":\"Vườn Mận\",\"date\":\"2026-11-19\"}");
	assert_int_equal(hits(desk, "vuon dao", &found), 0);
	assert_int_equal(hits(desk, "vuon man", &found), 1);
	desk_check(desk);
}

static void search_follows_renamed_places(void **state)
{
	struct desk *desk = *state;
	struct found found;
	rec_t village, household;
	struct fault f;

	desk_add(desk, TYPE_SESSION,
		 "{\"date\":\"2026-11-20\",\"village\":\"26572-01\",\"household\":\"H002\","
		 "\"channel\":\"tai_nha\",\"attempt\":\"vang\"}");
	assert_int_equal(hits(desk, "dong hai", &found), 1);
	assert_int_equal(household_lookup(desk->book, "H002", &household, &f), 0);
	assert_int_equal(household_lookup(desk->book, "H001", &household, &f), FAULT_AMBIGUOUS);
	assert_int_equal(household_lookup(desk->book, "26572-01/H002", &household, &f), 0);
	desk_edit(desk, household, "{\"hint\":\"sau chợ\",\"code\":\"H020\"}");
	assert_int_equal(hits(desk, "dong hai", &found), 0);
	assert_int_equal(hits(desk, "h020 cho", &found), 1);
	assert_int_equal(record_lookup_code(desk->book, TYPE_VILLAGE, "26572-01", &village, &f), 0);
	desk_edit(desk, village, "{\"name\":\"Ấp Mới\"}");
	assert_int_equal(hits(desk, "ap bac", &found), 0);
	assert_int_equal(hits(desk, "ap moi", &found), 1);
	desk_check(desk);
}

static void own_topics_are_known(void **state)
{
	struct desk *desk = *state;
	struct found found;
	char verb[33];
	struct fault f;
	int count, left;

	desk_add(desk, TYPE_TOPIC, "{\"code\":\"SMARTBR\",\"short\":\"Smart BRVT\",\"vi\":"
		 "\"Cài ứng dụng Smart BRVT\",\"group\":\"dia_phuong\",\"unit\":\"lượt\","
		 "\"cap\":\"people\"}");
	assert_non_null(book_topic(desk->book, "SMARTBR"));
	desk_add(desk, TYPE_SESSION, "{\"date\":\"2026-11-20\",\"village\":\"26572-01\",\"channel\":"
		 "\"cho\",\"people\":1,\"topics\":[{\"topic\":\"SMARTBR\",\"outcome\":\"tu_lam\","
		 "\"count\":1}]}");
	assert_int_equal(hits(desk, "smart ung", &found), 1);
	desk_check(desk);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_int_equal(book_undo(desk->book, verb, &count, &left, &f), 0);
	assert_null(book_topic(desk->book, "SMARTBR"));
	desk_check(desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(search_needs_no_marks),
		DESK_CASE(search_follows_renamed_places),
		DESK_CASE(own_topics_are_known),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
