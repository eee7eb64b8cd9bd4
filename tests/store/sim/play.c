/* What is played here: lines of logs are passed about. */
#include "config.h"
#include "tests/store/sim/world.h"

#include "store/book/transaction.h"

enum { A1, A1B, A2, A3, XA_A, B1, XA_B, TINH, COPY };

static const struct post posts[DEVICES] = {
	[A1] = { "tổ A1", "/sim/a1/", LEVEL_TEAM, "26572", "T01", "Lan", XA_A },
	[A1B] = { "tổ A1, máy 2", "/sim/a1b/", LEVEL_TEAM, "26572", "T01", "Lan", XA_A },
	[A2] = { "tổ A2", "/sim/a2/", LEVEL_TEAM, "26572", "T02", "Lan", XA_A },
	[A3] = { "tổ A3", "/sim/a3/", LEVEL_TEAM, "26572", "T03", "Tú", XA_A },
	[XA_A] = { "xã A", "/sim/xa/", LEVEL_COMMUNE, "26572", "", "Hoa", TINH },
	[B1] = { "tổ B1", "/sim/b1/", LEVEL_TEAM, "26575", "T01", "Lan", XA_B },
	[XA_B] = { "xã B", "/sim/xb/", LEVEL_COMMUNE, "26575", "", "Hoa", TINH },
	[TINH] = { "tỉnh", "/sim/tinh/", LEVEL_UPPER, "77", "", "Tâm", -1 },
	[COPY] = { "bản sao", "/sim/ban-sao/", LEVEL_TEAM, "", "", "", -1 },
};

static const int weights[STEP_KINDS] = {
	[STEP_WRITE] = 22, [STEP_EDIT] = 18, [STEP_CLASH] = 12, [STEP_VOID] = 5, [STEP_UNDO] = 5, [STEP_SAME] = 5,
	[STEP_RESOLVE] = 5, [STEP_UP] = 20, [STEP_DOWN] = 20, [STEP_AGAIN] = 2, [STEP_TWO_LANES] = 1, [STEP_TAKE_BACK] = 5,
	[STEP_ASIDE] = 4, [STEP_HOSTILE] = 4, [STEP_OLD_CLOCK] = 3, [STEP_ERASE] = 4, [STEP_CLOCK] = 4, [STEP_CLOSE] = 3,
	[STEP_POWER] = 1, [STEP_SAVE] = 5, [STEP_RESTORE] = 3, [STEP_PUT_BACK] = 2, [STEP_MIX] = 3,
	[STEP_FORK] = 1, [STEP_CHECK] = 1,
};

/* Each begins with a visit that a commune and a team know. */
static const struct step first[] = {
	{ STEP_WRITE, 0, -1, -1, 0 }, { STEP_UP, 0, -1, -1, 0 }, { STEP_DOWN, 4, 1, -1, 0 },
};
enum { FIRST = sizeof first / sizeof first[0] };

/* What its commune has, to begin with. */
static void take_registers(struct device *d)
{
	struct device *commune = &world.devices[d->is.above];
	struct lane lane = device_lane(commune);
	struct desk from = { .book = device_book(commune) };
	struct parcel all = parcel_of(&from, 0, &lane);
	struct fault f;
	int64_t import;

	must(book_begin(device_book(d), "import", &f), &f, "begin");
	must(parcel_take(d->book, &all, &import, &f), &f, "take");
	must(book_commit(d->book, NULL, &f), &f, "commit");
	parcel_release(&all);
}

static void prepare(void)
{
	for (int i = 0; i < DEVICES; i++)
		if (posts[i].level == LEVEL_COMMUNE)
			registers_add(device_book(&world.devices[i]), posts[i].unit);
	for (int i = 0; i < COPY; i++)
		if (posts[i].level == LEVEL_TEAM)
			take_registers(&world.devices[i]);
}

static void begin(void)
{
	device_begin(A1);
	device_begin(XA_A);
	if (one_in(4))
		device_begin(A1B);
	if (one_in(3))
		device_begin(A2);
	if (one_in(10))
		device_begin(A3);
	if (one_in(10)) {
		device_begin(B1);
		device_begin(XA_B);
	}
	if (one_in(4))
		device_begin(TINH);
}

static void act(const struct step *step, struct device *d)
{
	switch (step->kind) {
	case STEP_UP: return take_up(d);
	case STEP_DOWN: return take_down(d, &world.devices[step->other]);
	case STEP_AGAIN: return take_again(d);
	case STEP_TWO_LANES: return take_by_two_lanes(d);
	case STEP_TAKE_BACK: return take_back(d);
	case STEP_ASIDE: return put_aside(d);
	case STEP_HOSTILE: return write_hostile(d);
	case STEP_OLD_CLOCK: return write_by_old_clock(d);
	case STEP_ERASE: return erase_something(d);
	default: return;
	}
}

const struct play play = {
	.name = "simulate", .posts = posts, .weights = weights, .first = first, .n_first = FIRST,
	.histories = 500, .heavy = 10000, .least = 8, .soon = 200,
	.prepare = prepare, .begin = begin, .act = act, .up = take_up,
};
