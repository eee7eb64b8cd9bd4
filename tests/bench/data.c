/* The vault that is measured: invented work of three years, the same on every machine. */
#include "config.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/base/date.h"
#include "store/base/crypto.h"
#include "store/base/id.h"
#include "store/db/schema.h"
#include "tests/bench/bench.h"
#include "tui/demo/house.h"
#include "tui/demo/topics.h"
#include "tui/demo/words.h"

enum {
	DATA_VERSION = 1,
	SEED = 20261121,
	HOUSES = 250,
	PER_VILLAGE = 5000,
	MEMBERS = 3,
	DAYS = 3 * 365,
	OPEN_DAYS = 30,
	CHUNK = 10000
};

#define UNIT "26572"

struct village {
	char code[24], name[64];
	struct house houses[HOUSES];
};

struct world {
	struct draw d;
	day_t first;
	int sessions, villages;
	struct village *all;
};

/* Takes the JSON Lines of a command of the program. */
typedef void taker(void *arg, const char *command, const char *lines, size_t len);

/* ---- who and where ---- */

static void village_name(char *out, size_t size, int i)
{
	static const char *const kinds[] = {"Ấp", "Thôn", "Khu phố", "Xóm"};
	static const char *const names[] = {
		"Bắc",	     "Nam",	   "Đông",	  "Tây",      "Hòa Bình",
		"Tân Phú",   "Long Hải",   "Phước Thạnh", "Mỹ An",    "Bình Đức",
		"Đình Làng", "Giếng Nước", "Thạnh Lợi",	  "An Khê",   "Cây Đa",
		"Đồng Tiến", "Vĩnh Hưng",  "Suối Cát",	  "Xuân Lộc", "Gò Dầu",
		"Bến Tre",   "Quảng Phú",  "Sông Ray",	  "Kim Sơn",  "Ngọc Hà",
	};
	const int n = sizeof names / sizeof names[0];
	int turn = i / n / 4;

	snprintf(out, size, "%s %s", kinds[(i + i / n) % 4], names[i % n]);
	if (turn)
		snprintf(out + strlen(out), size - strlen(out), " %d", turn + 1);
}

/* Member number i of the whole unit: a name of its own for the first 1,200. */
static void member_name(char out[64], int i)
{
	static const char *const family[] = {"Nguyễn", "Trần", "Lê",  "Phạm", "Huỳnh",
					     "Võ",     "Đặng", "Bùi", "Đỗ",   "Ngô"};
	static const char *const middle[] = {"Thị", "Văn", "Minh", "Ngọc", "Hữu", "Kim"};
	static const char *const given[] = {
		"An",  "Bình",	 "Cúc", "Dũng", "Đào", "Giang", "Hạnh", "Khoa", "Liên", "Mai",
		"Nga", "Phượng", "Quý", "Sơn",	"Tú",  "Uyên",	"Vinh", "Xuân", "Yến",	"Thảo"};

	snprintf(out, 64, "%s %s %s", family[i / 20 % 10], middle[i / 200 % 6], given[i % 20]);
}

static void put_line(FILE *out, json_t *record)
{
	json_dumpf(record, out, JSON_COMPACT);
	putc('\n', out);
	json_decref(record);
}

/* One register: its lines to the taker. */
static void registers(struct world *w, const char *command, void line(struct world *, int, FILE *),
		      int n, taker *take, void *arg)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	for (int i = 0; i < n; i++)
		line(w, i, out);
	fclose(out);
	take(arg, command, text, len);
	free(text);
}

static void village_line(struct world *w, int i, FILE *out)
{
	struct village *v = &w->all[i];

	snprintf(v->code, sizeof v->code, UNIT "-%02d", i + 1);
	village_name(v->name, sizeof v->name, i);
	put_line(out, json_pack("{ss ss si}", "code", v->code, "name", v->name, "households",
				HOUSES + 20));
}

static void household_line(struct world *w, int i, FILE *out)
{
	struct village *v = &w->all[i / HOUSES];
	struct house *h = &v->houses[i % HOUSES];

	house_make(h, &w->d, v->code, i % HOUSES + 1);
	put_line(out, house_record(h, &w->d, w->first));
}

static void team_line(struct world *w, int i, FILE *out)
{
	char code[16], name[80];

	snprintf(code, sizeof code, "T%03d", i + 1);
	snprintf(name, sizeof name, "Tổ %s", w->all[i].name);
	put_line(out,
		 json_pack("{ss ss s[s]}", "code", code, "name", name, "villages", w->all[i].code));
}

