#include "config.h"
#include "tests/tui/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include <vterm.h>

enum { PATIENCE_MS = 10000, QUIET_MS = 40, BUSY_MS = 1000 };

struct terminal {
	VTerm *vt;
	VTermScreen *screen;
	int fd, cols, rows;
	pid_t pid;
	bool mouse; /* somebody has asked for its reports */
	bool deaf; /* nothing is read any more */
	bool ended; /* the pty gave its end of file */
	bool probing; /* what the terminal would send is counted, not sent */
	size_t probed;
	int64_t last_ns; /* when the last byte was read */
};

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static long now_ms(void)
{
	return (long)(now_ns() / 1000000);
}

static void answer(const char *bytes, size_t len, void *arg)
{
	struct terminal *t = arg;

	if (t->probing)
		t->probed += len;
	else if (t->fd >= 0 && write(t->fd, bytes, len) < 0)
		t->ended = true;
}

static int set_property(VTermProp property, VTermValue *value, void *arg)
{
	struct terminal *t = arg;

	if (property == VTERM_PROP_MOUSE)
		t->mouse = value->number != VTERM_PROP_MOUSE_NONE;
	return 1;
}

static void child(char *const argv[], char *const env[])
{
	setenv("TERM", "xterm-256color", 1);
	setenv("ESCDELAY", "0", 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	for (int i = 0; env && env[i]; i++)
		putenv(env[i]);
	execv(argv[0], argv);
	_exit(127);
}

struct terminal *terminal_open(int cols, int rows, char *const argv[], char *const env[])
{
	static const VTermScreenCallbacks callbacks = { .settermprop = set_property };
	struct terminal *t = calloc(1, sizeof *t);
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	if (!t)
		abort();
	t->cols = cols;
	t->rows = rows;
	t->pid = forkpty(&t->fd, NULL, NULL, &ws);
	if (t->pid == 0)
		child(argv, env);
	fcntl(t->fd, F_SETFD, FD_CLOEXEC); /* or the next program would keep this one's pty open */
	t->vt = vterm_new(rows, cols);
	vterm_set_utf8(t->vt, 1);
	vterm_output_set_callback(t->vt, answer, t);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_reset(t->screen, 1);
	return t;
}

/* Read what is there within ms; whether there was anything. */
static bool pump(struct terminal *t, int ms)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };
	char bytes[4096];
	ssize_t n;

	if (t->deaf && ms > 0)
		usleep((useconds_t)ms * 1000);
	if (t->ended || t->deaf || poll(&p, 1, ms) <= 0)
		return false;
	n = read(t->fd, bytes, sizeof bytes);
	if (n > 0)
		t->last_ns = now_ns();
	if (n > 0)
		vterm_input_write(t->vt, bytes, (size_t)n);
	else if (n == 0 || errno != EINTR)
		t->ended = true;
	return n > 0;
}

