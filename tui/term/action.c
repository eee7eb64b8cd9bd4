#include "config.h"
#include "tui/term/action.h"

#include <curses.h>
#include <stdio.h>

#include "tui/env/translate.h"

static const struct action_row rows[ACT_COUNT] = {
#define AS_ROW(name, keymaps, key, other, word, help) \
	[ACT_##name] = { ACT_##name, keymaps, { key, other }, word, help },
	ACTIONS(AS_ROW)
#undef AS_ROW
};

const struct action_row *action_row(enum action action)
{
	return &rows[action];
}

bool action_works(const struct action_row *row, unsigned keymaps)
{
	return (row->keymaps & keymaps) != 0;
}

static bool is_letter(int key)
{
	return key >= 32 && key < 127;
}

static enum action find(int key, unsigned keymaps)
{
	for (int i = 1; i < ACT_COUNT; i++)
		if (action_works(&rows[i], keymaps) &&
		    (rows[i].keys[0] == key || rows[i].keys[1] == key))
			return rows[i].action;
	return ACT_NONE;
}

enum action action_of_key(int key, unsigned keymaps, bool typing)
{
	enum action action;

	if (!key || (typing && is_letter(key)))
		return ACT_NONE;
	action = find(key, keymaps);
	if (action == ACT_NONE && key >= 'A' && key <= 'Z') /* Caps Lock is on */
		action = find(key - 'A' + 'a', keymaps);
	return action;
}

const char *action_key_name(const struct action_row *row, unsigned keymaps, char out[16])
{
	int key = row->keys[0];

	if (keymaps & IN_TYPING && is_letter(key))
		key = row->keys[1];
	switch (key) {
	case 0:
		return "";
	case '\n':
		return "Enter";
	case '\t':
		return "Tab";
	case 27:
		return "Esc";
	case ' ':
		return "Space";
	case KEY_BTAB:
		return "Shift+Tab";
	case KEY_UP:
		return "↑";
	case KEY_DOWN:
		return "↓";
	case KEY_LEFT:
		return "←";
	case KEY_RIGHT:
		return "→";
	case KEY_PPAGE:
		return "PgUp";
	case KEY_NPAGE:
		return "PgDn";
	case KEY_HOME:
		return "Home";
	case KEY_END:
		return "End";
	case KEY_DC:
		return "Del";
	default:
		if (key < 32)
			snprintf(out, 16, "^%c", key + '@');
		else
			snprintf(out, 16, "%c", key);
		return out;
	}
}
