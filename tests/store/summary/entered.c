#include "config.h"
#include "tests/store/summary/entered.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/oplog/op.h"
#include "store/record/lookup.h"
#include "store/record/record.h"

const struct writer writers[WRITERS] = {
	[ONE] = { { .level = LEVEL_TEAM, .unit = "26572", .team = "T01", .codes = "26572" }, 0, 80, -1 },
	[TWO] = { { .level = LEVEL_TEAM, .unit = "26572", .team = "T02", .codes = "26572" }, 0, 70, 3 },
	[OFFICE] = { { .level = LEVEL_COMMUNE, .unit = "26572", .codes = "26572" }, 0, 40, 5 },
	[THREE] = { { .level = LEVEL_TEAM, .unit = "26575", .team = "T01", .codes = "26575" }, 2, 70, 4 },
	[OTHER_OFFICE] = { { .level = LEVEL_COMMUNE, .unit = "26575", .codes = "26575" }, 2, 0, 7 },
};

const char *const villages[VILLAGES] = { "26572-01", "26572-02", "26575-01", "26575-02" };
const int village_sizes[VILLAGES] = { 250, 90, 210, 60 };

/* On each team's laptop a Minh and a Tú; the office's Minh is of T02, too. */
const struct team_entered teams[TEAMS] = {
	{ "26572", "T01", { true }, 2 },
	{ "26572", "T02", { true, true }, 2 }, /* Minh, on two laptops, and Tú */
	{ "26575", "T01", { false, false, true }, 2 },
};

struct entered entered;

static uint32_t seed = 2026;

bool visit_is_gathering(const struct visit *v)
{
	return !strcmp(v->channel, "lop_nhom") || !strcmp(v->channel, "hop_thon");
}

static int below(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((seed >> 8) % (uint32_t)n);
}

static day_t day_of(const char *text)
{
	day_t day;

	assert_true(date_parse(&day, text));
	return day;
}

static void ok(int rc, const struct fault *f, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, subject %s", what, rc, f->field, f->subject);
}

static void begin(struct desk *desk)
{
	struct fault f;

	ok(book_begin(desk->book, "log", &f), &f, "begin");
}

static void commit(struct desk *desk)
{
	struct fault f;

	ok(book_commit(desk->book, NULL, &f), &f, "commit");
}

/* A record inside the open transaction; the object is taken over. */
static rec_t add(struct desk *desk, enum record_type type, json_t *o)
{
	struct fault f;
	rec_t rec;

	assert_non_null(o);
	ok(record_add(desk->book, type, o, &rec, &f), &f, record_type_info(type)->name);
	json_decref(o);
	return rec;
}

static void change(struct desk *desk, rec_t rec, json_t *o)
{
	struct fault f;
	int rc = record_edit(desk->book, rec, o, &f);

	ok(rc == FAULT_NOTHING ? 0 : rc, &f, "edit");
	json_decref(o);
}

static struct id id_of_record(struct desk *desk, rec_t rec)
{
	struct fault f;
	struct id id;

	ok(op_id(book_db(desk->book), rec, &id, &f), &f, "id");
	return id;
}

static json_t *number(int n)
{
	return n < 0 ? json_null() : json_integer(n);
}

static json_t *date(day_t day)
{
	char text[DATE_SIZE];

	if (!day)
		return json_null();
	date_format(text, day);
	return json_string(text);
}

static void enter_house(int writer, int village, const char *code)
{
	struct desk *desk = &entered.desks[writer];
	struct house *h = &entered.houses[entered.n_houses];
	char name[32], month[8];
	struct fault f;

	*h = (struct house){ .writer = writer, .village = village, .root = entered.n_houses };
	snprintf(h->code, sizeof h->code, "%s", code);
	snprintf(name, sizeof name, "%s/%s", villages[village], code);
	/* desk_open() made a few. */
	if (household_lookup(desk->book, name, &h->rec, &f)) {
		int back = below(4);

		snprintf(month, sizeof month, "2026-%02d", 11 - back);
		h->since = back ? day_of("2026-11-01") : 0;
		if (back)
			h->since = date_add_months(h->since, -back);
		h->rec = add(desk, TYPE_HOUSEHOLD, json_pack("{ss ss ss*}", "village", villages[village],
			     "code", code, "guided_since", back ? month : NULL));
	}
	h->id = id_of_record(desk, h->rec);
	entered.n_houses++;
}

