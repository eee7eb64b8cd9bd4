/* What a laptop made goes into batches once, comes out of their files, and stands elsewhere. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/oplog/audit.h"
#include "store/oplog/op.h"
#include "store/oplog/own.h"
#include "tests/store/record/exchange.h"
#include "tests/sync/batch/post.h"

/* A team's desk, whose laptop packs, and the commune's. */
struct pair {
	struct desk team, commune;
};

static int pair_setup(void **state)
{
	struct pair *p = calloc(1, sizeof *p);

	desk_open(&p->team);
	desk_open_as(&p->commune, LEVEL_COMMUNE, "26572");
	*state = p;
	return 0;
}

static int pair_teardown(void **state)
{
	struct pair *p = *state;

	desk_close(&p->team);
	desk_close(&p->commune);
	free(p);
	return 0;
}

#define PAIR_CASE(name) cmocka_unit_test_setup_teardown(name, pair_setup, pair_teardown)

static void ok(int rc, const struct fault *f)
{
	if (rc)
		fail_msg("fault %d, field %s, subject %s", rc, f->field, f->subject);
}

/* Something of many kinds, changed and voided. */
static void write_a_day(struct desk *desk, int day)
{
	rec_t visit = desk_add(desk, TYPE_SESSION, desk_visit), household;
	char text[256];

	snprintf(text, sizeof text, "{\"village\":\"26572-01\",\"code\":\"H%03d\","
				    "\"hint\":\"gần chợ nổi\"}", 500 + day);
	household = desk_add(desk, TYPE_HOUSEHOLD, text);
	desk_edit(desk, visit, "{\"people\":5,\"note\":\"Ông bà tự làm được\"}");
	desk_edit(desk, household, "{\"hint\":\"nhà có cây xoài\"}");
	desk_void(desk, desk_add(desk, TYPE_SESSION, desk_visit));
}

static void change(struct desk *desk, const char *sql)
{
	struct fault f;

	ok(book_begin(desk->book, "test", &f), &f);
	ok(db_exec(book_db(desk->book), sql, &f), &f);
	ok(book_commit(desk->book, NULL, &f), &f);
}

/* n operations more of the present lane, whose lines are so long; ids are not looked at. */
static void put_many(struct desk *desk, int n, int bytes)
{
	char sql[700];

	snprintf(sql, sizeof sql,
		 "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < %d),"
		 " last(n) AS (SELECT max(n) FROM op WHERE lane = %lld AND source IS NULL)"
		 " INSERT INTO op(id, lane, n, bytes) SELECT randomblob(16), %lld, n + i,"
		 " CAST(substr('{\"n\":' || (n + i) || ',\"type\":\"x\",\"set\":{},\"hlc\":1,\"clk\":\"ok\"}'"
		 " || printf('%%*s', %d, ''), 1, %d) AS BLOB) FROM c, last", n,
		 (long long)book_lane(desk->book), (long long)book_lane(desk->book), bytes, bytes);
	change(desk, sql);
}

/* All batches of a desk hold all it made, each operation once, in order; how many batches. */
static size_t check_packed(struct desk *desk)
{
	struct own_lane *lanes;
	struct fault f;
	size_t n, batches = 0;

	ok(own_lanes(book_db(desk->book), &lanes, &n, &f), &f);
	for (size_t i = 0; i < n; i++) {
		size_t count;
		struct batch *all = post_batches(desk, lanes[i].key, &count);
		int64_t next = 1, last = 0;

		for (size_t k = 0; k < count; k++) {
			assert_int_equal(all[k].number, k + 1);
			assert_int_equal(all[k].has_prev, k > 0);
			if (k)
				assert_memory_equal(all[k].prev, all[k - 1].hash, sizeof all[k].prev);
			assert_true(all[k].whole);
			assert_int_equal(all[k].first, next);
			next += all[k].count;
		}
		ok(own_count(book_db(desk->book), lanes[i].key, 1, &last, &f), &f);
		assert_int_equal(next, last + 1);
		batches += count;
		free(all);
	}
	free(lanes);
	ok(pack_waiting(desk->book, &(int64_t){ 0 }, &f), &f);
	return batches;
}

