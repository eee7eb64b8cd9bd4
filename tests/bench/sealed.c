/* Packing and sealing a batch, and opening it, beside zstd and age on the same bytes. */
#include "config.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/book/transaction.h"
#include "store/record/open.h"
#include "store/record/record.h"
#include "store/upkeep/book_create.h"
#include "sync/batch/pack.h"
#include "sync/batch/take.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope.h"
#include "sync/crypto/envelope_write.h"
#include "sync/crypto/package.h"
#include "sync/crypto/root.h"
#include "tests/bench/bench.h"

enum { BULK = 60000000 };

/* What a package of these lines is made with. */
struct job {
	struct buffer lines;
	struct buffer chain, manifest;
	uint8_t sign_pk[SIGN_PUBLIC_BYTES], sign_sk[SIGN_SECRET_BYTES];
	struct box_key box;
};

/* Operations of sessions as they are stored, each with its own salt. */
static void put_operations(struct buffer *out, int n)
{
	for (int i = 1; i <= n; i++) {
		uint8_t salt[16];
		char hex[2 * HEX_BYTES + 1];

		random_bytes(salt, sizeof salt);
		hex_text(hex, salt, sizeof salt);
		hex[26] = 0;
		buffer_print(out,
			     "{\"n\":%d,\"lane\":\"659cd8569cda99e6\",\"type\":\"session\",\"set\":{\"date\":"
			     "\"2026-11-%02d\",\"time\":\"14:%02d\",\"village\":\"26572-%02d\",\"household\":\"%s\","
			     "\"channel\":\"tai_nha\",\"minutes\":%d,\"people\":2,\"female\":1,\"over60\":0,\"topics\":"
			     "[{\"topic\":\"VNEID2\",\"outcome\":\"hoan_thanh\",\"count\":1}],\"by\":[\"Lan\"]},"
			     "\"hlc\":%lld,\"clk\":\"ok\",\"who\":\"Lan\",\"salt\":\"%s\"}\n",
			     i, 1 + i % 28, i % 60, 1 + i % 3, hex, 10 + i % 50,
			     117652684800000000LL + i * 65536LL, hex);
	}
}

/* Two certificates of a signing key. */
static void put_chain(struct job *job, const uint8_t pk[SIGN_PUBLIC_BYTES])
{
	struct certificate c = { .kind = CERTIFIED_LAPTOP, .unit = "26572", .name = "Lan",
				 .unit_name = "Phường Tam Long", .team = "T01", .expires = DAY_MAX };
	struct buffer payload = { 0 };

	memcpy(c.sign_pk, pk, sizeof c.sign_pk);
	certificate_write(&payload, &c);
	buffer_release(&job->chain);
	chain_append(&job->chain, payload.text, payload.len, job->sign_sk);
	chain_append(&job->chain, payload.text, payload.len, job->sign_sk);
	buffer_release(&payload);
}

static void begin(struct job *job, int operations)
{
	struct manifest m = { .format = FORMAT_BATCH, .reader = 1, .app = VERSION, .unit = "26572",
			      .to_unit = true, .to_code = "26572" };
	struct root root;

	memset(job, 0, sizeof *job);
	crypto_sign_keypair(job->sign_pk, job->sign_sk);
	random_bytes(job->box.secret, BOX_BYTES);
	box_key_complete(&job->box);
	put_operations(&job->lines, operations);
	m.raw = (int64_t)job->lines.len;
	root_begin(&root, FORMAT_BATCH);
	for (const char *at = buffer_text(&job->lines), *end; (end = strchr(at, '\n')); at = end + 1)
		root_line(&root, at, (size_t)(end - at));
	root_end(&root, m.root);
	manifest_write(&job->manifest, &m, NULL);
	put_chain(job, job->sign_pk);
}

static void end(struct job *job)
{
	buffer_release(&job->lines);
	buffer_release(&job->chain);
	buffer_release(&job->manifest);
}

