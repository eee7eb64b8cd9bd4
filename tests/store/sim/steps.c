#include "config.h"
#include "tests/store/sim/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/oplog/op.h"
#include "store/record/conflicts.h"
#include "store/record/record.h"
#include "store/record/undo.h"

static const char *const words[STEP_KINDS] = {
	[STEP_WRITE] = "writes", [STEP_EDIT] = "edits", [STEP_CLASH] = "and another edit",
	[STEP_VOID] = "voids", [STEP_UNDO] = "undoes",
	[STEP_SAME] = "joins", [STEP_RESOLVE] = "resolves", [STEP_UP] = "passes up",
	[STEP_DOWN] = "passes down", [STEP_AGAIN] = "takes in, again and back",
	[STEP_TWO_LANES] = "gets a line that says no lane by two lanes", [STEP_TAKE_BACK] = "takes", [STEP_ASIDE] = "puts", [STEP_HOSTILE] = "gets",
	[STEP_OLD_CLOCK] = "gets a change by a clock that is nowhere", [STEP_CLOCK] = "has its clock set",
	[STEP_CLOSE] = "closes", [STEP_POWER] = "loses power", [STEP_SAVE] = "is copied",
	[STEP_RESTORE] = "is restored", [STEP_PUT_BACK] = "gets an old disk",
	[STEP_MIX] = "gets pages and log of two days", [STEP_FORK] = "is used as two",
	[STEP_ERASE] = "has erased", [STEP_CHECK] = "is checked", [STEP_SEND] = "packs and sends",
	[STEP_TAKE] = "takes in", [STEP_FULL] = "has a full disk and", [STEP_REVOKE] = "revokes",
	[STEP_RENEW] = "certifies again", [STEP_ROGUE] = "gets what a rogue signed",
	[STEP_QUIET] = "is quiet for a month",
};

const char *step_word(enum step_kind kind)
{
	return words[kind];
}

/* ---- choosing ---- */

int64_t any_key(struct device *d, const char *sql)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), sql, &f);
	int64_t keys[256];
	int n = 0;

	while (row_next(&st) && n < 256)
		keys[n++] = row_int(&st, 0);
	broken(statement_end(&st), &f, d, "keys");
	return n ? keys[draw((uint32_t)n)] : 0;
}

void id_of_key(struct device *d, int64_t key, char out[ID_TEXT])
{
	struct id id = { 0 };
	struct fault f;

	broken(op_id(book_db(d->book), key, &id, &f), &f, d, "id");
	id_text(out, &id);
}

/* A text of a question's rows, any; "" where there is none. */
static void any_text(struct device *d, const char *sql, const char *of, char *out, size_t size)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), sql, &f);
	int n = 0;

	*out = 0;
	if (of)
		bind_text(&st, of);
	while (row_next(&st))
		if (draw((uint32_t)++n) == 0)
			snprintf(out, size, "%s", row_text(&st, 0));
	broken(statement_end(&st), &f, d, "choosing");
}

/* A record that counts here, of a type: of few, so that several desks choose the same. */
static rec_t any_record(struct device *d, const char *type)
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT k FROM op WHERE rec = k AND"
		" aside IS NULL AND instr(bytes, CAST(?1 AS BLOB)) ORDER BY id LIMIT 4", &f);
	char text[32];
	rec_t keys[4];
	int n = 0;

	snprintf(text, sizeof text, "\"type\":\"%s\"", type);
	bind_text(&st, text);
	while (row_next(&st))
		keys[n++] = row_int(&st, 0);
	broken(statement_end(&st), &f, d, "choosing");
	return n ? keys[draw((uint32_t)n)] : 0;
}

/* ---- one transaction ---- */

void change_done(struct device *d, int rc, const struct fault *f)
{
	if (!rc) {
		world.counts[N_WRITTEN]++;
		return;
	}
	book_rollback(d->book);
	switch (rc) {
	case FAULT_FIELD:
	case FAULT_NOT_PERMITTED:
	case FAULT_NOT_FOUND:
	case FAULT_AMBIGUOUS:
	case FAULT_NOTHING:
	case FAULT_EXISTS:
	case FAULT_USED:
	case FAULT_HAS_KEY:
	case FAULT_CLOCK:
		say(": refused%s%s", *f->field ? ", " : "", f->field);
		world.counts[N_REFUSED]++;
		break;
	default:
		if (!disk_is_dead())
			broken(rc, f, d, "a change");
	}
}

