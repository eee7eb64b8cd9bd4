/* What is taken of what people enter, and what is refused and why. */
#include "config.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/crypto.h"
#include "tests/store/desk.h"

static void defaults_and_missing_fields(void **state)
{
	struct desk *desk = *state;
	char *text = desk_read(desk, desk_add(desk, TYPE_SESSION,
		"{\"date\":\"2026-11-21\",\"village\":\"26572-02\",\"channel\":\"cho\","
		"\"topics\":[{\"topic\":\"ATLD\",\"outcome\":\"chi_tuyen_truyen\"}],\"note\":\"\"}"));

	assert_string_equal(text,
		"{\"date\":\"2026-11-21\",\"time\":null,\"village\":\"26572-02\",\"household\":null,"
		"\"channel\":\"cho\",\"minutes\":null,\"people\":null,\"female\":null,"
		"\"over60\":null,\"attempt\":null,\"topics\":[{\"topic\":\"ATLD\","
		"\"outcome\":\"chi_tuyen_truyen\",\"count\":null,\"blocker\":null}],"
		"\"followups\":[],\"note\":null,\"by\":[\"Lan\"],\"tags\":[]}");
	free(text);
}

/* Each line is the good visit with one thing wrong. */
static const struct {
	const char *field, *value; /* what is set in the desk_visit; NULL value takes it out */
	const char *where;
	enum fault_reason reason;
} refusals[] = {
	{ "date", NULL, "date", REASON_BAD_DATE },
	{ "date", "\"2026-11-22\"", "date", REASON_BAD_DATE },
	{ "date", "\"2019-12-31\"", "date", REASON_BAD_DATE },
	{ "date", "\"2026-02-29\"", "date", REASON_BAD_DATE },
	{ "date", "\"17/11/2026\"", "date", REASON_BAD_DATE },
	{ "date", "20261117", "date", REASON_BAD_DATE },
	{ "time", "\"25:61\"", "time", REASON_BAD_TIME },
	{ "time", "\"24:00\"", "time", REASON_BAD_TIME },
	{ "time", "930", "time", REASON_BAD_TIME },
	{ "village", NULL, "village", REASON_UNKNOWN_VILLAGE },
	{ "village", "\"26572-99\"", "village", REASON_UNKNOWN_VILLAGE },
	{ "household", "\"H999\"", "household", REASON_UNKNOWN_HOUSEHOLD },
	{ "household", "\"X9\"", "household", REASON_UNKNOWN_HOUSEHOLD }, /* in the other village */
	{ "household", "null", "household", REASON_UNKNOWN_HOUSEHOLD },
	{ "channel", NULL, "channel", REASON_UNKNOWN_CODE },
	{ "channel", "\"telegram\"", "channel", REASON_UNKNOWN_CODE },
	{ "minutes", "1441", "minutes", REASON_BAD_NUMBER },
	{ "minutes", "-1", "minutes", REASON_BAD_NUMBER },
	{ "minutes", "25.5", "minutes", REASON_BAD_NUMBER },
	{ "minutes", "\"25\"", "minutes", REASON_BAD_NUMBER },
	{ "people", "0", "people", REASON_BAD_NUMBER },
	{ "people", "5001", "people", REASON_BAD_NUMBER },
	{ "people", "true", "people", REASON_BAD_NUMBER },
	{ "female", "3", "female", REASON_TOO_MANY },
	{ "female", "-1", "female", REASON_BAD_NUMBER },
	{ "over60", "3", "over60", REASON_TOO_MANY },
	{ "attempt", "\"vang\"", "attempt", REASON_ATTEMPT_WITH_TOPICS },
	{ "attempt", "\"ngu\"", "attempt", REASON_UNKNOWN_CODE },
	{ "topics", NULL, "topics", REASON_NO_TOPICS },
	{ "topics", "[]", "topics", REASON_NO_TOPICS },
	{ "topics", "{}", "topics", REASON_NO_TOPICS },
	{ "topics", "[1]", "topics[0]", REASON_NO_TOPICS },
	{ "topics", "[{\"outcome\":\"tu_lam\"}]", "topics[0].topic", REASON_UNKNOWN_TOPIC },
	{ "topics", "[{\"topic\":\"NOPE\",\"outcome\":\"tu_lam\"}]", "topics[0].topic",
	  REASON_UNKNOWN_TOPIC },
	{ "topics", "[{\"topic\":\"VNEID2\"}]", "topics[0].outcome", REASON_UNKNOWN_CODE },
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"count\":-1}]",
	  "topics[0].count", REASON_BAD_COUNT },
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"count\":3}]",
	  "topics[0].count", REASON_BAD_COUNT }, /* more than the people present */
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"hen_lai\",\"count\":1}]",
	  "topics[0].count", REASON_BAD_COUNT },
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\"},"
		    "{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\"}]",
	  "topics[1].topic", REASON_NO_TOPICS },
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"blocker\":\"x\"}]",
	  "topics[0].blocker", REASON_UNKNOWN_CODE },
	{ "topics", "[{\"topic\":\"VNEID2\",\"outcome\":\"tu_lam\",\"extra\":1}]",
	  "topics[0].extra", REASON_UNKNOWN_FIELD },
	{ "followups", "[{\"kind\":\"x\"}]", "followups[0].kind", REASON_UNKNOWN_CODE },
	{ "followups", "[{\"kind\":\"den_lai\",\"due\":\"2026-11-16\"}]", "followups[0].due",
	  REASON_BAD_DATE },
	{ "followups", "[{\"kind\":\"den_lai\",\"due\":\"2028-11-18\"}]", "followups[0].due",
	  REASON_BAD_DATE },
	{ "followups", "[{\"kind\":\"den_lai\",\"topic\":\"ATLD\"}]", "followups[0].topic",
	  REASON_UNKNOWN_TOPIC },
	{ "followups", "3", "followups", REASON_BAD_FOLLOWUP },
	{ "note", "\"a\\u0007b\"", "note", REASON_BAD_TEXT },
	{ "note", "\"a\\u001b[31mb\"", "note", REASON_BAD_TEXT },
	{ "note", "\"a\\u009bb\"", "note", REASON_BAD_TEXT },
	{ "note", "7", "note", REASON_BAD_TEXT },
	{ "by", "[\"Nobody\"]", "by", REASON_UNKNOWN_MEMBER },
	{ "by", "[\"Lan\",\"Lan\"]", "by", REASON_UNKNOWN_MEMBER },
	{ "tags", "[\"123456789012345678901234567890123\"]", "tags", REASON_BAD_TEXT },
	{ "cccd", "\"1\"", "cccd", REASON_UNKNOWN_FIELD },
};

