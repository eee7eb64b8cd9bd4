/*
 * action: everything a key can do, in one table.
 *
 * Keys, the footer, the `?` help and the palette all come from ACTIONS below,
 * so they cannot drift apart. A row: name, keymaps, two keys (0: none),
 * the footer's word, the sentence of help. A key is a letter, CTRL('x') or a
 * curses code. The footer shows as many as fit, in this order.
 *
 * In a list no letter that begins or is part of a word may take a record out: people forget "/"
 * and type what they look for. Del does that. What letters change at once (d, u, r) stays in
 * sight or is asked once more, and loop.c lets them do it only where no other letters came before.
 */
#ifndef TUI_TERM_ACTION_H
#define TUI_TERM_ACTION_H

#include <stdbool.h>

#define CTRL(letter) ((letter) & 31)

/* The sets of keys: an action is in some, and a view says which hold in it; see view.h. */
enum keymap {
	IN_ANY = 1 << 0,     /* every view but the lock screen and first run */
	IN_HOME = 1 << 1,
	IN_LIST = 1 << 2,    /* rows to choose from */
	IN_FORM = 1 << 3,    /* fields to fill in */
	IN_SESSIONS = 1 << 4,
	IN_RECORD = 1 << 5,  /* one record with its history */
	IN_WEEK = 1 << 6,
	IN_LOCK = 1 << 7,    /* lock screen, wizard: before there is a logbook */
	IN_TYPING = 1 << 8,  /* letters go into a text, so letters are no keys */
	IN_FOLLOWUPS = 1 << 9,
	IN_REGISTER = 1 << 10,
	IN_VISIT = 1 << 11,  /* the form of a session */
	IN_MODAL = 1 << 12,  /* lies over another view: Esc goes back and nothing else leaves */
	IN_TOUR = 1 << 13,   /* pages to read */
	IN_STEP = 1 << 14,   /* a step of the first run */
	IN_UNLOCK = 1 << 15, /* the lock screen alone */
	IN_HOUSEHOLD = 1 << 16, /* the card of a household */
	IN_MEMBERS = 1 << 17, /* the register of members */
	IN_LOGGING = 1 << 18, /* the main screen of a desk that logs visits */
	IN_NEW_VISIT = 1 << 19, /* the form of a session that is new */
	IN_TEXT = 1 << 20,   /* a text of several lines in a form, instead of IN_FORM */
	IN_WORDS = 1 << 21,  /* what is typed are words: Telex or VNI works on it */
	IN_TROUBLE = 1 << 22, /* something in the data file could not be read */
	IN_WARNING = 1 << 23, /* opening it found something that has not been acknowledged */
	IN_SAVE = 1 << 24,   /* ^S saves what is on the screen; else it has a verb of its own: */
	IN_CLOSING = 1 << 25, /* it closes a period */
	IN_EXPORT = 1 << 26, /* it writes a file */
	IN_BACKUP = 1 << 27, /* it backs up */
	IN_RESTORE = 1 << 28, /* it restores */
	IN_CHANGED = 1 << 29, /* the figures of a closed period, which are others now */
	IN_VISITS = 1 << 30 /* where a visit may be begun, but at a desk above communes */
};

