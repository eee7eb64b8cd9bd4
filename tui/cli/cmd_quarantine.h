/*
 * cmd_quarantine: what is here and does not count: `sotay quarantine`.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_QUARANTINE_H
#define TUI_CLI_CMD_QUARANTINE_H

#include "tui/cli/cli.h"

int cmd_quarantine(struct cli *cli);

#endif
