/* Keys, Backspaces and the rest in any order, into a field as a form has it. */
#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/base/text.h"
#include "tui/typing/telex.h"

enum { FIELD_SIZE = 1 << 16 };

struct field {
	struct telex telex;
	char text[FIELD_SIZE];
	size_t len;
	bool marks; /* typed by themselves: the field would have to compose them */
};

static void apply(struct field *field, const struct telex_edit *edit)
{
	size_t more = strlen(edit->text);

	FUZZ_CHECK(more < TELEX_EDIT_SIZE && text_utf8_valid(edit->text, more));
	FUZZ_CHECK(edit->erase >= 0 && (size_t)edit->erase <= text_chars(field->text, field->len));
	for (int i = 0; i < edit->erase; i++)
		do
			field->len--;
		while ((field->text[field->len] & 0xC0) == 0x80);
	memcpy(field->text + field->len, edit->text, more + 1);
	field->len += more;
}

static void backspace(struct field *field)
{
	size_t letters = text_chars(field->text, field->len);
	struct telex_edit edit;

	if (!letters)
		return;
	telex_backspace(&field->telex, &edit);
	apply(field, &edit);
	FUZZ_CHECK(text_chars(field->text, field->len) == letters - 1);
	if (telex_wants_text(&field->telex))
		telex_adopt(&field->telex, field->text, field->len);
}

/* The word ends as it was said it would, and then there is none. */
static void end(struct field *field)
{
	struct telex_edit settled, edit;

	telex_settled(&field->telex, &settled);
	telex_end(&field->telex, &edit);
	FUZZ_CHECK(settled.erase == edit.erase && !strcmp(settled.text, edit.text));
	apply(field, &edit);
	telex_settled(&field->telex, &settled);
	FUZZ_CHECK(!settled.erase && !*settled.text);
}

static void check_nfc(const struct field *field)
{
	char *nfc;
	size_t len;

	if (field->marks)
		return;
	FUZZ_CHECK(!text_nfc(field->text, field->len, &nfc, &len));
	FUZZ_CHECK(len == field->len && !memcmp(nfc, field->text, len));
	free(nfc);
}

/* One step: most bytes are keys, the last few do what a form does besides. */
static void step(struct field *field, uint8_t byte, uint8_t next)
{
	static const char32_t others[] = { U'ế', U'đ', U'ñ', 0x300, 0x323, U'–', 0x1F600, 0xD800 };
	struct telex_edit edit;

	switch (byte) {
	case 0x08:
		backspace(field);
		return;
	case 0xF8:
		telex_reset(&field->telex);
		return;
	case 0xF9:
		end(field);
		return;
	case 0xFA:
		telex_adopt(&field->telex, field->text, field->len);
		return;
	case 0xFB:
		telex_set_on(&field->telex, next & 1);
		return;
	case 0xFC:
		telex_composed(&field->telex);
		return;
	case 0xFD:
		telex_key(&field->telex, others[next % 8], &edit);
		field->marks |= others[next % 8] == 0x300 || others[next % 8] == 0x323;
		break;
	default:
		telex_key(&field->telex, byte & 0x7F, &edit);
	}
	apply(field, &edit);
}

FUZZ_TARGET
{
	static struct field field;

	memset(&field.telex, 0, sizeof field.telex);
	field.text[0] = 0;
	field.len = 0;
	field.marks = false;
	telex_init(&field.telex, len && (data[0] & 1) ? TELEX_VNI : TELEX_TELEX,
		   len && (data[0] & 2) ? TONE_NEW : TONE_OLD);
	for (size_t i = 1; i < len && field.len + TELEX_EDIT_SIZE < FIELD_SIZE; i++)
		step(&field, data[i], i + 1 < len ? data[i + 1] : 0);
	check_nfc(&field);
	end(&field);
	check_nfc(&field);
	while (field.len)
		backspace(&field);
	return 0;
}
