/* Asking, being enrolled, certifying oneself, revoking, and taking that back. */
#include "config.h"
#include "sync/identity/enrol.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/ledger/batches.h"
#include "store/record/record.h"
#include "store/record/undo.h"
#include "store/record/unit_codes.h"
#include "sync/crypto/package.h"
#include "tests/sync/identity/laptops.h"

/* A team's laptop asks its commune. */
struct both {
	struct known_desk team, officer;
	struct request request;
	char fingerprint[FINGERPRINT_TEXT];
};

/* What a desk asks, as another reads it. */
static void ask(struct known_desk *d, const char *team, struct request *out)
{
	struct buffer bytes = { 0 };
	struct package *p = calloc(1, sizeof *p);
	struct manifest m;
	struct input_memory in;
	struct fault f;
	uint64_t lines;

	assert_int_equal(enrol_request(d->desk.book, &d->id, team, &bytes, &f), FAULT_OK);
	input_memory_init(&in, bytes.text, bytes.len);
	assert_int_equal(package_read(p, &in.in), REFUSAL_NONE);
	assert_int_equal(p->n_links, 0);
	assert_true(manifest_read(&m, p->manifest, p->manifest_len));
	assert_int_equal(m.format, FORMAT_REQUEST);
	assert_int_equal(package_check_body(p, &m, &lines), REFUSAL_NONE);
	assert_true(request_read(out, p->manifest, p->manifest_len));
	assert_string_equal(out->unit, m.unit);
	buffer_release(&bytes);
	free(p);
}

static int both_setup(void **state)
{
	struct both *b = calloc(1, sizeof *b);

	known_desk_open(&b->team, LEVEL_TEAM, "26572");
	known_desk_open(&b->officer, LEVEL_COMMUNE, "26572");
	ask(&b->team, "T01", &b->request);
	identity_fingerprint(&b->team.id, b->fingerprint);
	*state = b;
	return 0;
}

static int both_teardown(void **state)
{
	struct both *b = *state;

	known_desk_close(&b->team);
	known_desk_close(&b->officer);
	free(b);
	return 0;
}

#define BOTH_CASE(name) cmocka_unit_test_setup_teardown(name, both_setup, both_teardown)

static const struct grant as_asked = { .expires = DAY_MAX };

static void grant(struct both *b, const struct grant *grant)
{
	struct fault f;

	if (enrol_grant(b->officer.desk.book, &b->officer.id, &b->request, b->fingerprint, grant, &f))
		fail_msg("grant: fault %d, field %s, subject %s", (int)f.code, f.field, f.subject);
	desk_refresh(&b->officer);
}

/* "25 subject" or "1 field": the fault it gives; nothing is kept. */
static const char *refused(struct both *b, const struct request *r, const char *fingerprint,
			   const struct grant *grant)
{
	static char text[256];
	struct fault f = { 0 };
	int64_t before = desk_count(&b->officer.desk, "SELECT count(*) FROM op");

	enrol_grant(b->officer.desk.book, &b->officer.id, r, fingerprint, grant, &f);
	assert_int_equal(desk_count(&b->officer.desk, "SELECT count(*) FROM op"), before);
	snprintf(text, sizeof text, "%s %s", f.code == FAULT_FIELD ? "field" :
		 f.code == FAULT_NOT_PERMITTED ? "not permitted" : "other",
		 f.code == FAULT_FIELD ? f.field : f.subject);
	return text;
}

static const uint8_t *sign_of(struct both *b)
{
	return b->team.id.sign_pk;
}

/* ---- asking ---- */

static void a_request_says_who_asks_in_the_order_of_the_format(void **state)
{
	struct both *b = *state;
	char sign[2 * HEX_BYTES + 1], box[2 * HEX_BYTES + 1], lane[LANE_TEXT], wanted[2048];
	struct buffer bytes = { 0 };
	struct lane own;
	struct fault f;

	assert_int_equal(lane_load(book_db(b->team.desk.book), book_lane(b->team.desk.book), &own, &f), 0);
	hex_text(sign, b->team.id.sign_pk, LEDGER_KEY);
	hex_text(box, b->team.id.boxes[0].pk, BOX_BYTES);
	lane_text(lane, own.id);
	snprintf(wanted, sizeof wanted,
		 "{\"format\":\"request\",\"reader\":1,\"app\":\"%s\",\"unit\":\"26572\","
		 "\"made\":\"2026-11-21T09:00\",\"clk\":\"ok\",\"sign\":\"%s\",\"box\":\"%s\","
		 "\"unit_name\":\"Phường Tam Long (mẫu)\",\"level\":\"team\",\"team\":\"T01\","
		 "\"name\":\"Tổ Ấp Bắc\",\"lane\":\"%s\",\"villages\":[\"26572-01\"],"
		 "\"members\":[\"Lan\",\"Minh\",\"Tú\"],\"raw\":0,\"root\":\"0e5751c026e543b2e8ab2eb060"
		 "99daa1d1e5df47778f7787faab45cdf12fe3a8\"}", PACKAGE_VERSION, sign, box, lane);
	assert_int_equal(enrol_request(b->team.desk.book, &b->team.id, "T01", &bytes, &f), FAULT_OK);
	assert_int_equal(bytes.len, PACKAGE_HEAD + strlen(wanted));
	assert_memory_equal(bytes.text, PACKAGE_MAGIC, 8);
	if (memcmp(bytes.text + PACKAGE_HEAD, wanted, strlen(wanted)) != 0)
		fail_msg("%.*s\nis not\n%s", (int)strlen(wanted), bytes.text + PACKAGE_HEAD, wanted);
	buffer_release(&bytes);
}

