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

/* Every draft of everybody, one's own first; what is given is borrowed during the call. */
typedef void (*drafts_each)(void *arg, const char *member, enum record_type type);
void drafts_walk(struct book *book, drafts_each each, void *arg);

#endif
