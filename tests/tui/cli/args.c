/* What words of a command line become, against a table of commands made up for it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tui/cli/args.h"

enum { WORDS = 12 };

static int nothing(struct cli *cli)
{
	(void)cli;
	return 0;
}

static const struct command rows[] = {
	{ .name = "init", .help = "make it", .needs = OPT(UNIT), .takes = OPTS_KDF, .run = nothing },
	{ .name = "village", .verb = "add", .operands = "CODE NAME", .help = "add them", .min = 1,
	  .max = 2, .json_input = true, .takes = OPT(HOUSEHOLDS) | OPT(JSON), .run = nothing },
	{ .name = "village", .verb = "list", .help = "list them", .takes = OPT(JSON),
	  .run = nothing },
	{ .name = "member", .verb = "add", .operands = "NAME", .help = "add them", .min = 1,
	  .max = 1, .json_input = true,
	  .takes = OPT(NEW_PASSPHRASE_FILE) | OPTS_KDF | OPT(JSON), .run = nothing },
	{ .name = "list", .help = "list", .takes = OPTS_KEYED | OPT(VOIDED), .run = nothing },
	{ .name = "report", .verb = "show", .operands = "KEY", .help = "show it", .min = 1,
	  .max = 1, .run = nothing },
	{ .name = "report", .verb = "send", .operands = "KEY", .min = 1, .max = 1 },
	{ .name = "backup", .operands = "FILE", .help = "back it up", .min = 1, .max = 1,
	  .paths = true, .takes = OPT(OUTPUT), .run = nothing },
};
static const struct command_table table = { rows, sizeof rows / sizeof rows[0] };

/* "NAME VERB [operand]… --option=value …", or "no: WHAT: WHY". */
static void parse(const char *line, char *out, size_t size)
{
	char copy[256], *argv[WORDS + 2] = { "sotay" }, *why = NULL;
	const char *what = NULL;
	struct args args;
	int argc = 1;
	size_t n = 0;

	snprintf(copy, sizeof copy, "%s", line);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	if (!args_parse(&args, &table, argc, argv, &what, &why)) {
		snprintf(out, size, "no: %s: %s", what ? what : "-", why);
		free(why);
		return;
	}
	assert_null(why);
	if (args.command)
		n += (size_t)snprintf(out + n, size - n, "%s%s%s", args.command->name,
				      args.command->verb ? " " : "",
				      args.command->verb ? args.command->verb : "");
	for (int i = 0; i < args.operands; i++)
		n += (size_t)snprintf(out + n, size - n, " [%s]", args.operand[i]);
	for (int i = 0; i < OPTIONS; i++)
		if (args.option[i])
			n += (size_t)snprintf(out + n, size - n, " %s=%s",
					      args_option_name((enum option)i), args.option[i]);
}

static const struct {
	const char *line, *parsed;
} cases[] = {
	{ "", "" },
	{ "--version", " --version=" },
	{ "list", "list" },

	/* Options of every command stand before or after it, with = or a blank. */
	{ "--vault a.vault list", "list --vault=a.vault" },
	{ "list --vault=a.vault --lang en", "list --vault=a.vault --lang=en" },
	{ "list --vault=", "list --vault=" },
	{ "list --vault=a=b", "list --vault=a=b" },
	{ "backup -o x y", "backup [y] --output=x" },
	{ "list --vault", "no: --vault: this option needs a value" },
	{ "list --voided=1", "no: --voided=1: this option takes no value" },
	{ "list --nothing", "no: --nothing: no such option; see 'sotay help'" },
	{ "list --vaul x", "no: --vaul: no such option; see 'sotay help'" },
	{ "list -v", "no: -v: no such option; see 'sotay help'" },
	{ "list --json", "no: --json: this command has no such option; see 'sotay help list'" },
	{ "--json", " --json=" },

	/* A period's key may be left out. */
	{ "list --week 2026-W47", "list --week=2026-W47" },
	{ "list --week", "list --week=" },
	{ "list --week --voided", "list --week= --voided=" },
	{ "list --week now", "no: now: one word too many; see 'sotay help list'" },

	/* Commands and their verbs. */
	{ "lists", "no: lists: no such command; see 'sotay help'" },
	{ "village", "no: -: one of these is needed here: add, list" },
	{ "village drop", "no: drop: one of these is needed here: add, list" },
	{ "report sent", "no: sent: one of these is needed here: show" },
	{ "report send K", "report send [K]" },

	/* Operands. */
	{ "backup", "no: -: something is missing; see 'sotay help backup'" },
	{ "backup -", "backup [-]" },
	{ "backup -- --odd", "backup [--odd]" },
	{ "backup a b", "no: b: one word too many; see 'sotay help backup'" },
	{ "village add C N", "village add [C] [N]" },
	{ "village add C N more words than are kept",
	  "no: more: one word too many; see 'sotay help village'" },

	/* Records instead of operands and flags. */
	{ "village add --json", "village add --json=" },
	{ "village add C --json", "no: C: one word too many; see 'sotay help village'" },
	{ "village add --json --households 3", "no: --households: not together with --json" },
	{ "member add N --kdf-mem 64", "no: --kdf-mem: only together with --new-passphrase-file" },
	{ "member add N --new-passphrase-file f --kdf-mem 64",
	  "member add [N] --kdf-mem=64 --new-passphrase-file=f" },

	/* What is needed. */
	{ "init", "no: --unit: this option is required" },
	{ "init --unit 26572", "init --unit=26572" },

	/* The first refusal is said. */
	{ "lists --nothing", "no: --nothing: no such option; see 'sotay help'" },

	/* Help is given whatever else is there, but for what no one can tell of. */
	{ "--help", " --help=" },
	{ "-h --nothing", " --help=" },
	{ "init --help", "init --help=" },
	{ "village --help", "village add --help=" },
	{ "village drop --help", "village add --help=" },
	{ "backup a b c --help --nothing", "backup [a] [b] [c] --help=" },
	{ "lists --help", "no: lists: no such command; see 'sotay help'" },
	{ "init --version", "init --version=" },
};