static void a_team_that_is_not_known_is_null(void **state)
{
	struct both *b = *state;
	struct request r;

	ask(&b->team, "", &r);
	assert_string_equal(r.team, "");
	assert_string_equal(r.name, "Lan");
	assert_string_equal(refused(b, &r, b->fingerprint, &as_asked), "field team");
	b->request = r;
	grant(b, &(struct grant){ .team = "T07", .expires = DAY_MAX });
	assert_memory_equal(laptop_text(&b->officer, sign_of(b)), "team 26572 T07 26572 never", 26);
}

static void a_unit_s_desk_asks_for_its_unit(void **state)
{
	struct both *b = *state;
	struct request r;

	ask(&b->officer, "", &r);
	assert_memory_equal(r.sign_pk, b->officer.id.root_pk, LEDGER_KEY);
	assert_memory_equal(r.box_pk, b->officer.id.boxes[1].pk, BOX_BYTES);
	assert_int_equal(r.level, CERTIFIED_COMMUNE);
}

/* ---- granting ---- */

static void who_is_enrolled_counts_until_that_is_undone(void **state)
{
	struct both *b = *state;
	struct certificate c = certificate_of(&(struct vector_key){ 0 }, 0);
	struct kept_certificate *kept;
	struct package *p = calloc(1, sizeof *p);
	struct fault f;
	size_t n;
	int count, left;
	char verb[33];

	grant(b, &as_asked);
	assert_memory_equal(laptop_text(&b->officer, sign_of(b)), "team 26572 T01 26572 never 17", 29);
	assert_int_equal(certificates_of(book_db(b->officer.desk.book), sign_of(b), &kept, &n, &f), 0);
	assert_int_equal(n, 1);
	assert_true(certificate_read(&c, kept->payload, kept->n));
	assert_string_equal(c.name, "Tổ Ấp Bắc");
	memcpy(p->signer, sign_of(b), LEDGER_KEY);
	p->links[p->n_links++] = (struct chain_link){ kept->payload, kept->n, kept->signature };
	assert_memory_equal(chain_text(&b->officer, p), "counts team 26572 T01", 21);

	assert_int_equal(book_undo(b->officer.desk.book, verb, &count, &left, &f), FAULT_OK);
	assert_string_equal(verb, "device_enrol");
	assert_true(desk_refresh(&b->officer));
	assert_string_equal(laptop_text(&b->officer, sign_of(b)), "");
	assert_string_equal(chain_text(&b->officer, p), "unknown");

	/* Enrolled again it is the same laptop. */
	grant(b, &as_asked);
	assert_memory_equal(laptop_text(&b->officer, sign_of(b)), "team 26572 T01 26572 never 17", 29);
	certificates_free(kept, n);
	free(p);
}

static void a_renewal_counts_beside_the_first(void **state)
{
	struct both *b = *state;
	struct grant first = { 0 }, more = { .codes = "26575", .expires = 0 };
	struct fault f;

	date_parse(&first.expires, "2027-01-31");
	date_parse(&more.expires, "2028-12-31");
	grant(b, &first);
	assert_string_equal(refused(b, &b->request, b->fingerprint, &more), "field codes");
	assert_int_equal(unit_codes_set(b->officer.desk.book, "26575", &f), FAULT_OK);
	grant(b, &more);
	assert_memory_equal(laptop_text(&b->officer, sign_of(b)),
			    "team 26572 T01 26572,26575 2028-12-31", 37);
	assert_int_equal(desk_count(&b->officer.desk, "SELECT count(*) FROM certificate WHERE number <"
				    " (SELECT max(number) FROM certificate)"), 1);
	assert_int_equal(desk_count(&b->officer.desk, "SELECT count(*) FROM key_record"), 1);
	assert_string_equal(refused(b, &b->request, b->fingerprint,
				    &(struct grant){ .team = "T02", .expires = DAY_MAX }), "field team");
	more.expires = 20000; /* 2024 */
	assert_string_equal(refused(b, &b->request, b->fingerprint, &more), "field expires");
}

