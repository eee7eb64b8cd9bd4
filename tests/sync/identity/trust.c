/* Whom a desk trusts: roots, certificates and records of keys, in every order. */
#include "config.h"
#include "sync/identity/trust.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/record/unit_codes.h"
#include "tests/sync/identity/laptops.h"

static int commune(void **state)
{
	struct known_desk *d = calloc(1, sizeof *d);
	struct fault f;

	known_desk_open(d, LEVEL_COMMUNE, "26572");
	assert_int_equal(unit_codes_set(d->desk.book, "26575", &f), FAULT_OK);
	*state = d;
	return 0;
}

static int upper(void **state)
{
	struct known_desk *d = calloc(1, sizeof *d);

	known_desk_open(d, LEVEL_UPPER, "77");
	*state = d;
	return 0;
}

static int close_desk(void **state)
{
	known_desk_close(*state);
	free(*state);
	return 0;
}

#define COMMUNE_CASE(name) cmocka_unit_test_setup_teardown(name, commune, close_desk)
#define UPPER_CASE(name) cmocka_unit_test_setup_teardown(name, upper, close_desk)

static void set_codes(struct certificate *c, const char *first, const char *second)
{
	strcpy(c->codes[c->n_codes++], first);
	if (second)
		strcpy(c->codes[c->n_codes++], second);
}

/* The i-th of the six orders of three. */
static const int orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };

static void the_lowest_number_binds_and_codes_add_up_in_every_order(void **state)
{
	struct known_desk *d = *state;
	const struct vector_key root = desk_root(d), laptop = LAPTOP;
	struct certificate three[3];

	for (int i = 0; i < 3; i++)
		three[i] = certificate_of(&laptop, 5 + i);
	set_codes(&three[0], "26572", NULL);
	date_parse(&three[0].expires, "2027-06-30");
	set_codes(&three[1], "26575", NULL);
	strcpy(three[1].team, "T02"); /* of another team: passed over, with its codes */
	three[1].expires = DAY_MAX;
	set_codes(&three[2], "26575", "26999"); /* the second is not the root's */
	date_parse(&three[2].expires, "2027-01-31");
	for (int i = 0; i < 6; i++) {
		desk_forget(d);
		for (int j = 0; j < 3; j++) {
			desk_keep(d, three[orders[i][j]], &root);
			desk_refresh(d);
		}
		assert_string_equal(laptop_text(d, laptop.sign_pk),
				    "team 26572 T01 26572,26575 2027-06-30 5 7");
	}
	three[2].expires = DAY_MAX;
	three[2].number = 8;
	desk_keep(d, three[2], &root);
	assert_true(desk_refresh(d));
	assert_string_equal(laptop_text(d, laptop.sign_pk), "team 26572 T01 26572,26575 never 5 8");
	assert_false(desk_refresh(d));
}

static void only_what_is_pinned_says_what_a_root_certifies(void **state)
{
	struct known_desk *d = *state;
	const struct vector_key own = desk_root(d), stranger = ROOT, laptop = LAPTOP;
	struct certificate c = certificate_of(&laptop, 1), unit;

	desk_keep(d, c, &stranger);
	c.level = CERTIFIED_UPPER;
	*c.team = 0;
	desk_keep(d, c, &own); /* a commune's root makes no upper laptop */
	c = certificate_of(&laptop, 3);
	strcpy(c.unit, "26578");
	desk_keep(d, c, &own); /* nor another unit's */
	desk_refresh(d);
	assert_string_equal(laptop_text(d, laptop.sign_pk), "");

	c = certificate_of(&laptop, 4);
	set_codes(&c, "26572", "26999");
	desk_keep(d, c, &own);
	unit = certificate_of(&own, 5);
	unit.kind = CERTIFIED_UNIT;
	unit.level = CERTIFIED_COMMUNE;
	*unit.team = 0;
	set_codes(&unit, "26572", "26999");
	desk_keep(d, unit, &own); /* what it says of itself */
	desk_keep(d, unit, &stranger); /* and anybody of it */
	desk_refresh(d);
	assert_string_equal(laptop_text(d, laptop.sign_pk), "team 26572 T01 26572 never 4 4");

	desk_pin(d, &stranger, ROOT_PARENT, LEVEL_UPPER, "77", "");
	desk_refresh(d);
	assert_string_equal(laptop_text(d, laptop.sign_pk), "team 26572 T01 26572,26999 never 4 4");
}

