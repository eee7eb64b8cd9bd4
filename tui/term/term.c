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
#include <sys/timerfd.h>
#include <term.h>
#include <unistd.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "tui/term/awake.h"
#include "tui/term/input.h"
#include "tui/term/theme.h"
#include "tui/term/tty.h"

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
/* What a program before us may have left on: reports of the mouse, in all their forms, and of focus. */
#define REPORTS_OFF "\033[?1000l\033[?1002l\033[?1003l\033[?1004l\033[?1005l\033[?1006l\033[?1015l\033[?1016l"

static const int signals[] = { SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT };
enum { SIGNALS = sizeof signals / sizeof signals[0] };

static struct {
	bool open, ended, resized, stopping;
	bool ansi; /* it has modes that are set by ESC [ ? */
	SCREEN *screen;
	int wake[2];   /* handlers write a byte, take_signal() reads it */
	int idle, set; /* timers: time without an event; the clock being set */
	int64_t slept; /* awake_slept_ms(), as far as it was told */
	char *paste;   /* handed out with the last EVENT_PASTE */
	bool held;     /* `first` was read already and comes next */
	struct event first;
	struct input input;
	struct sigaction was[SIGNALS];
} term = { .wake = { -1, -1 }, .idle = -1, .set = -1 };

/* What is written beside curses, and in its place when memory is out. */
static struct {
	char bytes[256];
	size_t len;
} way_in, way_out, *way;

static void on_signal(int sig)
{
	int keep = errno;
	unsigned char byte = (unsigned char)sig;

	if (sig == SIGTERM || sig == SIGHUP)
		tty_end_soon();
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

/* What curses does not know of: pastes are marked, nobody reports the mouse. */
static void begin_modes(void)
{
	if (!tty_write(way_in.bytes, way_in.len))
		term.ended = true;
}

static void end_modes(void)
{
	if (term.ansi && !tty_write(PASTE_OFF, sizeof PASTE_OFF - 1))
		term.ended = true;
}

static void start_keys(void)
{
	tty_shows(true);
	cbreak();
	noecho();
	nonl();
	tty_free_keys();
	def_prog_mode();
	tty_shows(false);
	begin_modes();
}

/* Nothing of what was shown stays, neither on the screen nor in curses' memory of it. */
static void leave_screen(void)
{
	end_modes();
	tty_shows(true);
	erase();
	refresh();
	endwin();
	tty_shows(false);
}

static int keep_byte(int byte)
{
	if (way->len < sizeof way->bytes)
		way->bytes[way->len++] = (char)byte;
	return byte;
}

static void keep_modes(const char *modes)
{
	for (; term.ansi && *modes; modes++)
		keep_byte(*modes);
}

static void keep_capability(const char *name)
{
	const char *text = tigetstr(name);

	if (text && text != (char *)-1)
		tputs(text, 1, keep_byte);
}

static void prepare_ways(void)
{
	static const char *const names[] = { "sgr0", "clear", "cnorm", "rmkx", "rmcup" };

	way = &way_in;
	way->len = 0;
	keep_capability("rmkx"); /* input.h knows all forms of a key: none needs to be asked for */
	keep_modes(REPORTS_OFF PASTE_ON);
	way = &way_out;
	way->len = 0;
	keep_modes(PASTE_OFF);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		keep_capability(names[i]);
}

/* Memory is out: on whatever thread, in the middle of whatever curses was doing. */
static void leave_at_once(void)
{
	tty_write(way_out.bytes, way_out.len);
	tty_give_back();
}

/* Back from the shell, which may have changed the terminal's modes and size. */
static void enter_screen(void)
{
	tty_shows(true);
	reset_prog_mode();
	tty_shows(false);
	begin_modes();
	term.resized = true;
}

/* Whether curses knows the terminal and can put the cursor anywhere on it. */
static bool can_draw(void)
{
	const char *name = getenv("TERM"), *move;
	int why;

	if (!name || !*name || !strcmp(name, "dumb"))
		return false;
	/* newterm() loses memory where it fails, so it is not asked first. */
	if (setupterm(NULL, STDOUT_FILENO, &why) == ERR)
		return false;
	move = tigetstr("cup");
	if (move == (char *)-1)
		move = NULL;
	term.ansi = move && !strncmp(move, "\033[", 2);
	del_curterm(cur_term);
	return move;
}

/* The size that the terminal says it has counts, whatever LINES and COLUMNS say. */
static void resize(void)
{
	int rows, cols;

	if (tty_size(&rows, &cols))
		resize_term(rows, cols);
	clearok(curscr, TRUE);
}

static bool start_curses(void)
{
	tty_shows(true);
	term.screen = newterm(NULL, stdout, stdin);
	tty_shows(false);
	if (!term.screen)
		return false;
	set_term(term.screen);
	prepare_ways();
	memory_on_end(leave_at_once);
	start_keys();
	resize();
	theme_init();
	return true;
}

int term_open(void)
{
	if (!tty_take())
		return -1;
	if (!can_draw() || open_pipe()) {
		tty_give_back();
		return -1;
	}
	term.input = (struct input){ .times = input_times() };
	term.ended = term.resized = term.stopping = term.held = false;
	term.open = true;
	take_signals();
	if (start_curses())
		return 0;
	term_close();
	return -1;
}

void term_quiet(void)
{
	tty_take();
}

void term_close(void)
{
	if (!term.open) {
		tty_give_back();
		return;
	}
	term.open = false;
	memory_on_end(NULL);
	if (term.screen) {
		leave_screen();
		delscreen(term.screen);
		term.screen = NULL;
	}
	for (int i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &term.was[i], NULL);
	tty_give_back();
	close(term.wake[0]);
	close(term.wake[1]);
	close(term.idle);
	close(term.set);
	input_forget(&term.input);
	memory_free_wiped(term.paste);
	term.paste = NULL;
}

/* ---- reading ---- */

void term_stop(void)
{
	struct sigaction plain = { .sa_handler = SIG_DFL }, ours;

	leave_screen();
	tty_lend();
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
	case SIGTSTP: /* who leads the session could not be brought back */
		term.stopping = tty_has_shell();
		break;
	case SIGCONT:
		enter_screen();
		break;
	default:
		term.ended = true;
	}
}