static void a_wrong_request_is_refused(void **state)
{
	struct both *b = *state;
	char wrong[FINGERPRINT_TEXT];
	struct request r = b->request;

	memcpy(wrong, b->fingerprint, sizeof wrong);
	wrong[3] = wrong[3] == 'A' ? 'B' : 'A';
	assert_string_equal(refused(b, &r, wrong, &as_asked), "not permitted fingerprint");
	assert_string_equal(refused(b, &r, "", &as_asked), "not permitted fingerprint");
	strcpy(r.unit, "26578");
	assert_string_equal(refused(b, &r, b->fingerprint, &as_asked), "field unit");
	r = b->request;
	r.level = CERTIFIED_UPPER;
	assert_string_equal(refused(b, &r, b->fingerprint, &as_asked), "field level");
	r = b->request;
	memset(r.box_pk, 0, sizeof r.box_pk);
	{
		uint8_t bytes[FINGERPRINT_BYTES];

		fingerprint_of(bytes, r.sign_pk, r.box_pk);
		fingerprint_text(wrong, bytes);
	}
	assert_string_equal(refused(b, &r, wrong, &as_asked), "field box");
}

static void only_who_has_the_right_enrols(void **state)
{
	struct both *b = *state;
	struct fault f;

	desk_add(&b->officer.desk, TYPE_MEMBER, "{\"code\":\"Minh\",\"name\":\"Minh\"}");
	desk_slot(&b->officer.desk, "Minh");
	desk_reopen(&b->officer.desk, "Minh");
	assert_string_equal(refused(b, &b->request, b->fingerprint, &as_asked), "not permitted ");
	assert_int_equal(enrol_revoke(b->officer.desk.book, &b->officer.id, sign_of(b), NULL, &f),
			 FAULT_NOT_PERMITTED);
	desk_reopen(&b->officer.desk, "Lan");
	grant(b, &as_asked);
	desk_reopen(&b->officer.desk, "Minh");
	/* What issued it is no record for everybody to take out. */
	assert_int_equal(book_begin(b->officer.desk.book, "void", &f), FAULT_OK);
	assert_int_equal(record_void(b->officer.desk.book, desk_count(&b->officer.desk,
			 "SELECT max(rec) FROM key_record"), true, &f), FAULT_NOT_PERMITTED);
	book_rollback(b->officer.desk.book);
	assert_int_equal(enrol_grant(b->team.desk.book, &b->team.id, &b->request, b->fingerprint,
				     &as_asked, &f), FAULT_NOT_PERMITTED);
}

/* ---- oneself ---- */

static void a_unit_s_desk_certifies_itself_once_and_again_with_more_codes(void **state)
{
	struct both *b = *state;
	struct known_desk *d = &b->officer;
	struct buffer chain = { 0 };
	struct chain_link link;
	struct certificate c;
	struct fault f;
	size_t at = 0;
	bool there;
	char verb[33];
	int count, left;

	assert_int_equal(trust_own_chain(d->desk.book, &d->id, &chain, &there, &f), FAULT_OK);
	assert_false(there);
	for (int i = 0; i < 3; i++)
		desk_certify(d);
	assert_memory_equal(laptop_text(d, d->id.sign_pk), "commune 26572 - 26572 never", 27);
	assert_int_equal(desk_count(&d->desk, "SELECT count(*) FROM certificate"), 2);
	assert_int_equal(trust_own_chain(d->desk.book, &d->id, &chain, &there, &f), FAULT_OK);
	assert_true(there);
	for (int i = 0; i < 2; i++) {
		assert_true(chain_next((const uint8_t *)chain.text, chain.len, &at, &link));
		assert_true(certificate_read(&c, link.payload, link.n));
		assert_true(certificate_verify(&c, link.payload, link.n, link.signature));
		assert_int_equal(c.kind, i ? CERTIFIED_UNIT : CERTIFIED_LAPTOP);
	}
	assert_int_equal(at, chain.len);
	/* The program did it, no person: there is nothing to take back. */
	assert_int_equal(book_undo(d->desk.book, verb, &count, &left, &f), FAULT_NOTHING);

	assert_int_equal(unit_codes_set(d->desk.book, "26575", &f), FAULT_OK);
	desk_certify(d);
	desk_certify(d);
	assert_memory_equal(laptop_text(d, d->id.sign_pk), "commune 26572 - 26572,26575 never", 33);
	assert_int_equal(desk_count(&d->desk, "SELECT count(*) FROM certificate"), 4);
	desk_certify(&b->team);
	assert_int_equal(desk_count(&b->team.desk, "SELECT count(*) FROM certificate"), 0);
	buffer_release(&chain);
}

