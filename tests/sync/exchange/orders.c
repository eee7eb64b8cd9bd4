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

#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/ledger/share.h"
#include "store/record/open.h"
#include "store/record/read.h"
#include "store/record/undo.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope.h"
#include "sync/crypto/package.h"
#include "sync/exchange/out_folder.h"
#include "sync/exchange/standing.h"
#include "sync/identity/enrol.h"
#include "tests/store/record/views.h"
#include "tests/sync/exchange/parties.h"

enum { FILES = 64, FOLDERS = 4 };

/* What is to be seen nowhere above the commune, or nowhere at all. */
#define HINT    "cạnh đình Đông Hải" /* a team's, as tests/store/desk.c has it */
#define UNKNOWN "0909 123 456"
#define ERASED  "một điều sẽ bị xóa"

/* What comes to a desk, in the order in which it was made. */
struct post {
	struct buffer files[FILES];
	int n;
	uint8_t undone[HASH_BYTES]; /* the batch whose import is taken back at the end; zeros none */
};

static struct party upper, commune, other, first, second, third;
static struct post to_commune, to_upper, last_up; /* the last: all that a commune sends in the end */
static char commune_before[] = "commune.before", upper_before[] = "upper.before";
/* Whose key is revoked, and the batches of it. */
static struct ghost stolen;
static uint8_t stolen_hashes[4][HASH_BYTES];
static struct fault fault;

static void ok(int rc, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, subject %s, errno %d", what, rc, fault.field,
			 fault.subject, fault.sys);
}

/* ---- posting ---- */

/* What was sent before is once more the same file. */
static void post(struct post *to, struct buffer file)
{
	for (int i = 0; i < to->n; i++)
		if (to->files[i].len == file.len && !memcmp(to->files[i].text, file.text, file.len)) {
			buffer_release(&file);
			return;
		}
	assert_true(to->n < FILES);
	to->files[to->n++] = file;
}

static void post_copy(struct post *to, const struct buffer *file)
{
	struct buffer copy = { 0 };

	buffer_put_bytes(&copy, file->text, file->len);
	post(to, copy);
}

static struct buffer read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buffer out = { 0 };
	char bytes[4096];
	size_t n;

	assert_non_null(file);
	while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
		buffer_put_bytes(&out, bytes, n);
	fclose(file);
	return out;
}

struct sending {
	struct post *up, *down;
	const char *down_to;
};

static void post_item(void *arg, const struct out_item *item, const char *path)
{
	struct sending *s = arg;

	if (item->kind == OUT_BATCH)
		post(s->up, read_file(path));
	else if (s->down && !strcmp(item->to, s->down_to))
		post(s->down, read_file(path));
}

/* All that waits at a desk goes: batches up, and what is for one desk below it. */
static void sends(struct party *p, struct post *up, struct post *down, const char *down_to)
{
	struct sending s = { up, down, down_to };

	mkdir(stick_path("out"), 0700);
	ok(outbox_make(p->desk.book, &p->id, &fault), "make");
	ok(out_folder_write(p->desk.book, &p->id, stick_path("out"), false, post_item, &s, &fault), "write");
	stick_remove();
	stick_new();
}

static void takes(struct party *p, const struct buffer *file)
{
	struct import_results results;

	stick_put("x.stb", file);
	results = party_takes(p, stick_path("x.stb"), NULL);
	if (results.results->verdict == IMPORT_DAMAGED || results.results->verdict == IMPORT_FOREIGN)
		fail_msg("%s %s", import_verdict_name(results.results->verdict), results.results->reason);
	import_results_release(&results);
}

/* A file that a team's laptop made goes to the commune. */
static void to_its_commune(struct buffer file)
{
	post(&to_commune, file);
	takes(&commune, &to_commune.files[to_commune.n - 1]);
}

/* ---- lines of laptops that are not there ---- */

