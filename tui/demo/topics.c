#include "config.h"
#include "tui/demo/topics.h"

#include <string.h>

enum whom { ANYONE, FARMING, BUSINESS, ELDERS, CHILDREN };

#define HOME PLACE_HOME
#define DESK PLACE_DESK
#define MARKET PLACE_MARKET
#define STOP PLACE_ONE_STOP
#define DIST PLACE_DISTANCE
#define CLASS PLACE_CLASS
#define SCHOOL PLACE_SCHOOL
#define MEETING PLACE_MEETING

/*
 * season: one digit a month, January first; the weight is multiplied by it.
 * Household businesses declare in January and December, schools start in
 * September, benefits come before 2 September, scams and shopping before Tết.
 */
static const struct {
	const char *code;
	int weight;
	const char *season;
	enum whom whom;
	unsigned places;
} tastes[] = {
	{ "VNEID1", 3, "332222222222", ANYONE, HOME | DESK },
	{ "VNEID2", 17, "323333334333", ANYONE, HOME | DESK },
	{ "VNEIDGT", 5, "222233322222", ANYONE, HOME | DESK | DIST },
	{ "VNEIDQ", 3, "222222222222", ANYONE, HOME | DESK | DIST },
	{ "DVCAS", 2, "111112379222", ANYONE, HOME | DESK },
	{ "CKS", 3, "112233332233", ANYONE, HOME | DESK },
	{ "DVCTK", 11, "223334332222", ANYONE, HOME | DESK | STOP },
	{ "DVCNOP", 5, "223332222222", ANYONE, HOME | DESK | STOP | DIST },
	{ "DVCTRA", 3, "222222222222", ANYONE, STOP | DIST },
	{ "DVCTT", 2, "222222222222", ANYONE, HOME | STOP },
	{ "DVCHT", 3, "222222244222", ANYONE, HOME | STOP },
	{ "PAKN", 1, "222222222222", ANYONE, HOME | DIST },
	{ "ETAX", 5, "532211111235", BUSINESS, HOME | DESK | MARKET },
	{ "TTNH", 14, "222222222222", ANYONE, HOME | DESK | MARKET },
	{ "TTNHD", 4, "222222222222", ANYONE, HOME | DESK | DIST },
	{ "TTQR", 6, "422222222334", ANYONE, HOME | MARKET | CLASS },
	{ "TTVI", 2, "222222222223", ANYONE, HOME | MARKET },
	{ "TTMM", 1, "222222222222", ANYONE, HOME },
	{ "TTHD", 5, "322222222223", ANYONE, HOME | DESK | DIST },
	{ "TTHDVT", 1, "222222222222", ANYONE, HOME },
	{ "TTHDN", 2, "222222222222", ANYONE, HOME },
	{ "TTLH", 5, "233322222222", ELDERS, HOME | DESK },
	{ "TTSTH", 3, "322222332222", ANYONE, HOME | DESK },
	{ "TMMUA", 3, "622222222246", ANYONE, HOME | DIST | CLASS },
	{ "TMBAN", 3, "222222222223", BUSINESS, HOME },
	{ "TMSP", 4, "333222222234", FARMING, HOME },
	{ "TMOCOP", 1, "322222222233", FARMING, HOME },
	{ "TMLIVE", 2, "422222222224", BUSINESS, HOME },
	{ "TMQR", 7, "322222222333", BUSINESS, HOME | MARKET },
	{ "HDDT", 4, "543222222345", BUSINESS, HOME | MARKET },
	{ "TXNG", 1, "222222222222", FARMING, HOME },
	{ "ATLD", 10, "633222222335", ANYONE, HOME | DESK | MARKET | DIST | CLASS | MEETING },
	{ "ATMK", 3, "322222222223", ANYONE, HOME | DESK | CLASS },
	{ "ATDL", 2, "222222222222", ANYONE, HOME | CLASS | MEETING },
	{ "ATUD", 2, "222222222222", ANYONE, HOME | DESK },
	{ "ATTG", 1, "222222222222", ANYONE, HOME | CLASS | MEETING },
	{ "ATTE", 2, "111113432111", CHILDREN, HOME | SCHOOL },
	{ "ATBC", 1, "211111111112", ANYONE, HOME | DIST },
	{ "YTSK", 9, "222322222344", ANYONE, HOME | DESK | CLASS },
	{ "YTTX", 1, "222222222222", ANYONE, HOME },
	{ "YTDK", 2, "222222222222", ANYONE, HOME | DIST },
	{ "YTBHYT", 3, "322222222223", ANYONE, HOME | DESK },
	{ "VSSID", 4, "222222222222", ANYONE, HOME | DESK },
	{ "GDHT", 2, "222222233333", ANYONE, HOME | CLASS | SCHOOL },
	{ "GDLL", 4, "221112386322", CHILDREN, HOME | DIST | SCHOOL },
	{ "NNSO", 3, "222222222222", FARMING, HOME | CLASS },
	{ "APPDP", 3, "222233332222", ANYONE, HOME | DESK | MEETING },
	{ "ZALO", 3, "222222222222", ANYONE, HOME | DIST | MEETING },
	{ "KNDT", 4, "222222222222", ANYONE, HOME | DESK | CLASS },
	{ "KNMANG", 1, "222222222222", ANYONE, HOME },
	{ "KNTK", 1, "222222222222", ANYONE, HOME | CLASS },
	{ "KNLL", 2, "332222222222", ANYONE, HOME | DESK },
	{ "KNAI", 2, "111111112433", ANYONE, HOME | DESK | CLASS },
	{ "HTCQ", 2, "222222222222", ANYONE, HOME },
	{ "HTSIM", 2, "222222222222", ANYONE, HOME | DESK },
	{ "HTTB", 2, "322222222223", ANYONE, HOME | MARKET },
	{ "TTCDS", 3, "222222222322", ANYONE, HOME | MEETING },
};

