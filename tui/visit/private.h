/*
 * private: the form of a session as its parts share it; types only.
 *
 *   rules.c       what is typed, read: numbers, days, outcomes
 *   topics.c      the topics of the session and of its follow-ups
 *   frequent.c    the topics the digits 1-9 stand for
 *   list.c        a list to choose from
 *   wrong.c       what is wrong with what is typed
 *   facts.c       what is read from the book
 *   choices.c     what a few typed letters may mean
 *   data.c        the form as a session, and back
 *   draft.c       kept while it is unfinished
 *   sitting.c     what a new one begins with
 *   save.c        saved, in one transaction
 *   steps.c       from field to field, and choosing
 *   keys.c        what a letter and a key do where one is
 *   pen.c         drawing field after field
 *   draw.c, draw_topics.c  the screen
 *   visit_view.c  the view: drafts, saving, leaving
 *
 * Invariants: values hold codes, never records but of follow-ups to be closed,
 * so they outlive a reload; facts are read anew by visit_load() and never
 * typed. What the form does not save (topics of an attempt, the household of a
 * class) is kept in it, so that a choice can be taken back. One thread.
 */
#ifndef TUI_VISIT_PRIVATE_H
#define TUI_VISIT_PRIVATE_H

#include <jansson.h>
#include <stdbool.h>

#include "store/base/date.h"
#include "store/book/book.h"
#include "tui/visit/list.h"
#include "tui/widgets/field.h"

/* The fields, in the order of Tab. */
enum visit_at {
	AT_DATE,
	AT_TIME,
	AT_CHANNEL,
	AT_VILLAGE,
	AT_HOUSE,
	AT_HINT,   /* of a household made here */
	AT_PEOPLE,
	AT_FEMALE,
	AT_OVER60,
	AT_TOPICS,
	AT_MINUTES,
	AT_BY,
	AT_FOLLOW,
	AT_ABOUT,  /* topic of the follow-up added last */
	AT_DUE,    /* of the same */
	AT_NOTE,
	VISIT_FIELDS
};

/* The lists something is chosen from. */
enum visit_list {
	LIST_CHANNEL,
	LIST_VILLAGE,
	LIST_HOUSE,  /* of the village, last visited first */
	LIST_TOPIC,
	LIST_MEMBER,
	LIST_FOLLOW,
	LIST_BLOCKER,
	VISIT_LISTS
};

enum { VISIT_TOPICS = 20, VISIT_PEOPLE = 12, VISIT_PROMISES = 10,
       VISIT_FREQUENT = 9, VISIT_OPEN = 8 };

/* ---- what a person entered ---- */

struct visit_topic {
	char code[CODE_ROOM];
	int outcome; /* place in vocabulary "outcome" */
	bool own;    /* `count` was typed, or saved; else visit_topic_count() proposes one */
	int count;   /* -1 none; saved only with a success */
	int blocker; /* place in vocabulary "blocker", -1 none */
};

struct visit_promise {
	char kind[20];
	bool chosen;           /* `topic` was chosen; else visit_promise_topic() finds it */
	char topic[CODE_ROOM]; /* "": none */
	day_t due;             /* 0 none */
};

struct visit_values {
	struct field_line line[VISIT_FIELDS]; /* what is typed; a query where one chooses */
	char channel[20], village[20], house[20], attempt[20];
	bool house_new;
	struct visit_topic topics[VISIT_TOPICS];
	int n_topics;
	char by[VISIT_PEOPLE][CODE_ROOM];
	int n_by;
	struct visit_promise promises[VISIT_PROMISES];
	int n_promises;
	rec_t closing[VISIT_OPEN]; /* open follow-ups of the household, done with this session */
	int n_closing;
	bool status_taken;         /* the proposed snapshot is to be saved */
	char *old_note;            /* of the edited session */
};

/* ---- what is read from the book ---- */

/* A follow-up of the household that is open. */
struct visit_open {
	rec_t rec;
	char kind[20], topic[CODE_ROOM];
	day_t due;
};

struct visit_facts {
	struct choices lists[VISIT_LISTS];
	struct choices elsewhere; /* households of the other villages, once one was looked for there */
	bool elsewhere_read;
	rec_t named; /* the household of the session that is edited, 0 none */
	char frequent[VISIT_FREQUENT][CODE_ROOM]; /* "" where there are fewer */
	struct visit_open open[VISIT_OPEN];
	int n_open;
	int visits;  /* sessions saved for the household on the day of this one */
	bool unread; /* status and open follow-ups are not all that is known */
	json_t *status; /* the household's newest snapshot, or NULL */
};

/* ---- where one is ---- */

/* What keys mean in the field one is in. */
enum visit_mode {
	MODE_FIELD,     /* what they always do there */
	MODE_LIST,      /* its list shows without a letter typed */
	MODE_BLOCKER,   /* topics: choosing what the current one got stuck on */
	MODE_COUNT,     /* topics: digits are a count; the first one replaces it */
	MODE_TOPIC,     /* topics: one was chosen or changed by a letter, and nothing done since */
	MODE_DIGIT_LED, /* a digit led here: backspace goes back for a second one */
	MODE_DIGITS     /* a number of several digits: none leads on */
};

struct visit_cursor {
	enum visit_at at;
	enum visit_mode mode;
	bool fresh; /* the first letter replaces what is there */
	int topic;  /* the current one */
	int pick;   /* row of the list; -1: none yet */
	enum visit_at error_at;
	char error[200]; /* "" none */
};

/* Copy a text into an array, cut to its size; NULL is "". */
#define VISIT_COPY(out, text) snprintf((out), sizeof(out), "%s", (text) ? (text) : "")

/* What the visit saved just before hands on to the next one of the sitting. */
struct visit_sitting {
	bool goes_on; /* else there was none, and the rest is empty */
	day_t day;
	char village[20], channel[20];
	char by[VISIT_PEOPLE][CODE_ROOM];
	int n_by;
};

struct visit {
	struct book *book;
	rec_t session;                           /* 0: a new one */
	char asked_village[20], asked_house[20]; /* where a new one is to begin; "": as the last */
	struct visit_values values;
	struct visit_facts facts;
	struct visit_cursor cursor;
	struct visit_sitting sitting;
	bool dirty, restored; /* typed in since it was kept; opened from a draft */
	char moved_from[20];  /* where it was until the household chosen last brought its village; "" no */
	bool number_asked;    /* about a long number, and nothing was typed since */
	day_t agreed;         /* a day long past that is known to be meant, 0 none: old_day_asks() */
	int agreed_people;    /* so many people are known to be meant, 0 none: visit_crowded() */
};

#endif
