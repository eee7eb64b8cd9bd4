/* Documents from a commune to a team: what is in them, and what becomes of it there. */
#include "config.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/ledger/documents.h"
#include "store/oplog/op.h"
#include "store/record/record.h"
#include "sync/batch/pack.h"
#include "sync/crypto/envelope.h"
#include "sync/document/document_lines.h"
#include "sync/identity/sealed.h"
#include "tests/sync/crypto/vectors.h"
#include "tests/sync/partners.h"

/* Registers of the commune: villages 03 (of T01) and 04 (of T02), a household in each. */
static void commune_registers(struct partners *p)
{
	struct desk *desk = &p->commune.desk;

	desk_add(desk, TYPE_VILLAGE, "{\"code\":\"26572-03\",\"name\":\"Ấp Đông\"}");
	desk_add(desk, TYPE_VILLAGE, "{\"code\":\"26572-04\",\"name\":\"Ấp Tây\"}");
	desk_add(desk, TYPE_TEAM, "{\"code\":\"T01\",\"name\":\"Tổ 1\","
				  "\"villages\":[\"26572-03\"]}");
	desk_add(desk, TYPE_TEAM, "{\"code\":\"T02\",\"name\":\"Tổ 2\","
				  "\"villages\":[\"26572-04\"]}");
	desk_add(desk, TYPE_MEMBER, "{\"code\":\"Hoa\",\"name\":\"Hoa\",\"team\":\"T01\"}");
	desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-03\",\"code\":\"D001\","
				       "\"hint\":\"cạnh chợ\"}");
	desk_add(desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-04\",\"code\":\"W001\",\"hint\":\"xa "
				       "lắm\"}");
}

static int set_up(void **state)
{
	commune_registers(partners_set_up(state));
	return 0;
}

#define CASE(name) PARTNERS_CASE(name, set_up)

/* ---- what a test says and asks ---- */

/*
 * The lines of a file for the team, and where it goes on from ("" nothing); it stays the caller's.
 */
static struct buffer read_file(struct partners *p, const struct ledger_bytes *file, char from[65],
			       uint8_t hash[HASH_BYTES])
{
	struct ledger_bytes copy = { malloc(file->n), file->n };
	struct sealed_file *opened;
	struct buffer lines;
	uint8_t before[HASH_BYTES];
	bool there;

	memcpy(copy.bytes, file->bytes, file->n);
	opened = partner_open(&p->team, copy);
	lines = sealed_file_lines(opened);
	assert_true(document_from_read(before, &there, opened->package.manifest,
				       opened->package.manifest_len));
	*from = 0;
	if (there)
		hex_text(from, before, sizeof before);
	memcpy(hash, opened->hash, HASH_BYTES);
	sealed_file_close(opened);
	return lines;
}

/* The team tells the commune what it has, with whatever else it did. */
static void team_tells(struct partners *p)
{
	struct batch batch = team_packs(p, true);

	team_sends(p, &batch, NULL);
	team_takes_receipt(p, commune_receipt(p));
}

/* They know each other, and the commune what the team has. */
static void settle(struct partners *p)
{
	partners_enrol(p);
	team_tells(p); /* the first receipt comes back */
	team_packs(p, true);
	team_tells(p); /* and is answered, with the document */
}

static int64_t team_count(struct partners *p, const char *sql)
{
	return desk_count(&p->team.desk, sql);
}

/* A document of the commune with these lines, as it would seal it. */
static struct ledger_bytes document_of(struct partners *p, const char *lines)
{
	struct buffer body = { 0 }, file = { 0 };
	struct sealed what = { .format = FORMAT_DOCUMENT, .to = p->name,
			      .box = p->team.id.boxes[0].pk,
			       .lines = &body };
	struct ledger_bytes out;
	uint8_t hash[HASH_BYTES];
	bool enrolled;
	struct fault f;

	buffer_put(&body, lines);
	what.own = json_pack("{s:n}", "from");
	assert_int_equal(sealed_write(p->commune.desk.book, &p->commune.id, &what, &file, hash,
				      &enrolled,
				      &f), FAULT_OK);
	out.bytes = (uint8_t *)buffer_take(&file, &out.n);
	buffer_release(&body);
	return out;
}

static int set_up_settled(void **state)
{
	set_up(state);
	settle(*state);
	return 0;
}

/* ---- answers ---- */

