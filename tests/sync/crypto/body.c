/* Bodies as they should be packed, and as somebody might who means harm. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <zdict.h>
#include <zstd.h>

#include "sync/crypto/body.h"
#include "sync/crypto/limits.h"

/* The lines of a body: their bytes without LFs, and how many. */
struct taken {
	uint64_t bytes, lines;
};

static enum refusal read_body(const void *packed, size_t n, uint64_t raw, struct taken *t)
{
	struct input_memory in;
	struct body *body;
	const char *line;
	enum refusal no;
	size_t len;

	*t = (struct taken){ 0 };
	input_memory_init(&in, packed, n);
	body = body_open(&in.in, (uint32_t)n, raw);
	while (!(no = body_line(body, &line, &len)) && line) {
		t->bytes += len;
		t->lines++;
	}
	if (!no)
		assert_int_equal(body_unpacked(body), t->bytes + t->lines);
	body_close(body);
	return no;
}

/* Packed by body_pack(), read with what is said of its size. */
static enum refusal reads(const char *lines, size_t n, uint64_t raw)
{
	struct buffer packed = { 0 };
	struct taken t;
	enum refusal no;

	body_pack(&packed, lines, n);
	no = read_body(buffer_text(&packed), packed.len, raw, &t);
	buffer_release(&packed);
	return no;
}

/* n bytes: lines of `width` and LF; the caller's to free(). */
static char *lines_of(size_t n, size_t width)
{
	char *lines = malloc(n);

	memset(lines, '0', n);
	for (size_t at = width; at < n; at += width + 1)
		lines[at] = '\n';
	lines[n - 1] = '\n';
	return lines;
}

static void lines_come_back(void **state)
{
	(void)state;
	assert_int_equal(reads("", 0, 0), REFUSAL_NONE);
	assert_int_equal(reads("a\n", 2, 2), REFUSAL_NONE);
	assert_int_equal(reads("a\nbc\n", 5, 5), REFUSAL_NONE);
	assert_int_equal(reads("a\nbc\n", 5, 6), REFUSAL_NONE); /* the caller knows whether it may be less */
	assert_int_equal(reads("a\nbc\n", 5, 4), REFUSAL_BAD_BODY);
	assert_int_equal(reads("a\nbc", 4, 4), REFUSAL_BAD_BODY);
	assert_int_equal(reads("a\n\n", 3, 3), REFUSAL_BAD_BODY);
	assert_int_equal(reads("\n", 1, 1), REFUSAL_BAD_BODY);
}

static void a_line_has_a_limit(void **state)
{
	char *line = lines_of(LIMIT_LINE + 2, LIMIT_LINE + 2);

	(void)state;
	assert_int_equal(reads(line + 1, LIMIT_LINE + 1, LIMIT_LINE + 1), REFUSAL_NONE);
	assert_int_equal(reads(line, LIMIT_LINE + 2, LIMIT_LINE + 2), REFUSAL_BAD_BODY);
	free(line);
}

static void sixty_four_mebibytes_are_taken_and_not_one_byte_more(void **state)
{
	char *lines = lines_of(LIMIT_BODY_RAW, 1023);
	struct buffer packed = { 0 };
	struct taken t;

	(void)state;
	body_pack(&packed, lines, LIMIT_BODY_RAW);
	free(lines);
	assert_true(packed.len < 10000);
	assert_int_equal(read_body(packed.text, packed.len, LIMIT_BODY_RAW, &t), REFUSAL_NONE);
	assert_int_equal(t.lines, LIMIT_BODY_RAW / 1024);
	assert_int_equal(read_body(packed.text, packed.len, LIMIT_BODY_RAW - 1, &t), REFUSAL_BAD_BODY);
	/* What is announced stops it, not what there is. */
	assert_int_equal(read_body(packed.text, packed.len, 5000, &t), REFUSAL_BAD_BODY);
	assert_true(t.lines <= 4);
	buffer_release(&packed);
}

/* As lines of `n` bytes packed with such a window, its size not told in advance. */
static enum refusal reads_window(int log, size_t n)
{
	char *lines = lines_of(n, 99), *packed = malloc(ZSTD_compressBound(n));
	ZSTD_outBuffer out = { packed, ZSTD_compressBound(n), 0 };
	ZSTD_inBuffer in = { lines, n, 0 };
	ZSTD_CCtx *zstd = ZSTD_createCCtx();
	struct taken t;
	enum refusal no;

	ZSTD_CCtx_setParameter(zstd, ZSTD_c_windowLog, log);
	assert_int_equal(ZSTD_compressStream2(zstd, &out, &in, ZSTD_e_flush), 0);
	assert_int_equal(ZSTD_compressStream2(zstd, &out, &in, ZSTD_e_end), 0);
	no = read_body(packed, out.pos, n, &t);
	ZSTD_freeCCtx(zstd);
	free(lines);
	free(packed);
	return no;
}

