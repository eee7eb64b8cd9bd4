#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/base/memory.h"
#include "tests/fuzz/form.h"
#include "tui/visit/data.h"
#include "tui/visit/draft.h"

FUZZ_CHANGES(300);

/* A draft another version may have left: fetched, and kept again, it stays what it is. */
FUZZ_TARGET
{
	char *text = fuzz_string(data, len), *all;
	json_t *kept, *found;
	struct visit v, again;
	struct fault f;

	fuzz_begin();
	all = memory_format("{\"%s\":{\"session\":%s}}", book_member(fuzz_book()), text);
	FUZZ_CHECK(!book_setting_set(fuzz_book(), "drafts", all, &f));
	free(all);
	form_open(&v);
	if (visit_draft_get(&v)) {
		form_check(&v);
		FUZZ_CHECK(!visit_draft_put(&v, &f));
		form_open(&again);
		FUZZ_CHECK(visit_draft_get(&again));
		kept = visit_session(&v, true);
		found = visit_session(&again, true);
		FUZZ_CHECK(json_equal(kept, found));
		json_decref(kept);
		json_decref(found);
		form_release(&again);
	}
	form_release(&v);
	fuzz_rollback();
	free(text);
	return 0;
}
