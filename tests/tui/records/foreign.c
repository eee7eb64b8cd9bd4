/* What a commune's desk shows of what a team's laptop wrote. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/laptop.h"

static char visit[64];

static void at_desk(const char *name)
{
	snprintf(laptop_vault, sizeof laptop_vault, "%s/%s/sotay.vault", getenv("HOME"), name);
}

/* All that the team's laptop made comes to the commune's. */
static void bring(void)
{
	int rc = system("export SOTAY_PASSPHRASE_FILE=\"$HOME/pass\";"
			" SOTAY_VAULT=\"$HOME/team/sotay.vault\" \"$SOTAY_FOREIGN\" give |"
			" SOTAY_VAULT=\"$HOME/commune/sotay.vault\" \"$SOTAY_FOREIGN\" take team 26572 T01 26572"
			" >\"$HOME/taken\"");

	assert_int_equal(rc, 0);
}

static void edit(const char *desk, const char *changes)
{
	char input[128], command[96];

	at_desk(desk);
	snprintf(input, sizeof input, "echo '%s' |", changes);
	snprintf(command, sizeof command, "edit %s", visit);
	laptop_prints(input, command);
}

static int make_desks(void **state)
{
	(void)state;
	laptop_make_small("team");
	snprintf(visit, sizeof visit, "%s", laptop_prints("echo '{\"date\":\"2026-11-18\","
		 "\"village\":\"26572-01\",\"household\":\"H001\",\"channel\":\"tai_nha\",\"people\":2,"
		 "\"topics\":[{\"topic\":\"VNEID2\",\"outcome\":\"hoan_thanh\",\"count\":1}]}' |", "log"));
	visit[strcspn(visit, "\n")] = 0;
	laptop_make_officer("commune", 1);
	bring();
	edit("team", "{\"people\":3}");
	edit("commune", "{\"people\":5}");
	bring();
	at_desk("commune");
	return 0;
}

/* Another hint was shown with the code: that of the household that stands for it. */
static void a_session_shows_its_own_household(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s");
	terminal_expect(t, "H001 nhà cổ");
	terminal_type(t, "\r");
	terminal_expect(t, "H001 nhà cổng xanh");
	terminal_expect(t, "T01/Lan");
	terminal_type(t, "\r");
	terminal_expect(t, "Household 26572-01/H001 nhà cổng xanh");
	/* Its code means the commune's: nothing is entered there in its name. */
	terminal_type(t, "n");
	terminal_expect(t, "Another household has this code too");
	terminal_type(t, "s");
	terminal_expect(t, "Another household has this code too");
	laptop_leave(t);
}

static void a_field_changed_on_two_laptops_says_so(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "s\r");
	terminal_expect(t, "entered differently on two computers");
	terminal_expect(t, "sotay conflicts resolve");
	terminal_expect(t, " people 2");
	/* Neither had seen the other's. */
	terminal_expect(t, "Number of people 2 → 5");
	terminal_expect(t, "Number of people 2 → 3");
	laptop_leave(t);
}

/* Not offered is not unknown: whoever is sent to make a new one makes the household a third time. */
static void a_household_without_its_code_is_not_called_new(void **state)
{
	struct terminal *t = laptop_open(80, 24, "en");

	(void)state;
	terminal_type(t, "sn");
	terminal_expect(t, "New session");
	terminal_type(t, "cổng xanh");
	terminal_expect(t, "Has another's code");
	laptop_leave(t);
}

/* Two that are one: told in the register and in the card, offered once, entered of by either. */
static void joined_households_are_one(void **state)
{
	struct terminal *t;
	char command[160];
	const char *listed = laptop_prints("", "household list --json"), *id;

	(void)state;
	id = strstr(listed, "nhà cổng xanh");
	assert_non_null(id);
	id = strstr(id, "\"id\":\"");
	assert_non_null(id);
	snprintf(command, sizeof command, "household same %.26s 26572-01/H001", id + 6);
	laptop_prints("", command);
	t = laptop_open(80, 24, "en");
	terminal_type(t, "h" DOWN "\r");
	terminal_expect(t, "= H001 · nhà cổng xanh");
	terminal_type(t, "/cổng\r");
	terminal_expect(t, "One household with");
	terminal_expect(t, "17/11/2026");
	terminal_expect(t, "18/11/2026");
	terminal_type(t, "n");
	terminal_expect(t, "New session");
	/* Its words find the one that it counts for. */
	terminal_type(t, SHIFT_TAB "xanh");
	terminal_expect(t, ">H001");
	laptop_leave(t);
	laptop_prints("", "undo");
}

#define CASE(name) cmocka_unit_test_teardown(name, laptop_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_session_shows_its_own_household),
		CASE(a_field_changed_on_two_laptops_says_so),
		CASE(a_household_without_its_code_is_not_called_new),
		CASE(joined_households_are_one),
	};

	return cmocka_run_group_tests(tests, make_desks, NULL);
}
