#include "config.h"

#include <dirent.h>
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

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/book/keys.h"
#include "store/book/meta.h"
#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/ledger/certificates.h"
#include "store/ledger/progress.h"
#include "store/ledger/receipts.h"
#include "store/ledger/roots.h"
#include "store/oplog/op.h"
#include "store/record/append.h"
#include "store/record/record.h"
#include "sync/batch/batch.h"
#include "sync/crypto/armour.h"
#include "sync/crypto/body.h"
#include "sync/crypto/envelope_write.h"
#include "sync/crypto/package.h"
#include "sync/exchange/import.h"
#include "sync/exchange/out_folder.h"
#include "sync/exchange/standing.h"
#include "sync/identity/enrol.h"
#include "sync/identity/request.h"
#include "sync/identity/trust.h"
#include "sync/io/putfile.h"
#include "tests/store/desk.h"
#include "tests/store/record/exchange.h"

/* A desk, and who it is. */
struct party {
	struct desk desk;
	struct identity id;
};

static struct party team, commune, upper;
static char stick[] = "stick-XXXXXX";
static struct fault fault;

static void ok(int rc, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d %s (errno %d)", what, rc, fault.subject, fault.sys);
}

static void party_open(struct party *p, enum book_level level, const char *unit)
{
	desk_open_as(&p->desk, level, unit);
	ok(identity_read(&p->id, p->desk.book, &fault), "identity");
}

static void party_close(struct party *p)
{
	if (!p->desk.book)
		return;
	identity_release(&p->id);
	desk_close(&p->desk);
}

/* ---- the stick ---- */

static char *names[64];
static int n_names;

static void forget_names(void)
{
	while (n_names)
		free(names[--n_names]);
}

static void note_name(void *arg, const char *path, const char *name)
{
	(void)arg;
	(void)path;
	assert_true(n_names < 64);
	names[n_names++] = memory_strdup(name);
}