enum { TASTES = sizeof tastes / sizeof tastes[0], TOPICS_A_SESSION = 3 };

/* ---- how it went ---- */

static const char *const outcomes[] = {
	"hoan_thanh", "tu_lam", "mot_phan", "hen_lai",
	"chuyen", "chua_du_dk", "tu_choi", "chi_tuyen_truyen",
};

enum { HOAN_THANH, TU_LAM, MOT_PHAN, HEN_LAI, CHUYEN, CHUA_DU_DK, TU_CHOI, CHI_NOI, OUTCOMES };

static const int doing[OUTCOMES] = { 54, 15, 11, 7, 3, 4, 3, 3 };
static const int telling[OUTCOMES] = { 42, 22, 3, 1, 0, 0, 1, 31 }; /* safety, skills, news */
static const int in_class[OUTCOMES] = { 55, 10, 15, 0, 0, 0, 0, 20 };
static const int in_meeting[OUTCOMES] = { 15, 0, 0, 0, 0, 0, 0, 85 };

/* How often something named stood in the way, in a hundred, by outcome. */
static const int hindered[OUTCOMES] = { 0, 0, 70, 85, 85, 100, 90, 0 };

static bool is_success(int outcome)
{
	return outcome <= MOT_PHAN;
}

static bool is_telling(const struct topic *topic)
{
	static const char *const groups[] = { "an_toan", "tuyen_truyen", "ky_nang", "giao_duc" };

	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
		if (!strcmp(topic->group, groups[i]))
			return true;
	return false;
}

/* By outcome where that says more, else by the group of the topic. */
static const struct {
	const char *key; /* NULL: any other */
	const char *codes[7];
	int weights[7];
} blockers[] = {
	{ "chua_du_dk", { "khong_cccd", "khong_sim", "khong_dt", "dt_cu" }, { 4, 3, 2, 2 } },
	{ "chuyen", { "loi_he_thong", "quen_mk", "khong_sim", "khong_cccd" }, { 4, 3, 2, 1 } },
	{ "tu_choi", { "so_lua_dao", "chi_phi", "khong_thoi_gian" }, { 4, 2, 3 } },
	{ "dinh_danh",
	  { "khong_cccd", "quen_mk", "dt_cu", "khong_dt", "khong_sim", "loi_he_thong",
	    "can_ho_tro" },
	  { 2, 5, 3, 3, 3, 3, 3 } },
	{ "dich_vu_cong",
	  { "chua_muc2", "quen_mk", "loi_he_thong", "can_ho_tro", "khong_dt", "khong_mang" },
	  { 5, 3, 5, 4, 1, 1 } },
	{ "thanh_toan",
	  { "so_lua_dao", "khong_dt", "dt_cu", "chi_phi", "khong_sim", "can_ho_tro", "khong_mang" },
	  { 5, 2, 2, 2, 2, 4, 1 } },
	{ "thuong_mai",
	  { "khong_thoi_gian", "can_ho_tro", "chi_phi", "so_lua_dao", "khong_mang" },
	  { 4, 4, 3, 1, 1 } },
	{ "ha_tang", { "khong_mang", "chi_phi", "khong_thoi_gian" }, { 3, 4, 1 } },
	{ NULL,
	  { "can_ho_tro", "khong_thoi_gian", "dt_cu", "quen_mk", "loi_he_thong", "giao_tiep",
	    "khong_mang" },
	  { 5, 4, 3, 2, 2, 1, 1 } },
};