static void seal_bytes(struct buffer *out, const struct job *job, const struct buffer *bytes)
{
	uint8_t to[2][BOX_BYTES];
	struct envelope_writer *w;

	memcpy(to[0], job->box.pk, BOX_BYTES);
	memcpy(to[1], job->box.pk, BOX_BYTES);
	if (envelope_begin(&w, out, false, (const uint8_t (*)[BOX_BYTES])to, 2))
		bench_fail("nothing can be sealed");
	envelope_put(w, buffer_text(bytes), bytes->len);
	envelope_end(w);
}

static void seal_package(struct buffer *out, const struct job *job)
{
	struct buffer body = { 0 }, package = { 0 };

	body_pack(&body, buffer_text(&job->lines), job->lines.len);
	package_write(&package, &job->chain, &job->manifest, &body, job->sign_sk);
	seal_bytes(out, job, &package);
	buffer_release(&body);
	buffer_release(&package);
}

static void open_sealed(const struct job *job, const struct buffer *sealed, bool package)
{
	static struct package p;
	struct input_memory in;
	struct envelope *e;
	struct manifest m;
	uint64_t lines;

	input_memory_init(&in, sealed->text, sealed->len);
	if (envelope_open(&e, &in.in, &job->box, 1))
		bench_fail("what was sealed does not open");
	if (package && (package_read(&p, envelope_content(e)) ||
			!manifest_read(&m, p.manifest, p.manifest_len) ||
			package_check_body(&p, &m, &lines)))
		bench_fail("what was packed is not whole");
	if (!package && input_skip(envelope_content(e), envelope_content(e)->size))
		bench_fail("what was sealed is not whole");
	envelope_close(e);
}

/* ---- the peers ---- */

static void to_file(const struct bench *b, const char *name, const struct buffer *bytes)
{
	char *path = bench_text("%s/%s", b->dir, name);
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(buffer_text(bytes), 1, bytes->len, file) != bytes->len || fclose(file))
		bench_fail("cannot write %s", path);
	free(path);
}

static long long size_of(const struct bench *b, const char *name)
{
	char *path = bench_text("%s/%s", b->dir, name);
	struct stat st;

	if (stat(path, &st))
		bench_fail("no %s", path);
	free(path);
	return (long long)st.st_size;
}

/* ms of a shell's command in the bench's folder. */
static void time_command(const struct bench *b, struct samples *s, const char *command)
{
	int64_t from = bench_now();

	bench_run("cd '%s' && %s", b->dir, command);
	samples_add(s, (double)(bench_now() - from) / 1e6);
}

static void row(const char *what, struct samples *ours, const char *peer, struct samples *theirs,
		double goal, double ratio)
{
	table_row(&(struct result){ .what = what, .unit = "ms", .ours = ours, .peer = peer,
				    .theirs = theirs->n ? theirs : NULL, .goal = goal,
				    .ratio_goal = ratio });
}

/* The key for age, as it reads it; and its public half into `pk`. */
static void write_key(const struct bench *b, const struct job *job, char pk[BOX_PUBLIC_TEXT])
{
	struct buffer text = { 0 };
	char secret[BOX_SECRET_TEXT];

	box_secret_text(secret, &job->box);
	buffer_print(&text, "%s\n", secret);
	to_file(b, "sealed.key", &text);
	buffer_release(&text);
	box_public_text(pk, job->box.pk);
}

/* Times of sealing and of opening, ours and the peers'. */
struct times {
	struct samples out, back, peer_out, peer_back;
};

/* Ours of one round, which ends now. */
static void add_round(struct times *t, int64_t from, int64_t between)
{
	samples_add(&t->out, (double)(between - from) / 1e6);
	samples_add(&t->back, (double)(bench_now() - between) / 1e6);
}