static int64_t waiting(struct desk *desk)
{
	int64_t n;
	struct fault f;

	ok(pack_waiting(desk->book, &n, &f), &f);
	return n;
}

/* ---- from desk to desk ---- */

/* Without what tells a code of this team from another's. */
static void strip_team(char *text)
{
	for (char *at; (at = strstr(text, "T01/"));)
		memmove(at, at + 4, strlen(at + 4) + 1);
}

/* What the other desk has of a record of this one. */
static void check_record(struct desk *there, struct desk *here, rec_t rec)
{
	char *was = desk_read(there, rec), *is;
	struct fault f;
	struct id id;

	ok(op_id(book_db(there->book), rec, &id, &f), &f);
	is = desk_read(here, desk_op(here, &id));
	strip_team(is);
	assert_string_equal(is, was);
	free(was);
	free(is);
}

/* All records that were made at one desk are as they are at the other. */
static void check_records(struct desk *there, struct desk *here)
{
	struct fault f;
	struct statement st = statement_of(book_db(there->book), "SELECT k FROM op WHERE rec = k"
					   " AND source IS NULL AND length(bytes) > 0", &f);
	rec_t made[64];
	int n = 0;

	while (n < 64 && row_next(&st))
		made[n++] = row_int(&st, 0);
	ok(statement_end(&st), &f);
	assert_in_range(n, 6, 63);
	for (int i = 0; i < n; i++)
		check_record(there, here, made[i]);
}

static void carry(struct desk *from, struct desk *to, bool redacted, struct batch_counts *sum)
{
	size_t n;
	struct batch *all = post_batches(from, 0, &n);

	memset(sum, 0, sizeof *sum);
	for (size_t i = 0; i < n; i++) {
		struct opened *o = post_open(from, from, &all[i], redacted);
		struct batch_counts counts;

		assert_memory_equal(o->hash, all[i].hash, sizeof all[i].hash);
		assert_int_equal(post_take(to, o, LEVEL_TEAM, &counts), REFUSAL_NONE);
		assert_int_equal(counts.operations, all[i].count);
		sum->operations += counts.operations;
		sum->fresh += counts.fresh;
		sum->sessions += counts.sessions;
		sum->withheld += counts.withheld;
		post_close(o);
	}
	free(all);
}

static void what_is_packed_stands_where_it_comes(void **state)
{
	struct pair *p = *state;
	struct batch_counts sum;

	write_a_day(&p->team, 1);
	assert_int_equal(post_pack(&p->team, false), 1);
	write_a_day(&p->team, 2);
	assert_int_equal(post_pack(&p->team, false), 1);
	carry(&p->team, &p->commune, false, &sum);
	assert_int_equal(sum.fresh, sum.operations);
	assert_int_equal(sum.sessions, 4);
	assert_int_equal(sum.withheld, 0);
	check_records(&p->team, &p->commune);
	carry(&p->team, &p->commune, false, &sum);
	assert_int_equal(sum.fresh, 0);
	desk_check(&p->commune);
	assert_int_equal(check_packed(&p->team), 2);
}

static void each_is_packed_once_in_order(void **state)
{
	struct desk *desk = *state;
	int64_t made;

	for (int day = 1; day <= 5; day++) {
		made = waiting(desk);
		write_a_day(desk, day);
		assert_true(waiting(desk) > made);
		if (day % 2)
			assert_int_equal(post_pack(desk, day == 3), 1);
		assert_int_equal(post_pack(desk, false), !(day % 2));
		assert_int_equal(post_pack(desk, false), 0);
		assert_int_equal(waiting(desk), 0);
	}
	assert_int_equal(check_packed(desk), 5);
}

/* What came from others is theirs to pack, and there is nothing of it in what this desk packs. */
static void what_arrived_is_not_packed(void **state)
{
	struct pair *p = *state;
	struct batch_counts sum;
	int64_t own = waiting(&p->commune);

	post_pack(&p->team, false);
	carry(&p->team, &p->commune, false, &sum);
	assert_int_equal(waiting(&p->commune), own);
	assert_int_equal(post_pack(&p->commune, false), own > 0);
	check_packed(&p->commune);
}

