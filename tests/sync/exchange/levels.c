#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/keys.h"
#include "store/book/meta.h"
#include "tests/sync/exchange/parties.h"

static struct party team, commune, upper;
static struct fault fault;

static int begin(void **state)
{
	(void)state;
	party_open(&upper, LEVEL_UPPER, "77");
	party_open(&commune, LEVEL_COMMUNE, "26572");
	party_open(&team, LEVEL_TEAM, "26572");
	stick_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	desk_check(&upper.desk);
	desk_check(&commune.desk);
	desk_check(&team.desk);
	stick_remove();
	party_close(&team);
	party_close(&commune);
	party_close(&upper);
	return 0;
}

static const char *comes(struct party *to, struct buffer file)
{
	stick_put("x.stb", &file);
	buffer_release(&file);
	return party_verdict(to, stick_path("x.stb"));
}

static void a_communes_batches_and_its_teams_reach_the_upper_level(void **state)
{
	struct ghost g;

	(void)state;
	ghost_new(&g, &commune, 61);
	memcpy(g.box, upper.id.boxes[upper.id.n_boxes - 1].pk, BOX_BYTES);
	ghost_line(&g, "26572-01");
	/* Until the commune is enrolled nobody knows who they are. */
	assert_string_equal(comes(&upper, ghost_batch_bare(&g)), "foreign unknown_root");
	party_enrol(&commune, &upper, "");
	desk_add(&commune.desk, TYPE_VILLAGE, "{\"code\":\"26572-02\",\"name\":\"Ấp Hai\",\"households\":null}");
	assert_string_equal(comes(&upper, party_batch(&commune)), "accepted");
	assert_string_equal(comes(&upper, ghost_batch(&g)), "accepted");
	assert_int_equal(party_count(&upper, "SELECT count(*) FROM village"), 2);
	/* A team that writes straight to the upper level is none of its business. */
	snprintf(g.m.to_code, sizeof g.m.to_code, "77");
	ghost_line(&g, "26572-03");
	assert_string_equal(comes(&upper, ghost_batch(&g)), "foreign not_for_us");
	ghost_release(&g);
}

static void a_communes_root_certifies_nothing_above_or_beside_it(void **state)
{
	struct ghost g;

	(void)state;
	party_enrol(&commune, &upper, "");
	ghost_new(&g, &commune, 63);
	memcpy(g.box, upper.id.boxes[upper.id.n_boxes - 1].pk, BOX_BYTES);
	ghost_line(&g, "26572-01");
	g.c.level = CERTIFIED_UPPER;
	assert_string_equal(comes(&upper, ghost_batch_bare(&g)), "foreign unknown_root");
	g.c.level = CERTIFIED_COMMUNE;
	snprintf(g.c.unit, sizeof g.c.unit, "26575");
	snprintf(g.m.unit, sizeof g.m.unit, "26575");
	assert_string_equal(comes(&upper, ghost_batch_bare(&g)), "foreign unknown_root");
	ghost_release(&g);
}

static void an_answer_for_another_laptop_is_not_taken(void **state)
{
	struct import_results results;
	struct party other;
	struct buffer request, answer;
	char code[FINGERPRINT_TEXT];

	(void)state;
	party_open(&other, LEVEL_TEAM, "26572");
	request = party_request(&other, "T01");
	answer = party_grants(&commune, &request);
	stick_put("answer.stb", &answer);
	identity_root_fingerprint(&commune.id, code);
	results = party_takes(&team, stick_path("answer.stb"), code);
	assert_int_equal(results.results->verdict, IMPORT_FOREIGN);
	assert_string_equal(results.results->reason, "not_for_us");
	import_results_release(&results);
	assert_int_equal(party_count(&team, "SELECT count(*) FROM root"), 0);
	buffer_release(&request);
	buffer_release(&answer);
	party_close(&other);
}

