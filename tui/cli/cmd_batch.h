/*
 * cmd_batch: sending by hand.
 */
#ifndef TUI_CLI_CMD_BATCH_H
#define TUI_CLI_CMD_BATCH_H

struct cli;

int cmd_batch(struct cli *cli);

#endif