/* rec 0: it is added. */
void record_write(struct device *d, enum record_type type, rec_t rec, const char *text)
{
	json_t *o = json_loads(text, 0, NULL);
	struct fault f = { 0 };
	int rc;

	say(" %s %s", record_type_info(type)->name, text);
	rc = book_begin(d->book, rec ? "edit" : "log", &f);
	if (!rc)
		rc = rec ? record_edit(d->book, rec, o, &f) : record_add(d->book, type, o, &rec, &f);
	if (!rc)
		rc = book_commit(d->book, NULL, &f);
	change_done(d, rc, &f);
	json_decref(o);
}

/* ---- writing ---- */

static const char *const topics[] = { "VNEID1", "VNEID2", "DVCNOP", "CKS" };
static const char *const outcomes[] = { "hoan_thanh", "tu_lam", "mot_phan", "hen_lai" };
static const char *const kinds[] = { "ngheo", "kinh_doanh" };
static const char *const notes[] = { "tự làm được", "máy cũ, mạng yếu", "hẹn tuần sau", "" };

#define ANY(list) list[draw(sizeof list / sizeof list[0])]

static void some_day(struct device *d, char out[DATE_SIZE])
{
	date_format(out, book_now(d->book)->day - (day_t)draw(5));
}

static const char some_village[] =
	"SELECT s.s FROM village v JOIN sym s ON s.k = v.code WHERE NOT v.voided ORDER BY s.s";
static const char some_household[] =
	"SELECT h.code FROM household h JOIN sym s ON s.k = h.village WHERE s.s = ? AND NOT h.voided"
	" ORDER BY (SELECT id FROM op WHERE k = h.rec)";

static void write_session(struct device *d)
{
	char village[16], household[80] = "", code[20], date[DATE_SIZE], text[600];
	char promise[90] = "";
	const char *topic = ANY(topics);

	any_text(d, some_village, NULL, village, sizeof village);
	any_text(d, some_household, village, code, sizeof code);
	if (*code && !one_in(4))
		snprintf(household, sizeof household, "\"household\":\"%s\",", code);
	if (one_in(4))
		snprintf(promise, sizeof promise, ",\"followups\":[{\"kind\":\"den_lai\",\"topic\":\"%s\"}]",
			 topic);
	some_day(d, date);
	snprintf(text, sizeof text, "{\"date\":\"%s\",\"village\":\"%s\",%s\"channel\":\"%s\",\"people\":%u,"
		 "\"minutes\":%u,\"topics\":[{\"topic\":\"%s\",\"outcome\":\"%s\"}],\"note\":\"%s\"%s}",
		 date, village, household, *household ? "tai_nha" : "nha_van_hoa", 1 + draw(9),
		 10 + draw(50), topic, ANY(outcomes), ANY(notes), promise);
	record_write(d, TYPE_SESSION, 0, text);
}

static void write_household(struct device *d)
{
	char village[16], text[200];

	any_text(d, some_village, NULL, village, sizeof village);
	snprintf(text, sizeof text, "{\"village\":\"%s\",\"code\":\"H%03u\"%s%s}", village, 3 + draw(5),
		 one_in(2) ? ",\"hint\":\"cạnh chợ\"" : "", one_in(2) ? ",\"kinds\":[\"ngheo\"]" : "");
	record_write(d, TYPE_HOUSEHOLD, 0, text);
}

static void write_status(struct device *d)
{
	char village[16], code[20], date[DATE_SIZE], text[300];

	any_text(d, some_village, NULL, village, sizeof village);
	any_text(d, some_household, village, code, sizeof code);
	some_day(d, date);
	snprintf(text, sizeof text, "{\"village\":\"%s\",\"household\":\"%s\",\"date\":\"%s\","
		 "\"residents\":%u,\"age15plus\":3,\"adults\":3,\"eid2\":%u,\"smartphones\":%u}",
		 village, code, date, 4 + draw(3), draw(4), draw(4));
	record_write(d, TYPE_STATUS, 0, text);
}

static void write_member(struct device *d)
{
	static const char *const people[] = { "Sơn", "Hạnh", "Bé Ba" };
	const char *who = ANY(people);
	char text[160];

	snprintf(text, sizeof text, "{\"code\":\"%s\",\"name\":\"%s\"%s}", who, who,
		 one_in(2) ? ",\"team\":\"T01\"" : "");
	record_write(d, TYPE_MEMBER, 0, text);
}

static void write_village(struct device *d)
{
	char text[120];

	snprintf(text, sizeof text, "{\"code\":\"%s-%02u\",\"name\":\"Thôn %u\"}", d->is.unit,
		 3 + draw(3), draw(9));
	record_write(d, TYPE_VILLAGE, 0, text);
}

