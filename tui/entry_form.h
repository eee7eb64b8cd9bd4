/*
 * entry_form: what is typed into the form of a session.
 *
 * The model behind entry_view.h, shared by its parts: entry_choices.c finds
 * what a few typed letters may mean, entry_topics.c knows the topics and the
 * digits they answer to, entry_keys.c what a letter does in each field,
 * entry_data.c turns the form into a session, a draft and back, entry_save.c
 * saves, entry_draw.c draws (entry_pen.h).
 *
 * Invariants: the form holds codes, never records, so it outlives a reload;
 * what is read from the book (choices, facts of the household) is read anew by
 * entry_load(). What the form does not save (topics of an attempt, the
 * household of a class) is kept in it, so that a choice can be taken back. One thread.
 */
#ifndef TUI_ENTRY_FORM_H
#define TUI_ENTRY_FORM_H

#include <jansson.h>
#include <stdbool.h>

#include "store/book.h"
#include "store/date.h"
#include "tui/field.h"

/* The fields, in the order of Tab. */
enum entry_at {
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
	ENTRY_FIELDS
};

/* The lists something is chosen from. */
enum entry_list {
	LIST_CHANNEL,
	LIST_VILLAGE,
	LIST_HOUSE,  /* of the village, last visited first */
	LIST_TOPIC,
	LIST_MEMBER,
	LIST_FOLLOW,
	LIST_BLOCKER,
	ENTRY_LISTS
};

enum { CODE_ROOM = 33 * 4, ENTRY_TOPICS = 20, ENTRY_PEOPLE = 12, ENTRY_PROMISES = 10,
       ENTRY_FREQUENT = 9, ENTRY_OPEN = 8, ENTRY_FOUND = 100,
       ENTRY_SHOWN = 8 /* rows of a list at once */ };

struct choice {
	char code[CODE_ROOM];
	char *label;
	char *folded;   /* code, label and what else it is called, as search keys */
	char *initials; /* of the label's words */
	day_t last;     /* a household: of its newest visit, 0 none */
	int order;      /* and its place in the register */
};

struct choices {
	struct choice *all;
	size_t n, size;
};

struct entry_topic {
	char code[CODE_ROOM];
	int outcome; /* place in vocabulary "outcome" */
	int count;   /* -1 none; saved only with a success */
	int blocker; /* place in vocabulary "blocker", -1 none */
};

struct entry_promise {
	char kind[20];
	bool chosen;           /* `topic` was chosen; else entry_promise_topic() finds it */
	char topic[CODE_ROOM]; /* "": none */
	day_t due;             /* 0 none */
};

/* A follow-up of the household that is open. */
struct entry_open {
	rec_t rec;
	char kind[20], topic[CODE_ROOM];
	day_t due;
	bool closing; /* to be closed with this session */
};

/* What can be answered to a few letters: a place in the list, or a household to be made. */
struct match {
	int at;            /* -1: make `code` */
	char code[20];
};

struct entry {
	struct book *book;
	rec_t session;                      /* 0: a new one */
	char asked_village[20], asked_house[20]; /* where a new one is to begin; "": as the last */
	struct field_line line[ENTRY_FIELDS]; /* what is typed; a query where one chooses */
	char channel[20], village[20], house[20], attempt[20];
	bool house_new;
	struct entry_topic topics[ENTRY_TOPICS];
	int n_topics, topic;                /* topic: the current one */
	char by[ENTRY_PEOPLE][CODE_ROOM];
	int n_by;
	struct entry_promise promises[ENTRY_PROMISES];
	int n_promises;
	char *old_note;                     /* of the edited session */

	/* Read anew by entry_load(). */
	struct choices lists[ENTRY_LISTS];
	char frequent[ENTRY_FREQUENT][CODE_ROOM];
	rec_t house_rec;
	struct entry_open open[ENTRY_OPEN];
	int n_open;
	json_t *status;                     /* the household's newest snapshot, or NULL */
	bool status_taken;                  /* the proposed one is to be saved */

	/* Where one is. */
	enum entry_at at;
	bool fresh;      /* the first letter replaces what is there */
	bool listing;    /* the list shows without a letter typed */
	bool blocking;   /* at the topics: choosing a blocker */
	bool counting;   /* at the topics: typing a count */
	bool appending;  /* a second digit is being typed */
	bool from_digit; /* a digit brought one here */
	bool dirty, restored;
	int pick;        /* row of the list */
	enum entry_at error_at;
	char error[200]; /* "" none */
};

/* ---- entry_choices.c ---- */

/* Read the lists and the household's facts from the book. */
void entry_load(struct entry *e);
void entry_unload(struct entry *e);
/* The households of another village, and what is known of another household. */
void entry_load_houses(struct entry *e);
void entry_load_house(struct entry *e);