/* How many files are on it, hidden ones, too. */
static int on_stick(void)
{
	DIR *dir = opendir(stick);
	int n = 0;

	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

static int named(const char *text)
{
	int n = 0;

	forget_names();
	platform_folder(stick, false, note_name, NULL);
	for (int i = 0; i < n_names; i++)
		n += strstr(names[i], text) != NULL;
	return n;
}

static void clear_stick(void)
{
	char path[300];

	named("");
	for (int i = 0; i < n_names; i++) {
		snprintf(path, sizeof path, "%s/%s", stick, names[i]);
		assert_int_equal(unlink(path), 0);
	}
}

static bool stick_holds(const char *text)
{
	char command[400];

	snprintf(command, sizeof command, "grep -rqF '%s' %s", text, stick);
	return system(command) == 0;
}

/* ---- sending and taking ---- */

static void count_file(void *arg, const struct out_item *item, const char *path)
{
	struct stat st;

	(void)item;
	assert_int_equal(stat(path, &st), 0);
	++*(int *)arg;
}

/* How many files stand on the stick then. */
static int sends(struct party *p)
{
	int n = 0;

	ok(outbox_make(p->desk.book, &p->id, &fault), "make");
	ok(out_folder_write(p->desk.book, &p->id, stick, false, count_file, &n, &fault), "write");
	return n;
}

static void takes(struct party *p, const char *root)
{
	const struct import_options options = { .root = root };
	struct import_results results;
	char *path = stick;

	ok(import_paths(p->desk.book, &p->id, &path, 1, &options, &results, &fault), "import");
	import_results_release(&results);
}

/* The one below asks to be enrolled by the one above; the fault it gets. */
static int asks(struct party *above, struct party *below, const char *its_team)
{
	const struct grant grant = { .team = *its_team ? its_team : NULL, .expires = DAY_MAX };
	struct package *p = calloc(1, sizeof *p);
	struct buffer package = { 0 };
	char letters[FINGERPRINT_TEXT];
	struct input_memory in;
	struct request request;
	int rc;

	ok(enrol_request(below->desk.book, &below->id, its_team, &package, &fault), "request");
	input_memory_init(&in, package.text, package.len);
	assert_int_equal(package_read(p, &in.in), REFUSAL_NONE);
	assert_true(request_read(&request, p->manifest, p->manifest_len));
	if (below->id.has_unit)
		identity_root_fingerprint(&below->id, letters);
	else
		identity_fingerprint(&below->id, letters);
	ok(exchange_settle(above->desk.book, &above->id, &fault), "settle");
	rc = enrol_grant(above->desk.book, &above->id, &request, letters, &grant, &fault);
	buffer_release(&package);
	free(p);
	return rc;
}

/* It is enrolled, and its answer comes by the stick. */
static void enrols(struct party *above, struct party *below, const char *its_team)
{
	char root[FINGERPRINT_TEXT];

	ok(asks(above, below, its_team), "grant");
	identity_root_fingerprint(&above->id, root);
	assert_true(sends(above) > 0);
	takes(below, root);
	clear_stick();
}

static int setup(void **state)
{
	(void)state;
	memset(&team, 0, sizeof team);
	memset(&commune, 0, sizeof commune);
	memset(&upper, 0, sizeof upper);
	strcpy(stick + strlen(stick) - 6, "XXXXXX");
	if (!mkdtemp(stick))
		return -1;
	party_open(&team, LEVEL_TEAM, "26572");
	return 0;
}

static int setup_two(void **state)
{
	int rc = setup(state);

	if (rc)
		return rc;
	party_open(&commune, LEVEL_COMMUNE, "26572");
	enrols(&commune, &team, "T01");
	return 0;
}

static int setup_three(void **state)
{
	int rc = setup_two(state);

	if (rc)
		return rc;
	party_open(&upper, LEVEL_UPPER, "77");
	enrols(&upper, &commune, "");
	return 0;
}

static int teardown(void **state)
{
	char command[300];

	(void)state;
	forget_names();
	party_close(&team);
	party_close(&commune);
	party_close(&upper);
	snprintf(command, sizeof command, "chmod -R u+w %s; rm -rf %s", stick, stick);
	return system(command);
}

static enum progress of(struct party *p, rec_t rec)
{
	enum progress progress;

	ok(record_progress(p->desk.book, rec, &progress, &fault), "progress");
	return progress;
}

static struct out_items listed(struct party *p)
{
	struct out_items items;

	ok(outbox_list(p->desk.book, &items, &fault), "list");
	return items;
}

static int waiting(struct party *p, enum out_kind kind)
{
	struct out_items items = listed(p);
	int n = 0;

	for (size_t i = 0; i < items.n; i++)
		n += items.items[i].kind == kind;
	out_items_release(&items);
	return n;
}

/* Batches of teams that the commune is to pass on. */
static int theirs(void)
{
	struct out_items items = listed(&commune);
	int n = 0;

	for (size_t i = 0; i < items.n; i++)
		if (items.items[i].kind == OUT_BATCH && !items.items[i].batch.own) {
			assert_string_equal(items.items[i].team, "T01");
			n++;
		}
	out_items_release(&items);
	return n;
}

/* ---- what must hold ---- */

static void test_not_enrolled_nothing_is_made(void **state)
{
	int64_t batches;

	(void)state;
	assert_int_equal(outbox_make(team.desk.book, &team.id, &fault), FAULT_NOT_PERMITTED);
	assert_string_equal(fault.subject, OUTBOX_NOT_ENROLLED);
	batches = desk_count(&team.desk, "SELECT count(*) FROM batch");
	assert_int_equal(batches, 0);
}

static void test_up_and_back(void **state)
{
	rec_t visit = desk_add(&team.desk, TYPE_SESSION, desk_visit);
	struct out_items items;
	struct progress_counts counts;

	(void)state;
	assert_int_equal(of(&team, visit), PROGRESS_SAVED);
	assert_int_equal(sends(&team), 1);
	assert_int_equal(named("sotay_t01_20261121_0001.stb"), 1);
	assert_int_equal(of(&team, visit), PROGRESS_SENT);
	items = listed(&team);
	assert_int_equal(items.n, 1);
	assert_int_equal(items.unpacked, 0);
	assert_int_equal(items.items[0].sessions, 1);
	assert_int_equal(items.items[0].reports, 0);
	out_items_release(&items);
	ok(progress_count(team.desk.book, &counts, &fault), "count");
	assert_int_equal(counts.sessions[PROGRESS_SENT], 1);
	assert_int_equal(counts.sessions[PROGRESS_SAVED], 0);
	takes(&commune, NULL);
	assert_true(sends(&commune) >= 1);
	assert_true(named("sotay-cho_t01_20261121_") >= 1);
	takes(&team, NULL);
	assert_int_equal(of(&team, visit), PROGRESS_COMMUNE);
	assert_int_equal(waiting(&team, OUT_BATCH), 0);
	ok(progress_count(team.desk.book, &counts, &fault), "count");
	assert_int_equal(counts.sessions[PROGRESS_COMMUNE], 1);
}

static void test_written_again_is_the_same_file(void **state)
{
	int before, rows;

	(void)state;
	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	assert_int_equal(sends(&team), 1);
	rows = (int)desk_count(&team.desk, "SELECT count(*) FROM batch");
	assert_int_equal(sends(&team), 1);
	assert_int_equal(on_stick(), 1);
	assert_int_equal(desk_count(&team.desk, "SELECT count(*) FROM batch"), rows);
	takes(&commune, NULL);
	sends(&commune);
	before = on_stick();
	sends(&commune);
	sends(&commune);
	assert_int_equal(on_stick(), before);
}

static void test_nothing_to_send_changes_nothing(void **state)
{
	int64_t audit;

	(void)state;
	sends(&team);
	takes(&commune, NULL);
	sends(&commune);
	takes(&team, NULL);
	sends(&team);
	audit = desk_count(&team.desk, "SELECT count(*) FROM audit");
	assert_int_equal(sends(&team), 0);
	assert_int_equal(desk_count(&team.desk, "SELECT count(*) FROM audit"), audit);
}

static void test_no_plain_text_on_the_stick(void **state)
{
	(void)state;
	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	sends(&team);
	takes(&commune, NULL);
	sends(&commune);
	assert_true(on_stick() > 1);
	assert_false(stick_holds("đình"));
	assert_false(stick_holds("26572-01"));
	assert_false(stick_holds("sotayp"));
	assert_false(stick_holds("\"lane\""));
}

static void test_passed_on_without_local_fields(void **state)
{
	rec_t visit = desk_add(&team.desk, TYPE_SESSION, desk_visit);

	(void)state;
	sends(&team);
	takes(&commune, NULL);
	clear_stick();
	assert_true(sends(&commune) >= 2);
	assert_int_equal(named("sotay_26572-t01_20261121_0001.stb"), 1);
	assert_int_equal(desk_count(&commune.desk, "SELECT count(*) FROM batch WHERE forwarded"), 1);
	assert_int_equal(theirs(), 1);
	takes(&upper, NULL);
	assert_int_equal(desk_count(&upper.desk, "SELECT count(*) FROM session"), 1);
	assert_int_equal(desk_count(&upper.desk, "SELECT count(*) FROM household WHERE hint IS NOT NULL"), 0);
	assert_true(desk_count(&commune.desk, "SELECT count(*) FROM household WHERE hint IS NOT NULL") > 0);
	sends(&upper);
	takes(&commune, NULL);
	assert_int_equal(waiting(&commune, OUT_BATCH), 0);
	sends(&commune);
	takes(&team, NULL);
	assert_int_equal(of(&team, visit), PROGRESS_UPPER);
}

static void test_without_a_level_above_only_answers_go_out(void **state)
{
	(void)state;
	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	sends(&team);
	takes(&commune, NULL);
	clear_stick();
	sends(&commune);
	assert_int_equal(named("sotay_"), 0);
	assert_true(named("sotay-cho_") > 0);
	assert_int_equal(desk_count(&commune.desk, "SELECT count(*) FROM batch WHERE forwarded"), 0);
}

static void test_held_is_not_passed_on(void **state)
{
	(void)state;
	sends(&team);
	takes(&commune, NULL);
	assert_int_equal(theirs(), 1);
	ok(book_begin(commune.desk.book, "test", &fault), "begin");
	ok(batches_set_held(book_db(commune.desk.book),
			    desk_count(&commune.desk, "SELECT k FROM batch WHERE intake"),
			    HELD_UNDONE, &fault), "hold");
	ok(book_commit(commune.desk.book, NULL, &fault), "commit");
	assert_int_equal(theirs(), 0);
}

/* A read-only folder stops nobody who is root: one that is gone does. */
static void test_stick_that_is_gone_counts_nothing_as_sent(void **state)
{
	rec_t visit = desk_add(&team.desk, TYPE_SESSION, desk_visit);
	char gone[64];
	int n = 0;

	(void)state;
	snprintf(gone, sizeof gone, "%s/usb/in", stick);
	ok(outbox_make(team.desk.book, &team.id, &fault), "make");
	assert_int_equal(out_folder_write(team.desk.book, &team.id, gone, false, count_file, &n, &fault),
			 FAULT_CANT_CREATE);
	assert_int_equal(n, 0);
	assert_int_equal(of(&team, visit), PROGRESS_PACKED);
	assert_int_equal(on_stick(), 0);
}

static void test_armoured_is_the_same_as_text(void **state)
{
	char path[300], line[80];
	FILE *file;
	int n = 0;

	(void)state;
	ok(outbox_make(team.desk.book, &team.id, &fault), "make");
	for (int i = 0; i < 2; i++)
		ok(out_folder_write(team.desk.book, &team.id, stick, true, count_file, &n, &fault), "write");
	assert_int_equal(on_stick(), 1);
	snprintf(path, sizeof path, "%s/sotay_t01_20261121_0001.txt", stick);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof line, file));
	assert_memory_equal(line, ARMOUR_BEGIN, strlen(ARMOUR_BEGIN));
	fclose(file);
	takes(&commune, NULL);
	assert_int_equal(desk_count(&commune.desk, "SELECT count(*) FROM batch"), 1);
}