static void a_batch_says_what_its_keys_say(void **state)
{
	struct desk *desk = *state;
	static const struct batch_seen seen = POST_SEEN;
	struct identity id;
	uint8_t head[HASH_BYTES], lane[LANE_BYTES];
	struct batch *all;
	struct opened *o;
	struct fault f;
	int64_t audit;
	size_t n;

	ok(audit_head(book_db(desk->book), &audit, head, &f), &f);
	assert_true(audit > 0);
	post_pack(desk, false);
	all = post_batches(desk, 0, &n);
	o = post_open(desk, desk, &all[0], false);
	ok(identity_read(&id, desk->book, &f), &f);
	assert_memory_equal(o->package.signer, id.sign_pk, sizeof id.sign_pk);
	batch_lane(lane, id.sign_pk, o->keys.inc);
	assert_memory_equal(lane, o->keys.lane, sizeof lane);
	assert_memory_equal(lane, all[0].lane_id, sizeof lane);
	assert_true(o->keys.has_audit);
	assert_int_equal(o->keys.audit_n, audit);
	assert_memory_equal(o->keys.audit, head, sizeof head);
	assert_int_equal(o->keys.n_seen, 1);
	assert_memory_equal(&o->keys.seen[0], &seen, sizeof seen);
	assert_int_equal(o->manifest.day, all[0].made);
	assert_int_equal(o->manifest.minute, 9 * 60);
	assert_int_equal(o->manifest.clk, CLK_OK);
	assert_string_equal(o->manifest.unit, "26572");
	assert_string_equal(o->manifest.app, VERSION);
	assert_int_equal(envelope_recipients(o->envelope), 2);
	identity_release(&id);
	post_close(o);
	free(all);
}

/* ---- limits ---- */

static void a_batch_is_cut_by_its_bytes(void **state)
{
	struct desk *desk = *state;
	struct opened *o;
	struct batch *all;
	size_t n;

	post_pack(desk, false);
	put_many(desk, 1024, 4095); /* with their ends they are as many as may be */
	assert_int_equal(post_pack(desk, false), 1);
	put_many(desk, 1023, 4095);
	put_many(desk, 1, 4096); /* one byte more than may be */
	assert_int_equal(post_pack(desk, false), 2);
	assert_int_equal(check_packed(desk), 4);
	all = post_batches(desk, 0, &n);
	assert_int_equal(all[1].count, 1024);
	assert_int_equal(all[2].count, 1023);
	assert_int_equal(all[3].count, 1);
	o = post_open(desk, desk, &all[1], false);
	assert_int_equal(o->manifest.raw, PACK_RAW_MAX);
	assert_int_equal(post_look(o, &(struct batch_counts){ 0 }), REFUSAL_NONE);
	post_close(o);
	free(all);
}

static void a_batch_is_cut_by_its_count(void **state)
{
	struct desk *desk = *state;
	struct batch *all;
	size_t n;

	post_pack(desk, false);
	put_many(desk, PACK_COUNT_MAX + 1, 55);
	assert_int_equal(post_pack(desk, false), 2);
	assert_int_equal(check_packed(desk), 3);
	all = post_batches(desk, 0, &n);
	assert_int_equal(all[1].count, PACK_COUNT_MAX);
	assert_int_equal(all[2].count, 1);
	free(all);
}

static void the_longest_line_fits(void **state)
{
	struct desk *desk = *state;
	struct batch_counts counts;
	struct opened *o;
	struct batch *all;
	size_t n;

	post_pack(desk, false);
	put_many(desk, 1, 262144);
	change(desk, "UPDATE op SET local = 1 WHERE length(bytes) = 262144");
	assert_int_equal(post_pack(desk, false), 1);
	all = post_batches(desk, 0, &n);
	o = post_open(desk, desk, &all[1], false);
	assert_int_equal(post_look(o, &counts), REFUSAL_NONE);
	assert_int_equal(counts.operations, 1);
	post_close(o);
	free(all);
}

/* ---- what must not be there ---- */

