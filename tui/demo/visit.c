#include "config.h"
#include "tui/demo/visit.h"

#include <string.h>

#include "tui/demo/words.h"

#define EVENING_ENDS (21 * 60 + 10)

/* Where and when people sit together; minute is brought forward by each session. */
struct sitting {
	day_t day;
	int minute;
	int village;
	enum topics_place place;
	const char *channel;
	json_t *by; /* owned */
};

/* ---- who goes where ---- */

/* So many members, each once. */
static json_t *draw_crew(struct year *y, int n)
{
	json_t *by = json_array();
	static const int diligence[DEMO_MEMBERS] = { 6, 5, 5, 3, 4, 3 };
	int weights[DEMO_MEMBERS];

	memcpy(weights, diligence, sizeof weights);
	for (int i = 0; i < n; i++) {
		int who = draw_weighted(&y->d, weights, DEMO_MEMBERS);

		weights[who] = 0;
		json_array_append_new(by, json_string(demo_members[who]));
	}
	return by;
}

/*
 * How much a household asks for a visit on that day. New ones are taken on
 * little by little, from the first house of the village to the last.
 */
static int urge(const struct year *y, const struct house *h, int number, int known, day_t day)
{
	int days = (int)(day - h->contact);

	if (h->contact == day)
		return 0;
	if (h->again <= day)
		return 50 + 5 * (int)(day - h->again);
	if (h->contact == DAY_MIN)
		return number * 100 < known * (12 + 86 * (int)(day - y->start) / 365) ? 150 : 0;
	if (days < 12 || h->again != DAY_MAX)
		return 0;
	return (days < 84 ? days / 14 + 1 : 7) * (h->priority ? 2 : 1);
}

static struct house *pick_house(struct year *y, int village, day_t day)
{
	int weights[DEMO_HOUSES], first = 0, known = demo_villages[village].known, i;

	for (int v = 0; v < village; v++)
		first += demo_villages[v].known;
	for (i = 0; i < known; i++)
		weights[i] = urge(y, &y->houses[first + i], i, known, day);
	i = draw_weighted(&y->d, weights, known);
	return i < 0 ? NULL : &y->houses[first + i];
}

/* ---- sessions ---- */

static void set_date(json_t *object, const char *key, day_t day)
{
	char date[DATE_SIZE];

	date_format(date, day);
	json_object_set_new(object, key, json_string(date));
}

/* The follow-up of a session came to an end on a day; one after today never did. */
static void close_promise(struct year *y, int record, const char *status, day_t day)
{
	json_t *closing;

	if (record < 0 || day > y->today)
		return;
	closing = json_pack("{ss}", "status", status);
	set_date(closing, "closed", day);
	y->out->records[record].closing = closing;
}

static json_t *begin_session(const struct year *y, const struct sitting *s,
			     const struct house *h)
{
	json_t *session = json_object();
	char time[TIME_SIZE];

	set_date(session, "date", s->day);
	/* Today's hours may lie ahead still, so they are left open. */
	if (s->day < y->today) {
		time_format(time, s->minute);
		json_object_set_new(session, "time", json_string(time));
	}
	json_object_set_new(session, "village", json_string(demo_villages[s->village].code));
	if (h)
		json_object_set_new(session, "household", json_string(h->code));
	json_object_set_new(session, "channel", json_string(s->channel));
	return session;
}

static void finish_session(struct year *y, struct sitting *s, json_t *session, const char *note,
			   int *record)
{
	bool twice = draw_chance(&y->d, 1);

	if (note)
		json_object_set_new(session, "note", json_string(note));
	json_object_set(session, "by", s->by);
	*record = year_put(y, TYPE_SESSION, session);
	y->week_sessions++;
	if (twice) {
		json_t *copy = json_deep_copy(session);
		int second;

		json_object_del(copy, "followups");
		second = year_put(y, TYPE_SESSION, copy);
		y->out->records[second].voided = true;
	}
}

/* A promise with its day; it is forgotten now and then. */
static void promise(struct year *y, const struct sitting *s, json_t *session, const char *kind,
		    const struct topic *topic, struct house *h, day_t *ends)
{
	bool back = h && !strcmp(kind, "den_lai");
	int days = draw_between(&y->d, back ? 3 : 5, back ? 12 : 21);
	int late = draw_between(&y->d, -3, 4);
	bool forgotten = draw_chance(&y->d, 8), undated = draw_chance(&y->d, 6);
	json_t *one = json_pack("{ss}", "kind", kind);

	if (!undated)
		set_date(one, "due", s->day + days);
	if (topic)
		json_object_set_new(one, "topic", json_string(topic->code));
	json_object_set_new(session, "followups", json_pack("[o]", one));
	*ends = forgotten ? DAY_MAX : s->day + days + (back ? 0 : late);
	if (back)
		h->again = *ends;
}