/* The list chosen from at the field one is on; ENTRY_LISTS for none. */
enum entry_list entry_list_here(const struct entry *e);
/* Whether its list shows. */
bool entry_listing(const struct entry *e);
/* What the letters typed may mean, best first; how many there are (at most max are written). */
int entry_matches(const struct entry *e, struct match *out, int max);
/* The label of a code in a list; the code itself when it is not there. */
const char *entry_label(const struct entry *e, enum entry_list list, const char *code);

/* ---- entry_topics.c ---- */

/* The topics the digits 1-9 stand for: the most frequent before this week, fixed for the week. */
void entry_load_frequent(struct entry *e);
bool entry_topic_success(const struct entry_topic *t);
/* Add a topic, or go to it when it is there. */
void entry_topic_add(struct entry *e, const char *code);
void entry_topic_remove(struct entry *e);
/*
 * The topic a follow-up is about: the one chosen, if it is there still, else
 * the one with the outcome "come back later" that no earlier follow-up is
 * about, else the only one; "" for none. Static or in e.
 */
const char *entry_promise_topic(const struct entry *e, int promise);
/* The last follow-up is about the next (1) or previous (-1) topic; after the last: none. */
void entry_promise_turn(struct entry *e, int by);
/* A letter at the topics while nothing is searched: true when it was a key there. */
bool entry_topic_letter(struct entry *e, char letter);
/* A place in a vocabulary; -1 when it is not there. */
int entry_vocab_place(const char *list, const char *code);
const char *entry_vocab_code(const char *list, int place);
const char *entry_vocab_label(const char *list, int place);

/* ---- entry_data.c ---- */

/* Whether a class or a meeting: no household, people are needed. */
bool entry_is_group(const struct entry *e);
/* What is typed as a number; -1 for nothing. */
int entry_number(const struct entry *e, enum entry_at at);
/* The session's day: today while none can be read. */
day_t entry_day(const struct entry *e);
void entry_set_day(struct entry *e, enum entry_at at, day_t day);

/* An empty form with the defaults of this sitting. */
void entry_start(struct entry *e);
/* What the next session of the sitting begins with; next: it follows at once, in the same place. */
void entry_remember(const struct entry *e, bool next);
/* Fill in the session that is edited. */
int entry_read(struct entry *e, struct fault *f);
/* The session as record_add() or record_edit() takes it (new reference). */
json_t *entry_session(const struct entry *e);

/* Keep and fetch the draft; fetching is false when there is none. */
int entry_draft_put(const struct entry *e, struct fault *f);
bool entry_draft_get(struct entry *e);
/* It is saved now: neither it nor what was put aside is needed. */
int entry_draft_drop(const struct entry *e, struct fault *f);
/* Put it aside; fetch back what was put aside last, false when nothing was. */
int entry_draft_aside(const struct entry *e, struct fault *f);
bool entry_draft_return(struct entry *e);

/* ---- entry_steps.c ---- */

/* Go to a field; an unfinished search is dropped. */
void entry_go(struct entry *e, enum entry_at at);
/* Go to a field and say what is wrong with it. */
void entry_refuse(struct entry *e, enum entry_at at, const char *why);
/* On to the next field that counts (1) or back (-1), unless what was typed is wrong. */
void entry_step(struct entry *e, int by);
/* Whether the field may be left: it is written out in full, or said what is wrong. */
bool entry_may_leave(struct entry *e);
bool entry_check_date(struct entry *e);
/* Whether women, or people over 60, are no more than the people. */
bool entry_check_part(struct entry *e, enum entry_at at);
/* The due date's field shows the last follow-up's. */
void entry_show_due(struct entry *e);
/* Take the row of the list the cursor is on; false, and said, when there is none. */
bool entry_take_row(struct entry *e);

/* ---- entry_keys.c ---- */

/* Up (-1) or down (1): in the list, among the topics, else to the field there. */
void entry_move_row(struct entry *e, int by);
/* The next one of the household's open follow-ups is to be closed; after the last none. */
void entry_close_next(struct entry *e);
/* The proposed snapshot is to be saved, or not, in turn. */
void entry_take_status(struct entry *e);
/* Letters typed or pasted, and an editing key, where one is. */
void entry_letters(struct entry *e, const char *text, size_t len, bool pasted);
void entry_editing_key(struct entry *e, int key);

/* ---- entry_save.c ---- */

/*
 * Save everything in one step. After a fault nothing is saved and *at is the
 * field it is about, ENTRY_FIELDS when it is about none.
 */
int entry_save(struct entry *e, enum entry_at *at, struct fault *f);
/* The snapshot the topics done would make of the newest one (new reference); NULL for no change. */
json_t *entry_proposal(const struct entry *e);

/* ---- entry_draw.c ---- */

struct area;
void entry_draw(struct entry *e, const struct area *area);

#endif
