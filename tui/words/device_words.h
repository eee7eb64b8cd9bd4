/*
 * device_words: laptops and units that are enrolled, as lists and messages have them.
 */
#ifndef TUI_WORDS_DEVICE_WORDS_H
#define TUI_WORDS_DEVICE_WORDS_H

#include "store/base/buffer.h"
#include "sync/identity/roster.h"

/* A line of a label, in its column, and a text, made printable. */
void device_line(struct buffer *out, const char *label, const char *text);

/* "T01 Tổ Ấp Bắc", of another unit "26575/T01 …", "26572 Phường Tam Long": what people call it. */
void device_name(struct buffer *out, const struct rostered *r);

/* Head and line of a list. */
void device_list_head(struct buffer *out);
void device_list_line(struct buffer *out, const struct rostered *r);

#endif
