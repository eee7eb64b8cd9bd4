#include "config.h"
#include "tui/term/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum { END_SECONDS = 1 };

static struct {
	bool taken;
	struct termios found;
	struct sigaction alarm_was;
	int nowhere; /* where what nobody reads is written */
} tty = { .nowhere = -1 };

static volatile sig_atomic_t showing;

/* A write that waits is begun again by the system after this, and then goes nowhere. */
static void on_alarm(int sig)
{
	int keep = errno;

	(void)sig;
	if (showing)
		dup2(tty.nowhere, STDOUT_FILENO);
	else
		alarm(END_SECONDS);
	errno = keep;
}

void tty_end_soon(void)
{
	alarm(END_SECONDS);
}

static bool find_modes(void)
{
	struct termios quiet;

	if (tcgetattr(STDIN_FILENO, &tty.found))
		return false;
	quiet = tty.found;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
	return true;
}

bool tty_take(void)
{
	struct sigaction sa = { .sa_handler = on_alarm, .sa_flags = SA_RESTART };

	if (tty.taken)
		return true;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !find_modes())
		return false;
	tty.taken = true;
	showing = 0;
	tty.nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	sigemptyset(&sa.sa_mask);
	sigaction(SIGALRM, &sa, &tty.alarm_was);
	if (tty.nowhere >= 0)
		return true;
	tty_give_back();
	return false;
}

void tty_lend(void)
{
	if (tty.taken)
		tcsetattr(STDIN_FILENO, TCSANOW, &tty.found);
}

void tty_give_back(void)
{
	if (!tty.taken)
		return;
	tty_lend();
	tty.taken = false;
	alarm(0);
	sigaction(SIGALRM, &tty.alarm_was, NULL);
	if (tty.nowhere >= 0)
		close(tty.nowhere);
	tty.nowhere = -1;
}

void tty_free_keys(void)
{
	struct termios tio;

	if (tcgetattr(STDIN_FILENO, &tio))
		return;
	tio.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
	tio.c_lflag |= NOFLSH; /* what was typed before ^Z is not lost by it */
	tio.c_cc[VINTR] = tio.c_cc[VQUIT] = _POSIX_VDISABLE;
	tio.c_cc[VLNEXT] = tio.c_cc[VDISCARD] = _POSIX_VDISABLE;
	tio.c_cc[VMIN] = tio.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSANOW, &tio);
}

int tty_waiting(void)
{
	int n = 0;

	return ioctl(STDIN_FILENO, FIONREAD, &n) ? -1 : n;
}

size_t tty_read(void *to, size_t n)
{
	ssize_t got = read(STDIN_FILENO, to, n);

	return got > 0 ? (size_t)got : 0;
}

void tty_shows(bool shows)
{
	showing = shows;
}

bool tty_write(const void *bytes, size_t n)
{
	const char *at = bytes;
	ssize_t done;

	tty_shows(true);
	while (n) {
		done = write(STDOUT_FILENO, at, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			break;
		at += done;
		n -= (size_t)done;
	}
	tty_shows(false);
	return !n;
}

bool tty_size(int *rows, int *cols)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) || !ws.ws_row || !ws.ws_col)
		return false;
	*rows = ws.ws_row;
	*cols = ws.ws_col;
	return true;
}

bool tty_has_shell(void)
{
	return getsid(0) != getpid();
}