static void write_topic(struct device *d)
{
	char text[200];

	snprintf(text, sizeof text, "{\"code\":\"RIENG%u\",\"short\":\"Riêng\",\"vi\":\"Chủ đề riêng %u\","
		 "\"group\":\"khac\"}", draw(3), draw(9));
	record_write(d, TYPE_TOPIC, 0, text);
}

static void write_campaign(struct device *d)
{
	char text[200];

	snprintf(text, sizeof text, "{\"code\":\"CD%u\",\"name\":\"Đợt %u\",\"from\":\"2026-11-01\",\"to\":"
		 "\"2026-11-30\",\"tag\":\"dot\"}", draw(3), draw(9));
	record_write(d, TYPE_CAMPAIGN, 0, text);
}

static void write_report(struct device *d)
{
	char text[200], team[24] = "";

	if (*d->is.team)
		snprintf(team, sizeof team, "\"team\":\"%s\",", d->is.team);
	snprintf(text, sizeof text, "{\"period\":\"2026-W4%u\",%s\"kho_khan\":\"mạng yếu %u\",\"so_tin\":%u}",
		 5 + draw(2), team, draw(9), draw(9));
	record_write(d, TYPE_REPORT, 0, text);
}

static void write_something(struct device *d)
{
	uint32_t what = draw(22);

	if (d->is.level == LEVEL_UPPER)
		return one_in(2) ? write_topic(d) : write_campaign(d);
	if (what < 9)
		write_session(d);
	else if (what < 13)
		write_household(d);
	else if (what < 16)
		write_status(d);
	else if (what < 17)
		write_member(d);
	else if (what < 18)
		write_village(d);
	else if (what < 20)
		write_topic(d);
	else
		write_report(d);
}

/* ---- changing ---- */

static void edit_session(struct device *d, rec_t rec)
{
	char text[160], date[DATE_SIZE];

	switch (draw(4)) {
	case 0:
		some_day(d, date);
		snprintf(text, sizeof text, "{\"date\":\"%s\"}", date);
		break;
	case 1:
		snprintf(text, sizeof text, "{\"note\":\"%s %u\",\"minutes\":%u}", ANY(notes), draw(9),
			 draw(60));
		break;
	case 2:
		snprintf(text, sizeof text, "{\"topics\":[{\"topic\":\"%s\",\"outcome\":\"%s\"}]}",
			 ANY(topics), ANY(outcomes));
		break;
	default:
		snprintf(text, sizeof text, "{\"people\":%u}", 1 + draw(9));
	}
	record_write(d, TYPE_SESSION, rec, text);
}

static void edit_household(struct device *d, rec_t rec)
{
	char text[160];

	switch (draw(4)) {
	case 0:
		snprintf(text, sizeof text, "{\"code\":\"H%03u\"}", 1 + draw(8));
		break;
	case 1:
		snprintf(text, sizeof text, "{\"kinds\":[\"%s\"]}", ANY(kinds));
		break;
	default:
		snprintf(text, sizeof text, "{\"hint\":\"nhà số %u\"}", draw(9));
	}
	record_write(d, TYPE_HOUSEHOLD, rec, text);
}

static void edit_something(struct device *d)
{
	static const struct {
		enum record_type type;
		const char *format;
	} others[] = {
		{ TYPE_STATUS, "{\"residents\":%u}" }, { TYPE_VILLAGE, "{\"name\":\"Ấp %u\"}" },
		{ TYPE_MEMBER, "{\"name\":\"Người %u\"}" }, { TYPE_TEAM, "{\"name\":\"Tổ số %u\"}" },
		{ TYPE_FOLLOWUP, "{\"due\":\"2027-01-1%u\"}" }, { TYPE_TOPIC, "{\"vi\":\"Chủ đề %u\"}" },
		{ TYPE_CAMPAIGN, "{\"name\":\"Đợt số %u\"}" }, { TYPE_REPORT, "{\"kien_nghi\":\"máy %u\"}" },
	};
	uint32_t which = draw(sizeof others / sizeof others[0]);
	char text[80];
	rec_t rec;

	if (draw(3)) {
		bool session = one_in(2);

		rec = any_record(d, session ? "session" : "household");
		if (!rec)
			return say(" nothing");
		return session ? edit_session(d, rec) : edit_household(d, rec);
	}
	rec = any_record(d, record_type_info(others[which].type)->name);
	if (!rec)
		return say(" nothing");
	snprintf(text, sizeof text, others[which].format, 1 + draw(9));
	record_write(d, others[which].type, rec, text);
}

