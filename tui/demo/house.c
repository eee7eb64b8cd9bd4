#include "config.h"
#include "tui/demo/house.h"

#include <stdio.h>
#include <string.h>

#include "store/catalog/moves.h"
#include "tui/demo/words.h"

#define ROOM_ENOUGH 99

/* share: how many of a hundred have it when the year begins. */
static const struct {
	const char *name;
	int share;
} figures[HOUSE_FIGURES] = {
	[FIGURE_SMARTPHONES] = { "smartphones", 80 },
	[FIGURE_FIBRE] = { "fibre", 76 },
	[FIGURE_EID1] = { "eid1", 18 },
	[FIGURE_EID2] = { "eid2", 38 },
	[FIGURE_DVC] = { "dvc", 26 },
	[FIGURE_BANK] = { "bank", 60 },
	[FIGURE_EWALLET] = { "ewallet", 16 },
	[FIGURE_SIGNATURE] = { "signature", 4 },
	[FIGURE_HEALTH_RECORD] = { "health_record", 40 },
	[FIGURE_VSSID] = { "vssid", 28 },
	[FIGURE_TELEHEALTH] = { "telehealth", 3 },
	[FIGURE_SHOP] = { "shop", 5 },
	[FIGURE_BANK18] = { "bank18", 0 }, /* follows from two others */
	[FIGURE_WELFARE] = { "welfare", 22 },
	[FIGURE_LITERATE] = { "literate", 6 },
	[FIGURE_CASHLESS] = { "cashless", 34 },
	[FIGURE_APP] = { "app", 24 },
	[FIGURE_PHONE2G] = { "phone2g", 9 },
	[FIGURE_BIZ_EPAY] = { "biz_epay", 48 },
};

/* What the figure is a part of, in this house; a yes or no is at most 1. */
static int whole_of(const struct house *h, int figure)
{
	const struct field *fd = record_type_field(TYPE_STATUS, figures[figure].name);

	if (figure == FIGURE_BIZ_EPAY)
		return h->business;
	if (!fd->list)
		return fd->max;
	if (!strcmp(fd->list, "adults"))
		return h->adults;
	return strcmp(fd->list, "age15plus") ? h->residents : h->age15plus;
}

/* How many more the figure can grow by. */
static int room_of(const struct house *h, int figure)
{
	int left = whole_of(h, figure) - h->figures[figure];

	/* Nobody has both levels: level 2 is reached from level 1 or from none. */
	return figure == FIGURE_EID1 ? left - h->figures[FIGURE_EID2] : left;
}

/* Adults with an account or a wallet: whoever has the one often has the other. */
static int payers(const struct house *h)
{
	int bank = h->figures[FIGURE_BANK], wallet = h->figures[FIGURE_EWALLET];
	int either = bank > wallet ? bank : wallet;

	return either < h->adults ? either : h->adults;
}

/* How many have a figure when the year begins. */
static int draw_figure(struct draw *d, const struct house *h, int figure)
{
	int most = room_of(h, figure), n = 0;

	for (int k = 0; k < most; k++)
		n += draw_chance(d, figures[figure].share);
	return n;
}

void house_make(struct house *h, struct draw *d, const char *village, int number)
{
	static const int sizes[] = { 0, 5, 14, 22, 30, 16, 9, 4 };
	int minors;

	memset(h, 0, sizeof *h);
	h->village = village;
	snprintf(h->code, sizeof h->code, "H%03d", number % 1000);
	h->business = draw_chance(d, 12);
	h->farming = !h->business && draw_chance(d, 34);
	h->priority = draw_chance(d, 9);
	h->residents = draw_weighted(d, sizes, 8);
	minors = h->residents > 2 ? draw_between(d, 0, h->residents - 2) : 0;
	if (minors > 3)
		minors = 3;
	h->adults = h->residents - minors;
	h->age15plus = h->adults + (minors && draw_chance(d, 35));
	if (draw_chance(d, h->residents < 3 ? 60 : 35))
		h->elders = draw_between(d, 1, h->adults < 2 ? h->adults : 2);
	for (int i = FIGURES_LEADING - 1; i >= 0; i--)
		h->figures[i] = draw_figure(d, h, i);
	draw_init(&h->more, (uint64_t)number * 64 + (uint64_t)h->residents);
	for (int i = FIGURES_LEADING; i < HOUSE_FIGURES; i++)
		h->figures[i] = draw_figure(&h->more, h, i);
	h->figures[FIGURE_BANK18] = payers(h);
	h->contact = h->surveyed = DAY_MIN;
	h->again = DAY_MAX;
	h->promise = -1;
}

