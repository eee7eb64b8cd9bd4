#include "config.h"
#include "tests/tui/typing/typed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/text.h"

void typed_init(struct typed *field, enum telex_method method, enum tone_style style)
{
	memset(field, 0, sizeof *field);
	telex_init(&field->telex, method, style);
}

static void apply(struct typed *field, const struct telex_edit *edit)
{
	size_t more = strlen(edit->text);

	assert_true(more < TELEX_EDIT_SIZE && text_utf8_valid(edit->text, more));
	assert_true(edit->erase >= 0 && (size_t)edit->erase <= typed_letters(field));
	for (int i = 0; i < edit->erase; i++)
		do
			field->len--;
		while ((field->text[field->len] & 0xC0) == 0x80);
	assert_true(field->len + more < TYPED_SIZE);
	memcpy(field->text + field->len, edit->text, more + 1);
	field->len += more;
}

static void backspace(struct typed *field)
{
	struct telex_edit edit;

	telex_backspace(&field->telex, &edit);
	apply(field, &edit);
	if (telex_wants_text(&field->telex))
		telex_adopt(&field->telex, field->text, field->len);
}

void typed_keys(struct typed *field, const char *keys)
{
	struct telex_edit edit;
	size_t len = strlen(keys);

	while (len) {
		int32_t ch;
		size_t took = text_next(keys, len, &ch);

		keys += took;
		len -= took;
		if (ch == '<') {
			backspace(field);
			continue;
		}
		telex_key(&field->telex, (uint32_t)ch, &edit);
		apply(field, &edit);
	}
}

void typed_end(struct typed *field)
{
	struct telex_edit settled, edit;

	telex_settled(&field->telex, &settled);
	telex_end(&field->telex, &edit);
	assert_int_equal(settled.erase, edit.erase);
	assert_string_equal(settled.text, edit.text);
	apply(field, &edit);
	telex_settled(&field->telex, &settled);
	assert_true(!settled.erase && !*settled.text);
}

const char *typed_text(struct typed *field, enum telex_method method, enum tone_style style,
		       const char *keys)
{
	typed_init(field, method, style);
	typed_keys(field, keys);
	typed_end(field);
	return field->text;
}

size_t typed_letters(const struct typed *field)
{
	return text_chars(field->text, field->len);
}

FILE *typed_open_data(const char *name)
{
	const char *srcdir = getenv("srcdir");
	char path[4096];
	FILE *file;

	snprintf(path, sizeof path, "%s/tests/data/%s", srcdir ? srcdir : ".", name);
	file = fopen(path, "r");
	if (!file)
		fail_msg("cannot read %s", path);
	return file;
}

bool typed_read_line(FILE *file, char *line, int size)
{
	if (!fgets(line, size, file))
		return false;
	line[strcspn(line, "\n")] = 0;
	return true;
}
