#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/query/list_sessions.h"
#include "tests/fuzz/book.h"

FUZZ_CHANGES(300);

static int count(void *arg, rec_t rec)
{
	FUZZ_CHECK(rec > 0);
	++*(int *)arg;
	return 0;
}

/* What a person types into the search: always a question, and some of the sessions an answer. */
FUZZ_TARGET
{
	struct session_filter all = { 0 }, filter = { 0 };
	char *typed = fuzz_string(data, len);
	struct book *book = fuzz_book();
	struct fault f = { 0 };
	int sessions = 0, found = 0;

	filter.search = typed;
	list_sessions(book, &all, count, &sessions, &f);
	FUZZ_CHECK(!f.code && sessions == 3);
	list_sessions(book, &filter, count, &found, &f);
	FUZZ_CHECK(!f.code && found <= sessions);
	free(typed);
	return 0;
}
