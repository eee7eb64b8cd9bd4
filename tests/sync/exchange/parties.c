#include "config.h"
#include "tests/sync/exchange/parties.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/book/keys.h"
#include "store/book/transaction.h"
#include "sync/batch/pack.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope_write.h"
#include "sync/crypto/root.h"
#include "sync/exchange/answer_make.h"
#include "sync/exchange/standing.h"
#include "sync/identity/chain.h"
#include "sync/identity/enrol.h"
#include "sync/identity/trust.h"

static struct fault fault;
static char stick[40];

static void ok(int rc, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, subject %s, errno %d", what, rc, fault.field,
			 fault.subject, fault.sys);
}

void party_open(struct party *p, enum book_level level, const char *unit)
{
	desk_open_as(&p->desk, level, unit);
	ok(identity_read(&p->id, p->desk.book, &fault), "identity");
}

void party_close(struct party *p)
{
	identity_release(&p->id);
	desk_close(&p->desk);
}

int64_t party_count(struct party *p, const char *sql)
{
	return desk_count(&p->desk, sql);
}

/* ---- a folder ---- */

void stick_new(void)
{
	snprintf(stick, sizeof stick, "stick-XXXXXX");
	assert_non_null(mkdtemp(stick));
}

void stick_remove(void)
{
	char command[80];

	snprintf(command, sizeof command, "rm -rf %s", stick);
	assert_int_equal(system(command), 0);
}

const char *stick_path(const char *name)
{
	static char paths[4][300];
	static int next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof paths[0], "%s%s%s", stick, *name ? "/" : "", name);
	return path;
}

