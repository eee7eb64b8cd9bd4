/* What an operation of another laptop may hold: each bound from both sides. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/oplog/bounds.h"

#define ID "abcdefghjkmnpqrstvwxyz0124"

static bool holds(const char *type, const char *set)
{
	char *line = malloc(strlen(set) + 512);
	struct op op;
	bool fits;

	sprintf(line, "{\"n\":1,\"type\":\"%s\",\"set\":%s,\"hlc\":5,\"clk\":\"ok\",\"who\":\"Lan\","
		"\"salt\":\"x\"}", type, set);
	if (op_parse(&op, line, strlen(line)))
		fail_msg("%s is no operation", line);
	fits = bounds_hold(&op);
	op_release(&op);
	free(line);
	return fits;
}

/* A text of so many letters, as JSON in an object. */
static char *with_text(const char *field, int letters)
{
	char *out = malloc((size_t)letters * 3 + 64), *at = out;

	at += sprintf(at, "{\"%s\":\"", field);
	for (int i = 0; i < letters; i++)
		at += sprintf(at, "ạ"); /* three bytes, one letter */
	sprintf(at, "\"}");
	return out;
}

/* A list of so many of the same. */
static char *with_list(const char *field, const char *item, int n)
{
	char *out = malloc((size_t)n * (strlen(item) + 1) + 64), *at = out;

	at += sprintf(at, "{\"%s\":[", field);
	for (int i = 0; i < n; i++)
		at += sprintf(at, "%s%s", i ? "," : "", item);
	sprintf(at, "]}");
	return out;
}

