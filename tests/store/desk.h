/*
 * A desk for tests: a fresh vault in a folder of its own, with two villages,
 * four households, a team and three members. Every helper fails the test on a
 * fault it does not expect.
 */
#ifndef TESTS_STORE_DESK_H
#define TESTS_STORE_DESK_H

#include "store/book/book.h"
#include "store/catalog/record_type.h"

struct desk {
	char dir[64], path[96];
	struct book *book;
};

#define DESK_TODAY "2026-11-21"

/*
 * A test with a desk of its own as its state, opened before it and closed after
 * it; the caller includes cmocka.h.
 */
#define DESK_CASE(name) cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)
int desk_setup(void **state);
int desk_teardown(void **state);

/* A visit that is right in every field, as record_read() gives it. */
extern const char desk_visit[];

/* SOTAY_NOW is set to DESK_TODAY 09:00. Who unlocked is Lan, whose laptop it is. */
void desk_open(struct desk *desk);
/* The same at a team's desk of that unit; a desk of another level has no records yet. */
void desk_open_as(struct desk *desk, enum book_level level, const char *unit);
void desk_close(struct desk *desk);
/* Close and open again as `member`, whose passphrase is "mat khau" or the text given. */
void desk_reopen(struct desk *desk, const char *member);

/* A slot for a member, with that passphrase. */
void desk_slot(struct desk *desk, const char *member);

/* One record in one transaction. json is an object. */
rec_t desk_add(struct desk *desk, enum record_type type, const char *json);
/* The same, but nobody looks whether it may be: as an older program entered it. */
rec_t desk_add_unasked(struct desk *desk, enum record_type type, const char *json);
/* The fault adding or editing gives; nothing is kept. rec 0 adds. */
struct fault desk_refused(struct desk *desk, enum record_type type, rec_t rec, const char *json);
void desk_edit(struct desk *desk, rec_t rec, const char *json);
void desk_void(struct desk *desk, rec_t rec);
/* record_read() as compact text; the caller frees. */
char *desk_read(struct desk *desk, rec_t rec);
/* Rows of a query giving one integer. */
int64_t desk_count(struct desk *desk, const char *sql);
/* Take back what migrations 4 and on did: the file is one of schema 3 again. */
void desk_take_back_to_3(struct desk *desk);
/* book_check() must find everything right. */
void desk_check(struct desk *desk);

#endif
