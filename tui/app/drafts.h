/*
 * drafts: what is typed and not saved yet, kept in the book with who typed it.
 *
 * A draft is an object under a key, and it is whoever typed it who gets it back:
 * functions that name no member are about the one who has unlocked. A key begins with
 * the name of the record type it is about ("session", "household 12"); what is about
 * none is not counted. All of them are one setting of this laptop: sealed in the data
 * file as everything else, never sent. Functions with a fault return FAULT_OK or it.
 */
#ifndef TUI_APP_DRAFTS_H
#define TUI_APP_DRAFTS_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/catalog/record_type.h"

/* Keep a draft (the reference is taken), drop it, fetch it: a new reference, NULL for none. */
int drafts_keep(struct book *book, const char *key, json_t *draft, struct fault *f);
int drafts_drop(struct book *book, const char *key, struct fault *f);
json_t *drafts_fetch(struct book *book, const char *key);

/*
 * Several new records of a type may wait, under its name and under "NAME new 2" and so on: the
 * key of the first that waits (the name where none does), and one that is free.
 */
enum { DRAFTS_KEY = 80 };
void drafts_first_key(struct book *book, const char *name, char key[DRAFTS_KEY]);
void drafts_free_key(struct book *book, const char *name, char key[DRAFTS_KEY]);
bool drafts_wait(struct book *book, const char *name); /* whether one does */

/*
 * Put what older programs kept where drafts are now: visits to whom they say it was, reports,
 * which say nobody, to who has unlocked; a draft that is there already stays. What somebody
 * wrote who is no member any more and cannot unlock is wiped: nobody would ever see it.
 */
int drafts_take_over(struct book *book, struct fault *f);

/*
 * Every draft of everybody who can unlock, one's own first; of who cannot it waits until he can.
 * codeless: of a new record of which no code was typed. What is given is borrowed during the call.
 */
typedef void (*drafts_each)(void *arg, const char *member, enum record_type type, bool codeless);
void drafts_walk(struct book *book, drafts_each each, void *arg);

#endif