static void bad_values_are_named(void **state)
{
	struct desk *desk = *state;

	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		json_t *o = json_loads(desk_visit, 0, NULL);
		struct fault f;
		char *text;

		if (refusals[i].value)
			json_object_set_new(o, refusals[i].field,
					    json_loads(refusals[i].value, JSON_DECODE_ANY, NULL));
		else
			json_object_del(o, refusals[i].field);
		text = json_dumps(o, JSON_COMPACT);
		f = desk_refused(desk, TYPE_SESSION, 0, text);
		if (f.code != FAULT_FIELD || strcmp(f.field, refusals[i].where) ||
		    f.reason != refusals[i].reason)
			fail_msg("%s %s: %s [%s], not %s [%s]", refusals[i].field,
				 refusals[i].value, f.field, fault_reason_name(f.reason),
				 refusals[i].where, fault_reason_name(refusals[i].reason));
		free(text);
		json_decref(o);
	}
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM session"), 0);
	desk_check(desk);
}

static void long_texts(void **state)
{
	static const char form[] = "{\"date\":\"2026-11-21\",\"village\":\"26572-01\",\"channel\":"
		"\"cho\",\"topics\":[{\"topic\":\"ATLD\",\"outcome\":\"tu_lam\"}],\"note\":\"%s%s\"}";
	static char note[3 * 2000 + 1], line[sizeof form + sizeof note + 1];
	struct desk *desk = *state;
	struct fault f;

	for (int i = 0; i < 2000; i++)
		memcpy(note + 3 * i, "ế", 3);
	snprintf(line, sizeof line, form, note, "");
	desk_add(desk, TYPE_SESSION, line);
	snprintf(line, sizeof line, form, note, "x");
	f = desk_refused(desk, TYPE_SESSION, 0, line);
	assert_string_equal(f.field, "note");
	assert_int_equal(f.reason, REASON_BAD_TEXT);
}

static void texts_are_composed(void **state)
{
	struct desk *desk = *state;
	rec_t rec = desk_add(desk, TYPE_SESSION,
		"{\"date\":\"2026-11-21\",\"village\":\"26572-01\",\"channel\":\"cho\","
		"\"topics\":[{\"topic\":\"ATLD\",\"outcome\":\"tu_lam\"}],"
		"\"note\":\"Tie\xcc\x82\xcc\x81ng Vie\xcc\xa3\xcc\x82t\"}");
	char *text = desk_read(desk, rec);

	assert_non_null(strstr(text, "\"note\":\"Tiếng Việt\""));
	free(text);
}

