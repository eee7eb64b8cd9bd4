/*
 * book_impl: the inside of struct book, for the modules of store/ that make up
 * a book (book, record, entry, project, search, undo, check, topics). Nobody
 * else includes this.
 */
#ifndef STORE_BOOK_IMPL_H
#define STORE_BOOK_IMPL_H

#include "store/book.h"
#include "store/record.h"
#include "store/state.h"

#define MEMBER_SIZE (32 * 4 + 1) /* 32 letters */

/* What a rollback must bring back besides the database. */
struct book_counters {
	int64_t n;    /* number of the last operation of this lane */
	int64_t hlc;  /* the greatest of operations by a right clock */
	int64_t hlc_asked; /* the greatest of operations dated by a person; 0 none */
	day_t last_day;  /* of the last step by a right clock; DAY_MIN none */
	day_t asked_day; /* of the last step, if a person dated it; else DAY_MIN */
};

struct book {
	struct vault *vault;
	struct db db;
	enum book_level level;
	char unit[17];
	char *unit_name;
	char member[MEMBER_SIZE];
	bool owner;             /* who unlocked set this laptop up: its administrator besides his role */
	uint8_t lane[LANE_BYTES];
	int64_t lane_key;
	struct moment now;
	struct book_counters count;

	bool in_step;
	int64_t step, first, last; /* the step and its operations' keys */
	char verb[33];
	struct book_counters before;

	struct topic *topics;   /* merged: catalogue and those added here */
	size_t n_topics;
	char *topic_text;       /* their strings */
	uint64_t *words_seen;   /* hashes of words known to be in search_word; search.c */
	char *setting;
};

/*
 * Append one operation to the log under this laptop's lane and bring the
 * projections up to date. rec 0 creates. `set` is borrowed. Inside a step.
 */
int record_append(struct book *book, rec_t rec, enum kind kind, const json_t *set, rec_t *out,
		  struct fault *f);

/* Whether live records stand on a village, household, topic, team or member. */
int record_used(struct book *book, rec_t rec, enum kind kind, bool *yes, struct fault *f);

/*
 * The live follow-ups of a session as the list a person enters (*list, a new
 * reference) with their keys (*keys, malloc'ed). Both are the caller's even on failure.
 */
int record_followups(struct book *book, rec_t session, json_t **list, rec_t **keys,
		     struct fault *f);

/*
 * Bring the tables in line with a record's state. project_before() must run
 * before the operation changing it is appended, with the state as it was (of
 * a record about to be made: rec 0 and the state it will have).
 */
int project_before(struct book *book, rec_t rec, const struct state *was, struct fault *f);
int project_after(struct book *book, rec_t rec, const struct state *is, struct fault *f);

/* (Re)load book->topics from the catalogue and table topic. */
int topics_load(struct book *book, struct fault *f);
void topics_free(struct book *book);

/* Forget which words are known to be in the index: they may have been rolled back. */
void search_forget(struct book *book);

/* Wrap an open vault; on failure it is closed too. book_close() undoes it. */
int book_wrap(struct vault *vault, struct book **out, struct fault *f);
/* What table meta says of the book, into its fields. FAULT_DAMAGED when something lacks. */
int book_load(struct book *book, struct fault *f);
/* A new random incarnation of the device key, hence a new lane beginning at 1. */
int book_new_incarnation(struct book *book, struct fault *f);
/* "team", "commune", "upper". */
const char *book_level_name(enum book_level level);

#endif
