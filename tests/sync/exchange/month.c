#include "config.h"
#include "tests/sync/exchange/month.h"

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
#include "store/record/read.h"
#include "store/record/undo.h"
#include "sync/exchange/out_folder.h"
#include "sync/exchange/standing.h"
#include "sync/identity/enrol.h"

struct party upper, commune, other;
struct post to_commune, to_upper, last_up;

static struct party first, second, third;
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
	assert_true(to->n < MONTH_FILES);
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

bool revoke_stolen(struct party *p)
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

static void keep_before(struct party *p, const char *path)
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

	keep_before(&upper, UPPER_BEFORE);
	sends(&commune, &to_upper, NULL, NULL);
	keep_before(&commune, COMMUNE_BEFORE);
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

void month_begin(void)
{
	stick_new();
	open_all();
	live();
}

static void release(struct post *post)
{
	for (int i = 0; i < post->n; i++)
		buffer_release(&post->files[i]);
}

void month_end(void)
{
	struct party *all[] = { &upper, &commune, &other, &first, &second, &third };

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		party_close(all[i]);
	release(&to_commune);
	release(&to_upper);
	release(&last_up);
	ghost_release(&stolen);
	unlink(COMMUNE_BEFORE);
	unlink(UPPER_BEFORE);
	stick_remove();
}
