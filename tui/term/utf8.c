#include "config.h"
#include "tui/term/utf8.h"

size_t utf8_put(char out[5], uint32_t c)
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

	for (size_t i = n; i > 1; i--) {
		out[i - 1] = (char)(0x80 | (c & 63));
		c >>= 6;
	}
	out[0] = (char)(first[n] | c);
	out[n] = 0;
	return n;
}

/* Begin a letter with its first byte; one that can be none begins nothing. */
static void begin(struct utf8 *letter, unsigned char byte)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };

	letter->missing = byte < 0xC0   ? 0
			  : byte < 0xE0 ? 1
			  : byte < 0xF0 ? 2
			  : byte < 0xF8 ? 3
					: 0;
	letter->ch = byte & (0x3Fu >> letter->missing);
	letter->least = least[letter->missing];
}

bool utf8_take(struct utf8 *letter, unsigned char byte, uint32_t *ch)
{
	if ((byte & 0xC0) != 0x80) {
		begin(letter, byte);
		*ch = byte;
		return byte < 0x80;
	}
	if (!letter->missing)
		return false;
	letter->ch = letter->ch << 6 | (byte & 0x3F);
	*ch = letter->ch;
	return --letter->missing == 0 && *ch >= letter->least && *ch <= 0x10FFFF &&
	       (*ch < 0xD800 || *ch > 0xDFFF);
}

void utf8_forget(struct utf8 *letter)
{
	letter->missing = 0;
}
