/*
 * cmd_inspect: what a file that travels is.
 */
#ifndef TUI_CLI_CMD_INSPECT_H
#define TUI_CLI_CMD_INSPECT_H

struct cli;

int cmd_inspect(struct cli *cli);

#endif