static void test_name_taken_by_another_file(void **state)
{
	char path[300];
	FILE *file;

	(void)state;
	snprintf(path, sizeof path, "%s/sotay_t01_20261121_0001.stb", stick);
	file = fopen(path, "w");
	fputs("of another laptop", file);
	fclose(file);
	assert_int_equal(sends(&team), 1);
	assert_int_equal(named("sotay_t01_20261121_0001-2.stb"), 1);
	assert_true(stick_holds("of another laptop"));
	sends(&team);
	assert_int_equal(on_stick(), 2);
}

/* An issuer that was restored is told by an empty one, once. */
static void test_an_empty_batch_only_when_it_is_owed(void **state)
{
	(void)state;
	sends(&team);
	takes(&commune, NULL);
	sends(&commune);
	takes(&team, NULL);
	clear_stick();
	assert_int_equal(sends(&team), 0);
	ok(book_begin(team.desk.book, "test", &fault), "begin");
	ok(receipts_set_hello(team.desk.book, true, &fault), "hello");
	ok(book_commit(team.desk.book, NULL, &fault), "commit");
	assert_int_equal(sends(&team), 1);
	assert_int_equal(desk_count(&team.desk, "SELECT count(*) FROM batch WHERE count = 0"), 1);
	assert_int_equal(sends(&team), 1);
	assert_int_equal(desk_count(&team.desk, "SELECT count(*) FROM batch WHERE count = 0"), 1);
	takes(&commune, NULL);
	sends(&commune);
	takes(&team, NULL);
	clear_stick();
	setenv("SOTAY_NOW", "2026-12-20T09:00", 1);
	assert_int_equal(sends(&team), 0);
	setenv("SOTAY_NOW", "2026-12-21T09:00", 1);
	assert_int_equal(sends(&team), 1);
	assert_int_equal(desk_count(&team.desk, "SELECT count(*) FROM batch WHERE count = 0"), 2);
}

