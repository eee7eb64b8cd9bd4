#include "config.h"
#include "tui/app/work.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tui/app/draw.h"
#include "tui/term/term.h"

enum { TURN_MS = 150, STACK = 8 << 20 };

struct work {
	void (*job)(void *arg);
	void *arg;
	int done; /* an eventfd */
	void *stack;
};

static void *run(void *arg)
{
	struct work *w = arg;

	w->job(w->arg);
	eventfd_write(w->done, 1);
	return NULL;
}

/* A thread with all signals blocked: they are the main one's. */
static bool start(struct work *w, pthread_t *thread)
{
	pthread_attr_t attr;
	sigset_t all, was;
	bool started;

	w->done = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	w->stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
	if (w->done < 0 || w->stack == MAP_FAILED || pthread_attr_init(&attr))
		return false;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &was);
	started = !pthread_attr_setstack(&attr, w->stack, STACK) &&
		  !pthread_create(thread, &attr, run, w);
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	pthread_attr_destroy(&attr);
	return started;
}

static void show(struct app *app, const char *text, int turn)
{
	static const char *const signs[] = { ".  ", ".. ", "...", " ..", "  .", "   " };

	app_say(app, TONE_WARN, "%s %s", text, signs[turn % 6]);
	app_draw(app);
}

void work_run(struct app *app, const char *text, void (*job)(void *arg), void *arg)
{
	struct work w = { .job = job, .arg = arg, .done = -1, .stack = MAP_FAILED };
	pthread_t thread;

	show(app, text, 0);
	if (start(&w, &thread)) {
		for (int turn = 1; !term_pause(w.done, TURN_MS); turn++)
			show(app, text, turn);
		pthread_join(thread, NULL);
	} else {
		job(arg);
	}
	if (w.stack != MAP_FAILED)
		munmap(w.stack, STACK);
	if (w.done >= 0)
		close(w.done);
	app_say_nothing(app);
}