static const char *one_of(const char *const *words)
{
	int n = 0;

	while (words[n])
		n++;
	return words[below(n)];
}

static void draw_topics(struct visit *v)
{
	static const char *const topics[] = { "VNEID2", "DVCNOP", "DVCHT", "TTQR", "TTHD", "ATLD",
		"YTTX", "TMMUA", "KNDT", "TTNH", "HT2G", "APPDP", NULL };
	static const char *const outcomes[] = { "hoan_thanh", "tu_lam", "mot_phan", "hen_lai",
		"chi_tuyen_truyen", NULL };
	static const char *const blockers[] = { "khong_dt", "khong_mang", "quen_mk", NULL };

	for (v->n_topics = 0; v->n_topics < 1 + below(MAX_TOPICS);) {
		const char *topic = one_of(topics);
		bool twice = false;

		for (int i = 0; i < v->n_topics; i++)
			twice |= !strcmp(v->topics[i].topic, topic);
		if (twice)
			continue;
		v->topics[v->n_topics].topic = topic;
		v->topics[v->n_topics].outcome = one_of(outcomes);
		v->topics[v->n_topics].blocker = below(3) ? NULL : one_of(blockers);
		v->topics[v->n_topics].count = v->topics[v->n_topics].outcome[0] == 'h' &&
			v->topics[v->n_topics].outcome[1] == 'o' && below(4) ? 1 : -1;
		v->n_topics++;
	}
}

static void draw_people(struct visit *v, bool needed)
{
	v->minutes = below(4) ? 5 * (1 + below(20)) : -1;
	v->people = needed || below(5) ? 1 + below(needed ? 30 : 4) : -1;
	v->female = v->people > 0 && below(3) ? below(v->people + 1) : -1;
	v->over60 = v->people > 0 && below(3) ? below(v->people + 1) : -1;
}

static struct visit drawn(int writer)
{
	static const char *const channels[] = { "tai_nha", "tai_nha", "nha_van_hoa", "lop_nhom", "zalo",
		"hop_thon", NULL };
	static const char *const tries[] = { "vang", "hen_lai", NULL };
	struct visit v = { .writer = writer, .house = -1, .minutes = -1, .people = -1, .female = -1,
			   .over60 = -1, .channel = one_of(channels) };
	bool many = visit_is_gathering(&v);

	v.day = day_of(DESK_TODAY) - (below(6) ? below(28) : below(360));
	v.village = writers[writer].village + !below(3);
	if (!many && (!strcmp(v.channel, "tai_nha") || below(2))) {
		do
			v.house = below(entered.n_houses);
		while (entered.houses[v.house].writer != writer);
		v.village = entered.houses[v.house].village;
	}
	if (!many && !below(6)) {
		v.attempt = one_of(tries);
	} else {
		draw_topics(&v);
		draw_people(&v, many);
	}
	v.by[v.n_by++] = below(2) ? "Lan" : "Minh";
	if (!below(4))
		v.by[v.n_by++] = v.by[0][0] == 'L' ? "Minh" : "Lan";
	v.promised = !below(4);
	v.due = v.day + 1 + below(10);
	v.closed = v.promised && below(2) && v.day + 3 <= day_of(DESK_TODAY) ? v.day + below(4) : 0;
	return v;
}

static json_t *object_of(const struct visit *v)
{
	json_t *topics = json_array(), *by = json_array(), *promises = json_array();

	for (int i = 0; i < v->n_topics; i++)
		json_array_append_new(topics, json_pack("{ss ss ss* so}", "topic", v->topics[i].topic,
			"outcome", v->topics[i].outcome, "blocker", v->topics[i].blocker,
			"count", number(v->topics[i].count)));
	for (int i = 0; i < v->n_by; i++)
		json_array_append_new(by, json_string(v->by[i]));
	if (v->promised)
		json_array_append_new(promises, json_pack("{ss so}", "kind", "den_lai", "due", date(v->due)));
	return json_pack("{so ss ss* ss ss* so so so so so so so}", "date", date(v->day),
			 "village", villages[v->village],
			 "household", v->house < 0 ? NULL : entered.houses[v->house].code,
			 "channel", v->channel, "attempt", v->attempt, "minutes", number(v->minutes),
			 "people", number(v->people), "female", number(v->female),
			 "over60", number(v->over60), "topics", topics, "by", by, "followups", promises);
}

