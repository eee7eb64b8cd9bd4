/* Drafts an older program kept, and those of who cannot unlock. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/store/desk.h"
#include "tui/app/drafts.h"

static void set(struct desk *desk, const char *key, const char *value)
{
	struct fault f;

	assert_int_equal(book_setting_set(desk->book, key, value, &f), 0);
}

/* How many of one's own stay where they were. */
static int take_over(struct desk *desk)
{
	struct fault f;
	int left = -1;

	assert_int_equal(drafts_take_over(desk->book, &left, &f), 0);
	return left;
}

/* The note of one's own draft under a key, "" for none; static until the next call. */
static const char *note(struct desk *desk, const char *key)
{
	static char text[64];
	json_t *draft = drafts_fetch(desk->book, key);
	const char *found = json_string_value(json_object_get(draft, "note"));

	snprintf(text, sizeof text, "%s", found ? found : "");
	json_decref(draft);
	return text;
}

static void count(void *arg, const char *member, enum record_type type, bool codeless)
{
	(void)member;
	(void)codeless;
	(void)type;
	++*(int *)arg;
}

static int listed(struct desk *desk)
{
	int n = 0;

	drafts_walk(desk->book, count, &n);
	return n;
}

static void visits_of_an_older_program_go_to_whom_they_name(void **state)
{
	struct desk *desk = *state;

	desk_slot(desk, "Minh");
	set(desk, "draft.session", "{\"session\":0,\"by\":[\"Minh\",\"Lan\"],\"note\":\"new\"}");
	set(desk, "draft.edit", "{\"session\":7,\"by\":[\"Lan\"],\"note\":\"edit\"}");
	set(desk, "draft.dropped", "{\"session\":0,\"by\":[\"Tú\"],\"note\":\"aside\"}");
	assert_int_equal(take_over(desk), 0);
	assert_string_equal(note(desk, "session"), "");
	assert_string_equal(note(desk, "session 7"), "edit");
	assert_string_equal(note(desk, "dropped"), "aside"); /* Tú cannot have typed it */
	assert_string_equal(book_setting(desk->book, "draft.session"), "");
	assert_string_equal(book_setting(desk->book, "draft.edit"), "");
	assert_string_equal(book_setting(desk->book, "draft.dropped"), "");
	assert_int_equal(listed(desk), 2);
	set(desk, "draft.session", "{\"session\":0,\"by\":[\"Minh\"],\"note\":\"third\"}");
	assert_int_equal(take_over(desk), 0); /* it is Minh who is told */
	desk_reopen(desk, "Minh");
	assert_string_equal(note(desk, "session"), "new");
	assert_int_equal(take_over(desk), 1);
}

/* Neither goes without a word: the older one comes once the other's place is free. */
static void an_older_draft_waits_for_the_one_in_its_place(void **state)
{
	struct desk *desk = *state;
	struct fault f;

	set(desk, "drafts", "{\"Lan\":{\"session\":{\"session\":0,\"note\":\"mine\"},"
			    "\"report\":{\"period\":\"2026-W46\",\"note\":\"bare\"},"
			    "\"report 2026-W46\":{\"period\":\"2026-W46\",\"note\":\"named\"}}}");
	set(desk, "draft.session", "{\"session\":0,\"by\":[\"Lan\"],\"note\":\"older\"}");
	set(desk, "draft_report", "{\"\":{\"period\":\"2026-W46\",\"note\":\"third\"},"
				  "\"T01\":{\"period\":\"2026-W46\",\"team\":\"T01\",\"note\":\"T\"}}");
	assert_int_equal(take_over(desk), 3);
	assert_int_equal(take_over(desk), 3);
	assert_string_equal(note(desk, "session"), "mine");
	assert_string_equal(note(desk, "report 2026-W46"), "named");
	assert_string_equal(note(desk, "report 2026-W46 T01"), "T");
	assert_null(strstr(book_setting(desk->book, "draft_report"), "T01"));
	assert_int_equal(drafts_drop(desk->book, "session", &f), 0);
	assert_int_equal(drafts_drop(desk->book, "report 2026-W46", &f), 0);
	assert_int_equal(take_over(desk), 1);
	assert_string_equal(note(desk, "session"), "older");
	assert_string_equal(book_setting(desk->book, "draft.session"), "");
	assert_string_equal(note(desk, "report 2026-W46"), "third");
	assert_int_equal(drafts_drop(desk->book, "report 2026-W46", &f), 0);
	assert_int_equal(take_over(desk), 0);
	assert_string_equal(note(desk, "report 2026-W46"), "bare");
	assert_string_equal(book_setting(desk->book, "draft_report"), "");
}

