/*
 * world: laptops of teams, desks of communes and of the level above, and what happens to them.
 *
 * A history is a list of steps from a seed. A step draws what it needs from its own seed and
 * from what is there when it is taken, so that a step can be left out and the others still mean
 * something: that is how a failing history gets shorter. What is wrong is kept as the first
 * violation, in words, and nothing happens after it.
 *
 * One world a process.
 */
#ifndef TESTS_STORE_SIM_WORLD_H
#define TESTS_STORE_SIM_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/buffer.h"
#include "store/book/book.h"
#include "tests/store/record/exchange.h"
#include "tests/store/sim/disk.h"

enum { DEVICES = 9, SAVED = 3, STEPS_MAX = 96, SAID = 400 };

/* ---- steps ---- */

enum step_kind {
	STEP_WRITE, STEP_EDIT, STEP_CLASH, STEP_VOID, STEP_UNDO, STEP_SAME, STEP_RESOLVE,
	STEP_UP, STEP_DOWN, STEP_AGAIN, STEP_TWO_LANES, STEP_TAKE_BACK, STEP_ASIDE, STEP_HOSTILE, STEP_OLD_CLOCK, STEP_ERASE,
	STEP_CLOCK, STEP_CLOSE, STEP_POWER, STEP_SAVE, STEP_RESTORE, STEP_PUT_BACK, STEP_MIX,
	STEP_FORK, STEP_CHECK,
	/* Of packages alone. */
	STEP_SEND, STEP_TAKE, STEP_FULL, STEP_REVOKE, STEP_RENEW, STEP_ROGUE, STEP_QUIET,
	STEP_KINDS
};

struct step {
	enum step_kind kind;
	int device, other; /* other: -1 none */
	int fuse;          /* the power goes after so many operations of the disk; -1: it stays */
	uint32_t seed;
};

/* ---- devices ---- */

enum clock_kind { CLOCK_SET, CLOCK_OF_A_PERSON };

/* What a device is, the same in every history. */
struct post {
	const char *name;    /* "xã A" */
	const char *folder;  /* "/sim/xa-a/" */
	enum book_level level;
	const char *unit, *team, *member;
	int above;           /* the desk it sends to, -1 none */
};

struct device {
	struct post is;
	int began;           /* as which of the devices it began: of a copy, the other's */
	bool in_use;         /* in this history */
	struct book *book;   /* NULL: closed */
	struct image saved[SAVED];
	int64_t saved_whole[SAVED]; /* how many operations each holds */
	int n_saved, place;  /* how many images were kept; where the next goes */
	enum clock_kind clock;
	int days_off;        /* of its clock */
	int64_t scanned;     /* key up to which its own operations are in the model */
	int64_t whole;       /* operations with bytes when it last committed */
	bool used;           /* in this history, so that there is something to check */
	bool forked;         /* its lane may have given numbers twice */
	int64_t blank;       /* operations whose bytes were blanked, when it was last looked at */
	bool unlike;         /* what is blank was so by what counts no more: no witness is like it */
	bool rotten;         /* its pages were mixed: what it lacks is nobody's fault */
	int64_t sent[DEVICES]; /* key up to which each other got its log */
};

/* ---- counts, for the last line ---- */

enum count {
	N_STEPS, N_WRITTEN, N_REFUSED, N_BATCHES, N_LINES, N_LOST, N_TWICE, N_SHUFFLED, N_BARE,
	N_TAKEN_BACK, N_ASIDE, N_RESOLVED, N_JOINED, N_CRASHES, N_RESTORES, N_PUT_BACK, N_MIXED,
	N_REFUSED_DISKS, N_FORKS, N_CLOCKS, N_HOSTILE, N_OLD_CLOCKS, N_WITNESSES, N_CONFLICTS,
	N_CHECKS, N_ERASURES,
	/* Of packages. */
	N_SENT, N_FILES, N_ACCEPTED, N_ALREADY, N_QUARANTINED, N_DAMAGED, N_FOREIGN, N_FLIPPED,
	N_CUT, N_FOR_OTHERS, N_FULL, N_REVOKED, N_RENEWED, N_ROGUES, N_NEW_LANES, N_OPENED,
	N_AGAIN, N_PACKAGE_WITNESSES, N_HEALED, N_ROUNDS, COUNTS
};

struct world {
	uint64_t seed;
	uint64_t draws;           /* state of what the present step draws */
	bool thorough;            /* at the end every desk is checked in every way, not one of them */
	int minute;               /* of the history: it grows with each step */
	struct device devices[DEVICES];
	bool failed;
	char why[SAID];           /* the first violation */
	struct buffer said;       /* what the present step did, in words */
	int64_t counts[COUNTS];
};

extern struct world world;

/* Below `below` (not 0), from the step's seed. */
uint32_t draw(uint32_t below);
bool one_in(uint32_t n);
/* What is drawn from now on, and what the program draws. */
void chance_from(uint64_t seed);

