/*
 * topics: those known in a book: the catalogue's, then those added to it.
 *
 * Of several of one code the one that stands for it counts (db/schema.h). A commune, and the upper
 * level, may give a topic of the catalogue other words, which hold at its own desks and below;
 * what it counts under stays. A team's never stands for one of the catalogue.
 *
 * They are read when the book is opened (open.h), and when first asked for
 * after a topic was added, changed or taken back; then they are kept (cache.h), and
 * pointers are good until the next such change. Should they not be read again
 * then, none is known: whoever decides by them loads them first.
 */
#ifndef STORE_RECORD_TOPICS_H
#define STORE_RECORD_TOPICS_H

#include "store/book/book.h"
#include "store/catalog/catalog.h"

/* Read them, if they are not yet. I/O faults. */
int topics_load(struct book *book, struct fault *f);

/* NULL when unknown, and *count 0 when they cannot be read. */
const struct topic *book_topic(struct book *book, const char *code);
const struct topic *book_topics(struct book *book, size_t *count);

/*
 * The lowest level whose lanes may speak here for a topic of that code: for one of the catalogue this
 * desk's own, and no team's.
 */
enum book_level topic_speaks(const struct book *book, const char *code);

/* A record of a topic has changed: read them anew when they are asked for next. */
void topics_changed(struct book *book);

#endif
