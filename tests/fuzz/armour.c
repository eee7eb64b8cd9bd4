#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "sync/crypto/armour.h"

/* The text without CRs before LFs and without white space around: what writing it again must give. */
static struct buffer canonical(const uint8_t *data, size_t len)
{
	struct buffer out = { 0 };

	while (len && strchr(" \t\r\n", data[0]) && data[0]) {
		data++;
		len--;
	}
	while (len && strchr(" \t\r\n", data[len - 1]) && data[len - 1])
		len--;
	for (size_t i = 0; i < len; i++)
		if (data[i] != '\r' || i + 1 == len || data[i + 1] != '\n')
			buffer_put_char(&out, (char)data[i]);
	buffer_put_char(&out, '\n');
	return out;
}

/* The first byte is in how large pieces it is read; then the text. */
FUZZ_TARGET
{
	struct buffer bytes = { 0 }, again = { 0 }, wanted;
	struct input_memory text;
	struct armour armour;
	uint8_t piece[UINT8_MAX + 1];
	enum refusal no;
	size_t got, step;

	if (!len)
		return 0;
	step = (size_t)data[0] + 1;
	data++;
	len--;
	input_memory_init(&text, data, len);
	armour_init(&armour, &text.in);
	do {
		no = input_read(&armour.in, piece, step, &got);
		FUZZ_CHECK(no == REFUSAL_NONE || no == REFUSAL_CUT || no == REFUSAL_CHANGED);
		if (!no)
			buffer_put_bytes(&bytes, piece, got);
	} while (!no && got == step);
	if (!no) {
		armour_write(&again, (const uint8_t *)buffer_text(&bytes), bytes.len);
		wanted = canonical(data, len);
		FUZZ_CHECK(again.len == wanted.len && !memcmp(again.text, wanted.text, wanted.len));
		buffer_release(&wanted);
	}
	buffer_release(&again);
	buffer_release(&bytes);
	return 0;
}
