#include "config.h"
#include "tui/term.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/timerfd.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "store/text.h"
#include "tui/theme.h"

enum { PASTE_BEGIN = KEY_MAX + 1, PASTE_END = KEY_MAX + 2, ESCAPE_MS = 25 };

static struct {
	bool open, ended, resized;
	SCREEN *screen;
	int wake[2];   /* handlers write a byte, term_next() reads it */
	int timer;
	char *paste;   /* handed out with the last EVENT_PASTE */
	struct sigaction was[3];
} term = { .wake = { -1, -1 }, .timer = -1 };

static const int signals[3] = { SIGWINCH, SIGHUP, SIGTERM };

static void on_signal(int sig)
{
	int keep = errno;
	unsigned char byte = (unsigned char)sig;

	/* A full pipe already wakes the loop. */
	if (write(term.wake[1], &byte, 1) < 0)
		errno = keep;
	errno = keep;
}

static int open_pipe(void)
{
	if (pipe2(term.wake, O_NONBLOCK | O_CLOEXEC))
		return -1;
	term.timer = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	return term.timer < 0 ? -1 : 0;
}

static void take_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigemptyset(&sa.sa_mask);
	/* Before curses starts, so that it leaves SIGWINCH alone. */
	for (int i = 0; i < 3; i++)
		sigaction(signals[i], &sa, &term.was[i]);
}

static void put_raw(const char *text)
{
	if (write(STDOUT_FILENO, text, strlen(text)) < 0)
		term.ended = true;
}

/* ^S, ^Q, ^C, ^V and ^O are keys like others; ^Z still suspends. */
static void free_keys(void)
{
	struct termios tio;

	if (tcgetattr(STDIN_FILENO, &tio))
		return;
	tio.c_iflag &= ~(tcflag_t)(IXON | IXOFF);
	tio.c_cc[VINTR] = tio.c_cc[VQUIT] = _POSIX_VDISABLE;
	tio.c_cc[VLNEXT] = tio.c_cc[VDISCARD] = _POSIX_VDISABLE;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &tio);
	def_prog_mode();
}

static void start_keys(void)
{
	cbreak();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	intrflush(stdscr, FALSE);
	if (!getenv("ESCDELAY"))
		set_escdelay(ESCAPE_MS);
	free_keys();
	define_key("\033[200~", PASTE_BEGIN);
	define_key("\033[201~", PASTE_END);
	put_raw("\033[?2004h");
}

int term_open(void)
{
	const char *name = getenv("TERM");

	if (!name || !*name || !strcmp(name, "dumb") || !isatty(STDIN_FILENO) ||
	    !isatty(STDOUT_FILENO) || open_pipe())
		return -1;
	take_signals();
	term.screen = newterm(NULL, stdout, stdin);
	if (!term.screen)
		goto fail;
	set_term(term.screen);
	if (!tigetstr("cup") || tigetstr("cup") == (char *)-1) {
		endwin();
		goto fail;
	}
	term.open = true;
	start_keys();
	theme_init();
	return 0;
fail:
	term.open = true;
	term_close();
	return -1;
}

void term_close(void)
{
	if (!term.open)
		return;
	term.open = false;
	if (term.screen) {
		put_raw("\033[?2004l");
		erase();
		refresh();
		endwin();
		delscreen(term.screen);
		term.screen = NULL;
	}
	for (int i = 0; i < 3; i++)
		sigaction(signals[i], &term.was[i], NULL);
	close(term.wake[0]);
	close(term.wake[1]);
	close(term.timer);
	free(term.paste);
	term.paste = NULL;
}

/* ---- reading ---- */

size_t term_utf8(char out[5], uint32_t c)
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char first[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

	for (size_t i = n; i > 1; i--) {
		out[i - 1] = (char)(0x80 | (c & 63));
		c >>= 6;
	}
	out[0] = (char)(first[n] | c);
	out[n] = 0;
	return n;
}

