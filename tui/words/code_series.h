/*
 * code_series: codes that end in a number, and the one after the highest: H012, then H013.
 *
 * A series begins as the first code would be written ("H", three digits) and is then written
 * like the code with the highest number that was seen. Pure.
 */
#ifndef TUI_WORDS_CODE_SERIES_H
#define TUI_WORDS_CODE_SERIES_H

#include <stddef.h>

enum { CODE_SERIES_SIZE = 41 /* bytes of the longest code of one, NUL included */ };

struct code_series {
	char stem[CODE_SERIES_SIZE]; /* the code without its number */
	int digits;                  /* the number is written with, at least */
	long highest;                /* 0: none was seen */
};

/* The series of households', teams' and a unit's villages' codes, before any was seen. */
struct code_series code_series_of_households(void);
struct code_series code_series_of_teams(void);
struct code_series code_series_of_villages(const char *unit);

/* The number a code ends in: H012 is 12; -1 for none. *digits: how many it is written with. */
long code_number(const char *code, int *digits);

/* A code that is taken. */
void code_series_see(struct code_series *series, const char *code);

/* The code with that number, and the one after the highest. */
void code_series_code(const struct code_series *series, long number, char *out, size_t size);
void code_series_next(const struct code_series *series, char *out, size_t size);

/*
 * A code as it is meant: where its number alone was typed ("3"), or is too short ("t3", "26572-3"), it
 * gets its stem and the digits it lacks: "T03", "26572-03". Anything else as it was typed.
 */
void code_series_complete(const struct code_series *series, const char *typed, char *out,
			  size_t size);

#endif