/* Under a new root, too, a laptop stays of the team it was answered for the first time. */
static void an_answer_for_another_team_is_not_taken(void **state)
{
	struct import_results results;
	struct party other;
	struct buffer request, answer;
	char code[FINGERPRINT_TEXT];

	(void)state;
	party_enrol(&team, &commune, "T01");
	party_open(&other, LEVEL_COMMUNE, "26572");
	request = party_request(&team, "T02");
	answer = party_grants(&other, &request);
	stick_put("answer.stb", &answer);
	identity_root_fingerprint(&other.id, code);
	results = party_takes(&team, stick_path("answer.stb"), code);
	assert_int_equal(results.results->verdict, IMPORT_FOREIGN);
	assert_string_equal(results.results->reason, "not_for_us");
	import_results_release(&results);
	assert_int_equal(party_count(&team, "SELECT count(*) FROM root"), 1);
	assert_int_equal(party_count(&team, "SELECT count(*) FROM lane WHERE own AND team = 'T01'"), 1);
	buffer_release(&request);
	buffer_release(&answer);
	desk_check(&other.desk);
	party_close(&other);
	/* That of the same team is. */
	party_open(&other, LEVEL_COMMUNE, "26572");
	party_enrol(&team, &other, "T01");
	party_close(&other);
}

/* A receipt stands before the answer in the folder: nobody knows yet who signed it. */
static void what_a_later_file_makes_known_is_judged_once_more(void **state)
{
	struct import_results results;
	struct buffer request = party_request(&team, "T01"), answer = party_grants(&commune, &request);
	struct buffer receipt;
	char code[FINGERPRINT_TEXT];
	struct ghost g;

	(void)state;
	ghost_new(&g, &commune, 67); /* another laptop of its officers */
	g.c.level = CERTIFIED_COMMUNE;
	*g.c.team = 0;
	g.m.format = FORMAT_RECEIPT;
	snprintf(g.m.format_name, sizeof g.m.format_name, "receipt");
	g.m.to_unit = false;
	g.m.to_laptop = true;
	memcpy(g.m.to_pk, team.id.sign_pk, SIGN_PUBLIC_BYTES);
	memcpy(g.box, team.id.boxes[0].pk, BOX_BYTES);
	receipt = ghost_package(&g, json_pack("{sisiss}", "epoch", 1, "number", 1, "token",
					      "00000000000000000000000000000000"));
	ghost_release(&g);
	stick_put("a.stb", &receipt);
	assert_string_equal(party_verdict(&team, stick_path("a.stb")), "foreign unknown_root");
	stick_put("z.stb", &answer);
	identity_root_fingerprint(&commune.id, code);
	results = party_takes(&team, stick_path(""), code);
	assert_int_equal(results.n, 2);
	for (size_t i = 0; i < results.n; i++)
		assert_int_equal(results.results[i].verdict, IMPORT_ACCEPTED);
	assert_int_equal(results.results[0].format, FORMAT_RECEIPT);
	import_results_release(&results);
	assert_string_equal(party_verdict(&team, stick_path("a.stb")), "already");
	buffer_release(&request);
	buffer_release(&answer);
	buffer_release(&receipt);
}

/*
 * What a laptop signed and has not made: it was restored, or somebody uses a copy. The batch is made with
 * its own key, as the other one would have.
 */
static void a_batch_of_ones_own_begins_a_new_lane(void **state)
{
	struct db *db = book_db(team.desk.book);
	struct ghost g;
	int64_t lane = book_lane(team.desk.book), last;

	(void)state;
	party_enrol(&team, &commune, "T01");
	ghost_new(&g, &commune, 65);
	memcpy(g.key.sign_pk, team.id.sign_pk, SIGN_PUBLIC_BYTES);
	assert_int_equal(keys_read(db, OWN_SIGN_SK, g.key.sign_sk, SIGN_SECRET_BYTES, &fault), 0);
	assert_int_equal(meta_blob(db, "incarnation", g.keys.inc, sizeof g.keys.inc, &fault), 0);
	memcpy(g.c.sign_pk, team.id.sign_pk, SIGN_PUBLIC_BYTES);
	memcpy(g.c.box_pk, team.id.boxes[0].pk, BOX_BYTES);
	memcpy(g.box, team.id.boxes[0].pk, BOX_BYTES);
	snprintf(g.c.team, sizeof g.c.team, "T01");
	batch_lane(g.keys.lane, g.key.sign_pk, g.keys.inc);
	last = party_count(&team, "SELECT max(n) FROM op");
	g.keys.first = last + 1;
	ghost_line(&g, "26572-09");
	assert_string_equal(comes(&team, ghost_batch(&g)), "accepted");
	assert_int_not_equal(book_lane(team.desk.book), lane);
	assert_int_equal(party_count(&team, "SELECT count(*) FROM lane WHERE own"), 2);
	assert_int_equal(party_count(&team, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code"
					    " WHERE s.s = '26572-09'"), 1);
	desk_add(&team.desk, TYPE_SESSION, desk_visit);
	assert_int_equal(party_count(&team, "SELECT n FROM op ORDER BY k DESC LIMIT 1") <= 2, 1);
	ghost_release(&g);
}

