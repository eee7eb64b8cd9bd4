/*
 * list: a list to choose from, found by a few letters.
 *
 * Every choice has a code and a label, and is found by either, by the first
 * letters of the label's words, or by whole words, as query.h compares them.
 * Knows neither the form nor the book. One thread.
 */
#ifndef TUI_VISIT_LIST_H
#define TUI_VISIT_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "store/base/date.h"
#include "tui/widgets/query.h"

enum { CODE_ROOM = 33 * 4 /* 32 letters and the NUL */ };

struct choice {
	char code[CODE_ROOM];
	char *label;
	char *folded;   /* code, label and what else it is called, as search keys */
	char *initials; /* of the label's words */
	char village[20]; /* a household of another village than the form's: which, else "" */
	day_t last;     /* a household: of its newest visit, 0 none */
	int order;      /* and its place in the register */
	long long key;  /* whose it is, to whoever filled the list; 0 not told */
	bool hidden;    /* known by its code, but not offered */
};

/* All zero is an empty list. */
struct choices {
	struct choice *all;
	size_t n, size;
};

void choices_clear(struct choices *c);

/* also: another name it is found by. */
void choices_add(struct choices *c, const char *code, const char *label, const char *also);

/* One that is not offered is found by its words at the offered one of its key, if there is one. */
void choices_share_words(struct choices *c);

/* The label of a code; the code itself when it is not in the list. */
const char *choices_label(const struct choices *c, const char *code);

/* How well a choice answers what was typed: 0 best, CHOICE_RANKS not at all. */
enum { CHOICE_RANKS = 7 };
int choice_rank(const struct choice *c, const struct query *q);

/* Whether one that is not offered would answer what was typed. */
bool choices_hide(const struct choices *c, const struct query *q);

#endif
