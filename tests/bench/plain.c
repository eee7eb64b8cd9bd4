/*
 * The same search, scan and commits over the sealed vault and over an ordinary SQLite
 * file with the same tables, page size and cache: what the sealing costs.
 *
 * Each is served by a process of its own, because the vault changes SQLite's
 * memory functions for the whole process.
 */
#include "config.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/book/private.h"
#include "store/query/list_sessions.h"
#include "store/record/read.h"
#include "store/db/schema.h"
#include "tests/bench/bench.h"
#include "tests/bench/query.h"

static const struct vault_pass pass = {BENCH_PASS, sizeof BENCH_PASS - 1};

/* What the screen asks for: the first window of keys, and the rows it shows. */
enum { WINDOW = 200, SHOWN = 19 };

/* ---- copying ---- */

static void sql_ok(sqlite3 *db, int rc, const char *what)
{
	if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW)
		bench_fail("%s: %s", what, sqlite3_errmsg(db));
}

static sqlite3 *open_plain(const char *path)
{
	sqlite3 *db;

	sql_ok(NULL, sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "unix"),
	       path);
	/* As policy.c has it. */
	sql_ok(db,
	       sqlite3_exec(db,
			    "PRAGMA page_size=8192; PRAGMA locking_mode=EXCLUSIVE;"
			    "PRAGMA synchronous=FULL;"
			    "PRAGMA journal_mode=WAL; PRAGMA temp_store=MEMORY;"
			    "PRAGMA cache_size=-8192; PRAGMA foreign_keys=OFF",
			    NULL, NULL, NULL),
	       path);
	return db;
}

static void copy_table(sqlite3 *from, sqlite3 *to, const char *name)
{
	char *get = sqlite3_mprintf("SELECT * FROM \"%w\"", name);
	char *drop = sqlite3_mprintf("DELETE FROM \"%w\"", name);
	sqlite3_stmt *in, *out;
	int columns;
	char *put;

	sql_ok(from, sqlite3_prepare_v2(from, get, -1, &in, NULL), get);
	columns = sqlite3_column_count(in);
	put = sqlite3_mprintf("INSERT INTO \"%w\" VALUES(?%.*s)", name, 2 * (columns - 1),
			      ",?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?");
	sql_ok(to, sqlite3_exec(to, drop, NULL, NULL, NULL), drop);
	sql_ok(to, sqlite3_prepare_v2(to, put, -1, &out, NULL), put);
	while (sqlite3_step(in) == SQLITE_ROW) {
		for (int i = 0; i < columns; i++)
			sqlite3_bind_value(out, i + 1, sqlite3_column_value(in, i));
		sql_ok(to, sqlite3_step(out), put);
		sqlite3_reset(out);
	}
	sql_ok(from, sqlite3_finalize(in), get);
	sqlite3_finalize(out);
	sqlite3_free(get);
	sqlite3_free(drop);
	sqlite3_free(put);
}

/* The index's own tables are copied as they are, so both search the very same index; those of the
 * vault itself are in no plain database. */
static void copy_all(sqlite3 *from, const char *path)
{
	sqlite3 *to = open_plain(path);
	struct db db;
	struct fault f;
	sqlite3_stmt *names;

	db_init(&db, to);
	if (schema_migrate(&db, &f))
		bench_fail("%s: fault %d", path, (int)f.code);
	db_release(&db);
	sql_ok(from,
	       sqlite3_prepare_v2(from,
				  "SELECT name FROM sqlite_master WHERE type = 'table' AND"
				  " sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite%'"
				  " AND name NOT LIKE 'vault%'",
				  -1, &names, NULL),
	       "tables");
	sql_ok(to, sqlite3_exec(to, "BEGIN", NULL, NULL, NULL), path);
	while (sqlite3_step(names) == SQLITE_ROW)
		copy_table(from, to, (const char *)sqlite3_column_text(names, 0));
	sql_ok(to, sqlite3_exec(to, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL),
	       path);
	sqlite3_finalize(names);
	sql_ok(to, sqlite3_close(to), path);
}