/* Of the present step, for the trace. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Keep it as what is wrong, if nothing was. */
void violated(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same for a fault where none may be; true when there was one. */
bool broken(int rc, const struct fault *f, const struct device *d, const char *what);

/* ---- what is played: lines of a log, or packages ---- */

struct play {
	const char *name;         /* of the files that traces are kept in */
	const struct post *posts; /* DEVICES of them; without a unit: a place for a copy */
	const int *weights;       /* of each kind of step: how often it is taken */
	const struct step *first; /* what every history begins with */
	int n_first;
	int histories, heavy;     /* how many are run */
	int least;                /* steps in one */
	int soon;                 /* and of how many one fails when a part is left out */
	bool slow;                /* which is tried under $HEAVY alone */
	bool enrolled;            /* desks have units that sent nothing yet: witnesses have none */
	void (*prepare)(void);    /* what desks know of each other to begin with; all are there */
	void (*begin)(void);      /* a history: who takes part (device_begin()) */
	void (*act)(const struct step *step, struct device *d); /* steps that are none of steps.c */
	void (*up)(struct device *d);  /* what it wrote is on its way up */
	void (*finish)(void);     /* after the last step and the checks; NULL nothing */
	void (*end)(void);        /* and when all is closed; NULL nothing */
};
extern const struct play play;

/* ---- device.c ---- */

/* Make the books that devices begin with. Once, after disk_install(). */
void devices_prepare(void);
void devices_end(void);
/* A history begins: who takes part; and ends: all is closed, all disks are empty. */
void devices_begin(void);
void device_begin(int i);
/* What it begins with. */
const struct image *device_begun(int i);
void devices_clear(void);
/* While preparing: no fault may be. */
void must(int rc, const struct fault *f, const char *what);
/* The registers of a commune. */
void registers_add(struct book *book, const char *unit);
/* The clock and the chance that a device has from now on. */
void device_now(const struct device *d);
/* Its open book; NULL where it does not open: a violation, but where the power is gone. */
struct book *device_book(struct device *d);
/* The same, where refusing is an answer. */
int device_open(struct device *d, struct fault *f);
void device_close(struct device *d);
/* What it is, as others are told. */
struct lane device_lane(const struct device *d);
/* A fresh incarnation of one that began where d did, with nothing but its lanes; kept open. */
struct book *device_witness(const struct device *d);
/* Its disk becomes what `image` made anew is: another incarnation. */
int device_restore(struct device *d, const struct image *image, struct fault *f);

/* ---- steps.c, faults.c ---- */

const char *step_word(enum step_kind kind);
void step_take(const struct step *step);
/* What a change comes to: written, refused (an answer as any), or broken. */
void change_done(struct device *d, int rc, const struct fault *f);
/* A record is added (rec 0) or changed. */
void record_write(struct device *d, enum record_type type, rec_t rec, const char *text);
/* A key of those a question gives, any; 0 none. */
int64_t any_key(struct device *d, const char *sql);
void id_of_key(struct device *d, int64_t key, char out[ID_TEXT]);
/* The last change is taken back; what it was is said. */
void undo_last(struct device *d);

void lose_power(struct device *d);
void after_power_cut(struct device *d);
void keep_image(struct device *d);
void restore_image(struct device *d);
void put_image_back(struct device *d);
void mix_images(struct device *d);
void fork_device(struct device *d);

/* ---- lines.c ---- */

void take_up(struct device *from);
void take_down(struct device *from, struct device *to);
void take_again(struct device *d);
void take_back(struct device *d);
void put_aside(struct device *d);
/* Take a parcel in at a desk, committed; false where it was not. */
bool parcel_arrives(struct device *d, const struct parcel *parcel);

/* ---- strangers.c: laptops that are none of the simulation's ---- */

void write_hostile(struct device *d);
void write_by_old_clock(struct device *d);
void take_by_two_lanes(struct device *d);
void erase_something(struct device *d);

/* The lane of one like d; `which` of them. */
struct lane strange_lane(const struct device *d, uint8_t which);

struct strange_line {
	const struct lane *lane;      /* NULL: the line names none */
	const char *rec, *base;       /* of a change; ids as they stand in the line */
	const char *type, *set, *clk; /* clk NULL: ok */
	int64_t hlc;
};
void make_line(struct buffer *out, const struct strange_line *line);
/* A desk takes it in, alone. */
void line_arrives(struct device *d, const struct lane *lane, const char *text);

/* ---- erasures.c ---- */

/* I7: what is erased by what counts here is in no table, and what was blank is. */
void check_erased(struct device *d);

/* ---- model.c: who had seen what when writing, kept apart from what operations say ---- */

void model_begin(void);
void model_end(void);
/* The operations a device has made since it was last looked at. */
void model_scan(struct device *d);
/* One line that was made up: what it saw is what is given. */
void model_add(const char *text, size_t n, const struct id *seen, int n_seen);
/* The bytes of an operation as they were made, where they are blank now; NULL: nobody made it. */
const char *model_text(const struct id *id, size_t *n);
/* No value that shows at a desk is one that somebody changed with sight of it. */
void model_judge(struct device *d);

/* ---- invariants.c ---- */

/* All a desk shows: tables, search, list, summary. The caller frees; NULL with a violation. */
char *desk_shows(struct device *d, struct book *book);
/* What is shown is not what should be: a violation that says where they differ first. */
void differ(const char *invariant, struct device *d, const char *shown, const char *should);
/* The same operations in another order, and told otherwise, show the same at a witness. */
void collect_all(struct device *d, struct parcel *out);
int adopt_lanes(struct device *d, struct book *witness, struct fault *f);
int64_t count_of(struct device *d, const char *sql);
void check_desk(struct device *d);
void check_committed(struct device *d);
void check_all(void);

/* ---- history.c ---- */

struct history {
	uint64_t seed;
	struct step steps[STEPS_MAX];
	int n;
};

void history_draw(struct history *h, uint64_t seed);
/* True: nothing was violated. trace (NULL: none) gets a line a step. */
bool history_run(const struct history *h, struct buffer *trace);
/* Leave out steps as long as it still fails. */
void history_shrink(struct history *h);
/* A trace as history_run() made it, with its head; and back. 0, or -1. */
int history_parse(struct history *h, const char *text);

/* ---- without.c ---- */

/* The parts of the program that can be left out, "base", "bounds" …, and which of them are. */
enum { PARTS_MAX = 12 };
extern const char *const parts[PARTS_MAX + 1]; /* NULL after the last */
extern bool left_out[PARTS_MAX];

#endif