static void an_answer_has_certificate_root_and_registers(void **state)
{
	struct partners *p = *state;
	struct ledger_bytes file = commune_document(p, true);
	struct sealed_file *opened = partner_open(&p->team, file);
	struct document_taken taken;
	struct answer answer;

	assert_int_equal(document_answer(&opened->package, &opened->manifest, &answer),
			 REFUSAL_NONE);
	assert_true(answer.there);
	assert_memory_equal(answer.certificate.sign_pk, p->team.id.sign_pk, SIGN_PUBLIC_BYTES);
	assert_string_equal(answer.certificate.team, "T01");
	assert_memory_equal(answer.root.sign_pk, p->commune.id.root_pk, SIGN_PUBLIC_BYTES);
	assert_memory_equal(answer.root.box_pk, p->commune.id.boxes[1].pk, BOX_BYTES);
	sealed_file_close(opened);
	taken = team_takes_document(p, commune_document(p, true), NULL);
	assert_true(taken.whole && taken.enrolled);
	assert_int_equal(taken.fresh, taken.operations);
	assert_int_equal(taken.not_taken, 0);
	setenv("SOTAY_NOW", DESK_TODAY "T09:01", 1);
	taken = team_takes_document(p, commune_document(p, true), NULL);
	assert_false(taken.enrolled);
	assert_int_equal(taken.fresh, 0);
}

/* By the linker's --wrap: what of a line with certificates is read, itself and what each of them says. */
static struct {
	int lines, payloads, signatures;
} asked;

json_t *__real_signed_json(const char *bytes, size_t n);
json_t *__wrap_signed_json(const char *bytes, size_t n);
bool __real_certificate_verify(const struct certificate *c, const char *payload, size_t n,
			       const uint8_t signature[SIGNATURE_BYTES]);
bool __wrap_certificate_verify(const struct certificate *c, const char *payload, size_t n,
			       const uint8_t signature[SIGNATURE_BYTES]);

json_t *__wrap_signed_json(const char *bytes, size_t n)
{
	static const char line[] = "{\"cert\":\"", payload[] = "{\"cert\":1,";

	asked.lines += n > sizeof line && !memcmp(bytes, line, sizeof line - 1);
	asked.payloads += n > sizeof payload && !memcmp(bytes, payload, sizeof payload - 1);
	return __real_signed_json(bytes, n);
}

bool __wrap_certificate_verify(const struct certificate *c, const char *payload, size_t n,
			       const uint8_t signature[SIGNATURE_BYTES])
{
	asked.signatures++;
	return __real_certificate_verify(c, payload, n, signature);
}

static void what_certificates_say_is_read_once(void **state)
{
	struct partners *p = *state;
	struct sealed_file *opened = partner_open(&p->team, commune_document(p, true));
	struct document_taken taken;
	enum refusal no;
	struct intake in;
	struct fault f = { 0 };

	partner_begin(&p->team);
	assert_int_equal(intake_begin(&in, p->team.desk.book, &f), FAULT_OK);
	memset(&asked, 0, sizeof asked);
	assert_int_equal(document_take(&in, &p->team.id, &opened->package, &opened->manifest, &taken, &no, &f),
			 FAULT_OK);
	assert_true(!no && taken.enrolled);
	assert_int_equal(asked.lines, 1);
	assert_int_equal(asked.payloads, 2); /* its own certificate's and its unit's */
	assert_int_equal(asked.signatures, 2);
	book_rollback(p->team.desk.book);
	intake_release(&in);
	sealed_file_close(opened);
}

static void one_without_certificates_is_no_answer(void **state)
{
	struct partners *p = *state;
	struct sealed_file *opened = partner_open(&p->team,
						  document_of(p,
							      "{\"cert\":\"AAAA\","
							      "\"units\":[\"AAAA\"]}\n"));
	struct answer answer;

	assert_int_equal(document_answer(&opened->package, &opened->manifest, &answer),
			 REFUSAL_NONE);
	assert_false(answer.there);
	sealed_file_again(opened);
	sealed_file_close(opened);
	opened = partner_open(&p->team, document_of(p, ""));
	assert_int_equal(document_answer(&opened->package, &opened->manifest, &answer),
			 REFUSAL_NONE);
	assert_false(answer.there);
	sealed_file_close(opened);
}

