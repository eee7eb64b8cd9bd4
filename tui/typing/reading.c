#include "config.h"
#include "tui/typing/reading.h"

#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/typing/typing.h"

void reading_apply(struct buffer *text, const struct telex_edit *edit)
{
	for (int i = 0; i < edit->erase && text->len; i++)
		do
			text->len--;
		while (text->len && ((unsigned char)text->text[text->len] & 0xC0) == 0x80);
	buffer_put(text, edit->text);
}

/* One word of n bytes; blank: one was typed after it. */
static void read_word(struct buffer *out, const char *keys, size_t n, bool ended)
{
	struct telex telex;
	struct telex_edit edit;
	size_t took;

	telex_init(&telex, typing_get() == TYPING_VNI ? TELEX_VNI : TELEX_TELEX, typing_style());
	for (size_t at = 0; at < n; at += took) {
		int32_t letter;

		took = text_next(keys + at, n - at, &letter);
		telex_key(&telex, (uint32_t)letter, &edit);
		reading_apply(out, &edit);
	}
	if (!ended)
		return;
	telex_end(&telex, &edit);
	reading_apply(out, &edit);
}

/* Whether letters come from elsewhere: then nobody types by keys. */
static bool is_composed(const char *word, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)word[i] > 0x7F)
			return true;
	return false;
}

char *reading_of(const char *keys, bool ended)
{
	struct buffer out = { 0 };

	if (typing_get() == TYPING_OFF)
		return memory_strdup(keys);
	while (*keys) {
		size_t n = strcspn(keys, " ");

		if (is_composed(keys, n))
			buffer_put_bytes(&out, keys, n);
		else
			read_word(&out, keys, n, ended || keys[n]);
		keys += n;
		for (; *keys == ' '; keys++)
			buffer_put_char(&out, ' ');
	}
	return buffer_take(&out, NULL);
}
