#include "config.h"
#include "tui/cli/cmd_help.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "tui/cli/page.h"
#include "tui/cli/prompt.h"
#include "tui/env/translate.h"

void help_print(const struct cli *cli, const struct command *command)
{
	if (command)
		args_usage(stdout, cli->args.table, command);
	else
		args_help(stdout, cli->args.table);
}

/* On a terminal it stops where the screen is full: who begins knows no other program for that. */
static void print_page(void)
{
	int rows = prompt_rows();

	for (int i = 0; page_lines[i]; i++) {
		if (rows > 2 && i && i % (rows - 1) == 0 &&
		    !prompt_more(_("-- Enter: more · q, then Enter: enough --")))
			return;
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
	help_print(cli, command);
	return EX_OK;
}
