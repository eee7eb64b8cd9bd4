/*
 * profile: which columns of a report, in which order, under which headers.
 *
 * Superiors each want their own dozen. A profile is the catalogue's default
 * ones, a list of codes, or a file a clerk can write: tab-separated rows
 *
 *   [number TAB] code [TAB header]
 *
 * in the superior's order. The number is the clerk's own and not read; a
 * header left out is the catalogue's. A byte-order mark, line ends of either
 * kind, empty lines, lines beginning with #, a first row whose code is "code"
 * and quotes a spreadsheet has put around a cell are all right.
 *
 * Invariants: a profile has at least one column and at most PROFILE_MAX; its
 * headers are NFC without control characters. It owns its headers.
 * profile_read() reads a file, nothing else touches the outside. Thread-safe.
 */
#ifndef SYNC_REPORT_PROFILE_H
#define SYNC_REPORT_PROFILE_H

#include <stddef.h>

#include "store/base/fault.h"
#include "store/catalog/catalog.h"
#include "store/summary/summary.h"

#define PROFILE_MAX        200
#define PROFILE_HEADER_MAX 200         /* letters */
#define PROFILE_BYTES_MAX  (256 * 1024)

struct profile_column {
	const struct column *column;
	char *header; /* NULL: the catalogue's */
};

struct profile {
	struct profile_column *columns;
	size_t count;
};

/*
 * Each of these makes *out, which need not be initialised and is released by
 * the caller after FAULT_OK.
 */

/* The columns shown unless others are asked for. */
void profile_default(struct profile *out);

/*
 * These, and after them what the period's reports say and what was typed in with them, as far as
 * there is any: what somebody wrote is never left out of what one looks at or hands on. NULL for a
 * file: all of them, so that the rows of several units' files lie under each other.
 */
void profile_told(struct profile *out, const struct summary *summary);

/* A column whose value comes from the reports themselves: their texts, figures typed in. */
bool profile_is_told(const struct column *column);

/* Codes with commas between: "ho_tham,so_luot". FAULT_USAGE; the subject is the unknown code. */
int profile_codes(struct profile *out, const char *codes, struct fault *f);

/*
 * The bytes of a file. FAULT_FIELD with the line; field "code" (unknown, none
 * at all, too many) or "header" (not UTF-8, control characters, too long).
 */
int profile_parse(struct profile *out, const char *data, size_t len, struct fault *f);

/*
 * A file: also FAULT_NO_FILE, FAULT_IO, and FAULT_FIELD without a line for what
 * is no text (bad_text) or larger than PROFILE_BYTES_MAX (too_many).
 */
int profile_read(struct profile *out, const char *path, struct fault *f);

void profile_release(struct profile *profile);

#endif
