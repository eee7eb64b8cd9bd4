/*
 * bench: what the parts of `make bench` share.
 *
 * Times are nanoseconds of CLOCK_MONOTONIC. Whatever goes wrong ends the run
 * with one line: half a measurement is none. docs/bench.md says how to read
 * what comes out.
 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rounds of every comparison: ours, theirs, ours, theirs. */
enum { BENCH_ROUNDS = 7 };

/* The day the invented work ends, and the password of every vault made here. */
#define BENCH_TODAY "2026-11-21"
#define BENCH_PASS  "demo1234"

struct bench {
	char *sotay; /* the program */
	char *dir;   /* everything made is in there */
	int sessions;
	char *vault; /* never opened for writing: work on a copy */
	char *lines; /* the sessions as text, newest first */
	char *plain; /* the same tables in a database that is not sealed */
};

__attribute__((noreturn, format(printf, 1, 2))) void bench_fail(const char *format, ...);

/* Run a shell command; fails when it does. */
__attribute__((format(printf, 1, 2))) void bench_run(const char *format, ...);

/* Formatted and malloc'ed; never NULL. */
__attribute__((format(printf, 1, 2))) char *bench_text(const char *format, ...);

int64_t bench_now(void);

/* A fresh copy of the vault under that name; malloc'ed path. */
char *bench_copy(const struct bench *b, const char *name);
/* Remove it with all that lies beside it, and free the path. */
void bench_remove(char *path);

/* ---- samples ---- */

struct samples {
	double *all;
	size_t n, room;
};

void samples_add(struct samples *s, double value);
/* Quantile 0 … 1 by the nearest rank; 0 when there is none. Sorts. */
double samples_at(struct samples *s, double quantile);
double samples_median(struct samples *s);
void samples_free(struct samples *s);

/* ---- the table ---- */

/* A peer that may not be installed: NULL, after a line that says so. */
char *bench_peer(const char *name);

/*
 * One row. ours and theirs are in the unit; theirs NULL: no peer. goal: what
 * p99 (timed) or the median must stay below, in the unit, 0: none;
 * ratio_goal: what median ÷ the peer's median must stay below, 0: none.
 */
struct result {
	const char *what, *unit;
	struct samples *ours;
	const char *peer;
	struct samples *theirs;
	double goal, ratio_goal;
	bool by_p99;
};

void table_head(void);
void table_row(const struct result *r);
/* A line on what a row means. */
__attribute__((format(printf, 1, 2))) void table_note(const char *format, ...);

/* ---- the parts ---- */

/* Make vault, lines and plain copy, or find those of an earlier run still right. */
void data_make(struct bench *b);
/* The last sessions of the vault as lines, as they were entered; malloc'ed. */
char *data_last_sessions(const struct bench *b);
/* Copy the tables of the vault to an ordinary database. */
void plain_make(const char *vault, const char *to);

void bench_search(struct bench *b);
void bench_store(struct bench *b);
void bench_vault(struct bench *b);
void bench_list(struct bench *b);
void bench_start(struct bench *b);
void bench_import(struct bench *b);
void bench_idle(struct bench *b);
void bench_memory(struct bench *b);
void bench_sealed(struct bench *b);

#endif
