/*
 * Taking in what another laptop wrote, beside writing it here.
 *
 * One vault, three times: `writer` enters sessions as `sotay log` does, so many at once; `single`
 * enters the same, each saved by itself, as on the screen; `reader` takes in the writer's
 * operations, which are another laptop's to it. All hold the same after every round.
 */
#include "config.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/book/private.h"
#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/record/intake.h"
#include "store/record/open.h"
#include "store/record/record.h"
#include "tests/bench/bench.h"

static const struct vault_pass pass = { BENCH_PASS, sizeof BENCH_PASS - 1 };

enum {
	AT_ONCE_MAX = 1000,
	FOLLOWUPS_MAX = 10,
	SINGLE_MAX = 50, /* saved by themselves in a round: that takes long */
};

/* A batch: the sessions as lines, and the operations they became. */
struct batch {
	struct {
		char *line;
		int ops;
	} sessions[AT_ONCE_MAX];
	int n_sessions, n_ops; /* sessions are taken until these are enough operations */
	struct {
		char *line;
		size_t len;
		int64_t n;
		bool local;
	} ops[AT_ONCE_MAX + FOLLOWUPS_MAX];
};

struct desks {
	struct book *writer, *single, *reader;
	struct lane lane;  /* the writer's, as the reader is told */
	char *text, *next; /* sessions, and the next of them */
	int64_t seen;      /* the writer's last operation handed over */
	int64_t ops;       /* taken in so far */
};

/* Time of one way of doing a batch, for each of its operations. */
struct spent {
	struct samples wall, cpu;
	int64_t ns, cpu_ns;
};

static int64_t cpu_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void spent_begin(struct spent *spent)
{
	spent->cpu_ns = cpu_now();
	spent->ns = bench_now();
}

static void spent_end(struct spent *spent, int ops, bool counts)
{
	int64_t ns = bench_now() - spent->ns, cpu_ns = cpu_now() - spent->cpu_ns;

	if (!counts)
		return;
	samples_add(&spent->wall, (double)ns / 1e3 / ops);
	samples_add(&spent->cpu, (double)cpu_ns / 1e3 / ops);
}

static void spent_forget(struct spent *spent)
{
	samples_free(&spent->wall);
	samples_free(&spent->cpu);
}

static void ok(int rc, const struct fault *f, const char *what)
{
	if (rc)
		bench_fail("%s: fault %d, field %s, subject %s", what, rc, f->field, f->subject);
}

static struct book *open_book(const char *path)
{
	struct book *book;
	struct fault f;

	ok(records_open(path, NULL, pass, &book, &f), &f, path);
	return book;
}

/* ---- the three vaults ---- */

/* A copy that `sotay restore` made: all that is in it, and a lane of its own. */
static struct book *restored(const struct bench *b, const char *name)
{
	char *from = bench_copy(b, "import-from.vault"), *path = bench_text("%s/%s", b->dir, name);
	struct book *book;

	bench_run("rm -f '%s'* '%s.backup'", path, path);
	bench_run("'%s' --vault '%s' --passphrase-file '%s/pass' backup '%s.backup' >/dev/null",
		  b->sotay, from, b->dir, path);
	bench_run("'%s' --vault '%s' --passphrase-file '%s/pass' restore '%s.backup' >/dev/null",
		  b->sotay, path, b->dir, path);
	book = open_book(path);
	free(path);
	bench_remove(from);
	return book;
}

static void desks_open(struct desks *desks, const struct bench *b)
{
	char *path = bench_copy(b, "import-reader.vault");
	struct fault f;

	memset(desks, 0, sizeof *desks);
	desks->reader = open_book(path);
	free(path);
	desks->writer = restored(b, "import-writer.vault");
	desks->single = restored(b, "import-single.vault");
	ok(lane_load(book_db(desks->writer), book_lane(desks->writer), &desks->lane, &f), &f, "lane");
	/* One of the unit's teams: whose people its people are must be told apart. */
	desks->lane.own = false;
	desks->lane.known = true;
	snprintf(desks->lane.team, sizeof desks->lane.team, "T001");
	snprintf(desks->lane.codes, sizeof desks->lane.codes, "%s", desks->lane.unit);
	ok(read_int(book_db(desks->writer), "SELECT max(k) FROM op", &desks->seen, &f), &f, "log");
	desks->text = desks->next = data_last_sessions(b);
}