static void what_was_taken_is_usable_where_people_enter(void **state)
{
	struct partners *p = *state;

	partners_enrol(p);
	desk_add(&p->team.desk, TYPE_SESSION,
		 "{\"date\":\"2026-11-17\",\"village\":\"26572-03\",\"household\":\"D001\","
		 "\"channel\":\"tai_nha\",\"people\":1,\"topics\":[{\"topic\":\"VNEID2\","
		 "\"outcome\":\"hoan_thanh\"}],"
		 "\"by\":[\"Hoa\"]}");
	desk_add(&p->team.desk, TYPE_SESSION,
		 "{\"date\":\"2026-11-17\",\"village\":\"26572-04\",\"household\":null,"
		 "\"channel\":\"cho\",\"people\":3,\"topics\":[{\"topic\":\"VNEID2\","
		 "\"outcome\":\"hoan_thanh\"}]}");
	assert_int_equal(team_count(p, "SELECT count(*) FROM household h JOIN sym s ON s.k = "
				       "h.village"
				       " WHERE s.s = '26572-03' AND h.hint = 'cạnh chợ'"), 1);
	desk_check(&p->team.desk);
}

/* ---- what is in them ---- */

static void nothing_of_another_teams_households_goes_down(void **state)
{
	struct partners *p = *state;
	struct ledger_bytes file = commune_document(p, true);
	char from[65];
	uint8_t hash[HASH_BYTES];
	struct buffer lines = read_file(p, &file, from, hash);

	assert_string_equal(from, "");
	assert_non_null(strstr(lines.text, "26572-04"));
	assert_non_null(strstr(lines.text, "\"D001\""));
	assert_non_null(strstr(lines.text, "cạnh chợ"));
	assert_non_null(strstr(lines.text, "\n!{"));
	assert_null(strstr(lines.text, "\"W001\""));
	assert_null(strstr(lines.text, "xa lắm"));
	buffer_release(&lines);
	free(file.bytes);
}

static void corrections_go_down_and_nothing_of_ones_own(void **state)
{
	struct partners *p = *state;
	rec_t visit;
	struct id id;
	struct ledger_bytes file;
	char from[65];
	uint8_t hash[HASH_BYTES];
	struct buffer lines;
	struct fault f;

	visit = desk_add(&p->team.desk, TYPE_SESSION, desk_visit);
	assert_int_equal(op_id(book_db(p->team.desk.book), visit, &id, &f), FAULT_OK);
	team_tells(p);
	assert_int_equal(op_intern(book_db(p->commune.desk.book), &id, &visit, &f), FAULT_OK);
	desk_edit(&p->commune.desk, visit, "{\"minutes\":45}");
	file = commune_document(p, false);
	lines = read_file(p, &file, from, hash);
	assert_non_null(strstr(lines.text, "\"minutes\":45"));
	assert_null(strstr(lines.text, "\"date\""));
	assert_string_not_equal(from, "");
	buffer_release(&lines);
	assert_int_equal(team_takes_document(p, file, NULL).fresh, 1);
	assert_int_equal(team_count(p, "SELECT max(minutes) FROM session"), 45);
	desk_check(&p->team.desk);
}

static void a_former_lane_comes_back_after_a_restore(void **state)
{
	struct partners *p = *state;
	struct buffer copy;
	struct ledger_bytes file;
	char from[65];
	uint8_t hash[HASH_BYTES];
	struct buffer lines;
	struct batch batch;

	settle(p);
	desk_add(&p->commune.desk, TYPE_VILLAGE, "{\"code\":\"26572-05\",\"name\":\"Ấp Năm\"}");
	team_takes_document(p, commune_document(p, false), NULL);
	team_tells(p);
	copy = partner_copy(&p->team);
	desk_add(&p->team.desk, TYPE_SESSION, desk_visit);
	team_tells(p);
	partner_put_back(&p->team, &copy);
	desk_add(&p->team.desk, TYPE_VILLAGE, "{\"code\":\"26572-09\",\"name\":\"Ấp Mới\"}");
	batch = team_packs(p, true);
	team_sends(p, &batch, NULL);
	assert_true(team_takes_receipt(p, commune_receipt(p)).new_lane);
	desk_add(&p->team.desk, TYPE_VILLAGE, "{\"code\":\"26572-10\",\"name\":\"Ấp Mới Nữa\"}");
	team_tells(p);
	file = commune_document(p, false);
	lines = read_file(p, &file, from, hash);
	assert_string_equal(from, "");
	assert_null(strstr(lines.text, "26572-10"));
	buffer_release(&lines);
	assert_int_equal(team_takes_document(p, file, NULL).not_taken, 0);
	assert_int_equal(team_count(p, "SELECT count(*) FROM session"), 1);
	assert_int_equal(team_count(p, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
				       " WHERE s.s IN ('26572-09', '26572-10')"), 2);
	desk_check(&p->team.desk);
	buffer_release(&copy);
}