static void registers_refuse_what_is_wrong(void **state)
{
	static const struct {
		enum record_type type;
		const char *json, *field;
		enum fault_reason reason;
	} cases[] = {
		{ TYPE_VILLAGE, "{\"code\":\"26572-01\",\"name\":\"x\"}", "code", REASON_TAKEN_CODE },
		{ TYPE_VILLAGE, "{\"code\":\"2657-01\",\"name\":\"x\"}", "code",
		  REASON_BAD_VILLAGE_CODE },
		{ TYPE_VILLAGE, "{\"code\":\"26572-00001\",\"name\":\"x\"}", "code",
		  REASON_BAD_VILLAGE_CODE },
		{ TYPE_VILLAGE, "{\"code\":\"26572-03\",\"name\":\" \"}", "name", REASON_BAD_TEXT },
		{ TYPE_VILLAGE, "{\"code\":\"26572-03\",\"name\":\"x\",\"households\":20001}",
		  "households", REASON_BAD_NUMBER },
		{ TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H001\"}", "code",
		  REASON_TAKEN_CODE },
		{ TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"h7\"}", "code",
		  REASON_BAD_SHORT_CODE },
		{ TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H7\",\"guided_since\":"
		  "\"2026-12\"}", "guided_since", REASON_BAD_DATE },
		{ TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H7\",\"kinds\":[\"thuong\","
		  "\"thuong\"]}", "kinds", REASON_UNKNOWN_CODE },
		{ TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H7\",\"hint\":"
		  "\"12345678901234567890123456789012345678901\"}", "hint", REASON_BAD_TEXT },
		{ TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H7\",\"name\":\"x\"}",
		  "name", REASON_UNKNOWN_FIELD },
		{ TYPE_TEAM, "{\"code\":\"T01\",\"name\":\"x\"}", "code", REASON_TAKEN_CODE },
		{ TYPE_TEAM, "{\"code\":\"T02\",\"name\":\"x\",\"villages\":[\"26572-09\"]}",
		  "villages", REASON_UNKNOWN_VILLAGE },
		{ TYPE_MEMBER, "{\"code\":\"Minh\",\"name\":\"x\"}", "code", REASON_TAKEN_CODE },
		{ TYPE_MEMBER, "{\"code\":\"Hoa\",\"name\":\"x\",\"team\":\"T09\"}", "team",
		  REASON_UNKNOWN_TEAM },
		{ TYPE_MEMBER, "{\"code\":\"Hoa\",\"name\":\"x\",\"role\":\"vua\"}", "role",
		  REASON_UNKNOWN_CODE },
		{ TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		  "\"2026-11-17\",\"residents\":3,\"adults\":4}", "adults", REASON_TOO_MANY },
		{ TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		  "\"2026-11-17\",\"adults\":3,\"age15plus\":2}", "adults", REASON_TOO_MANY },
		{ TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		  "\"2026-11-17\",\"adults\":3,\"eid1\":2,\"eid2\":2}", "eid2", REASON_TOO_MANY },
		{ TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		  "\"2026-11-17\",\"fibre\":2}", "fibre", REASON_BAD_NUMBER },
		{ TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\"}", "date",
		  REASON_BAD_DATE },
	};
	struct desk *desk = *state;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct fault f = desk_refused(desk, cases[i].type, 0, cases[i].json);

		if (f.code != FAULT_FIELD || strcmp(f.field, cases[i].field) ||
		    f.reason != cases[i].reason)
			fail_msg("%s: %s [%s]", cases[i].json, f.field, fault_reason_name(f.reason));
	}
}

static void silence_is_a_team_s_own(void **state)
{
	struct desk *desk = *state;
	struct fault f = desk_refused(desk, TYPE_REPORT, 0, "{\"period\":\"2026-W46\"}");

	assert_string_equal(f.field, "team");
}

/* A commune's desk gives a topic of the catalogue other words, but not another group. */
static void a_topic_keeps_its_group(void **state)
{
	struct desk office;
	struct fault f;

	(void)state;
	desk_open_as(&office, LEVEL_COMMUNE, "26572");
	f = desk_refused(&office, TYPE_TOPIC, 0, "{\"code\":\"VNEID2\",\"short\":\"x\",\"vi\":\"x\","
			 "\"group\":\"thanh_toan\"}");
	assert_string_equal(f.field, "group");
	desk_close(&office);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_CASE(defaults_and_missing_fields),
		DESK_CASE(bad_values_are_named),
		DESK_CASE(long_texts),
		DESK_CASE(texts_are_composed),
		DESK_CASE(registers_refuse_what_is_wrong),
		DESK_CASE(silence_is_a_team_s_own),
		DESK_CASE(a_topic_keeps_its_group),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests_name("entry", tests, NULL, NULL);
}
