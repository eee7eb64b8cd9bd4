#include "config.h"
#include "tui/cli/cmd_help.h"

#include <sysexits.h>

#include "tui/env/translate.h"

void help_print(const struct cli *cli, const struct command *command)
{
	if (command)
		args_usage(stdout, cli->args.table, command);
	else
		args_help(stdout, cli->args.table);
}

int cmd_help(struct cli *cli)
{
	const char *name = cli->args.operand[0];
	const struct command *command = name ? args_command(cli->args.table, name) : NULL;

	if (name && !command)
		return cli_refuse(cli, EX_USAGE, name, _("no such command; see 'sotay help'"));
	help_print(cli, command);
	return EX_OK;
}