static void a_number_that_is_missing_or_twice_there_is_a_fault(void **state)
{
	struct desk *desk = *state;
	static const char *const wrong[][2] = {
		{ "UPDATE op SET n = n + 100 WHERE n = 3 AND source IS NULL",
		  "UPDATE op SET n = n - 100 WHERE n = 103" },
		{ "UPDATE op SET n = n + 1 WHERE n = 3 AND source IS NULL",
		  "UPDATE op SET n = 3 WHERE k = (SELECT min(k) FROM op WHERE n = 4)" },
		{ "UPDATE op SET n = n + 1", "UPDATE op SET n = n - 1" },
	};
	struct fault f;
	size_t packed, n;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		change(desk, wrong[i][0]);
		assert_int_equal(post_packs(desk, true, &packed, &f), FAULT_DAMAGED);
		assert_string_equal(f.subject, "lane");
		assert_int_equal(packed, 0);
		free(post_batches(desk, 0, &n));
		assert_int_equal(n, 0);
		change(desk, wrong[i][1]);
	}
	assert_int_equal(post_pack(desk, false), 1);
	check_packed(desk);
}

static void lines_that_are_not_the_manifests_make_no_file(void **state)
{
	struct desk *desk = *state;
	uint8_t to[1][BOX_BYTES] = { { 9 } }, small[1][BOX_BYTES] = { { 1 } }, body[HASH_BYTES];
	struct pack_for whom = { (const uint8_t (*)[BOX_BYTES])to, 1, false, false };
	struct buffer chain = { 0 }, out = { 0 };
	struct batch *all;
	struct fault f;
	size_t n;

	post_pack(desk, false);
	all = post_batches(desk, 0, &n);
	ok(pack_file(desk->book, &all[0], &chain, &whom, &out, body, &f), &f);
	buffer_release(&out);
	whom.boxes = (const uint8_t (*)[BOX_BYTES])small;
	assert_int_equal(pack_file(desk->book, &all[0], &chain, &whom, &out, body, &f), FAULT_DAMAGED);
	assert_int_equal(out.len, 0);
	whom.boxes = (const uint8_t (*)[BOX_BYTES])to;
	change(desk, "UPDATE op SET local = CASE WHEN local THEN NULL ELSE 1 END WHERE n = 2");
	assert_int_equal(pack_file(desk->book, &all[0], &chain, &whom, &out, body, &f), FAULT_DAMAGED);
	assert_string_equal(f.subject, "batch");
	assert_int_equal(out.len, 0);
	free(all);
	/* It is the trouble of that batch: the book goes on. */
	desk_add(desk, TYPE_SESSION, desk_visit);
	assert_int_equal(post_pack(desk, false), 1);
}

/* ---- redaction ---- */

/* A line that was changed has another id. */
static void name_anew(struct desk *desk, int64_t n)
{
	struct fault f;
	struct statement st = statement_of(book_db(desk->book), "SELECT bytes FROM op WHERE n = ?"
					   " AND source IS NULL", &f);
	struct id id;

	bind_int(&st, n);
	assert_true(row_next(&st));
	id = id_of(row_blob(&st, 0), row_length(&st, 0));
	ok(statement_end(&st), &f);
	ok(book_begin(desk->book, "test", &f), &f);
	st = statement_of(book_db(desk->book), "UPDATE op SET id = ? WHERE n = ?"
					       " AND source IS NULL", &f);
	bind_blob(&st, id.b, ID_BYTES);
	bind_int(&st, n);
	ok(statement_run(&st), &f);
	ok(book_commit(desk->book, NULL, &f), &f);
}

static bool has_text(const struct buffer *text, const char *part)
{
	return strstr(buffer_text(text), part) != NULL;
}

