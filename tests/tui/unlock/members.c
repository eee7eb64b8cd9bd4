/* Members: who can unlock this laptop, given and taken away. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "store/base/fault.h"
#include "store/vault/slots.h"
#include "tests/tui/laptop.h"

static int make_vault(void **state)
{
	(void)state;
	laptop_make_small("members");
	return 0;
}

static struct terminal *at_the_members(const char *lang)
{
	struct terminal *t = laptop_open(80, 24, lang);

	terminal_type(t, "h" END UP "\r");
	terminal_expect(t, "Lan");
	return t;
}

/* From the lock screen; two names: the cursor is on the one who locked. */
static void unlock_as(struct terminal *t, const char *move, const char *pass)
{
	terminal_type(t, move);
	terminal_type(t, pass);
	terminal_type(t, "\r");
	terminal_expect(t, "This week");
}

/* Whether something is typed into the secret field of that label. */
static bool has_dots(struct terminal *t, const char *label)
{
	char *text = terminal_screen(t), *at = strstr(text, label);
	bool has;

	assert_non_null(at);
	at[strcspn(at, "\n")] = 0;
	has = strstr(at, "•") != NULL;
	free(text);
	return has;
}

static void a_member_gets_a_password_and_works(void **state)
{
	struct terminal *t = at_the_members("en");

	(void)state;
	expect_row(t, 3, "unlocks", true);
	terminal_type(t, "a");
	terminal_expect(t, "Member: Add");
	terminal_type(t, "Hoa\t" "Lê Hoa" CTRL_S);
	terminal_expect(t, "Let Hoa unlock this laptop?");
	terminal_expect(t, "Saved: Hoa");
	assert_false(terminal_has(t, "takes that back")); /* u is a letter of a password here */
	terminal_type(t, "xin chào cả nhà\rxin chao ca nha\r");
	terminal_expect(t, "Passwords do not match");
	assert_false(terminal_has(t, "xin ch"));
	assert_false(has_dots(t, "Repeat password"));
	terminal_type(t, "xin chao ca nha\r"); /* as typed: no Telex in a password */
	terminal_expect(t, "Passwords do not match");
	terminal_type(t, SHIFT_TAB CTRL_U "tofng ddaif\r" CTRL_U "tofng ddaif\r");
	terminal_expect(t, "Hoa can unlock this laptop now");
	terminal_type(t, CTRL_L);
	terminal_expect(t, "Who are you?");
	terminal_expect(t, "Hoa");
	unlock_as(t, DOWN, "tofng ddaif");
	terminal_type(t, "n1\t210" "1" CTRL_S);
	terminal_expect(t, "Saved · H001");
	laptop_leave(t);
	assert_non_null(strstr(laptop_prints("", "list --json"), "\"by\":[\"Hoa\"]"));
}

static void a_password_is_taken_away(void **state)
{
	struct terminal *t = at_the_members("en");

	(void)state;
	terminal_type(t, "/hoa" DOWN "p");
	terminal_expect(t, "Hoa: can unlock this laptop already");
	terminal_type(t, DELETE);
	terminal_expect(t, "take the password away first");
	terminal_type(t, "r");
	terminal_expect(t, "r once more");
	terminal_type(t, DOWN); /* another key: not sure any more */
	terminal_expect_gone(t, "r once more");
	terminal_type(t, "r");
	terminal_expect(t, "r once more");
	expect_row(t, 3, "unlocks", true);
	terminal_type(t, "r");
	terminal_expect(t, "Hoa cannot unlock this laptop any more");
	expect_row(t, 3, "unlocks", false);
	terminal_type(t, "r");
	terminal_expect(t, "Hoa: no such user");
	terminal_type(t, CTRL_L);
	terminal_expect(t, "Who are you?");
	assert_false(terminal_has(t, "Hoa"));
	terminal_type(t, CTRL_Q);
	assert_int_equal(laptop_wait_end(t), 0);
}

