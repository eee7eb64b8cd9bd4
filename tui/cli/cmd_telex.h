/*
 * cmd_telex: `sotay telex`: lines of typed keys in, Vietnamese text out.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_TELEX_H
#define TUI_CLI_CMD_TELEX_H

#include "tui/cli/cli.h"

int cmd_telex(struct cli *cli);

#endif