static void what_is_put_aside_is_said_once_and_taken_back_once(void **state)
{
	struct partners *p = *state;
	rec_t visit;
	struct id id;
	struct ledger_bytes file;
	char from[65], wanted[100], text[ID_TEXT];
	uint8_t hash[HASH_BYTES];
	struct buffer lines;
	struct fault f;

	visit = desk_add(&p->team.desk, TYPE_SESSION, desk_visit);
	assert_int_equal(op_id(book_db(p->team.desk.book), visit, &id, &f), FAULT_OK);
	id_text(text, &id);
	team_tells(p);
	for (int aside = 1; aside >= 0; aside--) {
		partner_begin(&p->commune);
		assert_int_equal(op_intern(book_db(p->commune.desk.book), &id, &visit, &f),
				 FAULT_OK);
		assert_int_equal(intake_put_aside(p->commune.desk.book, visit, aside, &f),
				 FAULT_OK);
		partner_commit(&p->commune);
		file = commune_document(p, false);
		lines = read_file(p, &file, from, hash);
		snprintf(wanted, sizeof wanted, aside ? "{\"aside\":[\"%s\"],\"back\":[]}\n" :
			 "{\"aside\":[],\"back\":[\"%s\"]}\n", text);
		assert_string_equal(lines.text, wanted);
		buffer_release(&lines);
		team_takes_document(p, file, NULL);
		assert_int_equal(commune_document(p, false).n, 0);
		team_tells(p);
	}
}

/* A setting by another of the commune's laptops. */
static rec_t a_setting(struct partners *p)
{
	static const char text[] = "{\"n\":1,\"lane\":\"0000000000000077\",\"type\":\"settings\",\"set\":"
		"{\"code\":\"X\"},\"hlc\":117652684800000000,\"clk\":\"ok\",\"who\":\"Lan\","
		"\"salt\":\"00000000000000000000000000\"}";
	const struct lane lane = { .id = { [7] = 0x77 }, .known = true, .level = LEVEL_COMMUNE,
				   .unit = "26572", .codes = "26572" };
	enum taken taken;
	struct intake in;
	struct fault f;

	partner_begin(&p->commune);
	assert_int_equal(intake_begin(&in, p->commune.desk.book, &f), FAULT_OK);
	assert_int_equal(intake_lane(&in, &lane, &f), FAULT_OK);
	assert_int_equal(intake_line(&in, text, strlen(text), false, &taken, &f), FAULT_OK);
	assert_int_equal(intake_end(&in, &f), FAULT_OK);
	intake_release(&in);
	partner_commit(&p->commune);
	return desk_count(&p->commune.desk, "SELECT max(k) FROM op");
}

/*
 * A change of a record the team made, and a setting, that were put aside when a document went past
 * them: what is new since then has them not.
 */
static void what_comes_to_count_later_goes_down_all_the_same(void **state)
{
	struct partners *p = *state;
	struct desk *desk = &p->commune.desk;
	rec_t visit, changes[2];
	struct ledger_bytes file;
	char from[65];
	uint8_t hash[HASH_BYTES];
	struct buffer lines;
	struct id id;
	struct fault f;

	settle(p);
	visit = desk_add(&p->team.desk, TYPE_SESSION, desk_visit);
	assert_int_equal(op_id(book_db(p->team.desk.book), visit, &id, &f), FAULT_OK);
	team_tells(p);
	assert_int_equal(op_intern(book_db(desk->book), &id, &visit, &f), FAULT_OK);
	desk_edit(desk, visit, "{\"minutes\":45}");
	changes[0] = desk_count(desk, "SELECT max(k) FROM op");
	changes[1] = a_setting(p);
	for (int i = 0; i < 2; i++) {
		partner_begin(&p->commune);
		assert_int_equal(intake_put_aside(desk->book, changes[i], true, &f), FAULT_OK);
		partner_commit(&p->commune);
	}
	desk_add(desk, TYPE_VILLAGE, "{\"code\":\"26572-05\",\"name\":\"Ấp Năm\"}");
	team_takes_document(p, commune_document(p, false), NULL);
	team_tells(p);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(commune_document(p, false).n, 0);
		partner_begin(&p->commune);
		assert_int_equal(intake_put_aside(desk->book, changes[i], false, &f), FAULT_OK);
		partner_commit(&p->commune);
		file = commune_document(p, false);
		lines = read_file(p, &file, from, hash);
		assert_string_equal(from, "");
		assert_non_null(strstr(lines.text, i ? "\"type\":\"settings\"" : "\"minutes\":45"));
		buffer_release(&lines);
		team_takes_document(p, file, NULL);
		team_tells(p);
	}
	assert_int_equal(team_count(p, "SELECT max(minutes) FROM session"), 45);
	desk_check(&p->team.desk);
}