/* An issuer that says less than it said before may have been restored: it is to hear of that. */
static void test_an_older_receipt_that_was_never_heard_is_answered(void **state)
{
	char kept[300], path[300];

	(void)state;
	for (int i = 0; i < 2; i++) { /* after that the document is named, and only receipts go down */
		desk_add(&team.desk, TYPE_SESSION, desk_visit);
		sends(&team);
		takes(&commune, NULL);
		clear_stick();
		sends(&commune);
		takes(&team, NULL);
		clear_stick();
	}
	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	sends(&team);
	takes(&commune, NULL);
	clear_stick();
	sends(&commune);
	assert_int_equal(on_stick(), 1);
	named("");
	snprintf(path, sizeof path, "%s/%s", stick, names[0]);
	snprintf(kept, sizeof kept, "%s.old", stick);
	assert_int_equal(rename(path, kept), 0);
	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	sends(&team);
	takes(&commune, NULL);
	clear_stick();
	sends(&commune);
	takes(&team, NULL);
	clear_stick();
	assert_int_equal(sends(&team), 0);
	/* Alone in what is taken in. */
	assert_int_equal(rename(kept, path), 0);
	takes(&team, NULL);
	clear_stick();
	assert_int_equal(sends(&team), 1);
	assert_int_equal(desk_count(&team.desk, "SELECT count(*) FROM batch WHERE count = 0"), 1);
}