static void what_cannot_be_is_said(void **state)
{
	struct terminal *t;

	(void)state;
	t = at_the_members("en");
	terminal_type(t, "/lan" DOWN "r");
	terminal_expect(t, "Lan: the last one who can unlock stays");
	terminal_type(t, ESC "/" CTRL_U "hoa" DOWN "p");
	terminal_expect(t, "Let Hoa unlock");
	terminal_type(t, "demo12345\rdemo12345\r");
	terminal_expect(t, "Hoa can unlock");
	terminal_type(t, ESC "/lan" DOWN "r");
	terminal_expect(t, "Lan: your own password stays");
	/* Sixty-four bytes in thirty-two letters: nothing a lock screen can bear. */
	terminal_type(t, ESC "a");
	terminal_paste(t, "ờờờờờờờờờờờờờờờờờờờờờờ");
	terminal_type(t, "\tDài" CTRL_S);
	terminal_expect(t, "Name too long for the lock screen");
	terminal_type(t, ESC ESC);
	laptop_leave(t);
	for (int i = 0; i < 10; i++) {
		char command[160];

		snprintf(command, sizeof command,
			 "member add M%d --kdf-mem 19 --kdf-ops 2 --new-passphrase-file"
			 " \"$HOME/pass\" --member Lan", i);
		laptop_prints("", command);
	}
	laptop_prints("", "member add Ba --member Lan");
	t = at_the_members("en");
	terminal_type(t, "/ba" DOWN "p");
	terminal_expect(t, "Ba: all key slots are taken");
	terminal_type(t, ESC "a");
	terminal_type(t, "Tư\tTư" CTRL_S);
	terminal_expect(t, "Saved"); /* and no password is offered */
	laptop_leave(t);
}

/* Hoa is a plain member: she looks after nobody's password. */
static void a_plain_member_gives_none(void **state)
{
	struct terminal *t = laptop_start(80, 24, "en", NULL);

	(void)state;
	terminal_expect(t, "Hoa");
	terminal_type(t, HOME_KEY DOWN "demo12345\r");
	terminal_expect(t, "This week");
	terminal_type(t, "h" END UP "\r");
	terminal_expect(t, "unlocks");
	terminal_type(t, "/ba" DOWN "p");
	terminal_expect(t, "You do not have permission; ask ");
	terminal_type(t, ESC "/" CTRL_U "m1" DOWN "r");
	terminal_expect(t, "You do not have permission; ask ");
	laptop_leave(t);
}

/* A slot for nobody's record, as a data file of former days may have one. */
static void give_a_stranger_a_slot(const char *name)
{
	struct vault_pass pass = { (char *)(uintptr_t)"demo1234", 8 };
	struct vault *vault;
	struct fault f;

	assert_int_equal(vault_open(laptop_vault, "Lan", pass, &vault, &f), FAULT_OK);
	assert_int_equal(vault_slot_add(vault, name, pass, &VAULT_KDF_FLOOR, &f), FAULT_OK);
	vault_close(vault);
}

static void a_password_without_a_member_shows(void **state)
{
	struct terminal *t;

	(void)state;
	laptop_prints("", "member remove M9 --member Lan");
	give_a_stranger_a_slot("Sáu");
	t = at_the_members("en");
	terminal_type(t, "/sau" DOWN "e");
	terminal_expect(t, "Sáu is no member any more");
	terminal_type(t, "rr");
	terminal_expect(t, "Sáu cannot unlock");
	terminal_expect(t, "No results");
	laptop_leave(t);
}

/* Undo takes no older change back in place of a password. */
static void undo_stops_at_a_password(void **state)
{
	struct terminal *t = at_the_members("en");

	(void)state;
	terminal_type(t, "a");
	terminal_type(t, "Bảy\tBảy" CTRL_S);
	terminal_expect(t, "Let Bảy unlock");
	terminal_type(t, "demo12345\rdemo12345\r");
	terminal_expect(t, "Bảy can unlock");
	terminal_type(t, "u");
	terminal_expect(t, "Giving a member a password: this cannot be taken back");
	terminal_type(t, DELETE);
	terminal_expect(t, "take the password away first");
	terminal_type(t, "rr");
	terminal_expect(t, "Bảy cannot unlock");
	terminal_type(t, "u");
	terminal_expect(t, "Taking a member's password away: this cannot be taken back");
	terminal_expect(t, "Bảy");
	laptop_leave(t);
}

/* Read the code off the screen: seven groups, their letters apart. */
static void read_code(struct terminal *t, char groups[7][6])
{
	char *text = terminal_screen(t);

	for (int g = 0; g < 7; g++) {
		char label[16];
		const char *at;
		int n = 0;

		snprintf(label, sizeof label, "Group %d", g + 1);
		at = strstr(text, label);
		assert_non_null(at);
		for (at += strlen(label); n < 5; at++)
			if (*at != ' ')
				groups[g][n++] = *at;
		groups[g][n] = 0;
	}
	free(text);
}

