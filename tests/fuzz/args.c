/* Any words, one a line, against a table with every kind of row there is. */
#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "tui/cli/args.h"

enum { WORDS = 64 };

static int nothing(struct cli *cli)
{
	(void)cli;
	return 0;
}

static const struct command rows[] = {
	{ .name = "init", .help = "", .needs = OPT(LEVEL) | OPT(UNIT), .takes = OPTS_KDF,
	  .run = nothing },
	{ .name = "member", .verb = "add", .operands = "NAME", .help = "", .min = 1, .max = 1,
	  .json_input = true, .takes = OPT(NEW_PASSPHRASE_FILE) | OPTS_KDF | OPT(JSON),
	  .run = nothing },
	{ .name = "member", .verb = "list", .help = "", .takes = OPT(JSON), .run = nothing },
	{ .name = "member", .verb = "later" },
	{ .name = "list", .help = "", .takes = OPTS_KEYED | OPT(FROM) | OPT(TO), .run = nothing },
	{ .name = "backup", .operands = "FILE", .help = "", .min = 1, .max = 1, .paths = true,
	  .run = nothing },
	{ .name = "help", .operands = "[COMMAND]", .help = "", .max = 2, .run = nothing },
};
static const struct command_table table = { rows, sizeof rows / sizeof rows[0] };

/* The text lies in argv, or is "". */
static void check_text(const char *text, const char *words, size_t len)
{
	FUZZ_CHECK((text >= words && text <= words + len) || !*text);
}

static void check_command(const struct args *args)
{
	const struct command *c = args->command;
	bool json = c->json_input && args->option[OPT_JSON];
	uint64_t takes = c->needs | c->takes | OPT(VAULT) | OPT(PASSPHRASE_FILE) | OPT(MEMBER) |
			 OPT(LANG);

	FUZZ_CHECK(c >= rows && c < rows + table.count);
	if (args->option[OPT_HELP] || args->option[OPT_VERSION])
		return;
	if (!c->run) /* what it will take is not known yet */
		return;
	FUZZ_CHECK(args->operands >= (json ? 0 : c->min) && args->operands <= (json ? 0 : c->max));
	for (int i = 0; i < OPTIONS; i++) {
		uint64_t bit = UINT64_C(1) << i;

		FUZZ_CHECK(!args->option[i] || takes & bit);
		FUZZ_CHECK(args->option[i] || !(c->needs & bit));
	}
}

FUZZ_TARGET
{
	char *words = fuzz_string(data, len), *rest = words, *argv[WORDS + 2] = { "sotay" };
	const char *what = NULL;
	char *why = NULL;
	struct args args, again;
	int argc = 1;
	bool good;

	while (rest && argc <= WORDS)
		argv[argc++] = strsep(&rest, "\n");
	good = args_parse(&args, &table, argc, argv, &what, &why);
	FUZZ_CHECK(good == !why);
	FUZZ_CHECK(args.operands >= 0 && args.operands <= ARGS_OPERANDS);
	for (int i = 0; i < args.operands; i++)
		check_text(args.operand[i], words, len);
	for (int i = 0; i < OPTIONS; i++)
		if (args.option[i])
			check_text(args.option[i], words, len);
	if (good && args.command)
		check_command(&args);
	FUZZ_CHECK(args_parse(&again, &table, argc, argv, NULL, NULL) == good);
	FUZZ_CHECK(again.command == args.command && again.operands == args.operands);
	FUZZ_CHECK(!memcmp(again.option, args.option, sizeof args.option));
	free(why);
	free(words);
	return 0;
}
