#include "config.h"
#include "tui/term/term.h"

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

#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/term/awake.h"
#include "tui/term/theme.h"
#include "tui/term/utf8.h"

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

enum { PASTE_BEGIN = KEY_MAX + 1, PASTE_END = KEY_MAX + 2, ESCAPE_MS = 25 };

static const int signals[] = { SIGWINCH, SIGHUP, SIGTERM, SIGTSTP, SIGCONT };
enum { SIGNALS = sizeof signals / sizeof signals[0] };

static struct {
	bool open, ended, resized;
	SCREEN *screen;
	int wake[2];   /* handlers write a byte, take_signal() reads it */
	int idle, set; /* timers: time without an event; the clock being set */
	int64_t slept; /* awake_slept_ms(), as far as it was told */
	char *paste;   /* handed out with the last EVENT_PASTE */
	bool held;     /* `first` was read already and comes next */
	struct event first;
	struct utf8 letter; /* what has come of it; get_wch() would forget it */
	struct sigaction was[SIGNALS];
} term = { .wake = { -1, -1 }, .idle = -1, .set = -1 };

/* The way out without curses and without memory: what it would write, and the modes before it. */
static struct {
	char bytes[256];
	size_t len;
	bool found; /* modes were read */
	struct termios modes;
} way_out;

static void on_signal(int sig)
{
	int keep = errno;
	unsigned char byte = (unsigned char)sig;

	/* A full pipe already wakes the loop. */
	if (write(term.wake[1], &byte, 1) < 0)
		errno = keep;
	errno = keep;
}

/*
 * A timer that never ends by itself, but by the clock being set and, because the
 * kernel sets it then, by waking up from suspend. Where there is none, either
 * is noticed with the next key.
 */
static void wait_for_set(void)
{
	const struct itimerspec never = { .it_value.tv_sec = sizeof(time_t) > 4 ? INT64_MAX
										: INT32_MAX };

	timerfd_settime(term.set, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL);
}

static int open_pipe(void)
{
	if (pipe2(term.wake, O_NONBLOCK | O_CLOEXEC))
		return -1;
	term.slept = awake_slept_ms();
	term.set = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	wait_for_set();
	term.idle = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
	return term.idle < 0 ? -1 : 0;
}

static void take_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigemptyset(&sa.sa_mask);
	/* Before curses starts, so that it leaves SIGWINCH and SIGTSTP alone. */
	for (int i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], &sa, &term.was[i]);
		/* A shell without jobs: nobody could bring a stopped program back. */
		if (signals[i] == SIGTSTP && term.was[i].sa_handler == SIG_IGN)
			sigaction(SIGTSTP, &term.was[i], NULL);
	}
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
	put_raw(PASTE_ON);
}

/* Nothing of what was shown stays, neither on the screen nor in curses' memory of it. */
static void leave_screen(void)
{
	put_raw(PASTE_OFF);
	erase();
	refresh();
	endwin();
}

static int keep_byte(int byte)
{
	if (way_out.len < sizeof way_out.bytes)
		way_out.bytes[way_out.len++] = (char)byte;
	return byte;
}

static void prepare_way_out(void)
{
	static const char *const names[] = { "sgr0", "clear", "cnorm", "rmkx", "rmcup" };

	way_out.len = 0;
	for (const char *byte = PASTE_OFF; *byte; byte++)
		keep_byte(*byte);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const char *text = tigetstr(names[i]);

		if (text && text != (char *)-1)
			tputs(text, 1, keep_byte);
	}
}

/* Memory is out: on whatever thread, in the middle of whatever curses was doing. */
static void leave_at_once(void)
{
	if (write(STDOUT_FILENO, way_out.bytes, way_out.len) < 0)
		return; /* then nobody looks at it */
	if (way_out.found)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &way_out.modes);
}

/* Back from the shell, which may have changed the terminal's modes and size. */
static void enter_screen(void)
{
	reset_prog_mode();
	put_raw(PASTE_ON);
	term.resized = true;
}

/* Whether curses knows the terminal and can put the cursor anywhere on it. */
static bool can_draw(void)
{
	const char *name = getenv("TERM"), *move;
	int why;

	if (!name || !*name || !strcmp(name, "dumb") || !isatty(STDIN_FILENO) ||
	    !isatty(STDOUT_FILENO))
		return false;
	/* newterm() loses memory where it fails, so it is not asked first. */
	if (setupterm(NULL, STDOUT_FILENO, &why) == ERR)
		return false;
	move = tigetstr("cup");
	del_curterm(cur_term);
	return move && move != (char *)-1;
}

int term_open(void)
{
	if (!can_draw() || open_pipe())
		return -1;
	take_signals();
	way_out.found = !tcgetattr(STDIN_FILENO, &way_out.modes);
	term.screen = newterm(NULL, stdout, stdin);
	if (!term.screen)
		goto fail;
	set_term(term.screen);
	prepare_way_out();
	memory_on_end(leave_at_once);
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
	memory_on_end(NULL);
	if (term.screen) {
		leave_screen();
		delscreen(term.screen);
		term.screen = NULL;
	}
	for (int i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &term.was[i], NULL);
	close(term.wake[0]);
	close(term.wake[1]);
	close(term.idle);
	close(term.set);
	free(term.paste);
	term.paste = NULL;
}

/* ---- reading ---- */

/* Stop as a job of the shell; returns when it is continued, at once where nobody could. */
static void stop(void)
{
	struct sigaction plain = { .sa_handler = SIG_DFL }, ours;

	leave_screen();
	sigaction(SIGTSTP, &plain, &ours);
	raise(SIGTSTP);
	sigaction(SIGTSTP, &ours, NULL);
	enter_screen();
}

