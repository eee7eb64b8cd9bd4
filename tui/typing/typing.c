#include "config.h"
#include "tui/typing/typing.h"

#include <string.h>

static struct {
	enum typing typing;
	enum tone_style style;
	unsigned changes;
	bool aside;
} chosen = { TYPING_TELEX, TONE_OLD, 1, false };

static const char *const codes[] = { "off", "telex", "vni" };
static const char *const names[] = { "", "Telex", "VNI" };

enum typing typing_get(void)
{
	return chosen.typing;
}

enum tone_style typing_style(void)
{
	return chosen.style;
}

void typing_set(enum typing typing, enum tone_style style)
{
	chosen.typing = typing;
	chosen.style = style;
	chosen.changes++;
	chosen.aside = false;
}

void typing_go_on(void)
{
	chosen.changes += chosen.aside; /* what fields know of their text is old */
	chosen.aside = false;
}

void typing_stand_aside(void)
{
	chosen.aside = chosen.typing != TYPING_OFF;
}

bool typing_aside(void)
{
	return chosen.aside;
}

unsigned typing_changes(void)
{
	return chosen.changes;
}

const char *typing_name(void)
{
	return names[chosen.typing];
}

const char *typing_code(enum typing typing)
{
	return codes[typing];
}

enum typing typing_find(const char *code)
{
	for (int i = 0; code && i < 3; i++)
		if (!strcmp(code, codes[i]))
			return (enum typing)i;
	return TYPING_TELEX;
}
