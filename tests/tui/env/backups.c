/* Which backups are offered where there are many. */
#include "config.h"

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

#include "tui/env/backups.h"

enum { WEEKS = 40 };

static bool ends_in_vault(const char *path)
{
	return strstr(path, ".vault") != NULL;
}

static void touch(const char *folder, const char *name)
{
	char path[600];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
}

/* A file each week: it is the last one that is wanted, whatever order a folder lists them in. */
static void the_latest_are_found_of_more_than_fit(void **state)
{
	char home[] = "/tmp/backups-XXXXXX", name[40], *found[BACKUPS_MAX], command[80];
	int n;

	(void)state;
	assert_non_null(mkdtemp(home));
	setenv("HOME", home, 1);
	setenv("USER", "nobody-has-sticks", 1);
	for (int i = 0; i < WEEKS; i++) {
		snprintf(name, sizeof name, "sotay_26572_2026-%02d.vault", (i * 7) % WEEKS);
		touch(home, name);
	}
	touch(home, "zzz.txt");
	n = backups_find(found, ends_in_vault);
	assert_int_equal(n, BACKUPS_MAX);
	for (int i = 0; i < n; i++) {
		snprintf(name, sizeof name, "/sotay_26572_2026-%02d.vault", WEEKS - 1 - i);
		assert_string_equal(strrchr(found[i], '/'), name);
	}
	backups_release(found, n);
	snprintf(command, sizeof command, "rm -r '%s'", home);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_latest_are_found_of_more_than_fit),
	};

	return cmocka_run_group_tests_name("backups", tests, NULL, NULL);
}
