/* Documents from an upper level to a commune. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/ledger/documents.h"
#include "sync/crypto/envelope.h"
#include "sync/identity/enrol.h"
#include "tests/sync/partners.h"

/* An upper level's desk and a commune's that it enrolled. */
struct levels {
	struct partner upper, commune;
};

static void ok(int rc, const struct fault *f, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, field %s, reason %s, subject %s", what, rc, f->field,
			 fault_reason_name(f->reason), f->subject);
}

static void open_as(struct partner *partner, enum book_level level, const char *unit)
{
	struct fault f;

	desk_open_as(&partner->desk, level, unit);
	ok(identity_read(&partner->id, partner->desk.book, &f), &f, "identity");
	partner_refresh(partner);
	partner_begin(partner);
	ok(enrol_self(partner->desk.book, &partner->id, &f), &f, "self");
	partner_commit(partner);
	partner_refresh(partner);
}

static void enrol(struct levels *l)
{
	struct grant grant = { .expires = DAY_MAX };
	char fingerprint[FINGERPRINT_TEXT];
	static struct package package;
	struct buffer bare = { 0 };
	struct input_memory in;
	struct request request;
	struct pinned_root root;
	struct fault f;

	ok(enrol_request(l->commune.desk.book, &l->commune.id, "", &bare, &f), &f, "request");
	input_memory_init(&in, bare.text, bare.len);
	assert_int_equal(package_read(&package, &in.in), REFUSAL_NONE);
	assert_true(request_read(&request, package.manifest, package.manifest_len));
	identity_root_fingerprint(&l->commune.id, fingerprint);
	ok(enrol_grant(l->upper.desk.book, &l->upper.id, &request, fingerprint, &grant, &f), &f,
	   "grant");
	partner_refresh(&l->upper);
	buffer_release(&bare);
	ok(trust_own_root(l->upper.desk.book, &l->upper.id, &root, &f), &f, "root");
	root.whose = ROOT_PARENT;
	partner_begin(&l->commune);
	ok(roots_put(book_db(l->commune.desk.book), &root, &f), &f, "pin");
	partner_commit(&l->commune);
}

static int set_up(void **state)
{
	struct levels *l = calloc(1, sizeof *l);

	open_as(&l->upper, LEVEL_UPPER, "77");
	open_as(&l->commune, LEVEL_COMMUNE, "26572");
	enrol(l);
	*state = l;
	return 0;
}

static int tear_down(void **state)
{
	struct levels *l = *state;

	identity_release(&l->upper.id);
	identity_release(&l->commune.id);
	desk_close(&l->upper.desk);
	desk_close(&l->commune.desk);
	free(l);
	return 0;
}

/* The document the upper level has for the commune, opened there; NULL: none. */
static struct sealed_file *write_down(struct levels *l)
{
	struct db *db = book_db(l->upper.desk.book);
	struct ledger_bytes file;
	struct pinned_root to;
	struct document_out last;
	struct addressee a;
	bool there, written;
	struct fault f;

	ok(roots_child(db, "26572", &to, &there, &f), &f, "child");
	assert_true(there);
	partner_begin(&l->upper);
	ok(document_write_unit(l->upper.desk.book, &l->upper.id, &to, false, &written, &f), &f,
	   "write");
	partner_commit(&l->upper);
	if (!written)
		return NULL;
	ok(addressee_get(db, "26572", &a, &f), &f, "addressee");
	ok(documents_out_last(db, a.key, &last, &there, &f), &f, "last");
	file = last.sealed;
	last.sealed.bytes = NULL;
	document_out_release(&last);
	addressee_release(&a);
	return partner_open(&l->commune, file);
}

static struct document_taken take(struct levels *l, struct sealed_file *file)
{
	struct book *book = l->commune.desk.book;
	struct document_taken taken;
	enum refusal no;
	struct intake in;
	struct fault f;

	partner_begin(&l->commune);
	ok(intake_begin(&in, book, &f), &f, "begin");
	ok(document_take(&in, &l->commune.id, &file->package, &file->manifest, &taken, &no, &f), &f,
	   "take");
	assert_int_equal(no, REFUSAL_NONE);
	ok(intake_end(&in, &f), &f, "end");
	intake_release(&in);
	ok(trust_keep_chain(book, &file->package, &f), &f, "chain");
	partner_commit(&l->commune);
	partner_refresh(&l->commune);
	return taken;
}

static void what_an_upper_level_sets_goes_down_and_nothing_of_its_own_places(void **state)
{
	struct levels *l = *state;
	struct sealed_file *file;
	struct document_taken taken;
	struct answer answer;
	struct buffer lines;

	desk_add(&l->upper.desk, TYPE_TOPIC,
		 "{\"code\":\"TREN1\",\"short\":\"Trên\",\"vi\":\"Việc cấp trên giao\","
		 "\"group\":\"dinh_danh\",\"unit\":\"lượt\",\"cap\":\"people\"}");
	desk_add(&l->upper.desk, TYPE_VILLAGE, "{\"code\":\"26575-01\",\"name\":\"Nơi khác\"}");
	desk_add(&l->upper.desk, TYPE_HOUSEHOLD, "{\"village\":\"26575-01\",\"code\":\"U001\"}");
	file = write_down(l);
	assert_non_null(file);
	assert_int_equal(document_answer(&file->package, &file->manifest, &answer), REFUSAL_NONE);
	assert_true(answer.there);
	assert_memory_equal(answer.certificate.sign_pk, l->commune.id.root_pk, SIGN_PUBLIC_BYTES);
	assert_memory_equal(answer.root.sign_pk, l->upper.id.root_pk, SIGN_PUBLIC_BYTES);
	assert_int_equal(answer.root.level, CERTIFIED_UPPER);
	sealed_file_again(file);
	lines = sealed_file_lines(file);
	assert_non_null(strstr(lines.text, "TREN1"));
	assert_non_null(strstr(lines.text, "\"type\":\"key\""));
	assert_null(strstr(lines.text, "26575"));
	assert_null(strstr(lines.text, "U001"));
	buffer_release(&lines);
	taken = take(l, file);
	assert_true(taken.whole && taken.enrolled);
	assert_int_equal(taken.fresh, taken.operations);
	sealed_file_close(file);
	assert_int_equal(desk_count(&l->commune.desk, "SELECT count(*) FROM topic"), 1);
	assert_null(write_down(l));
	desk_check(&l->commune.desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_an_upper_level_sets_goes_down_and_nothing_of_its_own_places, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
