/* Packing and sealing a batch, and opening it, beside zstd and age on the same bytes. */
#include "config.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

static void begin(struct job *job, int operations)
{
	struct certificate c = { .kind = CERTIFIED_LAPTOP, .unit = "26572", .name = "Lan",
				 .unit_name = "Phường Tam Long", .team = "T01", .expires = DAY_MAX };
	struct manifest m = { .format = FORMAT_BATCH, .reader = 1, .app = VERSION, .unit = "26572",
			      .to_unit = true, .to_code = "26572" };
	struct buffer payload = { 0 };
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
	memcpy(c.sign_pk, job->sign_pk, sizeof c.sign_pk);
	certificate_write(&payload, &c);
	chain_append(&job->chain, payload.text, payload.len, job->sign_sk);
	chain_append(&job->chain, payload.text, payload.len, job->sign_sk);
	buffer_release(&payload);
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

static void seal(struct buffer *out, const struct job *job)
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

static void operations(const struct bench *b, int n, bool peers)
{
	struct samples sealing = { 0 }, opening = { 0 }, theirs = { 0 }, theirs_opening = { 0 };
	char pk[BOX_PUBLIC_TEXT], *seal_line, *what;
	struct buffer sealed = { 0 };
	struct job job;

	begin(&job, n);
	write_key(b, &job, pk);
	to_file(b, "sealed.lines", &job.lines);
	seal_line = bench_text("zstd -3 -q -c sealed.lines | age -r %s -r %s >sealed.age", pk, pk);
	for (int round = 0; round < 3 * BENCH_ROUNDS; round++) {
		int64_t from = bench_now(), between;

		buffer_release(&sealed);
		seal(&sealed, &job);
		between = bench_now();
		open_sealed(&job, &sealed, true);
		samples_add(&sealing, (double)(between - from) / 1e6);
		samples_add(&opening, (double)(bench_now() - between) / 1e6);
		if (!peers)
			continue;
		time_command(b, &theirs, seal_line);
		time_command(b, &theirs_opening, "age -d -i sealed.key sealed.age | zstd -d -q -c >/dev/null");
	}
	what = bench_text("pack and seal %d operations", n);
	row(what, &sealing, "zstd | age", &theirs, n == 20 ? 5 : 0, 0);
	free(what);
	what = bench_text("open and verify %d operations", n);
	row(what, &opening, "age | zstd", &theirs_opening, n == 20 ? 5 : 0, 0);
	free(what);
	if (peers)
		table_note("%d operations: %zu bytes, packed, signed and sealed %zu; zstd | age %lld", n,
			   job.lines.len, sealed.len, size_of(b, "sealed.age"));
	free(seal_line);
	buffer_release(&sealed);
	end(&job);
	samples_free(&sealing);
	samples_free(&opening);
	samples_free(&theirs);
	samples_free(&theirs_opening);
}

/* Bytes that cannot be packed, sealed and opened as they are. */
static void bulk(const struct bench *b, bool peers)
{
	struct samples sealing = { 0 }, opening = { 0 }, theirs = { 0 }, theirs_opening = { 0 };
	struct buffer bytes = { 0 }, sealed = { 0 };
	char pk[BOX_PUBLIC_TEXT], *seal_line, piece[4096];
	struct job job;

	begin(&job, 1);
	write_key(b, &job, pk);
	while (bytes.len < BULK) {
		random_bytes(piece, sizeof piece);
		buffer_put_bytes(&bytes, piece, sizeof piece);
	}
	to_file(b, "sealed.lines", &bytes);
	seal_line = bench_text("age -r %s -r %s <sealed.lines >sealed.age", pk, pk);
	for (int round = 0; round < BENCH_ROUNDS; round++) {
		int64_t from = bench_now(), between;

		buffer_release(&sealed);
		seal_bytes(&sealed, &job, &bytes);
		between = bench_now();
		open_sealed(&job, &sealed, false);
		samples_add(&sealing, (double)(between - from) / 1e6);
		samples_add(&opening, (double)(bench_now() - between) / 1e6);
		if (!peers)
			continue;
		time_command(b, &theirs, seal_line);
		time_command(b, &theirs_opening, "age -d -i sealed.key sealed.age >/dev/null");
	}
	row("seal 60 MB", &sealing, "age", &theirs, 0, 1.5);
	row("open 60 MB", &opening, "age", &theirs_opening, 0, 1.5);
	free(seal_line);
	buffer_release(&bytes);
	buffer_release(&sealed);
	end(&job);
	samples_free(&sealing);
	samples_free(&opening);
	samples_free(&theirs);
	samples_free(&theirs_opening);
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
	bulk(b, age != NULL);
	bench_run("rm -f '%s'/sealed.*", b->dir);
	free(age);
	free(zstd);
}
