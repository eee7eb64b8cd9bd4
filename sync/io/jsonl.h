/*
 * jsonl: JSON Lines, in and out.
 *
 * In: a buffered reader of one open file whose lines are JSON values, one
 * object each. Strict: UTF-8 only, no lone surrogates, no NUL, no
 * duplicate keys, numbers within 64 bits. Out: one compact line an object.
 * Form: RFC 8259 in lines as of https://jsonlines.org (LF, or CR LF).
 *
 * A byte order mark before the first data line or a secret is skipped, blank lines are
 * skipped but counted. The first line may be a passphrase (jsonl_secret()):
 * data lines are counted after it.
 *
 * Invariants: a line longer than JSONL_LINE_MAX is refused, so memory is
 * bounded; the buffer is wiped when it is given back, and a secret line as
 * soon as it has been handed out. One thread a reader.
 *
 * A FAULT_JSON carries the line, the byte in it where known, and as subject
 * one of these codes (the wording is tui's):
 *   bad_utf8 bad_unicode duplicate_key nul bad_number too_deep too_long
 *   not_object cut_off bad_json
 */
#ifndef SYNC_IO_JSONL_H
#define SYNC_IO_JSONL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <jansson.h>

#include "store/base/fault.h"
#include "store/base/platform.h"

#define JSONL_LINE_MAX ((size_t)16 << 20)

struct jsonl {
	handle_t file;   /* not owned */
	int line;        /* number of the last data line handed out; 0 before the first */
	bool end;        /* read() has said so */
	char *buf;
	size_t size, start, fill; /* buf[start..fill) is not handed out yet */
};

void jsonl_init(struct jsonl *in, handle_t file);
/* Wipe and free the buffer; the file stays open. */
void jsonl_release(struct jsonl *in);

/*
 * The next line as a secret: malloc'ed with a NUL added, without LF, CR LF or CR,
 * to be wiped and freed by the caller, and gone from the buffer. FAULT_OK with
 * *out NULL at the end of input; FAULT_FIELD (bad_text) when it is longer than
 * JSONL_SECRET_MAX bytes or holds a NUL; FAULT_IO, FAULT_NOMEM.
 */
#define JSONL_SECRET_MAX 1024
int jsonl_secret(struct jsonl *in, char **out, size_t *len, struct fault *f);

/*
 * The next object (a new reference), or *out NULL at the end of input.
 * in->line is its line. FAULT_JSON, FAULT_IO, FAULT_NOMEM.
 */
int jsonl_next(struct jsonl *in, json_t **out, struct fault *f);

/*
 * All the rest of the input, as malloc'ed text with a NUL added. It may hold
 * any bytes. FAULT_JSON (too_long), FAULT_IO, FAULT_NOMEM.
 */
int jsonl_rest(struct jsonl *in, char **out, size_t *len, struct fault *f);

/* One object that may take several lines; nothing may follow it. Faults as jsonl_next(). */
int jsonl_object(const char *text, size_t len, json_t **out, struct fault *f);

/* One line: compact, keys in their order, UTF-8, LF. 0, or -1 when writing failed (errno). */
int jsonl_write(FILE *out, const json_t *value);

#endif
