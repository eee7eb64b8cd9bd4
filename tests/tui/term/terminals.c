/*
 * Twelve kinds of terminals on a real pty: whatever TERM says and however the bytes come, every
 * form of a key is that key, and what is none does nothing.
 */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

/* Those of Debian's ncurses-base. */
static char *const terms[] = {
	"TERM=xterm",      "TERM=xterm-256color", "TERM=linux",         "TERM=screen",
	"TERM=screen-256color", "TERM=tmux",      "TERM=tmux-256color", "TERM=rxvt",
	"TERM=rxvt-unicode", "TERM=rxvt-unicode-256color", "TERM=vt100", "TERM=vt220",
};

/* In the first of two fields; what they hold afterwards. */
static const char keys[] =
	"\033[B5"
	"\033[1~1" "\033[7~2" "\033[H3" "\033OH4"          /* Home */
	"\033[4~6" "\033[8~7" "\033[F8" "\033OF9"          /* End */
	"\033[D\033OD0" "\033[C-\033OC+" "\177"             /* left, right, Backspace */
	"\033[1~\033[3~"                                     /* Del */
	"\033[A1" "\033OB\033OF=" "\033OA2" "\033[B\033[Z3"; /* up, down, Shift-Tab */
static const char first_field[] = "123", second_field[] = "32156708-9=";

/* What is no key, a digit after each; in the first field again. */
static const char nothing[] =
	"\033u1" "\033x2" "\033q3" "\033\r4"               /* Alt */
	"\033[1;5A5" "\033[3;2~6" "\033[7$7" "\033Oa8"     /* with Ctrl or Shift */
	"\033[I9" "\033[O0"                                  /* focus */
	"\033[M !!1" "\033[<0;12;7M2" "\033[32;12;7M3"      /* mouse */
	"\033[?62;22c4" "\033[12;5R5"                        /* late answers */
	"\033]11;rgb:ffff/ffff/ffff\033\\6" "\033]0;u\0077"
	"\033P>|tmux 3.4\033\\8" "\033^x\033\\9" "\033_Gi=1;OK\033\\0";
static const char digits[] = "12345678901234567890";

static struct terminal *at_the_form(char *term)
{
	static char vault[600];
	char *argv[] = { getenv("SOTAY"), "--lang", "en", "--vault", vault, NULL };
	char *env[] = { term, "ESCDELAY=5000", NULL };
	struct terminal *t;

	snprintf(vault, sizeof vault, "%s/none.vault", getenv("HOME"));
	t = laptop_runs(terminal_open(80, 24, argv, env));
	terminal_expect(t, "> English");
	terminal_send(t, "\r\rxyzzy\r");
	terminal_expect(t, "by hand");
	return t;
}

/* All at once, or byte by byte. */
static void type_all(struct terminal *t, void (*send)(struct terminal *t, const char *bytes))
{
	char both[sizeof first_field + sizeof digits];

	send(t, keys);
	send(t, nothing);
	snprintf(both, sizeof both, "%s%s", first_field, digits);
	terminal_expect(t, both);
	terminal_expect(t, second_field);
}

static void keys_are_keys_everywhere(void **state)
{
	struct terminal *t;

	(void)state;
	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
		print_message("%s\n", terms[i]);
		t = at_the_form(terms[i]);
		type_all(t, terminal_send);
		terminal_send(t, CTRL_U DOWN CTRL_U UP);
		terminal_expect_gone(t, second_field);
		type_all(t, terminal_send_apart);
		assert_int_equal(laptop_kill(t, SIGTERM), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(keys_are_keys_everywhere, laptop_stop),
	};

	return cmocka_run_group_tests_name("terminals", tests, NULL, NULL);
}