/* Another laptop of the commune says that a record is erased. */
static void erase(struct desk *desk, rec_t rec)
{
	static const struct lane officer = { .id = { 9 }, .level = LEVEL_COMMUNE, .unit = "26572",
					     .codes = "26572" };
	struct parcel parcel = { 0 };
	char line[256], text[ID_TEXT];
	struct id id;

	ok(op_id(book_db(desk->book), rec, &id, &fault), "id");
	id_text(text, &id);
	snprintf(line, sizeof line, "{\"n\":1,\"type\":\"erase\",\"set\":{\"records\":[\"%s\"]},"
		 "\"hlc\":117652684800000000,\"clk\":\"ok\",\"who\":\"X\"}", text);
	parcel_add(&parcel, &officer, line);
	desk_take(desk, &parcel);
	parcel_release(&parcel);
}

/* The former file is not sent again, and its place in the lane stays. */
static void test_erased_since_is_sealed_anew(void **state)
{
	(void)state;
	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	sends(&team);
	takes(&commune, NULL);
	clear_stick();
	sends(&commune);
	assert_int_equal(named("sotay_26572-t01_20261121_0001"), 1);
	erase(&commune.desk, desk_count(&commune.desk, "SELECT rec FROM session"));
	sends(&commune);
	assert_int_equal(named("sotay_26572-t01_20261121_0001-2"), 1);
	sends(&commune);
	assert_int_equal(named("sotay_26572-t01_20261121_0001"), 2);
}

