/*
 * cmd_summary: `sotay summary`: the figures of a period as text, JSON or CSV.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_SUMMARY_H
#define TUI_CLI_CMD_SUMMARY_H

#include "tui/cli/cli.h"

int cmd_summary(struct cli *cli);

#endif