static void member_line(struct world *w, int i, FILE *out)
{
	char name[64], team[16];

	(void)w;
	member_name(name, i);
	snprintf(team, sizeof team, "T%03d", i / MEMBERS + 1);
	put_line(out, json_pack("{ss ss ss}", "code", name, "name", name, "team", team));
}

/* ---- sessions ---- */

static void set_text(json_t *o, const char *key, const char *value)
{
	if (value)
		json_object_set_new(o, key, json_string(value));
}

static void set_day(json_t *o, const char *key, day_t day)
{
	char date[DATE_SIZE];

	date_format(date, day);
	set_text(o, key, date);
}

static void attempt(struct world *w, json_t *session)
{
	static const char *const codes[] = {"vang", "hen_lai", "tu_choi"};
	static const int chances[] = {68, 21, 11};
	const char *code = codes[draw_weighted(&w->d, chances, 3)];

	set_text(session, "attempt", code);
	if (draw_chance(&w->d, 40))
		set_text(session, "note", words_attempt(&w->d, code));
}

static const char *note_of(struct world *w, const struct topics *topics, enum topics_place place)
{
	if (!draw_chance(&w->d, 45))
		return NULL;
	if (topics->blocker)
		return words_stuck(topics->blocker);
	if (!topics->done || draw_chance(&w->d, 40))
		return words_on(&w->d, place == PLACE_HOME ? WORDS_VISIT : WORDS_DISTANCE);
	return words_done(&w->d, topics->first);
}

static void guide(struct world *w, json_t *session, struct house *h, enum topics_place place,
		  day_t day)
{
	static const int party[] = {0, 46, 36, 13, 5};
	int people = draw_weighted(&w->d, party, 5), month, days = draw_between(&w->d, 3, 20);
	struct topics topics;
	const char *kind;

	date_split(day, NULL, &month, NULL);
	if (people > h->residents)
		people = h->residents;
	topics_make(&topics, &w->d, h, place, month, people);
	if (!json_array_size(topics.list)) {
		json_decref(topics.list);
		attempt(w, session);
		return;
	}
	json_object_set_new(session, "topics", topics.list);
	json_object_set_new(session, "people", json_integer(people));
	json_object_set_new(session, "female", json_integer(draw_between(&w->d, 0, people)));
	json_object_set_new(session, "minutes", json_integer(5 * draw_between(&w->d, 2, 9)));
	set_text(session, "note", note_of(w, &topics, place));
	kind = topics_followup(&w->d, &topics, place);
	/* What was promised long ago was kept, and is not of interest here. */
	if (kind && day > w->first + DAYS - OPEN_DAYS) {
		json_t *one = json_pack("{ss}", "kind", kind);

		set_day(one, "due", day + days);
		json_object_set_new(session, "followups", json_pack("[o]", one));
	}
}

static void session_line(struct world *w, int i, FILE *out)
{
	static const struct {
		const char *channel;
		enum topics_place place;
	} ways[] = {{"tai_nha", PLACE_HOME},
		    {"nha_van_hoa", PLACE_DESK},
		    {"mot_cua", PLACE_ONE_STOP},
		    {"zalo", PLACE_DISTANCE}};
	static const int chances[] = {72, 14, 6, 8};
	day_t day = w->first + (day_t)((int64_t)i * DAYS / w->sessions);
	int v = draw_below(&w->d, w->villages), h = draw_below(&w->d, HOUSES);
	int way = draw_weighted(&w->d, chances, 4), minute = draw_between(&w->d, 8 * 60, 21 * 60);
	int who = v * MEMBERS + draw_below(&w->d, MEMBERS);
	struct house *house = &w->all[v].houses[h];
	json_t *session = json_object();
	char time[TIME_SIZE], name[64];

	member_name(name, who);
	time_format(time, minute);
	set_day(session, "date", day);
	set_text(session, "time", time);
	set_text(session, "village", house->village);
	set_text(session, "household", house->code);
	set_text(session, "channel", ways[way].channel);
	json_object_set_new(session, "by", json_pack("[s]", name));
	if (!way && draw_chance(&w->d, 14))
		attempt(w, session);
	else
		guide(w, session, house, ways[way].place, day);
	put_line(out, session);
}

static void sessions(struct world *w, taker *take, void *arg)
{
	for (int i = 0; i < w->sessions;) {
		char *text = NULL;
		size_t len;
		FILE *out = open_memstream(&text, &len);

		for (int n = 0; n < CHUNK && i < w->sessions; n++, i++)
			session_line(w, i, out);
		fclose(out);
		take(arg, "log", text, len);
		free(text);
	}
}

