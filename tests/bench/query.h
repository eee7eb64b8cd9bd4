/* query: what is typed into the search, two words without marks, letter by letter. */
#ifndef TESTS_BENCH_QUERY_H
#define TESTS_BENCH_QUERY_H

extern const char *const queries[];
extern const int query_count;

/* Every state of every search as it is typed: how many, and which. */
int query_steps(void);
void query_step(int i, char typed[64]);

#endif
