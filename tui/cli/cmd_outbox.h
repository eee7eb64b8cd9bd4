/*
 * cmd_outbox: sending by hand, and what has arrived where.
 */
#ifndef TUI_CLI_CMD_OUTBOX_H
#define TUI_CLI_CMD_OUTBOX_H

struct cli;

int cmd_batch(struct cli *cli);
int cmd_outbox(struct cli *cli);

#endif