static const char *draw_blocker(struct draw *d, const struct house *h, enum topics_place place,
				const struct topic *topic, const char *outcome)
{
	const char *code;
	size_t i = 0;

	while (blockers[i].key && strcmp(blockers[i].key, topic->group) &&
	       strcmp(blockers[i].key, outcome))
		i++;
	code = blockers[i].codes[draw_weighted(d, blockers[i].weights, 7)];
	/* Where everybody has a phone, or is on it, it can only be too old. */
	if (!strcmp(code, "khong_dt") &&
	    (place == PLACE_DISTANCE || (h && h->figures[FIGURE_SMARTPHONES] == h->adults)))
		return "dt_cu";
	return code;
}

/* What a success counts, -1 for not written down; room: whom it can help still. */
static int draw_count(struct draw *d, const struct topic *topic, int outcome, int people,
		      int room)
{
	int most = topic->cap_people ? people : strcmp(topic->unit, "sản phẩm") ? 2 : 5;
	bool written = draw_chance(d, outcome == MOT_PHAN ? 45 : 93);
	bool several = draw_chance(d, 50);
	int count;

	if (most > room)
		most = room;
	if (most < 1)
		most = 1;
	count = several ? draw_between(d, 1, most) : 1;
	return written ? count : -1;
}

void topics_put(json_t *list, const char *code, const char *outcome, int count)
{
	json_t *entry = json_pack("{ss ss}", "topic", code, "outcome", outcome);

	if (count >= 0)
		json_object_set_new(entry, "count", json_integer(count));
	json_array_append_new(list, entry);
}

/* ---- which ---- */

static bool suits(const struct house *h, enum whom whom, enum topics_place place)
{
	if (!h)
		return whom == ANYONE || place == PLACE_MARKET || place == PLACE_CLASS ||
		       place == PLACE_SCHOOL;
	switch (whom) {
	case FARMING:
		return h->farming;
	case BUSINESS:
		return h->business;
	case ELDERS:
		return h->elders > 0;
	case CHILDREN:
		return h->residents > h->adults;
	default:
		return true;
	}
}

/* The weight of each topic here and now; one whose figure has no room left is no topic. */
static void weigh(int weights[TASTES], const struct house *h, enum topics_place place, int month)
{
	for (int i = 0; i < TASTES; i++) {
		const struct topic *topic = topic_find(tastes[i].code);

		weights[i] = 0;
		if (topic && tastes[i].places & place && suits(h, tastes[i].whom, place) &&
		    (!h || house_room(h, topic) > 0))
			weights[i] = tastes[i].weight * (tastes[i].season[month - 1] - '0');
	}
}

static int topics_wanted(struct draw *d, enum topics_place place)
{
	static const int visit[] = { 44, 41, 15 }, brief[] = { 82, 18, 0 };
	static const int class[] = { 20, 50, 30 };

	switch (place) {
	case PLACE_HOME:
		return 1 + draw_weighted(d, visit, TOPICS_A_SESSION);
	case PLACE_CLASS:
	case PLACE_MEETING:
		return 1 + draw_weighted(d, class, TOPICS_A_SESSION);
	default:
		return 1 + draw_weighted(d, brief, TOPICS_A_SESSION);
	}
}

static const int *chances_of(const struct topic *topic, enum topics_place place)
{
	if (place == PLACE_MEETING)
		return in_meeting;
	if (place >= PLACE_CLASS)
		return in_class;
	return is_telling(topic) ? telling : doing;
}

/* Why it got no further, on the last topic of the list. */
static void add_blocker(struct topics *out, const char *blocker)
{
	json_t *entry = json_array_get(out->list, json_array_size(out->list) - 1);

	json_object_set_new(entry, "blocker", json_string(blocker));
	if (!out->stuck)
		out->blocker = blocker;
}