static void local_fields_stay_in_the_commune(void **state)
{
	struct pair *p = *state;
	struct desk upper;
	struct batch_counts counts;
	struct buffer whole, redacted;
	struct opened *o;
	struct batch *all;
	size_t n;

	write_a_day(&p->team, 1);
	put_many(&p->team, 1, 55);
	/* What a newer program marks, of a field this one does not know. */
	change(&p->team, "UPDATE op SET local = 1, bytes = CAST(replace(CAST(bytes AS TEXT),"
			 " '\"set\":{}', '\"set\":{\"contact\":\"hai lúa\"}') AS BLOB) WHERE rec IS NULL");
	name_anew(&p->team, waiting(&p->team));
	/* And what an older one did not mark. */
	change(&p->team, "UPDATE op SET local = NULL WHERE instr(bytes, CAST('cây xoài' AS BLOB))");
	post_pack(&p->team, false);
	all = post_batches(&p->team, 0, &n);
	o = post_open(&p->team, &p->team, &all[0], false);
	whole = post_lines(o);
	post_close(o);
	o = post_open(&p->team, &p->team, &all[0], true);
	redacted = post_lines(o);
	assert_true(has_text(&whole, "hint") && has_text(&whole, "chợ nổi"));
	assert_true(has_text(&whole, "cây xoài") && has_text(&whole, "hai lúa"));
	assert_false(has_text(&redacted, "hint") || has_text(&redacted, "chợ nổi"));
	assert_false(has_text(&redacted, "cây xoài") || has_text(&redacted, "hai lúa"));
	assert_false(has_text(&redacted, "!{"));
	assert_true(has_text(&redacted, "\n!"));
	assert_true(has_text(&redacted, "Ông bà tự làm được"));
	desk_open_as(&upper, LEVEL_UPPER, "77");
	assert_int_equal(post_take(&upper, o, LEVEL_TEAM, &counts), REFUSAL_NONE);
	assert_int_equal(counts.withheld, 4); /* two hints of that day, H002's, the contact */
	assert_int_equal(counts.sessions, 2);
	desk_close(&upper);
	post_close(o);
	buffer_release(&whole);
	buffer_release(&redacted);
	free(all);
}

/* The commune says that a record is erased. */
static void erase(struct desk *desk, const char *record)
{
	static const struct lane commune = { .id = { 9 }, .level = LEVEL_COMMUNE, .unit = "26572",
					     .codes = "26572" };
	struct parcel parcel = { 0 };
	char line[256];

	snprintf(line, sizeof line, "{\"n\":1,\"type\":\"erase\",\"set\":{\"records\":[\"%s\"]},"
		 "\"hlc\":117652684800000000,\"clk\":\"ok\",\"who\":\"X\"}", record);
	parcel_add(&parcel, &commune, line);
	desk_take(desk, &parcel);
	parcel_release(&parcel);
}

/* What is erased is bare in any file from the day on; its forwarding verifies all the same. */
static void what_is_erased_leaves_its_id_alone(void **state)
{
	struct pair *p = *state;
	rec_t visit = desk_add(&p->team, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"village\":"
			       "\"26572-01\",\"household\":\"H001\",\"channel\":\"tai_nha\",\"people\":1,"
			       "\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"hoan_thanh\",\"count\":1}],"
			       "\"note\":\"xin đừng nhắc\"}");
	struct batch_counts counts;
	char text[ID_TEXT];
	struct buffer lines;
	struct batch *all;
	struct opened *o;
	struct fault f;
	struct id id;
	size_t n;

	desk_edit(&p->team, visit, "{\"note\":\"đừng nhắc nữa\"}");
	post_pack(&p->team, false);
	carry(&p->team, &p->commune, false, &counts);
	ok(op_id(book_db(p->team.book), visit, &id, &f), &f);
	id_text(text, &id);
	erase(&p->commune, text);
	all = post_batches(&p->commune, 0, &n);
	for (int days = 0; days < 2; days++) {
		for (int redacted = 0; redacted < 2; redacted++) {
			o = post_open(&p->commune, &p->team, &all[0], redacted);
			lines = post_lines(o);
			assert_false(has_text(&lines, "nhắc"));
			assert_int_equal(post_look(o, &counts), REFUSAL_NONE);
			assert_int_equal(counts.withheld, redacted ? 3 : 2);
			buffer_release(&lines);
			post_close(o);
		}
		change(&p->commune, "UPDATE op SET bytes = X''"
				    " WHERE rec IN (SELECT rec FROM erased)");
	}
	free(all);
}

/* It was erased and blank before it was ever packed. */
static void what_is_blank_is_packed_by_its_id(void **state)
{
	struct desk *desk = *state;
	struct batch_counts counts;
	struct batch *all;
	struct opened *o;
	size_t n;

	desk_add(desk, TYPE_SESSION, desk_visit);
	change(desk, "UPDATE op SET bytes = X'' WHERE k = (SELECT max(k) FROM op)");
	assert_int_equal(post_pack(desk, false), 1);
	all = post_batches(desk, 0, &n);
	o = post_open(desk, desk, &all[0], false);
	assert_int_equal(post_look(o, &counts), REFUSAL_NONE);
	assert_int_equal(counts.withheld, 1);
	assert_int_equal(counts.operations, all[0].count);
	post_close(o);
	free(all);
}

