/* The lines of batches, right and hostile, that a team's laptop signed. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sodium.h>

#include "sync/crypto/body.h"
#include "sync/crypto/envelope_write.h"
#include "sync/crypto/root.h"
#include "tests/store/record/exchange.h"
#include "tests/sync/batch/post.h"
#include "tests/sync/crypto/vectors.h"

static int set_up(void **state)
{
	(void)state;
	return sodium_init() < 0 ? -1 : 0;
}

#define ID "4841wdqzfc8b81a3yrp4gd3cvg"

/* One of the laptop's lane; `more` are members that go before the others. */
static void put_op(struct buffer *out, int n, const char *more)
{
	buffer_print(out, "{\"n\":%d,%s\"type\":\"session\",\"set\":{\"date\":\"2026-11-17\",\"village\":"
			  "\"26572-01\",\"channel\":\"tai_nha\",\"people\":2,\"topics\":[{\"topic\":\"VNEID2\","
			  "\"outcome\":\"hoan_thanh\",\"count\":1}]},\"hlc\":117652684800000000,\"clk\":\"ok\","
			  "\"who\":\"Lan\",\"salt\":\"%026d\"}\n", n, more, n);
}

/* What a manifest says otherwise than its lines have it. */
struct lie {
	int count, raw, first;
};

static struct batch_keys keys_with(const struct vector_key *laptop, int64_t first, int64_t count)
{
	struct batch_keys keys = { .inc = { 1, 2, 3 }, .number = 1, .first = first, .count = count };

	batch_lane(keys.lane, laptop->sign_pk, keys.inc);
	return keys;
}

static struct buffer manifest_with(const struct buffer *lines, const struct lie *lie)
{
	struct manifest m = { .format = FORMAT_BATCH, .reader = 1, .app = "0.1.0", .unit = "26572",
			      .to_unit = true, .to_code = "26572", .clk = CLK_OK,
			      .raw = (int64_t)lines->len + lie->raw };
	struct vector_key laptop = LAPTOP;
	struct batch_keys keys;
	struct buffer text = { 0 };
	struct root root;
	int64_t count = 0;

	root_begin(&root, FORMAT_BATCH);
	for (size_t at = 0, n; at < lines->len; at += n + 1, count++) {
		const char *end = memchr(lines->text + at, '\n', lines->len - at);

		n = end ? (size_t)(end - lines->text) - at : lines->len - at;
		root_line(&root, lines->text + at, n);
	}
	root_end(&root, m.root);
	keys = keys_with(&laptop, 1 + lie->first, count + lie->count);
	manifest_write(&text, &m, batch_keys_json(&keys));
	return text;
}

/* The package of lines, which are released. */
static struct opened *package_of(struct buffer *lines, struct lie lie)
{
	struct certificate c = vector_laptop();
	struct buffer chain = vector_chain(&c), manifest, body = { 0 }, bytes = { 0 }, file = { 0 };
	struct vector_key laptop = LAPTOP, box = POST_BOX;
	struct envelope_writer *w;
	uint8_t to[1][BOX_BYTES];

	buffer_put(lines, "");
	manifest = manifest_with(lines, &lie);
	body_pack(&body, buffer_text(lines), lines->len);
	package_write(&bytes, &chain, &manifest, &body, laptop.sign_sk);
	memcpy(to[0], box.box.pk, BOX_BYTES);
	assert_int_equal(envelope_begin(&w, &file, false, (const uint8_t (*)[BOX_BYTES])to, 1),
			 SEALING_FINE);
	envelope_put(w, bytes.text, bytes.len);
	envelope_end(w);
	buffer_release(&chain);
	buffer_release(&manifest);
	buffer_release(&body);
	buffer_release(&bytes);
	buffer_release(lines);
	return post_open_file(file, &box.box);
}

static enum refusal looked(struct buffer lines, struct lie lie)
{
	struct opened *o = package_of(&lines, lie);
	struct batch_counts counts;
	enum refusal no = post_look(o, &counts);

	post_close(o);
	return no;
}

/* Three lines, the middle one as given. */
static enum refusal with_line(const char *line, struct lie lie)
{
	struct buffer lines = { 0 };

	put_op(&lines, 1, "");
	if (line)
		buffer_print(&lines, "%s\n", line);
	else
		put_op(&lines, 2, "");
	put_op(&lines, 3, "");
	return looked(lines, lie);
}

#define REST "\"type\":\"x\",\"set\":{},\"hlc\":1,\"clk\":\"ok\"}"