/* As a program writes it; an older one wrote no lane. rec: of a change. *id: what it is. */
static void ghost_op(struct ghost *g, bool lane_in_it, const char *rec, const char *type,
		     const char *set, char id[ID_TEXT])
{
	char lane[LANE_TEXT], line[900], in_lane[40] = "", of_rec[60] = "", base[60] = "";
	long n = (long)(g->keys.first + g->keys.count);
	struct id is;

	lane_text(lane, g->keys.lane);
	if (lane_in_it)
		snprintf(in_lane, sizeof in_lane, "\"lane\":\"%s\",", lane);
	if (rec) {
		snprintf(of_rec, sizeof of_rec, "\"rec\":\"%s\",", rec);
		snprintf(base, sizeof base, "\"base\":[\"%s\"],", rec);
	}
	snprintf(line, sizeof line, "{\"n\":%ld,%s%s\"type\":\"%s\",\"set\":%s,%s\"hlc\":%ld,\"clk\":\"ok\","
		 "\"who\":\"Ma\",\"salt\":\"%026ld\"}", n, in_lane, of_rec, type, set, base,
		 117652684800000000 + 7 * n, n);
	is = id_of(line, strlen(line));
	id_text(id, &is);
	ghost_text(g, line);
}

/* The mark of what stays in the commune, before the last line. */
static void mark_last(struct ghost *g)
{
	struct buffer marked = { 0 };
	size_t at = g->lines.len - 1;

	while (at && g->lines.text[at - 1] != '\n')
		at--;
	buffer_put_bytes(&marked, g->lines.text, at);
	buffer_put_char(&marked, '!');
	buffer_put(&marked, g->lines.text + at);
	buffer_release(&g->lines);
	g->lines = marked;
}

#define VISIT(code, people) "{\"date\":\"2026-11-19\",\"village\":\"" code "\",\"household\":null," \
	"\"channel\":\"lop_nhom\",\"people\":" people ",\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":" \
	"\"hoan_thanh\",\"count\":1}]}"

/* An older program's, the same lines in two lanes; a line of another's as its id alone. */
static void of_an_older_program(void)
{
	char id[ID_TEXT], another[ID_TEXT];
	struct ghost one, two;

	ghost_new(&one, &commune, 71);
	ghost_new(&two, &commune, 73);
	snprintf(two.c.team, sizeof two.c.team, "T05");
	ghost_op(&one, false, NULL, "session", VISIT("26572-01", "4"), id);
	ghost_op(&two, false, NULL, "session", VISIT("26572-01", "4"), another);
	assert_string_equal(id, another);
	ghost_op(&one, false, id, "session", "{\"people\":6}", another);
	to_its_commune(ghost_batch(&one));
	to_its_commune(ghost_batch(&two));
	/* What the other one wrote, once with its lane in it, and here as its id. */
	ghost_op(&one, true, NULL, "session", VISIT("26572-02", "9"), id);
	ghost_text(&two, id);
	to_its_commune(ghost_batch(&two));
	to_its_commune(ghost_batch(&one));
	ghost_release(&one);
	ghost_release(&two);
}

/* More codes with time; a village of a commune that this one took in. */
static void of_growing_codes(void)
{
	char id[ID_TEXT];
	struct ghost g;

	ghost_new(&g, &commune, 75);
	ghost_line(&g, "26572-31");
	ghost_line(&g, "26580-01");
	to_its_commune(ghost_batch(&g));
	g.c.number++;
	snprintf(g.c.codes[g.c.n_codes++], sizeof g.c.codes[0], "26580");
	ghost_op(&g, true, NULL, "session", VISIT("26580-01", "3"), id);
	to_its_commune(ghost_batch(&g));
	ghost_op(&g, true, NULL, "session", VISIT("26590-01", "3"), id);
	ghost_op(&g, true, NULL, "session", VISIT("26572-31", "9223372036854775807"), id);
	to_its_commune(ghost_batch(&g));
	ghost_release(&g);
}

/* Two certificates of one key say two teams: what it may change hangs on the lower number. */
static void of_two_certificates(void)
{
	char id[ID_TEXT], change[ID_TEXT];
	struct ghost its, g;

	ghost_new(&its, &commune, 77);
	snprintf(its.c.team, sizeof its.c.team, "T03");
	ghost_op(&its, true, NULL, "session", VISIT("26572-02", "5"), id);
	ghost_op(&its, true, id, "session", "{\"people\":11}", change);
	ghost_new(&g, &commune, 79);
	snprintf(g.c.team, sizeof g.c.team, "T04");
	ghost_op(&g, true, id, "session", "{\"people\":8}", change);
	to_its_commune(ghost_batch(&g));
	to_its_commune(ghost_batch(&its));
	g.c.number -= 5;
	snprintf(g.c.team, sizeof g.c.team, "T03");
	ghost_op(&g, true, id, "session", "{\"minutes\":50}", change);
	ghost_op(&g, true, NULL, "member", "{\"code\":\"X\",\"name\":\"X\",\"role\":\"can_bo_xa\"}", change);
	to_its_commune(ghost_batch(&g));
	ghost_release(&its);
	ghost_release(&g);
}