/* One's own box opens it: when the text goes from the log it goes with its file, though nobody sends. */
static void test_erased_long_since_is_in_no_file(void **state)
{
	(void)state;
	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	sends(&team);
	takes(&commune, NULL);
	desk_add(&commune.desk, TYPE_VILLAGE, "{\"code\":\"26572-44\",\"name\":\"Ấp\"}");
	sends(&commune);
	assert_int_equal(desk_count(&commune.desk, "SELECT count(*) FROM batch_sealed"), 2);
	erase(&commune.desk, desk_count(&commune.desk, "SELECT rec FROM session"));
	for (int day = 27; day < 30; day += 2) {
		char now[40];

		snprintf(now, sizeof now, "2026-11-%dT09:00", day);
		setenv("SOTAY_NOW", now, 1);
		ok(exchange_settle(commune.desk.book, &commune.id, &fault), "settle");
		assert_int_equal(desk_count(&commune.desk, "SELECT count(*) FROM batch_sealed"), day < 28 ? 2 : 1);
	}
}

/* What a newer program of the team's packed: nothing in it need be understood. */
static void put_newer(const char *lines)
{
	struct buffer chain = { 0 }, manifest = { 0 }, body = { 0 }, package = { 0 }, file = { 0 };
	struct manifest m = {
		.format = FORMAT_BATCH, .reader = 2, .app = "9", .unit = "26572", .to_unit = true,
		.to_code = "26572", .day = book_now(team.desk.book)->day, .clk = CLK_OK,
		.raw = (int64_t)strlen(lines),
	};
	struct batch_keys keys = { .number = 1 };
	struct pinned_root parent;
	uint8_t secret[SIGN_SECRET_BYTES];
	struct db *db = book_db(team.desk.book);
	uint8_t box[1][BOX_BYTES];
	struct envelope_writer *w;
	char *at = NULL;
	bool there;

	ok(meta_blob(db, "incarnation", keys.inc, sizeof keys.inc, &fault), "incarnation");
	batch_lane(keys.lane, team.id.sign_pk, keys.inc);
	ok(keys_read(db, OWN_SIGN_SK, secret, sizeof secret, &fault), "key");
	ok(trust_own_chain(team.desk.book, &team.id, &chain, &there, &fault), "chain");
	ok(roots_parent(db, &parent, &there, &fault), "parent");
	body_pack(&body, lines, strlen(lines));
	manifest_write(&manifest, &m, batch_keys_json(&keys));
	package_write(&package, &chain, &manifest, &body, secret);
	memcpy(box[0], parent.box, BOX_BYTES);
	assert_int_equal(envelope_begin(&w, &file, false, box, 1), SEALING_FINE);
	envelope_put(w, package.text, package.len);
	envelope_end(w);
	ok(putfile_put(stick, "sotay-new.stb", file.text, file.len, &at, &fault), "put");
	free(at);
	buffer_release(&chain);
	buffer_release(&manifest);
	buffer_release(&body);
	buffer_release(&package);
	buffer_release(&file);
}

/* The lines of the batch that is kept unread. */
static struct buffer kept_lines(struct party *p)
{
	struct package *package = calloc(1, sizeof *package);
	struct db *db = book_db(p->desk.book);
	struct buffer lines = { 0 };
	struct ledger_bytes kept;
	struct input_memory in;
	struct body *body;
	const char *line;
	size_t len;

	ok(batches_kept(db, desk_count(&p->desk, "SELECT batch FROM batch_kept"), &kept, &fault), "kept");
	input_memory_init(&in, kept.bytes, kept.n);
	assert_int_equal(package_read(package, &in.in), REFUSAL_NONE);
	body = body_open(&in.in, package->body, 100000);
	while (!body_line(body, &line, &len) && line) {
		buffer_put_bytes(&lines, line, len);
		buffer_put_char(&lines, '\n');
	}
	body_close(body);
	free(kept.bytes);
	free(package);
	return lines;
}

