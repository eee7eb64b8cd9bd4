/* Records of type key: what they add up to, in tables that are a function of what counts. */
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
#include "store/ledger/certificates.h"
#include "store/ledger/laptops.h"
#include "store/ledger/roots.h"
#include "store/record/append.h"
#include "tests/store/ledger/ledger.h"

#define SIGN "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define OTHER "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define KEEP "[[\"0123456789abcdef\",3,\"" SIGN "\"]]"

static const struct lane office = { .level = LEVEL_COMMUNE, .unit = "26572", .codes = "26572" };

static int office_setup(void **state)
{
	struct desk *desk = calloc(1, sizeof *desk);

	desk_open_as(desk, LEVEL_COMMUNE, "26572");
	*state = desk;
	return 0;
}

#define OFFICE_CASE(name) cmocka_unit_test_setup_teardown(name, office_setup, desk_teardown)

/* What the program writes when a key is certified or revoked; rec 0: the first of it. */
static rec_t say(struct desk *desk, rec_t rec, const char *set)
{
	json_t *object = json_loads(set, 0, NULL);
	struct fault f;
	rec_t out = rec;

	ledger_begin(desk);
	assert_int_equal(record_append(desk->book, rec, TYPE_KEY, object, &out, &f), FAULT_OK);
	ledger_commit(desk);
	json_decref(object);
	return out;
}

static void set_stale(struct desk *desk, bool stale)
{
	struct fault f;

	assert_int_equal(trust_set_stale(book_db(desk->book), stale, &f), FAULT_OK);
}

static bool is_stale(struct desk *desk)
{
	struct fault f;
	bool stale;

	assert_int_equal(trust_is_stale(book_db(desk->book), &stale, &f), FAULT_OK);
	return stale;
}

/* "keep: cert cert; …" of all; what was taken back is "gone:". */
static char *shown(struct desk *desk)
{
	struct key_record *records;
	char text[1024] = "";
	struct fault f;
	size_t n;

	assert_int_equal(key_records(desk->book, &records, &n, &f), FAULT_OK);
	for (size_t i = 0; i < n; i++) {
		strcat(text, records[i].voided ? "gone" : records[i].keep ? records[i].keep : "none");
		strcat(text, ":");
		for (size_t j = 0; j < records[i].n; j++)
			strcat(strcat(text, " "), records[i].certificates[j]);
		strcat(text, "; ");
	}
	key_records_free(records, n);
	return strdup(text);
}

static void assert_shown(struct desk *desk, const char *wanted)
{
	char *text = shown(desk);

	assert_string_equal(text, wanted);
	free(text);
	desk_check(desk);
}

static void certificates_add_up(void **state)
{
	struct desk *desk = *state;
	rec_t rec = say(desk, 0, "{\"sign\":\"" SIGN "\",\"cert\":\"QQ\"}"), found;
	uint8_t sign[LEDGER_KEY];
	struct key_record *records;
	struct fault f;
	size_t n;

	assert_shown(desk, "none: QQ; ");
	say(desk, rec, "{\"cert\":\"Qg\"}");
	say(desk, rec, "{\"cert\":\"Qw\"}");
	assert_shown(desk, "none: QQ Qg Qw; ");
	say(desk, rec, "{\"keep\":" KEEP "}");
	assert_shown(desk, KEEP ": QQ Qg Qw; ");
	say(desk, rec, "{\"keep\":[]}");
	assert_shown(desk, "[]: QQ Qg Qw; ");
	say(desk, rec, "{\"keep\":null}");
	assert_shown(desk, "none: QQ Qg Qw; ");

	assert_int_equal(key_records(desk->book, &records, &n, &f), FAULT_OK);
	memcpy(sign, records[0].sign, sizeof sign);
	assert_int_equal(sign[1], 0x11);
	assert_int_equal(records[0].rec, rec);
	assert_true(records[0].creator.own && records[0].creator.level == LEVEL_COMMUNE);
	assert_string_equal(records[0].creator.unit, "26572");
	key_records_free(records, n);
	assert_int_equal(key_record_of(desk->book, sign, &found, &f), FAULT_OK);
	assert_int_equal(found, rec);
	sign[0] ^= 1;
	assert_int_equal(key_record_of(desk->book, sign, &found, &f), FAULT_OK);
	assert_int_equal(found, 0);

	sign[0] ^= 1;
	say(desk, rec, "{\"voided\":true}");
	assert_shown(desk, "gone: QQ Qg Qw; ");
	assert_int_equal(key_record_of(desk->book, sign, &found, &f), FAULT_OK);
	assert_int_equal(found, 0);
}

