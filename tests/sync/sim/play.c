/* What is played here: files that are packed, sealed, carried and judged. */
#include "config.h"
#include "tests/sync/sim/post.h"

#include <string.h>

#include "sync/exchange/standing.h"

static const struct post posts[DEVICES] = {
	[A1] = { "tổ A1", "/sim/a1/", LEVEL_TEAM, "26572", "T01", "Lan", XA_A },
	[A2] = { "tổ A2", "/sim/a2/", LEVEL_TEAM, "26572", "T02", "Lan", XA_A },
	[XA_A] = { "xã A", "/sim/xa/", LEVEL_COMMUNE, "26572", "", "Hoa", TINH },
	[B1] = { "tổ B1", "/sim/b1/", LEVEL_TEAM, "26575", "T01", "Lan", XA_B },
	[XA_B] = { "xã B", "/sim/xb/", LEVEL_COMMUNE, "26575", "", "Hoa", TINH },
	[TINH] = { "tỉnh", "/sim/tinh/", LEVEL_UPPER, "77", "", "Tâm", -1 },
	[PLACES] = { "bản sao", "/sim/ban-sao/", LEVEL_TEAM, "", "", "", -1 },
	[PLACES + 2] = { "bản sao thứ ba", "/sim/ban-sao-3/", LEVEL_TEAM, "", "", "", -1 },
	[PLACES + 1] = { "bản sao khác", "/sim/ban-sao-2/", LEVEL_TEAM, "", "", "", -1 },
};

static const int weights[STEP_KINDS] = {
	[STEP_WRITE] = 24, [STEP_EDIT] = 14, [STEP_CLASH] = 8, [STEP_VOID] = 3, [STEP_UNDO] = 5,
	[STEP_SAME] = 3, [STEP_RESOLVE] = 3, [STEP_AGAIN] = 4, [STEP_TAKE_BACK] = 5, [STEP_ERASE] = 3,
	[STEP_CLOCK] = 3, [STEP_CLOSE] = 2, [STEP_POWER] = 1, [STEP_SAVE] = 6, [STEP_RESTORE] = 4,
	[STEP_PUT_BACK] = 8, [STEP_MIX] = 1, [STEP_FORK] = 3, [STEP_CHECK] = 1,
	[STEP_SEND] = 38, [STEP_TAKE] = 56, [STEP_FULL] = 5, [STEP_REVOKE] = 4, [STEP_RENEW] = 4,
	[STEP_ROGUE] = 3, [STEP_QUIET] = 2,
};

/* Each begins with a visit that comes to the commune, which mostly says so. */
static const struct step first[] = {
	{ STEP_WRITE, A1, -1, -1, 0 }, { STEP_SEND, A1, -1, -1, 0 }, { STEP_TAKE, XA_A, -1, -1, 0 },
	{ STEP_SEND, XA_A, -1, -1, 0 }, { STEP_TAKE, A1, -1, -1, 0 },
};

static struct identity identities[PLACES];

struct identity *identity_of(const struct device *d)
{
	return &identities[d->began];
}

struct device *living(int began, int from)
{
	for (int i = 0; i < DEVICES; i++) {
		struct device *d = &world.devices[(from + i) % DEVICES];

		if (d->in_use && d->began == began)
			return d;
	}
	return NULL;
}

/* The answer comes, and a person types the fingerprint that was read out. */
static void enrol(int below, int above, const char *codes)
{
	struct import_options options = { 0 };
	char code[FINGERPRINT_TEXT], path[] = "/sim/nhan/sotay.stb", *paths[] = { path };
	struct import_results results;
	struct device *d = &world.devices[below];
	const struct letter *answer;
	struct fault f;

	if (!certify(&world.devices[above], d, codes))
		must(FAULT_INTERNAL, &f, world.why);
	answer = &letters[n_letters - 1];
	disk_put_file(path, answer->bytes, answer->n);
	identity_root_fingerprint(&identities[above], code);
	options.root = code;
	must(import_paths(device_book(d), &identities[below], paths, 1, &options, &results, &f), &f,
	     "the answer");
	if (results.n != 1 || !results.results->document.enrolled)
		must(FAULT_INTERNAL, &f, results.n ? results.results->reason : "the answer");
	import_results_release(&results);
	disk_clear("/sim/nhan/");
}

static void prepare(void)
{
	struct fault f;

	for (int i = 0; i < PLACES; i++)
		must(identity_read(&identities[i], device_book(&world.devices[i]), &f), &f, "identity");
	for (int i = 0; i < PLACES; i++)
		must(exchange_settle(device_book(&world.devices[i]), &identities[i], &f), &f, "settle");
	registers_add(device_book(&world.devices[XA_A]), posts[XA_A].unit);
	registers_add(device_book(&world.devices[XA_B]), posts[XA_B].unit);
	enrol(XA_A, TINH, "26573");
	enrol(XA_B, TINH, "");
	enrol(A1, XA_A, "");
	enrol(A2, XA_A, "");
	enrol(B1, XA_B, "");
	rogues_prepare();
	/* What enrolling brought about is over. */
	for (int i = 0; i < PLACES; i++)
		world.devices[i].in_use = true;
	come_to_rest();
	if (world.failed)
		must(FAULT_INTERNAL, &f, world.why);
	letters_begun();
	letters_clear();
}

static void begin(void)
{
	device_begin(A1);
	device_begin(XA_A);
	device_begin(TINH);
	if (one_in(2))
		device_begin(A2);
	if (one_in(6)) {
		device_begin(B1);
		device_begin(XA_B);
	}
}

/* The disk is full after some more writes, then there is room again. */
static void with_full_disk(struct device *d)
{
	disk_room((int)draw(40));
	if (one_in(2))
		letters_send(d);
	else
		take_some(d);
	disk_room(-1);
}

static void act(const struct step *step, struct device *d)
{
	switch (step->kind) {
	case STEP_SEND: return letters_send(d);
	case STEP_TAKE: return take_some(d);
	case STEP_FULL: return with_full_disk(d);
	case STEP_AGAIN: return take_and_undo(d);
	case STEP_TAKE_BACK: return undo_or_redo(d);
	case STEP_REVOKE: return revoke_some(d);
	case STEP_RENEW: return certify_again(d);
	case STEP_ROGUE: return get_rogue(d);
	case STEP_ERASE: return erase_some(d);
	case STEP_QUIET:
		world.minute += 31 * 1440;
		return;
	default: return;
	}
}

const struct play play = {
	.name = "exchange", .posts = posts, .weights = weights, .first = first,
	.n_first = sizeof first / sizeof first[0], .histories = 500, .heavy = 10000, .least = 7, .soon = 300, .slow = true, .enrolled = true,
	.prepare = prepare, .begin = begin, .act = act, .up = letters_send, .finish = heal,
	.end = letters_clear,
};