/* A format this program does not know goes on all the same, without what bears the mark. */
static void test_newer_format_is_passed_on_redacted(void **state)
{
	static const char plain[] = "{\"x\":\"mới\"}", marked[] = "{\"hint\":\"cạnh đình\"}",
		known[] = "{\"n\":3,\"type\":\"household\",\"set\":{\"village\":\"26572-01\","
			  "\"code\":\"H9\",\"hint\":\"cạnh chợ\"},\"hlc\":1,\"clk\":\"ok\",\"who\":\"L\"}";
	struct id id = id_of(marked, strlen(marked)), of_known = id_of(known, strlen(known)), rec;
	char lines[900], text[ID_TEXT], bare[ID_TEXT], erased[300], of_erased[ID_TEXT];
	struct buffer got;

	(void)state;
	ok(op_id(book_db(commune.desk.book), desk_add(&commune.desk, TYPE_VILLAGE,
	   "{\"code\":\"26572-44\",\"name\":\"Ấp\"}"), &rec, &fault), "id");
	id_text(text, &rec);
	snprintf(erased, sizeof erased, "{\"n\":4,\"rec\":\"%s\",\"type\":\"village\",\"set\":{\"name\":\"Bà Tư\"},"
		 "\"base\":[],\"hlc\":1,\"clk\":\"ok\",\"who\":\"L\"}", text);
	erase(&commune.desk, desk_op(&commune.desk, &rec));
	rec = id_of(erased, strlen(erased));
	id_text(of_erased, &rec);
	id_text(bare, &of_known);
	id_text(text, &id);
	snprintf(lines, sizeof lines, "!%s\n%s\n%s\n%s\n!%s\n", marked, plain, known, erased, text);
	put_newer(lines);
	takes(&commune, NULL);
	assert_int_equal(desk_count(&commune.desk, "SELECT count(*) FROM batch_kept"), 1);
	clear_stick();
	sends(&commune);
	assert_int_equal(named("sotay_26572-t01_20261121_0001.stb"), 1);
	sends(&commune);
	assert_int_equal(named("sotay_26572-t01"), 1);
	takes(&upper, NULL);
	got = kept_lines(&upper);
	snprintf(lines, sizeof lines, "!%s\n%s\n%s\n%s\n!%s\n", text, plain, bare, of_erased, text);
	assert_string_equal(buffer_text(&got), lines);
	buffer_release(&got);
}

/* What a commune has goes up, something of today, too; what the upper level says comes back, alone. */
static void up_and_down(struct party *below, const char *village)
{
	char json[80];

	snprintf(json, sizeof json, "{\"code\":\"%s\",\"name\":\"Ấp\"}", village);
	desk_add(&below->desk, TYPE_VILLAGE, json);
	clear_stick();
	sends(below);
	takes(&upper, NULL);
	clear_stick();
	sends(&upper);
	takes(below, NULL);
}

static void adds_topic(const char *code)
{
	char json[200];

	snprintf(json, sizeof json, "{\"code\":\"%s\",\"short\":\"%s\",\"vi\":\"%s\",\"group\":\"khac\","
		 "\"unit\":\"lượt\",\"cap\":\"people\"}", code, code, code);
	desk_add(&upper.desk, TYPE_TOPIC, json);
}

static bool has_topic(struct party *p, const char *code)
{
	char sql[120];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM topic t JOIN sym s ON s.k = t.code WHERE s.s = '%s'",
		 code);
	return desk_count(&p->desk, sql) > 0;
}

/* Somebody takes back that the commune's root was revoked, though another came meanwhile. */
static void root_stands_again(void)
{
	struct book *book = upper.desk.book;
	json_t *set = json_pack("{sn}", "keep");
	rec_t rec;

	ok(key_record_of(book, commune.id.root_pk, &rec, &fault), "record");
	ok(book_begin(book, REVOKE_VERB, &fault), "begin");
	ok(record_append(book, rec, TYPE_KEY, set, &rec, &fault), "append");
	ok(book_commit(book, NULL, &fault), "commit");
	ok(exchange_settle(book, &upper.id, &fault), "settle");
	json_decref(set);
}

