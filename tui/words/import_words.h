/*
 * import_words: what came of files that came, in the person's language.
 */
#ifndef TUI_WORDS_IMPORT_WORDS_H
#define TUI_WORDS_IMPORT_WORDS_H

#include "store/base/buffer.h"
#include "store/oplog/judge.h"
#include "store/summary/summary.h"
#include "sync/exchange/import.h"

/* "Damaged: the file was cut off. Ask for it again." By the names of verdict and reason. */
const char *import_reason_text(const char *verdict, const char *reason);

/* Whether it is sealed for, or answers, somebody else: nobody here has to do with it. */
bool import_is_for_others(const struct import_result *r);

/*
 * What else is to be said of one that was taken, or would be where it is only tried: lines, each with
 * its LF; or nothing.
 */
void import_notes(struct buffer *out, const struct import_result *r, enum book_level level,
		  bool tried);

/* "The commune has 3 batches that this book has not: …", a line; nothing for 0. */
void import_lost(struct buffer *out, int64_t lost, enum book_level level);

/*
 * "Received 14 batches of 11 teams: 402 sessions, 9 weekly reports", where it is only tried "Would take
 * in 14 batches …"; and what else came.
 */
void import_came(struct buffer *out, const struct import_results *results, enum book_level level,
		 bool tried);

/*
 * "Week 47: 11 of 15 teams; missing: T04 Ấp Đông; …"; of a summary by unit "2 of 3 communes", those whose
 * teams have all closed. Nothing where there is none.
 */
void import_missing(struct buffer *out, const struct summary *summary);

/* "T04", of another unit "26575/T04"; "26575" of a unit's own; "—" not known. */
void import_whose(struct buffer *out, const char *unit, const char *team, const char *own_unit);

/* Why a batch from here is kept aside there; NOT: for a reason not known here. */
const char *import_held_there(enum held held);
/* How many entries from here the level above has put aside; nothing of none. */
void import_put_aside(struct buffer *out, int64_t aside, enum book_level level);

/* Why an operation does not count. */
const char *aside_text(enum aside aside);

#endif