/* What came up as one topic was often one of those that the teams have since December 2026. */
static const struct topic *of_today(struct house *h, const struct topic *topic)
{
	static const struct {
		const char *was, *is;
	} newer[] = { { "KNLL", "BDHV" }, { "DVCTRA", "DDAI" }, { "HTTB", "HT2G" } };

	if (!h || strcmp(strchr(h->village, '-'), "-01")) /* begun in the first village */
		return topic;
	for (size_t i = 0; i < sizeof newer / sizeof newer[0]; i++)
		if (!strcmp(newer[i].was, topic->code) && draw_chance(&h->more, 60))
			return topic_find(newer[i].is);
	return topic;
}

/* One topic of the session into the list, with how it went. */
static void add_topic(struct topics *out, struct draw *d, struct house *h, enum topics_place place,
		      const struct topic *topic, int people)
{
	const struct topic *is = of_today(h, topic);
	int outcome = draw_weighted(d, chances_of(topic, place), OUTCOMES);
	int present = people ? people : 1;
	int count = -1;

	if (is_success(outcome) && place < PLACE_CLASS)
		count = draw_count(d, topic, outcome, present, h ? house_room(h, topic) : present);
	else if (is_success(outcome) && topic->cap_people && draw_chance(d, 90))
		count = draw_between(d, (people + 2) / 3, people);
	topics_put(out->list, is->code, outcomes[outcome], count);
	if (h && is_success(outcome))
		house_help(h, topic, count >= 0 ? count : outcome != MOT_PHAN);
	if (is != topic && is_success(outcome)) /* a 2G phone that goes is a smartphone more */
		house_help(h, is, count >= 0 ? count : outcome != MOT_PHAN);
	if (draw_chance(d, hindered[outcome]))
		add_blocker(out, draw_blocker(d, h, place, topic, outcomes[outcome]));
	if (!out->first) {
		out->first = is;
		out->done = outcome == HOAN_THANH || outcome == TU_LAM;
	}
	if (!out->stuck && outcome >= MOT_PHAN && outcome != CHI_NOI) {
		out->stuck = is;
		out->outcome = outcomes[outcome];
		out->done = false;
	}
}

void topics_make(struct topics *out, struct draw *d, struct house *house,
		 enum topics_place place, int month, int people)
{
	int weights[TASTES], wanted = topics_wanted(d, place);

	memset(out, 0, sizeof *out);
	out->list = json_array();
	weigh(weights, house, place, month);
	for (int n = 0; n < wanted; n++) {
		int i = draw_weighted(d, weights, TASTES);

		if (i < 0)
			break;
		weights[i] = 0;
		add_topic(out, d, house, place, topic_find(tastes[i].code), people);
	}
}

/* ---- and then ---- */

static const char *refer_to(const struct topic *topic)
{
	static const struct {
		const char *group, *followup;
	} offices[] = {
		{ "dinh_danh", "cong_an" },     { "dich_vu_cong", "ttpvhcc" },
		{ "thanh_toan", "ngan_hang" },  { "y_te", "bhxh" },
		{ "ha_tang", "nha_mang" },
	};

	for (size_t i = 0; i < sizeof offices / sizeof offices[0]; i++)
		if (!strcmp(offices[i].group, topic->group))
			return offices[i].followup;
	return "ubnd";
}

const char *topics_followup(struct draw *d, const struct topics *topics, enum topics_place place)
{
	const char *back = place == PLACE_HOME ? "den_lai" : "goi_lai";
	bool partly = draw_chance(d, 40), referred = draw_chance(d, 60);

	if (!topics->stuck)
		return NULL;
	if (!strcmp(topics->outcome, "hen_lai"))
		return back;
	if (!strcmp(topics->outcome, "chuyen"))
		return refer_to(topics->stuck);
	if (!strcmp(topics->outcome, "mot_phan") && partly)
		return back;
	if (!strcmp(topics->outcome, "chua_du_dk") && referred && topics->blocker) {
		if (!strcmp(topics->blocker, "khong_cccd"))
			return "cong_an";
		if (!strcmp(topics->blocker, "khong_sim") || !strcmp(topics->blocker, "khong_mang"))
			return "nha_mang";
	}
	return NULL;
}
