/*
 * choices: what the letters typed into a field may mean.
 *
 * A field one chooses in holds a query; its list shows while there is one, or
 * when it is asked for. A household may be one that does not exist yet: then a
 * code is proposed that is written like the village's others. It stands last,
 * and what Enter takes at first is it only after a `+`, or a number that no
 * household has: whoever misspells one that is there makes no second one. What no
 * household of the village answers is looked for in the others; a number that is the next
 * one here and one of theirs may mean either, and has to be chosen.
 */
#ifndef TUI_VISIT_CHOICES_H
#define TUI_VISIT_CHOICES_H

#include "tui/visit/private.h"

enum { VISIT_FOUND = 100 /* matches that are offered at most */ };

/* What can be answered to a few letters: a place in the list, or a household to be made. */
enum { MATCH_CODE = 20 };
struct match {
	int at;                /* -1: make `code` */
	bool elsewhere;        /* at is a place among the households of other villages */
	char code[MATCH_CODE];
};

/* The list chosen from at the field one is on; VISIT_LISTS for none. */
enum visit_list visit_list_here(const struct visit *v);

/* Whether its list shows. */
bool visit_listing(const struct visit *v);

/* What the letters typed may mean, best first; how many there are (at most max are written). */
int visit_matches(const struct visit *v, struct match *out, int max);

/* Whether the list that shows says itself that nothing is chosen, or found; and how: translated. */
bool visit_list_complains(const struct visit *v);
const char *visit_no_row(const struct visit *v);

/* The row one is on when something else was typed; -1: on none, it has to be chosen. */
int visit_first_pick(const struct visit *v);

#endif
