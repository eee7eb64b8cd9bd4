/*
 * The same files in many orders, each up to three times, some cut, renamed, among foreign ones, in
 * one import or several: what people see, and how everything is judged, is the same every time.
 *
 * At a commune and at the level above it, 10 orders each, and some with a commune that is revoked meanwhile; ten
 * times as many under $HEAVY.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/db/statement.h"
#include "store/ledger/share.h"
#include "store/record/open.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope.h"
#include "sync/crypto/package.h"
#include "sync/exchange/standing.h"
#include "sync/identity/enrol.h"
#include "tests/store/record/views.h"
#include "tests/sync/exchange/month.h"

enum { FOLDERS = 4 };

static struct fault fault;

static void ok(int rc, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, subject %s, errno %d", what, rc, fault.field,
			 fault.subject, fault.sys);
}

/* ---- what there is in the end ---- */

/* Rows of texts. */
static void put_rows(struct party *p, struct buffer *out, const char *name, const char *sql)
{
	struct statement st = statement_of(book_db(p->desk.book), sql, &fault);

	while (row_next(&st))
		buffer_print(out, "%s %s\n", name, row_text(&st, 0));
	ok(statement_end(&st), name);
}

/* How many of a lane a receipt says are put aside. */
static void put_aside(struct party *p, struct buffer *out)
{
	struct db *db = book_db(p->desk.book);
	struct statement st = statement_of(db, "SELECT k, hex(lane) FROM lane WHERE own IS NOT 1 ORDER BY lane", &fault);
	int64_t n;

	while (row_next(&st)) {
		ok(share_count_aside(db, row_int(&st, 0), &n, &fault), "aside");
		buffer_print(out, "aside %s %d\n", row_text(&st, 1), (int)n);
	}
	ok(statement_end(&st), "lanes");
}

static char *all_of(struct party *p, int turn)
{
	struct buffer out = { 0 };
	char *views = desk_views(&p->desk, turn);

	buffer_put(&out, views);
	free(views);
	put_rows(p, &out, "batch", "SELECT hex(hash) || ' ' || number || ' held ' || coalesce(held, 0) || ' whole '"
		 " || whole FROM batch WHERE lane IN (SELECT k FROM lane WHERE own IS NOT 1) ORDER BY 1");
	put_rows(p, &out, "laptop", "SELECT hex(sign) || ' ' || level || ' ' || unit || ' ' || team || ' ' || codes"
		 " || ' ' || number || ' ' || coalesce(expires, 'never') || ' ' || revoked FROM laptop ORDER BY 1");
	put_rows(p, &out, "root", "SELECT hex(pk) || ' ' || unit || ' ' || codes || ' ' || revoked FROM root ORDER BY 1");
	put_rows(p, &out, "lane", "SELECT hex(lane) || ' ' || coalesce(level, '-') || ' ' || coalesce(unit, '-')"
		 " || ' ' || coalesce(team, '-') || ' ' || coalesce(codes, '-') FROM lane WHERE own IS NOT 1 ORDER BY 1");
	put_rows(p, &out, "op", "SELECT hex(o.id) || ' ' || coalesce(hex(l.lane), '-') || ' ' || coalesce(o.n, '-')"
		 " || ' aside ' || coalesce(o.aside, 0) || ' local ' || coalesce(o.local, 0) ||"
		 " CASE WHEN o.bytes IS NULL THEN ' bare' ELSE '' END FROM op o LEFT JOIN lane l ON l.k = o.lane"
		 " WHERE l.own IS NOT 1 AND o.aside IS NOT 6 ORDER BY 1"); /* in the log, or in what is kept */
	put_aside(p, &out);
	put_rows(p, &out, "acknowledged", "SELECT hex(b.hash) || ' ' || a.up FROM acknowledged a JOIN batch b ON"
		 " b.k = a.batch ORDER BY 1");
	return buffer_take(&out, NULL);
}

/* ---- in any order ---- */

static uint32_t seed;

static int draw(int below)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((seed >> 8) % (uint32_t)below);
}

static void open_copy(struct party *p, const char *before)
{
	char command[300];

	memset(p, 0, sizeof *p);
	strcpy(p->desk.dir, "desk.XXXXXX");
	assert_non_null(mkdtemp(p->desk.dir));
	snprintf(p->desk.path, sizeof p->desk.path, "%s/sotay.vault", p->desk.dir);
	snprintf(command, sizeof command, "cp %s %s", before, p->desk.path);
	assert_int_equal(system(command), 0);
	ok(records_open(p->desk.path, "Lan", (struct vault_pass){ "mat khau", 8 }, &p->desk.book, &fault), "open");
	ok(identity_read(&p->id, p->desk.book, &fault), "identity");
}