/* Nobody could be guided. */
static void attempt(struct year *y, struct sitting *s, struct house *h)
{
	static const char *const codes[] = { "vang", "hen_lai", "tu_choi" };
	static const int chances[] = { 68, 21, 11 };
	const char *code = codes[draw_weighted(&y->d, chances, 3)], *note;
	json_t *session = begin_session(y, s, h);
	int days = draw_between(&y->d, 2, 9), record;
	bool noted = draw_chance(&y->d, 40);
	day_t ends = DAY_MAX;

	json_object_set_new(session, "attempt", json_string(code));
	h->contact = s->day;
	h->again = !strcmp(code, "tu_choi") ? DAY_MAX : s->day + days;
	note = words_attempt(&y->d, code);
	if (!strcmp(code, "hen_lai") && h->promise < 0)
		promise(y, s, session, "den_lai", NULL, h, &ends);
	finish_session(y, s, session, noted ? note : NULL, &record);
	if (json_object_get(session, "followups"))
		h->promise = record;
	s->minute += draw_between(&y->d, 8, 15);
}

/* How many of the people there are women, or elderly. */
static int count_of(struct draw *d, int people, int percent)
{
	int n = 0;

	for (int i = 0; i < people; i++)
		n += draw_chance(d, percent);
	return n;
}

/* The figures of a session; one in twelve is not written down. */
static void put_figures(struct year *y, json_t *session, int minutes, int people,
			const struct house *h)
{
	int female = count_of(&y->d, people, 57), over60 = count_of(&y->d, people, h ? 70 : 30);
	bool timed = draw_chance(&y->d, 92), sexed = draw_chance(&y->d, 95);
	bool aged = draw_chance(&y->d, 95);

	if (h && over60 > h->elders)
		over60 = h->elders;
	if (timed)
		json_object_set_new(session, "minutes", json_integer(minutes));
	if (!people)
		return;
	json_object_set_new(session, "people", json_integer(people));
	if (sexed)
		json_object_set_new(session, "female", json_integer(female));
	if (aged)
		json_object_set_new(session, "over60", json_integer(over60));
}

static const char *draw_note(struct year *y, const struct sitting *s, const struct topics *topics)
{
	bool noted = draw_chance(&y->d, topics->stuck ? 55 : 32), plain = draw_chance(&y->d, 40);

	if (!noted)
		return NULL;
	if (topics->blocker)
		return words_stuck(topics->blocker);
	if (!topics->done)
		return NULL;
	if (s->place == PLACE_MARKET)
		return words_on(&y->d, WORDS_MARKET);
	if (s->place == PLACE_DISTANCE && plain)
		return words_on(&y->d, WORDS_DISTANCE);
	if (s->place == PLACE_HOME && plain)
		return words_on(&y->d, WORDS_VISIT);
	return words_done(&y->d, topics->first);
}

/* Ask how things stand: nearly always the first time, later when something moved. */
static void survey(struct year *y, const struct sitting *s, struct house *h)
{
	int days = h->surveyed == DAY_MIN ? 0 : (int)(s->day - h->surveyed);
	bool asked = draw_chance(&y->d, 80), again = draw_chance(&y->d, 75);

	if (h->surveyed == DAY_MIN ? !asked : !h->moved || days < 30 || !again)
		return;
	year_put(y, TYPE_STATUS, house_status(h, &y->d, s->day));
	h->surveyed = s->day;
	h->moved = false;
}

static void remember_visit(struct year *y, struct house *h, day_t day)
{
	close_promise(y, h->promise, "xong", day);
	h->promise = -1;
	h->again = DAY_MAX;
	h->contact = day;
	h->guided++;
}

