#include "config.h"
#include "tui/cli/prompt.h"

#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	caught = number;
}

size_t prompt_hidden(const char *prompt, char *buf, size_t size)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };
	enum { N = sizeof signals / sizeof signals[0] };
	struct sigaction action = { .sa_handler = on_signal }, before[N];
	struct termios shown, hidden;
	ssize_t n;

	if (tcgetattr(STDIN_FILENO, &shown))
		return 0;
	caught = 0;
	for (int i = 0; i < N; i++)
		sigaction(signals[i], &action, &before[i]);
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	hidden.c_lflag |= ICANON | ECHONL;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	fprintf(stderr, "%s: ", prompt);
	n = read(STDIN_FILENO, buf, size);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &shown);
	for (int i = 0; i < N; i++)
		sigaction(signals[i], &before[i], NULL);
	if (caught)
		raise(caught);
	return n > 0 ? (size_t)n : 0;
}
