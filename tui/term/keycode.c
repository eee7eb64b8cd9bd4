#include "config.h"
#include "tui/term/keycode.h"

#include <curses.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ESC [ n ~, as VT220, xterm, PuTTY, rxvt and the console have them. */
static int numbered(long n)
{
	static const int keys[] = {
		[1] = KEY_HOME,  [2] = KEY_IC,    [3] = KEY_DC,    [4] = KEY_END,
		[5] = KEY_PPAGE, [6] = KEY_NPAGE, [7] = KEY_HOME,  [8] = KEY_END,
		[11] = KEY_F(1), [12] = KEY_F(2), [13] = KEY_F(3), [14] = KEY_F(4),
		[15] = KEY_F(5), [17] = KEY_F(6), [18] = KEY_F(7), [19] = KEY_F(8),
		[20] = KEY_F(9), [21] = KEY_F(10), [23] = KEY_F(11), [24] = KEY_F(12),
	};

	return n > 0 && n < (long)(sizeof keys / sizeof keys[0]) ? keys[n] : 0;
}

/* ESC [ x and ESC O x. */
static int lettered(char letter)
{
	static const struct {
		char letter;
		int key;
	} keys[] = {
		{ 'A', KEY_UP },   { 'B', KEY_DOWN }, { 'C', KEY_RIGHT }, { 'D', KEY_LEFT },
		{ 'H', KEY_HOME }, { 'F', KEY_END },  { 'P', KEY_F(1) },  { 'Q', KEY_F(2) },
		{ 'R', KEY_F(3) }, { 'S', KEY_F(4) },
	};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (keys[i].letter == letter)
			return keys[i].key;
	return 0;
}

/* The number at *s, which is left after it and a semicolon; 0: none. */
static long take_number(const char **s)
{
	long n = **s >= '0' && **s <= '9' ? strtol(*s, NULL, 10) : 0;

	*s += strspn(*s, "0123456789");
	*s += **s == ';';
	return n;
}

/* Without Shift, Ctrl and Alt; Caps Lock (64) and Num Lock (128) may be on. */
static bool unmodified(long modifiers)
{
	return modifiers < 1 || !((modifiers - 1) & ~0xC0L);
}

int keycode_csi(const char *parameters, char last)
{
	long n = take_number(&parameters), modifiers = take_number(&parameters);

	if (*parameters)
		return 0;
	if (last == 'Z')
		return KEY_BTAB;
	if (!unmodified(modifiers))
		return 0;
	if (last == '~')
		return numbered(n);
	return n <= 1 ? lettered(last) : 0;
}

int keycode_ss3(char last)
{
	static const char keypad[] = "*+,-./0123456789";

	if (last == 'M')
		return '\n';
	if (last >= 'j' && last <= 'y')
		return keypad[last - 'j'];
	return lettered(last);
}

int keycode_console(char last)
{
	return last >= 'A' && last <= 'E' ? KEY_F(last - 'A' + 1) : 0;
}
