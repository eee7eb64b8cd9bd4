/*
 * asides: operations that are here and do not count, each with its reason; and those made here
 * that do not count at the level above.
 */
#ifndef STORE_QUERY_ASIDES_H
#define STORE_QUERY_ASIDES_H

#include "store/book/book.h"
#include "store/catalog/record_type.h"
#include "store/oplog/judge.h"

struct aside_op {
	struct id id;
	enum aside aside;
	enum record_type type; /* TYPE_ANY: not known here */
	bool creates;          /* a record; else it changes one */
	char who[33 * 4];      /* cut; "" where it does not say */
	struct lane lane;      /* whose it is */
	int64_t n;             /* its number there */
};
typedef int aside_fn(void *arg, const struct aside_op *op, struct fault *f);

/*
 * Those that fail by themselves or were put aside by a person: not those that wait for another, are
 * erased, or came in what was taken back or is held as a whole. By lane, then number.
 */
int asides_each(struct book *book, aside_fn *each, void *arg, struct fault *f);

/*
 * Those made here that the level above has put aside, by its newest documents; `aside` is what they are
 * here. Of several of its desks each speaks for itself. By lane, then number.
 */
int asides_told(struct book *book, aside_fn *each, void *arg, struct fault *f);

#endif
