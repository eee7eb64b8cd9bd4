/*
 * frame: from a key to the last byte of what it draws.
 *
 * Begins with the write() of the key to the terminal, ends with the read() that
 * brings the last byte of the frame. The frame is over when every thread of the
 * program sleeps, one of them has gone to sleep since the key was sent, and
 * nothing has come for a moment. That is right because a program that waits for
 * the next key sleeps and one that still computes or reads the disk does not (it
 * is running, or in uninterruptible sleep), however long it draws nothing; the
 * count of sleeps tells "done" from "not yet woken"; and the moment is for bytes
 * that are on their way through the kernel. The moment is waited for after the
 * last byte, so it is in no figure.
 */
#ifndef TESTS_BENCH_FRAME_H
#define TESTS_BENCH_FRAME_H

#include <stdint.h>

#include "tests/tui/terminal.h"

/* Start a program; *ms: from before fork() to the last byte of its first frame. */
struct terminal *frame_start(char *const argv[], char *const env[], double *ms);

/* Type the keys at once; ms to the last byte, 0 when nothing was drawn. */
double frame_keys(struct terminal *t, const char *keys);

/* Wait until nothing goes on any more. */
void frame_settle(struct terminal *t);

/* Fail unless the text is on the screen. */
void frame_expect(struct terminal *t, const char *text);

/* How often all threads of a process have slept or were put aside so far. */
int64_t frame_switches(pid_t pid);

#endif