/* ---- one after the other ---- */

static void nothing_new_is_not_written(void **state)
{
	struct partners *p = *state;
	struct ledger_bytes file;

	partners_enrol(p);
	assert_int_equal(commune_document(p, false).n, 0);
	team_tells(p);
	team_tells(p);
	assert_int_equal(commune_document(p, false).n, 0);
	file = commune_document(p, true);
	assert_true(file.n > 0);
	free(file.bytes);
}

static void what_is_new_goes_on_from_what_was_named(void **state)
{
	struct partners *p = *state;
	struct document_taken taken;
	struct ledger_bytes lost, next;
	char from[65], from_next[65];
	uint8_t hash[HASH_BYTES], hash_next[HASH_BYTES];
	struct buffer lines;

	settle(p);
	desk_add(&p->commune.desk, TYPE_VILLAGE, "{\"code\":\"26572-05\",\"name\":\"Ấp Năm\"}");
	lost = commune_document(p, false);
	desk_add(&p->commune.desk, TYPE_VILLAGE, "{\"code\":\"26572-06\",\"name\":\"Ấp Sáu\"}");
	next = commune_document(p, false);
	lines = read_file(p, &lost, from, hash);
	assert_string_not_equal(from, "");
	assert_null(strstr(lines.text, "26572-03"));
	assert_null(strstr(lines.text, "\"cert\""));
	buffer_release(&lines);
	lines = read_file(p, &next, from_next, hash_next);
	assert_string_equal(from_next, from); /* until it is named the first may be lost */
	assert_non_null(strstr(lines.text, "26572-05"));
	buffer_release(&lines);
	taken = team_takes_document(p, next, NULL);
	assert_true(taken.whole);
	assert_int_equal(taken.fresh, 2);
	taken = team_takes_document(p, lost, NULL);
	assert_true(taken.whole);
	assert_int_equal(taken.fresh, 0);
}

static void in_any_order_they_come_to_the_same(void **state)
{
	struct partners *p = *state;
	struct ledger_bytes first, second;
	struct batch_seen seen[BATCH_SEEN];
	struct document_taken taken;
	uint8_t of_second[HASH_BYTES];
	struct buffer lines;
	char from[65];
	int n_seen;

	settle(p);
	desk_add(&p->commune.desk, TYPE_VILLAGE, "{\"code\":\"26572-05\",\"name\":\"Ấp Năm\"}");
	first = commune_document(p, false);
	team_takes_document(p, (struct ledger_bytes){ memcpy(malloc(first.n), first.bytes, first.n),
						     first.n },
			    NULL);
	team_tells(p); /* the first is named, and forgotten again below */
	desk_add(&p->commune.desk, TYPE_VILLAGE, "{\"code\":\"26572-06\",\"name\":\"Ấp Sáu\"}");
	second = commune_document(p, false);
	lines = read_file(p, &second, from, of_second);
	buffer_release(&lines);
	partner_begin(&p->team);
	assert_int_equal(db_exec(book_db(p->team.desk.book), "DELETE FROM document WHERE k ="
				 " (SELECT max(k) FROM document)", &(struct fault){ 0 }), FAULT_OK);
	partner_commit(&p->team);
	taken = team_takes_document(p, second, NULL);
	assert_false(taken.whole); /* what it goes on from is not here; all in it is taken */
	assert_int_equal(taken.fresh, 1);
	taken = team_takes_document(p, first, NULL);
	assert_true(taken.whole);
	/* So is the one that waited for it, and that is what the commune is told of. */
	assert_int_equal(team_count(p, "SELECT count(*) FROM document WHERE NOT whole"), 0);
	assert_int_equal(receipt_seen(p->team.desk.book, seen, &n_seen, &(struct fault){ 0 }), FAULT_OK);
	assert_int_equal(n_seen, 1);
	assert_true(seen->has_document);
	assert_memory_equal(seen->document, of_second, HASH_BYTES);
	desk_check(&p->team.desk);
}

static void a_village_more_begins_anew(void **state)
{
	struct partners *p = *state;
	struct ledger_bytes file;
	char from[65];
	uint8_t hash[HASH_BYTES];
	struct buffer lines;
	rec_t team;

	settle(p);
	team = desk_count(&p->commune.desk, "SELECT t.rec FROM team t JOIN sym s ON s.k = t.code"
					    " JOIN op o ON o.k = t.rec WHERE s.s = 'T01' AND "
					    "o.source IS NULL");
	desk_edit(&p->commune.desk, team, "{\"villages\":[\"26572-03\",\"26572-04\"]}");
	file = commune_document(p, false);
	lines = read_file(p, &file, from, hash);
	assert_string_equal(from, "");
	assert_non_null(strstr(lines.text, "\"W001\""));
	buffer_release(&lines);
	team_takes_document(p, file, NULL);
	team_tells(p);
	assert_int_equal(commune_document(p, false).n, 0);
}

