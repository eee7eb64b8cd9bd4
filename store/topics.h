/*
 * topics: those known in a book: the catalogue's, then those added to it,
 * which win by code.
 *
 * They are read when first asked for and kept (cache.h). Pointers are good until
 * a topic is added, changed or taken back. Where the book's own cannot be read
 * the catalogue's alone are known.
 */
#ifndef STORE_TOPICS_H
#define STORE_TOPICS_H

#include "store/book.h"
#include "store/catalog.h"

/* NULL when unknown. */
const struct topic *book_topic(struct book *book, const char *code);
const struct topic *book_topics(struct book *book, size_t *count);

/* A record of a topic has changed: read them anew when they are asked for next. */
void topics_changed(struct book *book);

#endif