static void numbers_have_both_ends(void **state)
{
	static const struct {
		const char *type, *field;
		long long min, max;
	} cases[] = {
		{ "session", "people", 1, 5000 }, { "session", "female", 0, 5000 },
		{ "session", "over60", 0, 5000 }, { "session", "minutes", 0, 1440 },
		{ "village", "households", 0, 20000 }, { "status", "residents", 0, 99 },
		{ "status", "eid2", 0, 99 }, { "status", "fibre", 0, 1 },
		{ "status", "biz_epay", 0, 1 }, { "report", "so_tin", 0, 100000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const long long tried[] = { cases[i].min, cases[i].max, cases[i].min - 1,
					    cases[i].max + 1, 9223372036854775807LL };

		for (int t = 0; t < 5; t++) {
			char set[96];

			sprintf(set, "{\"%s\":%lld}", cases[i].field, tried[t]);
			if (holds(cases[i].type, set) != (t < 2))
				fail_msg("%s of %s", set, cases[i].type);
		}
	}
	assert_false(holds("session", "{\"people\":2.0}"));
	assert_false(holds("session", "{\"people\":\"2\"}"));
	assert_true(holds("report", "{\"tl_hstt\":100.0,\"tl_sohoa\":0}"));
	assert_false(holds("report", "{\"tl_hstt\":100.01}"));
	assert_true(holds("target", "{\"number\":1000000}"));
	assert_false(holds("target", "{\"number\":-0.5}"));
}

static void texts_have_their_letters(void **state)
{
	static const struct {
		const char *type, *field;
		int min, max;
	} cases[] = {
		{ "household", "hint", 0, 40 }, { "household", "code", 1, 16 },
		{ "village", "name", 1, 80 }, { "village", "code", 8, 10 },
		{ "team", "code", 1, 16 }, { "member", "code", 1, 32 },
		{ "topic", "short", 1, 28 }, { "topic", "vi", 1, 120 },
		{ "session", "note", 0, 2000 }, { "report", "kho_khan", 0, 4000 },
		{ "campaign", "tag", 1, 32 }, { "session", "channel", 1, 32 },
		{ "session", "village", 1, 32 }, { "member", "team", 1, 32 },
		{ "key", "cert", 1, 5600 }, { "settings", "code", 1, 16 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const int tried[] = { cases[i].min, cases[i].max, cases[i].max + 1, cases[i].min - 1 };

		for (int t = 0; t < 4; t++) {
			char *set;

			if (tried[t] < 0)
				continue;
			set = with_text(cases[i].field, tried[t]);
			if (holds(cases[i].type, set) != (t < 2))
				fail_msg("%d letters in %s of %s", tried[t], cases[i].field,
					 cases[i].type);
			free(set);
		}
	}
}

static void lists_have_their_length(void **state)
{
	static const struct {
		const char *type, *field, *item;
		int max;
	} cases[] = {
		{ "session", "by", "\"Lan\"", 200 }, { "team", "villages", "\"26572-01\"", 200 },
		{ "household", "kinds", "\"ngheo\"", 200 }, { "session", "tags", "\"x\"", 10 },
		{ "session", "topics", "{\"topic\":\"TTQR\",\"count\":5000}", 20 },
		{ "session", "followups", "{\"kind\":\"den_lai\",\"due\":\"2026-11-24\"}", 10 },
		{ "campaign", "targets", "{\"code\":\"so_luot\",\"number\":5}", 40 },
		{ "erase", "records", "\"" ID "\"", 1000 },
		{ "key", "keep", "[\"0123456789abcdef\",3,"
		  "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"]", 64 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		for (int more = -1; more <= 1; more++) {
			char *set = with_list(cases[i].field, cases[i].item, cases[i].max + more);

			if (holds(cases[i].type, set) != (more <= 0))
				fail_msg("%d in %s of %s", cases[i].max + more, cases[i].field,
					 cases[i].type);
			free(set);
		}
}

#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void values_are_of_their_type(void **state)
{
	static const struct {
		const char *type, *set;
		bool holds;
	} cases[] = {
		{ "session", "{\"date\":\"2020-01-01\"}", true },
		{ "session", "{\"date\":\"2019-12-31\"}", false },
		{ "session", "{\"date\":\"2026-02-29\"}", false },
		{ "session", "{\"date\":\"2031-05-05\"}", true }, /* no "today": every desk finds the same */
		{ "session", "{\"date\":20261117}", false },
		{ "session", "{\"time\":\"23:59\"}", true },
		{ "session", "{\"time\":\"24:00\"}", false },
		{ "session", "{\"household\":\"" ID "\"}", true },
		{ "session", "{\"household\":\"H001\"}", false },
		{ "session", "{\"topics\":[{\"topic\":\"TTQR\",\"count\":5001}]}", false },
		{ "session", "{\"topics\":[{\"topic\":\"TTQR\",\"count\":-1}]}", false },
		{ "session", "{\"topics\":[{\"topic\":3}]}", false },
		{ "session", "{\"topics\":[\"TTQR\"]}", false },
		{ "session", "{\"topics\":[{\"topic\":\"TTQR\",\"newer\":[1,2]}]}", true },
		{ "session", "{\"topics\":{}}", false },
		{ "session", "{\"by\":[\"Lan\",7]}", false },
		{ "session", "{\"tags\":[\"123456789012345678901234567890123\"]}", false },
		{ "session", "{\"voided\":true}", true },
		{ "session", "{\"voided\":1}", false },
		{ "session", "{\"people\":null,\"topics\":null,\"voided\":null}", true },
		{ "household", "{\"guided_since\":\"2024-13\"}", false },
		{ "household", "{\"guided_since\":\"2024-03\"}", true },
		{ "followup", "{\"due\":\"2028-11-24\",\"session\":\"" ID "\"}", true },
		{ "followup", "{\"session\":\"" ID "0\"}", false },
		{ "report", "{\"period\":\"2026-W47\",\"nil\":false}", true },
		{ "report", "{\"period\":\"2026-W54\"}", false },
		{ "report", "{\"period\":\"2026-11-01..2026-11-02\"}", false },
		{ "report", "{\"figures\":{\"so_luot\":12,\"so_nguoi\":9007199254740991}}", true },
		{ "report", "{\"figures\":{\"so_luot\":9007199254740992}}", false },
		{ "report", "{\"figures\":{\"so_luot\":1.5}}", false },
		{ "report", "{\"figures\":[1]}", false },
		{ "campaign", "{\"from\":\"2020-01-01\",\"to\":\"2099-12-31\"}", true },
		{ "campaign", "{\"to\":\"2100-01-01\"}", false },
		{ "campaign", "{\"targets\":[{\"code\":\"so_luot\",\"number\":1000001}]}", false },
		{ "erase", "{\"records\":[\"H001\"]}", false },
		{ "key", "{\"keep\":[[\"0123456789abcdef\",3]]}", false },
		{ "key", "{\"keep\":[[\"0123456789abcdef\",1,\"" HASH "\"]]}", true },
		{ "key", "{\"keep\":[[\"0123456789abcdef\",0,\"" HASH "\"]]}", false },
		{ "key", "{\"keep\":[[\"0123456789ABCDEF\",1,\"" HASH "\"]]}", false },
		/* no code has what stands before codes of others */
		{ "member", "{\"code\":\"T01/Lan\"}", false },
		{ "team", "{\"code\":\"26575/T01\"}", false },
		{ "session", "{\"by\":[\"T01/Lan\"]}", false },
		{ "member", "{\"name\":\"Lan / Minh\",\"team\":\"T01\"}", true },
		{ "retain", "{\"before\":\"2025-01-01\"}", true },
		{ "retain", "{\"before\":\"yesterday\"}", false },
		/* what this program does not know is not judged */
		{ "session", "{\"newer\":{\"anything\":[1e9]}}", true },
		{ "contact", "{\"people\":99999999}", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (holds(cases[i].type, cases[i].set) != cases[i].holds)
			fail_msg("%s %s", cases[i].type, cases[i].set);
}

static bool line_holds(const char *line)
{
	struct op op;
	bool fits;

	if (op_parse(&op, line, strlen(line)))
		fail_msg("%s is no operation", line);
	fits = bounds_hold(&op);
	op_release(&op);
	return fits;
}

static void the_line_itself_has_bounds(void **state)
{
	static const char form[] = "{\"n\":%s,\"type\":\"session\",\"set\":{},\"hlc\":%s,\"clk\":\"ok\","
				   "\"who\":\"%s\",\"salt\":\"x\"}";
	static const char letters_32[] = "ạạạạạạạạạạạạạạạạạạạạạạạạạạạạạạạạ";
	char line[1024], name[200];

	(void)state;
	sprintf(line, form, "1", "0", letters_32);
	assert_true(line_holds(line));
	sprintf(name, "%sx", letters_32);
	sprintf(line, form, "1", "0", name);
	assert_false(line_holds(line));
	sprintf(line, form, "0", "0", "Lan");
	assert_false(line_holds(line));
	sprintf(line, form, "1", "1152921504606846975", "Lan");
	assert_true(line_holds(line));
	sprintf(line, form, "1", "1152921504606846976", "Lan");
	assert_false(line_holds(line));
	sprintf(line, form, "1", "-1", "Lan");
	assert_false(line_holds(line));
}

static void so_many_fields_and_so_many_seen(void **state)
{
	(void)state;
	for (int n = 63; n <= 66; n++) {
		char set[2048] = "{", line[8192], *at = line;
		struct op op;

		for (int i = 0; i < n; i++)
			sprintf(set + strlen(set), "%s\"f%d\":1", i ? "," : "", i);
		strcat(set, "}");
		assert_int_equal(holds("session", set), n <= 64);
		at += sprintf(at, "{\"n\":1,\"rec\":\"" ID "\",\"type\":\"session\",\"set\":{},\"base\":[");
		for (int i = 0; i < n; i++)
			at += sprintf(at, "%s\"" ID "\"", i ? "," : "");
		sprintf(at, "],\"hlc\":5,\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"x\"}");
		assert_int_equal(op_parse(&op, line, strlen(line)), 0);
		assert_int_equal(bounds_hold(&op), n <= 64);
		op_release(&op);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_have_both_ends),
		cmocka_unit_test(texts_have_their_letters),
		cmocka_unit_test(lists_have_their_length),
		cmocka_unit_test(values_are_of_their_type),
		cmocka_unit_test(the_line_itself_has_bounds),
		cmocka_unit_test(so_many_fields_and_so_many_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
