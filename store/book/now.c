#include "config.h"
#include "store/book/now.h"

#include "store/book/private.h"

const struct moment *book_now(const struct book *book)
{
	return &book->now;
}

day_t book_clock_floor(const struct book *book)
{
	day_t built = clock_build_day();

	return book->count.last_day > built ? book->count.last_day : built;
}

day_t book_last_day(const struct book *book)
{
	day_t built = clock_build_day();

	if (book->count.asked_day == DAY_MIN)
		return book_clock_floor(book);
	return book->count.asked_day > built ? book->count.asked_day : built;
}

int book_check_clock(struct book *book, struct fault *f)
{
	int rc = clock_now(&book->now, book_clock_floor(book), f);

	if (!rc && book->now.trust == CLOCK_WRONG)
		rc = fault_set(f, FAULT_CLOCK, NULL);
	return rc;
}
