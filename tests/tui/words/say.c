/* Failures as sentences of the screen. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/text.h"
#include "tui/env/lang.h"
#include "tui/words/say.h"

static void assert_says(const char *lang, const struct fault *f, const char *wanted)
{
	char *text;

	lang_set(lang);
	text = say_text(f);
	assert_string_equal(text, wanted);
	free(text);
}

static void a_message_begins_with_a_capital(void **state)
{
	struct fault f = { 0 };
	char *cause;

	(void)state;
	fault_set(&f, FAULT_PASSPHRASE, NULL);
	assert_says("vi", &f, "Sai mật khẩu");
	fault_missing(&f, "", REASON_BAD_TEXT);
	assert_says("vi", &f, "Còn trống");
	fault_set(&f, FAULT_FULL, NULL); /* a letter with marks */
	assert_says("vi", &f, "Ổ đĩa đã đầy");
	assert_says("en", &f, "The disk is full");
	fault_set(&f, FAULT_DAMAGED, "7");
	assert_says("en", &f, "Page 7: the data file is damaged; restore a backup");
	/* What is not ours stays as it was written; what goes into words of ours begins small. */
	fault_set(&f, FAULT_NOT_FOUND, "lan");
	assert_says("en", &f, "lan: not found");
	fault_set(&f, FAULT_FULL, NULL);
	cause = say_cause(&f);
	assert_string_equal(cause, "the disk is full");
	free(cause);
}

static void who_may_is_said(void **state)
{
	struct fault f;

	(void)state;
	fault_set(&f, FAULT_NOT_PERMITTED, NULL);
	assert_says("vi", &f, "Bạn không có quyền thực hiện");
	strcpy(f.who, "Lan, Tú");
	assert_says("vi", &f, "Bạn không có quyền thực hiện; hãy nhờ Lan, Tú");
}

/* Each cause of a code that is refused has its own words, which 60 columns hold. */
static void a_refused_code_says_why(void **state)
{
	static const enum fault_reason reasons[] = { REASON_BAD_CODE, REASON_TAKEN_CODE,
						     REASON_BAD_VILLAGE_CODE,
						     REASON_BAD_SHORT_CODE };
	struct fault f;
	char *text[4];

	(void)state;
	lang_set("vi");
	for (size_t i = 0; i < 4; i++) {
		fault_field(&f, "", reasons[i], NULL);
		assert_string_equal(fault_reason_name(f.reason), "bad_code");
		text[i] = say_text(&f);
		assert_true(text_width(text[i], strlen(text[i])) <= 56);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(text[i], text[j]);
	}
	assert_string_equal(text[1], "Đã có rồi (không phân biệt chữ hoa, chữ thường)");
	for (size_t i = 0; i < 4; i++)
		free(text[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_begins_with_a_capital),
		cmocka_unit_test(who_may_is_said),
		cmocka_unit_test(a_refused_code_says_why),
	};

	return cmocka_run_group_tests_name("say", tests, NULL, NULL);
}