/* ---- revoking ---- */

static struct batch add_batch(struct both *b, int lane, int number, const struct batch *prev, int hash)
{
	struct db *db = book_db(b->officer.desk.book);
	uint8_t id[LANE_BYTES] = { (uint8_t)lane }, signature[LEDGER_SIGNATURE] = { 0 };
	struct batch batch = { .number = number, .first = 1, .count = 1, .has_prev = prev != NULL };
	struct fault f;
	int64_t key;
	bool fits;

	memset(batch.hash, hash, sizeof batch.hash);
	if (prev)
		memcpy(batch.prev, prev->hash, sizeof batch.prev);
	assert_int_equal(book_begin(b->officer.desk.book, "settle", &f), FAULT_OK);
	assert_int_equal(lane_intern(db, id, &batch.lane, &f), FAULT_OK);
	assert_int_equal(laptops_bind_lane(db, batch.lane, sign_of(b), &fits, &f), FAULT_OK);
	assert_int_equal(batches_add(db, &batch, "{}", 2, signature, &key, &f), FAULT_OK);
	assert_int_equal(book_commit(b->officer.desk.book, NULL, &f), FAULT_OK);
	return batch;
}

static void what_is_here_stays_of_a_revoked_key(void **state)
{
	struct both *b = *state;
	struct book *book = b->officer.desk.book;
	struct batch first, second, missing = { 0 };
	struct key_record *records;
	struct fault f;
	size_t n;
	int count, left;
	bool revoked;
	char verb[33];

	assert_int_equal(enrol_revoke(book, &b->officer.id, sign_of(b), NULL, &f), FAULT_NOT_FOUND);
	grant(b, &as_asked);
	desk_certify(&b->officer);
	first = add_batch(b, 1, 1, NULL, 0x11);
	second = add_batch(b, 1, 2, &first, 0x22);
	memset(missing.hash, 0x33, sizeof missing.hash);
	add_batch(b, 1, 4, &missing, 0x44);
	add_batch(b, 1, 2, &first, 0x55); /* a fork */
	(void)second;
	assert_int_equal(enrol_revoke(book, &b->officer.id, sign_of(b), NULL, &f), FAULT_OK);
	assert_int_equal(key_records(book, &records, &n, &f), FAULT_OK);
	for (size_t i = 0; i < n; i++)
		if (!memcmp(records[i].sign, sign_of(b), LEDGER_KEY))
			assert_string_equal(records[i].keep,
				"[[\"0100000000000000\",2,\"2222222222222222222222222222222222222222222222222222222222222222\"],"
				"[\"0100000000000000\",2,\"5555555555555555555555555555555555555555555555555555555555555555\"],"
				"[\"0100000000000000\",4,\"4444444444444444444444444444444444444444444444444444444444444444\"]]");
	key_records_free(records, n);
	assert_true(desk_refresh(&b->officer));
	assert_non_null(strstr(laptop_text(&b->officer, sign_of(b)), "revoked"));
	assert_string_equal(refused(b, &b->request, b->fingerprint, &as_asked), "not permitted revoked");
	assert_int_equal(enrol_revoke(book, &b->officer.id, sign_of(b), NULL, &f), FAULT_NOTHING);
	assert_int_equal(enrol_revoke(book, &b->officer.id, b->officer.id.sign_pk, NULL, &f),
			 FAULT_NOT_PERMITTED);

	assert_int_equal(book_undo(book, verb, &count, &left, &f), FAULT_OK);
	assert_string_equal(verb, "device_revoke");
	desk_refresh(&b->officer);
	assert_int_equal(trust_is_revoked(book, sign_of(b), &revoked, &f), FAULT_OK);
	assert_false(revoked);
	grant(b, &as_asked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BOTH_CASE(a_request_says_who_asks_in_the_order_of_the_format),
		BOTH_CASE(a_team_that_is_not_known_is_null),
		BOTH_CASE(a_unit_s_desk_asks_for_its_unit),
		BOTH_CASE(who_is_enrolled_counts_until_that_is_undone),
		BOTH_CASE(a_renewal_counts_beside_the_first),
		BOTH_CASE(a_wrong_request_is_refused),
		BOTH_CASE(only_who_has_the_right_enrols),
		BOTH_CASE(a_unit_s_desk_certifies_itself_once_and_again_with_more_codes),
		BOTH_CASE(what_is_here_stays_of_a_revoked_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