/* NAME, keymaps, key, other key, footer word, help */
#define ACTIONS(A) \
	A(CONTINUE, IN_STEP, '\n', 0, N_("Next"), N_("On to the next field or step")) \
	A(ENTER, IN_LIST, '\n', 0, N_("Open"), N_("Open what the cursor is on")) \
	A(NEW, IN_VISITS, 'n', 0, \
	  N_("Log a visit"), N_("Log a guidance session")) \
	A(SESSIONS, IN_HOME, 's', 0, N_("Sessions"), N_("Find, open, edit sessions")) \
	A(WEEK, IN_HOME, 'w', 0, N_("Week"), N_("The figures of the week; close it")) \
	A(FOLLOWUPS, IN_HOME, 'f', 0, N_("Follow-ups"), N_("What was promised, and whom to visit next")) \
	A(REGISTERS, IN_HOME, 'h', 0, N_("Registers"), N_("Villages, households, teams, members")) \
	A(CLOSE_PERIOD, IN_CLOSING, CTRL('s'), 0, N_("Close"), N_("Close the period with what is written here")) \
	A(WRITE_FILE, IN_EXPORT, CTRL('s'), 0, N_("Export"), N_("Write the file")) \
	A(BACK_UP_NOW, IN_BACKUP, CTRL('s'), 0, N_("Back up"), N_("Copy the logbook there")) \
	A(RESTORE_NOW, IN_RESTORE, CTRL('s'), 0, N_("Restore"), N_("Bring the logbook back from that backup")) \
	A(SAVE, IN_SAVE, CTRL('s'), 0, N_("Save"), N_("Save what is on the screen")) \
	A(SAVE_NEXT, IN_NEW_VISIT, CTRL('n'), 0, N_("Save and next"), \
	  N_("Save, then the next visit of this sitting")) \
	A(TAKE_STATUS, IN_NEW_VISIT, CTRL('k'), 0, NULL, N_("Save the proposed digital status, too")) \
	A(CLOSE_PROMISE, IN_NEW_VISIT, CTRL('f'), 0, NULL, N_("Close the household's follow-up, too")) \
	A(DISCARD, IN_VISIT, CTRL('x'), 0, N_("Discard"), N_("Begin anew: what is typed is dropped")) \
	A(AFTER_TEXT, IN_TEXT, '\t', 0, N_("Next field"), N_("Next field")) \
	A(NEW_LINE, IN_TEXT, '\n', 0, N_("New line"), N_("A new line in the text")) \
	A(NEXT_FIELD, IN_FORM | IN_STEP, '\t', 0, NULL, N_("Next field")) \
	A(FIELD_DONE, IN_FORM, '\n', 0, NULL, N_("Next field; in a list take what is chosen")) \
	A(PREVIOUS_FIELD, IN_FORM | IN_STEP | IN_TEXT, KEY_BTAB, 0, NULL, N_("Field before")) \
	A(SEARCH, IN_SESSIONS | IN_REGISTER, '/', 0, N_("Search"), N_("Search as you type, without marks too")) \
	A(STATUS, IN_HOUSEHOLD, 's', 0, N_("Status"), N_("Write down today's digital status")) \
	A(EDIT, IN_SESSIONS | IN_RECORD | IN_REGISTER | IN_HOUSEHOLD, 'e', 0, N_("Edit"), N_("Edit it")) \
	A(VOID, IN_SESSIONS | IN_RECORD | IN_REGISTER, KEY_DC, 0, N_("Void"), N_("Take it out of the count (undo: u)")) \
	A(DONE, IN_FOLLOWUPS, 'd', 0, N_("Completed"), N_("The follow-up is done")) \
	A(CANCEL, IN_FOLLOWUPS, KEY_DC, 0, N_("Cancel"), N_("The follow-up is not needed any more")) \
	A(ADD, IN_REGISTER, 'a', 0, N_("Add"), N_("Add one")) \
	A(GIVE_KEY, IN_MEMBERS, 'p', 0, N_("Password"), \
	  N_("Give a member a password to unlock with")) \
	A(TAKE_KEY, IN_MEMBERS, 'r', 0, N_("Take password"), \
	  N_("Take a member's password away")) \
	A(NEW_CODE, IN_MEMBERS, 'c', 0, N_("Recovery code"), \
	  N_("A new recovery code in place of the old one")) \
	A(SORT, IN_SESSIONS, 'o', 0, N_("Sort"), N_("Newest or oldest first")) \
	A(FILTER, IN_SESSIONS, 'v', 0, N_("Filter"), N_("This week, this month, all, voided")) \
	A(AXIS, IN_WEEK, 'b', 0, N_("By"), N_("By village, member, topic …")) \
	A(PERIOD, IN_WEEK, 'p', 0, N_("Period"), N_("Week, month, quarter, year")) \
	A(CLOSE_WEEK, IN_WEEK, 'c', 0, N_("Close the week"), N_("Close the week, or report no activity")) \
	A(SINCE, IN_CHANGED, 'v', 0, N_("Visits since"), N_("Visits entered or changed after closing")) \
	A(EXPORT, IN_WEEK, 'x', 0, N_("Export file"), N_("Write the figures to a CSV file")) \
	A(COLUMN, IN_WEEK, '\t', 0, NULL, N_("Show the groups by another figure")) \
	A(EARLIER, IN_WEEK, '<', KEY_LEFT, N_("Previous"), N_("The period before")) \
	A(LATER, IN_WEEK, '>', KEY_RIGHT, N_("Next"), N_("The period after")) \
	A(UNDO, IN_HOME | IN_SESSIONS | IN_RECORD | IN_FOLLOWUPS | IN_REGISTER | \
	  IN_HOUSEHOLD | IN_WEEK, 'u', 0, \
	  N_("Undo"), N_("Take back your last change")) \
	A(UP, IN_LIST | IN_FORM | IN_STEP | IN_TEXT, KEY_UP, 0, NULL, N_("Up")) \
	A(DOWN, IN_LIST | IN_FORM | IN_STEP | IN_TEXT, KEY_DOWN, 0, NULL, N_("Down")) \
	A(PAGE_UP, IN_LIST | IN_STEP, KEY_PPAGE, 0, NULL, N_("A screen up")) \
	A(PAGE_DOWN, IN_LIST | IN_STEP, KEY_NPAGE, 0, NULL, N_("A screen down")) \
	A(FIRST, IN_LIST, KEY_HOME, 0, NULL, N_("First")) \
	A(LAST, IN_LIST, KEY_END, 0, NULL, N_("Last")) \
	A(NEXT_PAGE, IN_TOUR, '\n', ' ', N_("Next page"), N_("Next page; after the last, back")) \
	A(PREVIOUS_PAGE, IN_TOUR, KEY_LEFT, KEY_BACKSPACE, N_("Page before"), N_("Page before")) \
	A(TOUR, IN_LOGGING, 't', 0, N_("First day"), N_("The first day, in four pages")) \
	A(TYPING, IN_TYPING, CTRL('t'), 0, NULL, N_("Typing method: Telex, VNI, off")) \
	A(FORGOTTEN, IN_UNLOCK, CTRL('f'), 0, N_("Forgotten password"), \
	  N_("A new password with the recovery code")) \
	A(PASSWORD, IN_HOME, 'p', 0, N_("Change password"), N_("Change your password")) \
	A(BACKUP, IN_HOME, 'b', 0, N_("Back up"), N_("Back up the logbook to a stick")) \
	A(RECOVERY_CODE, IN_HOME, 'k', 0, NULL, N_("A new recovery code in place of the old one")) \
	A(DATE, IN_HOME, 'd', 0, NULL, N_("Say what day it is, if the computer is wrong")) \
	A(SETTINGS, IN_HOME, 'c', 0, N_("Settings"), N_("Language, typing method, idle minutes")) \
	A(BACK, IN_ANY | IN_MODAL, 27, 0, N_("Back"), N_("Back to where you came from")) \
	A(HELP, IN_ANY | IN_LOCK, '?', CTRL('g'), N_("Help"), N_("This help")) \
	A(PALETTE, IN_ANY, ':', CTRL('p'), NULL, N_("All actions by name")) \
	A(REOPEN, IN_TROUBLE, CTRL('r'), 0, NULL, \
	  N_("Open the data file again, after something could not be read")) \
	A(SEEN, IN_WARNING, CTRL('r'), 0, NULL, \
	  N_("You have seen what opening the data file found")) \
	A(LOCK, IN_ANY, CTRL('l'), 0, N_("Lock screen"), N_("Lock at once; drafts are kept")) \
	A(QUIT, IN_HOME | IN_LOCK, 'q', CTRL('q'), N_("Exit"), N_("Leave the program"))

enum action {
	ACT_NONE,
#define AS_ENUM(name, keymaps, key, other, word, help) ACT_##name,
	ACTIONS(AS_ENUM)
#undef AS_ENUM
	ACT_COUNT
};

struct action_row {
	enum action action;
	unsigned keymaps;
	int keys[2];
	const char *word; /* not yet translated; NULL: not in the footer */
	const char *help;
};

const struct action_row *action_row(enum action action);

/*
 * What a key does in a view with these keymaps; ACT_NONE for nothing. A capital does
 * what its small letter does, unless it has an action of its own. typing:
 * letters are text, so only control and function keys count.
 */
enum action action_of_key(int key, unsigned keymaps, bool typing);

/* Whether an action is in one of these keymaps. */
bool action_works(const struct action_row *row, unsigned keymaps);

/* The key to show for it there: "^S", "Enter", "n"; static or in out. */
const char *action_key_name(const struct action_row *row, unsigned keymaps, char out[16]);

#endif