static void invent(int count, taker *take, void *arg)
{
	struct world w = {.sessions = count};
	day_t today;

	if (!date_parse(&today, BENCH_TODAY))
		bench_fail("no date: " BENCH_TODAY);
	w.first = today - DAYS;
	w.villages = count / PER_VILLAGE > 4 ? count / PER_VILLAGE : 4;
	w.all = calloc((size_t)w.villages, sizeof *w.all);
	draw_init(&w.d, SEED);
	registers(&w, "village add --json", village_line, w.villages, take, arg);
	registers(&w, "household add --json", household_line, w.villages * HOUSES, take, arg);
	registers(&w, "team add --json", team_line, w.villages, take, arg);
	registers(&w, "member add --json", member_line, w.villages * MEMBERS, take, arg);
	sessions(&w, take, arg);
	free(w.all);
}

/* ---- the files ---- */

/* What was invented, as a hash that names it. */
static void hash_it(void *arg, const char *command, const char *lines, size_t len)
{
	uint8_t *so_far = arg, next[HASH_BYTES];

	hash_two(next, so_far, HASH_BYTES, lines, len);
	memcpy(so_far, next, HASH_BYTES);
	(void)command;
}

/* Of the lines of sessions the last that came. */
static void keep_it(void *arg, const char *command, const char *lines, size_t len)
{
	char **last = arg;

	if (strcmp(command, "log") != 0)
		return;
	free(*last);
	*last = strndup(lines, len);
}

char *data_last_sessions(const struct bench *b)
{
	char *last = NULL;

	invent(b->sessions, keep_it, &last);
	return last;
}

static void enter_it(void *arg, const char *command, const char *lines, size_t len)
{
	const struct bench *b = arg;
	char *line = bench_text("'%s' --vault '%s' --passphrase-file '%s/pass' %s >/dev/null",
				b->sotay, b->vault, b->dir, command);
	FILE *p = popen(line, "w");

	if (!p || fwrite(lines, 1, len, p) != len || pclose(p))
		bench_fail("%s", line);
	free(line);
}

static char *stamp_of(const struct bench *b)
{
	uint8_t all[HASH_BYTES] = {0};
	struct id id;
	char name[ID_TEXT];

	invent(b->sessions, hash_it, all);
	id = id_of(all, sizeof all);
	id_text(name, &id);
	return bench_text("%d %d %d %s\n", DATA_VERSION, schema_version(), b->sessions, name);
}

static bool is_made(const char *path, const char *stamp)
{
	FILE *f = fopen(path, "r");
	char line[128] = "";
	bool same;

	if (!f)
		return false;
	same = fgets(line, sizeof line, f) && !strcmp(line, stamp);
	fclose(f);
	return same;
}

static void fill(const struct bench *b)
{
	bench_run("rm -rf '%s'/*.vault* '%s'/plain* && umask 077 && printf '" BENCH_PASS "\\n' >'%s/pass'",
		  b->dir, b->dir, b->dir);
	bench_run("'%s' --vault '%s' --passphrase-file '%s/pass' init --level team --unit " UNIT
		  " --unit-name 'Phường Tam Long (mẫu)' --member Lan --kdf-mem 19 --kdf-ops 2"
		  " >/dev/null",
		  b->sotay, b->vault, b->dir);
	invent(b->sessions, enter_it, (void *)b);
	bench_run("'%s' --vault '%s' --passphrase-file '%s/pass' list >'%s.old' && tac '%s.old' "
		  ">'%s'",
		  b->sotay, b->vault, b->dir, b->lines, b->lines, b->lines);
	bench_run("rm '%s.old'", b->lines);
}

void data_make(struct bench *b)
{
	char *stamp = stamp_of(b), *path = bench_text("%s/stamp", b->dir);
	int64_t start = bench_now();
	FILE *f;

	b->vault = bench_text("%s/bench.vault", b->dir);
	b->lines = bench_text("%s/lines.txt", b->dir);
	b->plain = bench_text("%s/plain.db", b->dir);
	if (!is_made(path, stamp)) {
		fprintf(stderr, "bench: making a vault of %d sessions …\n", b->sessions);
		unlink(path);
		fill(b);
		plain_make(b->vault, b->plain);
		f = fopen(path, "w");
		if (!f || fputs(stamp, f) < 0 || fclose(f))
			bench_fail("cannot write %s", path);
		fprintf(stderr, "bench: made in %.0f s\n", (double)(bench_now() - start) / 1e9);
	}
	free(stamp);
	free(path);
}
