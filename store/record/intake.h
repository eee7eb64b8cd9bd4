/*
 * intake: taking in what other laptops wrote, as one thing.
 *
 * Lines go into the log verbatim, lane by lane; then the records they touch are judged and
 * settled (settle.h). What is taken in together can be taken back and put in again as a
 * whole: an operation counts while at least one import that stands carries it.
 *
 *	rc = intake_begin(&in, book, &f);
 *	rc = intake_lane(&in, &lane, &f);
 *	rc = intake_line(&in, line, n, local, &taken, &f);   … for each
 *	rc = intake_end(&in, &f);
 *	intake_release(&in);
 *
 * Invariants: all of it inside one transaction of the book, which the caller begins, commits
 * or rolls back; what was not ended must be. No order and no repetition of lines, lanes or
 * imports changes what the records come to. An erased operation stays erased. Nothing of this
 * laptop's present lane is taken that it has not made itself.
 */
#ifndef STORE_RECORD_INTAKE_H
#define STORE_RECORD_INTAKE_H

#include "store/book/book.h"
#include "store/oplog/lane.h"
#include "store/record/settle.h"

/* How an import stands. Kept by number: none may become another. */
enum standing {
	STANDS = 0,
	STANDS_NOT_UNDONE = 1,  /* a person took it back */
	STANDS_NOT_REVOKED = 2, /* its batch does not count: of a revoked key, or expired */
};

/* What became of a line. */
enum taken {
	TAKEN_NEW,    /* it was not known */
	TAKEN_AGAIN,  /* it was here already, or is erased */
	TAKEN_FILLED, /* only its id was known */
	TAKEN_NOT,    /* it claims this laptop's present lane, which has not made it */
};

struct intake {
	struct book *book;
	int64_t key;           /* names the import in this vault */
	int64_t lane_key;
	struct lane lane;      /* whose lines come now */
	int64_t first, last;   /* keys of what is new */
	struct worklist touched; /* records to settle */
	bool anew;             /* a lane became another: records are put together anew */
	bool other_units;      /* one is of another unit now: all of them are */
	bool erasures;         /* something is erased here */
	bool holds;            /* what hangs on its records waits for its end (search_held.h) */
	int64_t counts[TAKEN_NOT + 1];
};

int intake_begin(struct intake *in, struct book *book, struct fault *f);
/*
 * Go on with an import that is here: what it brought has come once more, with lines where ids alone
 * came before. FAULT_NOT_FOUND.
 */
int intake_begin_again(struct intake *in, struct book *book, int64_t key, struct fault *f);
/* The lane of the lines that follow, and what it is; what hangs on that is judged again. */
int intake_lane(struct intake *in, const struct lane *lane, struct fault *f);
/*
 * One line of n bytes, without its end. local: it came marked as staying in the commune. FAULT_JSON when
 * it is no operation, FAULT_FIELD ("lane") when it names another lane.
 */
int intake_line(struct intake *in, const char *line, size_t n, bool local, enum taken *taken,
		struct fault *f);
/* The id of one alone, the number `n` of its lane: what it says was not passed on. */
int intake_bare(struct intake *in, const struct id *id, int64_t n, bool local, struct fault *f);
int intake_end(struct intake *in, struct fault *f);
void intake_release(struct intake *in);

/*
 * Say how an import stands: take it back, or put it in again. FAULT_NOT_FOUND when there is none of
 * that key, FAULT_NOTHING when it is so already.
 */
int intake_undo(struct book *book, int64_t key, enum standing standing, struct fault *f);
int intake_standing(struct book *book, int64_t key, enum standing *out, struct fault *f);

/*
 * Outside an import: say what n lanes are, also of this laptop's own; what hangs on that is judged
 * again at once. Nothing where they are so already. Their operations stay, whatever becomes of their
 * laptops' certificates: what does not count any more is said of the imports that brought it.
 * own: they prove to be this laptop's own, from before a restore, of that incarnation (lane_own());
 * else NULL.
 */
int intake_retell(struct book *book, const struct lane *lanes, size_t n, const uint8_t *own,
		  struct fault *f);

/* Put an operation aside that counts, by hand, or take that back. Faults as above. */
int intake_put_aside(struct book *book, int64_t op, bool aside, struct fault *f);

#endif
