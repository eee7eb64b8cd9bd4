#include "config.h"
#include "tui/cli/cmd_help.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/text.h"
#include "tui/cli/page.h"
#include "tui/cli/prompt.h"
#include "tui/env/translate.h"

int help_print(const struct cli *cli, const struct command *command)
{
	/* The first row of a name has what is there of it. */
	if (command && !args_command(cli->args.table, command->name)->run)
		return cli_refuse(cli, EX_UNAVAILABLE,
				  cli->args.command == command ? NULL : command->name,
				  _("not available in this version"));
	if (command)
		args_usage(stdout, cli->args.table, command);
	else
		args_help(stdout, cli->args.table);
	return EX_OK;
}

/* On a terminal it stops where the screen is full: who begins knows no other program for that. */
static void print_page(void)
{
	int rows = 0, cols = 0, used = 0;
	bool asks = prompt_size(&rows, &cols);

	for (int i = 0; page_lines[i]; i++) {
		int width = text_width(page_lines[i], strlen(page_lines[i]));
		int needed = asks && width > cols ? (width + cols - 1) / cols : 1;

		if (asks && used && used + needed >= rows) {
			if (!prompt_more(_("-- Enter: more · q, then Enter: enough --")))
				return;
			used = 0;
		}
		used += needed;
		puts(page_lines[i]);
	}
}

int cmd_help(struct cli *cli)
{
	const char *name = cli->args.operand[0];
	const struct command *command = name ? args_command(cli->args.table, name) : NULL;

	if (name && !strcmp(name, PAGE_NAME)) {
		print_page();
		return EX_OK;
	}
	if (name && !command)
		return cli_refuse(cli, EX_USAGE, name, _("no such command; see 'sotay help'"));
	return help_print(cli, command);
}