static void one_that_is_not_known_here_begins_anew(void **state)
{
	struct partners *p = *state;
	struct ledger_bytes file;
	char from[65];
	uint8_t hash[HASH_BYTES];
	struct buffer lines, copy;

	partners_enrol(p);
	copy = partner_copy(&p->commune);
	desk_add(&p->commune.desk, TYPE_VILLAGE, "{\"code\":\"26572-05\",\"name\":\"Ấp Năm\"}");
	team_takes_document(p, commune_document(p, false), NULL);
	partner_put_back(&p->commune, &copy);
	team_tells(p);
	team_packs(p, true);
	team_tells(p);
	file = commune_document(p, false);
	lines = read_file(p, &file, from, hash);
	assert_string_equal(from, "");
	buffer_release(&lines);
	free(file.bytes);
	buffer_release(&copy);
}

/* ---- hostile and odd ones ---- */

static void a_line_in_the_readers_lane_is_not_taken_and_never_packed(void **state)
{
	struct partners *p = *state;
	struct lane lane;
	char id[LANE_TEXT], lines[1000];
	struct document_taken taken;
	size_t before;
	struct fault f;

	assert_int_equal(lane_load(book_db(p->team.desk.book), book_lane(p->team.desk.book), &lane,
				   &f),
			 FAULT_OK);
	lane_text(id, lane.id);
	snprintf(lines, sizeof lines, "[\"%s\",\"26572\",\"team\",\"T01\",[\"26572\"]]\n"
		 "{\"n\":900,\"lane\":\"%s\",\"type\":\"village\",\"set\":{\"code\":\"26572-66\","
		 "\"name\":\"X\"},"
		 "\"hlc\":117652684800000000,\"clk\":\"ok\",\"who\":\"Lan\","
		 "\"salt\":\"00000000000000000000000000\"}\n",
		 id, id);
	taken = team_takes_document(p, document_of(p, lines), NULL);
	assert_int_equal(taken.not_taken, 1);
	assert_int_equal(taken.fresh, 0);
	before = (size_t)team_count(p, "SELECT count(*) FROM op");
	assert_int_equal(team_count(p, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
				       " WHERE s.s = '26572-66'"), 0);
	assert_int_equal(team_packs(p, true).count, 0);
	assert_int_equal(team_count(p, "SELECT count(*) FROM op"), before);
}

#define OP(n, lane, code) "{\"n\":" n ",\"lane\":\"" lane "\",\"type\":\"village\"," \
	"\"set\":{\"code\":\"26572-" code "\",\"name\":\"X\"},\"hlc\":117652684800000000," \
	"\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"000000000000000000000000" code "\"}\n"

static void lines_it_does_not_know_are_passed_over(void **state)
{
	struct partners *p = *state;
	struct document_taken taken;

	taken = team_takes_document(p, document_of(p,
		"\"x\"\n[1,2]\n{\"later\":1}\n{\"cert\":\"zz\"}\n"
		OP("1", "00000000000000a1", "71") /* no lane was named: nobody's */
		/* Not its unit's to say. */
		"[\"00000000000000a2\",\"26573\",\"team\",\"T09\",[\"26572\"]]\n"
		OP("1", "00000000000000a2", "72")
		"[\"00000000000000a3\",\"26572\",\"team\",\"T09\",[\"26572\"]]\n"
		OP("1", "00000000000000a3", "73")
		"[\"00000000000000a4\",\"26572\",\"commune\",null,[\"26572\"]]\n"
		OP("1", "00000000000000a4", "74")
		OP("2", "00000000000000a3", "75") /* of one named before */
		"!{\"later\":2}\n{\"aside\":[],\"back\":[]}\n"), NULL);
	assert_int_equal(taken.operations, 3);
	assert_int_equal(team_count(p, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
				       " WHERE s.s LIKE '26572-7_'"), 3);
}

static void a_line_of_a_lane_that_was_not_named_is_none(void **state)
{
	struct partners *p = *state;
	enum refusal no;

	team_takes_document(p, document_of(p,
					   "[\"00000000000000a3\",\"26572\",\"team\",\"T09\","
					   "[\"26572\"]]\n"
					      OP("1", "00000000000000a9", "73")), &no);
	assert_int_equal(no, REFUSAL_BAD_BODY);
}

