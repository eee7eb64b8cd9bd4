/* What a few keys find: by themselves, and by what the typing method makes of them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/text.h"
#include "tui/typing/typing.h"
#include "tui/widgets/query.h"

static bool finds(const char *keys, const char *text)
{
	char folded[256];
	struct query q;
	bool found;

	text_fold(folded, sizeof folded, text, strlen(text));
	query_make(&q, keys);
	found = query_finds(&q, folded);
	query_release(&q);
	return found;
}

static void keys_find_by_every_reading(void **state)
{
	static const struct {
		enum typing typing;
		const char *keys, *text;
		bool found;
	} cases[] = {
		{ TYPING_TELEX, "chowj", "H012 Gần chợ", true },
		{ TYPING_TELEX, "Binhf Chaau", "Xã Bình Châu", true },
		{ TYPING_TELEX, "bình châu", "Xã Bình Châu", true },
		{ TYPING_TELEX, "chợ gaanf", "H012 Gần chợ", true },
		{ TYPING_TELEX, "binh ch", "Xã Bình Châu", true },
		{ TYPING_TELEX, "nguwow", "Nhiều người", true },  /* not ended yet */
		{ TYPING_TELEX, "ddaof", "Lê Thị Đào", true },
		{ TYPING_TELEX, "test", "bài test", true },       /* and not only tét */
		{ TYPING_TELEX, "test chowj", "test gần chợ", true },
		{ TYPING_TELEX, "web", "trang web", true },
		{ TYPING_TELEX, "26572-01", "26572-01 Ấp Bắc", true },
		{ TYPING_TELEX, "cho75", "Gần chợ", false },
		{ TYPING_VNI, "cho75", "H012 Gần chợ", true },
		{ TYPING_VNI, "d9a2o", "Lê Thị Đào", true },
		{ TYPING_VNI, "A12", "A12 cuối xóm", true },
		{ TYPING_VNI, "chowj", "Gần chợ", false },
		{ TYPING_OFF, "chowj", "Gần chợ", false },
		{ TYPING_OFF, "cho", "Gần chợ", true },
		{ TYPING_TELEX, "xchowj", "Gần chợ", false },
		{ TYPING_TELEX, "ho", "Gần chợ", false },         /* the beginning of a word */
		{ TYPING_TELEX, "cho zz", "Gần chợ", false },     /* every word */
		{ TYPING_TELEX, "", "Gần chợ", true },
		{ TYPING_TELEX, "  ", "Gần chợ", true },
		{ TYPING_TELEX, "*", "Gần chợ", false },
		{ TYPING_TELEX, "cho *", "Gần chợ", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		typing_set(cases[i].typing, TONE_OLD);
		if (finds(cases[i].keys, cases[i].text) != cases[i].found)
			fail_msg("\"%s\" and \"%s\"", cases[i].keys, cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(keys_find_by_every_reading) };

	return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
