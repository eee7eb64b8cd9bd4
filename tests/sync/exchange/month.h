/*
 * month: a month of three teams, two communes and the level above, with laptops that are not there, right and
 * wrong ones; every file that came to one commune and to the level above it.
 *
 * In it: codes that grow, two certificates of one key, lines of an older program in two lanes, another's line
 * as its id, erasures from above and beside, revocations (with a cut, mutual, by mistake), two copies in
 * use, what expired and is renewed, a newer format, local fields known and not, corrections, conflicts.
 */
#ifndef TESTS_SYNC_EXCHANGE_MONTH_H
#define TESTS_SYNC_EXCHANGE_MONTH_H

#include "tests/sync/exchange/parties.h"

/* What is to be seen nowhere above the commune, or nowhere at all. */
#define HINT    "cạnh đình Đông Hải" /* a team's, as tests/store/desk.c has it */
#define UNKNOWN "0909 123 456"
#define ERASED  "một điều sẽ bị xóa"

/* Data files of the two desks as they were before anything came. */
#define COMMUNE_BEFORE "commune.before"
#define UPPER_BEFORE   "upper.before"

/* What comes to a desk, in the order in which it was made. */
enum { MONTH_FILES = 64 };
struct post {
	struct buffer files[MONTH_FILES];
	int n;
	uint8_t undone[HASH_BYTES]; /* the batch whose import is taken back at the end; zeros none */
};

extern struct party upper, commune, other;
extern struct post to_commune, to_upper, last_up; /* the last: all that the commune sends in the end */

/* All of it, on a stick that is new. */
void month_begin(void);
void month_end(void);

/* At a commune's desk: the stolen laptop's key. False: nothing of it has come yet. */
bool revoke_stolen(struct party *p);

#endif
