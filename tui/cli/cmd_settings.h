/*
 * cmd_settings: `sotay settings`: what the book keeps of its unit besides the registers.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_SETTINGS_H
#define TUI_CLI_CMD_SETTINGS_H

#include "tui/cli/cli.h"

int cmd_settings(struct cli *cli);

#endif
