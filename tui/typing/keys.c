#include "config.h"
#include "tui/typing/keys.h"

#define BIT(mark) (1U << (mark))

char32_t keys_lower(char32_t ch)
{
	return ch >= U'A' && ch <= U'Z' ? ch - U'A' + U'a' : ch;
}

struct key_ask keys_telex(char32_t ch)
{
	struct key_ask act = { .kind = ASK_MARK, .only = keys_lower(ch), .adds = keys_lower(ch) };

	switch (keys_lower(ch)) {
	case U'a':
	case U'e':
	case U'o':
		act.marks = BIT(MARK_CIRCUMFLEX);
		return act;
	case U'd':
		act.marks = BIT(MARK_STROKE);
		return act;
	case U'w':
		return (struct key_ask){ .kind = ASK_MARK,
					.marks = BIT(MARK_HORN) | BIT(MARK_BREVE),
					.adds = U'ư' };
	case U'f':
		return (struct key_ask){ .kind = ASK_TONE, .tone = TONE_GRAVE };
	case U'r':
		return (struct key_ask){ .kind = ASK_TONE, .tone = TONE_HOOK };
	case U'x':
		return (struct key_ask){ .kind = ASK_TONE, .tone = TONE_TILDE };
	case U's':
		return (struct key_ask){ .kind = ASK_TONE, .tone = TONE_ACUTE };
	case U'j':
		return (struct key_ask){ .kind = ASK_TONE, .tone = TONE_DOT };
	case U'z':
		return (struct key_ask){ .kind = ASK_TONE, .tone = TONE_LEVEL };
	default:
		return (struct key_ask){ .kind = ASK_LETTER };
	}
}

struct key_ask keys_vni(char32_t ch)
{
	static const enum tone tones[] = { TONE_LEVEL, TONE_ACUTE, TONE_GRAVE,
					   TONE_HOOK,  TONE_TILDE, TONE_DOT };
	static const enum mark marks[] = { MARK_CIRCUMFLEX, MARK_HORN, MARK_BREVE, MARK_STROKE };

	if (ch >= U'0' && ch <= U'5')
		return (struct key_ask){ .kind = ASK_TONE, .tone = tones[ch - U'0'] };
	if (ch >= U'6' && ch <= U'9')
		return (struct key_ask){ .kind = ASK_MARK, .marks = BIT(marks[ch - U'6']) };
	return (struct key_ask){ .kind = ASK_LETTER };
}

char32_t keys_marked(struct key_ask act, char32_t plain)
{
	char32_t base = letter_base(plain), wanted = 0;

	if (act.only && act.only != base)
		return 0;
	for (int mark = MARK_CIRCUMFLEX; mark <= MARK_STROKE && !wanted; mark++)
		if (act.marks & BIT(mark))
			wanted = letter_marked(base, (enum mark)mark);
	return wanted;
}