/* The peers' over the file sealed.lines; packed: zstd, too. */
static void add_peers_round(const struct bench *b, struct times *t, const char *pk, bool packed)
{
	char *seal = bench_text(packed ? "zstd -3 -q -c sealed.lines | age -r %s -r %s >sealed.age"
				       : "age -r %s -r %s <sealed.lines >sealed.age", pk, pk);

	time_command(b, &t->peer_out, seal);
	time_command(b, &t->peer_back, packed ?
		     "age -d -i sealed.key sealed.age | zstd -d -q -c >/dev/null" :
		     "age -d -i sealed.key sealed.age >/dev/null");
	free(seal);
}

static void free_times(struct times *t)
{
	samples_free(&t->out);
	samples_free(&t->back);
	samples_free(&t->peer_out);
	samples_free(&t->peer_back);
}

/* Seal and open again and again: those bytes, or (NULL) the lines as a package; *size: what is sealed. */
static void time_sealing(const struct bench *b, struct times *t, const struct job *job,
			 const struct buffer *bytes, int rounds, bool peers, size_t *size)
{
	struct buffer sealed = { 0 };
	char pk[BOX_PUBLIC_TEXT];

	write_key(b, job, pk);
	to_file(b, "sealed.lines", bytes ? bytes : &job->lines);
	for (int round = 0; round < rounds; round++) {
		int64_t from = bench_now(), between;

		buffer_release(&sealed);
		if (bytes)
			seal_bytes(&sealed, job, bytes);
		else
			seal_package(&sealed, job);
		between = bench_now();
		open_sealed(job, &sealed, !bytes);
		add_round(t, from, between);
		if (peers)
			add_peers_round(b, t, pk, !bytes);
	}
	*size = sealed.len;
	buffer_release(&sealed);
}

static void operations(const struct bench *b, int n, bool peers)
{
	struct times times = { 0 };
	struct job job;
	size_t size;
	char *what;

	begin(&job, n);
	time_sealing(b, &times, &job, NULL, 3 * BENCH_ROUNDS, peers, &size);
	what = bench_text("pack and seal %d operations", n);
	row(what, &times.out, "zstd | age", &times.peer_out, n == 20 ? 5 : 0, 0);
	free(what);
	what = bench_text("open and verify %d operations", n);
	row(what, &times.back, "age | zstd", &times.peer_back, n == 20 ? 5 : 0, 0);
	free(what);
	if (peers)
		table_note("%d operations: %zu bytes, packed, signed and sealed %zu; zstd | age %lld", n,
			   job.lines.len, size, size_of(b, "sealed.age"));
	end(&job);
	free_times(&times);
}

/* Bytes that cannot be packed, sealed and opened as they are. */
static void bulk(const struct bench *b, bool peers)
{
	struct times times = { 0 };
	struct buffer bytes = { 0 };
	char piece[4096];
	struct job job;
	size_t size;

	begin(&job, 1);
	while (bytes.len < BULK) {
		random_bytes(piece, sizeof piece);
		buffer_put_bytes(&bytes, piece, sizeof piece);
	}
	time_sealing(b, &times, &job, &bytes, BENCH_ROUNDS, peers, &size);
	row("seal 60 MB", &times.out, "age", &times.peer_out, 0, 1.5);
	row("open 60 MB", &times.back, "age", &times.peer_back, 0, 1.5);
	buffer_release(&bytes);
	end(&job);
	free_times(&times);
}

/* ---- from logbook to logbook ---- */

static void ok(int rc, const struct fault *f, const char *what)
{
	if (rc)
		bench_fail("%s: fault %d, field %s, subject %s", what, rc, f->field, f->subject);
}

static void add(struct book *book, enum record_type type, const char *text)
{
	json_t *o = json_loads(text, 0, NULL);
	struct fault f;
	rec_t rec;

	ok(record_add(book, type, o, &rec, &f), &f, text);
	json_decref(o);
}

/* An empty one of the unit. */
static struct book *new_book(const struct bench *b, const char *name, enum book_level level)
{
	struct book_setup setup = {
		.level = level, .unit = "26572", .unit_name = "Phường Tam Long", .member = "Lan",
		.pass = { BENCH_PASS, sizeof BENCH_PASS - 1 }, .kdf = VAULT_KDF_FLOOR,
	};
	char *path = bench_text("%s/%s", b->dir, name), code[VAULT_CODE_TEXT];
	struct book *book;
	struct fault f;

