#include "config.h"
#include "tests/fuzz/fuzz.h"

#include <curses.h>
#include <fcntl.h>
#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "store/base/crypto.h"
#include "store/base/text.h"
#include "tui/term/term.h"

FUZZ_CHANGES(100);

/* A paste that may be open is ended, then one of a text that no input can know ends all. */
#define PASTE_BEGIN "\033[200~"
#define PASTE_END "\033[201~"
enum { EVENTS = 4096, PATIENCE = 20 };

static char last[RANDOM_NAME];

static int master = -1, slave, out, in;

/* The terminal is standard input and output while the program has it, and nobody else. */
static void take_terminal(void)
{
	FUZZ_CHECK(dup2(slave, 0) == 0 && dup2(slave, 1) == 1);
}

static void give_back(void)
{
	FUZZ_CHECK(dup2(in, 0) == 0 && dup2(out, 1) == 1);
}

static void leave(void)
{
	take_terminal();
	term_close();
	give_back();
}

static void open_terminal(void)
{
	if (master >= 0)
		return;
	master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	FUZZ_CHECK(master >= 0 && !grantpt(master) && !unlockpt(master));
	slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	FUZZ_CHECK(slave >= 0 && !fcntl(master, F_SETFL, O_NONBLOCK));
	in = dup(0);
	out = dup(1);
	setlocale(LC_CTYPE, "C.UTF-8");
	setenv("TERM", "xterm-256color", 1);
	setenv("ESCDELAY", "5000", 1); /* what comes in pieces comes soon enough */
	take_terminal();
	FUZZ_CHECK(!term_open());
	give_back();
	atexit(leave);
}

/* ---- who types ---- */

/* What is typed; `piece` bytes at a time, each once the one before was read; 0: all at once. */
struct typed {
	const uint8_t *data;
	size_t len, piece;
};

static int waiting(void)
{
	int n = 0;

	FUZZ_CHECK(!ioctl(slave, FIONREAD, &n));
	return n;
}

static void put(const void *data, size_t n)
{
	const char *bytes = data;
	char shown[4096];

	while (n) {
		ssize_t done = write(master, bytes, n);

		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		} else {
			sched_yield();
		}
		/* What the program shows must not fill the terminal. */
		while (read(master, shown, sizeof shown) > 0)
			;
	}
}

static void *type(void *arg)
{
	const struct typed *typed = arg;
	size_t piece = typed->piece ? typed->piece : typed->len;

	for (size_t at = 0, n; at < typed->len; at += n) {
		n = typed->len - at < piece ? typed->len - at : piece;
		put(typed->data + at, n);
		while (typed->piece && waiting())
			sched_yield();
	}
	put(PASTE_END PASTE_BEGIN, sizeof PASTE_END PASTE_BEGIN - 1);
	put(last, strlen(last));
	put(PASTE_END, sizeof PASTE_END - 1);
	return NULL;
}

/* ---- what the program makes of it ---- */

struct heard {
	size_t n;
	uint32_t what[EVENTS]; /* letter, key, or a sum over a paste */
	enum event_type type[EVENTS];
};

static uint32_t check_paste(const struct event *event)
{
	uint32_t sum = 5381;
	char *again;
	size_t len;

	FUZZ_CHECK(event->paste_len <= TERM_PASTE_MAX * 3 && !event->paste[event->paste_len]);
	FUZZ_CHECK(strlen(event->paste) == event->paste_len);
	FUZZ_CHECK(!text_nfc(event->paste, event->paste_len, &again, &len));
	FUZZ_CHECK(len == event->paste_len && !memcmp(again, event->paste, len));
	for (size_t i = 0; i < len; i++)
		sum = sum * 33 + (unsigned char)again[i];
	free(again);
	return sum;
}

/* Whether that was the last one. */
static bool hear(struct heard *heard, const struct event *event)
{
	uint32_t what = event->ch;

	FUZZ_CHECK(event->type == EVENT_TEXT || event->type == EVENT_KEY || event->type == EVENT_PASTE);
	if (event->type == EVENT_TEXT) {
		FUZZ_CHECK(what >= 32 && what != 127 && what < 0x110000);
		FUZZ_CHECK(what < 0xD800 || what > 0xDFFF);
	}
	if (event->type == EVENT_KEY)
		what = (uint32_t)event->key;
	if (event->type == EVENT_PASTE) {
		what = check_paste(event);
		if (!strcmp(event->paste, last))
			return true;
	}
	if (heard->n < EVENTS) {
		heard->type[heard->n] = event->type;
		heard->what[heard->n++] = what;
	}
	return false;
}

static void listen(struct typed *typed, struct heard *heard)
{
	struct event event;
	pthread_t typist;

	heard->n = 0;
	random_name(last);
	take_terminal();
	FUZZ_CHECK(!pthread_create(&typist, NULL, type, typed));
	for (;;) {
		term_next(&event, PATIENCE);
		FUZZ_CHECK(event.type != EVENT_WAKE); /* what was typed is never kept back */
		if (event.type != EVENT_CLOCK && event.type != EVENT_SLEPT && hear(heard, &event))
			break;
	}
	FUZZ_CHECK(!pthread_join(typist, NULL));
	give_back();
}

/* Whatever is typed and pasted is heard, and the same however it comes: a line may be slow. */
FUZZ_TARGET
{
	static struct heard whole, pieces;
	struct typed typed = { data + 1, len - 1, 0 };

	if (len < 2)
		return 0;
	open_terminal();
	listen(&typed, &whole);
	typed.piece = 1 + data[0] % 7;
	listen(&typed, &pieces);
	FUZZ_CHECK(whole.n == pieces.n);
	for (size_t i = 0; i < whole.n; i++)
		FUZZ_CHECK(whole.type[i] == pieces.type[i] && whole.what[i] == pieces.what[i]);
	return 0;
}
