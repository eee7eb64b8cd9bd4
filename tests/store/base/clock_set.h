/*
 * Clocks that show what a test wants: linked with -Wl,--wrap=clock_gettime
 * (Makefile.am, WRAP_CLOCK), so that the code under test reads these and the
 * machine's own are left alone.
 */
#ifndef TESTS_STORE_BASE_CLOCK_SET_H
#define TESTS_STORE_BASE_CLOCK_SET_H

#include <stdint.h>

/* Seconds since 1970 and since the start of the machine; both stand still. Before it: the real ones. */
void clock_set(int64_t real, int64_t booted);
/* The same with Viet Nam's time, "2026-11-21T09:00" or "…:30". */
void clock_set_at(const char *text, int64_t booted);

#endif