static void a_team_s_laptop_takes_its_parent_s_word_for_the_codes(void **state)
{
	struct known_desk d = { 0 };
	const struct vector_key parent = ROOT;
	struct certificate c, unit;

	(void)state;
	known_desk_open(&d, LEVEL_TEAM, "26572");
	desk_pin(&d, &parent, ROOT_PARENT, LEVEL_COMMUNE, "26572", "26572");
	c = certificate_of(&(struct vector_key){ 0 }, 4);
	memcpy(c.sign_pk, d.id.sign_pk, sizeof c.sign_pk);
	memcpy(c.box_pk, d.id.boxes[0].pk, sizeof c.box_pk);
	set_codes(&c, "26572", "26575");
	desk_keep(&d, c, &parent);
	desk_refresh(&d);
	assert_string_equal(laptop_text(&d, d.id.sign_pk), "team 26572 T01 26572 never 4 4");
	unit = certificate_of(&parent, 5);
	unit.kind = CERTIFIED_UNIT;
	unit.level = CERTIFIED_COMMUNE;
	*unit.team = 0;
	set_codes(&unit, "26572", "26575");
	desk_keep(&d, unit, &parent);
	desk_refresh(&d);
	assert_string_equal(laptop_text(&d, d.id.sign_pk), "team 26572 T01 26572,26575 never 4 4");
	/* Its own lane is told its team. */
	assert_int_equal(desk_count(&d.desk, "SELECT count(*) FROM lane WHERE own AND team = 'T01'"), 1);
	known_desk_close(&d);
}

/* Two officers' laptops of a commune, known at the upper level by its root. */
static void certify_two(struct known_desk *d, const struct vector_key *root,
			const struct vector_key *first, const struct vector_key *second)
{
	struct certificate c = certificate_of(first, 10);

	c.level = CERTIFIED_COMMUNE;
	*c.team = 0;
	set_codes(&c, "26572", NULL);
	desk_keep(d, c, root);
	c.number = 20;
	memcpy(c.sign_pk, second->sign_pk, sizeof c.sign_pk);
	desk_keep(d, c, root);
}

static void of_two_that_revoke_each_other_the_later_prevails(void **state)
{
	const struct vector_key first = LAPTOP, second = OFFICER, root = ROOT;
	char *of_first = revoking(first.sign_pk), *of_second = revoking(second.sign_pk);

	(void)state;
	for (int order = 0; order < 2; order++) {
		struct known_desk d = { 0 };

		known_desk_open(&d, LEVEL_TEAM, "26572");
		desk_pin(&d, &root, ROOT_PARENT, LEVEL_COMMUNE, "26572", "26572");
		certify_two(&d, &root, &first, &second);
		if (order)
			desk_hears(&d, 2, LEVEL_COMMUNE, "26572", second.sign_pk, of_first);
		desk_hears(&d, 1, LEVEL_COMMUNE, "26572", first.sign_pk, of_second);
		if (order)
			desk_refresh(&d);
		else
			desk_hears(&d, 2, LEVEL_COMMUNE, "26572", second.sign_pk, of_first);
		desk_refresh(&d);
		assert_string_equal(laptop_text(&d, first.sign_pk),
				    "commune 26572 - 26572 never 10 10 revoked");
		assert_string_equal(laptop_text(&d, second.sign_pk), "commune 26572 - 26572 never 20 20");
		known_desk_close(&d);
	}
	free(of_first);
	free(of_second);
}

static void who_may_not_revoke_says_nothing(void **state)
{
	struct known_desk *d = *state;
	const struct vector_key root = desk_root(d), laptop = LAPTOP;
	char *set = revoking(laptop.sign_pk), *of_root = revoking(root.sign_pk);
	struct certificate c = certificate_of(&laptop, 1);

	set_codes(&c, "26572", NULL);
	desk_keep(d, c, &root);
	desk_hears(d, 1, LEVEL_COMMUNE, "26578", NULL, set);  /* another commune */
	desk_hears(d, 2, LEVEL_TEAM, "26572", NULL, set);     /* a team's */
	desk_hears(d, 3, LEVEL_UPPER, "77", NULL, set);       /* an upper level that is not its parent */
	desk_hears(d, 3, LEVEL_UPPER, "77", NULL, of_root);
	desk_hears(d, 4, LEVEL_COMMUNE, "26572", NULL, of_root); /* the root is its parent's to revoke */
	desk_refresh(d);
	assert_string_equal(laptop_text(d, laptop.sign_pk), "team 26572 T01 26572 never 1 1");
	desk_hears(d, 4, LEVEL_COMMUNE, "26572", NULL, set);
	desk_refresh(d);
	assert_string_equal(laptop_text(d, laptop.sign_pk), "team 26572 T01 26572 never 1 1 revoked");
	free(set);
	free(of_root);
}