void stick_put(const char *name, const struct buffer *bytes)
{
	FILE *file = fopen(stick_path(name), "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(buffer_text(bytes), 1, bytes->len, file), bytes->len);
	fclose(file);
}

/* ---- taking ---- */

struct import_results party_takes(struct party *p, const char *path, const char *root)
{
	const struct import_options options = { .root = root };
	char *const paths[] = { (char *)(uintptr_t)path };
	struct import_results results;

	ok(import_paths(p->desk.book, &p->id, paths, 1, &options, &results, &fault), "import");
	return results;
}

const char *party_verdict(struct party *p, const char *path)
{
	static char text[80];
	struct import_results results = party_takes(p, path, NULL);

	*text = 0;
	assert_true(results.n <= 1);
	if (results.n)
		snprintf(text, sizeof text, "%s%s%s", import_verdict_name(results.results->verdict),
			 *results.results->reason ? " " : "", results.results->reason);
	import_results_release(&results);
	return text;
}

/* ---- enrolling ---- */

struct buffer party_request(struct party *p, const char *team)
{
	struct buffer package = { 0 };

	ok(exchange_settle(p->desk.book, &p->id, &fault), "settle");
	ok(enrol_request(p->desk.book, &p->id, team, &package, &fault), "request");
	return package;
}

struct buffer party_grants(struct party *above, const struct buffer *package)
{
	struct package *p = calloc(1, sizeof *p);
	const struct grant grant = { .expires = DAY_MAX };
	uint8_t bytes[FINGERPRINT_BYTES];
	char code[FINGERPRINT_TEXT];
	struct document_out given;
	struct buffer out = { 0 };
	struct request request;
	struct input_memory in;
	char name[NAMES_FILE];

	input_memory_init(&in, buffer_text(package), package->len);
	assert_int_equal(package_read(p, &in.in), REFUSAL_NONE);
	assert_true(request_read(&request, p->manifest, p->manifest_len));
	fingerprint_of(bytes, request.sign_pk, request.box_pk);
	fingerprint_text(code, bytes);
	ok(exchange_settle(above->desk.book, &above->id, &fault), "settle");
	ok(enrol_grant(above->desk.book, &above->id, &request, code, &grant, &fault), "grant");
	ok(exchange_settle(above->desk.book, &above->id, &fault), "settle");
	ok(answer_make(above->desk.book, &above->id, &request, &given, name, &fault), "answer");
	buffer_put_bytes(&out, given.sealed.bytes, given.sealed.n);
	document_out_release(&given);
	free(p);
	return out;
}

void party_enrol(struct party *below, struct party *above, const char *team)
{
	struct buffer request = party_request(below, team), answer = party_grants(above, &request);
	struct import_results results;
	char code[FINGERPRINT_TEXT];

	stick_put("answer.stb", &answer);
	identity_root_fingerprint(&above->id, code);
	results = party_takes(below, stick_path("answer.stb"), code);
	assert_int_equal(results.n, 1);
	if (results.results->verdict != IMPORT_ACCEPTED)
		fail_msg("the answer is %s %s", import_verdict_name(results.results->verdict),
			 results.results->reason);
	assert_true(results.results->document.enrolled);
	import_results_release(&results);
	unlink(stick_path("answer.stb"));
	buffer_release(&request);
	buffer_release(&answer);
}

struct buffer party_batch(struct party *p)
{
	struct packing packing = { .to = book_unit(p->desk.book), .app = VERSION };
	struct buffer chain = { 0 }, out = { 0 };
	struct pinned_root parent;
	struct batch batch;
	struct pack_for whom = { .n = 1 };
	uint8_t body[HASH_BYTES];
	size_t packed;
	bool there;

	ok(roots_parent(book_db(p->desk.book), &parent, &there, &fault), "parent");
	assert_true(there);
	packing.to = parent.unit;
	whom.boxes = &parent.box;
	whom.redacted = parent.level == LEVEL_UPPER;
	ok(book_begin(p->desk.book, "batch", &fault), "begin");
	ok(receipt_seen(p->desk.book, packing.seen, &packing.n_seen, &fault), "seen");
	ok(pack_new(p->desk.book, &p->id, &packing, &packed, &fault), "pack");
	ok(trust_own_chain(p->desk.book, &p->id, &chain, &there, &fault), "chain");
	assert_true(there);
	ok(batches_last(book_db(p->desk.book), book_lane(p->desk.book), &batch, &there, &fault), "last");
	assert_true(there);
	ok(pack_file(p->desk.book, &batch, &chain, &whom, &out, body, &fault), "file");
	ok(book_commit(p->desk.book, NULL, &fault), "commit");
	buffer_release(&chain);
	return out;
}

/* ---- laptops that are not there ---- */

void ghost_new(struct ghost *g, struct party *commune, int seed)
{
	memset(g, 0, sizeof *g);
	ok(exchange_settle(commune->desk.book, &commune->id, &fault), "settle");
	g->key = vector_key(seed, seed + 1);
	memcpy(g->root.sign_pk, commune->id.root_pk, SIGN_PUBLIC_BYTES);
	ok(keys_read(book_db(commune->desk.book), OWN_ROOT_SK, g->root.sign_sk, SIGN_SECRET_BYTES,
		     &fault), "root");
	memcpy(g->box, commune->id.boxes[commune->id.n_boxes - 1].pk, BOX_BYTES);
	memcpy(g->root.box.pk, g->box, BOX_BYTES);
	g->c = vector_laptop();
	memcpy(g->c.sign_pk, g->key.sign_pk, SIGN_PUBLIC_BYTES);
	memcpy(g->c.box_pk, g->key.box.pk, BOX_BYTES);
	memcpy(g->c.issuer, g->root.sign_pk, SIGN_PUBLIC_BYTES);
	snprintf(g->c.team, sizeof g->c.team, "T02");
	snprintf(g->c.unit, sizeof g->c.unit, "%s", book_unit(commune->desk.book));
	snprintf(g->c.codes[0], sizeof g->c.codes[0], "%s", g->c.unit);
	g->c.n_codes = 1;
	g->c.number = 1000 + seed;
	g->c.expires = DAY_MAX;
	g->m = (struct manifest){ .format = FORMAT_BATCH, .reader = 1, .app = "1", .to_unit = true };
	snprintf(g->m.unit, sizeof g->m.unit, "%s", g->c.unit);
	snprintf(g->m.to_code, sizeof g->m.to_code, "%s", g->c.unit);
	snprintf(g->m.format_name, sizeof g->m.format_name, "batch");
	date_make(&g->m.day, 2026, 11, 20);
	memset(g->keys.inc, seed, sizeof g->keys.inc);
	batch_lane(g->keys.lane, g->key.sign_pk, g->keys.inc);
	g->keys.number = g->keys.first = 1;
	g->version = 1;
}

void ghost_release(struct ghost *g)
{
	buffer_release(&g->lines);
}

void ghost_text(struct ghost *g, const char *line)
{
	buffer_print(&g->lines, "%s\n", line);
	g->keys.count++;
}

void ghost_line(struct ghost *g, const char *code)
{
	char lane[LANE_TEXT], line[400];
	long n = (long)(g->keys.first + g->keys.count);

	lane_text(lane, g->keys.lane);
	snprintf(line, sizeof line, "{\"n\":%ld,\"lane\":\"%s\",\"type\":\"village\",\"set\":{\"code\":\"%s\","
		 "\"name\":\"Ấp\"},\"hlc\":%ld,\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"%026ld\"}",
		 n, lane, code, 117652684800000000 + n, n);
	ghost_text(g, line);
}

/* Sealed for the commune. */
static struct buffer seal(struct ghost *g, const struct buffer *package)
{
	const uint8_t (*boxes)[BOX_BYTES] = (const uint8_t (*)[BOX_BYTES])&g->box;
	struct envelope_writer *w;
	struct buffer out = { 0 };

	assert_int_equal(envelope_begin(&w, &out, false, boxes, 1), SEALING_FINE);
	envelope_put(w, buffer_text(package), package->len);
	envelope_end(w);
	return out;
}

static struct buffer chain_of(struct ghost *g)
{
	struct buffer chain = { 0 }, payload = { 0 };
	struct certificate unit = g->c;

	certificate_write(&payload, &g->c);
	chain_append(&chain, payload.text, payload.len, g->root.sign_sk);
	buffer_release(&payload);
	unit.kind = CERTIFIED_UNIT;
	unit.level = CERTIFIED_COMMUNE;
	*unit.team = 0;
	memcpy(unit.sign_pk, g->root.sign_pk, SIGN_PUBLIC_BYTES);
	memcpy(unit.box_pk, g->box, BOX_BYTES);
	certificate_write(&payload, &unit);
	chain_append(&chain, payload.text, payload.len, g->root.sign_sk);
	buffer_release(&payload);
	return chain;
}

/* Lines as `sent`, hashed as `said`. */
static struct buffer make(struct ghost *g, json_t *own, const struct buffer *said,
			  const struct buffer *sent)
{
	struct buffer chain = chain_of(g), manifest = { 0 }, body = { 0 }, package = { 0 }, out;
	const char *at = buffer_text(said);
	struct root root;

	root_begin(&root, g->m.format);
	while (*at) {
		root_line(&root, at, strcspn(at, "\n"));
		at += strcspn(at, "\n") + 1;
	}
	root_end(&root, g->m.root);
	g->m.root[0] ^= g->root_wrong;
	g->m.raw = (int64_t)said->len;
	manifest_write(&manifest, &g->m, own);
	manifest_hash(g->hash, buffer_text(&manifest), manifest.len);
	body_pack(&body, buffer_text(sent), sent->len);
	package_write(&package, &chain, &manifest, &body, g->key.sign_sk);
	package.text[8] = (char)g->version;
	package.text[20] = (char)(package.text[20] + g->length);
	package.text[30] ^= g->signature_wrong;
	out = seal(g, &package);
	buffer_release(&chain);
	buffer_release(&manifest);
	buffer_release(&body);
	buffer_release(&package);
	return out;
}

struct buffer ghost_package(struct ghost *g, json_t *own)
{
	return make(g, own, &g->lines, &g->lines);
}

static void next(struct ghost *g)
{
	memcpy(g->keys.prev, g->hash, HASH_BYTES);
	g->keys.has_prev = true;
	g->keys.number++;
	g->keys.first += g->keys.count;
	g->keys.count = 0;
	buffer_release(&g->lines);
}

struct buffer ghost_batch(struct ghost *g)
{
	struct buffer out = make(g, batch_keys_json(&g->keys), &g->lines, &g->lines);

	next(g);
	return out;
}

struct buffer ghost_batch_bare(struct ghost *g)
{
	const char *at = buffer_text(&g->lines);
	struct buffer bare = { 0 }, out;

	while (*at) {
		size_t n = strcspn(at, "\n");
		char text[ID_TEXT];
		struct id id;

		id = id_of(at, n);
		id_text(text, &id);
		buffer_print(&bare, "%s\n", text);
		at += n + 1;
	}
	out = make(g, batch_keys_json(&g->keys), &g->lines, &bare);
	buffer_release(&bare);
	return out;
}