static void test_of_two_roots_of_a_unit_the_newest_is_told(void **state)
{
	static const char named_is_given[] = "SELECT count(*) FROM addressee WHERE name = '26572'"
		" AND named IN (SELECT hash FROM document_out)",
		stand[] = "SELECT count(*) FROM root WHERE unit = '26572' AND NOT revoked";
	struct party second = { 0 };

	(void)state;
	adds_topic("TREN1");
	up_and_down(&commune, "26572-11");
	up_and_down(&commune, "26572-12");
	assert_int_equal(desk_count(&upper.desk, named_is_given), 1);
	assert_int_equal(waiting(&commune, OUT_BATCH), 0);
	assert_true(has_topic(&commune, "TREN1"));
	/* Its data file is lost, they believe. */
	party_open(&second, LEVEL_COMMUNE, "26572");
	assert_int_equal(asks(&upper, &second, ""), FAULT_NOT_PERMITTED);
	assert_string_equal(fault.subject, ENROL_SECOND);
	assert_int_equal(asks(&upper, &commune, ""), FAULT_OK);
	ok(enrol_revoke(upper.desk.book, &upper.id, commune.id.root_pk, NULL, &fault), "revoke");
	ok(exchange_settle(upper.desk.book, &upper.id, &fault), "settle");
	assert_int_equal(waiting(&upper, OUT_RECEIPT) + waiting(&upper, OUT_DOCUMENT), 0);
	clear_stick();
	enrols(&upper, &second, "");
	/* From the beginning: it has nothing of what the former one had. */
	assert_true(has_topic(&second, "TREN1"));
	up_and_down(&second, "26572-21");
	assert_int_equal(waiting(&second, OUT_BATCH), 0);
	adds_topic("TREN2");
	sends(&upper);
	takes(&commune, NULL);
	assert_false(has_topic(&commune, "TREN2"));

	root_stands_again();
	assert_int_equal(desk_count(&upper.desk, stand), 2);
	assert_int_equal(asks(&upper, &commune, ""), FAULT_NOT_PERMITTED);
	up_and_down(&second, "26572-22");
	assert_true(has_topic(&second, "TREN2"));
	up_and_down(&second, "26572-23");
	assert_int_equal(desk_count(&upper.desk, named_is_given), 1);
	/* What the other says it has is not taken for this one's, and it hears nothing. */
	up_and_down(&commune, "26572-13");
	assert_int_equal(waiting(&commune, OUT_BATCH), 1);
	assert_false(has_topic(&commune, "TREN2"));
	assert_int_equal(desk_count(&upper.desk, named_is_given), 1);
	adds_topic("TREN3");
	up_and_down(&second, "26572-24");
	assert_true(has_topic(&second, "TREN3"));
	assert_int_equal(waiting(&second, OUT_BATCH), 0);
	party_close(&second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define CASE(name, with) cmocka_unit_test_setup_teardown(name, with, teardown)
		CASE(test_not_enrolled_nothing_is_made, setup),
		CASE(test_up_and_back, setup_two),
		CASE(test_written_again_is_the_same_file, setup_two),
		CASE(test_nothing_to_send_changes_nothing, setup_two),
		CASE(test_no_plain_text_on_the_stick, setup_two),
		CASE(test_without_a_level_above_only_answers_go_out, setup_two),
		CASE(test_held_is_not_passed_on, setup_three),
		CASE(test_passed_on_without_local_fields, setup_three),
		CASE(test_stick_that_is_gone_counts_nothing_as_sent, setup_two),
		CASE(test_armoured_is_the_same_as_text, setup_two),
		CASE(test_name_taken_by_another_file, setup_two),
		CASE(test_an_empty_batch_only_when_it_is_owed, setup_two),
		CASE(test_an_older_receipt_that_was_never_heard_is_answered, setup_two),
		CASE(test_newer_format_is_passed_on_redacted, setup_three),
		CASE(test_erased_since_is_sealed_anew, setup_three),
		CASE(test_of_two_roots_of_a_unit_the_newest_is_told, setup_three),
		CASE(test_erased_long_since_is_in_no_file, setup_three),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
