#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/base/crypto.h"
#include "sync/io/jsonl.h"

/* A reader over these bytes, to be closed with done(). */
static void reader(struct jsonl *in, const char *bytes, size_t len)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	jsonl_init(in, fd);
}

static void done(struct jsonl *in)
{
	close((int)in->file);
	jsonl_release(in);
}

static void next_is(struct jsonl *in, int line, const char *key)
{
	struct fault f = { 0 };
	json_t *object = NULL;

	assert_int_equal(jsonl_next(in, &object, &f), FAULT_OK);
	assert_non_null(object);
	assert_int_equal(in->line, line);
	assert_non_null(json_object_get(object, key));
	json_decref(object);
}

static void ends(struct jsonl *in)
{
	struct fault f = { 0 };
	json_t *object = NULL;

	assert_int_equal(jsonl_next(in, &object, &f), FAULT_OK);
	assert_null(object);
	assert_int_equal(f.code, FAULT_OK);
}

static void lines_are_counted(void **state)
{
	static const char text[] = "\xEF\xBB\xBF{\"a\":1}\r\n\n \t\r\n{\"b\":1}\n{\"c\":1}";
	struct jsonl in;

	(void)state;
	reader(&in, text, sizeof text - 1);
	next_is(&in, 1, "a");
	next_is(&in, 4, "b");
	next_is(&in, 5, "c");
	ends(&in);
	ends(&in);
	done(&in);
}

static void nothing_ends_at_once(void **state)
{
	struct jsonl in;

	(void)state;
	reader(&in, "", 0);
	ends(&in);
	done(&in);
	reader(&in, "\n\n", 2);
	ends(&in);
	done(&in);
}

/* The same lines whatever pieces they arrive in. */
static void pieces_make_no_difference(void **state)
{
	struct jsonl in;
	char line[200000];
	int fd = memfd_create("input", MFD_CLOEXEC);

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		size_t n = 60000 * i + 17;

		memset(line, 'x', sizeof line);
		memcpy(line, "{\"k\":\"", 6);
		memcpy(line + n, "\"}\n", 3);
		assert_int_equal(write(fd, line, n + 3), n + 3);
	}
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	jsonl_init(&in, fd);
	for (int i = 1; i <= 3; i++)
		next_is(&in, i, "k");
	ends(&in);
	done(&in);
}

static const struct {
	const char *text;
	size_t len;
	const char *code;
} refused[] = {
#define ROW(text, code) { text, sizeof text - 1, code }
	ROW("hello", "bad_json"),
	ROW("{\"a\":1}{}", "bad_json"),
	ROW("{\"a\":01}", "bad_json"),
	ROW("{'a':1}", "bad_json"),
	ROW("{\"a\":1,}", "bad_json"),
	ROW("{\"a\":NaN}", "bad_json"),
	ROW("{\"a\":\"\x1b\"}", "bad_json"),
	ROW("[1]", "not_object"),
	ROW("{\"a\":\"\xff\"}", "bad_utf8"),
	ROW("{\"a\":\"\xed\xa0\x80\"}", "bad_utf8"),
	ROW("{\"a\":\"\xc0\x80\"}", "bad_utf8"),
	ROW("{\"a\":\"\\ud800\"}", "bad_unicode"),
	ROW("{\"a\":\"\\udc00x\"}", "bad_unicode"),
	ROW("{\"a\":\"\\u0000\"}", "nul"),
	ROW("{\"a\\u0000\":1}", "nul"),
	ROW("{\"a\":1,\"a\":1}", "duplicate_key"),
	ROW("{\"a\":{\"b\":1,\"b\":2}}", "duplicate_key"),
	ROW("{\"a\":9223372036854775808}", "bad_number"),
	ROW("{\"a\":1e999}", "bad_number"),
	ROW("{\"a\":", "cut_off"),
	ROW("{\"a\":\"b", "cut_off"),
#undef ROW
};

static void what_is_refused_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		struct fault f = { 0 };
		struct jsonl in;
		json_t *object = NULL;
		char text[100] = "{\"good\":1}\n";
		size_t n = strlen(text);

		memcpy(text + n, refused[i].text, refused[i].len);
		reader(&in, text, n + refused[i].len);
		next_is(&in, 1, "good");
		assert_int_equal(jsonl_next(&in, &object, &f), FAULT_JSON);
		assert_null(object);
		assert_int_equal(f.code, FAULT_JSON);
		assert_int_equal(f.line, 2);
		assert_string_equal(f.subject, refused[i].code);
		done(&in);
	}
}

/* One letter below the bound is taken, the bound and one is not, with a line end or without. */
static void length_is_bounded(void **state)
{
	size_t size = JSONL_LINE_MAX + 2;
	char *text = malloc(size);

	(void)state;
	assert_non_null(text);
	for (int i = 0; i < 4; i++) {
		size_t len = JSONL_LINE_MAX + (size_t)(i & 1);
		struct fault f = { 0 };
		struct jsonl in;
		json_t *object = NULL;

		memset(text, 'x', size);
		memcpy(text, "{\"k\":\"", 6);
		memcpy(text + len - 2, "\"}\n", 3);
		reader(&in, text, len + (size_t)(i >> 1));
		if (i & 1) {
			assert_int_equal(jsonl_next(&in, &object, &f), FAULT_JSON);
			assert_string_equal(f.subject, "too_long");
			assert_int_equal(f.line, 1);
		} else {
			next_is(&in, 1, "k");
		}
		done(&in);
	}
	free(text);
}