static void take_signal(void)
{
	unsigned char sig;

	if (read(term.wake[0], &sig, 1) != 1)
		return;
	switch (sig) {
	case SIGWINCH:
		term.resized = true;
		break;
	case SIGTSTP:
		stop();
		break;
	case SIGCONT:
		enter_screen();
		break;
	default:
		term.ended = true;
	}
}

/* Sleep until there is input, a signal or, if they are to be heeded, something of the timers. */
static void wait_for_something(bool timers)
{
	struct pollfd p[] = { { .fd = STDIN_FILENO, .events = POLLIN },
			      { .fd = term.wake[0], .events = POLLIN },
			      { .fd = timers ? term.idle : -1, .events = POLLIN },
			      { .fd = timers ? term.set : -1, .events = POLLIN } };
	int waiting;

	while (poll(p, 4, -1) < 0) {
		if (errno != EINTR) {
			term.ended = true;
			return;
		}
	}
	if (p[1].revents & POLLIN)
		take_signal();
	else if (p[0].revents & POLLIN) /* nothing to read all the same: the end of the input */
		term.ended = ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting == 0;
	else if (p[0].revents & (POLLHUP | POLLERR | POLLNVAL))
		term.ended = true;
}

static bool idle_passed(void)
{
	uint64_t times;

	return read(term.idle, &times, sizeof times) == sizeof times;
}

static bool clock_was_set(void)
{
	uint64_t times;

	if (read(term.set, &times, sizeof times) < 0 && errno != ECANCELED)
		return false;
	wait_for_set();
	return true;
}

static bool has_slept(void)
{
	int64_t before = term.slept;

	term.slept = awake_slept_ms();
	return awake_slept(before, term.slept);
}

/* The next letter (OK) or key of several bytes (KEY_CODE_YES) there is; ERR when there is none yet. */
static int take_char(uint32_t *ch)
{
	int c;

	while ((c = getch()) != ERR) {
		if (c > 0xFF) {
			utf8_forget(&term.letter);
			*ch = (uint32_t)c;
			return KEY_CODE_YES;
		}
		if (utf8_take(&term.letter, (unsigned char)c, ch))
			return OK;
	}
	return ERR;
}

/* Everything up to the end of the paste, in NFC; a hang-up ends it too. */
static void read_paste(struct event *event)
{
	char *raw = memory_alloc(TERM_PASTE_MAX + 8);
	size_t used = 0, len = 0;
	uint32_t ch;
	int rc;

	free(term.paste);
	term.paste = NULL;
	for (;;) {
		rc = take_char(&ch);
		if (rc == ERR) {
			wait_for_something(false);
			if (term.ended)
				break;
			continue;
		}
		if (rc == KEY_CODE_YES && ch == PASTE_END)
			break;
		if (rc == OK && used < TERM_PASTE_MAX && ch)
			used += utf8_put(raw + used, ch == '\r' ? '\n' : ch);
	}
	event->type = EVENT_PASTE;
	text_nfc(raw, used, &term.paste, &len); /* NULL when it is no text */
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
	uint32_t ch;
	int rc;

	if (term.held) {
		term.held = false;
		*event = term.first;
		return true;
	}
	memset(event, 0, sizeof *event);
	do {
		rc = take_char(&ch);
		if (rc == ERR)
			return false;
	} while (rc == KEY_CODE_YES && (ch == KEY_RESIZE || ch == PASTE_END));
	if (rc == KEY_CODE_YES && ch == PASTE_BEGIN) {
		read_paste(event);
		return true;
	}
	if (rc == KEY_CODE_YES || ch < 32 || ch == 127) {
		event->type = EVENT_KEY;
		event->key = (int)ch;
		if (ch == 127 || ch == 8)
			event->key = KEY_BACKSPACE;
		if (ch == '\r' || ch == '\n' || ch == KEY_ENTER)
			event->key = '\n';
		return true;
	}
	event->type = EVENT_TEXT;
	event->ch = ch;
	return true;
}

/* What has happened besides typing; it comes before what was typed. */
static bool take_change(struct event *event)
{
	if (term.ended)
		event->type = EVENT_END;
	else if (has_slept())
		event->type = EVENT_SLEPT;
	else if (idle_passed())
		event->type = EVENT_WAKE;
	else if (clock_was_set())
		event->type = EVENT_CLOCK;
	else
		return false;
	return true;
}

void term_next(struct event *event, unsigned seconds)
{
	struct itimerspec until = { .it_value.tv_sec = seconds };

	memset(event, 0, sizeof *event);
	timerfd_settime(term.idle, 0, &until, NULL);
	while (!take_change(event) && !take_input(event)) {
		if (term.resized) {
			term.resized = false;
			resize();
			event->type = EVENT_RESIZE;
			return;
		}
		wait_for_something(true);
	}
}

bool term_pause(handle_t done, int ms)
{
	struct pollfd p[] = { { .fd = (int)done, .events = POLLIN },
			      { .fd = term.wake[0], .events = POLLIN } };

	if (poll(p, 2, ms) <= 0)
		return false;
	if (p[1].revents & POLLIN)
		take_signal();
	if (term.resized) {
		term.resized = false;
		resize();
	}
	return p[0].revents != 0;
}

void term_skip(int key)
{
	struct event event;

	while (take_input(&event))
		if (event.type != EVENT_KEY || event.key != key) {
			term.first = event;
			term.held = true;
			return;
		}
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