static void import(struct party *p, const char *path)
{
	struct import_results results = party_takes(p, path, NULL);

	import_results_release(&results);
}

static void undo_the_one(struct party *p, const struct post *what)
{
	static const uint8_t none[HASH_BYTES];
	struct batch batch;
	char sql[100];
	bool there, final;

	if (!memcmp(what->undone, none, sizeof none))
		return;
	ok(batches_find(book_db(p->desk.book), what->undone, &batch, &there, &fault), "find");
	assert_true(there);
	snprintf(sql, sizeof sql, "SELECT min(k) FROM file WHERE batch = %lld", (long long)batch.key);
	ok(import_undo(p->desk.book, &p->id, party_count(p, sql), &final, &fault), "undo");
}

/* As it was made, each once. */
static void clean_run(struct party *p, const struct post *what)
{
	stick_remove();
	stick_new();
	for (int i = 0; i < what->n; i++) {
		stick_put("x.stb", &what->files[i]);
		import(p, stick_path("x.stb"));
	}
}

/* A file once more, somewhere, under any name; sometimes cut, sometimes a stranger beside it. */
static void scatter(const struct buffer *file)
{
	static const char *const endings[] = { ".stb", " (1).stb", ".bin", ".STB", "", "_x.stb.txt" };
	struct buffer part = { 0 };
	char name[80];
	bool cut = !draw(4);

	snprintf(name, sizeof name, "f%d/%06d%s%s", draw(FOLDERS), draw(1000000), draw(2) ? "_SOTAY_T01" : "",
		 endings[draw((int)(sizeof endings / sizeof endings[0]))]);
	stick_put(name, file);
	if (!cut)
		return;
	snprintf(name, sizeof name, "f%d/%06d.stb", draw(FOLDERS), draw(1000000));
	buffer_put_bytes(&part, file->text, (size_t)draw((int)file->len));
	if (part.len > 300 && draw(2))
		part.text[200 + draw(100)] ^= 4;
	stick_put(name, &part);
	buffer_release(&part);
}

static void scatter_foreign(void)
{
	struct buffer photo = { 0 }, strange = vector_file("batch.stb");

	buffer_put(&photo, "\xff\xd8\xff\xe0 a photo");
	for (int i = 0; i < 5; i++) {
		char name[80];

		snprintf(name, sizeof name, "f%d/IMG_%04d.jpg", draw(FOLDERS), i);
		stick_put(name, &photo);
		snprintf(name, sizeof name, "f%d/%06d.stb", draw(FOLDERS), draw(1000000));
		stick_put(name, draw(2) ? &photo : &strange);
	}
	buffer_release(&photo);
	buffer_release(&strange);
}

static void any_order(struct party *p, const struct post *what, bool (*meanwhile)(struct party *))
{
	int when = draw(FOLDERS + 1);

	stick_remove();
	stick_new();
	for (int i = 0; i < FOLDERS; i++) {
		char name[8];

		snprintf(name, sizeof name, "f%d", i);
		assert_int_equal(mkdir(stick_path(name), 0700), 0);
	}
	for (int i = 0; i < what->n; i++)
		for (int times = 1 + draw(3); times; times--)
			scatter(&what->files[i]);
	scatter_foreign();
	for (int i = 0; i < FOLDERS; i++) {
		char name[8];

		if (meanwhile && i >= when && meanwhile(p))
			meanwhile = NULL;
		snprintf(name, sizeof name, "f%d", i);
		import(p, stick_path(name));
	}
	assert_true(!meanwhile || meanwhile(p));
}

/* seen: by what people see of it alone. */
static void in_any_order(const char *before, const struct post *what, bool (*meanwhile)(struct party *), bool seen)
{
	int orders = (getenv("HEAVY") ? 100 : 10) / (seen ? 4 : 1);
	char *wanted[12] = { NULL }, where[40];
	struct party clean, p;

	open_copy(&clean, before);
	clean_run(&clean, what);
	assert_true(!meanwhile || meanwhile(&clean));
	undo_the_one(&clean, what);
	desk_check(&clean.desk);
	for (int i = 0; i < orders; i++) {
		char *got;

		seed = (uint32_t)i + 1;
		open_copy(&p, before);
		any_order(&p, what, meanwhile);
		undo_the_one(&p, what);
		got = seen ? desk_views(&p.desk, i) : all_of(&p, i);
		if (!wanted[i % 12])
			wanted[i % 12] = seen ? desk_views(&clean.desk, i) : all_of(&clean, i);
		snprintf(where, sizeof where, "order %d", i);
		assert_same_views(got, wanted[i % 12], where);
		free(got);
		desk_check(&p.desk);
		party_close(&p);
	}
	for (int i = 0; i < 12; i++)
		free(wanted[i]);
	party_close(&clean);
}

