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
 * Several new records of a type may wait, under its name and under "NAME new 2" and so on: a key
 * that is free, whether one waits, and each of one's own as they were kept; all borrowed.
 */
enum { DRAFTS_KEY = 80 };
void drafts_free_key(struct book *book, const char *name, char key[DRAFTS_KEY]);
bool drafts_wait(struct book *book, const char *name);
typedef void (*drafts_new)(void *arg, const char *key, const json_t *draft);
void drafts_waiting(struct book *book, const char *name, drafts_new each, void *arg);

/*
 * The draft of a record has a text for each item of its form, or null: under the field's name,
 * and of a list of codes one under "field:code" each. code: NULL none.
 */
void drafts_item(const char *field, const char *code, char *out, size_t size);

/* A new record of which too little is known waits; values: its texts and whole numbers (borrowed). */
int drafts_keep_record(struct book *book, enum record_type type, const json_t *values,
		       struct fault *f);

/*
 * Put what older programs kept where drafts are now: visits to whom they say it was, reports,
 * which say nobody, to who has unlocked. Where another draft is there already the older one stays
 * where it was and comes once that is gone; *left: how many of one's own do. What somebody wrote who
 * is no member any more and cannot unlock is wiped: nobody would ever see it.
 */
int drafts_take_over(struct book *book, int *left, struct fault *f);

/*
 * Every draft of everybody who can unlock, one's own first; of who cannot it waits until he can.
 * codeless: of a new record of which no code was typed. What is given is borrowed during the call.
 */
typedef void (*drafts_each)(void *arg, const char *member, enum record_type type, bool codeless);
void drafts_walk(struct book *book, drafts_each each, void *arg);

#endif
