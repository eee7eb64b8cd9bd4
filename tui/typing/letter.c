#include "config.h"
#include "tui/typing/letter.h"

#include <stddef.h>

/* Each vowel with its tones in the order of enum tone, lower case beside upper. */
static const struct {
	const char32_t *lower, *upper;
} vowels[] = {
	{ U"aàảãáạ", U"AÀẢÃÁẠ" }, { U"ăằẳẵắặ", U"ĂẰẲẴẮẶ" }, { U"âầẩẫấậ", U"ÂẦẨẪẤẬ" },
	{ U"eèẻẽéẹ", U"EÈẺẼÉẸ" }, { U"êềểễếệ", U"ÊỀỂỄẾỆ" }, { U"iìỉĩíị", U"IÌỈĨÍỊ" },
	{ U"oòỏõóọ", U"OÒỎÕÓỌ" }, { U"ôồổỗốộ", U"ÔỒỔỖỐỘ" }, { U"ơờởỡớợ", U"ƠỜỞỠỚỢ" },
	{ U"uùủũúụ", U"UÙỦŨÚỤ" }, { U"ưừửữứự", U"ƯỪỬỮỨỰ" }, { U"yỳỷỹýỵ", U"YỲỶỸÝỴ" },
};

enum { VOWELS = sizeof vowels / sizeof vowels[0] };

static const struct {
	char32_t base;
	enum mark mark;
	char32_t plain;
} marked[] = {
	{ U'a', MARK_CIRCUMFLEX, U'â' }, { U'a', MARK_BREVE, U'ă' },
	{ U'e', MARK_CIRCUMFLEX, U'ê' }, { U'o', MARK_CIRCUMFLEX, U'ô' },
	{ U'o', MARK_HORN, U'ơ' },       { U'u', MARK_HORN, U'ư' },
	{ U'd', MARK_STROKE, U'đ' },
};

enum { MARKED = sizeof marked / sizeof marked[0] };

/* A vowel in any case and with any tone; false for other letters. */
static bool split_vowel(char32_t ch, struct letter *out)
{
	for (int v = 0; v < VOWELS; v++)
		for (int tone = 0; tone < TONES; tone++) {
			bool upper = vowels[v].upper[tone] == ch;

			if (!upper && vowels[v].lower[tone] != ch)
				continue;
			*out = (struct letter){ vowels[v].lower[0], (enum tone)tone, upper };
			return true;
		}
	return false;
}

bool letter_split(char32_t ch, struct letter *out)
{
	if (ch >= U'a' && ch <= U'z')
		*out = (struct letter){ .plain = ch };
	else if (ch >= U'A' && ch <= U'Z')
		*out = (struct letter){ .plain = ch - U'A' + U'a', .upper = true };
	else if (ch == U'đ' || ch == U'Đ')
		*out = (struct letter){ .plain = U'đ', .upper = ch == U'Đ' };
	else
		return ch > 0x7F && split_vowel(ch, out);
	return true;
}

char32_t letter_join(struct letter letter)
{
	for (int v = 0; v < VOWELS; v++)
		if (vowels[v].lower[0] == letter.plain)
			return (letter.upper ? vowels[v].upper : vowels[v].lower)[letter.tone];
	if (letter.upper && letter.plain >= U'a' && letter.plain <= U'z')
		return letter.plain - U'a' + U'A';
	return letter.upper && letter.plain == U'đ' ? U'Đ' : letter.plain;
}

char32_t letter_base(char32_t plain)
{
	for (int i = 0; i < MARKED; i++)
		if (marked[i].plain == plain)
			return marked[i].base;
	return plain;
}

char32_t letter_marked(char32_t base, enum mark mark)
{
	for (int i = 0; i < MARKED; i++)
		if (marked[i].base == base && marked[i].mark == mark)
			return marked[i].plain;
	return 0;
}

bool letter_vowel(char32_t plain)
{
	switch (letter_base(plain)) {
	case U'a':
	case U'e':
	case U'i':
	case U'o':
	case U'u':
	case U'y':
		return true;
	default:
		return false;
	}
}