static void under_a_revoked_root_nothing_counts(void **state)
{
	struct known_desk *d = *state;
	const struct vector_key own = desk_root(d), parent = ROOT, laptop = LAPTOP;
	struct certificate c = certificate_of(&laptop, 1);
	char *set = revoking(own.sign_pk);
	struct package *p;

	set_codes(&c, "26572", NULL);
	p = package_of(&c, &own, NULL, NULL);
	desk_keep(d, c, &own);
	desk_pin(d, &parent, ROOT_PARENT, LEVEL_UPPER, "77", "");
	desk_refresh(d);
	assert_string_equal(chain_text(d, p), "counts team 26572 T01 26572 never 1 1");
	desk_hears(d, 1, LEVEL_UPPER, "77", NULL, set);
	assert_true(desk_refresh(d));
	assert_string_equal(laptop_text(d, laptop.sign_pk), "");
	assert_string_equal(chain_text(d, p), "revoked");
	c.number = 99; /* whenever it was issued */
	desk_keep(d, c, &own);
	desk_certify(d);
	assert_string_equal(laptop_text(d, laptop.sign_pk), "");
	assert_string_equal(laptop_text(d, d->id.sign_pk), "");
	free(set);
	free(p);
}

static void a_chain_is_weighed_with_what_is_kept_and_keeps_nothing(void **state)
{
	struct known_desk *d = *state;
	const struct vector_key own = desk_root(d), stranger = ROOT, laptop = LAPTOP;
	struct certificate old = certificate_of(&laptop, 1), new, unit;
	struct package *p;
	struct fault f;

	set_codes(&old, "26572", NULL);
	p = package_of(&old, &stranger, NULL, NULL);
	assert_string_equal(chain_text(d, p), "unknown");
	free(p);
	p = package_of(&old, &own, NULL, NULL);
	p->chain[80] ^= 1; /* in its payload */
	assert_string_equal(chain_text(d, p), "unknown");
	free(p);

	new = certificate_of(&laptop, 2);
	set_codes(&new, "26575", NULL);
	desk_keep(d, old, &own);
	desk_refresh(d);
	p = package_of(&new, &own, NULL, NULL);
	assert_string_equal(chain_text(d, p), "counts team 26572 T01 26572,26575 never 1 0");
	assert_string_equal(laptop_text(d, laptop.sign_pk), "team 26572 T01 26572 never 1 1");

	assert_int_equal(book_begin(d->desk.book, "settle", &f), FAULT_OK);
	assert_int_equal(trust_keep_chain(d->desk.book, p, &f), FAULT_OK);
	assert_int_equal(book_commit(d->desk.book, NULL, &f), FAULT_OK);
	free(p);
	assert_true(desk_refresh(d));
	assert_string_equal(laptop_text(d, laptop.sign_pk), "team 26572 T01 26572,26575 never 1 2");

	/* The chain's unit, by the word of the level above, gives the root more. */
	desk_pin(d, &stranger, ROOT_PARENT, LEVEL_UPPER, "77", "");
	desk_refresh(d);
	new = certificate_of(&laptop, 3);
	set_codes(&new, "26999", NULL);
	unit = certificate_of(&own, 4);
	unit.kind = CERTIFIED_UNIT;
	unit.level = CERTIFIED_COMMUNE;
	*unit.team = 0;
	set_codes(&unit, "26999", NULL);
	p = package_of(&new, &own, &unit, &own);
	assert_string_equal(chain_text(d, p), "counts team 26572 T01 26572,26575 never 1 0");
	free(p);
	p = package_of(&new, &own, &unit, &stranger);
	assert_string_equal(chain_text(d, p), "counts team 26572 T01 26572,26575,26999 never 1 0");
	free(p);
}

