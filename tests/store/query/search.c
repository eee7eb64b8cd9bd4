/* Finding sessions as one types. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>
#include <cmocka.h>

#include "store/base/crypto.h"
#include "store/book/transaction.h"
#include "store/query/list_sessions.h"
#include "store/record/append.h"
#include "store/record/lookup.h"
#include "store/record/record.h"
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

/* Each word in any of the readings that the typing method gave. */
static void a_word_is_found_in_every_reading_of_it(void **state)
{
	struct desk *desk = *state;
	struct found found = { .n = 0 };
	rec_t test = note(desk, "bài test gần chợ"), none = note(desk, "bài tập");
	struct session_filter q = { .search = "test chowj", .search_also = { "tét chợ", NULL } };
	struct fault f;

	assert_int_equal(list_sessions(desk->book, &q, collect, &found, &f), 0);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.rec[0], test);
	assert_int_equal(hits(desk, "test chowj", &found), 0);
	q.search = "baif *";
	q.search_also[0] = "bài *";
	q.search_also[1] = "bài *";
	found.n = 0;
	assert_int_equal(list_sessions(desk->book, &q, collect, &found, &f), 0);
	assert_int_equal(found.n, 2);
	assert_int_not_equal(none, test);
}

/* A household's number, with the letter of its code or without, where that is asked for. */
static void a_number_finds_the_household(void **state)
{
	static const struct {
		const char *words;
		int n;
	} cases[] = { { "2", 1 }, { "h2", 1 }, { "H02", 1 }, { "h002", 1 }, { "h2 dong", 1 }, { "k2", 0 },
		      { "02", 1 }, { "h22", 0 }, { "0", 0 }, { "h0", 1 }, { "2000000000000", 0 } };
	struct desk *desk = *state;
	struct found found = { .n = 0 };
	struct fault f;

	desk_add(desk, TYPE_SESSION,
		 "{\"date\":\"2026-11-20\",\"village\":\"26572-01\",\"household\":\"H002\","
		 "\"channel\":\"tai_nha\",\"attempt\":\"vang\"}");
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct session_filter q = { .search = cases[i].words, .search_numbers = true };

		found.n = 0;
		assert_int_equal(list_sessions(desk->book, &q, collect, &found, &f), 0);
		if (found.n != cases[i].n)
			fail_msg("%s: %d", cases[i].words, found.n);
	}
	assert_int_equal(hits(desk, "2", &found), 0); /* the command line takes words as they are */
	note(desk, "2 cây xoài");
	assert_int_equal(hits(desk, "2", &found), 1);
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

static void signs_alone_find_nothing(void **state)
{
	static const char *const signs[] = { "%", "*", "\"", "😀", " - . ", "…" };
	struct desk *desk = *state;
	struct found found;
	int64_t total;
	struct fault f;

	note(desk, "100% xong");
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		struct session_filter q = { .search = signs[i], .newest_first = true };

		assert_int_equal(hits(desk, signs[i], &found), 0);
		assert_int_equal(list_sessions_total(desk->book, &q, &total, &f), 0);
		assert_int_equal(total, 0);
	}
	assert_int_equal(hits(desk, "100%", &found), 1);
	assert_int_equal(hits(desk, "", &found), 1);
	assert_int_equal(hits(desk, " \u00A0", &found), 1);
}

static void letters_that_look_like_d_are_searched_as_d(void **state)
{
	struct desk *desk = *state;
	struct found found;
	char *text = desk_read(desk, note(desk, "\u00D0ào ở \u0256ình"));

	assert_non_null(strstr(text, "Đào ở đình"));
	free(text);
	assert_int_equal(hits(desk, "\u0189ao", &found), 1);
	assert_int_equal(hits(desk, "đao dinh", &found), 1);
	assert_int_equal(hits(desk, "\u00F0ào", &found), 1);
}