void plain_make(const char *vault, const char *path)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct vault *v;
		struct fault f;

		if (vault_open(vault, NULL, pass, &v, &f))
			bench_fail("%s: fault %d", vault, (int)f.code);
		copy_all(vault_db(v), path);
		vault_close(v);
		_exit(0);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || status)
		bench_fail("no plain copy of %s", vault);
}

/* ---- serving ---- */

enum task { SEARCH, COMMIT, SCAN };

struct ask {
	enum task task;
	char typed[64]; /* to search for */
};

struct answer {
	int64_t ns, cpu_ns;
	int n;
	int64_t sum; /* of the keys found: the same in both */
};

struct found {
	rec_t keys[WINDOW];
	int n;
};

static int take_key(void *arg, rec_t rec)
{
	struct found *found = arg;

	found->keys[found->n++] = rec;
	return found->n == WINDOW;
}

static int64_t cpu_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static struct answer search(struct book *book, const char *typed)
{
	struct session_filter q = {.search = typed, .newest_first = true, .limit = WINDOW};
	struct found found = {.n = 0};
	struct answer a = {0};
	struct fault f = {0};

	if (list_sessions(book, &q, take_key, &found, &f) && f.code)
		bench_fail("search \"%s\": fault %d", typed, (int)f.code);
	for (int i = 0; i < found.n && i < SHOWN; i++)
		json_decref(record_read(book, found.keys[i], &f));
	a.n = found.n;
	for (int i = 0; i < found.n; i++)
		a.sum = a.sum * 31 + found.keys[i];
	return a;
}

/* What one visit writes, about: a few rows in one durable transaction. */
static struct answer commit(struct book *book)
{
	sqlite3 *db = book->db.conn;
	struct answer a = {0};

	sql_ok(db, sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), "begin");
	for (int i = 0; i < 4; i++)
		sql_ok(db,
		       sqlite3_exec(db, "INSERT INTO bench(row) VALUES(zeroblob(300))", NULL, NULL,
				    NULL),
		       "insert");
	sql_ok(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), "commit");
	return a;
}

/* Every page of the operations, which are half of the file and do not fit into the cache. */
static struct answer scan(struct book *book)
{
	sqlite3 *db = book->db.conn;
	struct answer a = {0};
	sqlite3_stmt *all;

	sql_ok(db, sqlite3_prepare_v2(db, "SELECT count(*), sum(length(bytes)) FROM op", -1, &all, NULL),
	       "scan");
	sql_ok(db, sqlite3_step(all), "scan");
	a.n = sqlite3_column_int(all, 0);
	a.sum = sqlite3_column_int64(all, 1);
	sqlite3_finalize(all);
	return a;
}

static struct answer measured(struct book *book, const struct ask *ask)
{
	int64_t ns = bench_now(), cpu_ns = cpu_now();
	struct answer a = ask->task == COMMIT ? commit(book) :
			  ask->task == SCAN   ? scan(book) :
						search(book, ask->typed);

	a.ns = bench_now() - ns;
	a.cpu_ns = cpu_now() - cpu_ns;
	return a;
}

static void make_room(struct book *book)
{
	static const char make[] = "CREATE TABLE bench(row BLOB)";

	sql_ok(book->db.conn, sqlite3_exec(book->db.conn, make, NULL, NULL, NULL), make);
}

static struct book *sealed_book(const char *path)
{
	struct book *book;
	struct fault f;

	if (book_open(path, NULL, pass, &book, &f))
		bench_fail("%s: fault %d", path, (int)f.code);
	return book;
}

/* A book over a database that no vault holds; never closed. */
static struct book *plain_book(const char *path)
{
	struct book *book = calloc(1, sizeof *book);

	if (crypto_init() || !book)
		bench_fail("no memory");
	db_init(&book->db, open_plain(path)); /* all that a search asks of it */
	return book;
}

static int serve(const char *path, struct book *open_book(const char *path), pid_t *pid)
{
	int ends[2];
	struct book *book;
	struct ask ask;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) || (*pid = fork()) < 0)
		bench_fail("no process");
	if (*pid) {
		close(ends[1]);
		return ends[0];
	}
	close(ends[0]);
	book = open_book(path);
	make_room(book);
	while (read(ends[1], &ask, sizeof ask) == sizeof ask) {
		struct answer a = measured(book, &ask);

		if (write(ends[1], &a, sizeof a) != sizeof a)
			break;
	}
	if (book->vault)
		book_close(book);
	_exit(0);
}

