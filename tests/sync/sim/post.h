/*
 * post: files between desks, in memory: who sent them, for whom, and what is in them.
 *
 * The desks, their disks and what happens on them are tests/store/sim's; here they are certified,
 * pack, send, take in, revoke and answer, by the program's own code. Every file that was ever sent
 * in a history is kept: what is lost is what no step takes up again.
 */
#ifndef TESTS_SYNC_SIM_POST_H
#define TESTS_SYNC_SIM_POST_H

#include "sync/exchange/import.h"
#include "sync/exchange/outbox.h"
#include "tests/store/sim/world.h"

/* The desks: two teams, their commune, a team of another one, that, and the level above. */
enum { A1, A2, XA_A, B1, XA_B, TINH, PLACES };

/* Of a laptop that is certified and no device here. */
#define NOBODYS_TEAM "T09"

/* ---- play.c ---- */

/* Who a desk is to others: of a copy, that of the other. */
struct identity *identity_of(const struct device *d);
/* Devices that began as that one and are in use: the first of them from `from` on, or NULL. */
struct device *living(int began, int from);

/* ---- carrier.c ---- */

struct letter {
	uint8_t *bytes;
	size_t n;
	int from, to;            /* places; `to` -1: a piece of one that was left on a stick */
	enum out_kind kind;
	uint8_t hash[LEDGER_HASH]; /* of a batch or document */
	bool signature_known;
	uint8_t signature[SIGNATURE_BYTES]; /* as it was found inside */
	bool taken;              /* somebody has tried */
};
extern struct letter *letters;
extern int n_letters, n_begun_letters; /* those of before every history come first */

void letters_begun(void);
/* Those of a history go. */
void letters_clear(void);
/* The bytes are taken over. */
void letter_add(const struct letter *letter);
/* Pack what waits, and write it where others find it. */
void letters_send(struct device *d);
/*
 * Files are taken in at a desk, as one import; what comes of each is looked at. results: NULL, or
 * taken over by the caller. False where none of it stands.
 */
bool letters_arrive(struct device *d, const int *which, int n, struct import_results *results);
/* What a person does with what was sent: any for that desk, sometimes others, damaged or twice. */
void take_some(struct device *d);
/* Of a change that failed: the power, the disk, the clock, or a violation. True: it did not fail. */
bool went_well(struct device *d, int rc, const struct fault *f, const char *what);
/* A letter of that hash to a place, the newest; -1: none. */
int letter_of(const uint8_t hash[LEDGER_HASH], int to);

/* ---- inside.c ---- */

/* A file that was just sent is opened with the keys of whom it is for. */
void look_inside(struct device *from, struct letter *letter);
/* All that a desk knows, its list of files and its diary apart; digest to compare. */
void digest_of(struct device *d, uint8_t out[LEDGER_HASH]);

/* ---- offices.c ---- */

/* `below` asks, `above` certifies: its answer is among the letters. codes: as a grant's. */
bool certify(struct device *above, struct device *below, const char *codes);
void certify_again(struct device *office);
void revoke_some(struct device *office);
void erase_some(struct device *office);
void rogues_prepare(void);
void get_rogue(struct device *d);
void undo_or_redo(struct device *d);
void take_and_undo(struct device *d);

/* ---- healing.c ---- */

void heal(void);
/* Rounds of reliable sending until nobody misses anything, or a violation. */
void come_to_rest(void);

/* ---- witness.c ---- */

/* A desk as it began, which gets the same files in another order, shows the same. */
void check_files_witness(struct device *d);

#endif
