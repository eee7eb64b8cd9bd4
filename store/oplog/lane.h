/*
 * lane: whose operations they are, and what that laptop may.
 *
 * A lane is one laptop between two restores. What its operations may say hangs on what its
 * laptop is: the level of its desk, its unit, its team, the communes whose villages it may write
 * of. For this laptop's own lanes the book says so; for others who takes their operations
 * in (a certificate, or the word of the commune), and it may become another.
 *
 * Invariant: what a lane is decides alone, with the lane that created a record, what counts
 * of it (judge.h): so every desk judges alike.
 */
#ifndef STORE_OPLOG_LANE_H
#define STORE_OPLOG_LANE_H

#include <stdbool.h>

#include "store/base/id.h"
#include "store/db/db.h"

enum book_level { LEVEL_TEAM, LEVEL_COMMUNE, LEVEL_UPPER };

#define LANE_UNIT 17              /* bytes of a unit's code, its NUL included */
#define LANE_TEAM (16 * 4 + 1)
#define LANE_CODES 256            /* 32 codes of five digits with their commas */
#define LANE_TEXT (2 * LANE_BYTES + 1)

struct lane {
	uint8_t id[LANE_BYTES];
	bool own;                /* this laptop's, now or before a restore */
	bool known;              /* what it is has been said */
	enum book_level level;
	char unit[LANE_UNIT];    /* code of its unit */
	char team[LANE_TEAM];    /* code of its team, "" none */
	char codes[LANE_CODES];  /* communes whose villages it writes of, commas between */
};

/* As 16 hex digits. */
void lane_text(char out[LANE_TEXT], const uint8_t id[LANE_BYTES]);
/* 0, or -1 when the text is not 16 small hex digits. */
int lane_parse(uint8_t id[LANE_BYTES], const char *text);

/* The key of a lane, added when it is not there. */
int lane_intern(struct db *db, const uint8_t id[LANE_BYTES], int64_t *key, struct fault *f);

/* What is known of the lane of that key. FAULT_INTERNAL when there is none. */
int lane_load(struct db *db, int64_t key, struct lane *out, struct fault *f);

/* Say what a lane is: all but `own`; *changed: it was said otherwise before, or not at all. */
int lane_tell(struct db *db, const struct lane *lane, bool *changed, struct fault *f);

/*
 * The same of a lane of this laptop, with the incarnation it is made of; its key in *key. Of a new one
 * that names no team the team is that of the lane before: a restore makes no other laptop.
 */
int lane_own(struct db *db, const struct lane *lane, const uint8_t incarnation[ID_BYTES],
	     int64_t *key, struct fault *f);

/* Whether a list of codes has that one, or one that a village's begins with ("26572" of "26572-01"). */
bool lane_has_code(const char *codes, const char *code);
bool lane_codes_hold(const char *codes, const char *village);

#endif
