/*
 * keycode: which key an escape sequence is.
 *
 * All forms that terminals have for a key, without asking which terminal this is. Keys with
 * Ctrl or Alt, and with Shift but for Shift-Tab, do nothing in this program and are none here.
 * Pure functions.
 */
#ifndef TUI_TERM_KEYCODE_H
#define TUI_TERM_KEYCODE_H

/*
 * ESC [ PARAMETERS LAST: a curses key code, 0: no key. parameters: what stands before the last byte.
 */
int keycode_csi(const char *parameters, char last);

/* ESC O LAST, also that of a keypad: a curses key code, or a letter or '\n'; 0: no key. */
int keycode_ss3(char last);

/* ESC [ [ LAST, the first function keys of the console. */
int keycode_console(char last);

#endif