json_t *house_record(const struct house *h, struct draw *d, day_t start)
{
	json_t *kinds = json_array();
	char hint[WORDS_HINT_SIZE], month[MONTH_SIZE];
	bool hinted = draw_chance(d, 85), known = draw_chance(d, 12);
	int months = draw_between(d, 1, 14);
	json_t *record = json_pack("{ss ss so}", "village", h->village, "code", h->code,
				   "kinds", kinds);

	if (h->business)
		json_array_append_new(kinds, json_string("kinh_doanh"));
	if (h->farming)
		json_array_append_new(kinds, json_string("nong_nghiep"));
	if (!h->business && !h->farming)
		json_array_append_new(kinds, json_string("thuong"));
	if (h->priority)
		json_array_append_new(kinds, json_string("uu_tien"));
	words_hint(d, hint);
	if (hinted)
		json_object_set_new(record, "hint", json_string(hint));
	if (known) {
		date_format_month(month, date_add_months(start, -months));
		json_object_set_new(record, "guided_since", json_string(month));
	}
	return record;
}

json_t *house_status(struct house *h, struct draw *d, day_t day)
{
	char date[DATE_SIZE];
	json_t *status;

	date_format(date, day);
	status = json_pack("{ss ss ss si si si}", "village", h->village, "household", h->code,
			   "date", date, "residents", h->residents, "adults", h->adults,
			   "age15plus", h->age15plus);
	for (int i = 0; i < HOUSE_FIGURES; i++) {
		struct draw *own = i < FIGURES_LEADING ? d : &h->more;
		bool unknown = i > FIGURE_EID2 && draw_chance(own, 4);

		if (i == FIGURE_BIZ_EPAY && !h->business)
			continue;
		if (!unknown)
			json_object_set_new(status, figures[i].name,
					    json_integer(h->figures[i]));
	}
	return status;
}

static int figure_of(const struct field *fd)
{
	for (int i = 0; i < HOUSE_FIGURES; i++)
		if (!strcmp(figures[i].name, fd->name))
			return i;
	return HOUSE_FIGURES;
}

int house_room(const struct house *h, const struct topic *topic)
{
	const char *at = topic->status;
	struct move move;

	while (moves_next(&at, &move)) {
		int figure = figure_of(move.figure);

		if (figure < FIGURES_LEADING)
			return room_of(h, figure);
	}
	return ROOM_ENOUGH;
}

static void move_figure(struct house *h, const struct move *move, int count)
{
	int figure = figure_of(move->figure), room;

	if (figure == HOUSE_FIGURES || count <= 0)
		return;
	room = move->lowers ? h->figures[figure] : room_of(h, figure);
	if (room <= 0)
		return;
	if (count > room)
		count = room;
	h->figures[figure] += move->lowers ? -count : count;
	if (figure == FIGURE_EID2 && h->figures[FIGURE_EID1] + h->figures[FIGURE_EID2] > h->adults)
		h->figures[FIGURE_EID1] = h->adults - h->figures[FIGURE_EID2];
	h->moved |= figure < FIGURES_LEADING;
}

void house_help(struct house *h, const struct topic *topic, int count)
{
	const char *at = topic->status;
	struct move move;

	while (moves_next(&at, &move))
		move_figure(h, &move, count);
}