static void of_one_that_expired(void)
{
	struct ghost g;

	ghost_new(&g, &commune, 81);
	date_make(&g.c.expires, 2026, 11, 19);
	ghost_line(&g, "26572-41");
	to_its_commune(ghost_batch(&g));
	g.c.expires = DAY_MAX;
	g.c.number++;
	ghost_line(&g, "26572-42");
	to_its_commune(ghost_batch(&g));
	ghost_release(&g);
	/* And one of a newer format. */
	ghost_new(&g, &commune, 83);
	ghost_line(&g, "26572-43");
	g.m.reader = 2;
	to_its_commune(ghost_batch(&g));
	ghost_release(&g);
}

/* A program of tomorrow has something more that stays in the commune. */
static void of_a_field_nobody_knows(void)
{
	char id[ID_TEXT], line[300];
	struct ghost g;

	ghost_new(&g, &commune, 91);
	ghost_op(&g, true, NULL, "household", "{\"village\":\"26572-01\",\"code\":\"H300\"}", id);
	ghost_op(&g, true, id, "household", "{\"phone\":\"" UNKNOWN "\"}", line);
	mark_last(&g);
	to_its_commune(ghost_batch(&g));
	/* And one of yesterday made a household with its hint in one. Above it is known by id alone. */
	ghost_op(&g, false, NULL, "household", "{\"village\":\"26572-01\",\"code\":\"H301\",\"hint\":\"" HINT "\"}", id);
	mark_last(&g);
	snprintf(line, sizeof line, "{\"date\":\"2026-11-20\",\"village\":\"26572-01\",\"household\":\"%s\","
		 "\"channel\":\"tai_nha\",\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}", id);
	ghost_op(&g, false, NULL, "session", line, id);
	to_its_commune(ghost_batch(&g));
	ghost_release(&g);
}

static void of_a_stolen_laptop(void)
{
	ghost_new(&stolen, &commune, 85);
	for (int i = 0; i < 4; i++) {
		char code[20];

		snprintf(code, sizeof code, "26572-5%d", i + 1);
		ghost_line(&stolen, code);
		to_its_commune(ghost_batch(&stolen));
		memcpy(stolen_hashes[i], stolen.hash, HASH_BYTES);
	}
}

/* False: nothing of it has come yet. */
static bool revoke_stolen(struct party *p)
{
	int rc;
	char lane[LANE_TEXT], hash[2 * HEX_BYTES + 1];
	json_t *keep = json_array();

	lane_text(lane, stolen.keys.lane);
	hex_text(hash, stolen_hashes[1], HASH_BYTES);
	json_array_append_new(keep, json_pack("[sis]", lane, 2, hash));
	rc = enrol_revoke(p->desk.book, &p->id, stolen.key.sign_pk, keep, &fault);
	json_decref(keep);
	if (rc == FAULT_NOT_FOUND)
		return false;
	ok(rc, "revoke");
	ok(exchange_settle(p->desk.book, &p->id, &fault), "settle");
	return true;
}

/* The level above erases: another laptop of it says so. */
static void erase_from_above(const char *id)
{
	char set[80], op[ID_TEXT], lane[LANE_TEXT];
	struct ghost g;

	ghost_new(&g, &upper, 87);
	g.c.level = CERTIFIED_UPPER;
	*g.c.team = 0;
	memcpy(g.box, commune.id.boxes[commune.id.n_boxes - 1].pk, BOX_BYTES);
	g.m.format = FORMAT_DOCUMENT;
	snprintf(g.m.format_name, sizeof g.m.format_name, "document");
	snprintf(g.m.to_code, sizeof g.m.to_code, "26572");
	lane_text(lane, g.keys.lane);
	buffer_print(&g.lines, "[\"%s\",\"77\",\"upper\",\"\",[]]\n", lane);
	snprintf(set, sizeof set, "{\"records\":[\"%s\"]}", id);
	ghost_op(&g, true, NULL, "erase", set, op);
	post(&to_commune, ghost_package(&g, json_pack("{sn}", "from")));
	takes(&commune, &to_commune.files[to_commune.n - 1]);
	ghost_release(&g);
}

