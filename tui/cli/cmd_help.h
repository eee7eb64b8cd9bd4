/*
 * cmd_help: `sotay help` and `sotay COMMAND --help`, from the tables of args.h; and the page for
 * people who begin (page.h).
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_HELP_H
#define TUI_CLI_CMD_HELP_H

#include "tui/cli/cli.h"

int cmd_help(struct cli *cli);

/* How that command is used; NULL: the list of all. An exit code. */
int help_print(const struct cli *cli, const struct command *command);

#endif