/* Whether something that was typed has not been read yet; poll() also sees what is on its way. */
static bool unread(struct terminal *t)
{
	struct pollfd p = { .events = POLLIN };
	bool some;

	p.fd = open(ptsname(t->fd), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (p.fd < 0)
		return false;
	some = poll(&p, 1, 0) > 0 && p.revents & POLLIN;
	close(p.fd);
	return some;
}

enum doing { WORKS, SLEEPS, WAITS };

/*
 * What the program does: it works, it sleeps until a key comes with nothing due before long, or it
 * waits in another way. It can be read on Linux; where not, it always seems to wait.
 */
static enum doing doing(const struct terminal *t)
{
	long call = -1;
	unsigned long timeout = 0;
	char path[64];
	FILE *in;

	snprintf(path, sizeof path, "/proc/%d/syscall", (int)t->pid);
	in = fopen(path, "re");
	if (!in)
		return WAITS;
	if (fscanf(in, "%ld %*x %*x %lx", &call, &timeout) != 2)
		call = -1;
	fclose(in);
#ifdef SYS_poll
	if (call == SYS_poll && ((int)timeout < 0 || (int)timeout >= QUIET_MS))
		return SLEEPS;
#endif
	return call < 0 ? WORKS : WAITS; /* "running" is no number */
}

/*
 * A screen comes in pieces: read on until the program waits for a key, or nothing has come for a moment;
 * while it works, on a busy machine, for a longer one. What it wrote may still be on its way when
 * it sleeps already: hence one more look.
 */
static void settle(struct terminal *t)
{
	for (int quiet = 0, busy = 0; quiet < QUIET_MS && busy < BUSY_MS;) {
		enum doing was = doing(t);
		bool asleep = was == SLEEPS && !unread(t);

		if (pump(t, 0) || pump(t, 1))
			quiet = busy = 0;
		else if (asleep && doing(t) == SLEEPS)
			break;
		else if (was == WORKS)
			busy++;
		else
			quiet++;
	}
}

static int reap(struct terminal *t)
{
	int status = 0;

	waitpid(t->pid, &status, 0);
	if (t->fd >= 0)
		close(t->fd);
	vterm_free(t->vt);
	free(t);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int terminal_close(struct terminal *t)
{
	close(t->fd);
	t->fd = -1;
	return reap(t);
}

int terminal_wait_end(struct terminal *t)
{
	siginfo_t end_of = { 0 };

	for (long end = now_ms() + PATIENCE_MS; !t->ended && !end_of.si_pid && now_ms() < end;) {
		pump(t, t->deaf ? 5 : 50);
		if (t->deaf)
			waitid(P_PID, (id_t)t->pid, &end_of, WEXITED | WNOHANG | WNOWAIT);
	}
	if (!t->ended && !end_of.si_pid)
		kill(t->pid, SIGKILL);
	return reap(t);
}

static void send_bytes(struct terminal *t, const char *bytes, size_t n)
{
	while (n && !t->ended) {
		ssize_t sent = write(t->fd, bytes, n);

		if (sent < 0 && errno != EINTR && errno != EAGAIN)
			t->ended = true;
		if (sent > 0) {
			bytes += sent;
			n -= (size_t)sent;
		}
		pump(t, 0);
	}
}

static void wait_until_read(struct terminal *t)
{
	for (long end = now_ms() + PATIENCE_MS; !t->ended && unread(t) && now_ms() < end;)
		pump(t, 1);
}

void terminal_send(struct terminal *t, const char *bytes)
{
	send_bytes(t, bytes, strlen(bytes));
}

void terminal_send_apart(struct terminal *t, const char *bytes)
{
	for (; *bytes; bytes++) {
		send_bytes(t, bytes, 1);
		wait_until_read(t);
	}
}

/* Bytes up to an Escape that is a key by itself, and that. */
static size_t up_to_escape(const char *keys, bool *escape)
{
	size_t n = 0;

	for (*escape = false; keys[n] && !*escape; n++)
		*escape = keys[n] == '\033' && keys[n + 1] != '[' && keys[n + 1] != 'O';
	return n;
}

void terminal_type(struct terminal *t, const char *keys)
{
	bool escape;

	for (size_t n; *keys; keys += n) {
		n = up_to_escape(keys, &escape);
		send_bytes(t, keys, n);
		if (escape)
			wait_until_read(t);
	}
}

void terminal_paste(struct terminal *t, const char *text)
{
	terminal_type(t, "\033[200~");
	terminal_type(t, text);
	terminal_type(t, "\033[201~");
}

bool terminal_brackets_pastes(struct terminal *t)
{
	t->probing = true;
	t->probed = 0;
	vterm_keyboard_start_paste(t->vt);
	vterm_keyboard_end_paste(t->vt);
	t->probing = false;
	return t->probed > 0;
}

bool terminal_reports(struct terminal *t)
{
	t->probing = true;
	t->probed = 0;
	vterm_state_focus_out(vterm_obtain_state(t->vt));
	vterm_state_focus_in(vterm_obtain_state(t->vt));
	t->probing = false;
	return t->mouse || t->probed > 0;
}

/* Until a key has not been read for a while: the program waits for somebody to read. */
void terminal_deafen(struct terminal *t)
{
	t->deaf = true;
	for (int i = 0; i < 1000; i++) {
		terminal_resize(t, t->cols == 80 ? 132 : 80, t->rows);
		send_bytes(t, "\t", 1);
		for (int ms = 0; unread(t); ms++) {
			if (ms == 100)
				return;
			usleep(1000);
		}
	}
	fail_msg("a terminal that nobody reads takes everything");
}

void terminal_resize(struct terminal *t, int cols, int rows)
{
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	t->cols = cols;
	t->rows = rows;
	vterm_set_size(t->vt, rows, cols);
	ioctl(t->fd, TIOCSWINSZ, &ws);
}

void terminal_kill(struct terminal *t, int sig)
{
	kill(t->pid, sig);
}

static size_t put_utf8(char *out, uint32_t c)
{
	if (c < 0x80)
		return (size_t)sprintf(out, "%c", (int)c);
	if (c < 0x800)
		return (size_t)sprintf(out, "%c%c", 0xC0 | c >> 6, 0x80 | (c & 63));
	if (c < 0x10000)
		return (size_t)sprintf(out, "%c%c%c", 0xE0 | c >> 12, 0x80 | (c >> 6 & 63),
				       0x80 | (c & 63));
	return (size_t)sprintf(out, "%c%c%c%c", 0xF0 | c >> 18, 0x80 | (c >> 12 & 63),
			       0x80 | (c >> 6 & 63), 0x80 | (c & 63));
}

char *terminal_row(struct terminal *t, int row)
{
	char *out = calloc((size_t)t->cols * VTERM_MAX_CHARS_PER_CELL * 4 + 1, 1);
	size_t n = 0, end = 0;
	VTermScreenCell cell;

	for (VTermPos p = { row, 0 }; p.col < t->cols; p.col += cell.width > 0 ? cell.width : 1) {
		vterm_screen_get_cell(t->screen, p, &cell);
		if (!cell.chars[0] || cell.chars[0] == (uint32_t)-1) {
			out[n++] = ' ';
			continue;
		}
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			n += put_utf8(out + n, cell.chars[i]);
		if (cell.chars[0] != ' ')
			end = n;
	}
	out[end] = 0;
	return out;
}

char *terminal_screen(struct terminal *t)
{
	char *all = NULL;
	size_t size;
	FILE *out = open_memstream(&all, &size);

	for (int r = 0; r < t->rows; r++) {
		char *row = terminal_row(t, r);

		fprintf(out, "%s\n", row);
		free(row);
	}
	fclose(out);
	return all;
}

bool terminal_has(struct terminal *t, const char *text)
{
	bool has = false;

	for (int r = 0; !has && r < t->rows; r++) {
		char *row = terminal_row(t, r);

		has = strstr(row, text) != NULL;
		free(row);
	}
	return has;
}

bool terminal_until(struct terminal *t, bool (*holds)(struct terminal *t, const void *arg),
		    const void *arg)
{
	for (long end = now_ms() + PATIENCE_MS; now_ms() < end;) {
		pump(t, 0);
		if (holds(t, arg)) {
			settle(t);
			if (holds(t, arg))
				return true;
		}
		if (t->ended)
			break;
		pump(t, 50);
	}
	return false;
}

struct wanted {
	const char *text;
	bool there;
};

static bool is_so(struct terminal *t, const void *arg)
{
	const struct wanted *wanted = arg;

	return terminal_has(t, wanted->text) == wanted->there;
}

static void wait_for(struct terminal *t, const char *text, bool wanted)
{
	char *screen;

	if (terminal_until(t, is_so, &(struct wanted){ text, wanted }))
		return;
	screen = terminal_screen(t);
	print_error("waiting for %s\"%s\" on:\n", wanted ? "" : "no ", text);
	fputs(screen, stderr); /* longer than what cmocka prints at once */
	free(screen);
	fail();
}

void terminal_expect(struct terminal *t, const char *text)
{
	wait_for(t, text, true);
}

void terminal_expect_gone(struct terminal *t, const char *text)
{
	wait_for(t, text, false);
}

void terminal_cursor(struct terminal *t, int *row, int *col)
{
	VTermPos p;

	vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &p);
	*row = p.row;
	*col = p.col;
}

bool terminal_read(struct terminal *t, int ms, int64_t *when)
{
	bool any = pump(t, ms);

	*when = t->last_ns;
	return any;
}

static double luminance(const VTermColor *colour)
{
	const double parts[] = { colour->rgb.red, colour->rgb.green, colour->rgb.blue };
	static const double weights[] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;

	for (int i = 0; i < 3; i++) /* gamma is a little more than two */
		sum += weights[i] * (parts[i] / 255) * (parts[i] / 255);
	return sum;
}

double terminal_contrast_on_white(struct terminal *t)
{
	double least = 21;
	VTermScreenCell cell;

	for (VTermPos p = { 0, 0 }; p.row < t->rows; p.row++)
		for (p.col = 0; p.col < t->cols; p.col++) {
			vterm_screen_get_cell(t->screen, p, &cell);
			if (!cell.chars[0] || cell.chars[0] == ' ' || cell.attrs.reverse ||
			    !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg) ||
			    VTERM_COLOR_IS_DEFAULT_FG(&cell.fg))
				continue;
			vterm_screen_convert_color_to_rgb(t->screen, &cell.fg);
			if (1.05 / (luminance(&cell.fg) + 0.05) < least)
				least = 1.05 / (luminance(&cell.fg) + 0.05);
		}
	return least;
}

bool terminal_stands_out(struct terminal *t, int row, int col)
{
	VTermScreenCell cell;

	vterm_screen_get_cell(t->screen, (VTermPos){ row, col }, &cell);
	return cell.attrs.reverse || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
}

int terminal_colour(struct terminal *t, int row, int col)
{
	VTermScreenCell cell;

	vterm_screen_get_cell(t->screen, (VTermPos){ row, col }, &cell);
	return VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) || !VTERM_COLOR_IS_INDEXED(&cell.fg)
		       ? -1 : cell.fg.indexed.idx;
}

pid_t terminal_pid(struct terminal *t)
{
	return t->pid;
}