/* Some of the lines, by chance, as their ids alone. */
static struct buffer some_bare(const struct buffer *lines, uint32_t *seed, int64_t *bare)
{
	struct buffer out = { 0 };

	*bare = 0;
	for (const char *at = buffer_text(lines), *end; (end = strchr(at, '\n')); at = end + 1) {
		char text[ID_TEXT];
		struct id id;

		*seed = *seed * 1664525 + 1013904223;
		if (*seed >> 31) {
			buffer_put_bytes(&out, at, (size_t)(end - at) + 1);
			continue;
		}
		++*bare;
		if (*at == '!')
			buffer_put_char(&out, *at++);
		id = id_of(at, (size_t)(end - at));
		id_text(text, &id);
		buffer_print(&out, "%s\n", text);
	}
	return out;
}

static void it_verifies_with_any_lines_left_out(void **state)
{
	struct pair *p = *state;
	struct batch_counts counts;
	struct buffer lines, some;
	struct opened *whole, *o;
	struct batch *all;
	int64_t withheld, held = 0;
	uint32_t seed = 11;
	size_t n;

	write_a_day(&p->team, 1);
	post_pack(&p->team, false);
	all = post_batches(&p->team, 0, &n);
	whole = post_open(&p->team, &p->team, &all[0], false);
	lines = post_lines(whole);
	for (int i = 0; i < 60; i++) {
		some = some_bare(&lines, &seed, &withheld);
		o = post_with_lines(whole, &some);
		assert_int_equal(post_look(o, &counts), REFUSAL_NONE);
		assert_int_equal(counts.operations, all[0].count);
		assert_int_equal(counts.withheld, withheld);
		post_again(o);
		if (i < 3) { /* what was missing comes with the next */
			assert_int_equal(post_take(&p->commune, o, LEVEL_TEAM, &counts),
					 REFUSAL_NONE);
			held += counts.fresh;
		}
		post_close(o);
		buffer_release(&some);
	}
	assert_int_equal(post_take(&p->commune, whole, LEVEL_TEAM, &counts), REFUSAL_NONE);
	assert_int_equal(held + counts.fresh, all[0].count);
	check_records(&p->team, &p->commune);
	desk_check(&p->commune);
	buffer_release(&lines);
	post_close(whole);
	free(all);
}

/* ---- empty ones, and lanes ---- */

static void an_empty_one_goes_when_nothing_else_does(void **state)
{
	struct pair *p = *state;
	struct batch_counts sum;
	struct opened *o;
	struct batch *all;
	size_t n;

	assert_int_equal(post_pack(&p->team, true), 1);
	assert_int_equal(post_pack(&p->team, true), 1);
	assert_int_equal(post_pack(&p->team, false), 0);
	desk_add(&p->team, TYPE_SESSION, desk_visit);
	assert_int_equal(post_pack(&p->team, true), 1);
	assert_int_equal(check_packed(&p->team), 3);
	all = post_batches(&p->team, 0, &n);
	assert_int_equal(all[1].count, 0);
	assert_int_equal(all[1].first, all[0].count + 1);
	assert_int_equal(all[2].first, all[1].first);
	o = post_open(&p->team, &p->team, &all[1], true);
	assert_int_equal(o->package.body, 0);
	assert_int_equal(o->manifest.raw, 0);
	post_close(o);
	free(all);
	carry(&p->team, &p->commune, false, &sum);
	check_records(&p->team, &p->commune);
}

static void begin_new_lane(struct desk *desk)
{
	struct fault f;

	ok(book_begin(desk->book, "test", &f), &f);
	ok(book_new_lane(desk->book, &f), &f);
	ok(book_commit(desk->book, NULL, &f), &f);
}