static void secret_is(const char *text, size_t len, const char *secret)
{
	struct fault f = { 0 };
	struct jsonl in;
	char *got = NULL;
	size_t n = 0;

	reader(&in, text, len);
	assert_int_equal(jsonl_secret(&in, &got, &n, &f), FAULT_OK);
	assert_non_null(got);
	assert_string_equal(got, secret);
	assert_int_equal(n, strlen(secret));
	/* Nothing of it is left in the buffer, and data lines begin after it. */
	assert_null(n ? memmem(in.buf, in.fill, secret, n) : NULL);
	free(got);
	if (in.start < in.fill)
		next_is(&in, 1, "a");
	ends(&in);
	done(&in);
}

static void first_line_may_be_a_secret(void **state)
{
	struct fault f = { 0 };
	struct jsonl in;
	char *got = NULL, longest[JSONL_SECRET_MAX + 2];
	size_t n;

	(void)state;
	secret_is("m\xE1\xBA\xADt\n{\"a\":1}\n", 13, "m\xE1\xBA\xADt");
	secret_is("geheim\r\n\xEF\xBB\xBF{\"a\":1}", 18, "geheim");
	secret_is("no end", 6, "no end");
	secret_is("\n", 1, "");
	secret_is("\xEF\xBB\xBFs\r\n\xEF\xBB\xBF{\"a\":1}\n", 17, "s");
	secret_is("\xEF\xBB\xBF", 3, "");
	secret_is("s\r", 2, "s");
	secret_is("a\xEF\xBB\xBF", 4, "a\xEF\xBB\xBF"); /* only at the beginning */

	reader(&in, "", 0);
	assert_int_equal(jsonl_secret(&in, &got, &n, &f), FAULT_OK);
	assert_null(got);
	done(&in);

	reader(&in, "a\0b\n", 4);
	assert_int_equal(jsonl_secret(&in, &got, &n, &f), FAULT_FIELD);
	assert_null(got);
	done(&in);

	memset(longest, 'x', sizeof longest);
	reader(&in, longest, JSONL_SECRET_MAX + 1);
	assert_int_equal(jsonl_secret(&in, &got, &n, &f), FAULT_FIELD);
	assert_null(got);
	done(&in);
	reader(&in, longest, JSONL_SECRET_MAX);
	assert_int_equal(jsonl_secret(&in, &got, &n, &f), FAULT_OK);
	assert_int_equal(n, JSONL_SECRET_MAX);
	free(got);
	done(&in);
}

static void rest_is_what_is_left(void **state)
{
	struct fault f = { 0 };
	struct jsonl in;
	char *got = NULL, *rest = NULL;
	size_t n = 0;
	json_t *object;

	(void)state;
	reader(&in, "s\n{\n\"a\":\n1}\n", 12);
	assert_int_equal(jsonl_secret(&in, &got, &n, &f), FAULT_OK);
	free(got);
	assert_int_equal(jsonl_rest(&in, &rest, &n, &f), FAULT_OK);
	assert_string_equal(rest, "{\n\"a\":\n1}\n");
	assert_int_equal(jsonl_object(rest, n, &object, &f), FAULT_OK);
	assert_int_equal(json_integer_value(json_object_get(object, "a")), 1);
	json_decref(object);
	free(rest);
	done(&in);

	assert_int_equal(jsonl_object("{\n\"a\":\nx}", 9, &object, &f), FAULT_JSON);
	assert_int_equal(f.line, 3);
	assert_null(object);
}

static void unreadable_input_is_a_fault(void **state)
{
	struct fault f = { 0 };
	struct jsonl in;
	json_t *object;

	(void)state;
	jsonl_init(&in, -1);
	assert_int_equal(jsonl_next(&in, &object, &f), FAULT_IO);
	assert_int_not_equal(f.sys, 0);
	jsonl_release(&in);
}

static void written_on_one_line(void **state)
{
	static const char line[] = "{\"b\":\"B\xC3\xA0 \\n\\u001B\",\"a\":null,\"c\":1}\n";
	json_t *object = json_pack("{ss sn si}", "b", "B\xC3\xA0 \n\x1b", "a", "c", 1);
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	(void)state;
	assert_int_equal(jsonl_write(out, object), 0);
	fclose(out);
	assert_string_equal(text, line);
	free(text);
	out = fopen("/dev/full", "w");
	assert_non_null(out);
	setbuf(out, NULL);
	assert_int_equal(jsonl_write(out, object), -1);
	fclose(out);
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_counted),
		cmocka_unit_test(nothing_ends_at_once),
		cmocka_unit_test(pieces_make_no_difference),
		cmocka_unit_test(what_is_refused_is_named),
		cmocka_unit_test(length_is_bounded),
		cmocka_unit_test(first_line_may_be_a_secret),
		cmocka_unit_test(rest_is_what_is_left),
		cmocka_unit_test(unreadable_input_is_a_fault),
		cmocka_unit_test(written_on_one_line),
	};

	if (crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
