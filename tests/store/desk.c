#include "config.h"
#include "tests/store/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/upkeep/book_create.h"
#include "store/upkeep/check.h"
#include "store/record/record.h"
#include "store/record/append.h"
#include "store/record/open.h"
#include "store/record/read.h"
#include "store/book/transaction.h"
#include "store/vault/slots.h"

static const struct vault_pass pass = { "mat khau", 8 };

const char desk_visit[] =
	"{\"date\":\"2026-11-17\",\"time\":\"14:30\",\"village\":\"26572-01\",\"household\":\"H001\","
	"\"channel\":\"tai_nha\",\"minutes\":25,\"people\":2,\"female\":1,\"over60\":0,"
	"\"attempt\":null,\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"hoan_thanh\",\"count\":1,"
	"\"blocker\":null}],\"followups\":[{\"kind\":\"den_lai\",\"due\":\"2026-11-24\","
	"\"topic\":\"VNEID2\"}],\"note\":\"Bà tự làm được\",\"by\":[\"Lan\"],\"tags\":[]}";

static void ok(int rc, const struct fault *f, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, reason %s, subject %s", what, rc, f->field,
			 fault_reason_name(f->reason), f->subject);
}

static json_t *object(const char *text)
{
	json_error_t e;
	json_t *o = json_loads(text, JSON_REJECT_DUPLICATES, &e);

	if (!o)
		fail_msg("%s in %s", e.text, text);
	return o;
}

/* A record of the unit: `%s` in the text is its code. */
static void add_of(struct desk *desk, enum record_type type, const char *unit, const char *format)
{
	char text[512];

	snprintf(text, sizeof text, format, unit);
	desk_add(desk, type, text);
}

void desk_open_as(struct desk *desk, enum book_level level, const char *unit)
{
	struct book_setup setup = {
		.level = level, .unit = unit, .unit_name = "Phường Tam Long (mẫu)",
		.member = "Lan", .pass = pass, .kdf = VAULT_KDF_FLOOR,
	};
	char code[VAULT_CODE_TEXT];
	struct fault f;

	setenv("SOTAY_NOW", DESK_TODAY "T09:00", 1);
	strcpy(desk->dir, "desk.XXXXXX");
	assert_non_null(mkdtemp(desk->dir));
	snprintf(desk->path, sizeof desk->path, "%s/sotay.vault", desk->dir);
	ok(book_create(desk->path, &setup, code, &desk->book, &f), &f, "create");
	ok(book_publish(desk->book, &f), &f, "publish");
	if (level != LEVEL_TEAM)
		return;
	add_of(desk, TYPE_VILLAGE, unit, "{\"code\":\"%s-01\",\"name\":\"Ấp Bắc\",\"households\":210}");
	add_of(desk, TYPE_VILLAGE, unit, "{\"code\":\"%s-02\",\"name\":\"Thôn Hòa Bình\"}");
	add_of(desk, TYPE_HOUSEHOLD, unit, "{\"village\":\"%s-01\",\"code\":\"H001\"}");
	add_of(desk, TYPE_HOUSEHOLD, unit, "{\"village\":\"%s-01\",\"code\":\"H002\","
	       "\"hint\":\"cạnh đình Đông Hải\",\"kinds\":[\"kinh_doanh\"]}");
	add_of(desk, TYPE_HOUSEHOLD, unit, "{\"village\":\"%s-02\",\"code\":\"H001\"}");
	add_of(desk, TYPE_HOUSEHOLD, unit, "{\"village\":\"%s-02\",\"code\":\"X9\"}");
	add_of(desk, TYPE_TEAM, unit, "{\"code\":\"T01\",\"name\":\"Tổ Ấp Bắc\",\"villages\":[\"%s-01\"]}");
	desk_add(desk, TYPE_MEMBER, "{\"code\":\"Minh\",\"name\":\"Minh\",\"team\":\"T01\"}");
	desk_add(desk, TYPE_MEMBER, "{\"code\":\"Tú\",\"name\":\"Tú\",\"role\":\"to_truong\","
		 "\"team\":\"T01\"}");
}

void desk_open(struct desk *desk)
{
	desk_open_as(desk, LEVEL_TEAM, "26572");
}

void desk_close(struct desk *desk)
{
	book_close(desk->book);
	desk->book = NULL;
	unlink(desk->path);
	if (rmdir(desk->dir))
		fail_msg("something is left in %s", desk->dir);
}

int desk_setup(void **state)
{
	struct desk *desk = calloc(1, sizeof *desk);

	desk_open(desk);
	*state = desk;
	return 0;
}

int desk_teardown(void **state)
{
	desk_close(*state);
	free(*state);
	return 0;
}

void desk_slot(struct desk *desk, const char *member)
{
	struct fault f;

	ok(vault_slot_add(book_vault(desk->book), member, pass, &VAULT_KDF_FLOOR, &f), &f, member);
}

void desk_reopen(struct desk *desk, const char *member)
{
	struct fault f;

	book_close(desk->book);
	desk->book = NULL;
	ok(records_open(desk->path, member, pass, &desk->book, &f), &f, "open");
}

rec_t desk_add_unasked(struct desk *desk, enum record_type type, const char *json)
{
	json_t *o = object(json);
	struct fault f;
	rec_t rec = 0;

	ok(book_begin(desk->book, "add", &f), &f, json);
	ok(record_append(desk->book, 0, type, o, &rec, &f), &f, json);
	ok(book_commit(desk->book, NULL, &f), &f, json);
	json_decref(o);
	return rec;
}