/* The key of d's record at another desk, 0 where it is not there. */
static rec_t same_record(struct device *d, rec_t rec, struct device *other)
{
	struct id id;
	struct fault f;
	struct statement st;
	rec_t found = 0;

	if (broken(op_id(book_db(d->book), rec, &id, &f), &f, d, "id") || !device_book(other))
		return 0;
	st = statement_of(book_db(other->book), "SELECT k FROM op WHERE id = ? AND aside IS NULL"
						" AND length(bytes) > 0", &f);
	bind_blob(&st, id.b, ID_BYTES);
	if (row_next(&st))
		found = row_int(&st, 0);
	broken(statement_end(&st), &f, other, "looking for a record");
	return found;
}

/* Two desks change the same of one record, neither having seen the other. */
static void edit_without_seeing(struct device *d, int from)
{
	bool session = one_in(2);
	rec_t rec = any_record(d, session ? "session" : "household"), there = 0;
	struct device *other = d;
	char text[80];

	for (int i = 0; rec && !there && i < DEVICES; i++) {
		other = &world.devices[(from + i) % DEVICES];
		if (other->in_use && other != d)
			there = same_record(d, rec, other);
	}
	if (!there)
		return say(" nothing");
	for (int i = 0; i < 2 && !world.failed && !disk_is_dead(); i++) {
		snprintf(text, sizeof text, session ? "{\"people\":%u}" : "{\"hint\":\"nhà %u\"}",
			 1 + draw(9));
		say("%s%s", i ? "; " : "", i ? other->is.name : "");
		record_write(i ? other : d, session ? TYPE_SESSION : TYPE_HOUSEHOLD, i ? there : rec, text);
		if (!world.failed && !disk_is_dead())
			check_committed(i ? other : d);
	}
	for (int i = 0; i < 2 && !world.failed && !disk_is_dead(); i++) {
		struct device *team = i ? other : d;

		if (team->is.level != LEVEL_TEAM || one_in(3))
			continue;
		say("; %s passes up", team->is.name);
		play.up(team);
	}
}

static void void_something(struct device *d)
{
	static const char *const types[] = { "session", "session", "household", "status", "followup",
					     "village", "member" };
	const char *type = ANY(types);
	rec_t rec = any_record(d, type);
	bool value = !one_in(4);
	struct fault f = { 0 };
	int rc;

	if (!rec)
		return say(" nothing");
	say(" %s%s", type, value ? "" : " no more");
	rc = book_begin(d->book, "void", &f);
	if (!rc)
		rc = record_void(d->book, rec, value, &f);
	if (!rc)
		rc = book_commit(d->book, NULL, &f);
	change_done(d, rc, &f);
}

void undo_last(struct device *d)
{
	struct fault f = { 0 };
	char verb[33];
	int count, left, rc = book_undo(d->book, verb, &count, &left, &f);

	if (!rc)
		say(" %s, %d, %d left", verb, count, left);
	if (rc == FAULT_FINAL)
		return say(" nothing");
	change_done(d, rc, &f);
}

/* Two of one village; zeros where there are none. */
static void any_pair(struct device *d, rec_t pair[2])
{
	struct fault f;
	struct statement st = statement_of(book_db(d->book), "SELECT a.rec, b.rec FROM household a"
		" JOIN household b ON b.village = a.village AND b.rec <> a.rec ORDER BY"
		" (SELECT id FROM op WHERE k = a.rec), (SELECT id FROM op WHERE k = b.rec)", &f);
	int n = 0;

	pair[0] = pair[1] = 0;
	while (row_next(&st))
		if (draw((uint32_t)++n) == 0) {
			pair[0] = row_int(&st, 0);
			pair[1] = row_int(&st, 1);
		}
	broken(statement_end(&st), &f, d, "choosing");
}

/* An officer's to say: mostly it is one that is asked. */
static void join(struct device *near)
{
	bool asks = near->is.level == LEVEL_TEAM && !one_in(4);
	struct device *d = asks ? &world.devices[near->is.above] : near;
	struct fault f = { 0 };
	rec_t pair[2];
	int rc;

	if (!d->in_use || !device_book(d))
		return say(" nothing");
	any_pair(d, pair);
	if (!pair[0])
		return say(" nothing");
	say(" two households at %s", d->is.name);
	rc = book_begin(d->book, "same", &f);
	if (!rc)
		rc = record_join(d->book, pair[0], pair[1], &f);
	if (!rc)
		rc = book_commit(d->book, NULL, &f);
	world.counts[N_JOINED] += !rc;
	change_done(d, rc, &f);
	if (!world.failed && !disk_is_dead())
		check_committed(d);
}