/* An edit of the same figures, at whichever desk. */
static void edit(struct desk *desk, struct visit *v)
{
	bool many = visit_is_gathering(v);

	if (v->attempt)
		return;
	draw_people(v, many);
	change(desk, desk_op(desk, &v->id), json_pack("{so so so so}", "minutes", number(v->minutes),
	       "people", number(v->people), "female", number(v->female), "over60", number(v->over60)));
}

static void take_out(struct desk *desk, struct visit *v)
{
	struct fault f;

	ok(record_void(desk->book, desk_op(desk, &v->id), true, &f), &f, "void");
	v->voided = true;
}

static void enter_visit(int writer)
{
	struct desk *desk = &entered.desks[writer];
	struct visit *v = &entered.visits[entered.n_visits++];
	rec_t rec;

	*v = drawn(writer);
	rec = add(desk, TYPE_SESSION, object_of(v));
	v->id = id_of_record(desk, rec);
	if (v->closed)
		change(desk, desk_count(desk, "SELECT max(rec) FROM followup"),
		       json_pack("{ss so}", "status", "xong", "closed", date(v->closed)));
	if (!below(6))
		edit(desk, v);
	if (!below(12))
		take_out(desk, v);
}

/* No two of one day: of a household that is one on two laptops the newest is told apart. */
static void enter_status(int house)
{
	struct status *s = &entered.statuses[entered.n_statuses];
	const struct house *h = &entered.houses[house];

	*s = (struct status){ house, day_of("2026-09-20") + entered.n_statuses, 2 + below(3), below(2), -1,
			      below(3) - 1 };
	s->eid2 = below(4) ? below(s->adults - s->eid1 + 1) : -1;
	add(&entered.desks[h->writer], TYPE_STATUS, json_pack("{ss ss so si si so so}", "village",
	    villages[h->village], "household", h->code, "date", date(s->day), "adults", s->adults,
	    "eid1", s->eid1, "eid2", number(s->eid2), "smartphones", number(s->smartphones)));
	entered.n_statuses++;
}

/* A team's says whose it is; an office's is its unit's own, with a rate that is of no other. */
static void enter_report(int writer)
{
	const struct lane *lane = &writers[writer].lane;
	bool office = lane->level == LEVEL_COMMUNE;

	add(&entered.desks[writer], TYPE_REPORT, json_pack("{ss ss* si so}", "period", ENTERED_WEEK, "team",
	    office ? NULL : lane->team, "so_tin", writers[writer].news, "tl_hstt",
	    office ? json_real(ENTERED_RATE) : json_null()));
}

static void enter_all(int writer)
{
	struct desk *desk = &entered.desks[writer];

	begin(desk);
	for (int i = 1; writers[writer].visits && i <= (writer == OFFICE ? 2 : 7); i++) {
		char code[8];

		snprintf(code, sizeof code, "H%03d", i);
		enter_house(writer, writers[writer].village, code);
		if (i < 4 && writer != OFFICE)
			enter_house(writer, writers[writer].village + 1, code);
	}
	for (int i = 0; i < entered.n_houses; i++)
		if (entered.houses[i].writer == writer && below(4))
			enter_status(i);
	for (int i = 0; i < writers[writer].visits; i++)
		enter_visit(writer);
	if (writers[writer].news >= 0)
		enter_report(writer);
	commit(desk);
}

/* ---- desks ---- */

static void open_team(int writer)
{
	struct desk *desk = &entered.desks[writer];
	rec_t rec;
	struct fault f;

	desk_open_as(desk, LEVEL_TEAM, writers[writer].lane.unit);
	desk_joins(desk, writers[writer].lane.team);
	if (writer == THREE)
		desk_edit(desk, desk_count(desk, "SELECT max(rec) FROM village"), "{\"households\":60}");
	if (writer != TWO)
		return;
	desk_add(desk, TYPE_TEAM, "{\"code\":\"T02\",\"name\":\"Tổ Hai\",\"villages\":[\"26572-02\"]}");
	ok(record_lookup_code(desk->book, TYPE_MEMBER, "Minh", &rec, &f), &f, "Minh");
	desk_edit(desk, rec, "{\"team\":\"T02\"}");
	ok(record_lookup_code(desk->book, TYPE_MEMBER, "Tú", &rec, &f), &f, "Tú");
	desk_edit(desk, rec, "{\"team\":\"T02\"}");
}

