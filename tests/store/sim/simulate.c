/* Histories of many desks over the real store, and what must hold in each. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/store/sim/world.h"

static int histories; /* play's; $SIM_HISTORIES */
static bool thorough;       /* $HEAVY */

static const char *const counted[COUNTS] = {
	[N_STEPS] = "steps", [N_WRITTEN] = "written", [N_REFUSED] = "refused",
	[N_BATCHES] = "batches", [N_LINES] = "lines", [N_LOST] = "lost", [N_TWICE] = "twice",
	[N_SHUFFLED] = "shuffled", [N_BARE] = "bare", [N_TAKEN_BACK] = "imports taken back or in again",
	[N_ASIDE] = "lines put aside or back", [N_RESOLVED] = "conflicts resolved",
	[N_JOINED] = "households joined", [N_CRASHES] = "power cuts", [N_RESTORES] = "restores",
	[N_PUT_BACK] = "old disks", [N_MIXED] = "mixed disks", [N_REFUSED_DISKS] = "of them refused",
	[N_FORKS] = "forks", [N_CLOCKS] = "wild clocks", [N_HOSTILE] = "hostile lines",
	[N_OLD_CLOCKS] = "changes by a clock that is nowhere", [N_WITNESSES] = "witnesses",
	[N_CONFLICTS] = "conflicts told", [N_CHECKS] = "desks checked", [N_ERASURES] = "erasures",
	[N_SENT] = "sendings", [N_FILES] = "files carried", [N_ACCEPTED] = "accepted",
	[N_ALREADY] = "already known", [N_QUARANTINED] = "quarantined", [N_DAMAGED] = "damaged",
	[N_FOREIGN] = "foreign", [N_FLIPPED] = "with a bit flipped", [N_CUT] = "cut",
	[N_FOR_OTHERS] = "for others", [N_FULL] = "full disks", [N_REVOKED] = "revoked or no more",
	[N_RENEWED] = "certificates issued again", [N_ROGUES] = "rogues",
	[N_NEW_LANES] = "lanes begun for a receipt", [N_OPENED] = "files opened and looked into",
	[N_AGAIN] = "taken back and in again", [N_PACKAGE_WITNESSES] = "witnesses of files",
	[N_HEALED] = "histories healed", [N_ROUNDS] = "rounds of healing",
};

/* Those of what happened at all. */
static void say_counts(int ran)
{
	const char *before = " ";

	printf("# %d histories:", ran);
	for (int i = 0; i < COUNTS; i++) {
		if (!world.counts[i])
			continue;
		printf("%s%lld %s", before, (long long)world.counts[i], counted[i]);
		before = ", ";
	}
	printf("\n");
}

static char *read_file(const char *name)
{
	FILE *in = fopen(name, "r");
	char *text = calloc(1, 1 << 18);

	if (!in || !fread(text, 1, (1 << 18) - 1, in))
		fail_msg("%s cannot be read", name);
	fclose(in);
	return text;
}

/* Longer than cmocka's messages may be. */
static void tell(const char *text)
{
	fputs(text, stdout);
	fflush(stdout);
}

/* Shorten what failed, and leave it where it can be run again. */
static void report(struct history *h)
{
	struct buffer trace = { 0 };
	char name[64];
	FILE *out;

	world.thorough = true;
	history_shrink(h);
	history_run(h, &trace);
	world.thorough = thorough;
	snprintf(name, sizeof name, "%s-%llu.trace", play.name, (unsigned long long)h->seed);
	out = fopen(name, "w");
	if (out) {
		fputs(buffer_text(&trace), out);
		fclose(out);
	}
	tell(buffer_text(&trace));
	print_error("(kept as %s; SIM_TRACE=%s runs it again)\n", name, name);
	buffer_release(&trace);
}

/* One history, told step by step: that of $SIM_SEED, or of a trace. */
static void told(const char *seed, const char *trace)
{
	struct buffer out = { 0 };
	struct history h;
	bool good;

	world.thorough = true;
	if (trace) {
		char *text = read_file(trace);

		if (history_parse(&h, text))
			fail_msg("%s is no trace", trace);
		free(text);
	} else {
		history_draw(&h, strtoull(seed, NULL, 10));
	}
	good = history_run(&h, &out);
	tell(buffer_text(&out));
	buffer_release(&out);
	if (!good && !trace)
		report(&h);
	assert_true(good);
}

/* Leave a part out of the program; NULL: all of it is there. False: there is no such part. */
static bool leave_out(const char *part)
{
	bool found = !part;

	for (int i = 0; parts[i]; i++) {
		left_out[i] = part && !strcmp(parts[i], part);
		found = found || left_out[i];
	}
	return found;
}

static void nothing_is_violated(void **state)
{
	const char *trace = getenv("SIM_TRACE"), *seed = getenv("SIM_SEED");
	const char *from = getenv("SIM_AFTER");
	struct history h;
	int failed = 0;

	(void)state;
	if (!leave_out(getenv("SIM_WITHOUT")))
		fail_msg("SIM_WITHOUT=%s names no part", getenv("SIM_WITHOUT"));
	if (trace || seed)
		return told(seed, trace);
	world.thorough = thorough;
	memset(world.counts, 0, sizeof world.counts);
	for (int i = 1; i <= histories && failed < 3; i++) {
		history_draw(&h, (uint64_t)i + (from ? strtoull(from, NULL, 10) : 0));
		if (history_run(&h, NULL))
			continue;
		print_error("history %d: %s\n", i, world.why);
		report(&h);
		failed++;
	}
	say_counts(histories);
	assert_int_equal(failed, 0);
}

/* Without any one of these parts of the program it fails, and soon. */
static void no_part_may_be_left_out(void **state)
{
	(void)state;
	if (getenv("SIM_TRACE") || getenv("SIM_SEED") || getenv("SIM_WITHOUT") ||
	    getenv("SIM_HISTORIES") || (play.slow && !thorough))
		return;
	world.thorough = true;
	for (int part = 0; parts[part]; part++) {
		struct history h;
		int i = 1;

		leave_out(parts[part]);
		for (; i <= play.soon; i++) {
			history_draw(&h, (uint64_t)i);
			if (!history_run(&h, NULL))
				break;
		}
		leave_out(NULL);
		if (i > play.soon)
			fail_msg("nothing fails without %s", parts[part]);
		print_message("# without %s: history %d, %s\n", parts[part], i, world.why);
	}
}

/* A trace is all that a history was, and nothing else decides what happens in one. */
static void a_trace_runs_again_as_it_did(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 5; seed++) {
		struct buffer once = { 0 }, again = { 0 };
		struct history h;

		history_draw(&h, seed);
		history_run(&h, &once);
		assert_int_equal(history_parse(&h, buffer_text(&once)), 0);
		history_run(&h, &again);
		assert_string_equal(buffer_text(&again), buffer_text(&once));
		buffer_release(&once);
		buffer_release(&again);
	}
}

static int setup(void **state)
{
	(void)state;
	disk_install();
	devices_prepare();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	devices_end();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_violated),
		cmocka_unit_test(no_part_may_be_left_out),
		cmocka_unit_test(a_trace_runs_again_as_it_did),
	};
	const char *heavy = getenv("HEAVY"), *some = getenv("SIM_HISTORIES");

	thorough = heavy && *heavy;
	histories = thorough ? play.heavy : play.histories;
	if (some)
		histories = atoi(some);
	return cmocka_run_group_tests(tests, setup, teardown);
}
