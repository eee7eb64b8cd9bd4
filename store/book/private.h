/*
 * private: the inside of struct book, for what makes up a book (book, cache,
 * now, transaction). Nobody else includes this.
 */
#ifndef STORE_BOOK_PRIVATE_H
#define STORE_BOOK_PRIVATE_H

#include "store/base/clock.h"
#include "store/book/book.h"

#define MEMBER_SIZE (32 * 4 + 1) /* 32 letters */

/* What a rollback must bring back besides the database. */
struct book_counters {
	uint8_t lane[LANE_BYTES]; /* this laptop's present one */
	int64_t lane_key;
	int64_t n;    /* number of the last operation of this lane */
	int64_t hlc;  /* the greatest of operations by a right clock */
	int64_t hlc_asked; /* the greatest of operations dated by a person; 0 none */
	day_t last_day;  /* of the last transaction by a right clock; DAY_MIN none */
	day_t asked_day; /* of the last transaction, if a person dated it; else DAY_MIN */
};

/* The same of a part of a transaction (book_part_begin()). */
struct book_part {
	struct book_counters count;
	int64_t first, last;
	bool final;
};

struct book {
	struct vault *vault;
	struct db db;
	enum book_level level;
	char unit[17];
	char *unit_name;
	char member[MEMBER_SIZE];
	bool owner;             /* who unlocked set this laptop up: its administrator besides his role */
	struct moment now;
	struct book_counters count;

	bool in_transaction;
	bool committed; /* a transaction, since it was opened */
	unsigned changes; /* how many of them */
	bool hidden;    /* until book_publish() */
	int64_t transaction, first, last; /* the transaction and its operations' keys */
	bool final;     /* book_make_final() */
	char verb[33];
	struct book_counters before;
	struct book_part part;

	struct cached *caches;  /* a list, each of another kind; cache.c */
	char *setting;
};

#endif
