/*
 * work: something that takes seconds, while the screen goes on living.
 *
 * The key derivation takes about a second on a good machine and three on an old
 * one. work_run() runs it on a thread of its own and returns when it is done;
 * meanwhile the screen is drawn anew with a moving sign, a new size is
 * followed, and ^Z and the wish to end are kept for the next term_next():
 * what was being done is done whole. What is typed meanwhile waits its turn.
 *
 * Why a book may be opened on one thread and used on another: SQLite ties
 * nothing to a thread, and its rule of one user at a time is kept, because the
 * main thread waits for the job's end (pthread_join, which also makes all it
 * wrote visible) before it touches what the job made. So is the rule of
 * store/: one thread at a time. What the views draw meanwhile the job may read
 * but not write, and the other way round.
 *
 * Invariants: the job gets no signals. Its stack is given back to the system
 * at once, so that nothing of a key stays in memory that is used again.
 * Where no thread can be made it runs on the main one, without the sign.
 */
#ifndef TUI_APP_WORK_H
#define TUI_APP_WORK_H

#include "tui/app/app.h"

/* Run job(arg) with `text` (translated) on the message line, which is empty again afterwards. */
void work_run(struct app *app, const char *text, void (*job)(void *arg), void *arg);

#endif