static void desks_close(struct desks *desks, const struct bench *b)
{
	book_close(desks->writer);
	book_close(desks->single);
	book_close(desks->reader);
	free(desks->text);
	bench_run("rm -f '%s'/import-*", b->dir);
}

/* ---- a batch ---- */

/* The next session; after the last the first again. */
static char *next_session(struct desks *desks)
{
	char *line = desks->next, *end = strchr(line, '\n');

	desks->next = end[1] ? end + 1 : desks->text;
	return strndup(line, (size_t)(end - line));
}

static void batch_make(struct batch *batch, struct desks *desks, int at_once)
{
	memset(batch, 0, sizeof *batch);
	while (batch->n_ops < at_once) {
		char *line = next_session(desks);
		json_t *o = json_loads(line, 0, NULL);
		int ops = 1 + (int)json_array_size(json_object_get(o, "followups"));

		batch->sessions[batch->n_sessions].line = line;
		batch->sessions[batch->n_sessions++].ops = ops;
		batch->n_ops += ops;
		json_decref(o);
	}
}

static void batch_release(struct batch *batch)
{
	for (int i = 0; i < batch->n_sessions; i++)
		free(batch->sessions[i].line);
	for (int i = 0; i < batch->n_ops; i++)
		free(batch->ops[i].line);
}

/* As `sotay log` does with a line. */
static void log_line(struct book *book, const char *line)
{
	json_t *o = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
	struct fault f;
	rec_t rec;

	ok(record_add(book, TYPE_SESSION, o, &rec, &f), &f, line);
	json_decref(o);
}

static void begin(struct book *book, const char *verb)
{
	struct fault f;

	ok(book_begin(book, verb, &f), &f, verb);
}

static void commit(struct book *book)
{
	struct fault f;

	ok(book_commit(book, NULL, &f), &f, "commit");
}

/* Those from `first` on in one transaction. */
static void log_at_once(struct book *book, const struct batch *batch, int first)
{
	begin(book, "log");
	for (int i = first; i < batch->n_sessions; i++)
		log_line(book, batch->sessions[i].line);
	commit(book);
}

/* The first few, each by itself; how many operations they were. */
static int log_each(struct book *book, const struct batch *batch)
{
	int ops = 0;

	for (int i = 0; i < batch->n_sessions && i < SINGLE_MAX; i++) {
		begin(book, "log");
		log_line(book, batch->sessions[i].line);
		commit(book);
		ops += batch->sessions[i].ops;
	}
	return ops;
}

/* What the writer has written since, verbatim. */
static void hand_over(struct desks *desks, struct batch *batch)
{
	struct fault f;
	struct statement st = statement_of(book_db(desks->writer),
		"SELECT k, bytes, n, local FROM op WHERE k > ? ORDER BY k", &f);
	int n = 0;

	bind_int(&st, desks->seen);
	while (row_next(&st) && n < batch->n_ops) {
		desks->seen = row_int(&st, 0);
		batch->ops[n].len = row_length(&st, 1);
		batch->ops[n].line = strndup(row_blob(&st, 1), row_length(&st, 1));
		batch->ops[n].n = row_int(&st, 2);
		batch->ops[n++].local = row_int(&st, 3) != 0;
	}
	ok(statement_end(&st), &f, "log");
	if (n != batch->n_ops)
		bench_fail("%d operations where %d were made", n, batch->n_ops);
}

