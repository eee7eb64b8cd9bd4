/*
 * answer: the first document to a laptop or a unit's desk that asked to be enrolled.
 *
 * Nobody pinned the root it is signed under: what makes it one to be trusted is that a person
 * typed that root's fingerprint (docs/format-batch.md, "Enrolment").
 */
#ifndef SYNC_EXCHANGE_ANSWER_H
#define SYNC_EXCHANGE_ANSWER_H

#include "sync/exchange/judge.h"

/*
 * In the transaction that is open, of a file that is `unknown_root`: when it answers this desk and
 * `typed` (NULL: nothing was) is its root's fingerprint, that root becomes the parent, its
 * certificates are kept and the file is judged again. Else it stays what it is; *asks: with the right
 * fingerprint it would be taken. What was changed is to be taken back unless it is ACCEPTED then.
 */
int answer_weigh(struct judging *j, const char *typed, bool *asks, struct fault *f);

#endif