static void open_offices(void)
{
	struct desk *desk = &entered.desks[OFFICE];

	desk_open_as(&entered.desks[OTHER_OFFICE], LEVEL_COMMUNE, "26575");
	desk_open_as(desk, LEVEL_COMMUNE, "26572");
	desk_add(desk, TYPE_VILLAGE, "{\"code\":\"26572-01\",\"name\":\"Ấp Bắc\",\"households\":250}");
	desk_add(desk, TYPE_VILLAGE, "{\"code\":\"26572-02\",\"name\":\"Hòa Bình\",\"households\":90}");
	desk_add(desk, TYPE_TEAM, "{\"code\":\"T01\",\"name\":\"Tổ Một\",\"villages\":[\"26572-01\"]}");
	desk_add(desk, TYPE_TEAM, "{\"code\":\"T02\",\"name\":\"Tổ Hai\",\"villages\":[\"26572-02\","
		 "\"26572-01\"]}");
	desk_add(desk, TYPE_MEMBER, "{\"code\":\"Minh\",\"name\":\"Minh\",\"team\":\"T02\"}");
}

/* All of that writer's, in any order, as two imports. */
static void take(struct desk *to, int writer)
{
	struct parcel all = parcel_of(&entered.desks[writer], 0, &writers[writer].lane), half;

	parcel_shuffle(&all, &seed);
	half = (struct parcel){ all.lines, all.n / 2 };
	desk_take(to, &half);
	half = (struct parcel){ all.lines + all.n / 2, all.n - all.n / 2 };
	desk_take(to, &half);
	parcel_release(&all);
}

static int house_of(int writer, int village, const char *code)
{
	for (int i = 0; i < entered.n_houses; i++)
		if (entered.houses[i].writer == writer && entered.houses[i].village == village &&
		    !strcmp(entered.houses[i].code, code))
			return i;
	fail_msg("no %s", code);
	return -1;
}

static void join(int house, int same)
{
	struct desk *desk = &entered.desks[OFFICE];
	struct fault f;

	ok(record_join(desk->book, desk_op(desk, &entered.houses[house].id), desk_op(desk, &entered.houses[same].id),
		       &f), &f, "join");
	for (int i = 0; i < entered.n_houses; i++)
		if (entered.houses[i].root == entered.houses[house].root && i != same)
			entered.houses[i].root = entered.houses[same].root;
}

/* The office goes through what the teams wrote. */
static void look_through(void)
{
	struct desk *desk = &entered.desks[OFFICE];

	begin(desk);
	join(house_of(ONE, 0, "H001"), house_of(OFFICE, 0, "H001"));
	join(house_of(TWO, 0, "H001"), house_of(ONE, 0, "H001"));
	join(house_of(TWO, 0, "H003"), house_of(ONE, 0, "H003"));
	join(house_of(TWO, 1, "H002"), house_of(ONE, 1, "H002"));
	for (int i = 0; i < entered.n_visits; i++) {
		struct visit *v = &entered.visits[i];

		if (v->writer == THREE || v->voided)
			continue;
		if (!below(10))
			edit(desk, v);
		if (!below(20))
			take_out(desk, v);
	}
	commit(desk);
}

int entered_setup(void **state)
{
	(void)state;
	open_team(ONE);
	open_team(TWO);
	open_team(THREE);
	open_offices();
	desk_open_as(&entered.upper, LEVEL_UPPER, "77");
	for (int i = 0; i < WRITERS; i++)
		enter_all(i);
	take(&entered.desks[OFFICE], TWO);
	take(&entered.desks[OFFICE], ONE);
	look_through();
	take(&entered.upper, THREE);
	take(&entered.upper, OFFICE);
	take(&entered.upper, OTHER_OFFICE);
	take(&entered.upper, ONE);
	take(&entered.upper, TWO);
	return 0;
}

int entered_teardown(void **state)
{
	(void)state;
	for (int i = 0; i < WRITERS; i++)
		desk_close(&entered.desks[i]);
	desk_close(&entered.upper);
	return 0;
}