	bench_run("rm -f '%s'*", path);
	ok(book_create(path, &setup, code, &book, &f), &f, path);
	ok(book_publish(book, &f), &f, path);
	free(path);
	return book;
}

static void begin_change(struct book *book)
{
	struct fault f;

	ok(book_begin(book, "bench", &f), &f, "begin");
}

static void commit(struct book *book)
{
	struct fault f;

	ok(book_commit(book, NULL, &f), &f, "commit");
}

static void enter(struct book *book, int n)
{
	begin_change(book);
	for (int i = 0; i < n; i++) {
		char *text = bench_text("{\"date\":\"2026-11-%02d\",\"time\":\"14:%02d\",\"village\":"
					"\"26572-01\",\"household\":\"H001\",\"channel\":\"tai_nha\","
					"\"minutes\":%d,\"people\":2,\"female\":1,\"over60\":0,\"topics\":[{"
					"\"topic\":\"VNEID2\",\"outcome\":\"hoan_thanh\",\"count\":1}],"
					"\"by\":[\"Lan\"]}", 1 + i % 21, i % 60, 10 + i % 50);

		add(book, TYPE_SESSION, text);
		free(text);
	}
	commit(book);
}

/* As `sotay batch`: all that waits into one batch, its row kept; the row. */
static struct batch pack(struct book *book, const struct identity *id)
{
	struct packing packing = { .to = "26572", .app = VERSION };
	struct batch last;
	struct fault f;
	size_t packed;
	bool there;

	begin_change(book);
	ok(pack_new(book, id, &packing, &packed, &f), &f, "pack");
	commit(book);
	ok(batches_last(book_db(book), book_lane(book), &last, &there, &f), &f, "pack");
	if (packed != 1)
		bench_fail("not one batch");
	return last;
}

static void write_file(struct book *book, const struct batch *batch, const struct job *job,
		       struct buffer *out)
{
	uint8_t to[2][BOX_BYTES], body[HASH_BYTES];
	struct pack_for whom = { (const uint8_t (*)[BOX_BYTES])to, 2, false, false };
	struct fault f;

	memcpy(to[0], job->box.pk, BOX_BYTES);
	memcpy(to[1], job->box.pk, BOX_BYTES);
	ok(pack_file(book, batch, &job->chain, &whom, out, body, &f), &f, "file");
}

static void take(struct book *book, const struct job *job, const struct buffer *file, int64_t count)
{
	struct lane lane = { .known = true, .level = LEVEL_TEAM, .unit = "26572", .codes = "26572" };
	static struct package p;
	struct batch_counts counts;
	struct input_memory in;
	struct batch_keys keys;
	struct intake intake;
	struct envelope *e;
	struct manifest m;
	enum refusal no;
	struct fault f;

	input_memory_init(&in, file->text, file->len);
	if (envelope_open(&e, &in.in, &job->box, 1) || package_read(&p, envelope_content(e)) ||
	    !manifest_read(&m, p.manifest, p.manifest_len) ||
	    !batch_keys_read(&keys, p.manifest, p.manifest_len))
		bench_fail("what was packed does not open");
	memcpy(lane.id, keys.lane, sizeof lane.id);
	begin_change(book);
	ok(intake_begin(&intake, book, &f), &f, "import");
	ok(intake_lane(&intake, &lane, &f), &f, "import");
	ok(batch_take(&intake, &p, &m, &keys, &counts, &no, &f), &f, "import");
	if (no || counts.fresh != count)
		bench_fail("what was packed is not taken");
	ok(intake_end(&intake, &f), &f, "import");
	intake_release(&intake);
	commit(book);
	envelope_close(e);
}

static enum refusal put_line(void *arg, const char *line, size_t len)
{
	buffer_put_bytes(arg, line, len);
	buffer_put_char(arg, '\n');
	return REFUSAL_NONE;
}

