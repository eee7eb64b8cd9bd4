/*
 * setup_file: a commune's villages, teams, members and households from a file.
 *
 * JSON Lines (sync/io/jsonl.h): each line is an object as the registers' `add
 * --json` takes it. What it is, is said by "kind" ("village", "team",
 * "member", "household"), which is not part of the record, or else follows
 * from its fields: "village" has only a household, "villages" only a team,
 * "role" and "team" only a member, "households" only a village; with code and
 * name alone the form of the code decides, and "26572-01" is a village's.
 *
 * Lines may stand in any order: villages are added first, then teams, members
 * and households. Words nothing; faults name the line. One thread.
 */
#ifndef SYNC_IMPORT_SETUP_FILE_H
#define SYNC_IMPORT_SETUP_FILE_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/catalog/record_type.h"

struct setup_line {
	enum record_type type;
	json_t *object; /* owned */
	int line;       /* in the file, from 1 */
};

struct setup_file {
	struct setup_line *lines;
	size_t count, room;
};

/*
 * Read a file, whose name may begin with "~/". FAULT_NO_FILE, FAULT_IO (also
 * when it is no plain file), FAULT_JSON, FAULT_NOMEM; FAULT_FIELD with field
 * "kind" and the line when a line is none of the four; FAULT_NOTHING for a file
 * without lines. After a fault nothing is left to release.
 */
int setup_file_read(const char *path, struct setup_file *out, struct fault *f);
void setup_file_release(struct setup_file *file);

/*
 * Add everything to the book, inside a transaction. Faults as record_add(), with
 * the line; the transaction must then be rolled back.
 */
int setup_file_add(const struct setup_file *file, struct book *book, struct fault *f);

#endif