static void trust_is_stale_whenever_they_change(void **state)
{
	struct desk *desk = *state;
	struct pinned_root root = { .unit = "26572", .level = LEVEL_COMMUNE };
	struct kept_certificate c = { .payload = (char[]){ "x" }, .n = 1 };
	struct fault f;
	bool is_new;
	rec_t rec;

	assert_true(is_stale(desk)); /* never worked out */
	set_stale(desk, false);
	rec = say(desk, 0, "{\"sign\":\"" SIGN "\",\"cert\":\"QQ\"}");
	assert_true(is_stale(desk));
	set_stale(desk, false);
	say(desk, rec, "{\"keep\":[]}");
	assert_true(is_stale(desk));
	set_stale(desk, false);
	say(desk, rec, "{\"voided\":true}");
	assert_true(is_stale(desk));

	ledger_begin(desk);
	set_stale(desk, false);
	assert_int_equal(roots_put(book_db(desk->book), &root, &f), FAULT_OK);
	assert_true(is_stale(desk));
	set_stale(desk, false);
	assert_int_equal(certificates_keep(book_db(desk->book), &c, &is_new, &f), FAULT_OK);
	assert_true(is_new && is_stale(desk));
	set_stale(desk, false);
	assert_int_equal(certificates_keep(book_db(desk->book), &c, &is_new, &f), FAULT_OK);
	assert_true(!is_new && !is_stale(desk));
	book_rollback(desk->book);
}

/* What another office wrote, one line an import, in every order: the same; taken back, it was never there. */
static void they_hang_on_what_counts_alone(void **state)
{
	struct desk *here = *state, there;
	struct parcel all;
	int64_t before;
	char *text;
	rec_t rec;

	desk_open_as(&there, LEVEL_COMMUNE, "26572");
	before = desk_count(&there, "SELECT max(k) FROM op");
	rec = say(&there, 0, "{\"sign\":\"" SIGN "\",\"cert\":\"QQ\"}");
	say(&there, rec, "{\"cert\":\"Qg\"}");
	say(&there, rec, "{\"keep\":" KEEP "}");
	say(&there, 0, "{\"sign\":\"" OTHER "\",\"cert\":\"Qw\"}");
	all = parcel_of(&there, before, &office);
	assert_int_equal(all.n, 4);
	for (uint32_t seed = 1; seed <= 24; seed++) {
		int64_t imports[4];
		uint32_t state_of_seed = seed;

		parcel_shuffle(&all, &state_of_seed);
		for (int i = 0; i < all.n; i++) {
			const struct parcel one = { &all.lines[i], 1 };

			imports[i] = desk_take(here, &one);
		}
		text = shown(here);
		assert_string_equal(text, KEEP ": QQ Qg; none: Qw; ");
		free(text);
		/* Without what creates it there is none; trust is worked out anew. */
		set_stale(here, false);
		for (int i = 0; i < all.n; i++)
			desk_stands(here, imports[i], i % 2 ? STANDS_NOT_REVOKED : STANDS_NOT_UNDONE);
		assert_true(is_stale(here));
		assert_shown(here, "");
	}
	parcel_release(&all);
	desk_close(&there);
}

static void a_sign_that_is_no_key_is_left_out(void **state)
{
	struct desk *here = *state;
	struct lane lane = office;
	struct parcel odd = { 0 };
	char line[256];

	lane.id[0] = 5;
	lane.known = true;
	for (int i = 0; i < 3; i++) {
		snprintf(line, sizeof line, "{\"n\":%d,\"lane\":\"0500000000000000\",\"type\":\"key\","
			 "\"set\":{\"sign\":\"%s\",\"cert\":\"QQ\"},\"hlc\":%d,\"clk\":\"ok\",\"who\":\"Ai\"}",
			 i + 1, i == 0 ? SIGN : i == 1 ? "FF112233445566778899aabbccddeeff00112233445566778899"
			 "aabbccddeeff" : OTHER "0", i + 1);
		parcel_add(&odd, &lane, line);
	}
	desk_take(here, &odd);
	assert_shown(here, "none: QQ; ");
	parcel_release(&odd);
}

/* ---- roots, laptops, lanes ---- */