/* A batch of an officer's laptop beside the first, straight to the level above. */
static void officer_new(struct ghost *g, int seed)
{
	ghost_new(g, &commune, seed);
	g->c.level = CERTIFIED_COMMUNE;
	*g->c.team = 0;
	memcpy(g->box, upper.id.boxes[upper.id.n_boxes - 1].pk, BOX_BYTES);
	snprintf(g->m.to_code, sizeof g->m.to_code, "77");
}

/* And an officer's second laptop erases what a team wrote, beside his first. */
static void erase_from_beside(const char *id)
{
	char set[80], op[ID_TEXT];
	struct ghost g;

	officer_new(&g, 89);
	snprintf(set, sizeof set, "{\"records\":[\"%s\"]}", id);
	ghost_op(&g, true, NULL, "erase", set, op);
	post(&to_upper, ghost_batch(&g));
	ghost_release(&g);
}

static void revokes(struct ghost *g, const struct ghost *whom)
{
	char hex[2 * HEX_BYTES + 1], set[200], id[ID_TEXT];

	hex_text(hex, whom->key.sign_pk, SIGN_PUBLIC_BYTES);
	snprintf(set, sizeof set, "{\"sign\":\"%s\",\"keep\":[]}", hex);
	ghost_op(g, true, NULL, "key", set, id);
	post(&to_upper, ghost_batch(g));
}

/* Two officers who revoke each other: the later certificate prevails. */
static void of_two_officers(void)
{
	struct ghost one, two;

	officer_new(&one, 93);
	officer_new(&two, 95);
	ghost_line(&one, "26572-61");
	ghost_line(&two, "26572-62");
	post(&to_upper, ghost_batch(&one));
	revokes(&one, &two);
	post(&to_upper, ghost_batch(&two));
	revokes(&two, &one);
	ghost_line(&one, "26572-63");
	ghost_line(&two, "26572-64");
	post(&to_upper, ghost_batch(&one));
	post(&to_upper, ghost_batch(&two));
	ghost_release(&one);
	ghost_release(&two);
}

/* Two copies of one laptop in use: the same numbers twice, and each goes on. */
static void of_two_copies(void)
{
	struct ghost one, two;

	ghost_new(&one, &commune, 97);
	ghost_line(&one, "26572-71");
	to_its_commune(ghost_batch(&one));
	two = one;
	memset(&two.lines, 0, sizeof two.lines);
	ghost_line(&one, "26572-72");
	ghost_line(&two, "26572-73");
	to_its_commune(ghost_batch(&one));
	to_its_commune(ghost_batch(&two));
	ghost_line(&two, "26572-74");
	ghost_line(&one, "26572-75");
	to_its_commune(ghost_batch(&two));
	to_its_commune(ghost_batch(&one));
	ghost_release(&one);
	ghost_release(&two);
}

/* Revoked by mistake: what came of it counts again. */
static void of_one_revoked_by_mistake(void)
{
	json_t *none = json_array();
	int count, left;
	char verb[33];
	struct ghost g;

	ghost_new(&g, &commune, 99);
	ghost_line(&g, "26572-81");
	to_its_commune(ghost_batch(&g));
	ok(enrol_revoke(commune.desk.book, &commune.id, g.key.sign_pk, none, &fault), "revoke");
	ok(exchange_settle(commune.desk.book, &commune.id, &fault), "settle");
	sends(&commune, &to_upper, NULL, NULL);
	ok(book_undo(commune.desk.book, verb, &count, &left, &fault), "undo");
	ok(exchange_settle(commune.desk.book, &commune.id, &fault), "settle");
	json_decref(none);
	ghost_release(&g);
}

/* ---- a month of three teams, two communes and the level above ---- */

static void id_of_record(struct party *p, rec_t rec, char out[ID_TEXT])
{
	struct record_facts facts;

	ok(record_facts(p->desk.book, rec, &facts, &fault), "facts");
	snprintf(out, ID_TEXT, "%s", facts.id);
}

static rec_t the(struct party *p, const char *sql)
{
	rec_t rec = party_count(p, sql);

	assert_true(rec > 0);
	return rec;
}

#define LAST_SESSION "SELECT max(rec) FROM session"

