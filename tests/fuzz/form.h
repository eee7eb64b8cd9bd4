/*
 * form: the form of a session, without its screen, for fuzz targets.
 */
#ifndef TESTS_FUZZ_FORM_H
#define TESTS_FUZZ_FORM_H

#include "tests/fuzz/book.h"
#include "tui/visit/facts.h"
#include "tui/visit/sitting.h"

/* As it opens over the logbook of book.h. */
static inline void form_open(struct visit *v)
{
	memset(v, 0, sizeof *v);
	v->book = fuzz_book();
	visit_start(v);
	visit_load(v);
}

static inline void form_release(struct visit *v)
{
	for (int i = 0; i < VISIT_FIELDS; i++)
		field_release(&v->values.line[i]);
	visit_unload(v);
	free(v->values.old_note);
}

/* It holds no more than there is room for. */
static inline void form_check(const struct visit *v)
{
	FUZZ_CHECK(v->cursor.at < VISIT_FIELDS);
	FUZZ_CHECK(memchr(v->cursor.error, 0, sizeof v->cursor.error));
	FUZZ_CHECK(v->values.n_topics <= VISIT_TOPICS && v->values.n_by <= VISIT_PEOPLE);
	FUZZ_CHECK(v->values.n_promises <= VISIT_PROMISES && v->values.n_closing <= VISIT_OPEN);
}

#endif
