/*
 * cmd_conflicts: `sotay conflicts`, `conflicts resolve` and `household same`: what laptops wrote
 * without seeing each other.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_CONFLICTS_H
#define TUI_CLI_CMD_CONFLICTS_H

#include "tui/cli/cli.h"

int cmd_conflicts(struct cli *cli);
int cmd_conflicts_resolve(struct cli *cli);
int cmd_household_same(struct cli *cli);

#endif