static void lanes_are_told_what_their_laptop_is(void **state)
{
	struct known_desk *d = *state;
	const struct vector_key own = desk_root(d), laptop = LAPTOP;
	struct certificate c = certificate_of(&laptop, 1);
	struct fault f;
	int64_t lane;
	bool fits;

	assert_int_equal(book_begin(d->desk.book, "settle", &f), FAULT_OK);
	assert_int_equal(lane_intern(book_db(d->desk.book), (const uint8_t *)"12345678", &lane, &f), 0);
	assert_int_equal(laptops_bind_lane(book_db(d->desk.book), lane, laptop.sign_pk, &fits, &f), 0);
	assert_int_equal(book_commit(d->desk.book, NULL, &f), FAULT_OK);
	set_codes(&c, "26572", NULL);
	desk_keep(d, c, &own);
	desk_refresh(d);
	assert_int_equal(desk_count(&d->desk, "SELECT count(*) FROM lane WHERE NOT ifnull(own, 0)"
				    " AND level = 0 AND unit = '26572' AND team = 'T01' AND"
				    " codes = '26572'"), 1);
	c.number = 2;
	set_codes(&c, "26575", NULL);
	desk_keep(d, c, &own);
	desk_refresh(d);
	assert_int_equal(desk_count(&d->desk, "SELECT count(*) FROM lane WHERE team = 'T01' AND"
				    " codes = '26572,26575'"), 1);
}

static void a_unit_that_was_enrolled_here_is_pinned(void **state)
{
	struct known_desk *d = *state;
	const struct vector_key own = desk_root(d), child = ROOT, laptop = LAPTOP;
	struct certificate unit = certificate_of(&child, 7), c = certificate_of(&laptop, 8);
	struct fault f;
	char *set;

	unit.kind = CERTIFIED_UNIT;
	unit.level = CERTIFIED_COMMUNE;
	*unit.team = 0;
	set_codes(&unit, "26572", "26575");
	set_codes(&c, "26575", "26999");
	desk_keep(d, unit, &own); /* no record of this desk says so */
	desk_keep(d, c, &child);
	desk_refresh(d);
	assert_string_equal(laptop_text(d, laptop.sign_pk), "");
	{
		struct request r = { .unit = "26572", .unit_name = "Phường Tam Long",
				     .level = CERTIFIED_COMMUNE };
		const struct grant grant = { .codes = "26575", .expires = DAY_MAX };
		uint8_t bytes[FINGERPRINT_BYTES];
		char letters[FINGERPRINT_TEXT];

		memcpy(r.sign_pk, child.sign_pk, sizeof r.sign_pk);
		memcpy(r.box_pk, child.box.pk, sizeof r.box_pk);
		fingerprint_of(bytes, r.sign_pk, r.box_pk);
		fingerprint_text(letters, bytes);
		assert_int_equal(enrol_grant(d->desk.book, &d->id, &r, letters, &grant, &f), FAULT_OK);
	}
	assert_true(desk_refresh(d));
	assert_string_equal(laptop_text(d, laptop.sign_pk), "team 26572 T01 26575 never 8 8");

	/* What that unit's laptops say of keys goes no further than its own. */
	set = revoking(d->id.root_pk);
	desk_hears(d, 1, LEVEL_COMMUNE, "26572", NULL, set);
	free(set);
	set = revoking(child.sign_pk);
	desk_hears(d, 1, LEVEL_COMMUNE, "26572", NULL, set);
	free(set);
	assert_false(desk_refresh(d));
	assert_int_equal(enrol_revoke(d->desk.book, &d->id, child.sign_pk, NULL, &f), FAULT_OK);
	desk_refresh(d);
	assert_string_equal(laptop_text(d, laptop.sign_pk), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		COMMUNE_CASE(the_lowest_number_binds_and_codes_add_up_in_every_order),
		COMMUNE_CASE(only_what_is_pinned_says_what_a_root_certifies),
		cmocka_unit_test(a_team_s_laptop_takes_its_parent_s_word_for_the_codes),
		cmocka_unit_test(of_two_that_revoke_each_other_the_later_prevails),
		COMMUNE_CASE(who_may_not_revoke_says_nothing),
		COMMUNE_CASE(under_a_revoked_root_nothing_counts),
		COMMUNE_CASE(a_chain_is_weighed_with_what_is_kept_and_keeps_nothing),
		COMMUNE_CASE(lanes_are_told_what_their_laptop_is),
		UPPER_CASE(a_unit_that_was_enrolled_here_is_pinned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