static void test_cases(void **state)
{
	char got[512];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		memset(got, 0, sizeof got);
		parse(cases[i].line, got, sizeof got);
		if (strcmp(got, cases[i].parsed))
			fail_msg("'%s' became '%s', not '%s'", cases[i].line, got, cases[i].parsed);
	}
}

/* Before the language is known nothing is worded, and what was understood is there. */
static void test_unsaid(void **state)
{
	char *argv[] = { "sotay", "lists", "--nothing", "--lang", "en", NULL };
	struct args args;

	(void)state;
	assert_false(args_parse(&args, &table, 5, argv, NULL, NULL));
	assert_null(args.command);
	assert_string_equal(args.option[OPT_LANG], "en");
}

/* For the command's name before a refusal. */
static void test_name_without_verb(void **state)
{
	char *argv[] = { "sotay", "village", "drop", NULL };
	struct args args;

	(void)state;
	assert_false(args_parse(&args, &table, 3, argv, NULL, NULL));
	assert_null(args.command);
	assert_string_equal(args.name, "village");
}

static void test_paths(void **state)
{
	(void)state;
	assert_true(args_is_path(OPT_VAULT));
	assert_true(args_is_path(OPT_OUTPUT));
	assert_false(args_is_path(OPT_MEMBER));
	assert_false(args_is_path(OPT_FORCE));
}

static void test_every_option_has_a_name(void **state)
{
	(void)state;
	for (int i = 0; i < OPTIONS; i++)
		assert_true(!strncmp(args_option_name((enum option)i), "--", 2));
}

/* What a printer says, malloc'ed. */
static char *said(const struct command *usage_of)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	if (usage_of)
		args_usage(out, &table, usage_of);
	else
		args_help(out, &table);
	assert_int_equal(fclose(out), 0);
	return text;
}

static void test_usage(void **state)
{
	char *text = said(args_command(&table, "village"));

	(void)state;
	assert_non_null(strstr(text, "sotay village add CODE NAME [options]\n    add them\n"));
	assert_non_null(strstr(text, "sotay village list [options]\n    list them\n"));
	assert_non_null(strstr(text, "  --households N\n"));
	assert_null(strstr(text, "--vault"));
	free(text);
	text = said(args_command(&table, "init"));
	assert_non_null(strstr(text, "sotay init --unit CODE [options]\n"));
	free(text);
}

/* What is not there yet is in no list. */
static void test_help(void **state)
{
	char *text = said(NULL);

	(void)state;
	assert_non_null(strstr(text, "  report show       show it\n"));
	assert_null(strstr(text, "report send"));
	assert_non_null(strstr(text, "  --vault FILE\n"));
	free(text);
	text = said(args_command(&table, "report"));
	assert_null(strstr(text, "report send"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_unsaid),
		cmocka_unit_test(test_name_without_verb),
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_every_option_has_a_name),
		cmocka_unit_test(test_usage),
		cmocka_unit_test(test_help),
	};

	return cmocka_run_group_tests_name("args", tests, NULL, NULL);
}