/* A batch of an officer's laptop says that another one is revoked, or takes that back. */
static const char *says(struct ghost *by, const struct ghost *whom, char rec[ID_TEXT], bool back)
{
	char lane[LANE_TEXT], hex[2 * HEX_BYTES + 1], line[500];
	long n = (long)by->keys.first;
	struct id id;

	lane_text(lane, by->keys.lane);
	hex_text(hex, whom->key.sign_pk, SIGN_PUBLIC_BYTES);
	if (back)
		snprintf(line, sizeof line, "{\"n\":%ld,\"lane\":\"%s\",\"rec\":\"%s\",\"type\":\"key\",\"set\":{\"keep\":null},"
			 "\"base\":[\"%s\"],\"hlc\":%ld,\"clk\":\"ok\",\"who\":\"X\"}", n, lane, rec, rec, 1000 + n);
	else
		snprintf(line, sizeof line, "{\"n\":%ld,\"lane\":\"%s\",\"type\":\"key\",\"set\":{\"sign\":\"%s\","
			 "\"keep\":[]},\"hlc\":%ld,\"clk\":\"ok\",\"who\":\"X\"}", n, lane, hex, 1000 + n);
	if (!back) {
		id = id_of(line, strlen(line));
		id_text(rec, &id);
	}
	ghost_text(by, line);
	return comes(&upper, ghost_batch(by));
}

static void officer(struct ghost *g, int seed, const char *village)
{
	ghost_new(g, &commune, seed);
	g->c.level = CERTIFIED_COMMUNE;
	*g->c.team = 0;
	memcpy(g->box, upper.id.boxes[upper.id.n_boxes - 1].pk, BOX_BYTES);
	snprintf(g->m.to_code, sizeof g->m.to_code, "77");
	ghost_line(g, village);
	assert_string_equal(comes(&upper, ghost_batch(g)), "accepted");
}

static bool is_here(const char *village)
{
	char sql[160];

	snprintf(sql, sizeof sql, "SELECT count(*) FROM village v JOIN sym s ON s.k = v.code WHERE s.s = '%s'",
		 village);
	return party_count(&upper, sql) > 0;
}

static void of_two_that_revoke_each_other_the_later_prevails(void **state)
{
	struct ghost older, newer;
	char word[ID_TEXT], answer[ID_TEXT];

	(void)state;
	party_enrol(&commune, &upper, "");
	/* The older one's word comes first: the newer one's does not count for it, and is heard all the same. */
	officer(&older, 66, "26572-01");
	officer(&newer, 67, "26572-02");
	says(&older, &newer, word, false);
	assert_true(is_here("26572-01") && !is_here("26572-02"));
	says(&newer, &older, answer, false);
	assert_true(!is_here("26572-01") && is_here("26572-02"));
	/* That is taken back: now the older one's word counts again. */
	says(&newer, &older, answer, true);
	assert_true(is_here("26572-01") && !is_here("26572-02"));
	ghost_release(&older);
	ghost_release(&newer);
	/* The newer one's word comes first. */
	officer(&older, 68, "26572-03");
	officer(&newer, 69, "26572-04");
	says(&newer, &older, answer, false);
	says(&older, &newer, word, false);
	assert_true(!is_here("26572-03") && is_here("26572-04"));
	ghost_release(&older);
	ghost_release(&newer);
}

#define LEVELS(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LEVELS(a_communes_batches_and_its_teams_reach_the_upper_level),
		LEVELS(a_communes_root_certifies_nothing_above_or_beside_it),
		LEVELS(an_answer_for_another_laptop_is_not_taken),
		LEVELS(an_answer_for_another_team_is_not_taken),
		LEVELS(what_a_later_file_makes_known_is_judged_once_more),
		LEVELS(a_batch_of_ones_own_begins_a_new_lane),
		LEVELS(of_two_that_revoke_each_other_the_later_prevails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
