/*
 * parties: desks that exchange files by a folder, and laptops that are not there whose files come, right and
 * hostile, for tests. Whatever fails that a test does not ask about fails it.
 */
#ifndef TESTS_SYNC_EXCHANGE_PARTIES_H
#define TESTS_SYNC_EXCHANGE_PARTIES_H

#include "sync/exchange/import.h"
#include "tests/store/desk.h"
#include "tests/sync/crypto/vectors.h"

/* A desk, and who it is. */
struct party {
	struct desk desk;
	struct identity id;
};
void party_open(struct party *p, enum book_level level, const char *unit);
void party_close(struct party *p);

/* A folder of this test, empty at its beginning. */
void stick_new(void);
void stick_remove(void);
/* The path of a name in it; static, four of them at a time. */
const char *stick_path(const char *name);
void stick_put(const char *name, const struct buffer *bytes);

/* What is taken in of a file or folder. import_results_release() it. */
struct import_results party_takes(struct party *p, const char *path, const char *root);
/* Of one file: "accepted", "damaged cut" … Static. */
const char *party_verdict(struct party *p, const char *path);

/* A request of a desk; what another makes of it: the answer's file. */
struct buffer party_request(struct party *p, const char *team);
struct buffer party_grants(struct party *above, const struct buffer *request);
/* Both, and the answer taken in. */
void party_enrol(struct party *below, struct party *above, const char *team);
/* Pack what waits at a desk; the file of its newest batch. */
struct buffer party_batch(struct party *p);
/* Batches of a desk that are kept, and those that count. */
int64_t party_count(struct party *p, const char *sql);

/* ---- laptops that are not there ---- */

/* A laptop of a team of a commune, and what it packs next. */
struct ghost {
	struct vector_key key;
	struct certificate c; /* signed by `root` */
	struct vector_key root;
	uint8_t box[BOX_BYTES];
	struct manifest m;
	struct batch_keys keys;
	struct buffer lines;
	uint8_t hash[HASH_BYTES]; /* of the last one that was made */
	/* What is wrong on purpose. */
	int version;         /* of the package; 1 */
	long length;         /* added to the length of its body in the head */
	bool root_wrong, signature_wrong;
};
/* T02 of that commune, whose root signs its certificate. */
void ghost_new(struct ghost *g, struct party *commune, int seed);
void ghost_release(struct ghost *g);
/* A line more: a village of that code. local: with its mark. */
void ghost_line(struct ghost *g, const char *code);
void ghost_text(struct ghost *g, const char *line);
/* The file of a batch of these lines; the next one goes on from it. */
struct buffer ghost_batch(struct ghost *g);
/* The same lines as ids alone. */
struct buffer ghost_batch_bare(struct ghost *g);
/* A package of any other manifest: `own` are the keys of its format. */
struct buffer ghost_package(struct ghost *g, json_t *own);

#endif
