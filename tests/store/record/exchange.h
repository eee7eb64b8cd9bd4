/*
 * exchange: what one desk wrote, handed to another as lines, for tests.
 *
 * And what a desk's tables hold, with ids in place of this vault's keys, so that two desks, or
 * one desk at two times, can be compared.
 */
#ifndef TESTS_STORE_RECORD_EXCHANGE_H
#define TESTS_STORE_RECORD_EXCHANGE_H

#include "store/record/intake.h"
#include "tests/store/desk.h"

/* Lines of lanes, as they would travel. */
struct parcel {
	struct parcel_line {
		struct lane lane; /* whose it is, and what that is */
		struct id id;
		char *text;       /* NULL: its id alone */
		size_t len;
		int64_t n;
		bool local;
	} *lines;
	int n;
};

/* All that was made at a desk since key `after` of its log (0: all), told as `is` (id is filled in). */
struct parcel parcel_of(struct desk *desk, int64_t after, const struct lane *is);
/* One line of its own making. */
void parcel_add(struct parcel *parcel, const struct lane *lane, const char *text);
/* A line more, all zeros, to be filled in. */
struct parcel_line *parcel_more(struct parcel *parcel);
void parcel_append(struct parcel *parcel, const struct parcel *other);
void parcel_shuffle(struct parcel *parcel, uint32_t *seed);
void parcel_release(struct parcel *parcel);

/* Take a parcel in as one import, inside a transaction of a book. */
int parcel_take(struct book *book, const struct parcel *parcel, int64_t *import, struct fault *f);
/* Take a parcel in as one import; its key. Lines that are refused fail the test. */
int64_t desk_take(struct desk *desk, const struct parcel *parcel);
/* The same inside a transaction that is open. */
int64_t desk_take_within(struct desk *desk, const struct parcel *parcel);
/* The key of an operation in the log. */
int64_t desk_op(struct desk *desk, const struct id *id);
void desk_stands(struct desk *desk, int64_t import, enum standing standing);
/* The same of one that a person takes back, or puts in again. */
void desk_take_back(struct desk *desk, int64_t import, bool undone);

/* This laptop is one of that team's. */
void desk_joins(struct desk *desk, const char *team);

/* What the tables hold, as text; the caller frees (also when it fails). */
int book_tables(struct book *book, char **out, struct fault *f);
/*
 * Make the table of its search words, which book_tables() and book_check() look at: where there is
 * none yet, all statements of the book are prepared anew.
 */
int book_words(struct book *book, struct fault *f);
char *desk_tables(struct desk *desk);

#endif
