/*
 * clock: what day and minute it is in Viet Nam (UTC+7 all year, so no zone
 * data is read), and how far that can be trusted.
 *
 * The system's clock is believed as long as it can be right: not before the
 * floor (the last day it was believed, or the day of the build) and at most
 * CLOCK_AHEAD days after it. Where it cannot, a person is asked; from the
 * answer on this process counts the time itself, by a clock that nobody sets
 * and that runs on while the machine sleeps. SOTAY_NOW stands above all.
 *
 * Invariants: an answer lasts as long as the process and never outweighs a
 * system's clock that can be right. An answer that names the very day of the
 * system's clock confirms it: two that cannot have the same fault agree, and
 * from then on that day is the floor, whatever it was. One thread at a time.
 */
#ifndef STORE_BASE_CLOCK_H
#define STORE_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/date.h"
#include "store/base/fault.h"

/* Days the system's clock may run ahead of the floor. */
#define CLOCK_AHEAD 400

enum clock_trust {
	CLOCK_WRONG, /* the system's clock cannot be right and nobody has been asked */
	CLOCK_ASKED, /* counted from a person's answer */
	CLOCK_RIGHT  /* the system's clock, or SOTAY_NOW */
};

/* A point in time, seen from Viet Nam. */
struct moment {
	day_t day;
	int minute; /* of that day, 0-1439 */
	int64_t ms; /* milliseconds since 1970-01-01T00:00Z */
	bool fixed; /* set by SOTAY_NOW: trusted as it is, and nothing learnt from it */
	enum clock_trust trust;
};

/*
 * The present: SOTAY_NOW ("2026-11-21T09:00", seconds optional, Viet Nam's
 * time) when it is set and not empty; else the system's clock if it can be
 * right by this floor; else the time since a person's answer; else the
 * system's clock as it is, CLOCK_WRONG. FAULT_USAGE with subject "SOTAY_NOW"
 * when that is set to something else.
 */
int clock_now(struct moment *out, day_t floor, struct fault *f);

/* The system's clock, whatever it shows; trust is CLOCK_WRONG. */
void clock_system(struct moment *out);

/*
 * A person says that it is this day and minute (0-1439) now; takes the place
 * of an earlier answer. The caller has checked that it makes sense.
 */
void clock_answer(day_t day, int minute);

/* The day of a moment in milliseconds since 1970, in Viet Nam. */
day_t clock_day_of(int64_t ms);
/* And the minute of that day. */
int clock_minute_of(int64_t ms);

/* Whether an answer has confirmed the system's clock: the floor no longer counts. */
bool clock_confirmed(void);

/* Forget the answer, as a new process would. */
void clock_forget(void);

/* The day this program was built (SOTAY_BUILD_DATE of config.h), the lowest floor there is. */
day_t clock_build_day(void);

#endif