/* Wait for input, a signal or the time; the signal's number, 0 for the time, -1 for input. */
static int wait_for_something(bool timed)
{
	struct pollfd p[3] = { { .fd = STDIN_FILENO, .events = POLLIN },
			       { .fd = term.wake[0], .events = POLLIN },
			       { .fd = timed ? term.timer : -1, .events = POLLIN } };
	unsigned char sig;
	uint64_t passed;
	int waiting;

	while (poll(p, 3, -1) < 0)
		if (errno != EINTR)
			return SIGHUP;
	if (p[1].revents & POLLIN && read(term.wake[0], &sig, 1) == 1)
		return sig;
	if (p[0].revents & POLLIN) /* nothing to read all the same: the end of the input */
		return ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting == 0 ? SIGHUP : -1;
	if (p[0].revents & (POLLHUP | POLLERR | POLLNVAL))
		return SIGHUP;
	if (timed && read(term.timer, &passed, sizeof passed) == sizeof passed)
		return 0;
	return -1;
}

/* Everything up to the end of the paste, in NFC; a hang-up ends it too. */
static void read_paste(struct event *event)
{
	char *raw = malloc(TERM_PASTE_MAX + 8);
	size_t used = 0, len = 0;
	wint_t wc;
	int rc;

	free(term.paste);
	term.paste = NULL;
	for (;;) {
		rc = get_wch(&wc);
		if (rc == ERR) {
			int why = wait_for_something(false);

			if (why == SIGHUP || why == SIGTERM) {
				term.ended = true;
				break;
			}
			term.resized = term.resized || why == SIGWINCH;
			continue;
		}
		if (rc == KEY_CODE_YES && wc == (wint_t)PASTE_END)
			break;
		if (rc == OK && raw && used < TERM_PASTE_MAX && wc)
			used += term_utf8(raw + used, wc == L'\r' ? '\n' : (uint32_t)wc);
	}
	event->type = EVENT_PASTE;
	if (!raw || text_nfc(raw, used, &term.paste, &len))
		term.paste = NULL;
	free(raw);
	event->paste = term.paste ? term.paste : "";
	event->paste_len = len;
}

static void resize(void)
{
	struct winsize ws;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_row && ws.ws_col)
		resizeterm(ws.ws_row, ws.ws_col);
	clearok(curscr, TRUE);
}

/* One thing that curses has read, if any. */
static bool take_input(struct event *event)
{
	wint_t wc;
	int rc;

	do {
		rc = get_wch(&wc);
		if (rc == ERR)
			return false;
	} while (rc == KEY_CODE_YES && (wc == KEY_RESIZE || wc == (wint_t)PASTE_END));
	if (rc == KEY_CODE_YES && wc == (wint_t)PASTE_BEGIN) {
		read_paste(event);
		return true;
	}
	if (rc == KEY_CODE_YES || wc < 32 || wc == 127) {
		event->type = EVENT_KEY;
		event->key = (int)wc;
		if (wc == 127 || wc == 8)
			event->key = KEY_BACKSPACE;
		if (wc == '\r' || wc == '\n' || wc == KEY_ENTER)
			event->key = '\n';
		return true;
	}
	event->type = EVENT_TEXT;
	event->ch = (uint32_t)wc;
	return true;
}

void term_next(struct event *event, unsigned seconds)
{
	struct itimerspec until = { .it_value.tv_sec = seconds };

	memset(event, 0, sizeof *event);
	timerfd_settime(term.timer, 0, &until, NULL);
	while (!term.ended) {
		int why;

		if (take_input(event))
			return;
		if (term.resized) {
			term.resized = false;
			resize();
			event->type = EVENT_RESIZE;
			return;
		}
		why = wait_for_something(seconds != 0);
		if (why == 0) {
			event->type = EVENT_WAKE;
			return;
		}
		if (why == SIGWINCH)
			term.resized = true;
		else if (why > 0)
			term.ended = true;
	}
	event->type = EVENT_END;
}

void term_show(void)
{
	refresh();
}

int term_rows(void)
{
	return getmaxy(stdscr);
}

int term_cols(void)
{
	return getmaxx(stdscr);
}

void term_refuse(void)
{
	beep();
}