/* What an older program took as it came, and folded otherwise. */
static void an_older_index_is_made_anew(void **state)
{
	struct desk *desk = *state;
	json_t *set = json_pack("{ss ss ss s[{ss ss}] ss}", "date", "2026-11-20", "village", "26572-01",
				"channel", "cho", "topics", "topic", "KNDT", "outcome", "tu_lam",
				"note", "\u00D0ào");
	struct found found;
	struct fault f;
	rec_t rec;

	assert_int_equal(book_begin(desk->book, "log", &f), 0);
	assert_int_equal(record_append(desk->book, 0, TYPE_SESSION, set, &rec, &f), 0);
	assert_int_equal(book_commit(desk->book, NULL, &f), 0);
	json_decref(set);
	desk_take_back_to_3(desk);
	assert_int_equal(db_exec(book_db(desk->book),
		"INSERT INTO session_fts(session_fts, rowid, words) SELECT 'delete',"
		" ((day - 18262) << 11) << 36 | rec, 'ap bac dao kndt' FROM session;"
		"INSERT INTO session_fts(rowid, words) SELECT ((day - 18262) << 11) << 36 | rec,"
		" 'ap bac ðao kndt' FROM session; DELETE FROM meta WHERE key = 'set.search_stale';"
		"PRAGMA user_version = 2", &f), 0);
	assert_int_equal(hits(desk, "dao", &found), 0);
	desk_reopen(desk, "Lan");
	assert_int_equal(hits(desk, "dao", &found), 1);
	assert_int_equal(found.rec[0], rec);
	desk_check(desk);
	desk_reopen(desk, "Lan");
	assert_int_equal(hits(desk, "ap bac dao", &found), 1);
}

static void topics_that_cannot_be_read_are_no_fewer_topics(void **state)
{
	struct desk *desk = *state;
	struct session_filter q = { .topic = "KNDT" }, words = { .search = "dien thoai" };
	struct found found = { .n = 0 };
	struct fault f;
	size_t n;

	assert_int_equal(db_exec(book_db(desk->book), "ALTER TABLE topic RENAME TO gone", &f), 0);
	topics_changed(desk->book);
	assert_null(book_topics(desk->book, &n));
	assert_int_equal(n, 0);
	assert_int_not_equal(topics_load(desk->book, &f), 0);
	assert_int_not_equal(list_sessions(desk->book, &q, collect, &found, &f), 0);
	assert_int_not_equal(f.code, FAULT_NOT_FOUND);
	assert_int_not_equal(list_sessions(desk->book, &words, collect, &found, &f), 0);
	f = desk_refused(desk, TYPE_SESSION, 0, desk_visit);
	assert_int_not_equal(f.code, FAULT_FIELD);
	assert_int_equal(db_exec(book_db(desk->book), "ALTER TABLE gone RENAME TO topic", &f), 0);
	assert_int_equal(list_sessions(desk->book, &q, collect, &found, &f), 0);
}

static void words_that_cannot_be_read_are_a_failure(void **state)
{
	struct desk *desk = *state;
	struct session_filter q = { .search = "vuon" };
	struct found found = { .n = 0 };
	struct fault f;

	note(desk, "vườn");
	assert_int_equal(db_exec(book_db(desk->book), "ALTER TABLE search_word RENAME TO gone", &f), 0);
	assert_int_not_equal(list_sessions(desk->book, &q, collect, &found, &f), 0);
	assert_int_equal(found.n, 0);
	assert_int_equal(db_exec(book_db(desk->book), "ALTER TABLE gone RENAME TO search_word", &f), 0);
	assert_int_equal(hits(desk, "vuon", &found), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(search_needs_no_marks),
		DESK_CASE(a_word_is_found_in_every_reading_of_it),
		DESK_CASE(a_number_finds_the_household),
		DESK_CASE(search_follows_renamed_places),
		DESK_CASE(own_topics_are_known),
		DESK_CASE(signs_alone_find_nothing),
		DESK_CASE(letters_that_look_like_d_are_searched_as_d),
		DESK_CASE(an_older_index_is_made_anew),
		DESK_CASE(topics_that_cannot_be_read_are_no_fewer_topics),
		DESK_CASE(words_that_cannot_be_read_are_a_failure),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