static void lines_are_as_the_manifest_says(void **state)
{
	static const struct lie truth, counts[] = { { .count = 1 }, { .count = -1 }, { .first = 1 },
						    { .first = -1 }, { .raw = 1 }, { .raw = -1 } };

	(void)state;
	assert_int_equal(with_line(NULL, truth), REFUSAL_NONE);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		assert_int_equal(with_line(NULL, counts[i]), REFUSAL_BAD_BODY);
	/* An id alone has no number of its own, and what is left out took bytes. */
	assert_int_equal(with_line(ID, truth), REFUSAL_NONE);
	assert_int_equal(with_line("!" ID, truth), REFUSAL_NONE);
	assert_int_equal(with_line(ID, (struct lie){ .raw = 500 }), REFUSAL_NONE);
	assert_int_equal(with_line(ID, (struct lie){ .raw = -1 }), REFUSAL_BAD_BODY);
	assert_int_equal(with_line(ID, (struct lie){ .count = 1 }), REFUSAL_BAD_BODY);
}

static void a_line_is_an_operation_of_this_lane_or_an_id(void **state)
{
	static const struct {
		const char *line;
		enum refusal no;
	} cases[] = {
		{ "{\"n\":2," REST, REFUSAL_NONE }, /* of a type nobody knows */
		{ "!{\"n\":2," REST, REFUSAL_NONE },
		{ "{\"n\":2,\"more\":[1]," REST, REFUSAL_NONE },
		{ "{\"n\":3," REST, REFUSAL_BAD_BODY },
		{ "{\"n\":1," REST, REFUSAL_BAD_BODY },
		{ "{\"n\":2.0," REST, REFUSAL_BAD_BODY },
		{ "{\"n\":2,\"n\":2," REST, REFUSAL_BAD_BODY },
		{ "{\"n\":2,\"lane\":\"0011223344556677\"," REST, REFUSAL_BAD_BODY },
		{ "{\"n\":2,\"lane\":7," REST, REFUSAL_BAD_BODY },
		{ "{\"n\":2,\"lane\":\"" ID "\"," REST, REFUSAL_BAD_BODY },
		{ "{\"n\":2,\"rec\":\"" ID "\"," REST, REFUSAL_BAD_BODY }, /* a change of nothing known */
		{ "{\"n\":2,\"rec\":\"" ID "\",\"base\":[]," REST, REFUSAL_NONE },
		{ "{\"n\":2,\"rec\":\"" ID "x\",\"base\":[]," REST, REFUSAL_BAD_BODY },
		{ "{\"n\":2,\"x\":\"\\u0000\"," REST, REFUSAL_BAD_BODY },
		{ "{\"n\":2,\"x\":\"\\ud800\"," REST, REFUSAL_BAD_BODY },
		{ "{\"n\":2,\"x\":\"\xc3\x28\"," REST, REFUSAL_BAD_BODY },
		{ "{\"n\":2,\t" REST, REFUSAL_BAD_BODY },
		{ "{\"n\":2," REST "\r", REFUSAL_BAD_BODY },
		{ "!!{\"n\":2," REST, REFUSAL_BAD_BODY },
		{ "[2]", REFUSAL_BAD_BODY },
		{ "!", REFUSAL_BAD_BODY },
		{ "!!" ID, REFUSAL_BAD_BODY },
		{ ID "0", REFUSAL_BAD_BODY },
		{ "4841wdqzfc8b81a3yrp4gd3cv", REFUSAL_BAD_BODY },
		{ "4841wdqzfc8b81a3yrp4gd3cvh", REFUSAL_BAD_BODY }, /* bits that belong to no byte */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (with_line(cases[i].line, (struct lie){ 0 }) != cases[i].no)
			fail_msg("%s is %s", cases[i].line, cases[i].no ? "taken" : "refused");
}

static void a_line_names_its_lane_or_none(void **state)
{
	struct vector_key laptop = LAPTOP;
	struct batch_keys keys = keys_with(&laptop, 1, 1);
	struct buffer lines = { 0 };
	char lane[LANE_TEXT], more[64];

	(void)state;
	lane_text(lane, keys.lane);
	sprintf(more, "\"lane\":\"%s\",", lane);
	put_op(&lines, 1, more);
	assert_int_equal(looked(lines, (struct lie){ 0 }), REFUSAL_NONE);
}

/* More zeros than a line may have, packed into a few thousand bytes. */
static void a_body_that_grows_is_not_followed(void **state)
{
	static const int off[] = { 0, -1 };
	const size_t size = LIMIT_BODY_RAW;

	(void)state;
	for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
		struct buffer lines = { calloc(1, size + 1), size, size + 1 };

		assert_int_equal(looked(lines, (struct lie){ .raw = off[i] }), REFUSAL_BAD_BODY);
	}
}