static void an_old_lane_goes_on_being_sent_and_never_added_to(void **state)
{
	struct pair *p = *state;
	struct batch_counts sum;
	int64_t old = book_lane(p->team.book);
	struct batch *all;
	size_t n;

	post_pack(&p->team, false);
	write_a_day(&p->team, 1);
	begin_new_lane(&p->team);
	assert_int_not_equal(book_lane(p->team.book), old);
	write_a_day(&p->team, 2);
	assert_int_equal(post_pack(&p->team, false), 2);
	write_a_day(&p->team, 3);
	assert_int_equal(post_pack(&p->team, false), 1);
	assert_int_equal(post_pack(&p->team, true), 1); /* the present lane's */
	assert_int_equal(check_packed(&p->team), 5);
	all = post_batches(&p->team, old, &n);
	assert_int_equal(n, 2);
	free(all);
	carry(&p->team, &p->commune, false, &sum);
	check_records(&p->team, &p->commune);
}

/* What a laptop made after the backup it was restored from comes back from others, as theirs. */
static void what_came_back_in_an_old_lane_is_not_packed(void **state)
{
	struct desk *desk = *state;
	int64_t all_of_it = waiting(desk);
	struct batch *all;
	size_t n;

	begin_new_lane(desk);
	change(desk, "INSERT INTO intake(k, at) VALUES(1, 1);"
		     "UPDATE op SET source = 1 WHERE n > (SELECT max(n) FROM op) - 2");
	assert_int_equal(waiting(desk), all_of_it - 2);
	assert_int_equal(post_pack(desk, false), 1);
	all = post_batches(desk, 0, &n);
	assert_int_equal(all[0].count, all_of_it - 2);
	free(all);
	assert_int_equal(post_pack(desk, false), 0);
}

/* Operations that older programs made name no lane, and are of this laptop's all the same. */
static void what_names_no_lane_is_packed_in_its_own(void **state)
{
	struct pair *p = *state;
	struct batch_counts sum;

	put_many(&p->team, 3, 55);
	assert_int_equal(post_pack(&p->team, false), 1);
	check_packed(&p->team);
	carry(&p->team, &p->commune, false, &sum);
	assert_int_equal(desk_count(&p->commune, "SELECT count(*) FROM op"
						 " WHERE instr(bytes, '\"x\"')"), 3);
}

/* Its incarnation was not kept: nobody could know whose it is. The others go. */
static void a_lane_that_cannot_be_signed_for_waits(void **state)
{
	struct desk *desk = *state;
	int64_t old = waiting(desk);
	struct batch *all;
	size_t n;

	assert_true(old > 0);
	begin_new_lane(desk);
	change(desk, "UPDATE lane SET inc = NULL WHERE k = 1");
	desk_add(desk, TYPE_SESSION, desk_visit);
	assert_int_equal(post_pack(desk, false), 1);
	change(desk, "UPDATE lane SET inc = zeroblob(16) WHERE k = 1");
	assert_int_equal(post_pack(desk, false), 0);
	assert_int_equal(waiting(desk), old);
	all = post_batches(desk, 0, &n);
	assert_int_equal(n, 1);
	assert_int_equal(all[0].lane, book_lane(desk->book));
	free(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAIR_CASE(what_is_packed_stands_where_it_comes),
		DESK_CASE(each_is_packed_once_in_order),
		PAIR_CASE(what_arrived_is_not_packed),
		DESK_CASE(a_batch_says_what_its_keys_say),
		DESK_CASE(a_batch_is_cut_by_its_bytes),
		DESK_CASE(a_batch_is_cut_by_its_count),
		DESK_CASE(the_longest_line_fits),
		DESK_CASE(a_number_that_is_missing_or_twice_there_is_a_fault),
		DESK_CASE(lines_that_are_not_the_manifests_make_no_file),
		PAIR_CASE(local_fields_stay_in_the_commune),
		PAIR_CASE(what_is_erased_leaves_its_id_alone),
		DESK_CASE(what_is_blank_is_packed_by_its_id),
		PAIR_CASE(it_verifies_with_any_lines_left_out),
		PAIR_CASE(an_empty_one_goes_when_nothing_else_does),
		PAIR_CASE(an_old_lane_goes_on_being_sent_and_never_added_to),
		DESK_CASE(what_came_back_in_an_old_lane_is_not_packed),
		PAIR_CASE(what_names_no_lane_is_packed_in_its_own),
		DESK_CASE(a_lane_that_cannot_be_signed_for_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
