/*
 * draw: chance that falls the same way everywhere.
 *
 * A small generator (SplitMix64; Steele, Lea, Flood 2014), integers only, so
 * that one seed gives one invented year on every machine and compiler. Good
 * for examples, never for secrets. No allocation; a struct draw belongs to
 * one thread.
 *
 * The order of calls is part of the result: never draw twice in the arguments
 * of one call, whose order of evaluation is the compiler's choice.
 */
#ifndef TUI_DEMO_DRAW_H
#define TUI_DEMO_DRAW_H

#include <stdbool.h>
#include <stdint.h>

struct draw {
	uint64_t state;
};

void draw_init(struct draw *d, uint64_t seed);

/* 0 … n-1; n is at least 1. */
int draw_below(struct draw *d, int n);

/* low … high, both included. */
int draw_between(struct draw *d, int low, int high);

/* True in so many of a hundred cases. */
bool draw_chance(struct draw *d, int percent);

/* An index below n, each as likely as its weight says; -1 when all weights are 0. */
int draw_weighted(struct draw *d, const int *weights, int n);

#endif