rec_t desk_add(struct desk *desk, enum record_type type, const char *json)
{
	json_t *o = object(json);
	struct fault f;
	rec_t rec = 0;

	ok(book_begin(desk->book, "log", &f), &f, "begin");
	ok(record_add(desk->book, type, o, &rec, &f), &f, json);
	ok(book_commit(desk->book, NULL, &f), &f, "commit");
	json_decref(o);
	return rec;
}

struct fault desk_refused(struct desk *desk, enum record_type type, rec_t rec, const char *json)
{
	json_t *o = object(json);
	int64_t ops = desk_count(desk, "SELECT count(*) FROM op");
	struct fault f;
	int rc;

	memset(&f, 0, sizeof f);
	ok(book_begin(desk->book, "log", &f), &f, "begin");
	rc = rec ? record_edit(desk->book, rec, o, &f) : record_add(desk->book, type, o, &rec, &f);
	book_rollback(desk->book);
	json_decref(o);
	if (!rc)
		fail_msg("%s was taken", json);
	assert_int_equal(rc, f.code);
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM op"), ops);
	return f;
}

void desk_edit(struct desk *desk, rec_t rec, const char *json)
{
	json_t *o = object(json);
	struct fault f;

	ok(book_begin(desk->book, "edit", &f), &f, "begin");
	ok(record_edit(desk->book, rec, o, &f), &f, json);
	ok(book_commit(desk->book, NULL, &f), &f, "commit");
	json_decref(o);
}

void desk_void(struct desk *desk, rec_t rec)
{
	struct fault f;

	ok(book_begin(desk->book, "void", &f), &f, "begin");
	ok(record_void(desk->book, rec, true, &f), &f, "void");
	ok(book_commit(desk->book, NULL, &f), &f, "commit");
}

char *desk_read(struct desk *desk, rec_t rec)
{
	struct fault f;
	json_t *o = record_read(desk->book, rec, &f);
	char *text;

	ok(o ? 0 : (int)f.code, &f, "read");
	text = json_dumps(o, JSON_COMPACT);
	json_decref(o);
	return text;
}

int64_t desk_count(struct desk *desk, const char *sql)
{
	sqlite3_stmt *st;
	int64_t n;

	assert_int_equal(sqlite3_prepare_v2(book_db(desk->book)->conn, sql, -1, &st, NULL), 0);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return n;
}

void desk_check(struct desk *desk)
{
	struct check_report report;
	struct fault f;

	ok(book_check(desk->book, &report, &f), &f, "check");
}

void desk_take_back_to_3(struct desk *desk)
{
	struct fault f;

	ok(db_exec(book_db(desk->book),
		   "DROP TABLE key_certificate; DROP TABLE key_record; DROP TABLE file; DROP TABLE document_aside; DROP TABLE document;"
		   "DROP TABLE document_out; DROP TABLE addressee; DROP TABLE acknowledged; DROP TABLE seen;"
		   "DROP TABLE issuer; DROP TABLE batch_sent; DROP TABLE batch_sealed; DROP TABLE batch_kept;"
		   "DROP TABLE batch; DROP TABLE laptop; DROP TABLE certificate; DROP TABLE root;"
		   "DROP INDEX op_own; ALTER TABLE lane DROP COLUMN sign;"
		   "DROP TABLE intake_again; DROP TABLE intake; DROP TABLE put_aside; DROP TABLE erased;"
		   "DROP TABLE erasure; DROP TABLE followup_apart;"
		   "ALTER TABLE session DROP COLUMN team; DROP INDEX session_named;"
		   "DROP INDEX status_named; DROP INDEX household_same;"
		   "ALTER TABLE session DROP COLUMN named; ALTER TABLE status DROP COLUMN named;"
		   "ALTER TABLE household DROP COLUMN same; DROP INDEX op_aside; ALTER TABLE op DROP COLUMN aside;"
		   "ALTER TABLE op DROP COLUMN source; ALTER TABLE op DROP COLUMN local;"
		   "ALTER TABLE lane DROP COLUMN own; ALTER TABLE lane DROP COLUMN inc;"
		   "ALTER TABLE lane DROP COLUMN level; ALTER TABLE lane DROP COLUMN unit;"
		   "ALTER TABLE lane DROP COLUMN team; ALTER TABLE lane DROP COLUMN codes;"
		   "DROP TABLE household_kind; DROP TABLE campaign; DROP TABLE target;"
		   "ALTER TABLE status DROP COLUMN bank18; ALTER TABLE status DROP COLUMN welfare;"
		   "ALTER TABLE status DROP COLUMN literate; ALTER TABLE status DROP COLUMN cashless;"
		   "ALTER TABLE status DROP COLUMN app; ALTER TABLE status DROP COLUMN phone2g;"
		   "ALTER TABLE status DROP COLUMN biz_epay; ALTER TABLE report DROP COLUMN so_tin;"
		   "ALTER TABLE report DROP COLUMN tl_hstt; ALTER TABLE report DROP COLUMN tl_sohoa;"
		   "DELETE FROM meta WHERE key = 'set.kinds_stale'; PRAGMA user_version = 3", &f),
	   &f, "taking back");
}
