/*
 * house: an invented household and what it can do already.
 *
 * Guidance that succeeds moves the figures of the household, so that its
 * status snapshots fit the sessions before them and the village gets better
 * over the year. The figures always keep within the bounds of
 * data/records.tsv. A household is known by code and landmark only. Objects
 * are new references. One thread.
 */
#ifndef TUI_DEMO_HOUSE_H
#define TUI_DEMO_HOUSE_H

#include <jansson.h>
#include <stdbool.h>

#include "store/base/date.h"
#include "store/catalog/catalog.h"
#include "tui/demo/draw.h"

/* The figures of a status snapshot that guidance moves. */
enum house_figure {
	FIGURE_SMARTPHONES,
	FIGURE_FIBRE,
	FIGURE_EID1,
	FIGURE_EID2,
	FIGURE_DVC,
	FIGURE_BANK,
	FIGURE_EWALLET,
	FIGURE_SIGNATURE,
	FIGURE_HEALTH_RECORD,
	FIGURE_VSSID,
	FIGURE_TELEHEALTH,
	FIGURE_SHOP,
	/* These follow the year, which goes its way without them. */
	FIGURE_BANK18,
	FIGURE_WELFARE,
	FIGURE_LITERATE,
	FIGURE_CASHLESS,
	FIGURE_APP,
	FIGURE_PHONE2G,
	FIGURE_BIZ_EPAY,
	HOUSE_FIGURES,
	FIGURES_LEADING = FIGURE_BANK18
};

struct house {
	const char *village; /* its code; borrowed */
	char code[8];
	bool business, farming, priority;
	int residents, adults, age15plus, elders; /* elders are among the adults */
	int figures[HOUSE_FIGURES];
	struct draw more; /* for what follows the year */

	/* how the year went so far */
	int guided;          /* guidance sessions */
	day_t contact;       /* last time anybody came, also in vain; DAY_MIN never */
	day_t again;         /* when to come again, DAY_MAX: nothing agreed */
	int promise;         /* the record holding an open promise to come, or -1 */
	day_t surveyed;      /* last snapshot, DAY_MIN never */
	bool moved;          /* a leading figure moved since then */
};

/* The household of that number, counted from 1, in a village. */
void house_make(struct house *h, struct draw *d, const char *village, int number);

/* The record of the register; some were guided before `start` already. */
json_t *house_record(const struct house *h, struct draw *d, day_t start);

/* Its status on that day, as if asked; a figure nobody could tell is left out. */
json_t *house_status(struct house *h, struct draw *d, day_t day);

/* How many people a topic can still help there; many for one that moves no leading figure. */
int house_room(const struct house *h, const struct topic *topic);

/* So many were helped: move the topic's figures, if it has any. */
void house_help(struct house *h, const struct topic *topic, int count);

#endif