/* The lines of a file, for the peers. */
static void lines_to_file(const struct bench *b, const struct job *job, const struct buffer *file,
			  size_t *size)
{
	static struct package p;
	struct input_memory in;
	struct envelope *e;
	struct buffer lines = { 0 };
	struct manifest m;
	uint64_t n;

	input_memory_init(&in, file->text, file->len);
	if (envelope_open(&e, &in.in, &job->box, 1) || package_read(&p, envelope_content(e)) ||
	    !manifest_read(&m, p.manifest, p.manifest_len) ||
	    package_walk_body(&p, &m, &n, put_line, &lines))
		bench_fail("what was packed is not whole");
	to_file(b, "sealed.lines", &lines);
	*size = lines.len;
	buffer_release(&lines);
	envelope_close(e);
}

struct desks {
	struct book *team, *commune;
	struct identity id;
	struct job job; /* its key for all, a chain as long as one is */
};

static void batches(const struct bench *b, struct desks *d, int n, bool peers)
{
	struct times times = { 0 };
	struct buffer file = { 0 };
	char pk[BOX_PUBLIC_TEXT], *what;
	size_t size = 0;

	write_key(b, &d->job, pk);
	for (int round = 0; round < (n < 1000 ? BENCH_ROUNDS : 3); round++) {
		struct batch batch;
		int64_t from, between;

		enter(d->team, n);
		buffer_release(&file);
		from = bench_now();
		batch = pack(d->team, &d->id);
		write_file(d->team, &batch, &d->job, &file);
		between = bench_now();
		take(d->commune, &d->job, &file, n);
		add_round(&times, from, between);
		lines_to_file(b, &d->job, &file, &size);
		if (peers)
			add_peers_round(b, &times, pk, true);
	}
	what = bench_text("batch of %d from the log", n);
	row(what, &times.out, "zstd | age", &times.peer_out, 0, 0);
	free(what);
	what = bench_text("batch of %d into the log", n);
	row(what, &times.back, "age | zstd", &times.peer_back, 0, 0);
	free(what);
	table_note("batch of %d: %zu bytes, file %zu", n, size, file.len);
	if (peers)
		table_note("batch of %d: zstd | age %lld", n, size_of(b, "sealed.age"));
	buffer_release(&file);
	free_times(&times);
}

/* What a team's logbook packs, and the commune's takes in: with the log, its judging and saving. */
static void between_logbooks(const struct bench *b, bool peers)
{
	struct desks d;
	struct fault f;

	d.team = new_book(b, "sealed.team.vault", LEVEL_TEAM);
	d.commune = new_book(b, "sealed.commune.vault", LEVEL_COMMUNE);
	ok(identity_read(&d.id, d.team, &f), &f, "identity");
	begin(&d.job, 1);
	put_chain(&d.job, d.id.sign_pk);
	begin_change(d.team);
	add(d.team, TYPE_VILLAGE, "{\"code\":\"26572-01\",\"name\":\"Ấp Bắc\"}");
	add(d.team, TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H001\"}");
	commit(d.team);
	pack(d.team, &d.id);
	batches(b, &d, 20, peers);
	batches(b, &d, 100, peers);
	batches(b, &d, 10000, peers);
	end(&d.job);
	identity_release(&d.id);
	book_close(d.team);
	book_close(d.commune);
}

void bench_sealed(struct bench *b)
{
	char *age = bench_peer("age"), *zstd = bench_peer("zstd");

	if (sodium_init() < 0)
		bench_fail("no libsodium");
	table_note("ours in this process, in memory; the peers' times begin before fork() and have files");
	operations(b, 20, age && zstd);
	operations(b, 100, age && zstd);
	operations(b, 10000, age && zstd);
	between_logbooks(b, age && zstd);
	bulk(b, age != NULL);
	bench_run("rm -f '%s'/sealed.*", b->dir);
	free(age);
	free(zstd);
}
