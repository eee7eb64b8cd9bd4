/*
 * count: a summary from a database, without the book around it.
 *
 * Runs the counting engine over the records, then names and orders the groups.
 */
#ifndef STORE_SUMMARY_COUNT_H
#define STORE_SUMMARY_COUNT_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/summary/summary.h"

/* What the engine needs of a book. */
struct summary_input {
	struct db *db;
	day_t today;
	const char *unit, *unit_name, *member;
	/* A report's public object as a new reference; NULL with the fault set. */
	json_t *(*read_report)(void *arg, rec_t rec, struct fault *f);
	/* What a topic is called here; NULL: as in the catalogue. */
	const struct topic *(*topic)(void *arg, const char *code);
	void *arg;
	const char *team; /* whose reports alone come to this desk; NULL or "": all teams' do */
	bool period_only; /* as summary_make_period() */
};

/* summary_make() without a book. f is not NULL. */
int summary_count(const struct summary_input *in, const struct period *period,
		  enum summary_axis axis, struct summary *out, struct fault *f);

#endif