/* People were guided one by one; h NULL: strangers. */
static void guide(struct year *y, struct sitting *s, struct house *h, int people)
{
	struct topics topics;
	json_t *session;
	const char *kind, *note;
	day_t ends = DAY_MAX;
	int month, minutes, record;
	bool cancelled;

	if (h)
		remember_visit(y, h, s->day);
	date_split(s->day, NULL, &month, NULL);
	topics_make(&topics, &y->d, h, s->place, month, people);
	if (!json_array_size(topics.list)) {
		json_decref(topics.list);
		return;
	}
	minutes = 5 * draw_between(&y->d, 2, s->place == PLACE_HOME ? 5 : 3) +
		  10 * (int)json_array_size(topics.list);
	session = begin_session(y, s, h);
	put_figures(y, session, minutes, people, h);
	json_object_set_new(session, "topics", topics.list);
	kind = h ? topics_followup(&y->d, &topics, s->place) : NULL;
	if (kind)
		promise(y, s, session, kind, topics.stuck, h, &ends);
	note = draw_note(y, s, &topics);
	finish_session(y, s, session, note, &record);
	cancelled = draw_chance(&y->d, 5);
	if (kind && !strcmp(kind, "den_lai"))
		h->promise = record;
	else if (kind)
		close_promise(y, record, cancelled ? "huy" : "xong", ends);
	if (h && s->place == PLACE_HOME)
		survey(y, s, h);
	s->minute += minutes + draw_between(&y->d, 3, 12);
}

/* ---- sittings ---- */

static struct sitting begin_sitting(struct year *y, day_t day, int minute, const char *channel,
				    enum topics_place place, int crew)
{
	struct sitting s = { .day = day, .place = place, .channel = channel };

	s.minute = minute + 5 * draw_between(&y->d, 0, 4);
	s.village = draw_chance(&y->d, 43);
	s.by = draw_crew(y, crew);
	return s;
}

void year_round(struct year *y, day_t day, int minute)
{
	static const int at_home[] = { 0, 46, 36, 13, 5 };
	int homes = draw_between(&y->d, 2, 5), crew = draw_chance(&y->d, 80) ? 2 : 1;
	struct sitting s = begin_sitting(y, day, minute, "tai_nha", PLACE_HOME, crew);

	while (homes-- && s.minute < EVENING_ENDS) {
		struct house *h = pick_house(y, s.village, day);
		bool in_vain = draw_chance(&y->d, 16), counted = draw_chance(&y->d, 92);
		int people = draw_weighted(&y->d, at_home, 5);

		if (!h)
			break;
		if (people > h->residents)
			people = h->residents;
		if (in_vain)
			attempt(y, &s, h);
		else
			guide(y, &s, h, counted ? people : 0);
	}
	json_decref(s.by);
}

void year_counter(struct year *y, day_t day, int minute, const char *channel,
		  enum topics_place place, int sessions)
{
	struct sitting s = begin_sitting(y, day, minute, channel, place,
					 place == PLACE_DESK ? 2 : 1);

	while (sessions--) {
		bool known = place != PLACE_MARKET && draw_chance(&y->d, 70);
		bool counted = draw_chance(&y->d, 92), two = draw_chance(&y->d, 20);
		struct house *h = pick_house(y, s.village, day);

		/* Who calls or comes is somebody the team knows already. */
		if (!known || (h && h->contact == DAY_MIN))
			h = NULL;
		guide(y, &s, h, !counted ? 0 : two && (!h || h->residents > 1) ? 2 : 1);
	}
	json_decref(s.by);
}

void year_gathering(struct year *y, day_t day, int minute, const char *channel,
		    enum topics_place place, int people)
{
	enum words_occasion occasion = place == PLACE_MEETING ? WORDS_MEETING : WORDS_CLASS;
	struct sitting s = begin_sitting(y, day, minute, channel, place,
					 draw_between(&y->d, 2, 4));
	int minutes = 15 * draw_between(&y->d, place == PLACE_MEETING ? 2 : 5, 8);
	json_t *session = begin_session(y, &s, NULL);
	struct topics topics;
	const char *note;
	int month, mday, record;

	date_split(day, NULL, &month, &mday);
	topics_make(&topics, &y->d, NULL, place, month, people);
	if (month == 10 && mday == 10) {
		topics_put(topics.list, "TTNGAY", "hoan_thanh", people);
		occasion = WORDS_EVENT;
		json_object_set_new(session, "tags", json_pack("[s]", "10/10"));
	}
	put_figures(y, session, minutes, people, NULL);
	json_object_set_new(session, "topics", topics.list);
	note = words_on(&y->d, occasion);
	if (place == PLACE_SCHOOL) {
		/* Pupils: nobody is over 60. */
		json_object_set_new(session, "over60", json_integer(0));
		note = NULL;
	}
	finish_session(y, &s, session, note, &record);
	json_decref(s.by);
}