static void one_parent_at_a_time(void **state)
{
	struct desk *desk = *state;
	struct db *db = book_db(desk->book);
	struct pinned_root root = { .whose = ROOT_CHILD, .level = LEVEL_COMMUNE, .unit = "26575",
				    .unit_name = "Xã Tân Long (mẫu)", .codes = "26575,26578" }, got, *all;
	struct fault f;
	bool there;
	size_t n;

	ledger_begin(desk);
	for (int i = 1; i <= 2; i++) {
		ledger_hash(root.pk, i);
		root.revoked = i == 1;
		assert_int_equal(roots_put(db, &root, &f), FAULT_OK);
	}
	assert_int_equal(roots_child(db, "26575", &got, &there, &f), FAULT_OK);
	assert_true(there && got.pk[0] == 2 && !got.revoked);
	assert_string_equal(got.unit_name, root.unit_name);
	assert_string_equal(got.codes, root.codes);
	root.whose = ROOT_PARENT;
	root.revoked = false;
	for (int i = 3; i <= 4; i++) {
		ledger_hash(root.pk, i);
		assert_int_equal(roots_put(db, &root, &f), FAULT_OK);
	}
	assert_int_equal(roots_parent(db, &got, &there, &f), FAULT_OK);
	assert_true(there && got.pk[0] == 4);
	assert_int_equal(roots_own(db, &got, &there, &f), FAULT_OK);
	assert_false(there);
	assert_int_equal(roots_all(db, &all, &n, &f), FAULT_OK);
	assert_int_equal(n, 3);
	free(all);
	assert_int_equal(roots_remove(db, root.pk, &f), FAULT_OK);
	assert_int_equal(roots_find(db, root.pk, &got, &there, &f), FAULT_OK);
	assert_false(there);
	book_rollback(desk->book);
}

static void a_lane_is_of_one_key(void **state)
{
	struct desk *desk = *state;
	struct db *db = book_db(desk->book);
	uint8_t one[LEDGER_KEY], other[LEDGER_KEY], got[LEDGER_KEY];
	int64_t lane, *lanes;
	struct laptop *all;
	struct fault f;
	bool fits, there;
	size_t n;

	ledger_hash(one, 1);
	ledger_hash(other, 2);
	ledger_begin(desk);
	/* This laptop's own lane is of its key from the beginning. */
	assert_int_equal(laptops_of_lane(db, book_lane(desk->book), got, &there, &f), FAULT_OK);
	assert_true(there);
	assert_int_equal(desk_count(desk, "SELECT sign = (SELECT value FROM meta WHERE key = 'device_pk')"
					  " FROM lane"), 1);
	lane = ledger_lane(desk, 7);
	assert_int_equal(laptops_bind_lane(db, lane, one, &fits, &f), FAULT_OK);
	assert_true(fits);
	assert_int_equal(laptops_bind_lane(db, lane, other, &fits, &f), FAULT_OK);
	assert_false(fits);
	assert_int_equal(laptops_bind_lane(db, ledger_lane(desk, 8), one, &fits, &f), FAULT_OK);
	assert_int_equal(laptops_lanes(db, one, &lanes, &n, &f), FAULT_OK);
	assert_int_equal(n, 2);
	assert_int_equal(lanes[0], lane);
	free(lanes);
	ledger_laptop(desk, 1, LEVEL_COMMUNE, "26572");
	ledger_laptop(desk, 2, LEVEL_COMMUNE, "26570");
	assert_int_equal(laptops_all(db, &all, &n, &f), FAULT_OK);
	assert_int_equal(n, 2);
	assert_true(all[0].sign[0] == 2 && all[1].sign[0] == 1 && all[1].expires == DAY_MAX);
	free(all);
	assert_int_equal(laptops_remove(db, one, &f), FAULT_OK);
	assert_int_equal(laptops_all(db, &all, &n, &f), FAULT_OK);
	assert_int_equal(n, 1);
	free(all);
	book_rollback(desk->book);
}

/* A book of before there was a ledger: its lane is of its key, nothing is missing, trust is to be worked out. */
static void an_older_book_gets_a_ledger(void **state)
{
	struct desk *desk = *state;

	desk_add(desk, TYPE_SESSION, desk_visit);
	ledger_exec(desk, "DELETE FROM meta WHERE key = 'trust_stale'");
	desk_take_back_to_3(desk);
	desk_reopen(desk, "Lan");
	assert_int_equal(desk_count(desk, "SELECT count(*) FROM lane WHERE sign = (SELECT value FROM meta"
					  " WHERE key = 'device_pk')"), 1);
	assert_true(is_stale(desk));
	assert_shown(desk, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		OFFICE_CASE(certificates_add_up),
		OFFICE_CASE(trust_is_stale_whenever_they_change),
		OFFICE_CASE(they_hang_on_what_counts_alone),
		OFFICE_CASE(a_sign_that_is_no_key_is_left_out),
		OFFICE_CASE(one_parent_at_a_time),
		OFFICE_CASE(a_lane_is_of_one_key),
		DESK_CASE(an_older_book_gets_a_ledger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