/* Sleep until there is input, a signal, something of the timers, or a key that nothing has followed. */
static void wait_for_something(void)
{
	struct pollfd p[] = { { .fd = STDIN_FILENO, .events = POLLIN },
			      { .fd = term.wake[0], .events = POLLIN },
			      { .fd = term.idle, .events = POLLIN },
			      { .fd = term.set, .events = POLLIN } };

	while (poll(p, 4, input_wait(&term.input, platform_awake_ms())) < 0) {
		if (errno != EINTR) {
			term.ended = true;
			return;
		}
	}
	if (p[1].revents & POLLIN)
		take_signal();
	else if (p[0].revents & POLLIN) /* nothing to read all the same: the end of the input */
		term.ended = tty_waiting() == 0;
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

/* Read what has come; whether there may be something to hand out. */
static bool read_more(void)
{
	unsigned char bytes[INPUT_READ];
	int64_t before = platform_awake_ms();
	size_t n = tty_waiting() > 0 ? tty_read(bytes, sizeof bytes) : 0;
	bool some = input_pass(&term.input, platform_awake_ms());

	if (n)
		input_put(&term.input, bytes, n, before);
	return n || some;
}

/* In NFC; what cannot be brought to it is no text. */
static void compose_paste(struct event *event)
{
	size_t len = 0;

	memory_free_wiped(term.paste);
	term.paste = NULL;
	text_nfc(event->paste, event->paste_len, &term.paste, &len);
	event->paste = term.paste ? term.paste : "";
	event->paste_len = len;
}

/* One thing that has been typed, if any. */
static bool take_input(struct event *event)
{
	if (term.held) {
		term.held = false;
		*event = term.first;
		return true;
	}
	while (!input_next(&term.input, event))
		if (!read_more())
			return false;
	if (event->type == EVENT_PASTE)
		compose_paste(event);
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
	else if (term.stopping)
		event->type = EVENT_STOP;
	else
		return false;
	if (event->type == EVENT_STOP)
		term.stopping = false;
	/* Half a paste is not for the lock screen, nor must it wait for the other half. */
	if (event->type == EVENT_SLEPT || event->type == EVENT_WAKE)
		input_forget(&term.input);
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
		wait_for_something();
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
	tty_shows(true);
	refresh();
	tty_shows(false);
}

int term_rows(void)
{
	return getmaxy(stdscr);
}

int term_cols(void)
{
	return getmaxx(stdscr);
}
