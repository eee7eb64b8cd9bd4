#include "config.h"
#include "tests/store/sim/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- drawing ---- */

static enum step_kind draw_kind(void)
{
	int sum = 0, at, kind = 0;

	for (int i = 0; i < STEP_KINDS; i++)
		sum += play.weights[i];
	at = (int)draw((uint32_t)sum);
	while (at >= play.weights[kind])
		at -= play.weights[kind++];
	return (enum step_kind)kind;
}

void history_draw(struct history *h, uint64_t seed)
{
	memset(h, 0, sizeof *h);
	h->seed = seed;
	chance_from(seed ^ 0x715);
	h->n = play.least + (int)draw(draw(6) ? 8 : 48);
	for (int i = 0; i < h->n; i++) {
		struct step *step = &h->steps[i];

		*step = i < play.n_first ? play.first[i] : (struct step){
			.kind = draw_kind(), .device = (int)draw(DEVICES), .other = (int)draw(DEVICES),
			.fuse = -1,
		};
		if (one_in(25))
			step->fuse = (int)draw(60);
		step->seed = draw(UINT32_MAX);
	}
}

/* Of those that take part; what was drawn names any. */
static struct step within(const struct step *step)
{
	struct step out = *step;

	while (!world.devices[out.device].in_use)
		out.device = (out.device + 1) % DEVICES;
	/* Down goes from who is above. */
	if (out.kind == STEP_DOWN) {
		for (int i = 0; i < DEVICES; i++) {
			const struct device *to = &world.devices[(out.other + i) % DEVICES];

			if (!to->in_use || to->is.above < 0 || !world.devices[to->is.above].in_use)
				continue;
			out.other = (int)(to - world.devices);
			out.device = to->is.above;
			break;
		}
	}
	return out;
}

/* ---- running ---- */

static void put_step(struct buffer *trace, const struct step *step)
{
	buffer_print(trace, "%s ; %d %d %d %d %u\n", buffer_text(&world.said), step->kind, step->device,
		     step->other, step->fuse, step->seed);
}

bool history_run(const struct history *h, struct buffer *trace)
{
	world.seed = h->seed;
	world.failed = false;
	*world.why = 0;
	model_begin();
	devices_begin();
	if (trace)
		buffer_print(trace, "seed %llu\n", (unsigned long long)h->seed);
	for (int i = 0; i < h->n && !world.failed; i++) {
		struct step step = within(&h->steps[i]);

		world.said.len = 0;
		step_take(&step);
		if (trace)
			put_step(trace, &step);
	}
	chance_from(h->seed ^ 0xe4d);
	if (!world.failed)
		check_all();
	if (!world.failed && play.finish)
		play.finish();
	if (trace && world.failed)
		buffer_print(trace, "# %s\n", world.why);
	devices_clear();
	model_end();
	if (play.end)
		play.end();
	return !world.failed;
}

/* ---- shortening ---- */

static void leave_out(struct history *h, int at, int n)
{
	memmove(&h->steps[at], &h->steps[at + n], (size_t)(h->n - at - n) * sizeof *h->steps);
	h->n -= n;
}

/* Whether two violations are of one kind: "I4", or what is said of a desk. */
static bool alike(const char *a, const char *b)
{
	if (*a != 'I' || *b != 'I') {
		a = strstr(a, ": ");
		b = strstr(b, ": ");
	}
	return a && b && !strncmp(a, b, 8);
}

static bool fails_alike(const struct history *h, const char *why)
{
	return !history_run(h, NULL) && alike(world.why, why);
}

/* Runs of steps, ever shorter ones, then the cuts of power. */
void history_shrink(struct history *h)
{
	char why[SAID];

	history_run(h, NULL);
	memcpy(why, world.why, sizeof why);
	for (int part = h->n / 2; part > 0; part /= 2) {
		for (int at = h->n - part; at >= 0; at--) {
			struct history less = *h;

			if (at + part > less.n)
				continue;
			leave_out(&less, at, part);
			if (fails_alike(&less, why))
				*h = less;
		}
	}
	for (int i = 0; i < h->n; i++) {
		struct history less = *h;

		less.steps[i].fuse = -1;
		if (h->steps[i].fuse >= 0 && fails_alike(&less, why))
			*h = less;
	}
}

/* ---- reading a trace ---- */

int history_parse(struct history *h, const char *text)
{
	unsigned long long seed;

	memset(h, 0, sizeof *h);
	if (sscanf(text, "seed %llu", &seed) != 1)
		return -1;
	h->seed = seed;
	for (const char *line = strchr(text, '\n'); line && line[1] && h->n < STEPS_MAX;
	     line = strchr(line + 1, '\n')) {
		const char *end = strchr(line + 1, '\n'), *at = NULL;
		struct step *step = &h->steps[h->n];
		int kind;

		for (const char *c = line + 1; *c && c != end; c++)
			if (!strncmp(c, " ; ", 3))
				at = c + 3;
		if (line[1] == '#' || !at)
			continue;
		if (sscanf(at, "%d %d %d %d %u", &kind, &step->device, &step->other, &step->fuse,
			   &step->seed) != 5 || kind < 0 || kind >= STEP_KINDS || step->device < 0 ||
		    step->device >= DEVICES || step->other >= DEVICES)
			return -1;
		step->kind = (enum step_kind)kind;
		h->n++;
	}
	return 0;
}