static void take_in(struct desks *desks, const struct batch *batch)
{
	struct intake in;
	struct fault f;

	begin(desks->reader, "import");
	ok(intake_begin(&in, desks->reader, &f), &f, "import");
	ok(intake_lane(&in, &desks->lane, &f), &f, "lane");
	for (int i = 0; i < batch->n_ops; i++) {
		enum taken taken;

		ok(intake_line(&in, batch->ops[i].line, batch->ops[i].len, batch->ops[i].local, &taken,
			       &f), &f, batch->ops[i].line);
	}
	ok(intake_end(&in, &f), &f, "import");
	if (in.counts[TAKEN_NEW] != batch->n_ops)
		bench_fail("not all was new");
	intake_release(&in);
	commit(desks->reader);
	desks->ops += batch->n_ops;
}

/* ---- comparing ---- */

static int64_t count(struct book *book, const char *sql)
{
	int64_t n = 0;
	struct fault f;

	ok(read_int(book_db(book), sql, &n, &f), &f, sql);
	return n;
}

/* All counts, is in the tables and in the index; else it was not the same work. */
static void expect_same(const struct desks *desks)
{
	static const char *const sql[] = { "SELECT count(*) FROM session",
		"SELECT count(*) FROM followup", "SELECT count(*) FROM session_topic",
		"SELECT count(*) FROM session_fts WHERE session_fts MATCH 'h0*'" };

	if (count(desks->reader, "SELECT count(*) FROM op WHERE source > 0 AND aside IS NULL") != desks->ops)
		bench_fail("something of what was taken in does not count");
	for (size_t i = 0; i < sizeof sql / sizeof sql[0]; i++)
		if (count(desks->reader, sql[i]) != count(desks->writer, sql[i]) ||
		    count(desks->single, sql[i]) != count(desks->writer, sql[i]))
			bench_fail("other rows than were written: %s", sql[i]);
}

static void row(const char *of, int at_once, struct samples *ours, const char *peer,
		struct samples *theirs, double goal)
{
	char *what = bench_text("import of %d, %sper operation", at_once, of);

	table_row(&(struct result){ .what = what, .unit = "µs", .ours = ours, .peer = peer,
				    .theirs = theirs, .ratio_goal = goal });
	free(what);
}

static void compare(struct desks *desks, int at_once, int rounds)
{
	struct spent import = { 0 }, log = { 0 }, each = { 0 };
	struct batch batch;
	int single_ops;

	/* Round 0 warms the caches and does not count. */
	for (int round = 0; round <= rounds; round++) {
		batch_make(&batch, desks, at_once);
		spent_begin(&log);
		log_at_once(desks->writer, &batch, 0);
		spent_end(&log, batch.n_ops, round > 0);
		hand_over(desks, &batch);
		spent_begin(&import);
		take_in(desks, &batch);
		spent_end(&import, batch.n_ops, round > 0);
		spent_begin(&each);
		single_ops = log_each(desks->single, &batch);
		spent_end(&each, single_ops, round > 0);
		if (batch.n_sessions > SINGLE_MAX)
			log_at_once(desks->single, &batch, SINGLE_MAX);
		batch_release(&batch);
	}
	row("", at_once, &import.wall, "log, as many", &log.wall, 1);
	row("CPU ", at_once, &import.cpu, "log, as many", &log.cpu, 1);
	row("", at_once, &import.wall, "log, one by one", &each.wall, 0);
	spent_forget(&import);
	spent_forget(&log);
	spent_forget(&each);
}

void bench_import(struct bench *b)
{
	pid_t pid;
	int status;

	fflush(NULL);
	pid = fork(); /* the vault changes SQLite's memory functions for the whole process */
	if (pid == 0) {
		struct desks desks;

		desks_open(&desks, b);
		compare(&desks, 20, 10 * BENCH_ROUNDS);
		compare(&desks, 100, 4 * BENCH_ROUNDS);
		compare(&desks, 1000, BENCH_ROUNDS);
		expect_same(&desks);
		desks_close(&desks, b);
		fflush(NULL);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status)
		bench_fail("importing failed");
}