/* Nothing of a batch that is refused at its last line is kept; its lines are right before that. */
static void what_is_refused_leaves_nothing(void **state)
{
	struct desk *desk = *state;
	struct batch_counts counts;
	struct buffer lines = { 0 };
	struct opened *o;
	char *before = desk_tables(desk), *after;
	int64_t ops = desk_count(desk, "SELECT count(*) FROM op");

	for (int n = 1; n <= 3; n++)
		put_op(&lines, n, "");
	o = package_of(&lines, (struct lie){ .count = 1 });
	assert_int_equal(post_take(desk, o, LEVEL_TEAM, &counts), REFUSAL_BAD_BODY);
	post_close(o);
	after = desk_tables(desk);
	assert_string_equal(after, before);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM op"), ops);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM intake"), 0);
	free(before);
	free(after);
	desk_check(desk);
}

/* It counts what is new: sessions and reports that were made, not what only changes one. */
static void a_person_is_told_what_is_new(void **state)
{
	struct desk *desk = *state;
	struct batch_counts counts;
	struct buffer lines = { 0 };
	struct opened *o;

	put_op(&lines, 1, "");
	put_op(&lines, 2, "");
	put_op(&lines, 3, "\"rec\":\"" ID "\",\"base\":[],"); /* of a record that is not here */
	buffer_put(&lines, "{\"n\":4,\"type\":\"report\",\"set\":{\"period\":\"2026-W47\",\"rows\":[]},"
			   "\"hlc\":1,\"clk\":\"ok\",\"who\":\"Lan\"}\n");
	buffer_put(&lines, "{\"n\":5,\"type\":\"song\",\"set\":{\"title\":\"Lý cây bông\"},"
			   "\"hlc\":1,\"clk\":\"ok\"}\n");
	buffer_put(&lines, "!" ID "\n");
	o = package_of(&lines, (struct lie){ 0 });
	assert_int_equal(post_look(o, &counts), REFUSAL_NONE);
	assert_int_equal(counts.operations, 6);
	assert_int_equal(counts.withheld, 1);
	assert_int_equal(counts.fresh, 5); /* all, where it is only looked at */
	post_again(o);
	assert_int_equal(post_take(desk, o, LEVEL_TEAM, &counts), REFUSAL_NONE);
	assert_int_equal(counts.operations, 6);
	assert_int_equal(counts.fresh, 5);
	assert_int_equal(counts.sessions, 2);
	assert_int_equal(counts.reports, 1);
	assert_int_equal(counts.withheld, 1);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM op WHERE instr(bytes, 'song')"), 1);
	assert_int_equal(post_take(desk, o, LEVEL_TEAM, &counts), REFUSAL_NONE);
	assert_int_equal(counts.operations, 6);
	assert_int_equal(counts.fresh + counts.sessions + counts.reports, 0);
	post_close(o);
	desk_check(desk);
}

/* What the laptop of tests/data/exchange packed. */
static void the_batch_of_another_hand_is_taken(void **state)
{
	struct vector_key laptop = LAPTOP;
	struct opened *o = post_open_file(vector_file("batch.stb"), &laptop.box);
	struct batch_counts counts;
	struct desk *desk = *state;

	assert_int_equal(post_look(o, &counts), REFUSAL_NONE);
	assert_int_equal(counts.operations, 4);
	assert_int_equal(counts.withheld, 1);
	post_again(o);
	assert_int_equal(post_take(desk, o, LEVEL_TEAM, &counts), REFUSAL_NONE);
	assert_int_equal(counts.fresh, 3);
	desk_check(desk);
	post_close(o);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_as_the_manifest_says),
		cmocka_unit_test(a_line_is_an_operation_of_this_lane_or_an_id),
		cmocka_unit_test(a_line_names_its_lane_or_none),
		cmocka_unit_test(a_body_that_grows_is_not_followed),
		DESK_CASE(what_is_refused_leaves_nothing),
		DESK_CASE(a_person_is_told_what_is_new),
		DESK_CASE(the_batch_of_another_hand_is_taken),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
