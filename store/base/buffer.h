/*
 * buffer: a text that grows as it is written.
 *
 * Whatever was in one is wiped: when it moves to a larger place and when it is
 * released; what buffer_take() hands over is the taker's to wipe, if it needs
 * that. Memory that runs out ends the process (memory.h), so nothing here
 * fails. One thread at a time.
 */
#ifndef STORE_BASE_BUFFER_H
#define STORE_BASE_BUFFER_H

#include <stddef.h>

/* All zeros is an empty one. */
struct buffer {
	char *text; /* with a NUL after it; NULL as long as nothing was written */
	size_t len, room;
};

void buffer_put(struct buffer *b, const char *text);
void buffer_put_bytes(struct buffer *b, const void *bytes, size_t n);
void buffer_put_char(struct buffer *b, char c);
/* As fprintf(). */
void buffer_print(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* What was written so far, "" when nothing was; good until more is. */
const char *buffer_text(const struct buffer *b);

/* The text, never NULL, the caller's to free(); *len (may be NULL) its length. The buffer is empty. */
char *buffer_take(struct buffer *b, size_t *len);

/* Wipe and free it; it is empty. */
void buffer_release(struct buffer *b);

#endif