static void keep_before(struct party *p, char *path)
{
	char command[200];

	ok(exchange_settle(p->desk.book, &p->id, &fault), "settle");
	identity_release(&p->id);
	book_close(p->desk.book);
	p->desk.book = NULL;
	snprintf(command, sizeof command, "cp %s %s", p->desk.path, path);
	assert_int_equal(system(command), 0);
	desk_reopen(&p->desk, "Lan");
	ok(identity_read(&p->id, p->desk.book, &fault), "identity");
}

/* The commune took in another: the level above says which codes it has now. */
static void grow(void)
{
	const struct grant grant = { .codes = "26572,26580", .expires = DAY_MAX };
	struct buffer asked = party_request(&commune, "");
	struct package *p = calloc(1, sizeof *p);
	char code[FINGERPRINT_TEXT];
	struct request request;
	struct input_memory in;

	input_memory_init(&in, buffer_text(&asked), asked.len);
	assert_int_equal(package_read(p, &in.in), REFUSAL_NONE);
	assert_true(request_read(&request, p->manifest, p->manifest_len));
	identity_root_fingerprint(&commune.id, code);
	ok(enrol_grant(upper.desk.book, &upper.id, &request, code, &grant, &fault), "grant");
	ok(exchange_settle(upper.desk.book, &upper.id, &fault), "settle");
	free(p);
	buffer_release(&asked);
}

static void open_all(void)
{
	party_open(&upper, LEVEL_UPPER, "77");
	party_open(&commune, LEVEL_COMMUNE, "26572");
	party_open(&other, LEVEL_COMMUNE, "26575");
	party_open(&first, LEVEL_TEAM, "26572");
	party_open(&second, LEVEL_TEAM, "26572");
	party_open(&third, LEVEL_TEAM, "26575");
	party_enrol(&commune, &upper, "");
	party_enrol(&other, &upper, "");
	desk_add(&commune.desk, TYPE_VILLAGE, "{\"code\":\"26572-01\",\"name\":\"Ấp Bắc Một\",\"households\":210}");
	desk_add(&commune.desk, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H900\"}");
	desk_add(&commune.desk, TYPE_TEAM, "{\"code\":\"T01\",\"name\":\"Tổ Một\",\"villages\":[\"26572-01\"]}");
	party_enrol(&first, &commune, "T01");
	party_enrol(&second, &commune, "T02");
	party_enrol(&third, &other, "T01");
}

static void a_teams_weeks(void)
{
	rec_t visit = desk_add(&first.desk, TYPE_SESSION, desk_visit);
	struct batch last;
	bool there;

	desk_add(&first.desk, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"village\":\"26572-01\",\"household\":"
		 "\"H900\",\"channel\":\"tai_nha\",\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}");
	to_its_commune(party_batch(&first));
	desk_edit(&first.desk, visit, "{\"people\":5,\"note\":\"Ông bà tự làm được\"}");
	desk_add(&first.desk, TYPE_REPORT, "{\"period\":\"2026-W47\",\"team\":\"T01\",\"kho_khan\":\"Sóng yếu\"}");
	desk_edit(&first.desk, the(&first, "SELECT min(rec) FROM household"), "{\"hint\":\"" HINT "\"}");
	desk_void(&first.desk, desk_add(&first.desk, TYPE_SESSION, desk_visit));
	desk_add(&first.desk, TYPE_SESSION, "{\"date\":\"2026-11-18\",\"village\":\"26572-01\",\"channel\":"
		 "\"lop_nhom\",\"people\":3,\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}],\"note\":\""
		 ERASED "\"}");
	to_its_commune(party_batch(&first));
	desk_add(&second.desk, TYPE_SESSION, desk_visit);
	to_its_commune(party_batch(&second));
	desk_add(&second.desk, TYPE_SESSION, desk_visit);
	desk_add(&second.desk, TYPE_STATUS, "{\"village\":\"26572-01\",\"household\":\"H001\",\"date\":"
		 "\"2026-11-20\",\"residents\":4,\"adults\":3}");
	to_its_commune(party_batch(&second));
	assert_int_equal(desk_count(&commune.desk, "SELECT count(*) FROM batch WHERE held"), 0);
	ok(batches_last(book_db(second.desk.book), book_lane(second.desk.book), &last, &there, &fault), "last");
	memcpy(to_commune.undone, last.hash, HASH_BYTES); /* it will be taken back */
}