static void a_certificate_goes_before_what_is_said_of_a_lane(void **state)
{
	struct partners *p = *state;
	struct lane lane;
	char id[LANE_TEXT], lines[300];
	int64_t key;
	struct fault f;

	assert_int_equal(lane_load(book_db(p->commune.desk.book), book_lane(p->commune.desk.book),
				   &lane, &f),
			 FAULT_OK);
	lane_text(id, lane.id);
	partner_begin(&p->team);
	assert_int_equal(lane_intern(book_db(p->team.desk.book), lane.id, &key, &f), FAULT_OK);
	assert_int_equal(laptops_bind_lane(book_db(p->team.desk.book), key, p->commune.id.sign_pk,
					   &(bool){ false }, &f), FAULT_OK);
	partner_commit(&p->team);
	snprintf(lines, sizeof lines, "[\"%s\",\"26572\",\"team\",\"T07\",[]]\n", id);
	team_takes_document(p, document_of(p, lines), NULL);
	assert_int_equal(lane_load(book_db(p->team.desk.book), key, &lane, &f), FAULT_OK);
	assert_int_equal(lane.level, LEVEL_COMMUNE);
	assert_string_equal(lane.team, "");
}

static const char *codes_at_team(struct partners *p, const char *text)
{
	static struct lane lane;
	uint8_t id[LANE_BYTES];
	int64_t key;
	struct fault f;

	assert_int_equal(lane_parse(id, text), 0);
	assert_int_equal(lane_intern(book_db(p->team.desk.book), id, &key, &f), FAULT_OK);
	assert_int_equal(lane_load(book_db(p->team.desk.book), key, &lane, &f), FAULT_OK);
	return lane.codes;
}

#define SAID(lane, team, codes) "[\"" lane "\",\"26572\",\"team\",\"" team "\",[" codes "]]\n"

static void whichever_comes_last_takes_no_code_from_a_lane(void **state)
{
	static const char *const said[] = {
		SAID("00000000000000a5", "T09", "\"26573\",\"26572\""),
		SAID("00000000000000a5", "T09", "\"26572\""),
		SAID("00000000000000a6", "T09", "\"26572\""),
		SAID("00000000000000a6", "T09", "\"26573\",\"26572\""),
		/* In one, and an operation that goes back to it. */
		SAID("00000000000000a8", "T09", "\"26573\"")
		SAID("00000000000000a7", "T09", "\"26573\"")
		SAID("00000000000000a7", "T09", "\"26572\"")
		SAID("00000000000000a9", "T09", "\"26573\"")
		OP("2", "00000000000000a7", "76"),
		/* Of another team it is what was said last. */
		SAID("00000000000000a9", "T08", "\"26572\""),
	};
	struct partners *p = *state;

	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		team_takes_document(p, document_of(p, said[i]), NULL);
	assert_string_equal(codes_at_team(p, "00000000000000a5"), "26572,26573");
	assert_string_equal(codes_at_team(p, "00000000000000a6"), "26572,26573");
	assert_string_equal(codes_at_team(p, "00000000000000a7"), "26572,26573");
	assert_string_equal(codes_at_team(p, "00000000000000a9"), "26572");
	desk_check(&p->team.desk);
}

/* ---- too much for one ---- */

/*
 * Villages with a field of a program to come, of 250,000 bytes, that another of the commune's
 * laptops wrote.
 */
static void long_operations(struct partners *p, int n)
{
	const struct lane lane = { .id = "another", .known = true, .level = LEVEL_COMMUNE,
				  .unit = "26572",
				   .codes = "26572" };
	char *text = malloc(300000), *later = malloc(250001), id[LANE_TEXT];
	struct intake in;
	struct fault f;

	memset(later, 'x', 250000);
	later[250000] = 0;
	lane_text(id, lane.id);
	partner_begin(&p->commune);
	assert_int_equal(intake_begin(&in, p->commune.desk.book, &f), FAULT_OK);
	assert_int_equal(intake_lane(&in, &lane, &f), FAULT_OK);
	for (int i = 1; i <= n; i++) {
		enum taken taken;
		int len = sprintf(text, "{\"n\":%d,\"lane\":\"%s\",\"type\":\"village\","
					"\"set\":{\"code\":"
				  "\"26572-%d\",\"name\":\"X\",\"later\":\"%s\"},"
				  "\"hlc\":117652684800000000,"
				  "\"clk\":\"ok\",\"who\":\"Lan\","
				  "\"salt\":\"00000000000000000000000000\"}",
				  i, id, 100 + i, later);

		assert_int_equal(intake_line(&in, text, (size_t)len, false, &taken, &f), FAULT_OK);
	}
	assert_int_equal(intake_end(&in, &f), FAULT_OK);
	intake_release(&in);
	partner_commit(&p->commune);
	free(text);
	free(later);
}