static struct answer ask_for(int end, enum task task, const char *typed)
{
	struct ask ask = {.task = task};
	struct answer a;

	snprintf(ask.typed, sizeof ask.typed, "%s", typed);
	if (write(end, &ask, sizeof ask) != sizeof ask || read(end, &a, sizeof a) != sizeof a)
		bench_fail("the process that works has gone");
	return a;
}

/* ---- comparing ---- */

struct both {
	char *vault, *plain;
	int ours, theirs; /* where to ask */
	pid_t pids[2];
	struct samples sealed, open, sealed_cpu, open_cpu;
};

static void both_begin(struct both *both, const struct bench *b)
{
	memset(both, 0, sizeof *both);
	both->vault = bench_copy(b, "store.vault");
	both->plain = bench_text("%s/store.db", b->dir);
	bench_run("rm -f '%s'* && cp '%s' '%s'", both->plain, b->plain, both->plain);
	both->ours = serve(both->vault, sealed_book, &both->pids[0]);
	both->theirs = serve(both->plain, plain_book, &both->pids[1]);
}

static void both_ask(struct both *both, enum task task, const char *typed, bool counts)
{
	struct answer a = ask_for(both->ours, task, typed);
	struct answer p = ask_for(both->theirs, task, typed);

	if (a.n != p.n || a.sum != p.sum)
		bench_fail("\"%s\" finds other things in the plain copy", typed);
	if (!counts)
		return;
	samples_add(&both->sealed, (double)a.ns / 1e6);
	samples_add(&both->open, (double)p.ns / 1e6);
	samples_add(&both->sealed_cpu, (double)a.cpu_ns / 1e6);
	samples_add(&both->open_cpu, (double)p.cpu_ns / 1e6);
}

static void both_row(struct both *both, const char *what, double ratio_goal)
{
	table_row(&(struct result){.what = what,
				   .unit = "ms",
				   .ours = &both->sealed,
				   .peer = "plain SQLite",
				   .theirs = &both->open,
				   .ratio_goal = ratio_goal});
}

static void both_cpu_row(struct both *both, const char *what)
{
	table_row(&(struct result){.what = what,
				   .unit = "ms",
				   .ours = &both->sealed_cpu,
				   .peer = "plain SQLite",
				   .theirs = &both->open_cpu});
}

static void both_forget(struct both *both)
{
	samples_free(&both->sealed);
	samples_free(&both->open);
	samples_free(&both->sealed_cpu);
	samples_free(&both->open_cpu);
}

static void both_end(struct both *both)
{
	close(both->ours);
	close(both->theirs);
	for (int i = 0; i < 2; i++)
		waitpid(both->pids[i], NULL, 0);
	both_forget(both);
	bench_remove(both->vault);
	bench_remove(both->plain);
}

void bench_store(struct bench *b)
{
	struct both both;
	char typed[64];

	both_begin(&both, b);
	/* Round 0 warms the caches and does not count. */
	for (int round = 0; round <= BENCH_ROUNDS; round++)
		for (int i = 0; i < query_steps(); i++) {
			query_step(i, typed);
			both_ask(&both, SEARCH, typed, round > 0);
		}
	both_row(&both, "search in the store, a letter", 1.15);
	both_end(&both);
}

void bench_vault(struct bench *b)
{
	struct both both;

	both_begin(&both, b);
	for (int round = 0; round <= 2 * BENCH_ROUNDS; round++)
		both_ask(&both, SCAN, "all", round > 0);
	both_row(&both, "scan of all operations", 0);
	both_cpu_row(&both, "scan of all operations, CPU");
	both_forget(&both);
	for (int i = 0; i <= 100 * BENCH_ROUNDS; i++)
		both_ask(&both, COMMIT, "a commit", i > 0);
	both_row(&both, "a durable commit of 4 rows", 1.25);
	both_cpu_row(&both, "a durable commit of 4 rows, CPU");
	both_end(&both);
}