static void a_window_has_a_limit(void **state)
{
	(void)state;
	assert_int_equal(reads_window(LIMIT_WINDOW_LOG_READ, 100000), REFUSAL_NONE);
	assert_int_equal(reads_window(LIMIT_WINDOW_LOG_READ + 1, 100000), REFUSAL_BAD_BODY);
}

static enum refusal reads_packed(const struct buffer *b, uint64_t raw)
{
	struct taken t;

	return read_body(b->text, b->len, raw, &t);
}

static void a_body_is_one_frame_and_nothing_else(void **state)
{
	static const char skippable[] = "\x50\x2a\x4d\x18\x01\x00\x00\x00x";
	struct buffer b = { 0 };

	(void)state;
	body_pack(&b, "a\n", 2);
	assert_int_equal(reads_packed(&b, 2), REFUSAL_NONE);
	buffer_put_char(&b, 0);
	assert_int_equal(reads_packed(&b, 2), REFUSAL_BAD_BODY);
	buffer_release(&b);

	body_pack(&b, "a\n", 2);
	body_pack(&b, "b\n", 2);
	assert_int_equal(reads_packed(&b, 4), REFUSAL_BAD_BODY);
	buffer_release(&b);

	buffer_put_bytes(&b, skippable, sizeof skippable - 1);
	assert_int_equal(reads_packed(&b, 0), REFUSAL_BAD_BODY);
	body_pack(&b, "a\n", 2);
	assert_int_equal(reads_packed(&b, 2), REFUSAL_BAD_BODY);
	buffer_release(&b);

	body_pack(&b, "a\n", 2);
	buffer_put_bytes(&b, skippable, sizeof skippable - 1);
	assert_int_equal(reads_packed(&b, 2), REFUSAL_BAD_BODY);
	buffer_release(&b);

	buffer_put(&b, "a\n"); /* as it is */
	assert_int_equal(reads_packed(&b, 2), REFUSAL_BAD_BODY);
	buffer_release(&b);
}

static void a_body_has_no_dictionary(void **state)
{
	static const char text[] = "the same words as in the dictionary, the same words\n";
	static char samples[200 * sizeof text], dictionary[4096];
	size_t sizes[200], n;
	struct buffer b = { 0 };
	ZSTD_CCtx *zstd = ZSTD_createCCtx();

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		memcpy(samples + i * sizeof text, text, sizeof text);
		samples[i * sizeof text + i % 30] = (char)('a' + i % 26);
		sizes[i] = sizeof text;
	}
	n = ZDICT_trainFromBuffer(dictionary, sizeof dictionary, samples, sizes, 200);
	assert_false(ZDICT_isError(n));
	b.text = malloc(1000);
	b.room = 1000;
	b.len = ZSTD_compress_usingDict(zstd, b.text, 1000, text, sizeof text - 1, dictionary, n, 3);
	assert_false(ZSTD_isError(b.len));
	assert_int_not_equal(ZSTD_getDictID_fromFrame(b.text, b.len), 0);
	assert_int_equal(reads_packed(&b, sizeof text - 1), REFUSAL_BAD_BODY);
	buffer_release(&b);
	ZSTD_freeCCtx(zstd);
}

static void what_is_cut_anywhere_is_refused(void **state)
{
	char *lines = lines_of(2000, 80);
	struct buffer b = { 0 };
	struct taken t;

	(void)state;
	for (size_t i = 0; i < 2000; i++)
		if (lines[i] != '\n')
			lines[i] = (char)('a' + i * i % 23);
	body_pack(&b, lines, 2000);
	assert_int_equal(read_body(b.text, b.len, 2000, &t), REFUSAL_NONE);
	for (size_t n = 1; n < b.len; n++)
		assert_int_equal(read_body(b.text, n, 2000, &t), REFUSAL_BAD_BODY);
	/* Changed, it ends, whatever it says; that it is what was meant is the root's to tell. */
	for (size_t at = 0; at < b.len; at++) {
		for (int bit = 0; bit < 8; bit++) {
			b.text[at] = (char)(b.text[at] ^ 1 << bit);
			read_body(b.text, b.len, 2000, &t);
			assert_true(t.bytes + t.lines <= 2000);
			b.text[at] = (char)(b.text[at] ^ 1 << bit);
		}
	}
	buffer_release(&b);
	free(lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_back),
		cmocka_unit_test(a_line_has_a_limit),
		cmocka_unit_test(sixty_four_mebibytes_are_taken_and_not_one_byte_more),
		cmocka_unit_test(a_window_has_a_limit),
		cmocka_unit_test(a_body_is_one_frame_and_nothing_else),
		cmocka_unit_test(a_body_has_no_dictionary),
		cmocka_unit_test(what_is_cut_anywhere_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