static void too_much_for_one_goes_on_in_the_next(void **state)
{
	struct partners *p = *state;
	struct db *db = book_db(p->commune.desk.book);
	struct document_out *out;
	struct document_taken taken;
	struct addressee a;
	struct fault f;
	size_t n;

	long_operations(p, 20);
	free(commune_document(p, false).bytes);
	assert_int_equal(addressee_get(db, p->name, &a, &f), FAULT_OK);
	assert_int_equal(documents_out_waiting(db, a.key, &out, &n, &f), FAULT_OK);
	assert_int_equal(n, 2);
	assert_int_equal(commune_document(p, false).n, 0);
	for (size_t i = 0; i < n; i++) {
		taken = team_takes_document(p, out[i].sealed, NULL);
		out[i].sealed.bytes = NULL;
		assert_true(taken.whole);
		assert_int_equal(taken.fresh, i ? 4 : 16);
	}
	documents_out_free(out, n);
	addressee_release(&a);
}

/* ---- the file of tests/data/exchange ---- */

static void the_file_is_read(void **state)
{
	struct buffer file = vector_file("document.stb"), lines;
	struct vector_key laptop = LAPTOP, root = ROOT;
	struct sealed_file opened = { 0 };
	struct input_memory in;
	struct answer answer;
	struct lane lane;
	const char *second;

	(void)state;
	input_memory_init(&in, file.text, file.len);
	assert_int_equal(envelope_open(&opened.envelope, &in.in, &laptop.box, 1), REFUSAL_NONE);
	assert_int_equal(package_read(&opened.package, envelope_content(opened.envelope)),
			 REFUSAL_NONE);
	assert_true(manifest_read(&opened.manifest, opened.package.manifest,
				  opened.package.manifest_len));
	assert_int_equal(document_answer(&opened.package, &opened.manifest, &answer), REFUSAL_NONE);
	assert_true(answer.there);
	assert_memory_equal(answer.certificate.sign_pk, laptop.sign_pk, SIGN_PUBLIC_BYTES);
	assert_memory_equal(answer.root.sign_pk, root.sign_pk, SIGN_PUBLIC_BYTES);
	sealed_file_again(&opened);
	lines = sealed_file_lines(&opened);
	second = strchr(lines.text, '\n') + 1;
	assert_true(document_lane_read(&lane, second, strlen(second) - 1));
	assert_string_equal(lane.team, "T01");
	assert_string_equal(lane.codes, "26572");
	buffer_release(&lines);
	document_lane_write(&lines, &lane);
	assert_non_null(strstr(lines.text, ",\"26572\",\"team\",\"T01\",[\"26572\"]]\n"));
	buffer_release(&lines);
	envelope_close(opened.envelope);
	buffer_release(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* At one pair of desks, one after the other. */
		cmocka_unit_test(corrections_go_down_and_nothing_of_ones_own),
		cmocka_unit_test(what_is_put_aside_is_said_once_and_taken_back_once),
		cmocka_unit_test(a_line_in_the_readers_lane_is_not_taken_and_never_packed),
		cmocka_unit_test(lines_it_does_not_know_are_passed_over),
		cmocka_unit_test(a_line_of_a_lane_that_was_not_named_is_none),
		cmocka_unit_test(a_certificate_goes_before_what_is_said_of_a_lane),
		cmocka_unit_test(whichever_comes_last_takes_no_code_from_a_lane),
		cmocka_unit_test(too_much_for_one_goes_on_in_the_next),
		/* Each at a pair of its own. */
		cmocka_unit_test(the_file_is_read),
		CASE(an_answer_has_certificate_root_and_registers),
		CASE(what_certificates_say_is_read_once),
		CASE(one_without_certificates_is_no_answer),
		CASE(what_was_taken_is_usable_where_people_enter),
		CASE(nothing_of_another_teams_households_goes_down),
		CASE(a_former_lane_comes_back_after_a_restore),
		CASE(what_comes_to_count_later_goes_down_all_the_same),
		CASE(nothing_new_is_not_written),
		CASE(what_is_new_goes_on_from_what_was_named),
		CASE(in_any_order_they_come_to_the_same),
		CASE(a_village_more_begins_anew),
		CASE(one_that_is_not_known_here_begins_anew),
	};

	return cmocka_run_group_tests(tests, set_up_settled, partners_tear_down);
}