static void corrections(rec_t visit)
{
	desk_edit(&commune.desk, visit, "{\"people\":7}");
	desk_edit(&first.desk, the(&first, "SELECT min(rec) FROM session"), "{\"people\":2,\"minutes\":30}");
	to_its_commune(party_batch(&first));
	desk_add(&commune.desk, TYPE_REPORT, "{\"period\":\"2026-W47\",\"so_tin\":4}");
}

static void another_commune(void)
{
	struct post its = { 0 };

	desk_add(&other.desk, TYPE_VILLAGE, "{\"code\":\"26575-07\",\"name\":\"Thôn Bảy\"}");
	desk_add(&third.desk, TYPE_SESSION, "{\"date\":\"2026-11-19\",\"village\":\"26575-01\",\"household\":"
		 "\"H001\",\"channel\":\"tai_nha\",\"topics\":[{\"topic\":\"TTQR\",\"outcome\":\"tu_lam\"}]}");
	post(&its, party_batch(&third));
	takes(&other, &its.files[0]);
	sends(&other, &to_upper, NULL, NULL);
	buffer_release(&its.files[0]);
}

static void live(void)
{
	char visit[ID_TEXT];
	int at = to_upper.n;

	keep_before(&upper, upper_before);
	sends(&commune, &to_upper, NULL, NULL);
	keep_before(&commune, commune_before);
	for (; at < to_upper.n; at++)
		takes(&upper, &to_upper.files[at]);
	grow();
	desk_add(&upper.desk, TYPE_TOPIC, "{\"code\":\"TREN1\",\"short\":\"Trên\",\"vi\":\"Việc cấp trên giao\","
		 "\"group\":\"dinh_danh\",\"unit\":\"lượt\",\"cap\":\"people\"}");
	of_growing_codes();
	at = to_commune.n;
	sends(&upper, NULL, &to_commune, "26572");
	assert_true(to_commune.n > at);
	for (; at < to_commune.n; at++)
		takes(&commune, &to_commune.files[at]);
	a_teams_weeks();
	of_an_older_program();
	sends(&commune, &to_upper, NULL, NULL);
	of_two_certificates();
	of_one_that_expired();
	of_a_field_nobody_knows();
	of_two_copies();
	of_two_officers();
	of_a_stolen_laptop();
	sends(&commune, &to_upper, NULL, NULL);
	corrections(the(&commune, "SELECT rec FROM session WHERE people = 5 AND minutes = 25"));
	of_one_revoked_by_mistake();
	assert_true(revoke_stolen(&commune));
	id_of_record(&first, the(&first, LAST_SESSION), visit);
	erase_from_above(visit);
	id_of_record(&second, the(&second, "SELECT min(rec) FROM session"), visit);
	erase_from_beside(visit);
	sends(&commune, &last_up, NULL, NULL);
	for (int i = 0; i < last_up.n; i++)
		post_copy(&to_upper, &last_up.files[i]);
	another_commune();
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
	bool there;

	if (!memcmp(what->undone, none, sizeof none))
		return;
	ok(batches_find(book_db(p->desk.book), what->undone, &batch, &there, &fault), "find");
	assert_true(there);
	snprintf(sql, sizeof sql, "SELECT min(k) FROM file WHERE batch = %lld", (long long)batch.key);
	ok(import_undo(p->desk.book, &p->id, party_count(p, sql), &fault), "undo");
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
	int orders = (getenv("HEAVY") ? 100 : 10) / (seen ? 2 : 1);
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
	in_any_order(commune_before, &to_commune, revoke_stolen, false);
}

static void at_an_upper_level(void **state)
{
	(void)state;
	in_any_order(upper_before, &to_upper, NULL, false);
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
	in_any_order(upper_before, &to_upper, revoke_other, true);
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
	stick_new();
	open_all();
	live();
	printf("# %d files for the commune, %d for the level above\n", to_commune.n, to_upper.n);
	return 0;
}

static int tear_down(void **state)
{
	struct party *all[] = { &upper, &commune, &other, &first, &second, &third };

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		party_close(all[i]);
	for (int i = 0; i < to_commune.n; i++)
		buffer_release(&to_commune.files[i]);
	for (int i = 0; i < to_upper.n; i++)
		buffer_release(&to_upper.files[i]);
	for (int i = 0; i < last_up.n; i++)
		buffer_release(&last_up.files[i]);
	ghost_release(&stolen);
	unlink(commune_before);
	unlink(upper_before);
	stick_remove();
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