static void at_a_commune(void **state)
{
	(void)state;
	in_any_order(COMMUNE_BEFORE, &to_commune, revoke_stolen, false);
}

static void at_an_upper_level(void **state)
{
	(void)state;
	in_any_order(UPPER_BEFORE, &to_upper, NULL, false);
}

static bool revoke_other(struct party *p)
{
	ok(enrol_revoke(p->desk.book, &p->id, other.id.root_pk, NULL, &fault), "revoke");
	ok(exchange_settle(p->desk.book, &p->id, &fault), "settle");
	return true;
}

/* What came of it goes, what comes is not taken: the same is left. */
static void where_a_communes_root_is_revoked(void **state)
{
	(void)state;
	in_any_order(UPPER_BEFORE, &to_upper, revoke_other, true);
}

/* ---- what must not be in any of them ---- */

static bool has(const char *bytes, size_t n, const char *text)
{
	return memmem(bytes, n, text, strlen(text)) != NULL;
}

/* The lines of a file, as who it is for can open it. */
static struct buffer opened(const struct buffer *file, const struct party *by)
{
	struct package *p = calloc(1, sizeof *p);
	struct buffer out = { 0 };
	struct input_memory in;
	struct envelope *e;
	struct manifest m;
	struct body *body;
	const char *line;
	size_t n;

	input_memory_init(&in, file->text, file->len);
	assert_int_equal(envelope_open(&e, &in.in, by->id.boxes, by->id.n_boxes), REFUSAL_NONE);
	assert_int_equal(package_read(p, envelope_content(e)), REFUSAL_NONE);
	assert_true(manifest_read(&m, p->manifest, p->manifest_len));
	buffer_put_bytes(&out, p->manifest, p->manifest_len);
	body = body_open(envelope_content(e), p->body, (uint64_t)m.raw);
	while (!body_line(body, &line, &n) && line)
		buffer_put_bytes(&out, line, n);
	body_close(body);
	envelope_close(e);
	free(p);
	return out;
}

/* In how many of them a text is, by who can open them. */
static int in_how_many(const struct post *post, const struct party *by, const char *text)
{
	int found = 0;

	for (int i = 0; i < post->n; i++) {
		struct buffer lines = opened(&post->files[i], by);

		found += has(buffer_text(&lines), lines.len, text);
		buffer_release(&lines);
	}
	return found;
}

static void nothing_local_and_nothing_erased_goes_up(void **state)
{
	(void)state;
	assert_true(in_how_many(&to_commune, &commune, HINT) > 0);
	assert_int_equal(in_how_many(&to_upper, &upper, HINT), 0);
	assert_int_equal(in_how_many(&to_commune, &commune, UNKNOWN), 1);
	assert_int_equal(in_how_many(&to_upper, &upper, UNKNOWN), 0);
	/* It was passed on once, and is not any more since it is erased. */
	assert_int_equal(in_how_many(&to_commune, &commune, ERASED), 1);
	assert_int_equal(in_how_many(&to_upper, &upper, ERASED), 1);
	assert_int_equal(in_how_many(&last_up, &upper, ERASED), 0);
}

static void no_file_can_be_read_by_others(void **state)
{
	static const char *const texts[] = {
		HINT, UNKNOWN, ERASED, "Sóng yếu", "26572-01", "26575-01", "sotayp", "\"lane\"",
		"Việc cấp trên giao",
	};
	const struct post *const posts[] = { &to_commune, &to_upper };

	(void)state;
	for (int p = 0; p < 2; p++)
		for (int i = 0; i < posts[p]->n; i++)
			for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++)
				assert_false(has(posts[p]->files[i].text, posts[p]->files[i].len, texts[t]));
}

static int set_up(void **state)
{
	(void)state;
	month_begin();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	month_end();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(at_a_commune),
		cmocka_unit_test(at_an_upper_level),
		cmocka_unit_test(where_a_communes_root_is_revoked),
		cmocka_unit_test(nothing_local_and_nothing_erased_goes_up),
		cmocka_unit_test(no_file_can_be_read_by_others),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