static int first_conflict(void *arg, rec_t rec)
{
	*(rec_t *)arg = rec;
	return FAULT_OK;
}

/* A desk in this history where there is something to resolve, d before others; NULL: none. */
static struct device *any_in_conflict(struct device *d, rec_t *rec)
{
	*rec = 0;
	for (int i = 0; i < DEVICES; i++) {
		struct device *at = &world.devices[(d - world.devices + i) % DEVICES];
		struct fault f;

		if (!at->used || !device_book(at))
			continue;
		if (broken(conflicts_each(at->book, first_conflict, rec, &f), &f, at, "conflicts"))
			return NULL;
		if (*rec)
			return at;
	}
	return NULL;
}

static void resolve(struct device *near)
{
	rec_t rec;
	struct device *d = any_in_conflict(near, &rec);
	struct fault f = { 0 };
	json_t *fields, *one;
	const char *name;
	int rc;

	if (!d)
		return say(" nothing");
	fields = conflicts_read(d->book, rec, &f);
	if (broken(fields ? 0 : (int)f.code, &f, d, "conflicts"))
		return;
	one = json_array_get(fields, draw((uint32_t)json_array_size(fields)));
	name = json_string_value(json_object_get(one, "field"));
	say(" %s at %s", name, d->is.name);
	rc = book_begin(d->book, "resolve", &f);
	if (!rc)
		rc = conflicts_resolve(d->book, rec, name, 1 + (int)draw((uint32_t)
				       json_array_size(json_object_get(one, "values"))), &f);
	if (!rc)
		rc = book_commit(d->book, NULL, &f);
	world.counts[N_RESOLVED] += !rc;
	change_done(d, rc, &f);
	json_decref(fields);
	if (!world.failed && !disk_is_dead())
		check_committed(d);
}

/* ---- the clock ---- */

static void set_clock(struct device *d)
{
	static const int off[] = { 0, 0, 1, -3, 30, -200, 365, 3000, -1500 };

	d->days_off = ANY(off);
	d->clock = one_in(3) ? CLOCK_OF_A_PERSON : CLOCK_SET;
	say(" %+d days%s", d->days_off, d->clock == CLOCK_SET ? "" : ", by a person");
	world.counts[N_CLOCKS]++;
}

/* Closed in order, it is sometimes copied: another state of its files than that of an open one. */
static void close_in_order(struct device *d)
{
	device_close(d);
	if (one_in(2) && !disk_is_dead()) {
		say(" and is copied");
		keep_image(d);
	}
}

/* ---- a step ---- */

static void act(const struct step *step, struct device *d)
{
	switch (step->kind) {
	case STEP_WRITE: return write_something(d);
	case STEP_EDIT: return edit_something(d);
	case STEP_CLASH: return edit_without_seeing(d, step->other);
	case STEP_VOID: return void_something(d);
	case STEP_UNDO: return undo_last(d);
	case STEP_SAME: return join(d);
	case STEP_RESOLVE: return resolve(d);
	case STEP_CLOCK: return set_clock(d);
	case STEP_CLOSE: return close_in_order(d);
	case STEP_POWER: return lose_power(d);
	case STEP_SAVE: return keep_image(d);
	case STEP_RESTORE: return restore_image(d);
	case STEP_PUT_BACK: return put_image_back(d);
	case STEP_MIX: return mix_images(d);
	case STEP_FORK: return fork_device(d);
	case STEP_CHECK: return check_desk(d);
	default: return play.act(step, d);
	}
}

static bool needs_book(enum step_kind kind)
{
	return kind <= STEP_ERASE || kind >= STEP_CHECK;
}

void step_take(const struct step *step)
{
	struct device *d = &world.devices[step->device];

	chance_from(world.seed * 1000003 + step->seed);
	world.minute += 1 + (int)draw(600);
	say("%s %s", d->is.name, step_word(step->kind));
	if (!d->in_use)
		return say(" (is not there)");
	world.counts[N_STEPS]++;
	if (needs_book(step->kind) && !device_book(d))
		return;
	disk_fuse(step->kind == STEP_CHECK ? -1 : step->fuse);
	act(step, d);
	if (disk_is_dead()) {
		after_power_cut(d);
		return;
	}
	disk_fuse(-1);
	if (!world.failed && d->book)
		check_committed(d);
}
