/* The terminal as a device: taken, lent and given back as it was found. */
#include "config.h"
#include "tui/term/tty.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <cmocka.h>

static int master, slave, in, out;
static struct termios found;

static int set_up(void **state)
{
	struct winsize size = { .ws_row = 31, .ws_col = 97 };

	(void)state;
	in = dup(0);
	out = dup(1);
	if (openpty(&master, &slave, NULL, NULL, &size) || tcgetattr(slave, &found))
		return -1;
	return dup2(slave, 0) < 0 || dup2(slave, 1) < 0;
}

static int tear_down(void **state)
{
	(void)state;
	tty_give_back();
	dup2(in, 0);
	dup2(out, 1);
	close(master);
	return close(slave);
}

static struct termios modes(void)
{
	struct termios now;

	assert_int_equal(tcgetattr(slave, &now), 0);
	return now;
}

static void assert_as_found(void)
{
	struct termios now = modes();

	assert_int_equal(now.c_lflag, found.c_lflag);
	assert_int_equal(now.c_iflag, found.c_iflag);
	assert_int_equal(now.c_oflag, found.c_oflag);
	assert_memory_equal(now.c_cc, found.c_cc, sizeof now.c_cc);
}

static void nothing_is_echoed_from_the_first_on(void **state)
{
	char echoed[8];

	(void)state;
	assert_true(found.c_lflag & ECHO);
	assert_true(tty_take());
	assert_false(modes().c_lflag & ECHO);
	assert_true(tty_take()); /* a second time finds nothing new */
	assert_int_equal(write(master, "demo", 4), 4);
	poll(&(struct pollfd){ .fd = slave, .events = POLLIN }, 1, 0); /* it has come */
	assert_int_equal(fcntl(master, F_SETFL, O_NONBLOCK), 0);
	assert_true(read(master, echoed, sizeof echoed) < 0);
	tty_free_keys();
	tty_lend();
	assert_as_found();
	tty_free_keys();
	tty_give_back();
	assert_as_found();
	tty_give_back();
}

static void reading_never_waits(void **state)
{
	struct termios raw = found;
	char bytes[8];

	(void)state;
	assert_true(tty_take());
	cfmakeraw(&raw);
	assert_int_equal(tcsetattr(slave, TCSANOW, &raw), 0);
	tty_free_keys();
	assert_int_equal(tty_waiting(), 0);
	assert_int_equal(tty_read(bytes, sizeof bytes), 0);
}

static void the_size_is_the_terminal_s(void **state)
{
	struct winsize none = { 0 };
	int rows = 24, cols = 80;

	(void)state;
	assert_true(tty_size(&rows, &cols));
	assert_int_equal(rows, 31);
	assert_int_equal(cols, 97);
	assert_int_equal(ioctl(slave, TIOCSWINSZ, &none), 0);
	assert_false(tty_size(&rows, &cols));
	assert_int_equal(rows, 31);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_is_echoed_from_the_first_on, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reading_never_waits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_size_is_the_terminal_s, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("tty", tests, NULL, NULL);
}
