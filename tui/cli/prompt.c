#include "config.h"
#include "tui/cli/prompt.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
enum { SIGNALS = sizeof signals / sizeof signals[0] };

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	caught = number;
}

/* The terminal while nothing shows, and what is put back after it. */
struct hiding {
	struct termios shown;
	struct sigaction before[SIGNALS];
	sigset_t mask;
};

/* From here the signals come only while the terminal is waited for. */
static void hide(struct hiding *h)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct termios hidden = h->shown;
	sigset_t held;

	caught = 0;
	sigemptyset(&held);
	for (int i = 0; i < SIGNALS; i++)
		sigaddset(&held, signals[i]);
	sigprocmask(SIG_BLOCK, &held, &h->mask);
	for (int i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], NULL, &h->before[i]);
		if (h->before[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	hidden.c_lflag |= ICANON | ECHONL;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
}

static void show(const struct hiding *h)
{
	tcsetattr(STDIN_FILENO, TCSADRAIN, &h->shown);
	for (int i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &h->before[i], NULL);
	sigprocmask(SIG_SETMASK, &h->mask, NULL);
}

/* A line, or 0 at the end of input, or when a signal was caught. */
static ssize_t read_line(const struct hiding *h, char *buf, size_t size)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	while (!caught)
		if (ppoll(&input, 1, NULL, &h->mask) > 0)
			return read(STDIN_FILENO, buf, size);
		else if (errno != EINTR)
			break;
	return 0;
}

size_t prompt_hidden(const char *prompt, char *buf, size_t size)
{
	struct hiding h;
	ssize_t n;
	int number;

	if (tcgetattr(STDIN_FILENO, &h.shown))
		return 0;
	do {
		hide(&h);
		fprintf(stderr, "%s: ", prompt);
		n = read_line(&h, buf, size);
		number = caught;
		show(&h);
		if (number)
			raise(number); /* ^Z: we go on here, and ask again, when we are let */
	} while (number == SIGTSTP);
	return n > 0 ? (size_t)n : 0;
}

bool prompt_size(int *rows, int *cols)
{
	struct winsize size;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		return false;
	*rows = size.ws_row;
	*cols = size.ws_col;
	return *rows && *cols;
}

bool prompt_more(const char *prompt)
{
	char answer[80];

	fputs(prompt, stdout);
	fflush(stdout);
	return fgets(answer, sizeof answer, stdin) && answer[0] != 'q' && answer[0] != 'Q';
}