/* The end came when it had been put where it belongs and was where it came from still. */
static void an_older_draft_does_not_come_twice(void **state)
{
	struct desk *desk = *state;

	set(desk, "drafts", "{\"Lan\":{\"session\":{\"session\":0,\"note\":\"same\"}}}");
	set(desk, "draft.session", "{\"session\":0,\"note\":\"same\"}");
	assert_int_equal(take_over(desk), 0);
	assert_string_equal(book_setting(desk->book, "draft.session"), "");
}

static void reports_of_older_programs_come_under_their_period_and_team(void **state)
{
	struct desk *desk = *state;

	set(desk, "draft_report", "{\"period\":\"2026-W46\",\"team\":null,\"note\":\"one\"}");
	take_over(desk);
	assert_string_equal(note(desk, "report 2026-W46"), "one");
	set(desk, "draft_report", "{\"\":{\"period\":\"2026-W47\",\"note\":\"unit\"},"
				  "\"T01\":{\"period\":\"2026-W47\",\"team\":\"T01\",\"note\":\"team\"}}");
	take_over(desk);
	assert_string_equal(note(desk, "report 2026-W47"), "unit");
	assert_string_equal(note(desk, "report 2026-W47 T01"), "team");
	set(desk, "drafts", "{\"Lan\":{\"report\":{\"period\":\"2026-W45\",\"note\":\"bare\"}}}");
	take_over(desk);
	assert_string_equal(note(desk, "report 2026-W45"), "bare");
	assert_int_equal(listed(desk), 1);
}

static void what_is_no_draft_is_wiped(void **state)
{
	struct desk *desk = *state;

	set(desk, "draft.session", "{\"session\":");
	set(desk, "draft_report", "[1]");
	take_over(desk);
	assert_int_equal(listed(desk), 0);
	assert_string_equal(book_setting(desk->book, "draft.session"), "");
	assert_string_equal(book_setting(desk->book, "draft_report"), "");
}

static void drafts_of_who_cannot_unlock_are_not_listed(void **state)
{
	struct desk *desk = *state;

	set(desk, "drafts", "{\"Minh\":{\"session\":{\"note\":\"waits\"}},"
			    "\"Nobody\":{\"household\":{\"hint\":\"gone\"}},"
			    "\"Lan\":{\"session\":{\"note\":\"mine\"}}}");
	assert_int_equal(listed(desk), 1);
	take_over(desk);
	assert_null(strstr(book_setting(desk->book, "drafts"), "gone"));
	assert_non_null(strstr(book_setting(desk->book, "drafts"), "waits"));
	desk_slot(desk, "Minh");
	assert_int_equal(listed(desk), 2);
}

static void see(void *arg, const char *key, const json_t *draft)
{
	char *seen = arg;
	size_t n = strlen(seen);

	snprintf(seen + n, 200 - n, "%s=%s,%s;", key,
		 json_string_value(json_object_get(draft, "name")),
		 json_string_value(json_object_get(draft, "households")));
}

/* Each under a key of its own, and as its form would have kept it. */
static void new_records_that_wait_have_keys_of_their_own(void **state)
{
	struct desk *desk = *state;
	char key[DRAFTS_KEY], seen[200] = "";
	struct fault f;

	assert_false(drafts_wait(desk->book, "village"));
	for (int i = 0; i < 3; i++) {
		json_t *village = json_pack("{ss si}", "name", "Mot", "households", 80 + i);

		assert_int_equal(drafts_keep_record(desk->book, TYPE_VILLAGE, village, &f), 0);
		json_decref(village);
	}
	assert_int_equal(drafts_keep(desk->book, "village 12", json_object(), &f), 0);
	assert_int_equal(listed(desk), 4);
	assert_int_equal(drafts_drop(desk->book, "village", &f), 0);
	drafts_waiting(desk->book, "village", see, seen);
	assert_string_equal(seen, "village new 2=Mot,81;village new 3=Mot,82;");
	drafts_free_key(desk->book, "village", key);
	assert_string_equal(key, "village");
	assert_true(drafts_wait(desk->book, "village"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(visits_of_an_older_program_go_to_whom_they_name),
		DESK_CASE(an_older_draft_waits_for_the_one_in_its_place),
		DESK_CASE(an_older_draft_does_not_come_twice),
		DESK_CASE(reports_of_older_programs_come_under_their_period_and_team),
		DESK_CASE(what_is_no_draft_is_wiped),
		DESK_CASE(drafts_of_who_cannot_unlock_are_not_listed),
		DESK_CASE(new_records_that_wait_have_keys_of_their_own),
	};

	return cmocka_run_group_tests_name("drafts", tests, NULL, NULL);
}