/* Which group the form asks for: the first there, or the second. */
static int asked_group(struct terminal *t, bool second)
{
	char *text = terminal_screen(t), *at = strstr(text, "Group ");
	int group;

	if (second && at)
		at = strstr(at + 1, "Group ");
	assert_non_null(at);
	group = at[6] - '1';
	free(text);
	return group;
}

/* Shown, typed back from the paper, stored: then the old one opens nothing any more. */
static void another_recovery_code(void **state)
{
	struct terminal *t = at_the_members("en");
	char groups[7][6], text[64];
	FILE *paper;

	(void)state;
	terminal_type(t, "c");
	terminal_expect(t, "New recovery code");
	terminal_expect(t, "The old code holds until you have typed two groups back.");
	terminal_type(t, ESC);
	terminal_expect(t, "The old recovery code still holds");
	terminal_type(t, "c");
	terminal_expect(t, "Group 7");
	read_code(t, groups);
	terminal_type(t, "\r");
	terminal_expect(t, "Esc shows the code once more");
	terminal_expect(t, "Type two groups from your paper");
	terminal_type(t, "2222\r3333\r");
	terminal_expect(t, "Not the same: compare with your paper");
	snprintf(text, sizeof text, CTRL_U "%s\r" CTRL_U "%s\r", groups[asked_group(t, false)],
		 groups[asked_group(t, true)]);
	terminal_type(t, text);
	terminal_expect(t, "The new code holds.");
	terminal_type(t, "u");
	terminal_expect(t, "The new recovery code: this cannot be taken back");
	laptop_leave(t);
	snprintf(text, sizeof text, "printf '%s-%s-%s-%s-%s-%s-%s\\n' |", groups[0], groups[1],
		 groups[2], groups[3], groups[4], groups[5], groups[6]);
	laptop_prints(text, "recover --code-file - --new-passphrase-file \"$HOME/pass\" --member Lan");
	paper = popen("tee \"$HOME\"/code-* >/dev/null", "w");
	assert_non_null(paper);
	fprintf(paper, "%s-%s-%s-%s-%s-%s-%s\n", groups[0], groups[1], groups[2], groups[3], groups[4],
		groups[5], groups[6]);
	assert_int_equal(pclose(paper), 0);
}

/* From a word processor: no dash is one, and a line ends it. */
static void a_code_is_pasted_as_it_was_kept(void **state)
{
	struct terminal *t = laptop_start(80, 24, "en", NULL);
	char code[100] = "", pasted[400] = "\xEF\xBB\xBF";
	FILE *file;

	(void)state;
	file = popen("cat \"$HOME\"/code-*", "r");
	assert_non_null(file);
	assert_non_null(fgets(code, sizeof code, file));
	pclose(file);
	for (int g = 0; g < 7; g++)
		snprintf(pasted + strlen(pasted), sizeof pasted - strlen(pasted), "%.5s%s",
			 code + 6 * g, g == 6 ? "\r\n" : g % 2 ? "–" : "—");
	terminal_expect(t, "Hoa");
	terminal_type(t, HOME_KEY CTRL_F);
	terminal_expect(t, "Lan: forgotten password");
	terminal_paste(t, pasted);
	terminal_type(t, "\rxin chao\rxin chao\r");
	terminal_expect(t, "The password is changed");
	laptop_leave(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_member_gets_a_password_and_works, laptop_stop),
		cmocka_unit_test_teardown(a_password_is_taken_away, laptop_stop),
		cmocka_unit_test_teardown(what_cannot_be_is_said, laptop_stop),
		cmocka_unit_test_teardown(a_plain_member_gives_none, laptop_stop),
		cmocka_unit_test_teardown(a_password_without_a_member_shows, laptop_stop),
		cmocka_unit_test_teardown(undo_stops_at_a_password, laptop_stop),
		cmocka_unit_test_teardown(another_recovery_code, laptop_stop),
		cmocka_unit_test_teardown(a_code_is_pasted_as_it_was_kept, laptop_stop),
	};

	return cmocka_run_group_tests(tests, make_vault, NULL);
}
